// What really happens in one room of a scenario, drawn from a seed: which service is how broken from when until when, and who
// reports what. The driver of a cause (times of on and off) is drawn once for all rooms; spells within it are each room's own.
// Pure. The model is explained in resources/scenarios/README.md.
import { createChance, type Chance } from './chance.ts'
import { utcOfLocal } from './local-time.ts'
import { drawReports, type Report } from './reports.ts'
import type { Duration, Hit, OnceCause, OnOffCause, Scenario, ScenarioFault, ScenarioRoom } from './scenario-schema.ts'

/** Times are whole milliseconds since the scenario began. */
export interface TruthInterval {
  readonly fromMs: number
  readonly untilMs: number
  readonly service: string
  readonly cause: string
  readonly is: ScenarioFault
}

export interface Truth {
  readonly scenario: Scenario
  readonly room: ScenarioRoom
  readonly seed: number
  readonly startUtcMs: number
  readonly lengthMs: number
  /** In order of their beginning; those of one service may overlap. */
  readonly intervals: readonly TruthInterval[]
  readonly reports: readonly Report[]
}

interface Span {
  readonly fromMs: number
  readonly untilMs: number
}

const SECOND = 1_000

export function drawTruth(scenario: Scenario, room: ScenarioRoom, seed: number): Truth {
  const startUtcMs = utcOfLocal(scenario.from)
  const lengthMs = utcOfLocal(scenario.until) - startUtcMs
  const whole: Span = { fromMs: 0, untilMs: lengthMs }
  const since = (local: string): number => utcOfLocal(local) - startUtcMs
  const intervals = scenario.causes.flatMap((cause) => {
    const driver = createChance(seed, scenario.id, cause.id)
    const own = createChance(seed, scenario.id, cause.id, room.code)
    return cause.kind === 'once' ? drawOnce(cause, driver, own, since) : drawOnOff(cause, driver, own, since)
  })
  return {
    scenario, room, seed, startUtcMs, lengthMs,
    intervals: intervals.flatMap((one) => clip(one, whole)).toSorted((one, other) => one.fromMs - other.fromMs),
    reports: drawReports(scenario, room, seed).filter((one) => one.atMs < lengthMs),
  }
}

function drawOnce(cause: OnceCause, driver: Chance, own: Chance, since: (local: string) => number): readonly TruthInterval[] {
  const moment = ([from, until]: readonly [string, string]): number => Math.round(driver.between(since(from), since(until)))
  const outage: Span = { fromMs: moment(cause.begins), untilMs: moment(cause.ends) }
  return cause.hits.flatMap((hit) => strike(cause.id, hit, outage, own))
}

function drawOnOff(cause: OnOffCause, driver: Chance, own: Chance, since: (local: string) => number): readonly TruthInterval[] {
  return drawTroubled(cause, driver, since).flatMap((troubled) => {
    const spells = drawSpells(cause, troubled, own)
    const hits = spells.down.flatMap((outage) => cause.hits.flatMap((hit) => strike(cause.id, hit, outage, own)))
    const between = spells.up.flatMap((span) => cause.between.map(({ service, is }) => ({ ...span, service, is, cause: cause.id })))
    return [...hits, ...between]
  })
}

/** The common driver: times of on and off, each phase beginning with one. */
function drawTroubled(cause: OnOffCause, driver: Chance, since: (local: string) => number): readonly Span[] {
  return cause.phases.flatMap((phase) => {
    const spans: Span[] = []
    for (let atMs = since(phase.from); atMs < since(phase.until);) {
      const untilMs = Math.min(atMs + draw(phase.troubled, driver), since(phase.until))
      spans.push({ fromMs: atMs, untilMs })
      atMs = untilMs + Math.max(SECOND, draw(phase.quiet, driver))
    }
    return spans
  })
}

function drawSpells(cause: OnOffCause, troubled: Span, own: Chance): { readonly up: readonly Span[]; readonly down: readonly Span[] } {
  const up: Span[] = []
  const down: Span[] = []
  // A room comes into the trouble at some point of a working spell, not in step with the others.
  let atMs = troubled.fromMs
  let worksMs = Math.round(draw(cause.up, own) * own.fraction())
  while (atMs < troubled.untilMs) {
    const failsMs = atMs + worksMs
    up.push({ fromMs: atMs, untilMs: Math.min(failsMs, troubled.untilMs) })
    if (failsMs >= troubled.untilMs) break
    const isHard = cause.hard !== undefined && own.happens(cause.hard.likelihood)
    // A long outage does not end because the others' trouble does.
    const lastsMs = isHard && cause.hard ? draw(cause.hard.down, own) : Math.min(draw(cause.down, own), troubled.untilMs - failsMs)
    down.push({ fromMs: failsMs, untilMs: failsMs + lastsMs })
    atMs = failsMs + lastsMs
    worksMs = Math.max(SECOND, draw(cause.up, own))
  }
  return { up, down }
}

function strike(cause: string, hit: Hit, outage: Span, own: Chance): readonly TruthInterval[] {
  if (!own.happens(hit.likelihood)) return []
  const [low, high] = hit.laterS
  const later = (): number => Math.round(own.between(low, high) * SECOND)
  const { is } = own.pick(hit.how)
  return [{ fromMs: outage.fromMs + later(), untilMs: outage.untilMs + later(), service: hit.service, cause, is }]
}

const draw = ({ meanS, minS, maxS }: Duration, chance: Chance): number =>
  Math.round(Math.min(maxS, minS + chance.exponential(meanS - minS)) * SECOND)

function clip(one: TruthInterval, { fromMs, untilMs }: Span): readonly TruthInterval[] {
  const clipped = { ...one, fromMs: Math.max(fromMs, one.fromMs), untilMs: Math.min(untilMs, one.untilMs) }
  return clipped.fromMs < clipped.untilMs ? [clipped] : []
}
