// The host's side of looking back, with a reader that a test plays: bounds, deaths, and what is told of what is written.
import { expect, test } from 'vitest'
import { createRecordReader } from '../../../../electron/host/ledger/reader/record-reader.ts'
import type { ReaderListener } from '../../../../electron/host/ledger/reader/reader-port.ts'
import type { ToReader } from '../../../../electron/host/ledger/reader/reader-protocol.ts'
import type { LedgerEvent, StoredEntry } from '../../../../electron/host/ledger/port.ts'
import { searchInput } from '../../../../electron/contract/record.ts'
import { failure } from '../../../../native/kit/errors.ts'
import { ok } from '../../../../native/kit/result.ts'
import { createManualClock } from '../../../support/manual-clock.ts'

function stage(hasIndex = false, end = Promise.resolve()) {
  const clock = createManualClock()
  const threads: { readonly listener: ReaderListener; readonly posted: ToReader[]; ended: boolean }[] = []
  const reader = createRecordReader({
    clock,
    hasIndex: () => hasIndex,
    packedKinds: ['watch.samples'],
    toTimeline: ({ seq, utcMs, kind, actor }) => ({ seq, utcMs, kind, role: actor.role, payload: {} }),
    start(listener) {
      const thread = { listener, posted: [] as ToReader[], ended: false }
      threads.push(thread)
      return { post: (message) => thread.posted.push(message), end: () => { thread.ended = true; return end } }
    },
  })
  const types = (at: number): readonly string[] => threads[at]?.posted.map(({ type }) => type) ?? []
  return { clock, threads, reader, types }
}

const committed = (...entries: readonly Partial<StoredEntry>[]): LedgerEvent => ({
  event: 'committed',
  head: { seq: 9, anchoredSeq: 9, headCode: '' },
  entries: entries.map((one, at) => ({ seq: at + 1, utcMs: 0, kind: 'service.changed', actor: { role: 'system', position: 'host' }, payload: {}, ...one })),
})
const search = searchInput.parse({})

test('no thread runs before somebody asks', async () => {
  const { reader, clock, threads } = stage()
  reader.ledgerEvent(committed({ kind: 'note.added', content: 'spraak' }, { kind: 'content.deleted' }))
  clock.advance(60_000)
  expect(threads).toHaveLength(0)
  void reader.search(search)
  expect(threads).toHaveLength(1)
})

test('where there is an index, it is read on after the start, since the last run may have deleted what is still in it', () => {
  const { reader, clock, types } = stage(true)
  reader.ledgerEvent(committed({}))
  expect(types(0)).toEqual([])
  clock.advance(2000)
  expect(types(0)).toEqual(['read-on'])
})

test('a deletion is read at once, a text once the thread runs, measurements and changes only when many wait', () => {
  const { reader, types, threads } = stage(true)
  reader.ledgerEvent(committed({ kind: 'content.deleted' }))
  expect(types(0)).toEqual(['read-on'])
  reader.ledgerEvent(committed({ kind: 'watch.samples', content: 'packed' }))
  expect(types(0)).toEqual(['read-on'])
  reader.ledgerEvent(committed({ kind: 'note.added', content: 'spraak' }))
  expect(types(0)).toEqual(['read-on', 'read-on'])
  for (let n = 0; n < 1000; n++) reader.ledgerEvent(committed({}))
  expect(types(0)).toEqual(['read-on', 'read-on', 'read-on'])
  expect(threads).toHaveLength(1)
})

test('a question that hangs is answered after two seconds and ended with its thread; the next one has another', async () => {
  const { reader, clock, threads } = stage()
  const hanging = reader.search(search)
  threads[0]?.listener.onUp()
  const beside = reader.moment({ seq: 1 })
  await clock.advanceAsync(2000)
  expect(await hanging).toMatchObject({ ok: false, error: { code: 'STORE_BUSY' } })
  expect(await beside).toMatchObject({ ok: false, error: { code: 'STORE_BUSY' } })
  expect(threads[0]?.ended).toBe(true)
  const next = reader.search(search)
  threads[1]?.listener.onMessage({ type: 'answer', id: 3, result: ok({ entries: [], more: false }) })
  expect(await next).toEqual(ok({ entries: [], more: false }))
})

test('a question that waits for the index says how far it is, and leaves the thread its work', async () => {
  const { reader, clock, threads } = stage()
  const asked = reader.search(search)
  clock.advance(1000)
  threads[0]?.listener.onMessage({ type: 'reading', through: 2000, head: 9000 })
  await clock.advanceAsync(1000)
  expect(await asked).toMatchObject({ ok: false, error: { code: 'STORE_BUSY', detail: 'the index has read 2000 of 9000 entries' } })
  expect(threads[0]?.ended).toBe(false)
})

