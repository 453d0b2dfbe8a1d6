// Constants of watching. Names and units are those of the site file's `settings`; origin: architecture, section 5,
// and the simulations in the reliability reference, part A2.

export interface WatchSettings {
  /** Time between regular probes of one target. */
  readonly probeEveryMs: number
  /** A probe without a reply for this long is a miss. */
  readonly probeTimeoutMs: number
  /** Time between fast probes after a miss. */
  readonly reprobeMs: number
  /** Fast probing of one target ends after this long: a sick system is not hammered by every desk. */
  readonly fastProbeMaxMs: number
  /** From ok to unknown this long after the last reply of any primary probe. */
  readonly silenceUnknownMs: number
  /** From any state to down this long after it. */
  readonly silenceDownMs: number
  /** Recovering becomes ok after this long without a miss. */
  readonly goodMs: number
  /** So many replies within `recoverWithinMs` end down. */
  readonly recoverReplies: number
  readonly recoverWithinMs: number
  /** Loss score, in hundredths of a point: a missed regular probe adds this. */
  readonly cusumMiss: number
  /** A regular reply takes this off, not below 0. */
  readonly cusumReply: number
  /** Degraded from this score. */
  readonly cusumDegraded: number
  /** The score goes no higher. */
  readonly cusumCap: number
  /** Degraded by loss ends after the score was 0 this long; doubles with each relapse. */
  readonly degradedClearMs: number
  /** It doubles up to this. */
  readonly degradedClearMaxMs: number
  /** Degraded again this soon after the last end counts as a relapse. */
  readonly degradedRelapseMs: number
  /** Degraded when the 95th percentile of latency is over its limit this long; ends likewise. */
  readonly latencyWindowMs: number
  /** Regular replies the percentile is taken of: at 20 a single slow one does not count, two do. */
  readonly latencyReplies: number
  /** Penalty points of one down. */
  readonly penaltyDown: number
  readonly penaltyHalfLifeMs: number
  /** Unstable above this penalty. */
  readonly penaltyUnstable: number
  /** Unstable ends after this long without a down. */
  readonly unstableClearMs: number
  /** An unstable service that is down this long without a break is simply down. */
  readonly unstableDownMs: number
  /** Unknown this long is said aloud. */
  readonly unknownAlarmMs: number
  /** Down again within this time of our own absence is the outage that stood before it: no new alarm, no new penalty. */
  readonly outageMemoryMs: number
  /** Failures this close together are judged as one; 0: each at once. */
  readonly causeWindowMs: number
  /** A cause is named this long after the failure at the latest, from what is known then. */
  readonly causeWaitMs: number
  /** The program was late by more than this: misses of that moment do not count. */
  readonly lagMs: number
  /** Nor do misses sent less than this after it. */
  readonly lagVoidAfterMs: number
  /** Speech heard end to end proves ok for this long. */
  readonly proofFreshMs: number
  /** Weight of what the dispatcher of this position taps, in hundredths of a point, and of what one unit reports. */
  readonly peopleTap: number
  readonly peopleUnit: number
  /** Both halve in this time. */
  readonly peopleHalfLifeMs: number
  /** Degraded from this weight of different people together, until half of it is left. */
  readonly peopleDegraded: number
}

export const DEFAULT_WATCH_SETTINGS: WatchSettings = {
  probeEveryMs: 1_000,
  probeTimeoutMs: 800,
  reprobeMs: 250,
  fastProbeMaxMs: 10_000,
  silenceUnknownMs: 2_500,
  silenceDownMs: 4_000,
  goodMs: 60_000,
  recoverReplies: 3,
  recoverWithinMs: 3_000,
  cusumMiss: 340,
  cusumReply: 35,
  cusumDegraded: 1_450,
  cusumCap: 2_000,
  degradedClearMs: 30_000,
  degradedClearMaxMs: 600_000,
  degradedRelapseMs: 3_600_000,
  latencyWindowMs: 30_000,
  latencyReplies: 20,
  penaltyDown: 1_000,
  penaltyHalfLifeMs: 14_400_000,
  penaltyUnstable: 2_500,
  unstableClearMs: 3_600_000,
  unstableDownMs: 600_000,
  unknownAlarmMs: 60_000,
  outageMemoryMs: 600_000,
  causeWindowMs: 2_500,
  causeWaitMs: 10_000,
  lagMs: 250,
  lagVoidAfterMs: 2_000,
  proofFreshMs: 60_000,
  peopleTap: 100,
  peopleUnit: 100,
  peopleHalfLifeMs: 300_000,
  peopleDegraded: 150,
}
