// Lines over a window, read from the record in pages: whole, or said where they end; unknown where nobody watched.
import { describe, expect, it } from 'vitest'
import type { CallInput } from '../../../../electron/contract/calls.ts'
import type { MomentView } from '../../../../electron/contract/record.ts'
import type { TimelineEntry } from '../../../../electron/contract/topics.ts'
import { createText } from '../../../../renderer/i18n/texts.ts'
import { NO_QUERY } from '../../../../renderer/model/review-entries.ts'
import { readEntries, readFaults, readWindow, type Call } from '../../../../renderer/model/review-reading.ts'
import { serviceLines, usedPieces, withLiveChanges } from '../../../../renderer/model/review-traces.ts'
import { createWords } from '../../../../renderer/model/words.ts'
import { BASE } from '../../../../renderer/scenes/base-scene.ts'
import { recordOf } from '../../../../renderer/scenes/review-scene.ts'

const words = createWords('nl', createText('nl'))
const WINDOW = { fromUtcMs: 10_000, toUtcMs: 5_000_000, live: false }
const moment = (change: Partial<MomentView> = {}): MomentView => ({ utcMs: 10_000, seq: 4, host: 'running', services: [{ id: 'rbs', now: 'ok', sinceUtcMs: 0 }], devices: [], alarms: [], emergencies: [], faults: [], channel: { id: 'rbs', sinceUtcMs: 0 }, ...change })
const entry = (seq: number, kind: string, payload: TimelineEntry['payload'] = {}, utcMs = 10_000 + seq * 1000): TimelineEntry => ({ seq, utcMs, kind, role: 'system', payload })
const down = (seq: number, to = 'down'): TimelineEntry => entry(seq, 'service.changed', { service: 'rbs', to })

/** A record that is asked as the console is; `at` answers for moments. */
function asking(entries: readonly TimelineEntry[], at: (asked: CallInput<'record.at'>) => MomentView = () => moment()): { readonly call: Call; readonly asked: string[] } {
  const asked: string[] = []
  const scene = recordOf(entries)
  const call = (async (name: string, input: unknown) => {
    asked.push(name)
    return name === 'record.at' ? { ok: true, value: at(input as CallInput<'record.at'>) } : scene(name as 'record.search', input)
  }) as Call
  return { call, asked }
}

async function lines(entries: readonly TimelineEntry[], at?: (asked: CallInput<'record.at'>) => MomentView) {
  const answer = await readWindow(asking(entries, at).call, WINDOW)
  if (!answer.ok) throw new Error(answer.error.code)
  return answer.value
}
const pointsOf = (record: Awaited<ReturnType<typeof lines>>, id = 'rbs') => serviceLines(record, WINDOW, BASE.services).find((one) => one.id === id)?.points

