// What the host tells: topics. A subscriber gets `snapshot(seq)`, then `delta(seq + 1)`, `delta(seq + 2)` …;
// a gap means: drop what you have and subscribe again. Each topic is an object of parts; a delta sets and removes whole parts.
import type { ErrorCode } from '../../native/kit/errors.ts'
import type { ActionView, Danger, Effect, FaultSymptom, Owner, ReportView } from './faults.ts'
import type { DrillStory, EmergencyView, Loss, PendingSite, PlanView, ProfileView, RollCallView, SpokenTestAge, SpokenTestView, SwitchCardView } from './switching.ts'
import type {
  ConditionNow, DiagnosisKind, JsonObject, Language, ProbeKind, ProofDepth, Role, ServiceRole, SiteMode, Symptom,
} from './words.ts'

export interface SiteView {
  readonly room: string
  readonly position: string
  readonly label: string
  readonly discipline: string
  readonly mode: SiteMode
  /** A call-taking position has no switch key. */
  readonly callTaking: boolean
  readonly manned: boolean
  readonly planVersion: number
  readonly plan: PlanView
  /** The one in use, and all that may be chosen at the start of a shift. */
  readonly profile: string
  readonly profiles: readonly ProfileView[]
  /** When a person last chose one. */
  readonly shiftSinceUtcMs?: number
  readonly pendingSite?: PendingSite
  /** Taken out of service by a person: for drills and tests. */
  readonly outOfServiceUtcMs?: number
  /** Whom to call when no channel is left, in the site's own words. */
  readonly lastResort?: string
  readonly language: Language
  /** Bounds the screen draws: transmission is warned about and stopped, a switch leaves presses uncounted, an automatic one can be refused, ms. */
  readonly bounds: { readonly softTimeoutMs: number; readonly hardTimeoutMs: number; readonly settleMs: number; readonly countdownMs?: number }
  /** Set while a drill runs at this position, which is then out of service. */
  readonly drill?: DrillView
  /** Every device and system is a simulator: said on every screen and in every entry. */
  readonly simulated: boolean
  readonly groups: readonly { readonly key: number; readonly label: string; readonly gssi: string }[]
  /** Call signs the site file knows, in its order. */
  readonly units: readonly string[]
  readonly cards: readonly { readonly id: string; readonly label: string; readonly steps: readonly string[]; readonly dependsOn: readonly string[] }[]
  /** The site file that was given is broken: this is the last good one, and what is wrong with the new one. */
  readonly lastGood: boolean
  readonly problems: readonly string[]
}

export interface DrillView {
  /** From the drills' own series: `O-2026-OB-0003`. */
  readonly number: string
  readonly sinceUtcMs: number
  /** Label of the only group a drill transmits on. */
  readonly group: string
  /** What is pretended, and of which service; absent in an older host. */
  readonly story?: DrillStory
  readonly service?: string
  /** What is really measured of that service meanwhile. */
  readonly real?: ConditionNow
}

export interface ServiceView {
  readonly id: string
  readonly role: ServiceRole
  readonly label: string
  readonly now: ConditionNow
  /** The label "instabiel" beside what is true now. */
  readonly unstable?: {
    readonly count: number
    readonly sinceUtcMs: number
    /** Down this long without a break it is simply down; absent: ten minutes. */
    readonly downAfterMs?: number
  }
  /** Quiet again after three downs or more that still weigh: how many, and since when without one. */
  readonly lately?: { readonly count: number; readonly upSinceUtcMs: number }
  readonly sinceUtcMs: number
  /** A code and its parameters; the sentence stands in the locale files under `why.<code>`. */
  readonly why: JsonObject
  /** It was down when it was last measured, since then; not known yet whether it still is. */
  readonly wasDownSinceUtcMs?: number
  readonly proof: ProofDepth
  /** Speech through this service was last heard end to end. */
  readonly lastHeardOwnUtcMs?: number
  /** How often since watching began; absent: never. */
  readonly heardOwnCount?: number
  /** So long after the pedal was pressed, the last time both were seen. */
  readonly heardAfterPressMs?: number
  readonly lastReplyUtcMs?: number
  /** What people say of it now: how many different ones, and of that what this position tapped. */
  readonly people?: { readonly count: number; readonly sinceUtcMs: number; readonly symptoms: readonly Symptom[]; readonly tapped: readonly Symptom[] }
  readonly maintenance: boolean
  /** Planned work ends then, by itself. */
  readonly maintenanceUntilUtcMs?: number
  /** `latencyMs` and `detail` are those of its last answer. */
  readonly probes: readonly { readonly id: string; readonly kind?: ProbeKind; readonly state: string; /** Of `failed`: refused, unplugged, or the registration of a control radio. */ readonly cause?: string; readonly latencyMs?: number; readonly detail?: string; readonly exchange?: { readonly tookMs: number; readonly utcMs: number } }[]
}

