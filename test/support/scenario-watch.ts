// A scenario in virtual time through the reducers the host runs: watch, diagnosis, alarms. No clock, no socket.
import { sampleTruth, type SampleWindow } from '../../electron/cli/scenario/sampler.ts'
import { alarmEventOf, createServiceAlarms, reduceServiceAlarms, serviceAlarmsDueMs, type ServiceAlarmEffect, type ServiceAlarmEvent } from '../../electron/host/alarm/service-alarm-machine.ts'
import { createWatchState, DEFAULT_WATCH_SETTINGS, reduceWatch, type ServiceConfig, type WatchEffect, type WatchEvent } from '../../electron/host/watch/index.ts'
import { timelineOf, type Piece } from '../sim/scenarios/timeline.ts'
import type { Truth } from '../sim/scenarios/truth.ts'

export type Change = Extract<WatchEffect, { effect: 'announce-change' }>
type Label = Extract<WatchEffect, { effect: 'announce-unstable' | 'announce-stable' }>
export type Sound = Extract<ServiceAlarmEffect, { effect: 'sounds' }>

export interface Watched {
  readonly samples: number
  readonly changes: readonly Change[]
  /** Once when it is set and once when it ends; the counter in between is no change of level. */
  readonly labels: readonly { readonly atMs: number; readonly service: string; readonly on: boolean }[]
  readonly diagnoses: readonly { readonly atMs: number; readonly kind: string }[]
  readonly sounds: readonly Sound[]
  /** Each time an alarm is raised, or says something else. */
  readonly raised: readonly { readonly atMs: number; readonly service: string; readonly code: string }[]
}

/** Samples and reports of a room, as they come. @param only  services to watch; absent: all of the scenario */
export function watchTruth(whole: Truth, window: SampleWindow, only?: readonly string[]): Watched {
  const truth = only ? { ...whole, scenario: { ...whole.scenario, services: whole.scenario.services.filter((one) => only.includes(one.id)) } } : whole
  const services: readonly ServiceConfig[] = truth.scenario.services.map(({ id, role, label, dependsOn, probes }) => ({
    id, role, label, dependsOn, viaOwnNetwork: role !== 'witness',
    probes: probes.map((probe) => ({ id: probe.id, weight: probe.weight, latencyLimitMs: probe.latencyLimitMs })),
  }))
  const seen = { samples: 0, changes: [] as Change[], labels: [] as Watched['labels'][number][], diagnoses: [] as Watched['diagnoses'][number][], sounds: [] as Sound[], raised: [] as Watched['raised'][number][] }
  let watch = createWatchState({ services, settings: DEFAULT_WATCH_SETTINGS, nowMs: window.fromMs, utcMs: truth.startUtcMs + window.fromMs })
  let alarms = createServiceAlarms(services.map((one) => ({ ...one, now: 'unknown' as const, sinceMs: window.fromMs, maintenance: false })), DEFAULT_WATCH_SETTINGS)
  const labelled = new Set<string>()

  const alarm = (event: ServiceAlarmEvent, atMs: number): void => {
    const step = reduceServiceAlarms(alarms, event, atMs)
    alarms = step.state
    for (const effect of step.effects) {
      if (effect.effect === 'sounds') seen.sounds.push(effect)
      if (effect.effect === 'raise') seen.raised.push({ atMs: effect.atMs, service: effect.service, code: effect.alarm.code })
    }
  }
  const label = ({ effect, atMs, service }: Label): void => {
    const on = effect === 'announce-unstable'
    if (labelled.has(service) === on) return
    if (on) labelled.add(service)
    else labelled.delete(service)
    seen.labels.push({ atMs, service, on })
  }
  const take = (event: WatchEvent, atMs: number): void => {
    const step = reduceWatch(watch, event, atMs)
    watch = step.state
    for (const effect of step.effects) {
      if (effect.effect === 'announce-change') seen.changes.push(effect)
      if (effect.effect === 'announce-unstable' || effect.effect === 'announce-stable') label(effect)
      if (effect.effect === 'announce-diagnosis' && effect.from.kind !== effect.to.kind) seen.diagnoses.push({ atMs: effect.atMs, kind: effect.to.kind })
      const told = alarmEventOf(effect)
      if (told) alarm(told, effect.atMs)
    }
    if (serviceAlarmsDueMs(alarms) <= atMs) alarm({ kind: 'time-passed' }, atMs)
  }

  const reports = truth.reports.filter((one) => one.tap !== undefined && one.atMs >= window.fromMs && services.some(({ id }) => id === one.service))
  let next = 0
  const hearUntil = (untilMs: number): void => {
    for (let report = reports[next]; report && report.atMs <= untilMs; report = reports[++next]) {
      const { service, tap, unit, atMs } = report
      if (tap) take({ kind: 'for-service', service, event: { kind: 'people-told', report: `report ${next}`, symptom: tap, from: 'unit', unit } }, atMs)
    }
  }

  alarm({ kind: 'began' }, window.fromMs)
  for (const sample of sampleTruth(truth, DEFAULT_WATCH_SETTINGS, window)) {
    seen.samples++
    hearUntil(sample.atMs)
    take({ kind: 'sampled', sample }, sample.atMs)
  }
  take({ kind: 'time-passed' }, window.untilMs)
  return seen
}

