// The alarm load of some days against what a person can take, and what was called false with what the watch knew then. Pure.
import { DAY_LIMIT, DAY_MOST, FLOOD_COUNT, FLOOD_PERCENT_LIMIT, HOUR_LIMIT, PRIORITY_PERCENT } from '../../contract/alarm-limits.ts'
import type { AlarmLoadView } from '../../contract/topics.ts'
import { alarmHistory, type AlarmEntry, type Spell } from '../../host/alarm/history.ts'
import { alarmLoad, type Period } from '../../host/alarm/load.ts'
import type { Text } from '../terminal/text.ts'

const DAY_MS = 24 * 60 * 60_000

export interface AlarmReport {
  readonly from: string
  readonly to: string
  readonly days: readonly { readonly day: string; readonly count: number; readonly peak: number }[]
  readonly load: Omit<AlarmLoadView, 'fromUtcMs' | 'toUtcMs'>
  readonly limits: Readonly<Record<string, number>>
  readonly calledFalse: readonly FalseAlarm[]
  /** Stand at the end of the period. */
  readonly standing: readonly { readonly alarm: string; readonly code: string; readonly since: string; readonly seen: boolean }[]
}

export interface FalseAlarm {
  readonly alarm: string
  readonly code: string
  readonly raised: string
  readonly ended: string | null
  readonly said: string
  readonly evidence: Spell['params']
}

export function alarmReport(entries: readonly AlarmEntry[], period: Period): AlarmReport {
  const history = alarmHistory(entries)
  const { fromUtcMs, toUtcMs, ...load } = alarmLoad(history, period)
  const within = ({ raisedUtcMs, endedUtcMs }: Spell): boolean => raisedUtcMs <= toUtcMs && (endedUtcMs ?? toUtcMs) >= fromUtcMs
  const spells = history.spells.filter(within)
  return {
    from: iso(fromUtcMs),
    to: iso(toUtcMs),
    days: daysOf(period).map((day) => {
      const { count, peak } = alarmLoad(history, day)
      return { day: iso(day.fromUtcMs), count, peak }
    }),
    load,
    limits: { hour: HOUR_LIMIT, day: DAY_LIMIT, dayMost: DAY_MOST, flood: FLOOD_COUNT, floodPercent: FLOOD_PERCENT_LIMIT },
    calledFalse: spells.flatMap(falseOf),
    standing: spells.filter(({ endedUtcMs }) => endedUtcMs === undefined).map(({ alarm, code, raisedUtcMs, seenUtcMs }) => ({ alarm, code, since: iso(raisedUtcMs), seen: seenUtcMs !== undefined })),
  }
}

const iso = (utcMs: number): string => new Date(utcMs).toISOString()

/** Spans of 24 hours that end where the period ends: the newest is a whole one. */
function daysOf({ fromUtcMs, toUtcMs }: Period): readonly Period[] {
  const count = Math.max(1, Math.ceil((toUtcMs - fromUtcMs) / DAY_MS))
  return Array.from({ length: count }, (_, at) => {
    const end = toUtcMs - (count - 1 - at) * DAY_MS
    return { fromUtcMs: Math.max(fromUtcMs, end - DAY_MS + 1), toUtcMs: end }
  })
}

function falseOf({ alarm, code, raisedUtcMs, endedUtcMs, calledFalse }: Spell): FalseAlarm[] {
  if (!calledFalse) return []
  return [{ alarm, code, raised: iso(raisedUtcMs), ended: endedUtcMs === undefined ? null : iso(endedUtcMs), said: iso(calledFalse.utcMs), evidence: calledFalse.evidence }]
}

// ── for people ─────────────────────────────────────────────────────────────────────────────

const MOMENT = new Intl.DateTimeFormat('nl-NL', { timeZone: 'Europe/Amsterdam', day: '2-digit', month: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit' })
const moment = (at: string): string => MOMENT.format(new Date(at)).replace(',', '')
const NAME_WIDTH = 34
const VALUE_WIDTH = 12

export function reportLines({ from, to, days, load, limits, calledFalse, standing }: AlarmReport, text: Text): readonly string[] {
  const row = (name: string, value: string, limit = ''): string => `  ${name.padEnd(NAME_WIDTH)}${value.padStart(VALUE_WIDTH)}   ${limit}`.trimEnd()
  const list = (items: readonly string[]): string => (items.length === 0 ? text('alarms.report.none') : items.join(', '))
  const { critical, error, warning } = load.bySeverity
  return [
    text('alarms.report.title', { from: moment(from), to: moment(to) }),
    row(text('alarms.report.count'), String(load.count)),
    row(text('alarms.report.per-day'), String(load.perDay), text('alarms.report.limit.day', { limit: DAY_LIMIT, most: DAY_MOST })),
    row(text('alarms.report.per-hour'), String(load.perHour), text('alarms.report.limit.most', { limit: limits['hour'] ?? 0 })),
    row(text('alarms.report.peak'), String(load.peak), text('alarms.report.limit.below', { limit: limits['flood'] ?? 0 })),
    row(text('alarms.report.flood'), `${load.floodPercent} %`, text('alarms.report.limit.percent', { limit: FLOOD_PERCENT_LIMIT })),
    row(text('alarms.report.severities'), `${critical}/${error}/${warning}`, text('alarms.report.limit.severities', PRIORITY_PERCENT)),
    row(text('alarms.report.stale'), String(load.stale)),
    row(text('alarms.report.false'), String(load.calledFalse), `${load.falsePercent} %`),
    `  ${text('alarms.report.chattering', { alarms: list(load.chattering) })}`,
    `  ${text('alarms.report.top', { alarms: list(load.top.map(({ alarm, count }) => `${alarm} ${count}×`)) })}`,
    `  ${text('alarms.report.days', { counts: days.map(({ count }) => count).join(' ') })}`,
    ...standing.map(({ alarm, code, since }) => `  ${text('alarms.report.standing', { alarm, code, time: moment(since) })}`),
    ...calledFalse.map(({ alarm, code, raised, ended, evidence }) =>
      `  ${text('alarms.report.false.one', { alarm, code, from: moment(raised), to: ended === null ? text('alarms.report.still') : moment(ended), evidence: JSON.stringify(evidence) })}`),
    text('alarms.report.people'),
  ]
}