/** How a line of history stands: high, half, low, dashed. */
export type TraceLevel = 'ok' | 'degraded' | 'down' | 'unknown'

/** History of one service, for the wachtlijn: each point holds until the next, the last one until now. */
export interface TraceView {
  /** [moment, level, whether it bore the label unstable], oldest first; the first lies TRACE_MS ago or at the beginning of watching. */
  readonly points: readonly (readonly [utcMs: number, level: TraceLevel, unstable: boolean])[]
}

/** Which device hears which group. While the RBS is what the position works by, the RBS hears its own and nobody knows which. */
export interface CoverageView {
  readonly devices: readonly { readonly id: string; readonly label: string }[]
  readonly groups: readonly { readonly gssi: string; readonly heardBy: readonly string[] }[]
  /** Groups that only a keyed set hears: speech by ear, no emergency signal, by GSSI in the plan's order. */
  readonly byEarOnly?: readonly string[]
  /** Groups of the plan that no device hears, or after a switch would hear, by GSSI in the plan's order. */
  readonly unheard: readonly string[]
  readonly sufficiency: 'sufficient' | 'thin' | 'insufficient'
  /** Codes whose sentences stand in the locale files under `sufficiency.<code>`, worst first; empty when sufficient. */
  readonly reasons: readonly SufficiencyReason[]
}

export type SufficiencyReason =
  | { readonly code: 'nothing-ready' }
  /** The only ready alternative shares a dependency that failed. */
  | { readonly code: 'shared-dependency'; readonly dependency: string }
  | { readonly code: 'groups-missing'; readonly count: number }
  | { readonly code: 'no-emergency' }
  /** Of what could be spoken through now, nothing was ever heard in a spoken test, or too long ago. */
  | { readonly code: 'no-spoken-test' }
  | { readonly code: 'spoken-test-old' }
  | { readonly code: 'one-left' }

/** A storing: one cause, everything that was seen of it. */
export interface FaultView {
  /** `S-2026-OB-0007`. */
  readonly number: string
  /** When it was found: by the watch, or by whoever pressed. */
  readonly openedUtcMs: number
  readonly openedBy: 'person' | 'automatic'
  /** When it began, by the flight recorder or a person who knows better. */
  readonly begunUtcMs?: number
  /** The service whose trouble it is, where that is known. */
  readonly service?: string
  readonly state: 'open' | 'closed'
  readonly closedUtcMs?: number
  /** `proposed` until a person says so. */
  readonly symptom?: { readonly code: FaultSymptom; readonly proposed: boolean }
  readonly effect?: Effect
  readonly danger?: Danger
  readonly owner?: Owner
  /** Numbers of what belongs to it. */
  readonly links?: readonly string[]
  /** Entries that belong to it. */
  readonly entries: number
  /** No trouble of it is measured, and until then a click still belongs to it. Absent: its trouble goes on. */
  readonly standsUntilUtcMs?: number
  /** The last "Meld storing" of this run: it opened this storing, or was attached to it. */
  readonly clicked?: { readonly utcMs: number; readonly as: 'opened' | 'attached' }
  /** Something said of it in this run could not be written at once: it waits in memory, or all of it is on disk since then. */
  readonly late?: { readonly savedUtcMs?: number }
}

export interface DiagnosisView {
  readonly kind: DiagnosisKind
  readonly sinceUtcMs: number
  /** Service ids, for the headline "{wat werkt} – {wat niet}". */
  readonly works: readonly string[]
  readonly limited: readonly string[]
  readonly fails: readonly string[]
  readonly unknown: readonly string[]
  /** What the control radio shows of the network. */
  readonly witness: string
  /** The failed service that explains the others. */
  readonly dependency?: string
  /** In planned work, whatever they do. */
  readonly planned?: readonly string[]
  /** Only of `unknown`: why no cause is named; the sentence stands in the locale files under `because.<code>`. */
  readonly because?: string
  readonly evidence: readonly string[]
  readonly ownHealth: string
}