// ── against the truth ──────────────────────────────────────────────────────────────────────

/** Times in which a service answers nothing at all, and long enough that it must be seen. */
export function outagesOf(truth: Truth, service: string, { fromMs, untilMs }: SampleWindow, leastMs: number): readonly Piece[] {
  return timelineOf(truth, service).filter(({ is, ...at }) =>
    (is.fault === 'hang' || is.fault === 'refuse') && at.untilMs - at.fromMs >= leastMs && at.fromMs >= fromMs && at.untilMs <= untilMs)
}

export interface Detection {
  readonly outages: number
  /** From the beginning of each to `down`; what was never seen is not in it. */
  readonly delaysMs: readonly number[]
}

/** How many outages the watch called down while they lasted, and how soon. */
export function detectionOf(watched: Watched, outages: readonly Piece[], service: string): Detection {
  const own = watched.changes.filter((one) => one.service === service)
  const delaysMs = outages.flatMap(({ fromMs, untilMs }) => {
    // It may still count as down when the next one begins: three replies have not come in between.
    if (own.findLast((one) => one.atMs <= fromMs)?.to === 'down') return [0]
    const down = own.find((one) => one.to === 'down' && one.atMs > fromMs && one.atMs <= untilMs)
    return down ? [down.atMs - fromMs] : []
  })
  return { outages: outages.length, delaysMs }
}

// ── the cause ──────────────────────────────────────────────────────────────────────────────

export interface SettledCause {
  readonly atMs: number
  readonly expected: 'common-dependency' | 'console-fault'
  readonly found: string
}

/** A verdict is bound to this; what changed later than that before it may not have been weighed yet. */
const VERDICT_MS = 10_000
/** Silence takes 4 s, a fault's own lateness up to 3 s. */
const SETTLED_MS = 5_000

/**
 * The verdict some seconds into each outage of the RBS in which nothing else changes: a common dependency when two services that
 * need one failed service have failed, else the console, for C2000 is heard.
 */
export function settledCauses(truth: Truth, watched: Watched, { fromMs, untilMs }: SampleWindow): readonly SettledCause[] {
  const lines = new Map(truth.scenario.services.map(({ id }) => [id, timelineOf(truth, id)]))
  const failsOver = (id: string, beganMs: number, atMs: number): boolean =>
    (lines.get(id) ?? []).some((one) => (one.is.fault === 'hang' || one.is.fault === 'refuse') && one.fromMs <= beganMs && one.untilMs >= atMs)
  const isCalm = (id: string, beganMs: number, atMs: number): boolean =>
    failsOver(id, beganMs, atMs) || (lines.get(id) ?? []).every((one) => one.fromMs >= atMs || one.untilMs <= beganMs - 2 * VERDICT_MS || (one.is.fault === 'slow' && one.is.byMs < 300) || (one.is.fault === 'lose' && one.is.percent < 5))
  return (lines.get('rbs') ?? []).flatMap((outage): readonly SettledCause[] => {
    const beganMs = outage.fromMs + SETTLED_MS
    const atMs = beganMs + VERDICT_MS
    if (outage.fromMs < fromMs || atMs > untilMs || !failsOver('rbs', beganMs, atMs)) return []
    if (!truth.scenario.services.every(({ id }) => isCalm(id, beganMs, atMs))) return []
    const dependent = truth.scenario.services.filter((one) => one.dependsOn.includes('office-ict') && failsOver(one.id, beganMs, atMs))
    const expected = failsOver('office-ict', beganMs, atMs) && dependent.length >= 2 ? 'common-dependency' : 'console-fault'
    return [{ atMs, expected, found: watched.diagnoses.findLast((one) => one.atMs <= atMs)?.kind ?? 'none' }]
  })
}
