// Where two parts of switching meet in the whole host: spoken test and knob, drill and its end, a start and what was owed.
import { describe, expect, test } from 'vitest'
import type { Site } from '../../../electron/host/site/types.ts'
import { createWorld, startHost, type HostBench, type HostWorld } from '../../support/host-bench.ts'

const READY_MS = 15_000
const byHand = (site: Site): Site => ({ ...site, plan: { ...site.plan, automatic: false } })

/** X-keys XK-3: the whole state in each report; byte 2 bit 2 is the middle pedal. */
const pedal = (bench: HostBench, down: boolean): void => bench.pedal.report(0, 1, down ? 4 : 0, ...Array.from({ length: 29 }, () => 0))
const knob = (bench: HostBench, gssi: number): void => bench.device('desk-radio').radio.setFault({ fault: 'knob', gssi })
const standsOn = (bench: HostBench): number | undefined => bench.device('desk-radio').radio.selectedGroup
const spokenTest = (bench: HostBench) => bench.topic('spokenTest').test

async function ready(world: HostWorld = createWorld(), change = byHand): Promise<HostBench> {
  const bench = await startHost(world, change)
  await bench.run(READY_MS)
  pedal(bench, false)
  return bench
}

/** The radio stands on INC-3, and its test is made in INC-1. */
async function testing(world = createWorld()): Promise<HostBench> {
  const bench = await ready(world)
  knob(bench, 4_037_003)
  await bench.run(500)
  await bench.call('spoken.begin', { channel: 'desk-radio' })
  await bench.run(900)
  expect([spokenTest(bench)?.step, standsOn(bench)]).toEqual(['speak', 4_037_001])
  return bench
}

async function drilling(world = createWorld()): Promise<HostBench> {
  const bench = await ready(world)
  await bench.call('position.out-of-service', { out: true })
  await bench.call('drill.begin', { story: 'rbs-down' })
  await bench.run(1_000)
  return bench
}

async function drillingOnDesk(world = createWorld()): Promise<HostBench> {
  const bench = await drilling(world)
  await bench.call('switch.to', { to: 'desk-radio' })
  await bench.run(5_000)
  expect(standsOn(bench)).toBe(4_037_901)
  return bench
}

describe('a radio that is turned by hand during its spoken test', () => {
  test('is not keyed in a group that no screen names: the test is over, and the hand at the radio is not fought', async () => {
    const bench = await testing()
    knob(bench, 4_037_002)
    await bench.run(300)
    expect([spokenTest(bench)?.step, spokenTest(bench)?.end]).toEqual(['failed', 'interrupted'])
    pedal(bench, true)
    await bench.run(1_500)
    expect([bench.device('desk-radio').radio.transmitting, bench.topic('ptt').ptt?.target]).toEqual([undefined, 'rbs'])
    pedal(bench, false)
    await bench.run(40_000)
    expect(standsOn(bench)).toBe(4_037_002)
    await bench.stop()
  })

  test('falls silent when it is turned while the test is spoken', async () => {
    const bench = await testing()
    pedal(bench, true)
    await bench.run(1_000)
    expect(bench.device('desk-radio').radio.transmitting?.gssi).toBe(4_037_001)
    knob(bench, 4_037_002)
    await bench.run(500)
    expect([bench.topic('ptt').ptt?.phase, bench.device('desk-radio').radio.transmitting]).toEqual(['refused', undefined])
    await bench.stop()
  })

  test('is not keyed in direct mode either', async () => {
    const bench = await testing()
    bench.device('desk-radio').radio.setFault({ fault: 'mode-knob', aiMode: 1 })
    await bench.run(500)
    expect(spokenTest(bench)).toMatchObject({ step: 'failed' })
    pedal(bench, true)
    await bench.run(1_500)
    expect(bench.device('desk-radio').radio.transmitting).toBeUndefined()
    await bench.stop()
  })
})

