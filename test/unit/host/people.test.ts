// People as probes through the whole host, in this process: what is said is evidence at once, in the record, and can be taken back.
import { describe, expect, test } from 'vitest'
import type { StoredEntry } from '../../../electron/host/ledger/port.ts'
import { isOnTimeline } from '../../../electron/host/timeline-kinds.ts'
import { createWorld, startHost, type HostBench, type HostWorld } from '../../support/host-bench.ts'

const SETTLED_MS = 6_000
const LEFT = 0x02

/** By hand: a switch on its own would take the position off the RBS, and with it what people say of it. */
const byHand: NonNullable<Parameters<typeof startHost>[1]> = (site) => ({ ...site, plan: { ...site.plan, automatic: false } })

async function ready(world = createWorld()): Promise<HostBench & { world: HostWorld }> {
  const bench = await startHost(world, byHand)
  await bench.run(SETTLED_MS)
  return { ...bench, world }
}
const rbs = (bench: HostBench) => bench.topic('services')['rbs']
const lastOf = (bench: HostBench, kind: string) => bench.entries().findLast((entry) => entry.kind === kind)
const seqOf = (reply: Awaited<ReturnType<HostBench['call']>>): number => (reply.ok ? (reply.value as { seq: number }).seq : 0)
/** Devices that were asked something since the last look. */
const askedSince = (bench: HostBench): readonly string[] => ['rbs-a', 'rbs-b', 'control-radio'].filter((device) => bench.device(device).line.takeWritten() !== '')
/** Between two regular questions nothing is asked. */
async function quietMoment(bench: HostBench): Promise<void> {
  await bench.run(500)
  askedSince(bench)
  await bench.run(1)
  expect(askedSince(bench)).toEqual([])
}

describe('a tap', () => {
  test('is in the record, asks RBS and control radio at once, and by itself limits nothing', async () => {
    const bench = await ready()
    await quietMoment(bench)
    const reply = await bench.call('people.tap', { symptom: 'speech-drops' })
    await bench.run(1)
    expect(askedSince(bench)).toEqual(['rbs-a', 'rbs-b', 'control-radio'])
    expect(lastOf(bench, 'people.told')).toMatchObject({ seq: seqOf(reply), actor: { role: 'dispatcher', position: 'DEMO-07' }, payload: { symptom: 'speech-drops', from: 'dispatcher', service: 'rbs', channel: 'rbs' } })
    expect(lastOf(bench, 'people.told')).not.toHaveProperty('content')
    expect(rbs(bench)).toMatchObject({ now: 'ok', people: { count: 1, symptoms: ['speech-drops'], tapped: ['speech-drops'] } })
    expect(bench.topic('timeline')[String(seqOf(reply))]).toMatchObject({ kind: 'people.told' })
    await bench.stop()
  })

  test('and a unit make the RBS limited, without an end of their own making, and taking one back ends it', async () => {
    const bench = await ready()
    const tap = await bench.call('people.tap', { symptom: 'speech-drops' })
    await bench.run(5_000)
    await bench.call('people.report', { unit: '21-4131', place: 'Heikant', symptom: 'speech-drops' })
    expect(rbs(bench)).toMatchObject({ now: 'degraded', why: { code: 'people', count: 2, symptoms: ['speech-drops'] } })
    expect(bench.topic('alarms')['service:rbs']).toMatchObject({ code: 'service-degraded', severity: 'warning' })
    expect(bench.topic('diagnosis').diagnosis).toMatchObject({ kind: 'unknown', limited: ['rbs'], evidence: ['rbs/people'] })
    expect(await bench.call('people.retract', { seq: seqOf(tap) })).toMatchObject({ ok: true })
    expect(rbs(bench)).toMatchObject({ now: 'ok', why: { code: 'people-quiet' }, people: { count: 1, tapped: [] } })
    expect(bench.topic('alarms')['service:rbs']).toBeUndefined()
    expect(await bench.call('people.retract', { seq: seqOf(tap) })).toMatchObject({ ok: false, error: { code: 'CALL_REFUSED', detail: 'already-retracted' } })
    expect(lastOf(bench, 'people.retracted')?.payload).toEqual({ report: seqOf(tap), simulated: true })
    await bench.stop()
  })

  test('on the desk radio is recorded with its channel, asks the control radio, and is no evidence of the RBS', async () => {
    const bench = await ready()
    await bench.call('switch.to')
    await bench.run(5_000)
    await quietMoment(bench)
    await bench.call('people.tap', { symptom: 'no-reception' })
    await bench.run(1)
    expect(askedSince(bench)).toEqual(['control-radio'])
    expect(lastOf(bench, 'people.told')?.payload).toMatchObject({ symptom: 'no-reception', channel: 'desk-radio' })
    expect(lastOf(bench, 'people.told')?.payload).not.toHaveProperty('service')
    expect(rbs(bench)?.people).toBeUndefined()
    await bench.stop()
  })
})

