// The flight recorder while the disk takes nothing: its half hour waits in memory, and goes into the record with the first
// commit that succeeds, before and beside the storing it belongs to. Architecture section 7.
import { expect, test } from 'vitest'
import { FLIGHT_RECORDER_MS } from '../../../electron/host/incident/begun.ts'
import { openLedger } from '../../../electron/host/ledger/open-ledger.ts'
import type { PreparedEntry } from '../../../electron/host/ledger/entry.ts'
import type { EntryDraft, LedgerEvent } from '../../../electron/host/ledger/port.ts'
import type { WriterListener } from '../../../electron/host/ledger/writer-port.ts'
import type { ToWriter } from '../../../electron/host/ledger/writer-protocol.ts'
import { failure } from '../../../native/kit/errors.ts'
import { createManualClock } from '../../support/manual-clock.ts'

const SECOND_MS = 1_000
/** A second of probes, packed as they are: larger than the busiest that was measured. */
const SECOND_OF_SAMPLES = 'x'.repeat(4_000)
const by = { role: 'system', position: 'host' } as const
const sample: EntryDraft = { kind: 'watch.samples', actor: by, payload: { count: 40 }, content: SECOND_OF_SAMPLES }
const opened: EntryDraft = { kind: 'fault.opened', actor: by, payload: { number: 'S-2026-OB-0001', picture: { text: 'y'.repeat(50_000) } } }

test('half an hour of samples, and the storing in the midst of it, are written at once after the outage, in order and with their own times', async () => {
  const clock = createManualClock()
  const posted: ToWriter[] = []
  const events: LedgerEvent[] = []
  let listener: WriterListener | undefined
  const opening = openLedger({
    folder: '/f', keyFolder: '/k', bootId: 'b', clock, random: { bytes: (length) => new Uint8Array(length), fraction: () => 0 },
    startWriter: (given) => {
      listener = given
      return { post: (message) => posted.push(message), end: async () => {} }
    },
  })
  listener?.onMessage({ type: 'opened', ledger: 'l', head: { seq: 1, anchoredSeq: 1, headCode: '' }, own: [{ seq: 1, utcMs: 0, kind: 'ledger.opened-first', actor: by, payload: {} }], already: { firstSeq: 0, count: 0 } })
  const ledger = await opening
  if (!ledger.ok) throw new Error(ledger.error.code)
  ledger.value.onEvent((event) => events.push(event))
  const lastWrite = (): Extract<ToWriter, { type: 'write' }> | undefined => posted.splice(0).findLast((message) => message.type === 'write')

  const fromUtcMs = clock.utcMs()
  let answer: unknown
  for (let ms = 0; ms < FLIGHT_RECORDER_MS; ms += SECOND_MS) {
    ledger.value.sample(sample)
    if (ms === FLIGHT_RECORDER_MS / 2) void ledger.value.record(opened).then((result) => (answer = result))
    await clock.advanceAsync(SECOND_MS)
    if (lastWrite()) listener?.onMessage({ type: 'not-written', error: failure('STORE_FULL', 'test'), closed: false })
  }
  expect(answer).toMatchObject({ ok: false, error: { code: 'STORE_FULL' } })
  expect(events.filter(({ event }) => event === 'refused')).toEqual([])

  await clock.advanceAsync(SECOND_MS)
  const written: PreparedEntry[] = []
  const { monotonicMs } = clock
  const backMs = monotonicMs()
  for (let commit = lastWrite(); commit; commit = lastWrite()) {
    written.push(...commit.entries)
    listener?.onMessage({ type: 'written', firstSeq: 2 + written.length - commit.entries.length, head: { seq: 1 + written.length, anchoredSeq: 1, headCode: '' } })
  }
  const count = FLIGHT_RECORDER_MS / SECOND_MS
  expect(written.map(({ kind }) => kind).join()).toBe([...Array.from({ length: count / 2 + 1 }, () => 'watch.samples'), 'fault.opened', ...Array.from({ length: count / 2 - 1 }, () => 'watch.samples')].join())
  const times = written.filter(({ kind }) => kind === 'watch.samples').map(({ utcMs }) => utcMs)
  expect(times).toEqual(Array.from({ length: count }, (_, second) => fromUtcMs + second * SECOND_MS))
  // One commit after the other, without waiting in between.
  expect(monotonicMs()).toBe(backMs)
})
