// A drill in the whole host: it begins only where nobody works, switches for real and only within its groups, and whatever is
// real ends it and leaves everything as it was.
import { describe, expect, test } from 'vitest'
import type { Site } from '../../../electron/host/site/types.ts'
import { createWorld, startHost, type HostBench, type HostWorld } from '../../support/host-bench.ts'

const NUMBER = /^O-\d{4}-[A-Z0-9]+-0001$/
const DRILL = '4037901'
const READY_MS = 8_000

const byHand = (site: Site): Site => ({ ...site, plan: { ...site.plan, automatic: false } })

async function ready(change: (site: Site) => Site = byHand): Promise<{ readonly bench: HostBench; readonly world: HostWorld }> {
  const world = createWorld()
  const bench = await startHost(world, change)
  await bench.run(READY_MS)
  pedal(bench, false)
  await bench.call('position.out-of-service', { out: true })
  return { bench, world }
}

async function drilling(story = 'rbs-down', change: (site: Site) => Site = byHand) {
  const all = await ready(change)
  const begun = await all.bench.call('drill.begin', { story })
  await all.bench.run(1_000)
  return { ...all, begun }
}

async function drillingOnDesk() {
  const all = await drilling()
  await all.bench.call('switch.to', { to: 'desk-radio' })
  await all.bench.run(5_000)
  return all
}

/** X-keys XK-3: byte 2 bit 2 is the middle pedal. */
const pedal = (bench: HostBench, down: boolean): void => bench.pedal.report(0, 1, down ? 4 : 0, ...Array.from({ length: 29 }, () => 0))
const entry = (bench: HostBench, kind: string) => bench.entries().findLast((one) => one.kind === kind)
const standsOn = (bench: HostBench, device = 'desk-radio'): string => String(bench.device(device).radio.selectedGroup)
const cut = (bench: HostBench): void => ['rbs-a', 'rbs-b'].forEach((id) => bench.device(id).radio.setFault({ fault: 'silent' }))

const expectOver = (bench: HostBench, end: string): void => {
  expect(entry(bench, 'drill.ended')?.payload).toMatchObject({ end })
  expect(bench.topic('site').site?.drill).toBeUndefined()
  expect(bench.topic('site').site?.groups.map(({ label }) => label)).toEqual(['INC-1', 'INC-2', 'INC-3', 'INC-4'])
  expect(bench.topic('switch').switch).toMatchObject({ channel: 'rbs', wantedGroup: '4037001', phase: 'settled' })
  expect(Object.keys(bench.topic('alarms')).filter((id) => id.startsWith('drill:'))).toEqual([])
  expect(bench.topic('services')['rbs']?.pretended).toBeUndefined()
}

