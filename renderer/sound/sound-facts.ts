// What a page knows that can be heard. Derived from topics by the page, anew at every change and at least each second.

export const SOUND_OUTPUTS = ['fault', 'headset'] as const
export type SoundOutput = (typeof SOUND_OUTPUTS)[number]

/** Worst last. */
export const FAULT_STATES = ['ok', 'unknown', 'degraded', 'unstable', 'down'] as const
export type FaultState = (typeof FAULT_STATES)[number]

/** A service, or anything else whose trouble an alarm tells: it sounds like the state that is as bad. */
export interface SoundFault {
  /** The same thing keeps its id while its state changes: `service:rbs`, an alarm's id, `host` when the host is gone. */
  readonly id: string
  readonly state: FaultState
  /**
   * The moment of the host's annunciation. What is new or worse is decided there alone: another moment rings, the same one
   * does not, also on a page that is reloaded, on a second page, and after the host was away.
   */
  readonly annunciation: number
  /** Ids of faults that stand under this one: the annunciation may have been heard as theirs. */
  readonly over?: readonly string[]
  /** Measured, also while a drill runs: never announced as a part of it. */
  readonly real?: true
  /** "Gezien, geluid uit", where that can be pressed for it. */
  readonly acknowledged: boolean
}

export interface SoundFacts {
  /** Ids of the emergency calls that nobody has taken. */
  readonly emergencies: readonly string[]
  readonly faults: readonly SoundFault[]
  /** What the position works via; absent while that is not known. A change of it is heard, and quiets the faults before it. */
  readonly worksVia?: string | undefined
  /** Annunciations up to this moment were quieted by a switch, whichever page was there then. */
  readonly quietBefore?: number | undefined
  /** Return is offered now: it may be pressed and nobody speaks. */
  readonly returnOffered: boolean
  /** Present only while this position transmits. */
  readonly transmitting?: { readonly softPassed: boolean; /** The stop is 10 s away or less. */ readonly lastSeconds: boolean } | undefined
  /** Somebody is heard on what the position works via. */
  readonly receiving: boolean
  /** A drill runs: what it pretends is preceded by its word. A call for help, and what is real, never is. */
  readonly drill: boolean
}
