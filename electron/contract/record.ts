// Looking back: what may be asked of the record, and what a moment of it looks like. Never awaited by anything that speaks.
import { z } from 'zod'
import type { AlarmView, TimelineEntry } from './topics.ts'
import type { ConditionNow, DiagnosisKind, JsonObject, SiteMode } from './words.ts'

const seq = z.number().int().positive()
const utcMs = z.number().int().nonnegative()
export const SEARCH_LIMIT = 200
export const ENTRY_ROLES = ['dispatcher', 'supervisor', 'technician', 'auditor', 'system'] as const

/** All that is given must hold. Without `after` or `before` the newest; newest first, with `after` oldest first. */
export const searchInput = z.strictObject({
  /** Words, each as a beginning of one in the text beside the chain: `spraak weg`. Deleted text is not found. */
  text: z.string().trim().min(1).max(200).optional(),
  kinds: z.array(z.string().min(1).max(64)).min(1).max(100).optional(),
  roles: z.array(z.enum(ENTRY_ROLES)).min(1).optional(),
  /** Entries that name this storing, melding or actie. */
  number: z.string().max(32).optional(),
  fromUtcMs: utcMs.optional(),
  toUtcMs: utcMs.optional(),
  before: seq.optional(),
  after: seq.optional(),
  limit: z.number().int().min(1).max(SEARCH_LIMIT).default(100),
})
export type SearchInput = z.infer<typeof searchInput>

export interface SearchOutput {
  readonly entries: readonly TimelineEntry[]
  /** There are more in the direction asked. */
  readonly more: boolean
}

/** One of the two. */
export const momentInput = z.union([z.strictObject({ utcMs }), z.strictObject({ seq })])
export type MomentInput = z.infer<typeof momentInput>

export interface MomentService {
  readonly id: string
  readonly now: ConditionNow
  readonly sinceUtcMs: number
  /** Since when it bears the label. */
  readonly unstableSinceUtcMs?: number
  readonly maintenance?: true
  readonly why?: JsonObject
}

/** What the record says of one moment: only what had been recorded by then. */
export interface MomentView {
  readonly utcMs: number
  /** Last entry at or before it; 0 before the first. */
  readonly seq: number
  /** `running` between host.started and host.stopped; `gone`: killed, nothing is known until the next start. */
  readonly host: 'running' | 'stopped' | 'gone' | 'unknown'
  readonly hostSinceUtcMs?: number
  readonly mode?: SiteMode
  readonly plan?: number
  readonly simulated?: true
  /** Number of the drill that ran: what was worked by then was its. */
  readonly drill?: string
  readonly services: readonly MomentService[]
  readonly diagnosis?: { readonly kind: DiagnosisKind; readonly sinceUtcMs: number }
  readonly channel?: { readonly id: string; readonly group?: string; readonly sinceUtcMs: number }
  readonly ptt?: { readonly phase: 'idle' | 'waiting' | 'talking' | 'refused'; readonly channel?: string; readonly group?: string; readonly sinceUtcMs: number }
  readonly devices: readonly { readonly id: string; readonly link: string; readonly sinceUtcMs: number }[]
  readonly alarms: readonly Pick<AlarmView, 'id' | 'kind' | 'severity' | 'code' | 'params' | 'acknowledged' | 'sinceUtcMs'>[]
  readonly emergencies: readonly { readonly id: string; readonly sinceUtcMs: number }[]
  /** Open at that moment. */
  readonly faults: readonly string[]
  /** Entries to jump to. */
  readonly previous?: { readonly seq: number; readonly utcMs: number }
  readonly next?: { readonly seq: number; readonly utcMs: number }
}