test('a thread that dies answers what was asked, and is started by the next question', async () => {
  const { reader, threads } = stage()
  const asked = reader.search(search)
  threads[0]?.listener.onGone('exit 1')
  expect(await asked).toMatchObject({ ok: false, error: { code: 'STORE_UNREADABLE' } })
  void reader.search(search)
  expect(threads).toHaveLength(2)
})

test('a thread that dies of what is written is not started for each entry', () => {
  const { reader, clock, threads } = stage(true)
  reader.ledgerEvent(committed({ kind: 'content.deleted' }))
  threads[0]?.listener.onGone('exit 1')
  reader.ledgerEvent(committed({ kind: 'content.deleted' }))
  expect(threads).toHaveLength(1)
  clock.advance(10_000)
  // What was to be forgotten is not forgotten.
  expect(threads[1]?.posted.map(({ type }) => type)).toEqual(['read-on'])
})

test('the file is let go when the writer has trouble with it, and when it was opened anew', async () => {
  const { reader, threads, types } = stage()
  void reader.search(search)
  reader.ledgerEvent({ event: 'failed', error: failure('STORE_READONLY', ''), waiting: 1 })
  expect(types(0)).toEqual(['question', 'let-go'])
  const asked = reader.moment({ seq: 1 })
  threads[0]?.listener.onMessage({ type: 'answer', id: 2, result: ok({ entries: [], more: false }) })
  await asked
  expect(types(0)).toEqual(['question', 'let-go', 'question', 'let-go'])
  reader.ledgerEvent({ event: 'recovered', written: 1 })
  reader.ledgerEvent(committed({ kind: 'ledger.opened-first' }))
  expect(types(0).slice(4)).toEqual(['read-on', 'let-go'])
})

test('a thread that nobody asks is ended, and a deletion starts another where there is an index', async () => {
  const { reader, clock, threads, types } = stage(true)
  const asked = reader.search(search)
  threads[0]?.listener.onMessage({ type: 'answer', id: 1, result: ok({ entries: [], more: false }) })
  await asked
  clock.advance(4 * 60_000)
  reader.ledgerEvent(committed({ kind: 'note.added', content: 'spraak' }))
  expect(types(0)).toEqual(['question', 'read-on'])
  clock.advance(59_000)
  expect(threads[0]?.ended).toBe(false)
  clock.advance(1000)
  expect(threads[0]?.ended).toBe(true)
  reader.ledgerEvent(committed({ kind: 'note.added', content: 'spraak' }))
  expect(threads).toHaveLength(1)
  reader.ledgerEvent(committed({ kind: 'content.deleted' }))
  expect(types(1)).toEqual(['read-on'])
})

test('what is found is shown as on the timeline, and no more of it', async () => {
  const { reader, threads } = stage()
  const asked = reader.search(search)
  const found: StoredEntry = { seq: 7, utcMs: 1, kind: 'fault.opened', actor: { role: 'system', position: 'host' }, payload: { picture: {} }, content: 'identities' }
  threads[0]?.listener.onMessage({ type: 'answer', id: 1, result: ok({ entries: [found], more: true }) })
  expect(await asked).toEqual(ok({ entries: [{ seq: 7, utcMs: 1, kind: 'fault.opened', role: 'system', payload: {} }], more: true }))
})

test('closing answers who waits and ends the thread', async () => {
  const { reader, threads } = stage()
  const asked = reader.search(search)
  await reader.close()
  expect(await asked).toMatchObject({ ok: false, error: { code: 'CALL_REFUSED' } })
  expect(threads[0]?.ended).toBe(true)
  expect(await reader.search(search)).toMatchObject({ ok: false, error: { code: 'CALL_REFUSED' } })
})

test('closing does not wait for a thread that does not end', async () => {
  const { reader, clock } = stage(false, new Promise<void>(() => undefined))
  void reader.search(search)
  const closed = reader.close()
  await clock.advanceAsync(500)
  await expect(closed).resolves.toBeUndefined()
})

test('more questions than a person asks are turned away', async () => {
  const { reader } = stage()
  for (let n = 0; n < 32; n++) void reader.search(search)
  expect(await reader.search(search)).toMatchObject({ ok: false, error: { code: 'STORE_BUSY' } })
})
