// Words of watching. All times are whole milliseconds of the monotonic clock unless a name says Utc.
import type { CellMode, ConditionNow, ProbeWeight, ProofDepth, Registration, ServiceRole, Symptom } from '../../contract/words.ts'
import type { PeopleReport } from './people-evidence.ts'

// ── configuration ──────────────────────────────────────────────────────────────────────────

export interface ProbeConfig {
  readonly id: string
  readonly weight: ProbeWeight
  /** The 95th percentile of latency above this for long makes the service degraded. */
  readonly latencyLimitMs: number
}

export interface ServiceConfig {
  readonly id: string
  readonly role: ServiceRole
  readonly label: string
  /** Ids of services without which this one cannot work. */
  readonly dependsOn: readonly string[]
  /** Reached through this workstation's own network. A control radio on a serial line is not. */
  readonly viaOwnNetwork: boolean
  readonly probes: readonly ProbeConfig[]
}

export const DEFAULT_LATENCY_LIMIT_MS = 300

// ── samples ────────────────────────────────────────────────────────────────────────────────

/** What one probe learned. `detail` is for the technician: an errno, a SIP status. */
export type ProbeResult =
  /**
   * `latencyMs` is absent where nobody asked: a heartbeat is pushed.
   * `limited`: what is wrong by the answer's own words, such as `SIP 503`. It breaks the silence and scores as a miss.
   * `heardOwn`: the control radio heard this position speak, `afterPressMs` after a press that was seen. `exchangeMs`: a status
   * of the control radio came back to it through the network.
   */
  | { readonly kind: 'reply'; readonly latencyMs?: number; readonly limited?: string; readonly registration?: Registration; readonly cell?: CellMode; readonly heardOwn?: boolean; readonly afterPressMs?: number; readonly exchangeMs?: number; readonly detail?: string }
  | { readonly kind: 'timeout'; readonly detail?: string }
  | { readonly kind: 'refused'; readonly detail?: string }
  /** No way there, or an answer that proves nothing. Counts as a time-out. */
  | { readonly kind: 'unreachable'; readonly detail?: string }
  /** Our own cable to the device is out. */
  | { readonly kind: 'unplugged'; readonly detail?: string }

export interface Sample {
  readonly probe: string
  readonly sentMs: number
  /** When the result was known. */
  readonly atMs: number
  /** The probe of its second, as opposed to a fast one: only these enter the loss score. */
  readonly regular: boolean
  readonly result: ProbeResult
}

// ── condition of one service ───────────────────────────────────────────────────────────────

/** Evidence that needs no confirmation by silence. The last three are registrations of a control radio. */
export type HardCause = 'refused' | 'unplugged' | 'searching' | 'none' | 'rejected'

/** Why a service is what it is: a code and its parameters; the sentence stands in the locale files. */
export type Why =
  | { readonly code: 'watching-began' }
  | { readonly code: 'first-reply'; readonly probe: string }
  | { readonly code: 'answers-again'; readonly probe: string; readonly silentMs: number }
  | { readonly code: 'silent'; readonly lastReplyMs: number }
  /** Asked since `sinceMs` and never heard: no reply to count the silence from. */
  | { readonly code: 'never-answered'; readonly sinceMs: number }
  /** It was down when we last saw it; whether it still is, is not known yet. */
  | { readonly code: 'was-down'; readonly sinceMs: number }
  /** It was down when we last saw it, and is. */
  | { readonly code: 'still-down'; readonly sinceMs: number }
  | { readonly code: 'refused'; readonly probe: string }
  | { readonly code: 'unplugged'; readonly probe: string }
  | { readonly code: 'deregistered'; readonly probe: string; readonly registration: Registration }
  /** Something answers, these probes do not. */
  | { readonly code: 'part-failed'; readonly probes: readonly string[] }
  | { readonly code: 'loss'; readonly probe: string }
  /** Answers, and is not well by its own words: `detail` tells which. */
  | { readonly code: 'limited'; readonly probe: string; readonly detail: string }
  | { readonly code: 'slow'; readonly probe: string; readonly p95Ms: number; readonly limitMs: number }
  /** So many different people say so, since `sinceMs`. */
  | { readonly code: 'people'; readonly count: number; readonly sinceMs: number; readonly symptoms: readonly Symptom[] }
  /** They were the only ones who did, and say it no more; that is not yet a proof. */
  | { readonly code: 'people-quiet' }
  | { readonly code: 'recovering' }
  | { readonly code: 'good-again'; readonly goodMs: number }
  | { readonly code: 'ended'; readonly what: 'part-failed' | 'loss' | 'limited' | 'slow' }
  /** We stood still, and the last reply is too old to go by. */
  | { readonly code: 'own-standstill'; readonly lastReplyMs: number }
  | { readonly code: 'own-network-down' }
  | { readonly code: 'own-network-back' }
  /** None of its primary probes can be used here, so nothing is measured. */
  | { readonly code: 'not-measurable' }