export interface ChannelView {
  readonly id: string
  readonly kind: 'rbs' | 'tetra' | 'keyed' | 'dmo'
  readonly label: string
  readonly readiness: 'ready' | 'stale' | 'failed' | 'struck-out' | 'unknown'
  readonly cause?: string
  readonly verifiedUtcMs?: number
  /** Absent: the site file does not say it, and the channel is not ready. */
  readonly audio?: { readonly microphone: string; readonly loudspeaker: string; readonly recorded: boolean }
  readonly loses: readonly Loss[]
  /** The last spoken test that passed; absent: never. */
  readonly spokenTest?: SpokenTestAge
  /** How its readiness went, newest last: at most the last 16 changes. */
  readonly history?: readonly { readonly utcMs: number; readonly readiness: ChannelView['readiness']; readonly cause?: string; /** It chattered: so many changes lay before this one. */ readonly between?: number }[]
  /** A radio of the room: one position at a time has it. */
  readonly shared?: boolean
  readonly registration?: string
  readonly cell?: string
  /** The group the radio itself stands on. */
  readonly group?: string
  /** The only group this channel can be in, `''` for none; absent: whichever is chosen. */
  readonly fixedGroup?: string
  /** What that group is called, where it is none of the plan. */
  readonly fixedGroupLabel?: string
  /** On a keyed set: what tells that it sends. `line`: nothing does, its line is keyed and that is all. */
  readonly sendingProof?: 'read-back' | 'line'
}

/** After a switch the way back is offered as undo for this long; then it stays as return. */
export const UNDO_MS = 8000

export interface SwitchView {
  readonly channel: string
  readonly group?: string
  readonly confirmed: boolean
  readonly sinceUtcMs: number
  readonly wantedGroup: string
  readonly phase: 'settled' | 'deferred' | 'confirming'
  readonly to?: string
  /** The group it goes to there. */
  readonly toGroup?: string
  readonly deferredBy?: 'own-transmission' | 'emergency'
  /** The next alternative proven ready, named on the switch button. */
  readonly next?: string
  readonly advised: boolean
  readonly countdown?: { readonly to: string; readonly endsUtcMs: number }
  readonly undo?: string
  /** The wait before return is offered; `holdMs` is its whole length, doubled by each relapse. */
  readonly hold?: { readonly over: boolean; readonly endsUtcMs?: number; readonly holdMs?: number }
  /** Until then presses are ignored, and the button says so. */
  readonly quietUntilUtcMs?: number
  readonly returnOffered: boolean
  readonly lastReport?: JsonObject
}

export interface PttView {
  readonly phase: 'idle' | 'waiting' | 'talking' | 'refused'
  readonly target: 'none' | 'rbs' | 'channel'
  readonly channel?: string
  readonly group?: string
  readonly by?: string
  readonly queued?: boolean
  readonly cause?: string
  readonly sinceUtcMs?: number
  readonly softPassed?: boolean
  readonly endsUtcMs?: number
  readonly stuck: readonly string[]
  /** Keys whose rest position was not seen yet: their first press only shows it. */
  readonly unread: readonly string[]
  readonly mayTransmit: readonly string[]
  /** Somebody keys the radio by its own microphone. */
  readonly localKey: boolean
  /** SSI of who is heard on the active channel, for the technician; `''` when the network does not say. */
  readonly heard?: string
  /** Whether anybody speaks cannot be told: the set has no carrier wire, or it tells nothing now. */
  readonly hearingUnknown?: true
  /** Call sign of who is heard, where the site file knows it. */
  readonly heardUnit?: string
  /** Who was heard before, and until when. */
  readonly lastHeard?: { readonly unit?: string; readonly untilUtcMs: number }
}

export interface RecordView {
  readonly seq: number
  readonly anchoredSeq: number
  readonly headCode: string
  readonly failing?: { readonly code: ErrorCode; readonly waiting: number }
}

export interface AlarmView {
  readonly id: string
  readonly kind: 'service' | 'emergency' | 'radio' | 'pedal' | 'relay' | 'record' | 'device' | 'site'
  readonly severity: 'warning' | 'error' | 'critical' | 'emergency'
  readonly sinceUtcMs: number
  readonly code: string
  readonly params: JsonObject
  readonly acknowledged: boolean
  readonly acknowledgedUtcMs?: number
  /** When it came to stand, where its words have changed since; else that was `sinceUtcMs`. Together with `id` it names this alarm for ever. */
  readonly raisedUtcMs?: number
  /** When it last was something new or worse. A page sounds each such moment once, and no other change. Absent: `sinceUtcMs`. */
  readonly soundedUtcMs?: number
  /** Id of the alarm that explains this one: it is shown and stays silent. */
  readonly causedBy?: string
  /** A person called it false. */
  readonly calledFalse?: true
}

/** An alarm that has ended: for a day while nobody has seen it, else for FEEDBACK_MS. */
export interface PastAlarmView {
  readonly id: string
  readonly kind: Exclude<AlarmView['kind'], 'emergency'>
  readonly severity: AlarmView['severity']
  readonly code: string
  readonly params: JsonObject
  readonly raisedUtcMs: number
  readonly endedUtcMs: number
  /** Somebody acknowledged it while it stood, or after. */
  readonly seen: boolean
  readonly calledFalse?: true
}