test('the channel in use whose radio somebody turns to direct mode is not keyed', async () => {
  const bench = await ready()
  await bench.call('switch.to', { to: 'desk-radio' })
  await bench.run(5_000)
  bench.device('desk-radio').radio.setFault({ fault: 'mode-knob', aiMode: 1 })
  await bench.run(3_000)
  pedal(bench, true)
  await bench.run(1_500)
  expect(bench.device('desk-radio').radio.transmitting).toBeUndefined()
  await bench.stop()
})

describe('a host that is killed', () => {
  test('between the outcome of a spoken test and the way back leaves no radio turned', async () => {
    const world = createWorld()
    const bench = await testing(world)
    await bench.call('spoken.stop')
    await bench.run(50)
    expect(standsOn(bench)).toBe(4_037_001)
    const again = await ready(world)
    expect(standsOn(again)).toBe(4_037_003)
    await again.stop()
  })

  test('between the end of a drill and the way back leaves no radio on a group of the drill', async () => {
    const world = createWorld()
    const bench = await drillingOnDesk(world)
    await bench.call('drill.end')
    await bench.run(500)
    expect(standsOn(bench)).toBe(4_037_901)
    const again = await ready(world)
    await again.run(15_000)
    expect(standsOn(again)).toBe(4_037_001)
    expect(again.entries().filter(({ kind }) => kind === 'drill.ended')).toHaveLength(1)
    await again.stop()
  })
})

test('a drill that begins in the moment after a spoken test leaves the radio where it stood before both', async () => {
  const bench = await testing()
  await bench.call('position.out-of-service', { out: true })
  expect(await bench.call('drill.begin', { story: 'rbs-down' })).toMatchObject({ ok: true })
  await bench.call('switch.to', { to: 'desk-radio' })
  await bench.run(5_000)
  await bench.call('drill.end')
  await bench.run(60_000)
  expect(standsOn(bench)).toBe(4_037_003)
  await bench.stop()
})

test('a spoken test that begins right after a drill leaves the radio where it stood before both', async () => {
  const bench = await drillingOnDesk()
  await bench.call('drill.end')
  await bench.run(10)
  await bench.run(70_000)
  await bench.run(60_000)
  expect(standsOn(bench)).toBe(4_037_001)
  await bench.stop()
})

test('a drill that ends while its radio is still asked says nothing of that afterwards, and leaves no alarm', async () => {
  for (const how of ['refused', 'taken'] as const) {
    const bench = await drilling()
    if (how === 'refused') bench.device('desk-radio').radio.setFault({ fault: 'refuse-group', how: 'error' })
    const pressed = bench.host.call('switch.to', { to: 'desk-radio' }, 'page')
    await bench.run(20)
    await pressed
    expect(bench.topic('switch').switch?.phase).toBe('confirming')
    await bench.call('drill.end')
    const at = bench.entries().length
    await bench.run(90_000)
    const later = bench.entries().slice(at)
    expect(later.filter(({ kind }) => kind.startsWith('switch.')).map(({ kind }) => kind), how).toEqual([])
    expect(Object.keys(bench.topic('alarms')).filter((id) => id.startsWith('drill:'))).toEqual([])
    await bench.stop()
  }
})

test('switches of a drill are nothing that is to be announced at the next start', async () => {
  const world = createWorld()
  const bench = await drillingOnDesk(world)
  await bench.call('drill.end')
  await bench.run(20_000)
  expect(bench.topic('say').card).toBeUndefined()
  await bench.stop()
  const again = await ready(world)
  expect(again.topic('say').card).toBeUndefined()
  await again.stop()
})

test('who said to stay on the RBS is not counted down on by the next start', async () => {
  const world = createWorld()
  const automatic = (site: Site): Site => ({ ...site, mode: 'act', plan: { ...site.plan, automatic: true } }) as Site
  const bench = await ready(world, automatic)
  for (const id of ['rbs-a', 'rbs-b']) bench.device(id).radio.setFault({ fault: 'silent' })
  while (!bench.topic('switch').switch?.countdown) await bench.run(100)
  await bench.call('switch.stay')
  await bench.run(20_000)
  expect(bench.topic('switch').switch?.channel).toBe('rbs')
  const again = await startHost(world, automatic)
  await again.run(30_000)
  expect(again.topic('switch').switch?.channel).toBe('rbs')
  await again.stop()
})
