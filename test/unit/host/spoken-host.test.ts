// The spoken test in the whole host: it proves a channel, keys nobody by accident, gives everything back, and is remembered.
import { describe, expect, test } from 'vitest'
import type { Site } from '../../../electron/host/site/types.ts'
import { createWorld, startHost, type HostBench, type HostWorld } from '../../support/host-bench.ts'
import { SILENT_MS, silenceRbs } from '../../support/host-outage.ts'

const FIRST_SSI = 1_600_001
const READY_MS = 15_000
const HOUR_MS = 3_600_000

/** X-keys XK-3: the whole state in each report; byte 2 bit 2 is the middle pedal. */
const pedal = (bench: HostBench, down: boolean): void => bench.pedal.report(0, 1, down ? 4 : 0, ...Array.from({ length: 29 }, () => 0))

const withPlan = (plan: Partial<Site['plan']>, rest: Partial<Site> = {}) => (site: Site): Site => ({ ...site, ...rest, plan: { ...site.plan, automatic: false, ...plan } })

async function ready(world: HostWorld, change = withPlan({})) {
  const bench = await startHost(world, change)
  await bench.run(READY_MS)
  pedal(bench, false)
  const ssi = FIRST_SSI + [...world.devices.keys()].indexOf('desk-radio')
  const { radio } = bench.device('desk-radio')
  return {
    bench,
    radio,
    test: () => bench.topic('spokenTest').test,
    /** What the desk radio says in a group, the control radio hears in it. */
    async speak(ms: number) {
      pedal(bench, true)
      await bench.run(600)
      const said = radio.transmitting
      if (said) bench.device('control-radio').radio.hear({ ssi, gssi: said.gssi })
      await bench.run(ms)
      pedal(bench, false)
      bench.device('control-radio').radio.silence()
      await bench.run(600)
      return said
    },
  }
}

/** The desk radio was turned by hand; the control radio stands in the group that a switch would take. */
async function turned(change = withPlan({}), world = createWorld()) {
  const all = await ready(world, change)
  all.radio.setFault({ fault: 'knob', gssi: 4_037_003 })
  await all.bench.run(500)
  return { ...all, world }
}

async function begun(change = withPlan({})) {
  const all = await turned(change)
  expect(await all.bench.call('spoken.begin', { channel: 'desk-radio' })).toMatchObject({ ok: true, value: { seq: expect.any(Number) } })
  await all.bench.run(900)
  return all
}

const reasons = (bench: HostBench): unknown => bench.topic('coverage').coverage?.reasons.map(({ code }) => code)
const target = (bench: HostBench): unknown => bench.topic('ptt').ptt?.target

