// Keeps the line of each service: from the watch as it speaks, and from the record what an earlier run saw.
import type { Clock } from '../../native/kit/clock.ts'
import type { Result } from '../../native/kit/result.ts'
import type { TraceView } from '../contract/topics.ts'
import type { Ledger, StoredEntry } from './ledger/port.ts'
import { SAMPLES_KIND } from './recorder.ts'
import { beginTrace, joinTraces, recordedTraces, trace, TRACE_KINDS, type Trace, type TraceEvent } from './trace.ts'
import type { WatchChange, WatchView } from './watch/index.ts'

/** Newest first: enough for an hour in which everything flaps. */
const CHANGES_LOOKED_AT = 400

/** What the record holds of the time before this run. */
export type EarlierWatch = Promise<readonly [changes: Result<readonly StoredEntry[]>, samples: Result<readonly StoredEntry[]>]>

/** Ask before this run records anything. */
export const readEarlierWatch = (ledger: Pick<Ledger, 'latest'>): EarlierWatch =>
  Promise.all([ledger.latest(TRACE_KINDS, CHANGES_LOOKED_AT), ledger.latest([SAMPLES_KIND], 1)])

export interface Traces {
  /** Watching began. */
  begin(view: WatchView): void
  changed(change: WatchChange): void
  /** Tells all lines once more: they are shown otherwise now. */
  again(): void
  /** The hour moves on. */
  timePassed(): void
}

export function createTraces(clock: Clock, earlier: EarlierWatch, onChange: (traces: Record<string, TraceView>) => void): Traces {
  const lines = new Map<string, Trace>()
  const keep = (service: string, next: Trace): void => {
    if (lines.get(service) === next) return
    lines.set(service, next)
    onChange({ [service]: { points: next } })
  }
  const take = (service: string, event: TraceEvent): void => keep(service, trace(lines.get(service) ?? [], event))
  const nowUtcMs = (): number => Math.round(clock.utcMs())

  return {
    begin({ services }) {
      for (const { id, unstable } of services) keep(id, beginTrace(nowUtcMs(), unstable !== undefined))
      void earlier.then(([changes, samples]) => {
        if (!changes.ok) return
        const seenUntil = samples.ok ? samples.value[0]?.utcMs : undefined
        const recorded = recordedTraces(changes.value.toReversed(), seenUntil)
        for (const [service, own] of lines) keep(service, joinTraces(recorded.get(service) ?? [], own, nowUtcMs()))
      })
    },
    changed(change) {
      const at = 'utcMs' in change ? Math.round(change.utcMs) : nowUtcMs()
      if (change.effect === 'announce-change') take(change.service, { event: 'level', utcMs: at, level: change.to })
      if (change.effect === 'announce-unstable' || change.effect === 'announce-stable') take(change.service, { event: 'label', utcMs: at, unstable: change.effect === 'announce-unstable' })
    },
    again: () => onChange(Object.fromEntries([...lines].map(([service, points]) => [service, { points }]))),
    timePassed() {
      for (const service of lines.keys()) take(service, { event: 'time-passed', utcMs: nowUtcMs() })
    },
  }
}