describe('a drill begins', () => {
  test('not at a position that is in service, and no number is given', async () => {
    const { bench } = await ready()
    await bench.call('position.out-of-service', { out: false })
    expect(await bench.call('drill.begin', { story: 'rbs-down' })).toMatchObject({ ok: false, error: { code: 'CALL_REFUSED', detail: 'in-service' } })
    expect(bench.topic('faults')).toEqual({})
  })

  test('not while the RBS is really down, not twice, and not where the plan has no drill group of its own', async () => {
    const { bench } = await ready()
    cut(bench)
    await bench.run(6_000)
    expect(await bench.call('drill.begin', { story: 'rbs-down' })).toMatchObject({ error: { detail: 'real-trouble' } })
    const twice = await drilling()
    expect(await twice.bench.call('drill.begin', { story: 'rbs-down' })).toMatchObject({ error: { detail: 'runs-already' } })
    // A group that is worked in for real is no drill's, whatever the site file says.
    const real = await ready((site) => ({ ...byHand(site), plan: { ...site.plan, drillGroups: site.plan.groups } }))
    expect(await real.bench.call('drill.begin', { story: 'rbs-down' })).toMatchObject({ error: { detail: 'no-drill-group' } })
  })

  test('with a number of its own series, said in the record, and shows its groups, its story and what is real', async () => {
    const { bench, begun } = await drilling()
    expect(begun).toMatchObject({ ok: true, value: { number: expect.stringMatching(NUMBER) } })
    expect(entry(bench, 'drill.begun')).toMatchObject({ actor: { role: 'supervisor' }, payload: { number: expect.stringMatching(NUMBER), story: 'rbs-down', service: 'rbs', stood: { 'desk-radio': '4037001' } } })
    const { site } = bench.topic('site')
    expect(site?.drill).toMatchObject({ number: expect.stringMatching(NUMBER), group: 'OEF-1', story: 'rbs-down', service: 'rbs', real: 'ok' })
    expect(site?.groups.map(({ label }) => label)).toEqual(['OEF-1', 'OEF-2'])
    expect(bench.topic('services')['rbs']).toMatchObject({ now: 'down', pretended: true, why: { code: 'drill' } })
    expect(bench.topic('diagnosis').diagnosis?.fails).toEqual(['rbs'])
    expect(bench.topic('alarms')).toMatchObject({ 'drill:rbs': { code: 'service-down', kind: 'service', acknowledged: false } })
    expect(bench.topic('alarms')['service:rbs']).toBeUndefined()
    expect(bench.topic('switch').switch).toMatchObject({ advised: true, wantedGroup: DRILL, next: 'desk-radio' })
  })

  test('without a word of it in what is measured, in alarms that are counted, or in storingen of the S series', async () => {
    const { bench } = await drilling()
    await bench.run(10_000)
    const since = bench.entries().slice(bench.entries().findIndex(({ kind }) => kind === 'drill.begun'))
    expect(since.filter(({ kind }) => kind === 'service.changed' || kind.startsWith('alarm.') || kind === 'diagnosis.changed')).toEqual([])
    expect(Object.keys(bench.topic('faults')).every((number) => NUMBER.test(number))).toBe(true)
    expect(entry(bench, 'drill.alarm-raised')?.payload).toMatchObject({ alarm: 'drill:rbs', drill: expect.stringMatching(NUMBER) })
  })

  test('not while a spoken test has its radio, nor a test while a radio is not back from a drill: each would leave it on the other’s group', async () => {
    const { bench } = await ready((site) => ({ ...byHand(site), plan: { ...byHand(site).plan, testGroup: '4037004' } }))
    expect(await bench.call('spoken.begin', { channel: 'desk-radio' })).toMatchObject({ ok: true })
    await bench.run(500)
    expect(standsOn(bench)).toBe('4037004')
    expect(await bench.call('drill.begin', { story: 'rbs-down' })).toMatchObject({ error: { detail: 'spoken-runs' } })
    await bench.call('spoken.stop')
    expect(await bench.call('drill.begin', { story: 'rbs-down' })).toMatchObject({ error: { detail: 'spoken-runs' } })
    await bench.run(15_000)
    expect(await bench.call('drill.begin', { story: 'rbs-down' })).toMatchObject({ ok: true })
    await bench.run(1_000)
    await bench.call('switch.to', { to: 'desk-radio' })
    await bench.run(15_000)
    await bench.call('drill.end')
    expect(await bench.call('spoken.begin', { channel: 'desk-radio' })).toMatchObject({ error: { detail: 'spoken-in-use' } })
    await bench.run(20_000)
    expect(standsOn(bench)).toBe('4037001')
    expect(await bench.call('spoken.begin', { channel: 'desk-radio' })).toMatchObject({ ok: true })
  })

  test('not where the pedal keys the RBS too and no relay takes it away: who practises would be heard for real', async () => {
    const { bench } = await ready((site) => ({ ...byHand(site), devices: site.devices.map((one) => (one.driver === 'hid-buttons' ? { ...one, sharedWithRbs: true } : one)) }))
    expect(await bench.call('drill.begin', { story: 'rbs-down' })).toMatchObject({ error: { detail: 'spoken-pedal-shared' } })
  })

  test('not without a record that says so: nothing is pretended then', async () => {
    const { bench, world } = await ready()
    world.recordWorks = false
    expect(await bench.call('drill.begin', { story: 'rbs-down' })).toMatchObject({ ok: false, error: { code: 'STORE_FULL' } })
    await bench.run(1_000)
    expect(bench.topic('site').site?.drill).toBeUndefined()
    expect(bench.topic('services')['rbs']).toMatchObject({ now: 'ok' })
    expect(standsOn(bench)).toBe('4037001')
  })

  test('and counts down by itself where the plan allows that, to a group of the drill', async () => {
    const { bench } = await drilling('rbs-down', (site) => site)
    expect(bench.topic('switch').switch?.countdown?.to).toBe('desk-radio')
    await bench.run(8_000)
    expect(bench.topic('switch').switch).toMatchObject({ channel: 'desk-radio', group: DRILL, confirmed: true })
  })
})

