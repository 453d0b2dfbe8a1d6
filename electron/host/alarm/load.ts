// How many annunciations there were, against what a person can take. Pure. Limits and their sources: contract/alarm-limits.ts.
import { CHATTER_COUNT, CHATTER_MS, FLOOD_COUNT, FLOOD_MS, FLOOD_OVER_COUNT, STALE_MS } from '../../contract/alarm-limits.ts'
import type { AlarmLoadView } from '../../contract/topics.ts'
import type { AlarmHistory, Annunciation } from './history.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
/** Shorter than this says nothing of a rate: an alarm in the first minute is not sixty an hour. */
const SHORTEST_MS = HOUR_MS
const TOP = 5

export interface Period {
  readonly fromUtcMs: number
  readonly toUtcMs: number
}

/** @remarks Time in which no console ran counts as quiet: the record does not say what would have sounded. */
export function alarmLoad({ annunciations, spells }: AlarmHistory, period: Period): AlarmLoadView {
  // A clock that was set back puts a later entry before an earlier one.
  const within = annunciations.filter(({ utcMs }) => utcMs >= period.fromUtcMs && utcMs <= period.toUtcMs).toSorted((one, other) => one.utcMs - other.utcMs)
  const moments = within.map(({ utcMs }) => utcMs)
  const lengthMs = Math.max(SHORTEST_MS, period.toUtcMs - period.fromUtcMs)
  const floods = floodsIn(moments)
  const floodMs = floods.reduce((sum, { fromMs, toMs }) => sum + Math.min(toMs, period.toUtcMs) - fromMs, 0)
  const heard = spells.filter(({ sounded, endedUtcMs, raisedUtcMs }) => sounded > 0 && raisedUtcMs <= period.toUtcMs && (endedUtcMs ?? period.toUtcMs) >= period.fromUtcMs)
  const calledFalse = heard.filter((spell) => spell.calledFalse !== undefined).length
  const lately = moments.filter((moment) => moment > period.toUtcMs - FLOOD_MS).length
  return {
    ...period,
    count: within.length,
    perHour: tenth(within.length / (lengthMs / HOUR_MS)),
    perDay: tenth(within.length / (Math.max(DAY_MS, lengthMs) / DAY_MS)),
    peak: mostWithin(moments, FLOOD_MS),
    lately,
    flood: floods.some(({ toMs }) => toMs > period.toUtcMs),
    floodPercent: tenth((100 * floodMs) / lengthMs),
    bySeverity: { critical: countOf(within, 'critical'), error: countOf(within, 'error'), warning: countOf(within, 'warning') },
    top: topOf(within),
    chattering: chatteringIn(within),
    stale: spells.filter(({ endedUtcMs, raisedUtcMs }) => endedUtcMs === undefined && period.toUtcMs - raisedUtcMs > STALE_MS).length,
    calledFalse,
    falsePercent: heard.length === 0 ? 0 : tenth((100 * calledFalse) / heard.length),
  }
}

const tenth = (value: number): number => Math.round(value * 10) / 10

const countOf = (all: readonly Annunciation[], severity: Annunciation['severity']): number => all.filter((one) => one.severity === severity).length

/** The most that any span of this length holds; a moment exactly that much later is outside. */
export function mostWithin(moments: readonly number[], spanMs: number): number {
  let first = 0
  let most = 0
  for (const [at, moment] of moments.entries()) {
    while (moment - (moments[first] ?? moment) >= spanMs) first += 1
    most = Math.max(most, at - first + 1)
  }
  return most
}

interface Flood {
  readonly fromMs: number
  readonly toMs: number
}

/** From the tenth annunciation within ten minutes until fewer than five lie within them. */
export function floodsIn(moments: readonly number[]): readonly Flood[] {
  const floods: Flood[] = []
  let first = 0
  let fromMs: number | undefined
  // Between two annunciations the count only falls, at the moment the fifth newest grows too old.
  const overAt = (newest: number): number => (moments[newest - FLOOD_OVER_COUNT + 1] ?? Number.NEGATIVE_INFINITY) + FLOOD_MS
  for (const [at, moment] of moments.entries()) {
    while (moment - (moments[first] ?? moment) >= FLOOD_MS) first += 1
    if (fromMs !== undefined && overAt(at - 1) <= moment) {
      floods.push({ fromMs, toMs: overAt(at - 1) })
      fromMs = undefined
    }
    if (fromMs === undefined && at - first + 1 >= FLOOD_COUNT) fromMs = moment
  }
  if (fromMs !== undefined) floods.push({ fromMs, toMs: overAt(moments.length - 1) })
  return floods
}

function bySource(all: readonly Annunciation[]): ReadonlyMap<string, readonly number[]> {
  const moments = new Map<string, number[]>()
  for (const { alarm, utcMs } of all) {
    const known = moments.get(alarm)
    if (known) known.push(utcMs)
    else moments.set(alarm, [utcMs])
  }
  return moments
}

const topOf = (all: readonly Annunciation[]): AlarmLoadView['top'] =>
  [...bySource(all)].map(([alarm, moments]) => ({ alarm, count: moments.length })).toSorted((one, other) => other.count - one.count || one.alarm.localeCompare(other.alarm)).slice(0, TOP)

/** The same alarm, saying the same as severely: one that grows worse is another piece of news each time. */
function chatteringIn(all: readonly Annunciation[]): readonly string[] {
  const sources = bySource(all.map((one) => ({ ...one, alarm: `${one.alarm}\n${one.code}\n${one.severity}` })))
  return [...new Set([...sources].filter(([, moments]) => mostWithin(moments, CHATTER_MS) >= CHATTER_COUNT).map(([source]) => source.split('\n')[0] ?? source))]
}
