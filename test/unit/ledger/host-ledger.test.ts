// The host's side with a writer played by hand: what it promises about time, order and telling.
import { expect, test } from 'vitest'
import { openLedger } from '../../../electron/host/ledger/open-ledger.ts'
import type { EntryDraft, Ledger, LedgerEvent } from '../../../electron/host/ledger/port.ts'
import type { WriterListener } from '../../../electron/host/ledger/writer-port.ts'
import type { FromWriter, ToWriter } from '../../../electron/host/ledger/writer-protocol.ts'
import { failure } from '../../../native/kit/errors.ts'
import type { Random } from '../../../native/kit/clock.ts'
import { createManualClock, type ManualClock } from '../../support/manual-clock.ts'

const random: Random = { bytes: (length) => new Uint8Array(length), fraction: () => 0 }
const draft = (n: number): EntryDraft => ({ kind: 'note.added', actor: { role: 'dispatcher', position: 'OB-07' }, payload: { n } })
const own = [{ seq: 1, utcMs: 0, kind: 'ledger.opened-first', actor: { role: 'system', position: 'host' }, payload: {} }] as const

const OPENED: FromWriter = { type: 'opened', ledger: 'l', head: { seq: 1, anchoredSeq: 1, headCode: '' }, own, already: { firstSeq: 0, count: 0 } }

interface Played {
  readonly clock: ManualClock
  readonly ledger: Ledger
  readonly events: LedgerEvent[]
  readonly posted: ToWriter[]
  readonly starts: () => number
  say(message: FromWriter): void
  die(): void
  /** Writes posted since the last call, as their payloads. */
  writes(): string[][]
  settle(): Promise<void>
}

async function play(answer: FromWriter = OPENED, end = async (): Promise<void> => {}): Promise<Played> {
  const clock = createManualClock()
  const posted: ToWriter[] = []
  const events: LedgerEvent[] = []
  let listener: WriterListener | undefined
  let starts = 0
  const opening = openLedger({
    folder: '/f', keyFolder: '/k', bootId: 'b', clock, random, spoolEntries: 5,
    startWriter: (given) => {
      listener = given
      starts++
      return { post: (message) => posted.push(message), end }
    },
  })
  listener?.onMessage(answer)
  const opened = await opening
  if (!opened.ok) throw new Error(opened.error.code)
  opened.value.onEvent((event) => events.push(event))
  return {
    clock, ledger: opened.value, events, posted, starts: () => starts,
    say: (message) => listener?.onMessage(message),
    die: () => listener?.onGone('died'),
    writes: () => posted.splice(0).flatMap((message) => (message.type === 'write' ? [message.entries.map(({ payload }) => payload)] : [])),
    settle: () => clock.advanceAsync(0),
  }
}

const written = (firstSeq: number, seq: number): FromWriter => ({ type: 'written', firstSeq, head: { seq, anchoredSeq: 1, headCode: '' } })
const words = (events: readonly LedgerEvent[]): string[] => events.map(({ event }) => event)

test('entries recorded in one turn share a commit; those recorded meanwhile share the next', async () => {
  const { ledger, writes, say, settle } = await play()
  const first = [ledger.record(draft(1)), ledger.record(draft(2))]
  await settle()
  const second = [ledger.record(draft(3)), ledger.record(draft(4))]
  await settle()
  expect(writes()).toEqual([['{"n":1}', '{"n":2}']])
  say(written(2, 3))
  expect(await Promise.all(first)).toEqual([{ ok: true, value: { seq: 2 } }, { ok: true, value: { seq: 3 } }])
  expect(writes()).toEqual([['{"n":3}', '{"n":4}']])
  say(written(4, 5))
  expect(await Promise.all(second)).toEqual([{ ok: true, value: { seq: 4 } }, { ok: true, value: { seq: 5 } }])
})

