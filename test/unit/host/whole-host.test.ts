// The host of one position from start to stop, in this process and without sleeping: an outage, and what goes wrong in one.
import { describe, expect, test } from 'vitest'
import { createWorld, startHost, type HostBench, type HostWorld } from '../../support/host-bench.ts'

const SETTLED_MS = 75_000 // until every service is in order and its proofs are in
const DEMO_COUNTDOWN_MS = 12_000

async function ready(world = createWorld(), change?: Parameters<typeof startHost>[1]): Promise<HostBench & { world: HostWorld }> {
  const bench = await startHost(world, change)
  await bench.run(SETTLED_MS)
  return { ...bench, world }
}
const manual = (site: Parameters<NonNullable<Parameters<typeof startHost>[1]>>[0]): typeof site => ({ ...site, plan: { ...site.plan, automatic: false } })

/** The RBS goes silent; its cable pulled would be the watch's own trouble. */
function silenceRbs(bench: HostBench): void {
  for (const id of ['rbs-a', 'rbs-b']) bench.device(id).radio.setFault({ fault: 'silent' })
}
function wakeRbs(bench: HostBench): void {
  for (const id of ['rbs-a', 'rbs-b']) bench.device(id).radio.clearFault('silent')
}
const kindsAfter = (bench: HostBench, from: number): string[] => bench.kinds().slice(from).filter((kind) => !kind.startsWith('watch.'))

describe('an outage', () => {
  test('is noticed, switched for, spoken through, and returned from, with every step in the record', async () => {
    const bench = await ready()
    expect(bench.topic('services')['rbs']?.now).toBe('ok')
    expect(bench.topic('channels')['desk-radio']?.readiness).toBe('ready')
    silenceRbs(bench)
    await bench.run(DEMO_COUNTDOWN_MS + 10_000)
    expect(bench.topic('services')['rbs']?.now).toBe('down')
    expect(bench.topic('switch').switch).toMatchObject({ channel: 'desk-radio', group: '4037001', confirmed: true })
    expect(bench.topic('alarms')['service:rbs']).toMatchObject({ severity: 'critical' })

    await bench.call('ptt.press', { source: 'space' })
    for (let beat = 0; beat < 10; beat++) {
      await bench.run(100)
      await bench.call('ptt.keep-alive', { source: 'space' })
    }
    expect(bench.topic('ptt').ptt).toMatchObject({ phase: 'talking', channel: 'desk-radio', by: 'page/space' })
    expect(bench.device('desk-radio').radio.transmitting).toMatchObject({ by: 'console', gssi: 4_037_001 })
    await bench.run(400) // the page is silent
    expect(bench.topic('ptt').ptt).toMatchObject({ phase: 'refused', cause: 'page-silent' })
    await bench.call('ptt.release', { source: 'space' })
    expect(bench.topic('ptt').ptt?.phase).toBe('idle')
    await bench.run(500)
    expect(bench.device('desk-radio').radio.transmitting).toBeUndefined()

    wakeRbs(bench)
    await bench.run(200_000)
    expect(bench.topic('switch').switch).toMatchObject({ channel: 'desk-radio', returnOffered: true })
    expect(bench.topic('alarms')['service:rbs']).toBeUndefined()
    expect(await bench.call('return.accept')).toMatchObject({ ok: true })
    expect(bench.topic('switch').switch).toMatchObject({ channel: 'rbs', confirmed: true })
    const told = bench.kinds()
    for (const kind of ['host.started', 'service.changed', 'switch.countdown-started', 'switch.switched', 'ptt.waiting', 'ptt.talking', 'ptt.idle', 'switch.return-offered', 'press.return', 'switch.returned']) expect(told).toContain(kind)
    await bench.stop()
    expect(bench.kinds().at(-1)).toBe('host.stopped')
  })

  test('leaves no timer behind when the host stops in the middle of it', async () => {
    const bench = await ready()
    silenceRbs(bench)
    await bench.run(10_000)
    await bench.stop()
    for (const { radio } of bench.world.devices.values()) radio.switchOff()
    const before = bench.kinds().length
    await bench.run(600_000)
    expect(bench.kinds().length).toBe(before)
    expect(bench.world.clock.pending).toBe(0)
  })
})

