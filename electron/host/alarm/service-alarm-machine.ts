// The alarms of all services as one reducer: which stands, when what it says is refreshed, when it ends, and which
// annunciation sounds. Pure, so that the host and `replay` decide alike. Source: design section 8, architecture section 5.
import type { Step } from '../../../native/kit/machine.ts'
import type { ConditionNow } from '../../contract/words.ts'
import type { AlarmedService, StandingServiceAlarm } from './alarmed-service.ts'
import { explainsOf } from './causes.ts'
import { heardOf, relate, speak } from './speech.ts'
import { isAlarming, isWorse, OWN_NETWORK, serviceVerdict, type AlarmTimes, type ServiceAlarm } from './service-alarms.ts'
import type { Unstable, WatchEffect } from '../watch/index.ts'

/** What is known of a service when looking begins. */
export type ServiceAtStart = Omit<AlarmedService, 'againAtMs' | 'releaseAtMs' | 'explains' | 'said'>

export interface ServiceAlarmsState {
  readonly times: AlarmTimes
  readonly services: readonly AlarmedService[]
}

export type ServiceAlarmEvent =
  /** Looking begins: a label that was remembered over a restart stands from the first moment. */
  | { readonly kind: 'began' }
  | { readonly kind: 'changed'; readonly service: string; readonly to: ConditionNow; readonly unstable?: Unstable; readonly sinceMs?: number; readonly wasDownUntilMs?: number }
  | { readonly kind: 'labelled'; readonly service: string; readonly count: number }
  | { readonly kind: 'label-ended'; readonly service: string }
  | { readonly kind: 'maintenance'; readonly service: string; readonly on: boolean }
  /** Seen by a person: it goes on standing, and sounds again only when it gets worse. */
  | { readonly kind: 'acknowledged'; readonly service: string }
  | { readonly kind: 'time-passed' }

export type ServiceAlarmEffect =
  /** New, or the one that stands says something else. */
  | { readonly effect: 'raise'; readonly atMs: number; readonly service: string; readonly alarm: StandingServiceAlarm }
  /** Its words are the same; its count, its severity or what it stands under is another. */
  | { readonly effect: 'refresh'; readonly atMs: number; readonly service: string; readonly alarm: StandingServiceAlarm }
  | { readonly effect: 'clear'; readonly atMs: number; readonly service: string }
  /**
   * One annunciation. New or worse only: never for a counter, for something better, or in planned maintenance; and one a
   * cause: of services that went down together the first that is seen sounds, the others stand under what explains them.
   *
   * @remarks Degraded and unstable sound once; unknown once, after a minute; down once here, and the page repeats it until
   *   somebody has seen it. An unstable service that is down for ten minutes sounds once each such time.
   */
  | { readonly effect: 'sounds'; readonly atMs: number; readonly service: string; readonly code: ServiceAlarm['code']; readonly severity: ServiceAlarm['severity'] }

export type ServiceAlarmStep = Step<ServiceAlarmsState, ServiceAlarmEffect>

/** Give it `began` first. @param services  `standing` where an alarm of an earlier run is known to stand still */
export function createServiceAlarms(services: readonly ServiceAtStart[], times: AlarmTimes): ServiceAlarmsState {
  const known = services.map((one): AlarmedService => {
    const { id, standing } = one
    if (!standing) return one
    // One that is no alarm by its role stood because of what it explained, perhaps of what is well again.
    const isCause = !isAlarming(one) || services.some((other) => other.standing?.causedBy === id)
    return { ...one, standing: { ...standing, heard: standing.heard ?? heardOf(standing, standing.sinceMs) }, ...(isCause && { explains: standing.severity }) }
  })
  const isNetworked = services.some((one) => one.viaOwnNetwork === true)
  return { times, services: isNetworked ? [...known, { id: OWN_NETWORK, role: 'network', now: 'ok', sinceMs: 0, maintenance: false }] : known }
}

/** What a change of the watch means here; undefined: nothing. */
export function alarmEventOf(effect: WatchEffect): ServiceAlarmEvent | undefined {
  switch (effect.effect) {
    case 'announce-change': {
      const { service, to, unstable, sinceMs, wasDownUntilMs } = effect
      return { kind: 'changed', service, to, ...(unstable && { unstable }), ...(sinceMs !== undefined && { sinceMs }), ...(wasDownUntilMs !== undefined && { wasDownUntilMs }) }
    }
    case 'announce-unstable': return { kind: 'labelled', service: effect.service, count: effect.count }
    case 'announce-stable': return { kind: 'label-ended', service: effect.service }
    case 'announce-health': {
      if ((effect.from === 'network-down') === (effect.to === 'network-down')) return undefined
      return { kind: 'changed', service: OWN_NETWORK, to: effect.to === 'network-down' ? 'down' : 'ok' }
    }
    case 'announce-maintenance': return { kind: 'maintenance', service: effect.service, on: effect.on }
    default: return undefined
  }
}

/** When time alone next changes something; Infinity when it never does. */
export function serviceAlarmsDueMs(state: ServiceAlarmsState): number {
  let due = Infinity
  for (const { againAtMs = Infinity, releaseAtMs = Infinity } of state.services) due = Math.min(due, againAtMs, releaseAtMs)
  return due
}