/** How many annunciations there were, against what a person can take. Of the room, never of a person; emergency calls are not among them. */
export interface AlarmLoadView {
  readonly fromUtcMs: number
  readonly toUtcMs: number
  readonly count: number
  readonly perHour: number
  readonly perDay: number
  /** The most within any ten minutes. */
  readonly peak: number
  /** Within the ten minutes before `toUtcMs`. */
  readonly lately: number
  readonly flood: boolean
  readonly floodPercent: number
  readonly bySeverity: { readonly critical: number; readonly error: number; readonly warning: number }
  /** Most frequent first. */
  readonly top: readonly { readonly alarm: string; readonly count: number }[]
  /** Alarms that came three times within a minute. */
  readonly chattering: readonly string[]
  /** Standing for more than a day. */
  readonly stale: number
  readonly calledFalse: number
  /** Of the alarms that sounded, in percent. */
  readonly falsePercent: number
}

export const raisedAt = ({ raisedUtcMs, sinceUtcMs }: Pick<AlarmView, 'raisedUtcMs' | 'sinceUtcMs'>): number => raisedUtcMs ?? sinceUtcMs

/** Names an alarm that has ended, also where alarms are acknowledged. */
export const pastAlarmKey = ({ id, raisedUtcMs }: Pick<PastAlarmView, 'id' | 'raisedUtcMs'>): string => `${id}@${raisedUtcMs}`

export interface TimelineEntry {
  readonly seq: number
  readonly utcMs: number
  readonly kind: string
  readonly role: Role
  readonly payload: JsonObject
  readonly content?: string
  /** Its text was deleted then. */
  readonly deletedUtcMs?: number
}

export interface DeviceView {
  readonly id: string
  readonly label: string
  readonly driver: string
  /** Has a key that transmits. */
  readonly transmits?: boolean
  /** `opening`, `up`, `down`; `free`: a radio of the room whose line this position has let go of. */
  readonly link: string
  readonly cause?: ErrorCode
  readonly detail?: string
}

export interface Topics {
  readonly site: { readonly site?: SiteView }
  readonly services: Readonly<Record<string, ServiceView>>
  readonly diagnosis: { readonly diagnosis?: DiagnosisView }
  readonly channels: Readonly<Record<string, ChannelView>>
  readonly switch: { readonly switch?: SwitchView }
  readonly ptt: { readonly ptt?: PttView }
  readonly devices: Readonly<Record<string, DeviceView>>
  readonly record: { readonly record?: RecordView }
  readonly alarms: Readonly<Record<string, AlarmView>>
  /** By `pastAlarmKey`. */
  readonly pastAlarms: Readonly<Record<string, PastAlarmView>>
  /** Of the last 24 hours. */
  readonly alarmLoad: { readonly load?: AlarmLoadView }
  /** By sequence number; the newest TIMELINE_LENGTH. */
  readonly timeline: Readonly<Record<string, TimelineEntry>>
  readonly traces: Readonly<Record<string, TraceView>>
  readonly coverage: { readonly coverage?: CoverageView }
  /** Open ones, and those closed in this run, by number. */
  readonly faults: Readonly<Record<string, FaultView>>
  /** Meldingen that wait for an answer, and those of this run, by number. */
  readonly reports: Readonly<Record<string, ReportView>>
  /** Calls for help that are not somebody else's yet, and those handed on in this run, by alarm id. */
  readonly emergencies: Readonly<Record<string, EmergencyView>>
  readonly spokenTest: { readonly test?: SpokenTestView }
  /** What to say after the last switch. */
  readonly say: { readonly card?: SwitchCardView }
  readonly rollCall: { readonly call?: RollCallView; /** The next one is due then. */ readonly dueUtcMs?: number }
  /** Acties that are not done with, and those of this run, by number. */
  readonly actions: Readonly<Record<string, ActionView>>
}

export type TopicName = keyof Topics
export const TOPIC_NAMES = ['site', 'services', 'diagnosis', 'channels', 'switch', 'ptt', 'devices', 'record', 'alarms', 'pastAlarms', 'alarmLoad', 'timeline', 'traces', 'coverage', 'faults', 'reports', 'actions', 'emergencies', 'spokenTest', 'say', 'rollCall'] as const satisfies readonly TopicName[]
export const TIMELINE_LENGTH = 200
/** How far back a trace reaches. */
export const TRACE_MS = 60 * 60_000

export type TopicPacket = {
  [Name in TopicName]:
    | { readonly packet: 'snapshot'; readonly topic: Name; readonly seq: number; readonly value: Topics[Name] }
    | { readonly packet: 'delta'; readonly topic: Name; readonly seq: number; readonly set: Partial<Topics[Name]>; readonly remove: readonly string[] }
}[TopicName]