describe('in a drill', () => {
  test('the switch is real: the radio takes the group of the drill, and the press goes there', async () => {
    const { bench } = await drillingOnDesk()
    expect(bench.topic('switch').switch).toMatchObject({ channel: 'desk-radio', group: DRILL, confirmed: true })
    expect(standsOn(bench)).toBe(DRILL)
    pedal(bench, true)
    await bench.run(1_500)
    expect(bench.topic('ptt').ptt).toMatchObject({ phase: 'talking', channel: 'desk-radio', group: DRILL })
    pedal(bench, false)
    await bench.run(500)
    expect(entry(bench, 'switch.switched')?.payload).toMatchObject({ drill: expect.stringMatching(NUMBER), inDrill: { channel: 'desk-radio', group: DRILL }, after: { channel: 'rbs', wantedGroup: '4037001' } })
    expect(entry(bench, 'ptt.talking')?.payload).toMatchObject({ drill: expect.stringMatching(NUMBER) })
  })

  test('a group that is no drill’s is refused, and the pedal keys nothing while the RBS is the story', async () => {
    const { bench } = await drilling()
    expect(await bench.call('switch.to', { to: 'desk-radio', group: '4037002' })).toMatchObject({ error: { detail: 'unknown-group' } })
    expect(await bench.call('group.select', { group: '4037002' })).toMatchObject({ error: { detail: 'unknown-group' } })
    pedal(bench, true)
    await bench.run(500)
    expect(bench.topic('ptt').ptt).toMatchObject({ phase: 'refused', cause: 'drill-group', target: 'none' })
  })

  test('a radio that is turned to a group of reality by hand falls silent at once, and is not keyed until it is back', async () => {
    const { bench } = await drillingOnDesk()
    pedal(bench, true)
    await bench.run(1_500)
    bench.device('desk-radio').radio.setFault({ fault: 'knob', gssi: 4_037_002 })
    await bench.run(500)
    expect(bench.topic('ptt').ptt).toMatchObject({ phase: 'refused', target: 'none' })
    expect(bench.device('desk-radio').radio.transmitting).toBeUndefined()
    pedal(bench, false)
    await bench.run(500)
    pedal(bench, true)
    await bench.run(500)
    expect(bench.topic('ptt').ptt).toMatchObject({ phase: 'refused', cause: 'drill-group' })
    pedal(bench, false)
    await bench.call('group.select', { group: DRILL })
    await bench.run(5_000)
    pedal(bench, true)
    await bench.run(1_500)
    expect(bench.topic('ptt').ptt).toMatchObject({ phase: 'talking', group: DRILL })
  })

  test('the way back is the drill’s own, and the radio stays where the drill put it until the drill ends', async () => {
    const { bench } = await drillingOnDesk()
    await bench.call('return.accept')
    await bench.run(1_000)
    expect(bench.topic('switch').switch).toMatchObject({ channel: 'rbs', wantedGroup: DRILL })
    expect(bench.topic('site').site?.drill).toBeDefined()
    expect(standsOn(bench)).toBe(DRILL)
  })

  test('what people say is recorded with its mark and is evidence of nothing', async () => {
    const { bench } = await drilling()
    await bench.call('people.tap', { symptom: 'speech-drops' })
    await bench.run(1_000)
    expect(entry(bench, 'people.told')?.payload).toMatchObject({ drill: expect.stringMatching(NUMBER), number: expect.stringMatching(NUMBER) })
    expect(entry(bench, 'people.told')?.payload['service']).toBeUndefined()
    expect(await bench.call('people.report', { symptom: 'no-reception', unit: '21-4131' })).toMatchObject({ ok: true, value: { report: expect.stringMatching(/^OM-/) } })
    expect(await bench.call('alarm.feedback', { alarm: 'drill:rbs', raised: 1, false: true })).toMatchObject({ error: { detail: 'no-such-alarm' } })
  })

  test('its alarm is seen like any other, and is gone from what came and went', async () => {
    const { bench } = await drilling()
    expect(await bench.call('alarm.acknowledge', { alarms: ['drill:rbs'] })).toMatchObject({ ok: true })
    expect(bench.topic('alarms')['drill:rbs']).toMatchObject({ acknowledged: true })
    await bench.call('drill.end')
    await bench.run(1_000)
    expect(bench.topic('alarms')['drill:rbs']).toBeUndefined()
    expect(bench.topic('pastAlarms')).toEqual({})
    expect(bench.topic('alarmLoad').load?.count ?? 0).toBe(0)
  })

  test('what is to be said after its switch is the drill’s own, sends no text, and is gone with it; what is really to be said waits', async () => {
    const { bench } = await ready((site) => ({ ...byHand(site), plan: { ...byHand(site).plan, say: { everyMinutes: 15, preset: 'echt' } } }))
    await bench.call('position.out-of-service', { out: false })
    await bench.call('switch.to', { to: 'desk-radio' })
    await bench.run(10_000)
    await bench.call('return.accept')
    await bench.run(5_000)
    const real = bench.topic('say').card
    expect(real).toMatchObject({ occasion: 'returned' })
    await bench.call('position.out-of-service', { out: true })
    expect(await bench.call('drill.begin', { story: 'rbs-down' })).toMatchObject({ ok: true })
    await bench.run(1_000)
    expect(bench.topic('say').card).toBeUndefined()
    await bench.call('switch.to', { to: 'desk-radio' })
    await bench.run(5_000)
    expect(bench.topic('say').card).toMatchObject({ occasion: 'alternative', channel: 'desk-radio', group: DRILL, saidCount: 0 })
    expect(bench.topic('say').card?.preset).toBeUndefined()
    expect(await bench.call('say.said')).toMatchObject({ ok: true })
    expect(bench.topic('say').card?.saidCount).toBe(1)
    expect(await bench.call('say.preset')).toMatchObject({ ok: false })
    await bench.call('drill.end')
    expect(bench.topic('say').card).toEqual(real)
  })

  test('a switch that fails is said, and is no alarm that anybody counts', async () => {
    const { bench } = await drilling()
    bench.device('desk-radio').radio.setFault({ fault: 'silent' })
    await bench.call('switch.to', { to: 'desk-radio' })
    await bench.run(3_000)
    expect(bench.topic('alarms')['drill:switch-failed']).toMatchObject({ code: 'switch-failed' })
    expect(bench.entries().filter(({ kind, payload }) => kind === 'alarm.raised' && payload['code'] === 'switch-failed')).toEqual([])
    await bench.call('drill.end')
    expect(bench.topic('alarms')['drill:switch-failed']).toBeUndefined()
  })

  test('a serious alarm of another service ends it too', async () => {
    const { bench } = await drilling()
    bench.device('control-radio').radio.setFault({ fault: 'deregistered', stat: 2 })
    await bench.run(90_000)
    expect(entry(bench, 'drill.ended')?.payload).toMatchObject({ end: 'real-service' })
  })

  test('the on-and-off story goes on and off, with one alarm that counts', async () => {
    const { bench } = await drilling('rbs-unstable')
    expect(bench.topic('services')['rbs']).toMatchObject({ now: 'down', unstable: { count: 3 } })
    await bench.run(125_000)
    expect(bench.topic('services')['rbs']).toMatchObject({ now: 'degraded', unstable: { count: 3 } })
    await bench.run(240_000)
    expect(bench.topic('services')['rbs']).toMatchObject({ now: 'down', unstable: { count: 4 } })
    expect(bench.topic('alarms')['drill:rbs']).toMatchObject({ code: 'service-unstable', params: { count: 4 } })
    expect(bench.topic('traces')['rbs']?.points.slice(-4).map(([, level, unstable]) => [level, unstable])).toEqual([['down', true], ['degraded', true], ['ok', true], ['down', true]])
  })
})