/** What a probe says at this moment. */
export type ProbePhase =
  /** No valid result yet. */
  | 'untried'
  | 'answering'
  /** The last valid result is a miss; silent for less than `silenceDownMs`. */
  | 'missing'
  /** Silent for `silenceDownMs` or more. */
  | 'silent'
  /** Hard evidence, not disproved since. */
  | 'failed'
  /** We could not even open it: its silence proves nothing. */
  | 'unusable'

export interface Evidence {
  readonly probe: string
  readonly phase: ProbePhase
  readonly cause?: HardCause
  readonly lastReplyMs?: number
}

export type Unstable = { readonly sinceMs: number; readonly count: number }

export type PeopleEvent =
  /** A person says that it fails them; `agoMs` when that is remembered from before a restart. */
  | ({ readonly kind: 'people-told'; readonly agoMs?: number } & PeopleReport)
  | { readonly kind: 'people-retracted'; readonly report: string }

export type ConditionEvent =
  | { readonly kind: 'sampled'; readonly sample: Sample }
  | { readonly kind: 'time-passed' }
  /** The program stood still for the `ms` before now. */
  | { readonly kind: 'own-lag'; readonly ms: number }
  /** `sleptMs`: what the wall clock says beyond that. */
  | { readonly kind: 'own-resume'; readonly ms: number; readonly sleptMs?: number }
  | { readonly kind: 'own-network-lost' }
  | { readonly kind: 'own-network-found' }
  /** The witness heard this position speak through this service. */
  | { readonly kind: 'heard-own'; readonly afterPressMs?: number | undefined }
  | PeopleEvent
  | { readonly kind: 'maintenance-began' }
  | { readonly kind: 'maintenance-ended' }
  /** By a supervisor. */
  | { readonly kind: 'unstable-lifted' }
  | { readonly kind: 'probe-unusable'; readonly probe: string }
  | { readonly kind: 'probe-usable'; readonly probe: string }

export type ConditionEffect =
  | {
    readonly effect: 'announce-change'
    readonly service: string
    readonly atMs: number
    readonly from: ConditionNow
    readonly to: ConditionNow
    readonly why: Why
    readonly evidence: readonly Evidence[]
    /** The label as it is with this change: the down that sets it is told with it. */
    readonly unstable?: Unstable
    /** In planned maintenance: recorded, no alarm. */
    readonly maintenance: boolean
    /** Where it began before this was said: the outage that stood before we looked away. */
    readonly sinceMs?: number
    /** It was down when we last saw it; found so again before this, it is the same outage. */
    readonly wasDownUntilMs?: number
  }
  /** Same condition, other reason. */
  | { readonly effect: 'announce-reason'; readonly service: string; readonly atMs: number; readonly now: ConditionNow; readonly why: Why; readonly evidence: readonly Evidence[] }
  | { readonly effect: 'announce-unstable'; readonly service: string; readonly atMs: number; readonly count: number }
  | { readonly effect: 'announce-stable'; readonly service: string; readonly atMs: number; readonly count: number; readonly by: 'time' | 'supervisor' }
  | { readonly effect: 'announce-maintenance'; readonly service: string; readonly atMs: number; readonly on: boolean }
  | { readonly effect: 'announce-proof'; readonly service: string; readonly atMs: number; readonly proof: ProofDepth }
