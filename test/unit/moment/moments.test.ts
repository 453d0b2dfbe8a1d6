// When a keyframe is written, and that it holds what the record says: over restarts, a record that cannot be read, and a new one.
import { expect, test } from 'vitest'
import type { JsonObject } from '../../../electron/contract/words.ts'
import type { StoredEntry } from '../../../electron/host/ledger/port.ts'
import { KEPT_KIND, KEPT_MOST_BYTES, readKept } from '../../../electron/host/moment/kept-moment.ts'
import { NOTHING_KNOWN } from '../../../electron/host/moment/moment-state.ts'
import { reduceMoment } from '../../../electron/host/moment/reduce-moment.ts'
import { createMoments, NOT_KEPT_KIND } from '../../../electron/host/moments.ts'
import { failure } from '../../../native/kit/errors.ts'
import { fail, ok } from '../../../native/kit/result.ts'
import { createManualClock, type ManualClock } from '../../support/manual-clock.ts'

interface Record {
  readonly clock: ManualClock
  entries: StoredEntry[]
  isReadable: boolean
}

const record = (): Record => ({ clock: createManualClock(), entries: [], isReadable: true })

/** One run of a host on it. */
function run(on: Record, reader?: Parameters<typeof createMoments>[0]['reader']) {
  const add = (kind: string, payload: JsonObject = {}): void => {
    const entry: StoredEntry = { seq: (on.entries.at(-1)?.seq ?? 0) + 1, utcMs: on.clock.utcMs(), kind, actor: { role: 'system', position: 'host' }, payload }
    on.entries.push(entry)
    moments.ledgerEvent({ event: 'committed', entries: [entry], head: { seq: entry.seq, anchoredSeq: 0, headCode: '' } })
  }
  const write = (kind: string, payload: object): void => add(kind, payload as JsonObject)
  const moments = createMoments({
    clock: on.clock,
    ledger: {
      latest: async (kinds, limit) => (on.isReadable ? ok(on.entries.filter(({ kind }) => kinds.includes(kind)).toReversed().slice(0, limit)) : fail(failure('STORE_UNREADABLE', ''))),
      get head() {
        return { seq: on.entries.at(-1)?.seq ?? 0, anchoredSeq: 0, headCode: '' }
      },
    },
    recorder: { note: write, sample: write },
    reader,
  })
  return { moments, add }
}

const keptOf = (on: Record): readonly StoredEntry[] => on.entries.filter(({ kind }) => kind === KEPT_KIND)
const changed = (to: string): JsonObject => ({ service: 'rbs', to })
const MINUTES = 60_000

function holds(on: Record): void {
  for (const { payload, seq } of keptOf(on)) {
    const kept = readKept(payload)
    expect(kept?.through).toBeLessThan(seq)
    expect(kept?.state).toEqual(on.entries.filter((entry) => entry.seq <= (kept?.through ?? 0)).reduce(reduceMoment, NOTHING_KNOWN))
  }
}

test('at the start, and each ten minutes in which something changed', async () => {
  const on = record()
  const { moments, add } = run(on)
  moments.start()
  add('host.started', { mode: 'act' })
  await on.clock.advanceAsync(0)
  expect(keptOf(on)).toHaveLength(1)
  add('watch.samples')
  await on.clock.advanceAsync(30 * MINUTES)
  expect(keptOf(on)).toHaveLength(1)
  add('service.changed', changed('down'))
  await on.clock.advanceAsync(10 * MINUTES)
  expect(keptOf(on)).toHaveLength(2)
  moments.stop()
  await on.clock.advanceAsync(60 * MINUTES)
  expect(keptOf(on)).toHaveLength(2)
  holds(on)
})

