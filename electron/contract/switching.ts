// Words of switching that page, panel, terminal and host share: the shift's profile, spoken tests, emergencies that were taken,
// what is said after a switch, the roll call, drills. Architecture section 6; domain.md section 2, points 9 to 26.
import { z } from 'zod'
import type { Role } from './words.ts'

const id = z.string().min(1).max(64)
const line = (longest: number) => z.string().trim().min(1).max(longest).regex(/^[^\p{Cc}]*$/u)
const REASON_LENGTH = 200

// ── profile and shift ──────────────────────────────────────────────────────────────────────

/** The profile of the site file itself, where nobody chose another. */
export const STANDARD_PROFILE = 'standard'

export interface ProfileView {
  readonly id: string
  readonly label: string
  readonly discipline: string
  readonly callTaking: boolean
  readonly planVersion: number
  /** Of its plan; absent from an older host. */
  readonly approvedBy?: PlanView['approvedBy']
  readonly checkedOn?: string
}

/** Where the plan in use comes from, and whether it is still to be believed. */
export interface PlanView {
  readonly version: number
  /** Role of whoever approved it. */
  readonly approvedBy: Extract<Role, 'supervisor' | 'technician'>
  /** Day on which it was last checked against the radios: `2026-11-01`. */
  readonly checkedOn: string
  /** That is longer ago than the site allows. */
  readonly checkIsDue: boolean
  /** Switches by itself where the mode is `act`. */
  readonly automatic: boolean
}

/** Why another plan or profile is not taken over yet; sentences under `take-over.<code>`. */
export type NotSafe = 'transmitting' | 'heard' | 'switching' | 'countdown' | 'emergency' | 'on-alternative' | 'console-in-trouble' | 'testing' | 'drill' | 'record-failing'

/** A site file that was put beside the running console. */
export type PendingSite =
  /** Good, and taken over by itself as soon as it is safe. */
  | { readonly state: 'waits'; readonly planVersion: number; readonly because: readonly NotSafe[]; readonly sinceUtcMs: number }
  /** Wrong: the one in use stays. */
  | { readonly state: 'wrong'; readonly problems: readonly string[]; readonly sinceUtcMs: number }

export const shiftInput = z.strictObject({ profile: id, manned: z.boolean().default(true) })
export const outOfServiceInput = z.strictObject({ out: z.boolean(), reason: line(REASON_LENGTH).optional() })

// ── spoken test ────────────────────────────────────────────────────────────────────────────

/** How long a guided spoken test may take. */
export const SPOKEN_TEST_MS = 60_000

/** Who heard it: the control radio in that group, or a person at the other end. */
export type HeardBy = 'control-radio' | 'colleague'

/** Why a spoken test ended without a result; sentences under `spoken.<code>`. */
export type SpokenTestEnd = 'not-heard' | 'no-press' | 'no-floor' | 'not-selected' | 'interrupted' | 'stopped' | 'emergency' | 'device-lost'

/** The last spoken test of a channel that passed. */
export interface SpokenTestAge {
  readonly utcMs: number
  readonly by: HeardBy
  readonly group?: string
  /** Longer ago than the plan allows. */
  readonly old: boolean
}

export interface SpokenTestView {
  readonly channel: string
  readonly group: string
  /** `selecting`: the radio takes the group. `speak`: press and say the sentence. `listen`: spoken, nobody has heard it yet. */
  readonly step: 'selecting' | 'speak' | 'listen' | 'passed' | 'failed'
  readonly endsUtcMs?: number
  /** Label of the control radio that listens in this group; absent: only a colleague can confirm it. */
  readonly witness?: string
  readonly heardBy?: HeardBy
  readonly end?: SpokenTestEnd
  /** When its outcome came. */
  readonly doneUtcMs?: number
}

export const isSpokenTestRunning = ({ step }: Pick<SpokenTestView, 'step'>): boolean => step !== 'passed' && step !== 'failed'

