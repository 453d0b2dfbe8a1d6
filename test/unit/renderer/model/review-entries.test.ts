// Which lines are asked for, how they read, and how the cursor goes from one to the next.
import { describe, expect, it } from 'vitest'
import { searchInput } from '../../../../electron/contract/record.ts'
import type { TimelineEntry } from '../../../../electron/contract/topics.ts'
import { createText } from '../../../../renderer/i18n/texts.ts'
import { cursorWayOf, moveCursor } from '../../../../renderer/model/review-cursor.ts'
import { ENTRY_FILTERS, forgotten, kindsOf, neighbour, NO_QUERY, placeOf, reviewLines, SAID_KINDS, searchOf, withLive } from '../../../../renderer/model/review-entries.ts'
import { noteTexts } from '../../../../renderer/model/review-note.ts'
import { createWords } from '../../../../renderer/model/words.ts'
import { BASE, NOW } from '../../../../renderer/scenes/base-scene.ts'

const words = createWords('nl', createText('nl'))
const WINDOW = { fromUtcMs: NOW - 3_600_000, toUtcMs: NOW + 600_000, live: true }
const entry = (seq: number, kind: string, payload: TimelineEntry['payload'] = {}, rest: Partial<TimelineEntry> = {}): TimelineEntry => ({ seq, utcMs: NOW - 100_000 + seq * 1000, kind, role: 'system', payload, ...rest })
const line = (seq: number, utcMs: number) => ({ seq, utcMs, source: '', text: '', kind: 'note.added', retracted: false, hasText: true })

describe('the filters', () => {
  it('leave no kind that people read to nobody, and no kind to two', () => {
    const all = ENTRY_FILTERS.flatMap((filter) => kindsOf([filter]))
    expect(all.toSorted()).toEqual([...SAID_KINDS].toSorted())
    expect(new Set(all).size).toBe(all.length)
  })

  it.each([{}, { filters: ['people', 'radio'] }, { text: ' spraak  weg ' }, { scope: 'all' }, { filters: ENTRY_FILTERS }] as const)('ask what the contract takes: %j', (query) => {
    expect(searchInput.safeParse(searchOf({ ...NO_QUERY, ...query }, WINDOW)).success).toBe(true)
  })

  it('look in the window, or in the whole record', () => {
    expect(searchOf(NO_QUERY, WINDOW)).toMatchObject({ fromUtcMs: WINDOW.fromUtcMs, toUtcMs: WINDOW.toUtcMs })
    expect(Object.keys(searchOf({ ...NO_QUERY, scope: 'all', text: 'ruis' }, WINDOW))).not.toContain('fromUtcMs')
  })
})

describe('the lines', () => {
  const note = entry(3, 'note.added', {}, { role: 'dispatcher', content: 'Ruis' })
  it('strike out what was taken back, also when that lies outside of what is shown', () => {
    const taken = entry(9, 'note.retracted', { note: 3 }, { role: 'dispatcher' })
    expect(reviewLines({ found: [entry(2, 'host.started'), note], corrections: [taken] }, BASE, words)).toMatchObject([{ seq: 2, retracted: false }, { seq: 3, retracted: true }])
  })

  it('are said without a service, device or channel that the site no longer knows', () => {
    const found = [entry(2, 'service.changed', { service: 'old-rbs', to: 'down' }), entry(4, 'switch.switched', { from: 'rbs', to: 'old-radio' }), entry(5, 'device.down', { device: 'old-pedal' })]
    expect(reviewLines({ found, corrections: [] }, BASE, words).map(({ text }) => text)).toEqual([expect.stringContaining('old-rbs'), expect.stringContaining('old-radio'), expect.stringContaining('old-pedal')])
  })

  it('are none of an empty record', () => {
    expect(reviewLines({ found: [], corrections: [] }, BASE, words)).toEqual([])
  })

  it('go on with what is recorded meanwhile, of the kinds asked for, and never twice', () => {
    const later = [entry(3, 'note.added'), entry(5, 'note.added'), entry(6, 'host.started'), entry(8, 'note.added')]
    const topics = { timeline: Object.fromEntries(later.map((one) => [String(one.seq), one])) }
    const asked = { ...NO_QUERY, filters: ['people'] as const }
    expect(withLive([entry(3, 'note.added')], topics, asked, WINDOW).map(({ seq }) => seq)).toEqual([3, 5, 8])
    expect(withLive([entry(3, 'note.added')], topics, { ...asked, text: 'ruis' }, WINDOW)).toHaveLength(1)
    expect(withLive([entry(3, 'note.added')], topics, asked, { ...WINDOW, live: false })).toHaveLength(1)
  })

  it('forget a text that was deleted since they were read, and say when', () => {
    const deletion = entry(9, 'content.deleted', { seq: 3, why: 'person' }, { role: 'supervisor', utcMs: Date.UTC(2026, 10, 26, 13) })
    const topics = { ...BASE, timeline: { 9: deletion } }
    const found = forgotten([entry(2, 'host.started'), note], topics)
    expect(found[1]).not.toHaveProperty('content')
    const [, deleted] = reviewLines({ found, corrections: [] }, topics, words)
    expect(deleted).toMatchObject({ seq: 3, hasText: false })
    expect(deleted?.text).toMatch(/– tekst verwijderd do 26-11-2026$/)
    const untouched = [note]
    expect(forgotten(untouched, BASE)).toBe(untouched)
  })

  it('say nothing of what is deleted by its age', () => {
    expect(reviewLines({ found: [entry(4, 'content.deleted', { why: 'retention', texts: 3600 }), entry(5, 'content.deleted', { why: 'person', seq: 1 }, { role: 'supervisor' })], corrections: [] }, BASE, words)).toMatchObject([{ seq: 5 }])
  })

  it('know a note as it reads now: its last correction', () => {
    const corrected = [entry(7, 'note.corrected', { of: 3 }, { content: 'Ruis op INC-2' }), entry(5, 'note.corrected', { of: 3 }, { content: 'Ruis op INC-1' })]
    expect(noteTexts([...corrected, note, entry(4, 'note.added')])).toEqual(new Map([[3, 'Ruis op INC-2']]))
  })
})

