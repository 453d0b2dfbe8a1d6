// Holds what a watcher said against what was true. The truth was fixed beforehand: a gap of 5 s or more is an outage, one
// under 3 s is none, between them nothing is scored. Source: reliability reference, part A4.
import { gapsOf, type FaultPlan, type Gap } from '../../sim/road-faults.ts'
import { DAY_MS, type Told } from './told.ts'

const OUTAGE_MS = 5_000
const NO_OUTAGE_MS = 3_000
/** A watcher may speak this long after a gap has ended: its last question was still under way. */
const SLACK_MS = 1_000
/** `unknown` is right while the last reply is this old because nothing came through. */
const UNKNOWN_AFTER_MS = 4_000

export interface Score {
  /** From the start of the outage to `down`, for those that found the watcher not saying so already. */
  readonly detectionMs: readonly number[]
  readonly outages: number
  readonly missed: number
  readonly falseDowns: number
  readonly falseUnknowns: number
  /** Outage during which the watcher did not say down. */
  readonly exposedMs: number
  readonly days: number
}

/** @param ownStandstills  of the measuring program: a detection in one of them says nothing of anybody's speed, and is set aside */
export function scoreTold(plan: FaultPlan, { words }: Told, untilMs: number, ownStandstills: readonly Gap[] = []): Score {
  const gaps = gapsOf(plan, untilMs)
  const outages = gaps.filter((gap) => gap.toMs - gap.fromMs >= OUTAGE_MS)
  const downs = downSpans(words, untilMs)
  const detectionMs: number[] = []
  let missed = 0
  let exposedMs = 0
  const nextDown = cursor(downs)
  for (const outage of outages) {
    const first = nextDown((down) => down.toMs > outage.fromMs)
    const sinceMs = first && first.fromMs <= outage.toMs + SLACK_MS ? first.fromMs : undefined
    if (sinceMs === undefined) missed++
    else if (sinceMs > outage.fromMs && !touchesAny(ownStandstills, { fromMs: outage.fromMs, toMs: sinceMs })) detectionMs.push(sinceMs - outage.fromMs)
    exposedMs += Math.max(0, Math.min(outage.toMs, sinceMs ?? Infinity) - outage.fromMs)
  }
  return {
    detectionMs,
    outages: outages.length,
    missed,
    falseDowns: countFalse(downs.map((down) => down.fromMs), gaps.filter((gap) => gap.toMs - gap.fromMs >= NO_OUTAGE_MS), SLACK_MS),
    falseUnknowns: countFalse(words.filter(({ word, atMs }) => word === 'unknown' && atMs > 0).map(({ atMs }) => atMs), gaps, UNKNOWN_AFTER_MS),
    exposedMs,
    days: untilMs / DAY_MS,
  }
}

export const touchesAny = (spans: readonly Gap[], { fromMs, toMs }: Gap): boolean => spans.some((span) => span.fromMs <= toMs && fromMs <= span.toMs)

/** Times that no gap explains. */
function countFalse(times: readonly number[], gaps: readonly Gap[], slackMs: number): number {
  const nextGap = cursor(gaps)
  return times.filter((atMs) => {
    const gap = nextGap((one) => one.toMs + slackMs >= atMs)
    return gap === undefined || gap.fromMs > atMs
  }).length
}

function downSpans(words: Told['words'], untilMs: number): readonly Gap[] {
  const spans: { fromMs: number; toMs: number }[] = []
  for (const [at, { atMs, word }] of words.entries()) if (word === 'down') spans.push({ fromMs: atMs, toMs: words[at + 1]?.atMs ?? untilMs })
  return spans
}

/** Finds the first that fits, never going back: both lists are in order of time. */
function cursor<One>(list: readonly One[]): (fits: (one: One) => boolean) => One | undefined {
  let at = 0
  return (fits) => {
    for (; at < list.length; at++) {
      const one = list[at]
      if (one !== undefined && fits(one)) return one
    }
    return undefined
  }
}

export function addScores(scores: readonly Score[]): Score {
  const sum = (of: (score: Score) => number): number => scores.reduce((total, score) => total + of(score), 0)
  return {
    detectionMs: scores.flatMap((score) => score.detectionMs),
    outages: sum((score) => score.outages),
    missed: sum((score) => score.missed),
    falseDowns: sum((score) => score.falseDowns),
    falseUnknowns: sum((score) => score.falseUnknowns),
    exposedMs: sum((score) => score.exposedMs),
    days: sum((score) => score.days),
  }
}

/** From `fromMs` to the first of this word after it. */
export function firstAfter(told: Told, fromMs: number, word: Told['words'][number]['word']): number | undefined {
  const found = told.words.find((one) => one.atMs >= fromMs && one.word === word)
  return found && found.atMs - fromMs
}