test('holds what earlier runs recorded, however much that is', async () => {
  const on = record()
  const first = run(on)
  first.moments.start()
  await on.clock.advanceAsync(0)
  first.add('fault.opened', { number: 'S-2024-OB-0001' })
  for (let n = 0; n < 900; n++) first.add('service.changed', changed(n % 2 === 0 ? 'down' : 'ok'))
  first.moments.stop()
  const again = run(on)
  again.moments.start()
  again.add('host.started', { mode: 'act' })
  await on.clock.advanceAsync(0)
  again.add('fault.opened', { number: 'S-2024-OB-0002' })
  await on.clock.advanceAsync(10 * MINUTES)
  expect(readKept(keptOf(on).at(-1)?.payload ?? {})?.state.faults).toEqual(['S-2024-OB-0001', 'S-2024-OB-0002'])
  holds(on)
})

test('asks the reader where more was recorded without a keyframe than is read beside the writing', async () => {
  const on = record()
  const before = run(on)
  for (let n = 0; n < 1001; n++) before.add('service.changed', changed(n % 2 === 0 ? 'down' : 'ok'))
  const without = run(on)
  without.moments.start()
  await on.clock.advanceAsync(0)
  expect(keptOf(on)).toHaveLength(0)
  const asked: number[] = []
  const { moments } = run(on, { state: async (seq) => (asked.push(seq), ok(on.entries.slice(0, seq).reduce(reduceMoment, NOTHING_KNOWN))) })
  moments.start()
  await on.clock.advanceAsync(0)
  expect(asked).toEqual([1001])
  expect(keptOf(on)).toHaveLength(1)
  holds(on)
})

test('is asked for again where the reader was too busy', async () => {
  const on = record()
  const before = run(on)
  for (let n = 0; n < 1001; n++) before.add('service.changed', changed(n % 2 === 0 ? 'down' : 'ok'))
  let tries = 0
  const { moments } = run(on, { state: async (seq) => (++tries === 1 ? fail(failure('STORE_BUSY', '')) : ok(on.entries.slice(0, seq).reduce(reduceMoment, NOTHING_KNOWN))) })
  moments.start()
  await on.clock.advanceAsync(0)
  expect(keptOf(on)).toHaveLength(0)
  await on.clock.advanceAsync(10 * MINUTES)
  expect(keptOf(on)).toHaveLength(1)
  holds(on)
})

test('is written when a record that could not be read is back', async () => {
  const on = record()
  on.isReadable = false
  const { moments, add } = run(on)
  moments.start()
  add('host.started')
  await on.clock.advanceAsync(10 * MINUTES)
  expect(keptOf(on)).toHaveLength(0)
  on.isReadable = true
  moments.ledgerEvent({ event: 'recovered', written: 1 })
  await on.clock.advanceAsync(0)
  expect(keptOf(on)).toHaveLength(1)
  holds(on)
})

test('carries what is true into a record begun anew while the host runs', async () => {
  const on = record()
  const { moments, add } = run(on)
  moments.start()
  add('host.started', { mode: 'act' })
  add('service.changed', changed('down'))
  await on.clock.advanceAsync(0)
  on.entries = []
  add('ledger.opened-first')
  await on.clock.advanceAsync(0)
  expect(keptOf(on).map(({ payload }) => readKept(payload))).toMatchObject([{ through: 1, state: { host: { word: 'running' }, services: { rbs: { now: 'down' } } } }])
})

test('too big for an entry is left out, and the record says so once', async () => {
  const on = record()
  const { moments, add } = run(on)
  moments.start()
  add('alarm.raised', { alarm: 'device:x', kind: 'device', severity: 'error', code: 'LINK_LOST', params: { detail: 'x'.repeat(KEPT_MOST_BYTES) } })
  await on.clock.advanceAsync(10 * MINUTES)
  add('service.changed', changed('down'))
  await on.clock.advanceAsync(10 * MINUTES)
  expect(keptOf(on)).toHaveLength(0)
  expect(on.entries.filter(({ kind }) => kind === NOT_KEPT_KIND)).toMatchObject([{ payload: { most: KEPT_MOST_BYTES } }])
  add('alarm.cleared', { alarm: 'device:x' })
  await on.clock.advanceAsync(10 * MINUTES)
  expect(keptOf(on)).toHaveLength(1)
  holds(on)
})
