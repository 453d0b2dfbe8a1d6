// The alarms of all services as one reducer: which stands, when what it says is refreshed, when it ends, and which
// annunciation sounds. Pure, so that the host and `replay` decide alike. Source: design section 8, architecture section 5.
import type { Step } from '../../native/kit/machine.ts'
import type { ConditionNow } from '../contract/words.ts'
import { isWorse, serviceVerdict, UNKNOWN_MS, type ServiceAlarm, type WatchedService } from './service-alarms.ts'
import type { Unstable, WatchEffect } from './watch/index.ts'

export interface StandingServiceAlarm extends ServiceAlarm {
  readonly acknowledged: boolean
}

export interface AlarmedService extends WatchedService {
  readonly id: string
  readonly standing?: StandingServiceAlarm
  /** Time alone changes the verdict then. */
  readonly againAtMs?: number
}

/** What is known of a service when looking begins. */
export type ServiceAtStart = Omit<AlarmedService, 'againAtMs'>

export interface ServiceAlarmsState {
  readonly services: readonly AlarmedService[]
}

export type ServiceAlarmEvent =
  /** Looking begins: a label that was remembered over a restart stands from the first moment. */
  | { readonly kind: 'began' }
  | { readonly kind: 'changed'; readonly service: string; readonly to: ConditionNow; readonly unstable?: Unstable }
  | { readonly kind: 'labelled'; readonly service: string; readonly count: number }
  | { readonly kind: 'label-ended'; readonly service: string }
  | { readonly kind: 'maintenance'; readonly service: string; readonly on: boolean }
  /** Seen by a person: it goes on standing, and sounds again only when it gets worse. */
  | { readonly kind: 'acknowledged'; readonly service: string }
  | { readonly kind: 'time-passed' }

export type ServiceAlarmEffect =
  /** New, or the one that stands says something else. */
  | { readonly effect: 'raise'; readonly atMs: number; readonly service: string; readonly alarm: StandingServiceAlarm }
  /** It says the same with another count. */
  | { readonly effect: 'refresh'; readonly atMs: number; readonly service: string; readonly alarm: StandingServiceAlarm }
  | { readonly effect: 'clear'; readonly atMs: number; readonly service: string }
  /**
   * One annunciation. New or worse only: never for a counter, for something better, or in planned maintenance.
   *
   * @remarks Degraded and unstable sound once; unknown once, after a minute; down once here, and the page repeats it until
   *   somebody has seen it. An unstable service that is down for ten minutes sounds once each such time.
   */
  | { readonly effect: 'sounds'; readonly atMs: number; readonly service: string; readonly code: ServiceAlarm['code'] }

export type ServiceAlarmStep = Step<ServiceAlarmsState, ServiceAlarmEffect>

/** Give it `began` first. @param services  `standing` where an alarm of an earlier run is known to stand still */
export function createServiceAlarms(services: readonly ServiceAtStart[]): ServiceAlarmsState {
  return { services }
}

/** What a change of the watch means here; undefined: nothing. */
export function alarmEventOf(effect: WatchEffect): ServiceAlarmEvent | undefined {
  switch (effect.effect) {
    case 'announce-change': return { kind: 'changed', service: effect.service, to: effect.to, ...(effect.unstable && { unstable: effect.unstable }) }
    case 'announce-unstable': return { kind: 'labelled', service: effect.service, count: effect.count }
    case 'announce-stable': return { kind: 'label-ended', service: effect.service }
    case 'announce-maintenance': return { kind: 'maintenance', service: effect.service, on: effect.on }
    default: return undefined
  }
}

/** When time alone next changes something; Infinity when it never does. */
export function serviceAlarmsDueMs(state: ServiceAlarmsState): number {
  let due = Infinity
  for (const { againAtMs } of state.services) if (againAtMs !== undefined && againAtMs < due) due = againAtMs
  return due
}

/** Takes one event at `nowMs`, after everything that fell due before it, each stamped with its own time and in that order. */
export function reduceServiceAlarms(state: ServiceAlarmsState, event: ServiceAlarmEvent, nowMs: number): ServiceAlarmStep {
  const draft: Draft = { services: state.services, effects: [] }
  for (let due = serviceAlarmsDueMs(draft); due <= nowMs; due = serviceAlarmsDueMs(draft)) {
    const atMs = due
    change(draft, atMs, (one) => one.againAtMs !== undefined && one.againAtMs <= atMs, (one) => one)
  }
  if (event.kind === 'began') change(draft, nowMs, () => true, (one) => one)
  else if (event.kind !== 'time-passed') change(draft, nowMs, (one) => one.id === event.service, (one) => learn(one, event, nowMs))
  return { state: draft.services === state.services ? state : { services: draft.services }, effects: draft.effects }
}

// ── one service ────────────────────────────────────────────────────────────────────────────

interface Draft {
  services: readonly AlarmedService[]
  readonly effects: ServiceAlarmEffect[]
}

function change(draft: Draft, atMs: number, whom: (one: AlarmedService) => boolean, how: (one: AlarmedService) => AlarmedService): void {
  draft.services = draft.services.map((one) => (whom(one) ? look(how(one), atMs, draft.effects) : one))
}

type Told = Exclude<ServiceAlarmEvent, { readonly kind: 'began' | 'time-passed' }>

function learn(one: AlarmedService, event: Told, nowMs: number): AlarmedService {
  switch (event.kind) {
    case 'changed': return { ...one, now: event.to, sinceMs: nowMs, ...(event.unstable && { unstable: event.unstable }) }
    case 'labelled': return { ...one, unstable: { sinceMs: one.unstable?.sinceMs ?? nowMs, count: event.count } satisfies Unstable }
    case 'label-ended': return { ...one, unstable: undefined }
    case 'maintenance': return { ...one, maintenance: event.on }
    case 'acknowledged': return one.standing ? { ...one, standing: { ...one.standing, acknowledged: true } } : one
  }
}

function look(one: AlarmedService, atMs: number, effects: ServiceAlarmEffect[]): AlarmedService {
  const { id: service, standing } = one
  const { alarm, againAtMs } = serviceVerdict(one, standing?.code, atMs)
  if (!alarm) {
    const heldUntilMs = holdsUntilMs(one)
    if (atMs < heldUntilMs) return { ...one, againAtMs: heldUntilMs }
    if (standing) effects.push({ effect: 'clear', atMs, service })
    return { ...one, standing: undefined, againAtMs }
  }
  const isNews = !standing || isWorse(standing.code, alarm.code)
  // What it says now has its own moment; the same words keep theirs.
  const sinceMs = standing?.code === alarm.code ? standing.sinceMs : alarm.sinceMs
  const next: StandingServiceAlarm = { ...alarm, sinceMs, acknowledged: !isNews && standing.acknowledged }
  if (standing?.code !== next.code) effects.push({ effect: 'raise', atMs, service, alarm: next })
  else if (standing.count !== next.count) effects.push({ effect: 'refresh', atMs, service, alarm: next })
  if (isNews) effects.push({ effect: 'sounds', atMs, service, code: next.code })
  return { ...one, standing: next, againAtMs }
}


/**
 * A moment in which we cannot tell (our own standstill, our own network) ends no trouble that stood before it: were it
 * cleared, the same trouble would sound again as soon as we can tell. As long as silence is not yet said aloud itself.
 */
function holdsUntilMs({ now, sinceMs, standing, maintenance }: AlarmedService): number {
  const isTrouble = standing?.code === 'service-degraded' || standing?.code === 'service-down'
  return now === 'unknown' && isTrouble && !maintenance ? sinceMs + UNKNOWN_MS : -Infinity
}
