// The truth of one service as one line: pieces one after the other, each with the worst of what is wrong in it. Pure.
import type { ScenarioFault } from './scenario-schema.ts'
import type { Truth, TruthInterval } from './truth.ts'

export interface Piece {
  readonly fromMs: number
  readonly untilMs: number
  readonly is: ScenarioFault
}

const RANK: readonly ScenarioFault['fault'][] = ['slow', 'lose', 'searching', 'hang', 'refuse']

/** Pieces in order, with nothing wrong between them. */
export function timelineOf({ intervals }: Pick<Truth, 'intervals'>, service: string): readonly Piece[] {
  const own = intervals.filter((one) => one.service === service)
  const edges = [...new Set(own.flatMap((one) => [one.fromMs, one.untilMs]))].toSorted((one, other) => one - other)
  const pieces: Piece[] = []
  let first = 0
  for (const [at, fromMs] of edges.entries()) {
    const untilMs = edges[at + 1]
    if (untilMs === undefined) break
    // Intervals are in order of their beginning: those that ended long ago need no second look.
    while (first < own.length && (own[first] as TruthInterval).untilMs <= fromMs) first++
    const worst = worstAt(own, first, fromMs)
    if (worst) join(pieces, { fromMs, untilMs, is: worst })
  }
  return pieces
}

function worstAt(own: readonly TruthInterval[], first: number, atMs: number): ScenarioFault | undefined {
  let worst: ScenarioFault | undefined
  for (let at = first; at < own.length; at++) {
    const one = own[at] as TruthInterval
    if (one.fromMs > atMs) break
    if (one.untilMs > atMs && (!worst || isWorse(one.is, worst))) worst = one.is
  }
  return worst
}

/** Of two that lose or delay, the one that does so more. */
function isWorse(one: ScenarioFault, other: ScenarioFault): boolean {
  const byKind = RANK.indexOf(one.fault) - RANK.indexOf(other.fault)
  return byKind === 0 ? strength(one) > strength(other) : byKind > 0
}

const strength = (fault: ScenarioFault): number => ('percent' in fault ? fault.percent : 'byMs' in fault ? fault.byMs : 0)

function join(pieces: Piece[], next: Piece): void {
  const last = pieces.at(-1)
  if (last?.untilMs === next.fromMs && isSame(last.is, next.is)) pieces[pieces.length - 1] = { ...last, untilMs: next.untilMs }
  else pieces.push(next)
}

const isSame = (one: ScenarioFault, other: ScenarioFault): boolean => one.fault === other.fault && strength(one) === strength(other)