// ── emergencies ────────────────────────────────────────────────────────────────────────────

/** To whom an emergency call that was taken here goes on: the RBS again, the shift supervisor, another position, another room. */
export const HAND_ON_TO = ['rbs', 'supervisor', 'position', 'room'] as const
export type HandOnTo = (typeof HAND_ON_TO)[number]

/** One call for help: from the moment it was heard until somebody else has it, by alarm id. */
export interface EmergencyView {
  readonly id: string
  readonly kind: 'call' | 'status'
  readonly raisedUtcMs: number
  /** Call sign where the site file knows it. */
  readonly unit?: string
  readonly gssi?: string
  /** Labels of all devices that heard it, the first one first. */
  readonly device: string
  /** Whether the RBS can have seen it: `no` while it was down or not to be reached from here. `unknown`: nobody measures that. */
  readonly rbsSaw: 'no' | 'unknown'
  /** Heard while this position did not work by an RBS that answered: nobody confirmed it there. */
  readonly unconfirmed: boolean
  readonly takenUtcMs?: number
  readonly handedOn?: { readonly to: HandOnTo; readonly utcMs: number }
}

export const handOnInput = z.strictObject({ alarm: z.string().min(1).max(128), to: z.enum(HAND_ON_TO), words: line(REASON_LENGTH).optional() })

// ── what is lost, what to say ──────────────────────────────────────────────────────────────

/** What a channel does not carry, as the site file names it; words under `loses.<code>`. */
export const LOSSES = ['ptt-id', 'emergency-banner', 'sds', 'status', 'patch', 'position', 'queue'] as const
export type Loss = (typeof LOSSES)[number]

/** After a switch: what is lost, what to say, and when to say it again. */
export interface SwitchCardView {
  /** Which switch it belongs to. */
  readonly switchedUtcMs: number
  readonly channel: string
  readonly group: string
  readonly loses: readonly Loss[]
  /** `alternative`: told that we work by it. `returned`: told that we are back, once. */
  readonly occasion: 'alternative' | 'returned'
  /** The site's own sentence; absent: the one of the locale files under `say.<occasion>`. */
  readonly sentence?: string
  readonly saidUtcMs?: number
  /** How often it was said since the switch. */
  readonly saidCount: number
  /** Say it again then; absent: once is enough. */
  readonly dueUtcMs?: number
  /** Text that a supervisor may send to the group, once a group. */
  readonly preset?: { readonly text: string; readonly sentTo: readonly string[]; readonly sending?: boolean; readonly failed?: string }
}

/** A round of the units: who answered, and who did not yet. */
export interface RollCallView {
  readonly begunUtcMs: number
  readonly endedUtcMs?: number
  readonly group: string
  /** In the order of the plan. `by`: heard by the radio under its own identity, or ticked by a person. */
  readonly units: readonly { readonly label: string; readonly answeredUtcMs?: number; readonly by?: 'radio' | 'person' }[]
}

/** As long as a label of the site file may be. */
const LABEL_LENGTH = 40
export const rollTickInput = z.strictObject({ unit: line(LABEL_LENGTH), present: z.boolean() })

// ── drills ─────────────────────────────────────────────────────────────────────────────────

/** What a drill pretends of radio control; never of a device. */
export const DRILL_STORIES = ['rbs-down', 'rbs-unstable', 'rbs-limited'] as const
export type DrillStory = (typeof DRILL_STORIES)[number]

export const drillInput = z.strictObject({ story: z.enum(DRILL_STORIES) })

/** The one alarm of a drill bears the name of its service behind this: no alarm of anything real begins so. */
export const DRILL_ALARM = 'drill:'
export const DRILL_SWITCH_FAILED = `${DRILL_ALARM}switch-failed`

/** Why a drill ended. `real-…`: something real happened, or somebody said so. */
export type DrillEnd = 'stopped' | 'real-said' | 'real-service' | 'real-emergency' | 'in-service' | 'restart'
