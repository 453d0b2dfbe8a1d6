// What a faulty road does to each exchange, as data: one plan drives the real proxy (fault-proxy.ts) and simulated days alike.
import type { Chance, Draw } from './chance.ts'

export type RoadFault =
  | { readonly kind: 'none' }
  /** Each exchange is lost with this chance, 0 to 1, independent of the others. */
  | { readonly kind: 'loss'; readonly share: number }
  /** Accepts and stays silent. */
  | { readonly kind: 'hang' }
  /** One direction is cut: the server hears nothing, or nobody hears the server. */
  | { readonly kind: 'one-way'; readonly lost: 'requests' | 'answers' }
  /** Nobody listens: the process is gone. */
  | { readonly kind: 'refuse' }
  /** Accepts and resets. */
  | { readonly kind: 'reset' }
  /** Answers come later by `byMs` and up to `jitterMs` more. */
  | { readonly kind: 'slow'; readonly byMs: number; readonly jitterMs: number }

export interface Spell {
  /** Since the start of the plan. */
  readonly fromMs: number
  readonly fault: RoadFault
}

/** In order of time; the first begins at 0, each lasts until the next. */
export type FaultPlan = readonly Spell[]

export const WORKS: RoadFault = { kind: 'none' }

/** Nothing at all comes through. */
export function isOut({ kind }: RoadFault): boolean {
  return kind === 'hang' || kind === 'one-way' || kind === 'refuse' || kind === 'reset'
}

// ── plans ──────────────────────────────────────────────────────────────────────────────────

export const steady = (fault: RoadFault): FaultPlan => [{ fromMs: 0, fault }]

/** Works first, then fails for good. */
export const failingFrom = (fromMs: number, fault: RoadFault): FaultPlan => [{ fromMs: 0, fault: WORKS }, { fromMs, fault }]

export interface Alternation {
  readonly up: Draw
  readonly down: Draw
  /** Drawn for each failing spell. */
  readonly fault: (chance: Chance) => RoadFault
  /** No failing spell begins after this. */
  readonly untilMs: number
  readonly chance: Chance
  /** How the road is between failing spells; absent: it works. */
  readonly rest?: RoadFault
}

/**
 * Rests and fails in turns, rest first and last. With `around` for both spells this is the Gilbert–Elliott model in
 * continuous time, its bad state losing everything. Source: reliability reference, part A2.
 */
export function alternating({ up, down, fault, untilMs, chance, rest = WORKS }: Alternation): FaultPlan {
  const plan: Spell[] = [{ fromMs: 0, fault: rest }]
  for (let atMs = up(chance); atMs < untilMs; atMs += up(chance)) {
    plan.push({ fromMs: Math.round(atMs), fault: fault(chance) })
    atMs += down(chance)
    plan.push({ fromMs: Math.round(atMs), fault: rest })
  }
  return plan
}

/** Goes by `first` until `atMs`, then by `second` as from its own beginning. */
export function followedBy(first: FaultPlan, atMs: number, second: FaultPlan): FaultPlan {
  return [...first.filter((spell) => spell.fromMs < atMs), ...second.map((spell) => ({ ...spell, fromMs: spell.fromMs + atMs }))]
}

// ── reading a plan ─────────────────────────────────────────────────────────────────────────

export interface PlanReader {
  /** @param atMs  never earlier than the last time */
  at(atMs: number): RoadFault
  /** When the present spell ends; Infinity for the last one. */
  readonly untilMs: number
}

export function readPlan(plan: FaultPlan): PlanReader {
  let index = 0
  return {
    at(atMs) {
      while ((plan[index + 1]?.fromMs ?? Infinity) <= atMs) index++
      return plan[index]?.fault ?? WORKS
    },
    get untilMs() {
      return plan[index + 1]?.fromMs ?? Infinity
    },
  }
}

/** What becomes of one exchange. */
export type Passage =
  | { readonly kind: 'passes'; readonly delayMs: number }
  | { readonly kind: 'lost'; readonly where: 'request' | 'answer' }
  | { readonly kind: 'refused' }
  | { readonly kind: 'reset' }

export function passageOf(fault: RoadFault, chance: Chance): Passage {
  switch (fault.kind) {
    case 'none': return { kind: 'passes', delayMs: 0 }
    case 'loss': return chance() < fault.share ? { kind: 'lost', where: 'request' } : { kind: 'passes', delayMs: 0 }
    case 'hang': return { kind: 'lost', where: 'request' }
    case 'one-way': return { kind: 'lost', where: fault.lost === 'requests' ? 'request' : 'answer' }
    case 'refuse': return { kind: 'refused' }
    case 'reset': return { kind: 'reset' }
    case 'slow': return { kind: 'passes', delayMs: fault.byMs + chance() * fault.jitterMs }
  }
}

// ── what is true of it ─────────────────────────────────────────────────────────────────────

export interface Gap {
  readonly fromMs: number
  readonly toMs: number
}

/** Spans in which nothing came through, faults that touch each other joined. */
export function gapsOf(plan: FaultPlan, untilMs: number): readonly Gap[] {
  const gaps: { fromMs: number; toMs: number }[] = []
  for (const [at, { fromMs, fault }] of plan.entries()) {
    if (!isOut(fault) || fromMs >= untilMs) continue
    const toMs = Math.min(untilMs, plan[at + 1]?.fromMs ?? untilMs)
    const last = gaps.at(-1)
    if (last && last.toMs === fromMs) last.toMs = toMs
    else gaps.push({ fromMs, toMs })
  }
  return gaps
}