test('samples go after a second, or at once and in order with the next class A entry', async () => {
  const { clock, ledger, writes, say, settle } = await play()
  ledger.sample(draft(1))
  await clock.advanceAsync(999)
  expect(writes()).toEqual([])
  await clock.advanceAsync(1)
  expect(writes()).toEqual([['{"n":1}']])
  say(written(2, 2))
  ledger.sample(draft(2))
  void ledger.record(draft(3))
  await settle()
  expect(writes()).toEqual([['{"n":2}', '{"n":3}']])
})

test('a disk that does not answer: the promise is kept within a second, and the entry is written once when it does', async () => {
  const { clock, ledger, writes, say, events, settle } = await play()
  const slow = ledger.record(draft(1))
  await clock.advanceAsync(1000)
  expect(await slow).toMatchObject({ ok: false, error: { code: 'STORE_BUSY' } })
  expect(await ledger.record(draft(2))).toMatchObject({ ok: false, error: { code: 'STORE_BUSY' } })
  say(written(2, 2))
  await settle()
  expect(writes()).toEqual([['{"n":1}'], ['{"n":2}']])
  say(written(3, 3))
  await settle()
  expect(words(events).filter((word) => word === 'failed' || word === 'recovered')).toEqual(['failed', 'recovered'])
  expect(writes()).toEqual([['{"code":"STORE_BUSY","lost":0,"ms":100,"written":2}']])
})

test('a refused commit answers at once, is retried each second, in order, and announced once', async () => {
  const { clock, ledger, writes, say, events, settle } = await play()
  const refused = ledger.record(draft(1))
  await settle()
  say({ type: 'not-written', error: failure('STORE_FULL', 'x'), closed: false })
  expect(await refused).toMatchObject({ ok: false, error: { code: 'STORE_FULL' } })
  ledger.sample(draft(2))
  expect(await ledger.record(draft(3))).toMatchObject({ ok: false, error: { code: 'STORE_FULL' } })
  await clock.advanceAsync(1000)
  say({ type: 'not-written', error: failure('STORE_FULL', 'x'), closed: false })
  await clock.advanceAsync(1000)
  expect(writes()).toEqual([['{"n":1}'], ['{"n":1}', '{"n":2}', '{"n":3}'], ['{"n":1}', '{"n":2}', '{"n":3}']])
  say(written(2, 4))
  expect(events.filter(({ event }) => event === 'failed')).toEqual([{ event: 'failed', error: failure('STORE_FULL', 'x'), waiting: 1 }])
  expect(events.at(-1)).toEqual({ event: 'recovered', written: 3 })
})

test('over the bound nothing is kept, and the record says afterwards how many', async () => {
  const { clock, ledger, writes, say, events, settle } = await play()
  void ledger.record(draft(1))
  await settle()
  say({ type: 'not-written', error: failure('STORE_FULL', 'x'), closed: false })
  for (const n of [2, 3, 4, 5]) await ledger.record(draft(n))
  expect(await ledger.record(draft(6))).toMatchObject({ ok: false, error: { code: 'STORE_SPOOL_FULL' } })
  ledger.sample(draft(7))
  expect(events.at(-1)).toMatchObject({ event: 'refused', kind: 'note.added', error: { code: 'STORE_SPOOL_FULL' } })
  await clock.advanceAsync(1000)
  writes()
  say(written(2, 6))
  await settle()
  expect(writes()).toEqual([['{"code":"STORE_FULL","lost":2,"ms":1000,"written":5}']])
})