describe('a drill ends', () => {
  test('when it is stopped: everything stands as before, and the radio goes back to its group', async () => {
    const { bench } = await drillingOnDesk()
    pedal(bench, true)
    await bench.run(1_500)
    expect(await bench.call('drill.end')).toMatchObject({ ok: true })
    expect(bench.topic('ptt').ptt?.phase).not.toBe('talking')
    expectOver(bench, 'stopped')
    await bench.run(15_000)
    expect(bench.device('desk-radio').radio.transmitting).toBeUndefined()
    expect(standsOn(bench)).toBe('4037001')
    expect(entry(bench, 'drill.radio-back')?.payload).toMatchObject({ channel: 'desk-radio', group: '4037001' })
    expect(Object.values(bench.topic('faults'))).toMatchObject([{ state: 'closed' }])
    expect(await bench.call('drill.end')).toMatchObject({ error: { detail: 'no-drill' } })
  })

  test('with “Dit is echt”, by its own call and by the key that reports: a real storing is opened', async () => {
    const first = await drillingOnDesk()
    expect(await first.bench.call('drill.end', { real: true })).toMatchObject({ ok: true })
    expectOver(first.bench, 'real-said')
    expect(Object.keys(first.bench.topic('faults')).filter((number) => number.startsWith('S-'))).toHaveLength(1)
    const second = await drillingOnDesk()
    expect(await second.bench.call('fault.report')).toMatchObject({ ok: true, value: { number: expect.stringMatching(/^S-/), opened: true } })
    expectOver(second.bench, 'real-said')
  })

  test('when a real emergency is heard, which stands as one, and the radio stays where it was heard', async () => {
    const { bench } = await drillingOnDesk()
    bench.device('desk-radio').radio.setFault({ fault: 'emergency', ssi: 6_101_629, gssi: 4_037_901, as: 'status' })
    await bench.run(1_000)
    expectOver(bench, 'real-emergency')
    const [emergency] = Object.values(bench.topic('alarms')).filter(({ kind }) => kind === 'emergency')
    expect(emergency).toBeDefined()
    expect(entry(bench, 'emergency.raised')?.payload['drill']).toBeUndefined()
    await bench.run(60_000)
    expect(standsOn(bench)).toBe(DRILL)
    await bench.call('emergency.take', { alarm: emergency?.id })
    await bench.run(25_000)
    expect(standsOn(bench)).toBe('4037001')
  })

  test('when the RBS really fails: the real alarm stands at once, and no word of it was ever part of the drill', async () => {
    const { bench } = await drillingOnDesk()
    const packets = bench.packets.length
    cut(bench)
    await bench.run(6_000)
    expectOver(bench, 'real-service')
    expect(bench.topic('alarms')).toMatchObject({ 'service:rbs': { code: 'service-down', acknowledged: false } })
    expect(entry(bench, 'service.changed')?.payload).toMatchObject({ service: 'rbs', to: 'down' })
    expect(entry(bench, 'service.changed')?.payload['drill']).toBeUndefined()
    expect(entry(bench, 'fault.opened')?.payload['number']).toMatch(/^S-/)
    // No page ever saw the real alarm on a screen that said drill.
    const order = bench.packets.slice(packets).map((packet) => (packet.topic === 'site' ? 'site' : packet.packet === 'delta' && packet.topic === 'alarms' && 'service:rbs' in packet.set ? 'alarm' : ''))
    expect(order.indexOf('site')).toBeLessThan(order.indexOf('alarm'))
  })

  test('with what was to be said in it: said to nobody else, by no text, and forgotten', async () => {
    const { bench, world } = await drillingOnDesk()
    expect(bench.topic('say').card).toMatchObject({ channel: 'desk-radio', group: DRILL, occasion: 'alternative' })
    expect(bench.topic('say').card?.preset).toBeUndefined()
    expect((await bench.call('say.said')).ok).toBe(true)
    expect((await bench.call('roll.begin')).ok).toBe(true)
    expect(entry(bench, 'say.said')?.payload['drill']).toMatch(NUMBER)
    expect(entry(bench, 'roll-call.begun')?.payload['drill']).toMatch(NUMBER)
    await bench.run(10_000)
    await bench.call('drill.end')
    await bench.run(1_000)
    expect(bench.topic('say').card).toBeUndefined()
    const again = await startHost(world, byHand)
    await again.run(READY_MS)
    expect(again.topic('say').card).toBeUndefined()
    expect(again.topic('rollCall').call).toBeUndefined()
  })

  test('when the position is back in service', async () => {
    const { bench } = await drillingOnDesk()
    await bench.call('position.out-of-service', { out: false })
    await bench.run(100)
    expectOver(bench, 'in-service')
  })

  test('with its host: the next one says so, stands where the position stood, and puts the radio back', async () => {
    const { bench, world } = await drillingOnDesk()
    expect(standsOn(bench)).toBe(DRILL)
    const again = await startHost(world, byHand)
    await again.run(30_000)
    expectOver(again, 'restart')
    // Nobody was told anything that must be taken back on the air.
    expect(again.topic('say').card).toBeUndefined()
    expect(standsOn(again)).toBe('4037001')
    expect(again.entries().filter(({ kind }) => kind === 'drill.ended')).toHaveLength(1)
    expect(Object.values(again.topic('faults'))).toMatchObject([{ number: expect.stringMatching(NUMBER), state: 'closed' }])
    const third = await startHost(world, byHand)
    await third.run(1_000)
    expect(third.entries().filter(({ kind }) => kind === 'drill.ended')).toHaveLength(1)
  })

  test('and its radio is put back also by a host that was started after its end, before the radio was back', async () => {
    const { bench, world } = await drillingOnDesk()
    bench.device('desk-radio').radio.setFault({ fault: 'emergency', ssi: 6_101_629, gssi: 4_037_901, as: 'status' })
    await bench.run(1_000)
    expectOver(bench, 'real-emergency')
    const again = await startHost(world, byHand)
    await again.run(30_000)
    expect(standsOn(again)).toBe(DRILL)
    const [emergency] = Object.values(again.topic('alarms')).filter(({ kind }) => kind === 'emergency')
    await again.call('emergency.take', { alarm: emergency?.id })
    await again.run(25_000)
    expect(standsOn(again)).toBe('4037001')
    expect(again.entries().filter(({ kind }) => kind === 'drill.ended')).toHaveLength(1)
    // Done once: what stands there later is somebody's own choice.
    again.device('desk-radio').radio.setFault({ fault: 'knob', gssi: 4_037_901 })
    await again.run(1_000)
    const third = await startHost(world, byHand)
    await third.run(30_000)
    expect(standsOn(third)).toBe(DRILL)
  })

  test('and after it nothing that is done bears its mark, and the next one has the next number', async () => {
    const { bench } = await drillingOnDesk()
    await bench.call('drill.end')
    await bench.call('note.add', { text: 'klaar' })
    expect(entry(bench, 'note.added')?.payload['drill']).toBeUndefined()
    expect(await bench.call('drill.begin', { story: 'rbs-limited' })).toMatchObject({ ok: true, value: { number: expect.stringMatching(/-0002$/) } })
    expect(bench.topic('services')['rbs']).toMatchObject({ now: 'degraded' })
  })
})

