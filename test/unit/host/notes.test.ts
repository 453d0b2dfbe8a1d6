// Taking a note back: once, only a note, only of this position, also one of an earlier run; never when it cannot be known.
import { describe, expect, test } from 'vitest'
import type { StoredEntry } from '../../../electron/host/ledger/port.ts'
import { createNotes, type Notes } from '../../../electron/host/notes.ts'
import { failure } from '../../../native/kit/errors.ts'
import { fail, ok, type Result } from '../../../native/kit/result.ts'

const entry = (seq: number, kind: string, payload: StoredEntry['payload'] = {}, position = 'DEMO-07'): StoredEntry =>
  ({ seq, utcMs: seq, kind, actor: { role: 'dispatcher', position }, payload })

interface Stage {
  readonly notes: Notes
  readonly recorded: [kind: string, payload: object][]
}

function stage(entries: readonly StoredEntry[], written: Result<{ seq: number }> = ok({ seq: 40 }), read?: Result<never>): Stage {
  const recorded: [string, object][] = []
  const ledger = { latest: async (kinds: readonly string[], limit: number) => read ?? ok(entries.filter((one) => kinds.includes(one.kind)).toReversed().slice(0, limit)) }
  return { recorded, notes: createNotes({ ledger, recorder: { person: async (kind, payload, { content } = {}) => (recorded.push([kind, content === undefined ? payload : { ...payload, text: content }]), written) }, position: 'DEMO-07', standing: () => 'S-2026-OB-0007' }) }
}

const ENTRIES = [entry(3, 'note.added'), entry(4, 'press.switch'), entry(5, 'note.added'), entry(6, 'note.retracted', { note: 5 }), entry(7, 'note.added', {}, 'DEMO-08')]

describe('a note', () => {
  test('is taken back by an entry that names it', async () => {
    const { notes, recorded } = stage(ENTRIES)
    expect(await notes.retract(3)).toEqual(ok({ seq: 40 }))
    expect(recorded).toEqual([['note.retracted', { note: 3 }]])
  })

  test.each([[4, 'not-a-note'], [99, 'not-a-note'], [6, 'not-a-note'], [7, 'not-a-note'], [5, 'already-retracted']])('number %i is refused: %s', async (seq, cause) => {
    const { notes, recorded } = stage(ENTRIES)
    expect(await notes.retract(seq)).toMatchObject({ ok: false, error: { code: 'CALL_REFUSED', detail: cause } })
    expect(recorded).toEqual([])
  })

  test('is taken back once, also by two presses in one moment', async () => {
    const { notes, recorded } = stage(ENTRIES)
    const both = await Promise.all([notes.retract(3), notes.retract(3)])
    expect(both.map((one) => one.ok)).toEqual([true, false])
    expect(recorded).toHaveLength(1)
  })

  test('whose retraction waits for a full disk is retracted; one that found no room is not', async () => {
    const full = stage(ENTRIES, fail(failure('STORE_FULL', 'disk')))
    expect((await full.notes.retract(3)).ok).toBe(false)
    expect(await full.notes.retract(3)).toMatchObject({ error: { detail: 'already-retracted' } })
    const lost = stage(ENTRIES, fail(failure('STORE_SPOOL_FULL', '10000')))
    await lost.notes.retract(3)
    expect(await lost.notes.retract(3)).toMatchObject({ error: { code: 'STORE_SPOOL_FULL' } })
  })

  test('is not judged while the record cannot be read', async () => {
    const { notes, recorded } = stage(ENTRIES, undefined, fail(failure('STORE_UNREADABLE', 'test')))
    expect(await notes.retract(3)).toMatchObject({ ok: false, error: { code: 'CALL_NOT_YET' } })
    expect(recorded).toEqual([])
  })

  test('carries the number of the storing that stands', async () => {
    const { notes, recorded } = stage([])
    await notes.add('spraak weg')
    expect(recorded).toEqual([['note.added', { characters: 10, number: 'S-2026-OB-0007', text: 'spraak weg' }]])
  })

  test('is said otherwise by an entry that names it and its storing, and what it said stays', async () => {
    const { notes, recorded } = stage([{ ...entry(3, 'note.added', { number: 'S-2026-OB-0006' }), content: 'spraak weg op 3' }])
    expect(await notes.correct(3, 'spraak weg op 4')).toEqual(ok({ seq: 40 }))
    expect(recorded).toEqual([['note.corrected', { of: 3, characters: 15, number: 'S-2026-OB-0006', text: 'spraak weg op 4' }]])
  })

  test('that was said otherwise is corrected once more, refused when it says so already, and can be taken back', async () => {
    const said = [{ ...entry(3, 'note.added'), content: 'een' }, { ...entry(8, 'note.corrected', { of: 3 }), content: 'twee' }]
    const { notes, recorded } = stage(said)
    expect(await notes.correct(3, 'twee')).toMatchObject({ error: { code: 'CALL_REFUSED', detail: 'nothing-changes' } })
    expect((await notes.correct(3, 'een')).ok).toBe(true)
    expect((await notes.retract(3)).ok).toBe(true)
    expect(await notes.correct(3, 'drie')).toMatchObject({ error: { detail: 'already-retracted' } })
    expect(recorded.map(([kind]) => kind)).toEqual(['note.corrected', 'note.retracted'])
  })

  test.each([[4, 'not-a-note'], [7, 'not-a-note'], [5, 'already-retracted']])('number %i is not said otherwise: %s', async (seq, cause) => {
    const { notes, recorded } = stage(ENTRIES)
    expect(await notes.correct(seq, 'x')).toMatchObject({ error: { code: 'CALL_REFUSED', detail: cause } })
    expect(recorded).toEqual([])
  })
})