test('a writer that dies is started again and asked what it had written', async () => {
  const { clock, ledger, posted, starts, say, die, settle } = await play()
  const lost = ledger.record(draft(1))
  await settle()
  die()
  expect(await lost).toMatchObject({ ok: false, error: { code: 'BUG_UNEXPECTED' } })
  await clock.advanceAsync(1000)
  expect(starts()).toBe(2)
  expect(posted.at(-1)).toMatchObject({ type: 'open', request: { acknowledged: { ledger: 'l', seq: 1 } } })
  posted.length = 0
  const resumed = { ...own[0], seq: 3, kind: 'ledger.resumed' }
  say({ type: 'opened', ledger: 'l', head: { seq: 3, anchoredSeq: 3, headCode: '' }, own: [resumed], already: { firstSeq: 2, count: 1 } })
  await settle()
  // Nothing is written twice: only the note about the outage goes out.
  expect(posted.flatMap((message) => (message.type === 'write' ? message.entries.map(({ kind }) => kind) : []))).toEqual(['ledger.outage-ended'])
})

test('a commit that meets damage goes into the new ledger, and nobody hears of an outage', async () => {
  const { ledger, posted, say, settle, events } = await play()
  const done = ledger.record(draft(1))
  await settle()
  say({ type: 'store-lost' })
  say({ type: 'not-written', error: failure('STORE_UNREADABLE', 'not open'), closed: true })
  expect(posted.at(-1)?.type).toBe('open')
  say({ type: 'opened', ledger: 'new', head: { seq: 1, anchoredSeq: 1, headCode: '' }, own, already: { firstSeq: 0, count: 0 } })
  expect(posted.at(-1)).toMatchObject({ type: 'write', entries: [{ payload: '{"n":1}' }] })
  say(written(2, 2))
  expect(await done).toEqual({ ok: true, value: { seq: 2 } })
  expect(words(events)).not.toContain('failed')
})

test('a head is signed within 100 ms of a class A entry, once for all since, and within 10 s of a sample', async () => {
  const { clock, ledger, posted, say, settle } = await play()
  const anchors = (): number => posted.splice(0).filter(({ type }) => type === 'anchor').length
  void ledger.record(draft(1))
  await settle()
  say(written(2, 2))
  await clock.advanceAsync(20)
  void ledger.record(draft(2))
  await settle()
  say(written(3, 3))
  await clock.advanceAsync(80)
  expect(anchors()).toBe(1)
  ledger.sample(draft(3))
  await clock.advanceAsync(1000)
  say(written(4, 4))
  await clock.advanceAsync(8000)
  expect(anchors()).toBe(0)
  await clock.advanceAsync(1999)
  expect(anchors()).toBe(1)
  await clock.advanceAsync(60_000)
  expect(anchors()).toBe(0)
})

test('a signature that cannot be written is told once and tried again', async () => {
  const { clock, posted, events, say } = await play()
  const error = failure('STORE_FULL', 'checkpoint')
  say({ type: 'not-anchored', error })
  await clock.advanceAsync(1000)
  say({ type: 'not-anchored', error })
  await clock.advanceAsync(1000)
  expect(posted.filter(({ type }) => type === 'anchor')).toHaveLength(2)
  expect(events.slice(1)).toEqual([{ event: 'unsigned', error: failure('STORE_UNSIGNED', 'checkpoint') }])
})

test('while the disk refuses, each second says what it is by now and how many wait', async () => {
  const { clock, ledger, events, say, settle } = await play()
  events.splice(0)
  void ledger.record(draft(1))
  await settle()
  say({ type: 'not-written', error: failure('STORE_UNREADABLE', 'a'), closed: true })
  ledger.sample(draft(2))
  await clock.advanceAsync(1000)
  say({ type: 'not-opened', error: failure('STORE_READONLY', 'b') })
  await clock.advanceAsync(1000)
  expect(events).toMatchObject([
    { event: 'failed', error: { code: 'STORE_UNREADABLE' }, waiting: 1 },
    { event: 'failing', error: { code: 'STORE_UNREADABLE' }, waiting: 2 },
    { event: 'failing', error: { code: 'STORE_READONLY' }, waiting: 2 },
  ])
})

