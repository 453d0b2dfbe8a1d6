// What the whole host tells of the past: histories, storingen, notes taken back, an alarm that counts; over restarts too.
import { describe, expect, test } from 'vitest'
import { TRACE_MS, type TraceView } from '../../../electron/contract/topics.ts'
import { isOnTimeline } from '../../../electron/host/timeline-kinds.ts'
import { NOTICED_FIRST_MS } from '../../../electron/host/incident/fault-machine.ts'
import type { HostBench, HostWorld } from '../../support/host-bench.ts'
import { fall, ready, SETTLED_MS, SILENT_MS, silenceRbs, start, wakeRbs } from '../../support/host-outage.ts'

const kindsOf = (bench: HostBench, prefix: string): string[] => bench.kinds().filter((kind) => kind.startsWith(prefix))

describe('a trace', () => {
  const points = (bench: HostBench, service = 'rbs'): TraceView['points'] => bench.topic('traces')[service]?.points ?? []
  const levels = (bench: HostBench): string[] => points(bench).map(([, level, unstable]) => `${level}${unstable ? '~' : ''}`)

  test('begins unknown where watching began, and follows the service', async () => {
    const bench = await start()
    const began = bench.topic('traces')['rbs']?.points[0]?.[0]
    await bench.run(SETTLED_MS)
    await fall(bench)
    expect(levels(bench)).toEqual(['unknown', 'ok', 'unknown', 'down', 'degraded', 'ok'])
    expect(points(bench)[0]?.[0]).toBe(began)
    expect(Object.keys(bench.topic('traces'))).toEqual(['rbs', 'c2000'])
    await bench.stop()
  })

  test('reaches an hour back and no further', async () => {
    const bench = await ready()
    await bench.run(TRACE_MS)
    const [first] = points(bench)
    expect(first?.[1]).toBe('ok')
    expect((first?.[0] ?? 0) - (bench.world.clock.utcMs() - TRACE_MS)).toBeLessThanOrEqual(60_000)
    await bench.stop()
  })

  test('is there again after a restart, with a gap where nobody watched', async () => {
    const bench = await ready()
    await fall(bench)
    const before = levels(bench)
    await bench.stop()
    const stopped = bench.world.clock.utcMs()
    await bench.run(5000)
    const again = await start(bench.world)
    await again.run(SETTLED_MS)
    expect(levels(again).slice(0, before.length)).toEqual(before)
    expect(levels(again).at(-1)).toBe('ok')
    const gap = points(again).filter(([utcMs]) => utcMs >= stopped - 10_000)
    expect(gap[0]?.[1]).toBe('unknown')
    await again.stop()
  })

  test('bears the label from the moment a service is unstable, also over a restart', async () => {
    const bench = await ready()
    for (let times = 0; times < 3; times++) await fall(bench)
    expect(levels(bench)).toContain('down~')
    expect(levels(bench).at(-1)).toBe('ok~')
    await bench.stop()
    const again = await start(bench.world)
    await again.run(1000)
    expect(points(again).at(-1)?.[2]).toBe(true)
    await again.stop()
  })
})

describe('a storing', () => {
  const faults = (bench: HostBench): unknown[] => Object.values(bench.topic('faults'))
  const seenSinceOpening = ({ entries }: HostWorld): number => {
    const opening = entries.findIndex((entry) => entry.kind === 'fault.opened')
    return entries.slice(opening).filter((entry) => isOnTimeline(entry.kind)).length
  }

  test('opens by itself when the RBS fails, takes a report about it, and is open after a restart with its number and its count', async () => {
    const bench = await ready()
    expect(faults(bench)).toEqual([])
    silenceRbs(bench)
    await bench.run(SILENT_MS)
    expect(faults(bench)).toMatchObject([{ number: 'S-2024-DEMO-0001', openedBy: 'automatic', service: 'rbs', state: 'open' }])
    expect(await bench.call('fault.report')).toMatchObject({ ok: true, value: { number: 'S-2024-DEMO-0001', seq: expect.any(Number) } })
    wakeRbs(bench)
    await bench.run(SETTLED_MS)
    expect(await bench.call('fault.report')).toMatchObject({ ok: true, value: { number: 'S-2024-DEMO-0001' } })
    expect(kindsOf(bench, 'fault.').filter((kind) => kind !== 'fault.saved')).toEqual(['fault.opened', 'fault.reported', 'fault.reported'])
    expect(faults(bench)).toMatchObject([{ entries: seenSinceOpening(bench.world) }])
    await bench.stop()

    const again = await start(bench.world)
    await again.run(1000)
    expect(faults(again)).toMatchObject([{ number: 'S-2024-DEMO-0001', openedBy: 'automatic', service: 'rbs', state: 'open', entries: seenSinceOpening(bench.world) }])
    await again.run(SETTLED_MS)
    await fall(again)
    expect(kindsOf(again, 'fault.opened')).toHaveLength(1)
    await again.stop()
  })

  test('is opened by a person when nothing is known to be wrong, and what is measured right after is its cause', async () => {
    const bench = await ready()
    expect(await bench.call('fault.report')).toMatchObject({ ok: true, value: { number: 'S-2024-DEMO-0001' } })
    expect(await bench.call('fault.report')).toMatchObject({ ok: true, value: { number: 'S-2024-DEMO-0001' } })
    silenceRbs(bench)
    await bench.run(SILENT_MS)
    expect(faults(bench)).toMatchObject([{ number: 'S-2024-DEMO-0001', openedBy: 'person', service: 'rbs' }])
    expect(faults(bench)).toHaveLength(1)
    expect(await bench.call('fault.report')).toMatchObject({ ok: true, value: { number: 'S-2024-DEMO-0001' } })
    await bench.stop()
  })

  test('of a person is not that of a cause measured minutes later, which gets the next number', async () => {
    const bench = await ready()
    await bench.call('fault.report')
    await bench.run(NOTICED_FIRST_MS)
    silenceRbs(bench)
    await bench.run(SILENT_MS)
    expect(faults(bench)).toMatchObject([{ number: 'S-2024-DEMO-0001', openedBy: 'person' }, { number: 'S-2024-DEMO-0002', openedBy: 'automatic', service: 'rbs' }])
    expect(await bench.call('fault.report')).toMatchObject({ ok: true, value: { number: 'S-2024-DEMO-0002' } })
    await bench.stop()
  })

  test('that cannot be written is not answered as written', async () => {
    const bench = await ready()
    bench.world.recordWorks = false
    expect(await bench.call('fault.report')).toMatchObject({ ok: false, error: { code: 'STORE_FULL' } })
    bench.world.recordWorks = true
    await bench.stop()
  })
})