describe('a spoken test', () => {
  test('turns the radio, takes the pedal, passes when the control radio hears it, and puts radio and pedal back', async () => {
    const { bench, radio, test: shown, speak } = await begun()
    expect(reasons(bench)).toContain('no-spoken-test')
    expect(shown()).toMatchObject({ channel: 'desk-radio', group: '4037001', step: 'speak', witness: 'Controleradio' })
    expect([bench.topic('ptt').ptt, bench.topic('switch').switch?.channel, radio.selectedGroup]).toMatchObject([{ target: 'channel', channel: 'desk-radio', group: '4037001' }, 'rbs', 4_037_001])
    expect(await bench.call('spoken.heard')).toMatchObject({ ok: false, error: { detail: 'spoken-too-early' } })
    expect(await speak(1_000)).toMatchObject({ gssi: 4_037_001 })
    expect(shown()).toMatchObject({ step: 'passed', heardBy: 'control-radio' })
    await bench.run(1_500)
    expect([target(bench), radio.selectedGroup, radio.transmitting]).toEqual(['rbs', 4_037_003, undefined])
    expect(bench.topic('channels')['desk-radio']?.spokenTest).toMatchObject({ group: '4037001', by: 'control-radio', old: false })
    expect(reasons(bench)).not.toContain('no-spoken-test')
    expect(bench.kinds().filter((kind) => kind.startsWith('spoken-test.'))).toEqual(['spoken-test.begun', 'spoken-test.passed', 'spoken-test.settled'])
    // Whose voice it was stands in no entry.
    expect(JSON.stringify(bench.entries().filter(({ kind }) => kind.startsWith('spoken-test.')).map(({ payload }) => payload))).not.toContain(String(FIRST_SSI).slice(0, 5))
    await bench.stop()
  })

  test('that only a colleague can hear passes on their word, after it was said', async () => {
    const { bench, test: shown, speak } = await turned(withPlan({ testGroup: '4037002' }))
    await bench.call('spoken.begin', { channel: 'desk-radio' })
    await bench.run(900)
    expect(shown()?.witness).toBeUndefined()
    await speak(500)
    expect(shown()).toMatchObject({ step: 'listen', group: '4037002' })
    expect(await bench.call('spoken.heard')).toMatchObject({ ok: true })
    expect(shown()).toMatchObject({ step: 'passed', heardBy: 'colleague' })
    await bench.stop()
  })

  test('in which nobody presses keys nothing and fails after its minute', async () => {
    const { bench, radio, test: shown } = await begun()
    await bench.run(60_000)
    expect(shown()).toMatchObject({ step: 'failed', end: 'no-press' })
    expect([target(bench), radio.selectedGroup, bench.topic('channels')['desk-radio']?.spokenTest]).toEqual(['rbs', 4_037_003, undefined])
    await bench.stop()
  })

  test('gives way to a switch key in the middle of a word: un-keyed, and switched without a second press', async () => {
    const { bench, radio, test: shown } = await begun()
    pedal(bench, true)
    await bench.run(800)
    expect(radio.transmitting).toBeDefined()
    expect(await bench.call('switch.to', { to: 'desk-radio' })).toMatchObject({ ok: true })
    expect([shown(), bench.topic('switch').switch?.phase]).toMatchObject([{ step: 'failed', end: 'interrupted' }, 'confirming'])
    await bench.run(5_000)
    expect([radio.transmitting, radio.selectedGroup, bench.topic('switch').switch]).toMatchObject([undefined, 4_037_001, { channel: 'desk-radio', confirmed: true }])
    expect(bench.topic('ptt').ptt?.phase).toBe('refused')
    await bench.stop()
  })

  test('ends at once at an emergency call, and at the loss of its device, with the pedal back at the RBS', async () => {
    const first = await begun()
    pedal(first.bench, true)
    await first.bench.run(800)
    first.bench.device('control-radio').radio.setFault({ fault: 'emergency', ssi: 6_101_629, gssi: 4_037_001, as: 'call' })
    await first.bench.run(500)
    expect([first.test(), target(first.bench), first.radio.transmitting]).toMatchObject([{ step: 'failed', end: 'emergency' }, 'rbs', undefined])
    expect(await first.bench.call('spoken.begin', { channel: 'desk-radio' })).toMatchObject({ error: { detail: 'spoken-emergency' } })
    await first.bench.stop()
    const second = await begun()
    second.bench.device('desk-radio').line.lose()
    await second.bench.run(0)
    expect([second.test(), target(second.bench)]).toMatchObject([{ step: 'failed', end: 'device-lost' }, 'rbs'])
    await second.bench.run(20_000)
    expect(second.radio.selectedGroup).toBe(4_037_003)
    await second.bench.stop()
  })

  test('gives way to a countdown', async () => {
    const { bench, test: shown } = await begun((site) => ({ ...site, mode: 'act', plan: { ...site.plan, automatic: true } }))
    silenceRbs(bench)
    await bench.run(SILENT_MS)
    expect(shown()).toMatchObject({ step: 'failed', end: 'interrupted' })
    await bench.run(15_000)
    expect(bench.topic('switch').switch).toMatchObject({ channel: 'desk-radio', confirmed: true })
    await bench.stop()
  })

  test('of the channel in use is made in its own group: nothing is turned under who works', async () => {
    const { bench, radio, test: shown } = await turned(withPlan({ testGroup: '4037002' }))
    await bench.call('switch.to', { to: 'desk-radio', group: '4037004' })
    await bench.run(12_000)
    expect(await bench.call('spoken.begin', { channel: 'desk-radio' })).toMatchObject({ ok: true })
    await bench.run(900)
    expect([shown(), radio.selectedGroup, bench.topic('switch').switch?.group]).toMatchObject([{ group: '4037004', step: 'speak' }, 4_037_004, '4037004'])
    await bench.call('spoken.stop')
    expect([shown(), target(bench)]).toMatchObject([{ step: 'failed', end: 'stopped' }, 'channel'])
    await bench.stop()
  })

  test('is refused, and nothing is sent, where the site observes, of the RBS, and where the pedal keys the RBS too', async () => {
    const observing = await turned(withPlan({}, { mode: 'observe' }))
    const sent = observing.radio.commands.length
    expect(await observing.bench.call('spoken.begin', { channel: 'desk-radio' })).toMatchObject({ error: { code: 'CALL_REFUSED', detail: 'observe-mode' } })
    expect([observing.radio.commands.length, observing.radio.selectedGroup]).toEqual([sent, 4_037_003])
    await observing.bench.stop()
    const shared = await turned((site) => withPlan({}, { devices: site.devices.map((one) => (one.driver === 'hid-buttons' ? { ...one, sharedWithRbs: true } : one)) })(site))
    expect(await shared.bench.call('spoken.begin', { channel: 'desk-radio' })).toMatchObject({ error: { detail: 'spoken-pedal-shared' } })
    expect(await shared.bench.call('spoken.begin', { channel: 'rbs' })).toMatchObject({ error: { detail: 'spoken-rbs' } })
    expect(await shared.bench.call('spoken.begin', { channel: 'nothing' })).toMatchObject({ error: { detail: 'not-a-channel' } })
    expect(await shared.bench.call('spoken.stop')).toMatchObject({ error: { detail: 'spoken-none' } })
    expect(target(shared.bench)).toBe('rbs')
    await shared.bench.stop()
  })

  test('that the host did not survive is said, and its radio goes back to where it stood', async () => {
    const { radio, world } = await begun()
    expect(radio.selectedGroup).toBe(4_037_001)
    // The first host is simply left: it was killed.
    const again = await startHost(world, withPlan({}))
    await again.run(READY_MS)
    expect([radio.selectedGroup, radio.transmitting, target(again)]).toEqual([4_037_003, undefined, 'rbs'])
    expect(again.entries().find(({ kind }) => kind === 'spoken-test.failed')?.payload).toMatchObject({ channel: 'desk-radio', end: 'interrupted' })
    await again.stop()
  })

  test('is remembered over a restart, grows old, and is then no proof any more', async () => {
    const { bench, speak, world } = await begun()
    await speak(500)
    await bench.stop()
    const again = await startHost(world, withPlan({}))
    await again.run(READY_MS)
    expect(again.topic('channels')['desk-radio']?.spokenTest).toMatchObject({ by: 'control-radio', old: false })
    world.clock.stepUtc(25 * HOUR_MS)
    await again.run(61_000)
    expect([again.topic('channels')['desk-radio']?.spokenTest?.old, reasons(again)]).toEqual([true, expect.arrayContaining(['spoken-test-old'])])
    await again.stop()
  })
})