describe('a restart', () => {
  test('comes up on the desk radio, keys nothing, and offers the undo of nothing', async () => {
    const first = await ready(createWorld(), manual)
    await first.call('switch.to')
    await first.run(5000)
    await first.stop()
    const again = await startHost(first.world, manual)
    expect(again.topic('switch').switch).toMatchObject({ channel: 'desk-radio', confirmed: false })
    await again.call('ptt.press', { source: 'space' })
    expect(again.topic('ptt').ptt).toMatchObject({ phase: 'refused', cause: 'switching' })
    await again.run(20_000)
    expect(again.topic('switch').switch).toMatchObject({ channel: 'desk-radio', group: '4037001', confirmed: true })
    expect(again.device('desk-radio').radio.transmitting).toBeUndefined()
    await again.stop()
  })

  test('remembers the group that was chosen for the next switch', async () => {
    const first = await ready(createWorld(), manual)
    expect(await first.call('group.select', { group: '4037003' })).toMatchObject({ ok: true })
    await first.stop()
    const again = await startHost(first.world, manual)
    expect(again.topic('switch').switch).toMatchObject({ channel: 'rbs', wantedGroup: '4037003' })
    await again.stop()
  })

  test('hangs up what a dead host left keyed, and clears the alarm about it', async () => {
    const world = createWorld()
    const first = await ready(world, manual)
    await first.call('switch.to')
    await first.run(5000)
    await first.call('ptt.press', { source: 'space' })
    await first.run(200)
    await first.call('ptt.keep-alive', { source: 'space' })
    await first.run(250)
    expect(first.device('desk-radio').radio.transmitting?.by).toBe('console')
    const again = await startHost(world, manual)
    expect(again.topic('alarms')['radio:desk-radio:may-transmit']).toMatchObject({ severity: 'critical' })
    await again.run(5000)
    expect(again.device('desk-radio').radio.transmitting).toBeUndefined()
    expect(again.topic('alarms')['radio:desk-radio:may-transmit']).toBeUndefined()
  })
})

describe('an alarm', () => {
  test('about a failed switch goes when a group is chosen that the radio takes', async () => {
    const bench = await ready(createWorld(), manual)
    await bench.call('switch.to')
    await bench.run(5000)
    bench.device('desk-radio').radio.setFault({ fault: 'refuse-group', how: 'error' })
    await bench.call('group.select', { group: '4037002' })
    await bench.run(3000)
    expect(bench.topic('alarms')['switch-failed']).toMatchObject({ code: 'group-failed', params: { channel: 'Mobilofoon' } })
    bench.device('desk-radio').radio.clearFault()
    await bench.run(40_000)
    await bench.call('group.select', { group: '4037002' })
    await bench.run(3000)
    expect(bench.topic('switch').switch?.group).toBe('4037002')
    expect(bench.topic('alarms')['switch-failed']).toBeUndefined()
    await bench.stop()
  })

  test('about a failed switch goes when the RBS is in order again', async () => {
    const bench = await ready(createWorld(), (site) => ({ ...site, plan: { ...site.plan, lastResort: 'CaCo, toestel 4100' } }))
    silenceRbs(bench)
    await bench.run(3000)
    // Standing on the wanted group already, it would have nothing to refuse.
    bench.device('desk-radio').radio.setFault({ fault: 'knob', gssi: 4_037_002 })
    bench.device('desk-radio').radio.setFault({ fault: 'refuse-group', how: 'error' })
    await bench.run(DEMO_COUNTDOWN_MS + 5000)
    expect(bench.topic('alarms')['switch-failed']).toMatchObject({ code: 'switch-failed', params: { whom: 'CaCo, toestel 4100' } })
    wakeRbs(bench)
    await bench.run(200_000)
    expect(bench.topic('switch').switch?.channel).toBe('rbs')
    expect(bench.topic('alarms')['switch-failed']).toBeUndefined()
    await bench.stop()
  })
})

