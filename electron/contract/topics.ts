// What the host tells: topics. A subscriber gets `snapshot(seq)`, then `delta(seq + 1)`, `delta(seq + 2)` …;
// a gap means: drop what you have and subscribe again. Each topic is an object of parts; a delta sets and removes whole parts.
import type { ErrorCode } from '../../native/kit/errors.ts'
import type {
  ConditionNow, DiagnosisKind, JsonObject, Language, ProofDepth, Role, ServiceRole, SiteMode,
} from './words.ts'

export interface SiteView {
  readonly room: string
  readonly position: string
  readonly label: string
  readonly discipline: string
  readonly mode: SiteMode
  readonly language: Language
  /** Every device and system is a simulator: said on every screen and in every entry. */
  readonly simulated: boolean
  readonly groups: readonly { readonly key: number; readonly label: string; readonly gssi: string }[]
  readonly cards: readonly { readonly id: string; readonly label: string; readonly steps: readonly string[]; readonly dependsOn: readonly string[] }[]
  /** The site file that was given is broken: this is the last good one, and what is wrong with the new one. */
  readonly lastGood: boolean
  readonly problems: readonly string[]
}

export interface ServiceView {
  readonly id: string
  readonly role: ServiceRole
  readonly label: string
  readonly now: ConditionNow
  /** The label "instabiel" beside what is true now. */
  readonly unstable?: { readonly count: number; readonly sinceUtcMs: number }
  readonly sinceUtcMs: number
  /** A code and its parameters; the sentence stands in the locale files under `why.<code>`. */
  readonly why: JsonObject
  readonly proof: ProofDepth
  /** Speech through this service was last heard end to end. */
  readonly lastHeardOwnUtcMs?: number
  readonly lastReplyUtcMs?: number
  readonly maintenance: boolean
  readonly probes: readonly { readonly id: string; readonly state: string; readonly latencyMs?: number }[]
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
  readonly evidence: readonly string[]
  readonly ownHealth: string
}

export interface ChannelView {
  readonly id: string
  readonly kind: 'rbs' | 'tetra'
  readonly label: string
  readonly readiness: 'ready' | 'stale' | 'failed' | 'struck-out' | 'unknown'
  readonly cause?: string
  readonly verifiedUtcMs?: number
  readonly audio: { readonly microphone: string; readonly loudspeaker: string; readonly recorded: boolean }
  readonly loses: readonly string[]
  readonly registration?: string
  readonly cell?: string
  /** The group the radio itself stands on. */
  readonly group?: string
}

export interface SwitchView {
  readonly channel: string
  readonly group?: string
  readonly confirmed: boolean
  readonly sinceUtcMs: number
  readonly wantedGroup: string
  readonly phase: 'settled' | 'deferred' | 'confirming'
  readonly to?: string
  readonly deferredBy?: 'own-transmission' | 'emergency'
  /** The next alternative proven ready, named on the switch button. */
  readonly next?: string
  readonly advised: boolean
  readonly countdown?: { readonly to: string; readonly endsUtcMs: number }
  readonly undo?: string
  readonly hold?: { readonly over: boolean; readonly endsUtcMs?: number }
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
  /** SSI of who is heard on the active channel, for the technician. */
  readonly heard?: string
}

export interface RecordView {
  readonly seq: number
  readonly anchoredSeq: number
  readonly headCode: string
  readonly failing?: { readonly code: ErrorCode; readonly waiting: number }
}

export interface AlarmView {
  readonly id: string
  readonly kind: 'service' | 'emergency' | 'radio' | 'pedal' | 'record' | 'device' | 'site'
  readonly severity: 'warning' | 'error' | 'critical' | 'emergency'
  readonly sinceUtcMs: number
  readonly code: string
  readonly params: JsonObject
  readonly acknowledged: boolean
}

export interface TimelineEntry {
  readonly seq: number
  readonly utcMs: number
  readonly kind: string
  readonly role: Role
  readonly payload: JsonObject
  readonly content?: string
}

export interface DeviceView {
  readonly id: string
  readonly label: string
  readonly driver: string
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
  /** By sequence number; the newest TIMELINE_LENGTH. */
  readonly timeline: Readonly<Record<string, TimelineEntry>>
}

export type TopicName = keyof Topics
export const TOPIC_NAMES = ['site', 'services', 'diagnosis', 'channels', 'switch', 'ptt', 'devices', 'record', 'alarms', 'timeline'] as const satisfies readonly TopicName[]
export const TIMELINE_LENGTH = 200

export type TopicPacket = {
  [Name in TopicName]:
    | { readonly packet: 'snapshot'; readonly topic: Name; readonly seq: number; readonly value: Topics[Name] }
    | { readonly packet: 'delta'; readonly topic: Name; readonly seq: number; readonly set: Partial<Topics[Name]>; readonly remove: readonly string[] }
}[TopicName]
