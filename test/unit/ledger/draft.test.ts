import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { MAX_CONTENT_BYTES, MAX_DELETED_SPAN, MAX_PAYLOAD_BYTES, prepareDraft } from '../../../electron/host/ledger/draft.ts'
import type { EntryDraft } from '../../../electron/host/ledger/port.ts'

const stamp = { monoUs: 1, utcMs: 2, clock: 'unknown' } as const
const SALT = Uint8Array.from({ length: 16 }, (_, at) => at)
const draft: EntryDraft = { kind: 'note.added', actor: { role: 'dispatcher', position: 'OB-07' }, payload: { b: 1, a: 2 } }
const prepare = (changed: Partial<EntryDraft>) => prepareDraft({ ...draft, ...changed }, { stamp, salt: () => SALT })

test('a draft becomes canonical payload, stamp and actor', () => {
  expect(prepare({})).toEqual({ ok: true, value: { ...stamp, role: 'dispatcher', position: 'OB-07', kind: 'note.added', payload: '{"a":2,"b":1}' } })
})

test('content stays beside the chain; the payload holds the hash of salt and text', () => {
  const hash = createHash('sha256').update(SALT).update('spraak valt weg', 'utf8').digest('hex')
  expect(prepare({ content: 'spraak valt weg' })).toMatchObject({
    ok: true, value: { payload: `{"a":2,"b":1,"content":"${hash}"}`, content: { salt: SALT, text: 'spraak valt weg' } },
  })
})

test('half an emoji in a note is mended, not a reason to lose the note', () => {
  expect(prepare({ content: 'weg \ud83d' })).toMatchObject({ ok: true, value: { content: { text: 'weg \ufffd' } } })
})

test('a deletion names the entry whose text it deletes', () => {
  expect(prepare({ kind: 'content.deleted', payload: { seq: 12 } })).toMatchObject({ ok: true, value: { deletes: 12 } })
})

test('a deletion of ranges names kinds and ranges of entries', () => {
  const payload = { kinds: ['watch.samples'], ranges: [[1, MAX_DELETED_SPAN]] }
  expect(prepare({ kind: 'content.deleted', payload })).toMatchObject({ ok: true, value: { deletes: payload } })
  const scattered = { kinds: ['watch.samples'], ranges: Array.from({ length: 300 }, (_, at) => [2 * at + 1, 2 * at + 1]) }
  expect(prepare({ kind: 'content.deleted', payload: scattered })).toMatchObject({ ok: true, value: { deletes: scattered } })
})

test.each<[string, Partial<EntryDraft>]>([
  ['a deletion of malformed ranges', { kind: 'content.deleted', payload: { kinds: ['a.b'], ranges: [[4, 1]] } }],
  ['a deletion that would take seconds for its texts', { kind: 'content.deleted', payload: { kinds: ['a.b'], ranges: [[1, MAX_DELETED_SPAN + 1]] } }],
  ['a deletion that would take seconds for its ranges', { kind: 'content.deleted', payload: { kinds: ['a.b'], ranges: Array.from({ length: 400 }, (_, at) => [2 * at + 1, 2 * at + 1]) } }],
  ['a kind without a dot', { kind: 'noted' }],
  ['a kind in capitals', { kind: 'Note.added' }],
  ['a position that is empty', { actor: { role: 'dispatcher', position: '' } }],
  ['a position with a line break', { actor: { role: 'dispatcher', position: 'a\nb' } }],
  ['a payload with a fraction', { payload: { ms: 0.5 } }],
  ['a payload that uses the name content', { payload: { content: 'x' } }],
  ['a deletion that names nothing', { kind: 'content.deleted', payload: {} }],
  ['a payload that is too large', { payload: { x: 'x'.repeat(MAX_PAYLOAD_BYTES) } }],
  ['content that is too large', { content: 'x'.repeat(MAX_CONTENT_BYTES + 1) }],
])('refused: %s', (_name, changed) => {
  expect(prepare(changed)).toMatchObject({ ok: false, error: { code: 'CALL_INVALID' } })
})
