// When enough is known to name a cause. Two things that fail by one cause are never seen to fail at one moment: until each
// service was asked after the failure, the cause is "not known yet", for a bounded time. Pure. Source: reliability
// reference, part A3 (both verdicts within a window). In 300 injected faults 2.5 s named no cause wrongly, as 5 s did, and 2.3 s
// sooner; 1 s named 5 % wrongly on the way (bench diagnosis).
import { primariesOf, type ConditionState } from './condition-state.ts'
import type { WatchSettings } from './settings.ts'

export interface CauseWait {
  /** A cause is named then, from whatever is known. */
  readonly untilMs: number
  /** Time alone may complete the evidence then. */
  readonly dueMs: number
}

/**
 * Whether to wait with naming a cause.
 *
 * @param before  the wait that is going on: a second failure does not prolong it
 * @returns undefined when every service has shown what it does since the youngest turn, or the bound is reached
 */
export function causeWait(services: readonly ConditionState[], settings: WatchSettings, before: CauseWait | undefined, nowMs: number): CauseWait | undefined {
  const { causeWindowMs, causeWaitMs } = settings
  if (causeWindowMs === 0) return undefined
  const measured = services.filter((one) => !one.blind && primariesOf(one).length > 0)
  const [youngest] = measured.map(turnOf).toSorted((one, other) => other.atMs - one.atMs)
  if (!youngest) return undefined
  const untilMs = before?.untilMs ?? youngest.atMs + causeWaitMs
  const sinceMs = youngest.atMs + causeWindowMs
  if (nowMs >= untilMs || measured.every((one) => hasShown(one, { ...youngest, sinceMs }, nowMs))) return undefined
  return { untilMs, dueMs: sinceMs > nowMs ? Math.min(sinceMs, untilMs) : untilMs }
}

interface Turn {
  readonly atMs: number
  readonly to: 'worse' | 'better'
}

/** When a service last turned: a failure counts from where it began, not from where it was proven. */
function turnOf({ now, why, down, sinceMs, probes }: ConditionState): Turn {
  if (down) return { atMs: down.onsetMs, to: 'worse' }
  if (why.code === 'silent') return { atMs: why.lastReplyMs, to: 'worse' }
  // A radio whose cell is cut off from the network answers as before.
  const cell = probes.find((probe) => probe.phase === 'answering' && (probe.cellSinceMs ?? -Infinity) >= sinceMs)
  if (cell?.cellSinceMs !== undefined) return { atMs: cell.cellSinceMs, to: cell.cell === 'local' ? 'worse' : 'better' }
  // What has proved itself turned when it came back, not when its good time was over.
  if (why.code === 'good-again' || why.code === 'ended') return { atMs: -Infinity, to: 'better' }
  return { atMs: sinceMs, to: now === 'ok' || why.code === 'recovering' ? 'better' : 'worse' }
}

/** @param turn  `sinceMs`: only what was asked after this tells whether the service turned with it */
function hasShown(state: ConditionState, turn: Turn & { readonly sinceMs: number }, nowMs: number): boolean {
  // Where something came back the others are given their time to follow; where something failed, down is an answer.
  if (state.down) return state.replies.length === 0 && (turn.to === 'worse' || nowMs >= turn.sinceMs)
  if (state.now === 'unknown') return false
  return state.probes.some((probe) => probe.weight === 'primary' && probe.answered && (probe.lastReplySentMs ?? -Infinity) >= turn.sinceMs)
}