describe('the cursor', () => {
  const lines = [line(2, 1000), line(5, 3000), line(6, 3000), line(9, 8000)]
  it.each([
    [{ utcMs: 3000, seq: 5 }, 2, 6],
    [{ utcMs: 3000, seq: 6 }, 5, 9],
    [{ utcMs: 3500 }, 6, 9],
    [{ utcMs: 500 }, undefined, 2],
    [{ utcMs: 8000, seq: 9 }, 6, undefined],
    [{ utcMs: 9000 }, 9, undefined],
  ])('at %j has before it %s and after it %s, whichever way they are shown', (cursor, previous, next) => {
    for (const shown of [lines, lines.toReversed()]) expect([neighbour(shown, cursor, 'previous')?.seq, neighbour(shown, cursor, 'next')?.seq]).toEqual([previous, next])
  })

  it('lies on its own line, else on the last one before it', () => {
    const places = [{ utcMs: 3000, seq: 5 }, { utcMs: 3000 }, { utcMs: 7999 }, { utcMs: 10 }].map((cursor) => placeOf(lines, cursor))
    expect(places).toEqual([1, 2, 2, -1])
    expect(placeOf([], { utcMs: 5 })).toBe(-1)
  })

  const room = { fromUtcMs: 0, untilUtcMs: 100_000, line: undefined, moment: { previous: { seq: 1, utcMs: 10 } } }
  it('goes by minutes and to the ends, and never into what has not been yet', () => {
    expect(moveCursor({ utcMs: 90_000, seq: 4 }, 'minute-on', room)).toEqual({ utcMs: 100_000 })
    expect(moveCursor({ utcMs: 90_000 }, 'minute-back', room)).toEqual({ utcMs: 30_000 })
    expect([moveCursor({ utcMs: 5 }, 'begin', room), moveCursor({ utcMs: 5 }, 'end', room)]).toEqual([{ utcMs: 0 }, { utcMs: 100_000 }])
  })

  it('goes beyond the lines that were read by what the moment knows of its neighbours', () => {
    expect(moveCursor({ utcMs: 50 }, 'previous', room)).toEqual({ utcMs: 10, seq: 1 })
    expect(moveCursor({ utcMs: 50 }, 'next', room)).toBeUndefined()
  })

  it.each([
    ['ArrowLeft', false, 'previous'], ['ArrowRight', false, 'next'], ['ArrowLeft', true, 'minute-back'], ['ArrowRight', true, 'minute-on'],
    ['Home', false, 'begin'], ['End', false, 'end'], ['Home', true, undefined], ['a', false, undefined],
  ] as const)('%s with shift %s goes %s', (key, shiftKey, way) => {
    expect(cursorWayOf({ key, shiftKey, ctrlKey: false, altKey: false, metaKey: false })).toBe(way)
    expect(cursorWayOf({ key, shiftKey, ctrlKey: true, altKey: false, metaKey: false })).toBeUndefined()
  })
})
