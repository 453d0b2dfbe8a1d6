// Everything that stands, worst first, each consequence under its cause; below it what came and went unseen; and how many there
// were. Nothing that stands is only somewhere else.
import { DAY_LIMIT, FEEDBACK_MS, FLOOD_COUNT, STALE_MS } from '../../electron/contract/alarm-limits.ts'
import { DRILL_ALARM } from '../../electron/contract/switching.ts'
import { pastAlarmKey, raisedAt, type AlarmView, type PastAlarmView, type Topics } from '../../electron/contract/topics.ts'
import type { ShapeKind } from '../ui/shapes.ts'
import { alarmSentence } from './alarm-sentence.ts'
import type { ConsoleView } from './console-view.ts'
import type { Ask } from './switch-face.ts'
import type { Words } from './words.ts'

export interface AlarmLine {
  readonly key: string
  readonly sentence: string
  readonly shape: ShapeKind
  /** Since when, seen when, standing for how long. */
  readonly facts: string
  readonly unseen: boolean
  readonly stale: boolean
  /** "Vals alarm", or to take that back; absent for what cannot be called false. */
  readonly feedback?: FeedbackFace
  /** What this one explains. */
  readonly under: readonly AlarmLine[]
}

export interface FeedbackFace {
  readonly label: string
  readonly called: boolean
  readonly ask: Ask
}

export interface AlarmListModel {
  readonly standing: readonly AlarmLine[]
  readonly past: readonly AlarmLine[]
  /** Exactly what is shown and was not seen. */
  readonly acknowledge?: Ask
  readonly load?: string
  /** More than anybody can answer: a fact, no alarm of its own. */
  readonly flood?: string
}

const MOST_AT_ONCE = 64
const SEVERITIES: readonly AlarmView['severity'][] = ['emergency', 'critical', 'error', 'warning']

export function alarmList(view: ConsoleView, words: Words): AlarmListModel {
  const { topics, nowUtcMs } = view
  const alarms = Object.values(topics.alarms).toSorted(worstFirst)
  const isUnder = ({ causedBy }: AlarmView): boolean => causedBy !== undefined && topics.alarms[causedBy] !== undefined
  const past = pastShown(topics, nowUtcMs)
  const unseen = unseenNames(topics)
  const { load } = topics.alarmLoad
  return {
    standing: alarms.filter((alarm) => !isUnder(alarm)).map((alarm) => lineOf(alarm, alarms.filter(({ causedBy }) => causedBy === alarm.id), view, words)),
    past: past.map((one) => pastLine(one, view, words)),
    ...(unseen.length > 0 ? { acknowledge: { call: 'alarm.acknowledge', input: { alarms: unseen.slice(0, MOST_AT_ONCE) } } as const } : {}),
    ...(load ? { load: words.text('alarms.load', { count: load.count, limit: DAY_LIMIT, peak: load.peak, flood: FLOOD_COUNT, called: load.calledFalse }) } : {}),
    ...(load?.flood ? { flood: words.text('alarms.flood', { count: load.lately }) } : {}),
  }
}

const worstFirst = (one: AlarmView, other: AlarmView): number => SEVERITIES.indexOf(one.severity) - SEVERITIES.indexOf(other.severity) || other.sinceUtcMs - one.sinceUtcMs

/** Names to acknowledge by: what stands unseen, and what came and went unseen. */
export function unseenNames({ alarms, pastAlarms }: Pick<Topics, 'alarms' | 'pastAlarms'>): readonly string[] {
  const standing = Object.values(alarms).filter(({ kind, acknowledged }) => kind !== 'emergency' && !acknowledged)
  return [...standing.map(({ id }) => id), ...Object.values(pastAlarms).filter(({ seen }) => !seen).map(pastAlarmKey)]
}

/** What stands, and what came and went unseen. */
export const alarmCount = ({ topics }: Pick<ConsoleView, 'topics'>): number =>
  Object.keys(topics.alarms).length + Object.values(topics.pastAlarms).filter(({ seen }) => !seen).length

/** The newest that came and went while nobody looked, in a sentence. */
export function lastUnseen({ topics }: Pick<ConsoleView, 'topics'>, words: Words): string | undefined {
  const [newest] = Object.values(topics.pastAlarms).filter(({ seen }) => !seen).toSorted((one, other) => other.endedUtcMs - one.endedUtcMs)
  return newest && pastSentence(newest, topics, words)
}