test('the first entry that finds no room is said at once, as the cause that counts from then on', async () => {
  const { clock, ledger, events, say, settle } = await play()
  events.splice(0)
  for (let n = 1; n <= 5; n++) void ledger.record(draft(n))
  await settle()
  say({ type: 'not-written', error: failure('STORE_FULL', 'x'), closed: false })
  expect(words(events)).toEqual(['failed'])
  for (const n of [6, 7]) expect(await ledger.record(draft(n))).toMatchObject({ ok: false, error: { code: 'STORE_SPOOL_FULL' } })
  expect(events.slice(1)).toMatchObject([{ event: 'failing', error: { code: 'STORE_SPOOL_FULL', detail: '1 lost' }, waiting: 5 }])
  await clock.advanceAsync(1000)
  expect(events.at(-1)).toMatchObject({ event: 'failing', error: { code: 'STORE_SPOOL_FULL', detail: '2 lost' }, waiting: 5 })
  say({ type: 'written', firstSeq: 2, head: { seq: 6, anchoredSeq: 1, headCode: '' } })
  expect(words(events).slice(-2)).toEqual(['committed', 'recovered'])
})

test('a record that is closed while the disk refuses says how many entries are lost with it', async () => {
  const { clock, ledger, events, say, settle } = await play()
  for (const n of [1, 2]) void ledger.record(draft(n))
  await settle()
  say({ type: 'not-written', error: failure('STORE_FULL', 'x'), closed: false })
  const closed = ledger.close()
  await settle()
  say({ type: 'not-written', error: failure('STORE_FULL', 'x'), closed: false })
  await settle()
  say({ type: 'closed' })
  await clock.advanceAsync(0)
  await closed
  expect(events.at(-1)).toEqual({ event: 'lost', entries: 2 })
})

test('events before the first listener are kept for it', async () => {
  const { events } = await play({ type: 'not-opened', error: failure('STORE_READONLY', 'x') })
  expect(words(events)).toEqual(['failed'])
})

test('a question is answered within two seconds, by the bound if need be', async () => {
  const { clock, ledger } = await play()
  const asked = ledger.latest(['note.added'], 1)
  await clock.advanceAsync(2000)
  expect(await asked).toMatchObject({ ok: false, error: { code: 'STORE_BUSY' } })
})

test('close is bounded by three seconds even when the writer is stuck', async () => {
  const { clock, ledger } = await play()
  const stuck = ledger.record(draft(1))
  const from = clock.monotonicMs()
  let closedAt = Number.POSITIVE_INFINITY
  void ledger.close().then(() => { closedAt = clock.monotonicMs() })
  await clock.advanceAsync(3000)
  expect(closedAt - from).toBeLessThanOrEqual(3000)
  expect((await stuck).ok).toBe(false)
  expect(clock.pending).toBe(0)
})

test('close is bounded as well by a thread that cannot be ended, because the disk of the second file does not come back', async () => {
  const { ledger, clock, say, settle } = await play(OPENED, () => new Promise(() => undefined))
  const fromMs = clock.monotonicMs()
  let closedMs = Number.POSITIVE_INFINITY
  void ledger.close().then(() => { closedMs = clock.monotonicMs() - fromMs })
  await settle()
  say({ type: 'closed' })
  await clock.advanceAsync(3000)
  expect(closedMs).toBeLessThan(3000)
})

test('close during an outage tries once more, and the note about the outage is written before the end', async () => {
  const { ledger, posted, say, settle } = await play()
  void ledger.record(draft(1))
  await settle()
  say({ type: 'not-written', error: failure('STORE_FULL', 'x'), closed: false })
  posted.length = 0
  void ledger.close()
  expect(posted.map(({ type }) => type)).toEqual(['write'])
  say(written(2, 2))
  await settle()
  expect(posted.map(({ type }) => type)).toEqual(['write', 'write'])
  say(written(3, 3))
  await settle()
  expect(posted.map(({ type }) => type)).toEqual(['write', 'write', 'close'])
})