describe('what a drill leaves behind', () => {
  test('is no announcement that was never wanted: a start after it does not say that we are back, and calls nobody', async () => {
    const { bench, world } = await drillingOnDesk()
    await bench.run(20_000)
    await bench.call('drill.end')
    await bench.run(15_000)
    expect(bench.topic('say').card).toBeUndefined()
    const again = await startHost(world, byHand)
    await again.run(1_000)
    expect(again.topic('say').card).toBeUndefined()
    expect(again.topic('rollCall').dueUtcMs).toBeUndefined()
  })

  test('a round of the units that was begun in it bears its mark, ends with it, and is not gone on with by the next start', async () => {
    const { bench, world } = await drillingOnDesk()
    await bench.call('roll.begin')
    expect(entry(bench, 'roll-call.begun')?.payload).toMatchObject({ group: DRILL, drill: expect.stringMatching(NUMBER) })
    await bench.call('drill.end')
    await bench.run(1_000)
    expect(bench.topic('rollCall').call?.endedUtcMs).toBeDefined()
    expect(entry(bench, 'roll-call.ended')?.payload).toMatchObject({ answered: 0, drill: expect.stringMatching(NUMBER) })
    expect((await bench.call('roll.begin')).ok).toBe(true)
    expect(entry(bench, 'roll-call.begun')?.payload['drill']).toBeUndefined()
    await bench.call('roll.end')
    await bench.call('drill.begin', { story: 'rbs-down' })
    await bench.run(1_000)
    await bench.call('roll.begin')
    const again = await startHost(world, byHand)
    await again.run(1_000)
    expect(again.topic('rollCall').call?.endedUtcMs).toBeDefined()
  })

  test('is no failure in the history of the RBS, on screen or in the record', async () => {
    const { bench } = await drillingOnDesk()
    await bench.run(30_000)
    const since = bench.entries().slice(bench.entries().findIndex(({ kind }) => kind === 'drill.begun'))
    expect(since.filter(({ kind, payload }) => kind === 'channel.readiness' && payload['channel'] === 'rbs' && payload['state'] !== 'ready')).toEqual([])
    await bench.call('drill.end')
    await bench.run(15_000)
    expect(bench.topic('channels')['rbs']?.history?.map(({ readiness }) => readiness) ?? []).not.toContain('failed')
  })
})
