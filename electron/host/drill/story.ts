// What each story pretends of radio control, and when that changes. Pure. The on-and-off one has the rhythm that the rules of
// switching and returning were measured with: 4 minutes up, 2 minutes down (architecture section 6; three nights of 2020).
import type { DrillStory } from '../../contract/switching.ts'
import type { Pretended } from './types.ts'

const DOWN_MS = 2 * 60_000
/** Back, and not trusted yet: as long as the watch takes from down to good. */
const RECOVERING_MS = 60_000
const UP_MS = 4 * 60_000
const ROUND_MS = DOWN_MS + UP_MS
/** The label is not borne by a first failure: so many had been when the story begins. */
const DOWNS_BEFORE = 2
/** As the switch counts them: enough to count down by itself where the plan allows that. */
const PROOFS = 2

export interface StoryMoment {
  readonly pretended: Pretended
  /** Monotonic moment of its next change; absent: it stays so. */
  readonly nextMs?: number
}

export function storyAt(story: DrillStory, sinceMs: number, nowMs: number): StoryMoment {
  switch (story) {
    case 'rbs-down':
      return { pretended: { now: 'down', sinceMs, proofs: PROOFS } }
    case 'rbs-limited':
      return { pretended: { now: 'degraded', sinceMs, proofs: 0 } }
    case 'rbs-unstable':
      return onAndOff(sinceMs, nowMs)
  }
}

function onAndOff(sinceMs: number, nowMs: number): StoryMoment {
  const round = Math.max(0, Math.floor((nowMs - sinceMs) / ROUND_MS))
  const beganMs = sinceMs + round * ROUND_MS
  const backMs = beganMs + DOWN_MS
  const goodMs = backMs + RECOVERING_MS
  const downs = DOWNS_BEFORE + round + 1
  if (nowMs < backMs) return { pretended: { now: 'down', sinceMs: beganMs, downs, proofs: PROOFS }, nextMs: backMs }
  if (nowMs < goodMs) return { pretended: { now: 'degraded', sinceMs: backMs, downs, proofs: 0 }, nextMs: goodMs }
  return { pretended: { now: 'ok', sinceMs: goodMs, downs, proofs: 0 }, nextMs: beganMs + ROUND_MS }
}