/** Takes one event at `nowMs`, after everything that fell due before it, each stamped with its own time and in that order. */
export function reduceServiceAlarms(state: ServiceAlarmsState, event: ServiceAlarmEvent, nowMs: number): ServiceAlarmStep {
  const draft: Draft = { times: state.times, services: state.services, effects: [] }
  for (let due = serviceAlarmsDueMs(draft); due <= nowMs; due = serviceAlarmsDueMs(draft)) {
    const atMs = due
    change(draft, atMs, (one) => dueMs(one) <= atMs, (one) => one)
  }
  if (event.kind === 'began') change(draft, nowMs, () => true, (one) => one)
  else if (event.kind !== 'time-passed') change(draft, nowMs, (one) => one.id === event.service, (one) => learn(one, event, nowMs))
  return { state: draft.services === state.services ? state : { ...state, services: draft.services }, effects: draft.effects }
}

// ── one moment ─────────────────────────────────────────────────────────────────────────────

interface Draft {
  readonly times: AlarmTimes
  services: readonly AlarmedService[]
  readonly effects: ServiceAlarmEffect[]
}

const dueMs = ({ againAtMs = Infinity, releaseAtMs = Infinity }: AlarmedService): number => Math.min(againAtMs, releaseAtMs)

/** Each by itself, then what explains what, then who speaks; told once, as the difference. */
function change(draft: Draft, atMs: number, whom: (one: AlarmedService) => boolean, how: (one: AlarmedService) => AlarmedService): void {
  const before = draft.services
  const looked = before.map((one) => (whom(one) ? look(how(one), atMs, draft.times) : one))
  const explained = looked.map((one) => explain(one, looked, { atMs, times: draft.times }))
  const related = explained.map((one) => relate(one, explained, atMs))
  draft.services = speak(before, related, atMs)
  for (const [at, is] of draft.services.entries()) draft.effects.push(...effectsOf(before[at]?.standing, is, atMs))
}

function effectsOf(was: StandingServiceAlarm | undefined, { id: service, standing: is }: AlarmedService, atMs: number): readonly ServiceAlarmEffect[] {
  if (!is) return was ? [{ effect: 'clear', atMs, service }] : []
  const isSame = was !== undefined && was.severity === is.severity && was.count === is.count && was.causedBy === is.causedBy && was.heard === is.heard
  const told: readonly ServiceAlarmEffect[] = was?.code !== is.code ? [{ effect: 'raise', atMs, service, alarm: is }] : isSame ? [] : [{ effect: 'refresh', atMs, service, alarm: is }]
  const sounds = is.heard !== undefined && is.heard !== was?.heard && is.heard.as === undefined
  return sounds ? [...told, { effect: 'sounds', atMs, service, code: is.code, severity: is.severity }] : told
}

// ── one service ────────────────────────────────────────────────────────────────────────────

type Told = Exclude<ServiceAlarmEvent, { readonly kind: 'began' | 'time-passed' }>

function learn(one: AlarmedService, event: Told, nowMs: number): AlarmedService {
  switch (event.kind) {
    case 'changed': return { ...one, now: event.to, sinceMs: event.sinceMs ?? nowMs, ...(event.unstable && { unstable: event.unstable }), wasDownUntilMs: event.wasDownUntilMs }
    case 'labelled': return { ...one, unstable: { sinceMs: one.unstable?.sinceMs ?? nowMs, count: event.count } satisfies Unstable }
    case 'label-ended': return { ...one, unstable: undefined }
    case 'maintenance': return { ...one, maintenance: event.on }
    case 'acknowledged': return one.standing ? { ...one, standing: { ...one.standing, acknowledged: true } } : one
  }
}

function look(one: AlarmedService, atMs: number, times: AlarmTimes): AlarmedService {
  const { standing } = one
  const heldUntilMs = holdsUntilMs(one, times)
  if (atMs < heldUntilMs) return { ...one, againAtMs: heldUntilMs }
  const { alarm, againAtMs, keepsStanding } = serviceVerdict(one, standing?.code, atMs, times)
  if (keepsStanding) return { ...one, againAtMs }
  if (!alarm) {
    return { ...one, standing: undefined, releaseAtMs: undefined, againAtMs }
  }
  // What it says now has its own moment; the same words keep theirs.
  const sinceMs = standing?.code === alarm.code ? standing.sinceMs : alarm.sinceMs
  const { count: _count, ...before }: Partial<StandingServiceAlarm> = standing ?? {}
  // What is worse was seen by nobody yet.
  const acknowledged = standing !== undefined && !isWorse(standing.code, alarm.code) && standing.acknowledged
  return { ...one, standing: { ...before, ...alarm, sinceMs, acknowledged }, againAtMs }
}

/**
 * A moment in which we cannot tell (our own standstill, our own network, a start) ends no trouble that stood before it: were
 * it cleared, the same trouble would sound again as soon as we can tell. As long as silence is not yet said aloud itself, and
 * as long as an outage may still be the one it was.
 */
function holdsUntilMs({ now, sinceMs, standing, maintenance, wasDownUntilMs }: AlarmedService, times: AlarmTimes): number {
  if (now !== 'unknown' || !standing || standing.code === 'service-unstable' || maintenance) return -Infinity
  return Math.max(sinceMs + times.unknownAlarmMs, standing.code === 'service-down' ? (wasDownUntilMs ?? -Infinity) : -Infinity)
}

// ── causes ─────────────────────────────────────────────────────────────────────────────────

function explain(one: AlarmedService, all: readonly AlarmedService[], { atMs, times }: { readonly atMs: number; readonly times: AlarmTimes }): AlarmedService {
  const explains = explainsOf(one, all)
  return explains === one.explains ? one : look({ ...one, explains }, atMs, times)
}
