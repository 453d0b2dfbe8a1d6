// What people say of a service, as evidence: weighted, fading, each person counted once. Enough for degraded, never for down. Pure.
// Source: architecture section 5 (people's taps); weights and decay: README.md here, "People".
import { REPORT_STANDS_MS, SYMPTOMS } from '../../contract/people.ts'
import type { ReportFrom, Symptom } from '../../contract/words.ts'
import type { WatchSettings } from './settings.ts'

export interface PeopleReport {
  /** Its own name, so that it can be taken back. */
  readonly report: string
  readonly symptom: Symptom
  readonly from: ReportFrom
  /** Call sign of the unit; units that gave none are told apart by nothing and count as one. */
  readonly unit?: string
}

export interface PeopleEvidence {
  /** Those that stand, oldest first. */
  readonly reports: readonly (PeopleReport & { readonly atMs: number })[]
  /** Those that stand were enough to call the service degraded, and have not faded since. */
  readonly limited: boolean
}

export interface PeopleSaying {
  /** Different people: this position, and each call sign. */
  readonly count: number
  readonly sinceMs: number
  readonly symptoms: readonly Symptom[]
}

type Reports = PeopleEvidence['reports']

export const NO_REPORTS: PeopleEvidence = { reports: [], limited: false }

/** More than a room says in the time a report stands; a key that is hit for minutes must not fill the memory. */
const REPORTS_MAX = 64

/** @param told  with the moment it was said: before now, when it is remembered over a restart */
export function hearReport(before: PeopleEvidence, told: Reports[number], nowMs: number, settings: WatchSettings): PeopleEvidence {
  if (before.reports.some((one) => one.report === told.report) || told.atMs + REPORT_STANDS_MS <= nowMs) return before
  return weigh(bounded([...before.reports, told].toSorted((one, other) => one.atMs - other.atMs)), settings, nowMs)
}

/** As if it had never been said: what rests on it ends at once. */
export function takeBackReport(before: PeopleEvidence, report: string, nowMs: number, settings: WatchSettings): PeopleEvidence {
  const reports = before.reports.filter((one) => one.report !== report)
  return reports.length === before.reports.length ? before : weigh(reports, settings, nowMs)
}

/** When time alone next changes it; Infinity when nobody said anything. */
export const peopleDueMs = (people: PeopleEvidence, settings: WatchSettings): number =>
  Math.min(people.reports[0] === undefined ? Infinity : people.reports[0].atMs + REPORT_STANDS_MS, people.limited ? fadedAtMs(people.reports, settings) : Infinity)

export function passPeople(people: PeopleEvidence, dueMs: number, settings: WatchSettings): PeopleEvidence {
  if (peopleDueMs(people, settings) > dueMs) return people
  return weigh(people.reports.filter((one) => one.atMs + REPORT_STANDS_MS > dueMs), settings, dueMs)
}

/** The dispatcher says that it does not work, and nothing end to end was heard since. */
export const contradictsProof = ({ reports }: PeopleEvidence, provenAtMs: number): boolean =>
  reports.some((one) => one.from === 'dispatcher' && one.atMs >= provenAtMs)

/** What all of them say together; undefined when nobody does. */
export function sayingOf({ reports }: PeopleEvidence): PeopleSaying | undefined {
  const [oldest] = reports
  if (!oldest) return undefined
  return { count: newestOfEach(reports).length, sinceMs: oldest.atMs, symptoms: SYMPTOMS.filter((symptom) => reports.some((one) => one.symptom === symptom)) }
}

/** What the dispatcher of this position says. */
export const tappedOf = ({ reports }: PeopleEvidence): readonly Symptom[] =>
  SYMPTOMS.filter((symptom) => reports.some((one) => one.from === 'dispatcher' && one.symptom === symptom))

// ── the score ──────────────────────────────────────────────────────────────────────────────

const personOf = ({ from, unit = '' }: PeopleReport): string => (from === 'dispatcher' ? from : `unit ${unit}`)

/** Who says it again says it anew, and not twice: no one person ever outweighs one. */
const newestOfEach = (reports: Reports): Reports => [...new Map(reports.map((one) => [personOf(one), one])).values()]

/** Over the bound the oldest goes that somebody has said anew: nobody is shouted down. */
function bounded(reports: Reports): Reports {
  if (reports.length <= REPORTS_MAX) return reports
  const newest = newestOfEach(reports)
  const spare = reports.find((one) => !newest.includes(one)) ?? reports[0]
  return reports.filter((one) => one !== spare)
}

/**
 * From what stands alone, told anew in its order: so a restart, or a report that is taken back, leaves what there would be without
 * it, and one person who goes on saying it does not keep up what two began.
 */
function weigh(reports: Reports, settings: WatchSettings, nowMs: number): PeopleEvidence {
  let limited = false
  for (const [at, { atMs }] of reports.entries()) {
    const isFaded = fadedAtMs(reports.slice(0, at), settings) <= atMs
    limited = (limited && !isFaded) || scoreAt(reports.slice(0, at + 1), settings, atMs) >= settings.peopleDegraded
  }
  return { reports, limited: limited && fadedAtMs(reports, settings) > nowMs }
}

function scoreAt(reports: Reports, settings: WatchSettings, nowMs: number): number {
  const leftOf = ({ from, atMs }: Reports[number]): number =>
    (from === 'dispatcher' ? settings.peopleTap : settings.peopleUnit) * 0.5 ** ((nowMs - atMs) / settings.peopleHalfLifeMs)
  return newestOfEach(reports).reduce((sum, one) => sum + leftOf(one), 0)
}

/** All fade alike, so half the threshold is reached at one moment that can be told beforehand. */
function fadedAtMs(reports: Reports, settings: WatchSettings): number {
  const latestMs = reports.at(-1)?.atMs
  if (latestMs === undefined) return -Infinity
  const halvings = Math.log2(scoreAt(reports, settings, latestMs) / (settings.peopleDegraded / 2))
  return Math.ceil(latestMs + Math.max(0, halvings) * settings.peopleHalfLifeMs)
}