test('a key of a panel taps with every page closed, and the record says which panel', async () => {
  const bench = await startHost(createWorld(), (site) => ({ ...byHand(site), devices: site.devices.map((one) => (one.id === 'pedal' ? { ...one, buttons: { left: 'tap-no-reception' } } as typeof one : one)) }))
  await bench.run(SETTLED_MS)
  bench.pedal.report(0, 0, 0)
  bench.pedal.report(0, 0, LEFT)
  await bench.run(100)
  expect(lastOf(bench, 'people.told')?.payload).toMatchObject({ symptom: 'no-reception', from: 'dispatcher', via: 'panel/pedal' })
  await bench.stop()
})

describe('a unit', () => {
  test('goes beside the chain: its call sign and place can be deleted, and the record says what it said', async () => {
    const bench = await ready()
    await bench.call('people.report', { unit: '21-4131', place: 'Heikant', symptom: 'no-reception' })
    const entry = lastOf(bench, 'people.told')
    expect(entry).toMatchObject({ content: '21-4131\nHeikant', payload: { from: 'unit', symptom: 'no-reception' } })
    expect(JSON.stringify([entry?.payload, bench.entries().filter((one) => one.kind.startsWith('service.'))])).not.toMatch(/4131|Heikant/)
    await bench.stop()
  })

  test('is one however it is typed, and another is another', async () => {
    const bench = await ready()
    for (const unit of ['brw 1', ' BRW  1', 'Brw 1']) await bench.call('people.report', { unit, symptom: 'speech-drops' })
    expect(rbs(bench)).toMatchObject({ now: 'ok', people: { count: 1 } })
    await bench.call('people.report', { unit: 'BRW 2', symptom: 'ptt-refused' })
    expect(rbs(bench)).toMatchObject({ now: 'degraded', why: { count: 2, symptoms: ['speech-drops', 'ptt-refused'] } })
    await bench.stop()
  })

  test('is answered with the storing that is open for the RBS, which its report counts in', async () => {
    const bench = await ready()
    for (const id of ['rbs-a', 'rbs-b']) bench.device(id).radio.setFault({ fault: 'silent' })
    await bench.run(10_000)
    const [fault] = Object.values(bench.topic('faults'))
    const recorded = bench.entries().length
    const reply = await bench.call('people.report', { symptom: 'speech-drops' })
    const seen = bench.kinds().slice(recorded).filter(isOnTimeline)
    expect(seen).toContain('people.told')
    expect(reply).toMatchObject({ ok: true, value: { number: fault?.number } })
    expect(lastOf(bench, 'people.told')?.payload).toMatchObject({ number: fault?.number })
    expect(Object.values(bench.topic('faults'))[0]?.entries).toBe((fault?.entries ?? 0) + seen.length)
    expect(rbs(bench)?.now).toBe('down')
    await bench.stop()
  })
})