describe('what an earlier run proved', () => {
  const passed = (world: HostWorld, payload: object): void =>
    void world.entries.push({ seq: world.entries.length + 1, utcMs: world.clock.utcMs(), kind: 'spoken-test.passed', actor: { role: 'system', position: 'host' }, payload: { channel: 'desk-radio', group: '4037001', by: 'colleague', ...payload } })

  test('is found behind many tests of others that came to nothing', async () => {
    const world = createWorld()
    passed(world, {})
    for (let at = 0; at < 80; at++) world.entries.push({ seq: world.entries.length + 1, utcMs: world.clock.utcMs(), kind: at % 2 === 0 ? 'spoken-test.begun' : 'spoken-test.failed', actor: { role: 'system', position: 'host' }, payload: { channel: 'other', group: '4037001', end: 'not-heard' } })
    const { bench } = await ready(world)
    expect(bench.topic('channels')['desk-radio']?.spokenTest).toMatchObject({ by: 'colleague' })
    await bench.stop()
  })

  test('through one device proves nothing of another that bears its name in this plan', async () => {
    const world = createWorld()
    passed(world, { device: 'a-radio-of-another-profile' })
    const { bench } = await ready(world)
    expect(bench.topic('channels')['desk-radio']?.spokenTest).toBeUndefined()
    await bench.stop()
  })
})

describe('the line of a channel', () => {
  const line = (bench: HostBench): unknown => bench.topic('channels')['desk-radio']?.history?.map(({ readiness, cause }) => [readiness, cause])

  test('has each change of its readiness, also those of the run before, and a quiet start adds none', async () => {
    const { bench, world, radio } = await turned()
    expect(line(bench)).toEqual([['ready', undefined]])
    radio.setFault({ fault: 'local-site' })
    await bench.run(30_000)
    radio.clearFault('local-site')
    await bench.run(30_000)
    const kept = [['ready', undefined], ['failed', 'local-site'], ['ready', undefined]]
    expect(line(bench)).toEqual(kept)
    await bench.stop()
    const again = await startHost(world, withPlan({}))
    await again.run(READY_MS)
    expect(line(again)).toEqual(kept)
    expect(again.entries().filter(({ kind, payload }) => kind === 'channel.readiness' && payload['channel'] === 'desk-radio')).toHaveLength(3)
    await again.stop()
  })

  test('says of a channel without a declared audio path that it is not ready for that, and no test of it begins', async () => {
    const undeclared = withPlan({})
    const { bench } = await turned((site) => {
      const changed = undeclared(site)
      return { ...changed, plan: { ...changed.plan, channels: changed.plan.channels.map((one) => (one.kind === 'tetra' ? (({ audio: _audio, ...rest }) => rest)(one) : one)) } } as Site
    })
    expect(bench.topic('channels')['desk-radio']).toMatchObject({ readiness: 'failed', cause: 'audio-undeclared' })
    expect(bench.topic('channels')['desk-radio']?.audio).toBeUndefined()
    expect([bench.topic('switch').switch?.next, await bench.call('spoken.begin', { channel: 'desk-radio' })]).toMatchObject([undefined, { error: { detail: 'spoken-not-ready' } }])
    await bench.stop()
  })
})