describe('the timeline', () => {
  const shown = (bench: HostBench): number[] => Object.values(bench.topic('timeline')).filter((entry) => isOnTimeline(entry.kind)).map((entry) => entry.seq)
  const recorded = ({ entries }: HostWorld): number[] => entries.filter((entry) => isOnTimeline(entry.kind)).map((entry) => entry.seq)

  test('is there after a restart before anything happens, in order, each entry once', async () => {
    const bench = await ready()
    await fall(bench)
    await bench.call('note.add', { text: 'spraak valt weg' })
    await bench.stop()
    const before = recorded(bench.world)
    const again = await start(bench.world)
    await again.run(0)
    expect(shown(again)).toEqual(recorded(again.world))
    expect(shown(again).slice(0, before.length)).toEqual(before)
    expect(Object.values(again.topic('timeline')).find((entry) => entry.kind === 'note.added')).toMatchObject({ content: 'spraak valt weg' })
    await fall(again)
    expect(shown(again)).toEqual(recorded(again.world))
    await again.stop()
  })

  test('of a start without a record comes when the record is back', async () => {
    const bench = await ready()
    await bench.stop()
    const before = recorded(bench.world)
    bench.world.recordWorks = false
    const again = await start(bench.world)
    await again.run(1000)
    expect(shown(again)).toEqual([])
    bench.world.recordWorks = true
    bench.world.recover()
    await again.run(0)
    expect(shown(again)).toEqual(before)
    await again.stop()
  })
})

describe('a note', () => {
  test('of an earlier run can be taken back, once; both stay in the record', async () => {
    const bench = await ready()
    const added = await bench.call('note.add', { text: 'spraak valt weg' })
    const { seq } = (added as { value: { seq: number } }).value
    await bench.stop()
    const again = await start(bench.world)
    expect(await again.call('note.retract', { seq: seq + 1000 })).toMatchObject({ ok: false, error: { code: 'CALL_REFUSED', detail: 'not-a-note' } })
    expect(await again.call('note.retract', { seq })).toMatchObject({ ok: true })
    expect(await again.call('note.retract', { seq })).toMatchObject({ ok: false, error: { code: 'CALL_REFUSED', detail: 'already-retracted' } })
    expect(again.world.entries.filter((entry) => entry.kind.startsWith('note.')).map(({ kind, payload, content }) => [kind, payload['note'], content])).toEqual([['note.added', undefined, 'spraak valt weg'], ['note.retracted', seq, undefined]])
    await again.stop()
  })
})

test('an RBS that keeps failing has one alarm with a counter, seen once, until it stays down', async () => {
  const bench = await ready()
  for (let times = 0; times < 3; times++) await fall(bench)
  const alarm = (): unknown => bench.topic('alarms')['service:rbs']
  expect(alarm()).toMatchObject({ code: 'service-unstable', severity: 'critical', params: { service: 'RBS', count: 3 } })
  await bench.call('alarm.acknowledge', { alarms: ['service:rbs'] })
  await fall(bench)
  expect(alarm()).toMatchObject({ code: 'service-unstable', params: { count: 4 }, acknowledged: true, acknowledgedUtcMs: expect.any(Number) })
  expect(kindsOf(bench, 'fault.opened')).toHaveLength(1)
  silenceRbs(bench)
  await bench.run(11 * 60_000)
  expect(alarm()).toMatchObject({ code: 'service-down', acknowledged: false })
  wakeRbs(bench)
  await bench.run(SETTLED_MS)
  expect(alarm()).toMatchObject({ code: 'service-unstable' })
  await bench.run(61 * 60_000)
  expect(alarm()).toBeUndefined()
  await bench.stop()
})
