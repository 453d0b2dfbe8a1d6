// Storing, melding, actie: the words all sides share, and what may be changed of each. Architecture section 7, "Three objects,
// three words"; fields of a report: the ministers' letters after September 2020 ask for kind, number, operational effect and
// technical cause. English in the code: fault, report, action.
import { z } from 'zod'
import { PLACE_LENGTH, UNIT_LENGTH } from './people.ts'

/** What was noticed, in the order of a list on a screen. */
export const FAULT_SYMPTOMS = [
  'speech-drops', 'ptt-refused', 'no-reception', 'no-transmission', 'ptt-stuck', 'slow-setup', 'connection-lost', 'intermittent',
  'local-service', 'roaming', 'group-missing', 'identity-missing', 'status-missing', 'position-missing',
  'emergency-not-shown', 'emergency-no-speech', 'device-detached', 'other',
] as const
export type FaultSymptom = (typeof FAULT_SYMPTOMS)[number]

/** What it did to the work. */
export const EFFECTS = ['none', 'extra-work', 'delay', 'no-contact'] as const
export type Effect = (typeof EFFECTS)[number]

/** Was a person in the field in danger by it. */
export const DANGERS = ['no', 'yes', 'unknown'] as const
export type Danger = (typeof DANGERS)[number]

/** Roles that can own something. */
export const OWNERS = ['dispatcher', 'supervisor', 'technician'] as const
export type Owner = (typeof OWNERS)[number]

/** Who says it, where it was not the dispatcher of this position. */
export const REPORTERS = ['unit', 'dispatcher', 'supervisor', 'technician', 'other'] as const
export type Reporter = (typeof REPORTERS)[number]

/** `S-2026-OB-0007`, `M-2026-OB-0123`, `A-2026-OB-0004`; a drill, and what belongs to one: `O-2026-OB-0003`, `OM-…`, `OA-…`. */
export const SERIES = ['S', 'M', 'A', 'O', 'OM', 'OA'] as const
export type Series = (typeof SERIES)[number]
export const NUMBER = /^(S|M|A|O|OM|OA)-(\d{4})-([A-Z0-9]{1,8})-(\d{4,})$/

const number = z.string().regex(NUMBER)
const text = (longest: number) => z.string().trim().min(1).max(longest).regex(/^[^\p{Cc}]*$/u)
const utcMs = z.number().int().nonnegative()
/** Why it is said otherwise now; beside the chain. */
const reason = text(200).optional()

/** A change is an entry with what it was and what it is; nothing said before is erased. */
export const faultChange = z.discriminatedUnion('what', [
  z.strictObject({ what: z.literal('effect'), effect: z.enum(EFFECTS) }),
  z.strictObject({ what: z.literal('danger'), danger: z.enum(DANGERS) }),
  z.strictObject({ what: z.literal('symptom'), symptom: z.enum(FAULT_SYMPTOMS) }),
  /** When it began, where a person knows better than the flight recorder. */
  z.strictObject({ what: z.literal('begun'), utcMs }),
  z.strictObject({ what: z.literal('owner'), owner: z.enum(OWNERS) }),
  /** Closed for this centre. CALL_REFUSED `still-in-trouble` while its service is down. */
  z.strictObject({ what: z.literal('state'), state: z.enum(['open', 'closed']) }),
  /** Another storing, melding or actie of this record, or a number of somebody else's system (a supplier's ticket, a GMS incident: the number only). */
  z.strictObject({ what: z.literal('link'), to: text(64) }),
  z.strictObject({ what: z.literal('unlink'), to: text(64) }),
])
export type FaultChange = z.infer<typeof faultChange>
export const faultChangeInput = z.strictObject({ number, change: faultChange, reason })

export const reportInput = z.strictObject({
  from: z.enum(REPORTERS),
  symptom: z.enum(FAULT_SYMPTOMS),
  unit: text(UNIT_LENGTH).optional(),
  place: text(PLACE_LENGTH).optional(),
  effect: z.enum(EFFECTS).optional(),
  danger: z.enum(DANGERS).optional(),
  text: text(2000).optional(),
  /** The storing it is about, where the person knows; absent: the one that stands, if any. */
  number: number.optional(),
})

export const reportChange = z.discriminatedUnion('what', [
  /** What the reporter was told; a melding is done when its reporter knows. */
  z.strictObject({ what: z.literal('answered'), text: text(2000) }),
  z.strictObject({ what: z.literal('link'), to: number }),
  z.strictObject({ what: z.literal('unlink'), to: number }),
  z.strictObject({ what: z.literal('owner'), owner: z.enum(OWNERS) }),
  /** Withdrawn: the same was said twice, or it was not so. It stays in the record. */
  z.strictObject({ what: z.literal('state'), state: z.enum(['open', 'withdrawn']) }),
])
export type ReportChange = z.infer<typeof reportChange>
export const reportChangeInput = z.strictObject({ number, change: reportChange, reason })

export const actionInput = z.strictObject({
  /** The measure, in words. */
  text: text(500),
  owner: z.enum(OWNERS),
  dueUtcMs: utcMs.optional(),
  /** Storing or melding it comes from. */
  about: number.optional(),
})

export const actionChange = z.discriminatedUnion('what', [
  z.strictObject({ what: z.literal('done') }),
  /** Did the measure work. Only of one that is done; `proven: false` opens it again. */
  z.strictObject({ what: z.literal('effect'), proven: z.boolean(), text: text(500).optional() }),
  z.strictObject({ what: z.literal('due'), dueUtcMs: utcMs }),
  z.strictObject({ what: z.literal('owner'), owner: z.enum(OWNERS) }),
  z.strictObject({ what: z.literal('dropped') }),
  z.strictObject({ what: z.literal('open') }),
])
export type ActionChange = z.infer<typeof actionChange>
export const actionChangeInput = z.strictObject({ number, change: actionChange, reason })

/** A melding: what a person reports, answered to that person. */
export interface ReportView {
  readonly number: string
  readonly utcMs: number
  readonly from: Reporter
  readonly symptom: FaultSymptom
  /** Deletable words of its opening entry stand in the record under this number. */
  readonly seq: number
  readonly unit?: string
  readonly place?: string
  readonly effect?: Effect
  readonly danger?: Danger
  readonly owner?: Owner
  /** `done`: answered to its reporter. */
  readonly state: 'open' | 'done' | 'withdrawn'
  readonly answeredUtcMs?: number
  readonly links: readonly string[]
}

/** An actie: a measure with an owner, a date and a proof that it worked. */
export interface ActionView {
  readonly number: string
  readonly utcMs: number
  readonly seq: number
  /** Absent: deleted. */
  readonly text?: string
  readonly owner: Owner
  readonly dueUtcMs?: number
  readonly about?: string
  readonly state: 'open' | 'done' | 'proven' | 'dropped'
  readonly stateUtcMs: number
}
