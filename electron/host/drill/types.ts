// Words of a drill: what is pretended, what is real meanwhile, and what ends it. Architecture section 6, "Drill".
import type { DrillEnd, DrillStory } from '../../contract/switching.ts'
import type { ConditionNow, SiteMode } from '../../contract/words.ts'

/** What a drill says of radio control at one moment. Never of a device, and never of another service. */
export interface Pretended {
  readonly now: ConditionNow
  /** Monotonic moment since which it is so. */
  readonly sinceMs: number
  /** Bears the label, with so many downs. */
  readonly downs?: number
  /** Independent proofs that it is of no use, as the switch counts them. */
  readonly proofs: number
}

/** What is really so. Looked at before a drill begins, and at each change while it runs. */
export interface DrillFacts {
  readonly outOfService: boolean
  /** The position really works by the RBS, and no switch is under way. */
  readonly atRest: boolean
  /** The RBS is really limited, unstable or down, or cannot be reached from here. */
  readonly trouble: boolean
  /** A spoken test runs, or its radio is not back on its group yet: where it stands is not where it belongs. */
  readonly testing: boolean
  /** A pedal keys the RBS together with whatever we key, and nothing takes it away: who practises would be heard for real. */
  readonly pedalShared: boolean
  /** A call for help that nobody has taken. */
  readonly emergency: boolean
}

export interface DrillPlan {
  readonly mode: SiteMode
  /** GSSIs of the only groups a drill transmits on. */
  readonly groups: readonly string[]
}

export type DrillRefusal = 'in-service' | 'no-drill-group' | 'spoken-runs' | 'spoken-pedal-shared' | 'real-trouble' | 'observe-mode' | 'runs-already' | 'no-drill'

export type DrillState =
  | { readonly drill: 'none' }
  /** Its number is being written down; nothing is pretended yet. */
  | { readonly drill: 'opening'; readonly story: DrillStory }
  | { readonly drill: 'running'; readonly story: DrillStory; readonly number: string; readonly sinceMs: number; readonly pretended: Pretended }

export type DrillEvent =
  | { readonly event: 'begin-pressed'; readonly story: DrillStory; readonly facts: DrillFacts }
  | { readonly event: 'numbered'; readonly number: string }
  | { readonly event: 'not-numbered' }
  | { readonly event: 'end-pressed'; readonly end: Extract<DrillEnd, 'stopped' | 'real-said'> }
  | { readonly event: 'facts-changed'; readonly facts: DrillFacts }
  /** A serious alarm of a service that is no part of the drill. */
  | { readonly event: 'alarm-raised' }
  | { readonly event: 'emergency-heard' }
  | { readonly event: 'story-due' }

export type DrillEffect =
  | { readonly effect: 'refuse'; readonly cause: DrillRefusal }
  | { readonly effect: 'begin'; readonly number: string; readonly story: DrillStory }
  | { readonly effect: 'pretend'; readonly pretended: Pretended }
  | { readonly effect: 'end'; readonly number: string; readonly end: DrillEnd }
  | { readonly effect: 'wake'; readonly ms: number }
  | { readonly effect: 'stop-waking' }