test('another host on the same record is the one thing that stops the opening', async () => {
  await expect(play({ type: 'not-opened', error: failure('SITE_ALREADY_RUNNING', '/f') })).rejects.toThrow('SITE_ALREADY_RUNNING')
})

test('a writer whose thread ends because it was closed is no outage', async () => {
  const { ledger, events, posted, say, die, settle } = await play()
  const closing = ledger.close()
  await settle()
  expect(posted.at(-1)?.type).toBe('close')
  say({ type: 'closed' })
  die()
  await settle()
  await closing
  expect(words(events)).not.toContain('failed')
})

const TECHNICIAN = { role: 'technician', position: 'OB-07' } as const
const rotation = { seq: 3, utcMs: 0, kind: 'key.rotated', actor: TECHNICIAN, payload: {} } as const

test('a new key is asked of the writer with who asks, and its entry is news like any other', async () => {
  const { ledger, say, events, posted } = await play()
  const asked = ledger.rotateKey(TECHNICIAN)
  expect(posted.at(-1)).toMatchObject({ type: 'rotate-key', actor: TECHNICIAN, marks: {} })
  say({ type: 'own', entry: rotation, head: { seq: 3, anchoredSeq: 3, headCode: '3-AAAA-BBBB' } })
  say({ type: 'rotated', id: 1, result: { ok: true, value: { seq: 3, key: 'k', headCode: '3-AAAA-BBBB' } } })
  expect(await asked).toEqual({ ok: true, value: { seq: 3, key: 'k', headCode: '3-AAAA-BBBB' } })
  expect(events.at(-1)).toMatchObject({ event: 'committed', entries: [{ seq: 3 }] })
  expect(ledger.head.seq).toBe(3)
})

test('a writer that says nothing about a new key: STORE_BUSY after 4 s, and after a close it is refused at once', async () => {
  const { clock, ledger, say } = await play()
  const asked = ledger.rotateKey(TECHNICIAN)
  await clock.advanceAsync(4000)
  expect(await asked).toMatchObject({ ok: false, error: { code: 'STORE_BUSY' } })
  const open = ledger.rotateKey(TECHNICIAN)
  const closing = ledger.close()
  say({ type: 'closed' })
  await clock.advanceAsync(4000)
  await closing
  expect(await open).toMatchObject({ ok: false, error: { code: 'CALL_REFUSED' } })
  expect(await ledger.rotateKey(TECHNICIAN)).toMatchObject({ ok: false, error: { code: 'CALL_REFUSED' } })
})

test('an entry of the writer itself between two commits does not shift the numbers of what waits, nor what a reopening looks up', async () => {
  const { ledger, say, posted, writes, settle, clock } = await play()
  const first = ledger.record(draft(1))
  await settle()
  const second = ledger.record(draft(2))
  await settle()
  say(written(2, 2))
  say({ type: 'own', entry: rotation, head: { seq: 3, anchoredSeq: 3, headCode: '' } })
  expect(writes()).toHaveLength(2)
  say(written(4, 4))
  expect(await Promise.all([first, second])).toEqual([{ ok: true, value: { seq: 2 } }, { ok: true, value: { seq: 4 } }])
  say({ type: 'own', entry: { ...rotation, seq: 5 }, head: { seq: 5, anchoredSeq: 5, headCode: '' } })
  say({ type: 'store-lost' })
  await clock.advanceAsync(0)
  expect(posted.at(-1)).toMatchObject({ type: 'open', request: { acknowledged: { ledger: 'l', seq: 5 } } })
})

test('a question to the system store is answered, also where there is none', async () => {
  const { say, posted, settle } = await play()
  say({ type: 'vault', id: 7, say: 'open', bytes: Uint8Array.of(1) })
  await settle()
  expect(posted.at(-1)).toMatchObject({ type: 'vault-answer', id: 7, result: { ok: false, error: { code: 'STORE_KEY_LOCKED' } } })
})
