// What a watcher said over time, whoever it is and whether time was real or simulated; and the model of asking in simulated time.
import type { Chance } from '../../sim/chance.ts'
import { passageOf, type PlanReader } from '../../sim/road-faults.ts'

/** HAProxy and the plain rule know two of these. */
export type ToldWord = 'ok' | 'unknown' | 'degraded' | 'down'

export interface Told {
  /** Each change of the word, in order. Times since the start of the plan. */
  readonly words: readonly { readonly atMs: number; readonly word: ToldWord; readonly afterLastReplyMs?: number }[]
  /** Of the label `unstable`, and of the word `down` that replaces it after ten minutes; only Achterwacht has one. */
  readonly levels: readonly { readonly atMs: number; readonly level: 'none' | 'unstable' | 'down' }[]
  readonly sounds: readonly { readonly atMs: number; readonly code: string }[]
}

/** All three ask with the same bound, so that only their rules differ. */
export const QUESTION_TIMEOUT_MS = 800
/** The way there and back on a healthy road. */
const ROUND_TRIP_MS = 5
const REFUSAL_MS = 1

export interface SimulatedAnswer {
  readonly atMs: number
  readonly result: 'reply' | 'timeout' | 'refused' | 'reset'
  readonly latencyMs: number
}

/** One question put to a faulty server at `nowMs`. */
export function askSimulated(reader: PlanReader, chance: Chance, nowMs: number): SimulatedAnswer {
  const passage = passageOf(reader.at(nowMs), chance)
  switch (passage.kind) {
    case 'lost': return { atMs: nowMs + QUESTION_TIMEOUT_MS, result: 'timeout', latencyMs: QUESTION_TIMEOUT_MS }
    case 'refused':
    case 'reset': return { atMs: nowMs + REFUSAL_MS, result: passage.kind, latencyMs: REFUSAL_MS }
    case 'passes': {
      const latencyMs = Math.round(ROUND_TRIP_MS + passage.delayMs)
      const isLate = latencyMs >= QUESTION_TIMEOUT_MS
      return isLate ? { atMs: nowMs + QUESTION_TIMEOUT_MS, result: 'timeout', latencyMs: QUESTION_TIMEOUT_MS } : { atMs: nowMs + latencyMs, result: 'reply', latencyMs }
    }
  }
}

export const SECOND_MS = 1_000
export const MINUTE_MS = 60_000
export const HOUR_MS = 3_600_000
export const DAY_MS = 86_400_000