describe('an emergency', () => {
  const emergencies = (bench: HostBench): unknown[] => Object.values(bench.topic('alarms')).filter((alarm) => alarm.kind === 'emergency')

  test('of the same unit in another group is told apart from its first', async () => {
    const bench = await ready()
    const { radio } = bench.device('control-radio')
    radio.hear({ ssi: 6_101_629, gssi: 4_037_001, priority: 15 })
    await bench.run(500)
    radio.silence()
    radio.setFault({ fault: 'knob', gssi: 4_037_002 })
    await bench.run(500)
    radio.hear({ ssi: 6_101_629, gssi: 4_037_002, priority: 15 })
    await bench.run(500)
    expect(emergencies(bench)).toHaveLength(2)
    await bench.stop()
  })

  test('of a unit without a number does not hide the next one', async () => {
    const bench = await ready()
    const { line } = bench.device('control-radio')
    const call = (cc: number): void => line.say(`\r\n+CTICN: ${cc},0,0,0,,1,1,0,1,1,0,4037001,15\r\n`)
    call(3)
    await bench.run(500)
    call(3) // told twice for one call
    await bench.run(60_000)
    call(7)
    await bench.run(500)
    expect(emergencies(bench)).toHaveLength(2)
    await bench.stop()
  })

  test('that nobody took is still there after a restart, once', async () => {
    const first = await ready()
    first.device('control-radio').radio.hear({ ssi: 6_101_629, gssi: 4_037_001, priority: 15 })
    await first.run(500)
    first.device('control-radio').radio.silence()
    await first.stop()
    const again = await startHost(first.world)
    expect(emergencies(again)).toHaveLength(1)
    await again.run(30_000)
    again.device('control-radio').radio.hear({ ssi: 6_101_629, gssi: 4_037_001, priority: 15 })
    await again.run(500)
    expect(emergencies(again)).toHaveLength(1)
    const [id] = Object.keys(again.topic('alarms')).filter((one) => one.startsWith('emergency:'))
    expect(await again.call('alarm.acknowledge', { alarms: [id] })).toMatchObject({ ok: false })
    expect(await again.call('emergency.take', { alarm: id })).toMatchObject({ ok: true })
    expect(emergencies(again)).toHaveLength(0)
    await again.stop()
  })
})

test('the pedal that is held while a switch is forced un-keys, and keys nothing until it was up', async () => {
  const bench = await ready(createWorld(), manual)
  bench.pedal.report(0, 0, 0, 0)
  await bench.call('switch.to')
  await bench.run(5000)
  const from = bench.kinds().length
  await bench.call('ptt.press', { source: 'space' })
  for (let beat = 0; beat < 6; beat++) {
    await bench.run(100)
    await bench.call('ptt.keep-alive', { source: 'space' })
  }
  expect(bench.topic('ptt').ptt?.phase).toBe('talking')
  await bench.call('return.accept')
  expect(bench.topic('switch').switch).toMatchObject({ phase: 'deferred', deferredBy: 'own-transmission' })
  for (let beat = 0; beat < 12; beat++) {
    await bench.run(100)
    await bench.call('ptt.keep-alive', { source: 'space' })
  }
  await bench.call('return.accept')
  expect(bench.topic('switch').switch?.channel).toBe('rbs')
  expect(bench.topic('ptt').ptt).toMatchObject({ phase: 'refused', cause: 'cut' })
  await bench.run(300)
  expect(bench.device('desk-radio').radio.transmitting).toBeUndefined()
  expect(kindsAfter(bench, from)).toEqual(expect.arrayContaining(['ptt.talking', 'switch.deferred', 'ptt.refused', 'switch.returned']))
  await bench.stop()
})
