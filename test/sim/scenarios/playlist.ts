// A scenario for people to look at: the same changes in the same order, with less waiting between them. Pure.
// The speed applies to the gaps alone. What a watch needs to see a change at all (4 s of silence, three replies) takes as long
// as it takes in earnest, so a gap is never played shorter than GAP_MS, and one that is shorter already is left as it is.
import type { Report } from './reports.ts'
import type { ScenarioFault } from './scenario-schema.ts'
import { timelineOf } from './timeline.ts'
import type { Truth } from './truth.ts'

/** Down is seen after 4 s and its end after 3 s; twice that leaves people a moment to look. */
export const GAP_MS = 12_000
/** Everything works, before the first change. */
export const LEAD_MS = 15_000

export interface PlayStep {
  /** Since playing began. */
  readonly playMs: number
  /** Since the scenario began. */
  readonly realMs: number
  readonly happens: PlayEvent
}

export type PlayEvent =
  /** Without `is` it works again. */
  | { readonly kind: 'change'; readonly service: string; readonly is?: ScenarioFault }
  | { readonly kind: 'report'; readonly report: Report }

/** @param speed  1 or more */
export function playlistOf(truth: Truth, speed: number): readonly PlayStep[] {
  const changes = truth.scenario.services.flatMap(({ id }) => changesOf(truth, id)).toSorted((one, other) => one.realMs - other.realMs)
  const edges = [...new Set(changes.map((one) => one.realMs))]
  const warp = createWarp(edges.length > 0 ? edges : [truth.reports[0]?.atMs ?? 0], speed)
  const reports = truth.reports.map((report) => ({ realMs: report.atMs, happens: { kind: 'report', report } as const }))
  return [...changes, ...reports]
    .map((one) => ({ playMs: warp(one.realMs), ...one }))
    // What was reported in the calm that is left out is left out with it.
    .filter((one) => one.playMs >= 0)
    .toSorted((one, other) => one.playMs - other.playMs)
}

/** Of a watch that shall remember as much of the sped-up scenario as it would of the real one: spells of hours, not of seconds. */
export interface PacedSettings {
  readonly goodMs: number
  readonly holdMs: number
  readonly holdMaxMs: number
  readonly penaltyHalfLifeMs: number
  readonly unstableClearMs: number
  readonly relapseMemoryMs: number
  readonly peopleHalfLifeMs: number
}

/**
 * The memory of watching and returning at this speed. What measures (probes, silence, loss) is never scaled.
 *
 * @param settings  as delivered
 */
export function pacedSettings(settings: PacedSettings, speed: number): PacedSettings {
  const paced = (ms: number, leastMs: number): number => Math.min(ms, Math.max(leastMs, Math.round(ms / speed)))
  return {
    goodMs: paced(settings.goodMs, 3_000),
    holdMs: paced(settings.holdMs, 5_000),
    holdMaxMs: paced(settings.holdMaxMs, 60_000),
    penaltyHalfLifeMs: paced(settings.penaltyHalfLifeMs, 4 * 60_000),
    // Longer than three gaps: else the label of on and off would end within it.
    unstableClearMs: paced(settings.unstableClearMs, 5 * GAP_MS),
    relapseMemoryMs: paced(settings.relapseMemoryMs, 4 * 60_000),
    peopleHalfLifeMs: paced(settings.peopleHalfLifeMs, 1_000),
  }
}

type Change = Omit<PlayStep, 'playMs'>

function changesOf(truth: Truth, service: string): readonly Change[] {
  const pieces = timelineOf(truth, service)
  return pieces.flatMap(({ fromMs, untilMs, is }, at): readonly Change[] => {
    const begins: Change = { realMs: fromMs, happens: { kind: 'change', service, is } }
    // One piece after the other without a break: it does not work in between.
    return pieces[at + 1]?.fromMs === untilMs ? [begins] : [begins, { realMs: untilMs, happens: { kind: 'change', service } }]
  })
}

/** From scenario time to playing time: straight between the edges, negative before the lead. */
function createWarp(edges: readonly number[], speed: number): (realMs: number) => number {
  const played: number[] = []
  let playMs = LEAD_MS
  for (const [at, edge] of edges.entries()) {
    const gapMs = edge - (edges[at - 1] ?? edge)
    playMs += Math.min(gapMs, Math.max(GAP_MS, gapMs / speed))
    played.push(Math.round(playMs))
  }
  const straight = (realMs: number, from: number): number => {
    const [edge = 0, next] = [edges[from], edges[from + 1]]
    const [start = 0, end] = [played[from], played[from + 1]]
    if (next === undefined || end === undefined) return start + (realMs - edge) / speed
    return start + ((realMs - edge) / (next - edge)) * (end - start)
  }
  return (realMs) => {
    const [first = 0] = edges
    if (realMs < first) return Math.round(LEAD_MS - (first - realMs) / speed)
    const later = edges.findIndex((edge) => edge > realMs)
    return Math.round(straight(realMs, later < 0 ? edges.length - 1 : later - 1))
  }
}
