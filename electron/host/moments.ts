// Keeps what is true, by the record, beside the record's own writing, and writes it down as a keyframe: at the start and each
// ten minutes in which something changed. So any moment is rebuilt from the record alone, without reading it from the beginning.
import type { Clock, Timer } from '../../native/kit/clock.ts'
import type { Ledger, LedgerEvent, StoredEntry } from './ledger/port.ts'
import type { RecordReader } from './ledger/reader/port.ts'
import { KEPT_KIND, KEPT_MOST_BYTES, readKept, sizeOfKept, type KeptMoment } from './moment/kept-moment.ts'
import { momentStateSchema, NOTHING_KNOWN, type MomentState } from './moment/moment-state.ts'
import { MOMENT_KINDS, reduceMoment } from './moment/reduce-moment.ts'
import type { Recorder } from './recorder.ts'

const KEEP_EVERY_MS = 10 * 60_000
/** Since the last keyframe of an earlier run: ten quiet minutes first, then busy ones. More would hold up what is written. */
const READ_ENTRIES = [100, 1000] as const
/** Committed while the record is being read. */
const MOST_EARLY = 10_000

export const NOT_KEPT_KIND = 'state.not-kept'

export interface MomentsDeps {
  readonly clock: Clock
  readonly ledger: Pick<Ledger, 'latest' | 'head'>
  readonly recorder: Pick<Recorder, 'note' | 'sample'>
  /** Asked only where there is no keyframe near. */
  readonly reader: Pick<RecordReader, 'state'> | undefined
}

export interface Moments {
  /** When this run has said that it began. */
  start(): void
  stop(): void
  ledgerEvent(event: LedgerEvent): void
}

export function createMoments({ clock, ledger, recorder, reader }: MomentsDeps): Moments {
  let known: KeptMoment | undefined
  let kept: MomentState | undefined
  let early: StoredEntry[] = []
  let timer: Timer | undefined
  let isTooBig = false
  let isStarted = false

  const keep = (): void => {
    if (!known || known.state === kept) return
    kept = known.state
    const bytes = sizeOfKept(known)
    if (bytes <= KEPT_MOST_BYTES) recorder.sample(KEPT_KIND, known)
    else if (!isTooBig) recorder.note(NOT_KEPT_KIND, { bytes, most: KEPT_MOST_BYTES })
    isTooBig = bytes > KEPT_MOST_BYTES
  }
  const keepLater = (): void => {
    timer = clock.after(KEEP_EVERY_MS, () => {
      if (known) keep()
      else void read()
      keepLater()
    })
  }
  const take = (entry: StoredEntry): void => {
    if (!known) return void (early.length < MOST_EARLY && early.push(entry))
    // A record begun anew: what was true stays true, and only we can tell it.
    const isNew = entry.seq <= known.through
    known = { state: reduceMoment(known.state, entry), through: entry.seq }
    if (!isNew) return
    kept = undefined
    keep()
  }
  const read = async (): Promise<void> => {
    early = []
    const untilSeq = ledger.head.seq
    const found = await readEarlier(ledger, reader, untilSeq)
    if (!found || known) return
    known = found
    const since = early.filter(({ seq }) => seq > untilSeq)
    early = []
    since.forEach(take)
    keep()
  }

  return {
    start() {
      isStarted = true
      void read()
      keepLater()
    },
    stop: () => timer?.cancel(),
    ledgerEvent(event) {
      if (!isStarted) return
      if (event.event === 'committed') event.entries.forEach(take)
      if (event.event === 'recovered' && !known) void read()
    },
  }
}

/** What was true at this entry. Undefined: the record cannot be read now. */
async function readEarlier(ledger: Pick<Ledger, 'latest'>, reader: MomentsDeps['reader'], untilSeq: number): Promise<KeptMoment | undefined> {
  const kept = await ledger.latest([KEPT_KIND], 1)
  if (!kept.ok) return undefined
  const from = kept.value.flatMap(({ payload }) => readKept(payload) ?? [])[0] ?? { state: NOTHING_KNOWN, through: 0 }
  for (const limit of READ_ENTRIES) {
    const newest = await ledger.latest(MOMENT_KINDS, limit)
    if (!newest.ok) return undefined
    const isAll = newest.value.length < limit || (newest.value.at(-1)?.seq ?? 0) <= from.through
    if (!isAll) continue
    const since = newest.value.filter(({ seq }) => seq > from.through && seq <= untilSeq).toReversed()
    return { state: since.reduce(reduceMoment, from.state), through: untilSeq }
  }
  const read = await reader?.state(untilSeq)
  const state = read?.ok ? momentStateSchema.safeParse(read.value) : undefined
  return state?.success ? { state: state.data, through: untilSeq } : undefined
}
