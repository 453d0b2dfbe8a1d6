// People's reports of one room: each day has its own number, spread over the day as chance has it (a Poisson process of that
// day's rate, given its count). Pure.
import { createChance } from './chance.ts'
import { utcOfLocal } from './local-time.ts'
import type { ReportSource, Scenario, ScenarioRoom, Symptom, Tap } from './scenario-schema.ts'

export interface Report {
  /** Since the scenario began. */
  readonly atMs: number
  readonly service: string
  readonly symptom: Symptom
  /** The key a dispatcher has for it; absent: a report in words only. */
  readonly tap?: Tap
  /** Of an invented fleet: which unit reported; the same unit may report again. */
  readonly unit: string
}

const DAY_MS = 86_400_000
/** Invented call signs, as many as may plausibly report. */
const UNITS = 400
const FIRST_UNIT = 4_000

export function drawReports(scenario: Scenario, room: ScenarioRoom, seed: number): readonly Report[] {
  const startMs = utcOfLocal(scenario.from)
  return scenario.reports
    .flatMap((source, at) => drawSource(source, createChance(seed, scenario.id, 'reports', at), createChance(seed, scenario.id, 'reports', at, room.code), room.share))
    .map((one) => ({ ...one, atMs: one.atMs - startMs }))
    .filter((one) => one.atMs >= 0)
    .toSorted((one, other) => one.atMs - other.atMs)
}

/** @param country  draws how many there are in all; `own`: which of them reach this room */
function drawSource(source: ReportSource, country: ReturnType<typeof createChance>, own: ReturnType<typeof createChance>, share: number): readonly Report[] {
  const reports: Report[] = []
  const untilMs = utcOfLocal(source.until)
  for (let dayMs = utcOfLocal(source.from); dayMs < untilMs; dayMs += DAY_MS) {
    const count = countOfDay(source.perDay, country.fraction())
    const part = Math.min(1, (untilMs - dayMs) / DAY_MS)
    for (let one = 0; one < count; one++) {
      const { symptom, tap } = own.pick(source.mix)
      const atMs = Math.floor(dayMs + own.fraction() * DAY_MS)
      const unit = `21-${FIRST_UNIT + own.wholeBetween(1, UNITS)}`
      // Drawn before it is known whether it counts, so that another share draws the same day.
      if (own.happens(share) && atMs < dayMs + part * DAY_MS) reports.push({ atMs, service: source.service, symptom, ...(tap && { tap }), unit })
    }
  }
  return reports
}

function countOfDay([low, high]: readonly [number, number], fraction: number): number {
  if (low <= 0) return Math.round(low + fraction * (high - low))
  return Math.round(low * (high / low) ** fraction)
}