describe('a melding', () => {
  test('is what a unit reports: one entry with its number, waiting for an answer, and known after a restart', async () => {
    const first = await ready()
    const before = first.entries().length
    const reply = await first.call('people.report', { unit: '21-4131', place: 'Heikant', symptom: 'no-reception' })
    const seq = seqOf(reply)
    expect(reply).toMatchObject({ ok: true, value: { report: 'M-2024-DEMO-0001' } })
    expect(first.entries().slice(before).map(({ kind }) => kind).filter((kind) => !kind.startsWith('watch.'))).toEqual(['people.told'])
    const melding = { number: 'M-2024-DEMO-0001', seq, from: 'unit', symptom: 'no-reception', unit: '21-4131', place: 'Heikant', state: 'open', links: [] }
    expect(first.topic('reports')['M-2024-DEMO-0001']).toMatchObject(melding)
    await first.stop()
    const again = await startHost(first.world, byHand)
    await again.run(5_000)
    expect(again.topic('reports')).toMatchObject({ 'M-2024-DEMO-0001': melding })
    expect(await again.call('report.file', { from: 'technician', symptom: 'ptt-stuck' })).toMatchObject({ ok: true, value: { number: 'M-2024-DEMO-0002' } })
    expect(await again.call('report.change', { number: 'M-2024-DEMO-0001', change: { what: 'answered', text: 'gebeld' } })).toMatchObject({ ok: true })
    expect(again.topic('reports')['M-2024-DEMO-0001']).toMatchObject({ state: 'done' })
    await again.stop()
  })

  test('that is withdrawn is no evidence any more, and one of a failure is tied to its storing', async () => {
    const bench = await ready()
    for (const unit of ['21-4131', '21-4132']) await bench.call('people.report', { unit, symptom: 'speech-drops' })
    expect(rbs(bench)).toMatchObject({ now: 'degraded' })
    expect(await bench.call('report.change', { number: 'M-2024-DEMO-0002', change: { what: 'state', state: 'withdrawn' }, reason: 'dubbel' })).toMatchObject({ ok: true })
    expect(rbs(bench)).toMatchObject({ now: 'ok', people: { count: 1 } })
    expect(lastOf(bench, 'people.retracted')).toMatchObject({ content: 'dubbel' })
    expect(bench.topic('reports')['M-2024-DEMO-0002']).toMatchObject({ state: 'withdrawn' })
    for (const id of ['rbs-a', 'rbs-b']) bench.device(id).radio.setFault({ fault: 'silent' })
    await bench.run(10_000)
    const [fault] = Object.keys(bench.topic('faults'))
    await bench.call('report.file', { from: 'unit', symptom: 'slow-setup' })
    expect(bench.topic('reports')['M-2024-DEMO-0003']).toMatchObject({ links: [fault] })
    await bench.stop()
  })

  test('is evidence also while no number can be given, and gets its number when the record is back', async () => {
    const world = createWorld()
    world.recordWorks = false
    const bench = await ready(world)
    expect(await bench.call('people.report', { unit: '21-4131', symptom: 'speech-drops' })).toMatchObject({ ok: false, error: { code: 'STORE_FULL' } })
    expect(await bench.call('report.file', { from: 'unit', symptom: 'other' })).toMatchObject({ ok: false, error: { code: 'CALL_NOT_YET' } })
    expect(rbs(bench)).toMatchObject({ people: { count: 1 } })
    world.recordWorks = true
    world.recover()
    await bench.run(100)
    expect(await bench.call('people.report', { unit: '21-4131', symptom: 'speech-drops' })).toMatchObject({ ok: true, value: { report: 'M-2024-DEMO-0001' } })
    await bench.stop()
  })

  test('is known from a count when taps fill all that is looked back over, and the count is no line of the log', async () => {
    const world = createWorld()
    const old = (kind: string, payload: StoredEntry['payload']): unknown => world.entries.push({ seq: world.entries.length + 1, utcMs: world.clock.utcMs(), kind, actor: { role: 'dispatcher', position: 'DEMO-07' }, payload })
    old('report.filed', { number: 'M-2024-DEMO-0041', from: 'unit', symptom: 'roaming' })
    for (let tap = 0; tap < 600; tap += 1) old('people.told', { from: 'dispatcher', symptom: 'no-reception', report: `boot0/${tap}` })
    const first = await ready(world)
    expect(lastOf(first, 'report.counted')?.payload).toMatchObject({ last: { 'M-2024': 41 }, items: [{ number: 'M-2024-DEMO-0041' }] })
    expect(Object.values(first.topic('timeline')).map(({ kind }) => kind)).not.toContain('report.counted')
    await first.stop()
    for (let tap = 0; tap < 1990; tap += 1) old('people.told', { from: 'dispatcher', symptom: 'no-reception', report: `boot1/${tap}` })
    const again = await ready(world)
    expect(again.topic('reports')).toMatchObject({ 'M-2024-DEMO-0041': { seq: 1, symptom: 'roaming', state: 'open' } })
    expect(await again.call('people.report', { symptom: 'speech-drops' })).toMatchObject({ ok: true, value: { report: 'M-2024-DEMO-0042' } })
    await again.stop()
  })

  test('leads to an actie, which is kept with its words beside the chain until it is proven', async () => {
    const bench = await ready()
    expect(await bench.call('action.add', { text: 'accu wisselen', owner: 'technician', about: 'M-2024-DEMO-0001' })).toMatchObject({ ok: true, value: { number: 'A-2024-DEMO-0001' } })
    expect(bench.topic('actions')).toMatchObject({ 'A-2024-DEMO-0001': { text: 'accu wisselen', owner: 'technician', about: 'M-2024-DEMO-0001', state: 'open' } })
    for (const change of [{ what: 'done' }, { what: 'effect', proven: true }]) await bench.call('action.change', { number: 'A-2024-DEMO-0001', change })
    expect(bench.topic('actions')).toMatchObject({ 'A-2024-DEMO-0001': { state: 'proven' } })
    await bench.stop()
  })
})