describe('the line of a service', () => {
  it('begins as it stood, follows its changes by when they happened, and its label', async () => {
    const at = entry(6, 'service.changed', { service: 'rbs', to: 'down', at: 12_500 })
    expect(pointsOf(await lines([at, entry(7, 'watch.unstable', { service: 'rbs', count: 3 }), down(8, 'ok'), entry(9, 'watch.stable', { service: 'rbs' })]))).toEqual([
      [10_000, 'ok', false], [12_500, 'down', false], [17_000, 'down', true], [18_000, 'ok', true], [19_000, 'ok', false],
    ])
  })

  it('is unknown where the console did not run, and from its last entry on where it was killed', async () => {
    const stopped = await lines([entry(6, 'host.stopped'), entry(7, 'host.started'), down(8, 'ok')])
    expect(pointsOf(stopped)).toEqual([[10_000, 'ok', false], [16_000, 'unknown', false], [17_000, 'unknown', false], [18_000, 'ok', false]])
    const killed = await lines([down(6), entry(30, 'host.started'), down(31, 'ok')], (asked) => ('seq' in asked ? moment({ utcMs: 39_000, host: 'gone', hostSinceUtcMs: 20_500 }) : moment()))
    expect(pointsOf(killed)).toEqual([[10_000, 'ok', false], [16_000, 'down', false], [20_500, 'unknown', false], [40_000, 'unknown', false], [41_000, 'ok', false]])
  })

  it.each(['stopped', 'gone', 'unknown'] as const)('is unknown at first where the console was %s', async (host) => {
    expect(pointsOf(await lines([], () => moment({ host })))).toEqual([[10_000, 'unknown', false]])
  })

  it('is there, unknown, for a service the record says nothing of, and last for one the site no longer has', async () => {
    const record = await lines([entry(6, 'service.changed', { service: 'old', to: 'down' }), entry(7, 'service.changed', {}), entry(8, 'service.changed', { service: 'rbs', to: 'sideways' })])
    const all = serviceLines(record, WINDOW, BASE.services)
    expect(all.map(({ id }) => id)).toEqual([...Object.keys(BASE.services), 'old'])
    expect(pointsOf(record, 'c2000')).toEqual([[10_000, 'unknown', false]])
    expect(pointsOf(record)).toEqual([[10_000, 'ok', false]])
    expect(serviceLines(undefined, WINDOW, BASE.services).map(({ points }) => points.length)).toEqual(Object.keys(BASE.services).map(() => 0))
  })

  it('never runs backwards when the clock was set back', async () => {
    const points = pointsOf(await lines([down(6), entry(7, 'service.changed', { service: 'rbs', to: 'ok' }, 11_000)])) ?? []
    expect(points.map(([utcMs]) => utcMs)).toEqual(points.map(([utcMs]) => utcMs).toSorted((one, other) => one - other))
  })

  it('is read over many pages, and says where it ends when there is too much', async () => {
    const many = (count: number) => Array.from({ length: count }, (_one, at) => down(at + 5, at % 2 === 0 ? 'down' : 'ok'))
    expect(await lines(many(950))).toMatchObject({ changes: { length: 950 } })
    const cut = await lines(many(2100))
    expect(cut.changes).toHaveLength(2000)
    expect(cut.wholeUntilUtcMs).toBe(cut.changes.at(-1)?.utcMs)
    expect(withLiveChanges(cut, { timeline: { x: down(9999) } }, { ...WINDOW, live: true })).toBe(cut)
  })

  it('grows with what is recorded meanwhile, of a window that reaches until now', async () => {
    const record = await lines([down(6)])
    const timeline = { 6: down(6), 7: down(7, 'ok'), 8: entry(8, 'note.added') }
    expect(withLiveChanges(record, { timeline }, { ...WINDOW, live: true }).changes.map(({ seq }) => seq)).toEqual([6, 7])
    expect(withLiveChanges(record, { timeline }, WINDOW)).toBe(record)
  })

  it('is a failure as a whole when one question fails', async () => {
    const failing: Call = async () => ({ ok: false, error: { code: 'STORE_BUSY', detail: '' } })
    expect(await readWindow(failing, WINDOW)).toMatchObject({ ok: false })
    expect(await readEntries(failing, NO_QUERY, { window: WINDOW, pages: 2 })).toMatchObject({ ok: false })
    expect(await readFaults(failing, 1)).toMatchObject({ ok: false })
  })
})

