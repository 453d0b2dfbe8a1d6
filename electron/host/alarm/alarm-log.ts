// Keeps what the record says of the last day's alarms while the console runs: what the page shows of ended ones, and the load.
import type { Clock, Timer } from '../../../native/kit/clock.ts'
import type { AlarmLoadView, PastAlarmView } from '../../contract/topics.ts'
import type { Ledger, StoredEntry } from '../ledger/port.ts'
import { ALARM_KINDS, alarmHistory, type AlarmEntry } from './history.ts'
import { alarmLoad } from './load.ts'
import { pastAlarms } from './past.ts'

const DAY_MS = 24 * 60 * 60_000
/** A day of 300 annunciations, the most that can be managed, is 1 200 entries. */
const ENTRIES_KEPT = 1500
/** Rates fall by themselves; a load that is a minute old is near enough. */
const RENEW_MS = 60_000

export interface AlarmLogView {
  readonly past: Readonly<Record<string, PastAlarmView>>
  readonly load: AlarmLoadView
}

export interface AlarmLogDeps {
  readonly clock: Clock
  readonly ledger: Pick<Ledger, 'latest'>
  readonly onChange: (view: AlarmLogView) => void
}

export interface AlarmLog {
  /** Reads what earlier runs left, beside the start. */
  start(): void
  stop(): void
  committed(entries: readonly StoredEntry[]): void
  recordIsBack(): void
  readonly past: AlarmLogView['past']
}

export function createAlarmLog({ clock, ledger, onChange }: AlarmLogDeps): AlarmLog {
  /** By sequence number: what is read at the start and what is told may be the same. */
  const entries = new Map<number, AlarmEntry>()
  let known = false
  let timer: Timer | undefined
  let shown: AlarmLogView['past'] = {}

  const renew = (): void => {
    const toUtcMs = Math.round(clock.utcMs())
    for (const seq of [...entries.keys()].toSorted((one, other) => one - other).slice(0, Math.max(0, entries.size - ENTRIES_KEPT))) entries.delete(seq)
    const ordered = [...entries].toSorted(([one], [other]) => one - other).map(([, entry]) => entry)
    const history = alarmHistory(ordered)
    shown = pastAlarms(history, toUtcMs)
    onChange({ past: shown, load: alarmLoad(history, { fromUtcMs: toUtcMs - DAY_MS, toUtcMs }) })
  }
  const renewLater = (): void => {
    timer?.cancel()
    timer = clock.after(RENEW_MS, () => {
      renew()
      renewLater()
    })
  }
  const read = async (): Promise<void> => {
    const earlier = await ledger.latest(ALARM_KINDS, ENTRIES_KEPT)
    if (!earlier.ok) return
    known = true
    for (const entry of earlier.value) entries.set(entry.seq, entry)
    renew()
  }

  return {
    get past() {
      return shown
    },
    start() {
      void read()
      renewLater()
    },
    stop: () => timer?.cancel(),
    committed(told) {
      const ours = told.filter(({ kind }) => ALARM_KINDS.some((one) => one === kind))
      for (const entry of ours) entries.set(entry.seq, entry)
      if (ours.length > 0) renew()
    },
    recordIsBack() {
      if (!known) void read()
    },
  }
}
