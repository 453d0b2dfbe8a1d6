// The line of each channel's readiness: kept, written down, and read back after a start without anybody waiting for it.
import type { Clock, Timer } from '../../native/kit/clock.ts'
import type { ChannelView } from '../contract/topics.ts'
import { lookAtReadiness, MOST_KEPT, withEarlier, type HistoryEntry, type ReadinessHistory } from './fallback/readiness-history.ts'
import type { Readiness } from './fallback/types.ts'
import type { Ledger, StoredEntry } from './ledger/port.ts'
import type { Recorder } from './recorder.ts'

export const READINESS_KIND = 'channel.readiness'

export interface ChannelHistoryDeps {
  readonly clock: Clock
  readonly ledger: Pick<Ledger, 'latest'>
  readonly recorder: Pick<Recorder, 'note'>
  readonly channels: readonly string[]
  readonly onChange: () => void
}

export interface ChannelsHistory {
  /** What is so now. */
  look(readiness: Readonly<Record<string, Readiness>>): void
  of(channel: string): NonNullable<ChannelView['history']>
  restore(): Promise<void>
  stop(): void
}

export function createChannelHistory({ clock, ledger, recorder, channels, onChange }: ChannelHistoryDeps): ChannelsHistory {
  let history: ReadinessHistory = {}
  let latest: Readonly<Record<string, Readiness>> = {}
  let timer: Timer | undefined
  let isRead = false
  let isStopped = false

  const look = (): void => {
    if (isStopped) return
    const step = lookAtReadiness(history, latest, { nowMs: clock.monotonicMs(), utcMs: clock.utcMs() })
    history = step.history
    timer?.cancel()
    timer = step.nextMs === undefined ? undefined : clock.after(Math.max(0, step.nextMs - clock.monotonicMs()), look)
    for (const { sinceUtcMs, ...entry } of step.written) recorder.note(READINESS_KIND, { ...entry, since: sinceUtcMs })
    if (step.written.length > 0) onChange()
  }
  return {
    look(readiness) {
      latest = readiness
      look()
    },
    of: (channel) => (history[channel]?.entries ?? []).map(({ state, cause, sinceUtcMs, between }) => ({
      utcMs: sinceUtcMs, readiness: state, ...(cause === undefined ? {} : { cause }), ...(between === undefined ? {} : { between }),
    })),
    async restore() {
      if (isRead) return
      const read = await ledger.latest([READINESS_KIND], MOST_KEPT * channels.length)
      if (!read.ok || isRead) return
      isRead = true
      const written = new Set(Object.values(history).flatMap(({ entries }) => entries.map((one) => `${one.channel} ${one.sinceUtcMs}`)))
      const earlier = read.value.flatMap((entry) => readEntry(entry, channels) ?? []).filter((one) => !written.has(`${one.channel} ${one.sinceUtcMs}`))
      history = withEarlier(history, earlier, clock.monotonicMs())
      onChange()
    },
    stop() {
      isStopped = true
      timer?.cancel()
    },
  }
}

const STATES: ReadonlySet<unknown> = new Set<Readiness['state']>(['ready', 'stale', 'failed', 'struck-out', 'unknown'])
const isState = (value: unknown): value is Readiness['state'] => STATES.has(value)

/** A channel that is not in the plan any more has no line. */
function readEntry({ payload: { channel, state, cause, since, between }, utcMs }: StoredEntry, channels: readonly string[]): HistoryEntry | undefined {
  if (typeof channel !== 'string' || !channels.includes(channel) || !isState(state)) return undefined
  return {
    channel, state,
    sinceUtcMs: typeof since === 'number' ? since : utcMs,
    ...(typeof cause === 'string' ? { cause } : {}),
    ...(typeof between === 'number' ? { between } : {}),
  }
}