/** What can be said of the alarm of one service: of the one that stands, else of one that has just ended. */
export function feedbackOn(alarm: string, { topics, nowUtcMs }: ConsoleView, words: Words): FeedbackFace | undefined {
  const standing = topics.alarms[alarm]
  if (standing) return feedbackFace(alarm, raisedAt(standing), { called: standing.calledFalse === true, words })
  const [newest] = Object.values(topics.pastAlarms).filter(({ id, endedUtcMs }) => id === alarm && nowUtcMs - endedUtcMs < FEEDBACK_MS).toSorted((one, other) => other.endedUtcMs - one.endedUtcMs)
  return newest && feedbackFace(alarm, newest.raisedUtcMs, { called: newest.calledFalse === true, words })
}

function feedbackFace(alarm: string, raised: number, { called, words }: { readonly called: boolean; readonly words: Words }): FeedbackFace {
  return { label: words.text(called ? 'alarms.false.undo' : 'alarms.false'), called, ask: { call: 'alarm.feedback', input: { alarm, raised, false: !called } } }
}

function lineOf(alarm: AlarmView, under: readonly AlarmView[], view: ConsoleView, words: Words): AlarmLine {
  const { id, acknowledged, acknowledgedUtcMs } = alarm
  const stale = view.nowUtcMs - raisedAt(alarm) > STALE_MS
  const feedback = alarm.kind === 'emergency' || alarm.id.startsWith(DRILL_ALARM) ? undefined : feedbackOn(id, view, words)
  const facts = [
    words.text('since', { time: moment(alarm.sinceUtcMs, view.nowUtcMs, words) }),
    acknowledged ? words.text('alarms.seen', { time: moment(acknowledgedUtcMs ?? alarm.sinceUtcMs, view.nowUtcMs, words) }) : words.text('alarms.unseen'),
    ...(stale ? [words.text('alarms.stale')] : []),
    ...(alarm.calledFalse ? [words.text('alarms.called-false')] : []),
  ]
  return {
    key: id,
    sentence: alarmSentence(alarm, view, words),
    shape: shapeOfAlarm(alarm),
    facts: facts.join(' · '),
    unseen: !acknowledged,
    stale,
    ...(feedback ? { feedback } : {}),
    // Only one deep: what a consequence explains is explained by the same cause. What is called false is the cause.
    under: under.map((one) => {
      const { feedback: _none, ...line } = lineOf(one, [], view, words)
      return line
    }),
  }
}

/** Those that were seen stay ten minutes, so that they can still be called false. */
const pastShown = ({ pastAlarms }: Topics, nowUtcMs: number): readonly PastAlarmView[] =>
  Object.values(pastAlarms).filter(({ seen, endedUtcMs }) => !seen || nowUtcMs - endedUtcMs < FEEDBACK_MS).toSorted((one, other) => other.endedUtcMs - one.endedUtcMs)

function pastLine(past: PastAlarmView, view: ConsoleView, words: Words): AlarmLine {
  const canCall = view.nowUtcMs - past.endedUtcMs < FEEDBACK_MS
  const facts = [
    words.text('alarms.past.when', { from: moment(past.raisedUtcMs, view.nowUtcMs, words), to: moment(past.endedUtcMs, view.nowUtcMs, words) }),
    words.text(past.seen ? 'alarms.past.seen' : 'alarms.unseen'),
    ...(past.calledFalse ? [words.text('alarms.called-false')] : []),
  ]
  return {
    key: pastAlarmKey(past),
    sentence: alarmSentence(past, view, words),
    shape: 'reachable',
    facts: facts.join(' · '),
    unseen: !past.seen,
    stale: false,
    ...(canCall ? { feedback: feedbackFace(past.id, past.raisedUtcMs, { called: past.calledFalse === true, words }) } : {}),
    under: [],
  }
}

const pastSentence = (past: PastAlarmView, topics: Topics, words: Words): string =>
  words.text('alarms.past', { alarm: alarmSentence(past, { topics }, words), from: words.minute(past.raisedUtcMs), to: words.minute(past.endedUtcMs) })

const DAY_MS = 24 * 60 * 60_000
const moment = (utcMs: number, nowUtcMs: number, words: Words): string => (nowUtcMs - utcMs < DAY_MS ? words.clock(utcMs) : `${words.day(utcMs)} ${words.minute(utcMs)}`)

const SHAPES: Readonly<Record<string, ShapeKind>> = { 'service-degraded': 'degraded', 'service-unknown': 'unknown', 'service-unstable': 'unstable' }

function shapeOfAlarm({ kind, code, severity }: AlarmView): ShapeKind {
  if (kind === 'emergency') return 'emergency'
  return SHAPES[code] ?? (severity === 'warning' ? 'degraded' : 'down')
}
