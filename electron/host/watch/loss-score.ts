// CUSUM on the regular probe of each second: sees 10–50 % loss that never makes a long silence. Pure.
// Source: architecture section 5; measured in the reliability reference, part A2 (1 % healthy against 30 % bad).
import type { WatchSettings } from './settings.ts'

export interface LossScore {
  /** Hundredths of a point, 0 to `cusumCap`. */
  readonly points: number
  readonly limited: boolean
  /** When the score came back to 0; only while `limited`. */
  readonly zeroSinceMs?: number
  readonly relapses: number
  readonly endedMs?: number
}

export const CLEAN_LOSS: LossScore = { points: 0, limited: false, relapses: 0 }

/** One regular probe was answered, or not. */
export function scoreLoss(loss: LossScore, outcome: 'reply' | 'miss', settings: WatchSettings, nowMs: number): LossScore {
  if (outcome === 'reply') {
    if (loss.points === 0) return loss
    const points = Math.max(0, loss.points - settings.cusumReply)
    return loss.limited && points === 0 ? { ...loss, points, zeroSinceMs: nowMs } : { ...loss, points }
  }
  const points = Math.min(settings.cusumCap, loss.points + settings.cusumMiss)
  const { zeroSinceMs: _, ...rest } = loss
  if (loss.limited || points < settings.cusumDegraded) return { ...rest, points }
  const relapse = loss.endedMs !== undefined && nowMs - loss.endedMs <= settings.degradedRelapseMs
  return { ...rest, points, limited: true, relapses: relapse ? loss.relapses + 1 : 0 }
}

/** When `limited` ends if no further miss comes; Infinity when that is not in sight. */
export function lossEndsMs(loss: LossScore, settings: WatchSettings): number {
  if (!loss.limited || loss.zeroSinceMs === undefined) return Infinity
  return loss.zeroSinceMs + Math.min(settings.degradedClearMaxMs, settings.degradedClearMs * 2 ** loss.relapses)
}

/** `limited` has ended by itself at `nowMs`. */
export const endLoss = (loss: LossScore, nowMs: number): LossScore =>
  ({ points: 0, limited: false, relapses: loss.relapses, endedMs: nowMs })

/** The service was down and is back: the score starts anew, what is known of relapses stays. */
export function restartLoss(loss: LossScore, nowMs: number): LossScore {
  if (loss.limited) return endLoss(loss, nowMs)
  return { ...loss, points: 0 }
}
