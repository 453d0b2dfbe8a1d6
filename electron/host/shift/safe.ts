// Is this a moment to begin anew with another plan? A start takes less than half a second in which nobody is heard or keyed by
// this console, so it waits until nobody would miss it. Pure. Architecture section 6; domain.md 2, points 3 and 14.
import type { NotSafe } from '../../contract/switching.ts'

export interface SafetyFacts {
  readonly transmitting: boolean
  /** Somebody else speaks on the active channel, or nobody can tell. */
  readonly heard: boolean
  readonly switching: boolean
  readonly countdown: boolean
  readonly emergency: boolean
  readonly onAlternative: boolean
  /** Radio control is not in order, or not known to be. */
  readonly consoleInTrouble: boolean
  /** A spoken test runs. */
  readonly testing: boolean
  readonly drill: boolean
  /** Entries wait in memory for a disk that takes none: a process that ends takes them with it. */
  readonly recordFailing: boolean
}

/** What matters most to whoever is refused comes first. */
const CAUSES: readonly (readonly [NotSafe, keyof SafetyFacts])[] = [
  ['transmitting', 'transmitting'],
  ['emergency', 'emergency'],
  ['switching', 'switching'],
  ['countdown', 'countdown'],
  ['on-alternative', 'onAlternative'],
  ['heard', 'heard'],
  ['console-in-trouble', 'consoleInTrouble'],
  ['testing', 'testing'],
  ['drill', 'drill'],
  ['record-failing', 'recordFailing'],
]

/** @returns why not, the weightiest first; empty: nobody would miss it */
export const notSafe = (facts: SafetyFacts): readonly NotSafe[] => CAUSES.flatMap(([code, fact]) => (facts[fact] ? [code] : []))

/** Radio comes before paper: who sits down by another plan does not wait for a disk. */
export const notSafeForProfile = (facts: SafetyFacts): readonly NotSafe[] => notSafe(facts).filter((code) => code !== 'record-failing')

const IN_THE_WAY_OF_A_PERSON: ReadonlySet<NotSafe> = new Set(['transmitting', 'switching', 'emergency', 'testing'])

/** @param other  `keepsChannel`: the other plan has what the position works by now, on the same device */
export function notSafeByHand(facts: SafetyFacts, other: { readonly keepsChannel: boolean }): readonly NotSafe[] {
  return [...notSafe(facts).filter((code) => IN_THE_WAY_OF_A_PERSON.has(code)), ...(other.keepsChannel ? [] : ['on-alternative' as const])]
}

interface PlannedChannel {
  readonly id: string
  readonly kind: string
  readonly device?: string
}

/** Whether a start with the other plan comes up on the channel in use. The RBS is in every plan. */
export function keepsChannel(active: string, now: readonly PlannedChannel[], other: readonly PlannedChannel[]): boolean {
  const used = now.find(({ id }) => id === active)
  if (!used || used.kind === 'rbs') return true
  const again = other.find(({ id }) => id === active)
  return again?.kind === used.kind && again.device === used.device
}