describe('what was said', () => {
  test('still counts after a restart of the host, without what was taken back', async () => {
    const first = await ready()
    await first.call('people.report', { unit: '21-4131', symptom: 'speech-drops' })
    await first.call('people.report', { unit: '21-4132', symptom: 'speech-drops' })
    const wrong = await first.call('people.tap', { symptom: 'ptt-refused' })
    await first.call('people.retract', { seq: seqOf(wrong) })
    await first.stop()
    const again = await startHost(first.world, byHand)
    await again.run(5_000)
    expect(rbs(again)).toMatchObject({ now: 'degraded', why: { code: 'people', count: 2 }, people: { tapped: [] } })
    const seq = first.world.entries.find((entry) => entry.kind === 'people.told')?.seq
    await again.call('people.retract', { seq })
    expect(rbs(again)).toMatchObject({ now: 'ok', people: { count: 1 } })
    await again.stop()
  })

  test('of a failure that is over counts no more after a restart either', async () => {
    const first = await ready()
    for (const id of ['rbs-a', 'rbs-b']) first.device(id).radio.setFault({ fault: 'silent' })
    await first.run(10_000)
    for (const unit of ['21-4131', '21-4132']) await first.call('people.report', { unit, symptom: 'speech-drops' })
    for (const id of ['rbs-a', 'rbs-b']) first.device(id).radio.clearFault('silent')
    await first.run(90_000)
    expect(rbs(first)).toMatchObject({ now: 'ok' })
    await first.stop()
    const again = await startHost(first.world, byHand)
    await again.run(5_000)
    expect(rbs(again)?.people).toBeUndefined()
    await again.stop()
  })

  test('is evidence also while the record refuses, and whoever said it is told that it is not recorded', async () => {
    const bench = await ready()
    bench.world.fail()
    expect(await bench.call('people.tap', { symptom: 'speech-drops' })).toMatchObject({ ok: false, error: { code: 'STORE_FULL' } })
    expect(rbs(bench)).toMatchObject({ people: { count: 1 } })
    bench.world.recordWorks = true
    await bench.stop()
  })
})