describe('the channel used', () => {
  const used = async (...entries: readonly TimelineEntry[]) => usedPieces(await lines(entries), 60_000, BASE, words).map(({ fromUtcMs, toUtcMs, label, use }) => `${fromUtcMs / 1000}-${toUtcMs / 1000} ${label} ${use}`)
  it('is told from switch to return, with its group, also one that was turned', async () => {
    expect(await used(entry(6, 'switch.switched', { from: 'rbs', to: 'desk-radio', group: '4037001' }), entry(8, 'switch.group-changed', { channel: 'desk-radio', group: '4037002' }), entry(20, 'switch.returned', { from: 'desk-radio' }))).toEqual([
      '10-16 RBS rbs', '16-18 Mobilofoon – INC-1 alternative', '18-30 Mobilofoon – INC-2 alternative', '30-60 RBS rbs',
    ])
  })

  it('is unknown while the console stood still, and what it was when it says so again', async () => {
    expect(await used(entry(6, 'switch.switched', { from: 'rbs', to: 'desk-radio', group: '4037001' }), entry(9, 'host.stopped'), entry(12, 'host.started', { restored: 'desk-radio' }), entry(13, 'switch.restored', { channel: 'desk-radio', group: '4037001' }))).toEqual([
      '10-16 RBS rbs', '16-19 Mobilofoon – INC-1 alternative', '19-22 onbekend unknown', '22-23 Mobilofoon alternative', '23-60 Mobilofoon – INC-1 alternative',
    ])
  })
})

describe('the channel used in a drill', () => {
  it('is the drill’s until it ends, and from there on what the position really stood on', async () => {
    const entries = [entry(6, 'switch.switched', { from: 'rbs', to: 'desk-radio', group: '4037901', drill: 'O-2026-OB-0003', after: { channel: 'rbs' } }), entry(20, 'drill.ended', { number: 'O-2026-OB-0003', end: 'stopped', after: { channel: 'rbs', wantedGroup: '4037001' } })]
    const pieces = usedPieces(await lines(entries), 60_000, BASE, words)
    expect(pieces.map(({ fromUtcMs, use }) => [fromUtcMs, use])).toEqual([[10_000, 'rbs'], [16_000, 'alternative'], [30_000, 'rbs']])
    const record = await lines(entries.slice(0, 1))
    expect(withLiveChanges(record, { timeline: { 20: entries[1] as TimelineEntry } }, { ...WINDOW, live: true }).changes).toHaveLength(2)
  })
})

describe('the channel used after a start', () => {
  it('is what the start says, and unknown where it says nothing', async () => {
    const record = await lines([entry(6, 'host.started', { channel: 'rbs' }), entry(8, 'host.stopped'), entry(9, 'host.started')], () => { const { channel: _none, ...before } = moment({ host: 'unknown' }); return before })
    expect(usedPieces(record, 60_000, BASE, words).map(({ label }) => label)).toEqual(['onbekend', 'RBS', 'onbekend'])
  })
})

describe('the lines asked for', () => {
  it('come in pages of 200, as many as the reader wants, with what corrects them', async () => {
    const entries = [...Array.from({ length: 450 }, (_one, at) => entry(at + 5, 'note.added')), entry(900, 'note.retracted', { note: 7 }, 9_000_000)]
    const { call, asked } = asking(entries)
    const answer = await readEntries(call, NO_QUERY, { window: WINDOW, pages: 2 })
    expect(answer).toMatchObject({ ok: true, value: { found: { length: 400 }, more: true, corrections: [{ seq: 900 }] } })
    expect(asked).toHaveLength(3)
    expect(await readEntries(call, NO_QUERY, { window: WINDOW, pages: 9 })).toMatchObject({ value: { found: { length: 450 }, more: false } })
  })

  it('are the newest of the whole record where that is searched', async () => {
    const answer = await readEntries(asking(Array.from({ length: 30 }, (_one, at) => entry(at + 5, 'note.added'))).call, { ...NO_QUERY, scope: 'all' }, { window: WINDOW, pages: 1 })
    expect(answer.ok && answer.value.found[0]?.seq).toBe(34)
  })

  it('are none of a record that holds none, by one question', async () => {
    const { call, asked } = asking([])
    expect(await readEntries(call, NO_QUERY, { window: WINDOW, pages: 4 })).toEqual({ ok: true, value: { found: [], corrections: [], more: false } })
    expect(asked).toHaveLength(1)
  })
})
