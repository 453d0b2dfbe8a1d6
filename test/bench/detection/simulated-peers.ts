// HAProxy's check rule and the plain rule of three misses, in simulated time. The first is held against the real HAProxy in
// the same run (live.ts). Source: HAProxy 2.6, configuration manual section 5.2: inter, fastinter, fall, rise.
import type { Chance } from '../../sim/chance.ts'
import { readPlan, type FaultPlan } from '../../sim/road-faults.ts'
import { askSimulated, SECOND_MS, type Told, type ToldWord } from './told.ts'

export interface SimulatedRun {
  readonly plan: FaultPlan
  readonly untilMs: number
  readonly chance: Chance
}

export interface HaproxyRule {
  readonly fall: number
  readonly rise: number
  readonly interMs: number
  /** Between checks while it is neither wholly up nor wholly down. */
  readonly fastinterMs: number
}

export const HAPROXY_RULE: HaproxyRule = { fall: 3, rise: 2, interMs: 1_000, fastinterMs: 250 }

/** The next check starts an interval after the last one ended: nothing is asked while a check is under way. */
export function simulateHaproxy({ plan, untilMs, chance }: SimulatedRun, rule: HaproxyRule = HAPROXY_RULE): Told {
  const reader = readPlan(plan)
  const words: { atMs: number; word: ToldWord }[] = [{ atMs: 0, word: 'ok' }]
  // As HAProxy counts: below `rise` it is down, at `rise + fall - 1` wholly up; one failure or success short of that resets.
  const whole = rule.rise + rule.fall - 1
  let health = whole
  let isUp = true
  for (let nowMs = chance() * rule.interMs; nowMs < untilMs; ) {
    const { atMs, result } = askSimulated(reader, chance, nowMs)
    if (result === 'reply') {
      if (health < whole) health++
      if (health >= rule.rise) health = whole
    } else if (health > 0) {
      health--
      if (health < rule.rise) health = 0
    }
    const isTurned = isUp ? health === 0 : health === whole
    if (isTurned) {
      isUp = !isUp
      words.push({ atMs, word: isUp ? 'ok' : 'down' })
    }
    nowMs = atMs + (health === whole || health === 0 ? rule.interMs : rule.fastinterMs)
  }
  return { words, levels: [], sounds: [] }
}

/** A question each second; `misses` in a row are down, one reply is up. */
export function simulateMisses({ plan, untilMs, chance }: SimulatedRun, misses = 3): Told {
  const reader = readPlan(plan)
  const words: { atMs: number; word: ToldWord }[] = [{ atMs: 0, word: 'ok' }]
  let inARow = 0
  for (let nowMs = chance() * SECOND_MS; nowMs < untilMs; nowMs += SECOND_MS) {
    const { atMs, result } = askSimulated(reader, chance, nowMs)
    const wasDown = inARow >= misses
    inARow = result === 'reply' ? 0 : inARow + 1
    const isDown = inARow >= misses
    if (isDown !== wasDown) words.push({ atMs, word: isDown ? 'down' : 'ok' })
  }
  return { words, levels: [], sounds: [] }
}
