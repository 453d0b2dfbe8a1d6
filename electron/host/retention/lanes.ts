// What is kept how long, as lanes: of which kinds of entries, until when, and what of them is left alone. Pure.
// Source: architecture, section 7; the table for people is in resources/docs/record.md.
import type { DueKeeps, DueKinds } from '../ledger/reader/port.ts'
import type { RetentionSettings } from '../site/types.ts'

export const LANES = ['samples', 'traffic', 'words', 'frozen', 'storing'] as const
export type Lane = (typeof LANES)[number]

const DAY_MS = 86_400_000
/** With its leap days, and never a day early. */
const YEAR_DAYS = 366

/** Measurements: what was seen of services. */
const SAMPLE_KINDS = ['watch.samples'] as const
/** Whose radio it was, what it sent and where it stood. Own radios too: their numbers stand beside the opening of a storing. */
const TRAFFIC_KINDS = ['emergency.raised', 'fault.opened', 'fault.pressed', 'radio.individual-call', 'radio.position', 'sds.delivery', 'sds.status', 'sds.text'] as const
/** Every other kind holds what people said: also one that a later version adds. */
const NO_WORDS: readonly string[] = [...SAMPLE_KINDS, ...TRAFFIC_KINDS]

export interface LaneRule {
  readonly kinds: DueKinds
  readonly keeps: DueKeeps
  readonly keptMs: number
}

export function laneRules({ samplesDays, trafficDays, contentDays, incidentYears }: RetentionSettings): Readonly<Record<Lane, LaneRule>> {
  const incidentMs = incidentYears * YEAR_DAYS * DAY_MS
  return {
    samples: { kinds: { only: SAMPLE_KINDS }, keeps: 'windows', keptMs: samplesDays * DAY_MS },
    traffic: { kinds: { only: TRAFFIC_KINDS }, keeps: 'nothing', keptMs: trafficDays * DAY_MS },
    words: { kinds: { not: NO_WORDS }, keeps: 'numbered', keptMs: contentDays * DAY_MS },
    // What the lanes before left alone; a storing is never kept shorter than what belongs to none.
    frozen: { kinds: { only: SAMPLE_KINDS }, keeps: 'nothing', keptMs: Math.max(incidentMs, samplesDays * DAY_MS) },
    storing: { kinds: { not: NO_WORDS }, keeps: 'nothing', keptMs: Math.max(incidentMs, contentDays * DAY_MS) },
  }
}
