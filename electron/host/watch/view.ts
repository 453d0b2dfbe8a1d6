// What people and the rest of the host see of the watch. Moments in UTC, ages in monotonic time.
import type { CellMode, ConditionNow, ProofDepth, Registration, ServiceRole, Symptom } from '../../contract/words.ts'
import { isProven, isUnseen, lastReplyOf, negativeProofs, sameOutageUntilMs, type ConditionState } from './condition-state.ts'
import { latelyDown } from './instability.ts'
import type { Diagnosis } from './diagnosis.ts'
import type { OwnHealthWord } from './own-health.ts'
import { sayingOf, tappedOf, type PeopleEvidence } from './people-evidence.ts'
import type { HardCause, ProbePhase, Unstable, Why } from './types.ts'
import type { WatchState } from './watch-machine.ts'

export interface ProbeView {
  readonly id: string
  readonly state: ProbePhase
  readonly cause?: HardCause
  /** Of the last reply. */
  readonly latencyMs?: number
  readonly lastReplyAgoMs?: number
  /** Of the last reply, for the technician: `SIP 200`, `offset +3 ms`. */
  readonly detail?: string
  /** What is wrong by its answers' own words, now or lately. */
  readonly limited?: string
  readonly registration?: Registration
  readonly cell?: CellMode
  /** The last status to itself that came back: how long it took, and when that was. */
  readonly exchange?: { readonly tookMs: number; readonly agoMs: number }
}

export interface ServiceView {
  readonly id: string
  readonly role: ServiceRole
  readonly label: string
  readonly dependsOn: readonly string[]
  readonly viaOwnNetwork: boolean
  readonly now: ConditionNow
  readonly sinceUtcMs: number
  readonly sinceAgoMs: number
  readonly unstable?: { readonly sinceUtcMs: number; readonly count: number }
  /** Quiet again, and not forgotten: downs that still weigh. */
  readonly lately?: { readonly count: number; readonly upSinceUtcMs: number }
  readonly why: Why
  /** It was down when we last saw it, and it is not known yet whether it still is; the same outage for `ms` from now. */
  readonly wasDown?: { readonly sinceUtcMs: number; readonly ms: number }
  readonly proof: ProofDepth
  /** Speech through this service was last heard end to end, whatever happened since. */
  readonly lastHeardOwnAgoMs?: number
  /** How often since watching began. */
  readonly heardOwnCount: number
  /** So long after the pedal was pressed, the last time that was seen. */
  readonly heardAfterPressMs?: number
  readonly lastReplyAgoMs?: number
  /** What people say of it: how many different ones, and what the dispatcher of this position says. */
  readonly people?: { readonly count: number; readonly sinceUtcMs: number; readonly symptoms: readonly Symptom[]; readonly tapped: readonly Symptom[] }
  readonly negativeProofs: number
  readonly maintenance: boolean
  readonly probes: readonly ProbeView[]
}

export interface WatchView {
  /** When this was seen: ages count back from here. */
  readonly utcMs: number
  readonly services: readonly ServiceView[]
  readonly diagnosis: Diagnosis & { readonly sinceUtcMs: number }
  readonly ownHealth: { readonly health: OwnHealthWord; readonly sinceUtcMs: number }
}

/** One moment on both clocks: monotonic times are told in UTC by their age. */
export interface Moment {
  readonly nowMs: number
  readonly utcMs: number
}

export const utcOf = (atMs: number, { nowMs, utcMs }: Moment): number => utcMs - (nowMs - atMs)

export function viewWatch(state: WatchState, moment: Moment): WatchView {
  const { diagnosis, health } = state
  return {
    utcMs: moment.utcMs,
    services: state.services.map((one) => viewService(one, moment)),
    diagnosis: { ...diagnosis, sinceUtcMs: utcOf(diagnosis.sinceMs, moment) },
    ownHealth: { health: health.health, sinceUtcMs: utcOf(health.sinceMs, moment) },
  }
}

function viewService(state: ConditionState, moment: Moment): ServiceView {
  const { service, instability } = state
  const ago = (atMs: number): number => moment.nowMs - atMs
  const lastReplyMs = lastReplyOf(state)?.lastReplyMs
  return {
    id: service.id,
    role: service.role,
    label: service.label,
    dependsOn: service.dependsOn,
    viaOwnNetwork: service.viaOwnNetwork,
    now: state.now,
    sinceUtcMs: utcOf(state.sinceMs, moment),
    sinceAgoMs: ago(state.sinceMs),
    ...(instability.unstable && { unstable: viewUnstable(instability.unstable, moment) }),
    ...viewLately(latelyDown(instability, state.settings, moment.nowMs), moment),
    why: state.why,
    ...(state.outage && isUnseen(state) && { wasDown: { sinceUtcMs: utcOf(state.outage.sinceMs, moment), ms: sameOutageUntilMs(state) - moment.nowMs } }),
    proof: isProven(state) ? 'proven' : 'reachable',
    ...(state.lastHeardOwnMs !== undefined && { lastHeardOwnAgoMs: ago(state.lastHeardOwnMs) }),
    heardOwnCount: state.heardOwnCount,
    ...(state.heardAfterPressMs !== undefined && { heardAfterPressMs: state.heardAfterPressMs }),
    ...(lastReplyMs !== undefined && { lastReplyAgoMs: ago(lastReplyMs) }),
    ...viewPeople(state.people, moment),
    negativeProofs: negativeProofs(state),
    maintenance: state.maintenance,
    probes: state.probes.map((probe) => ({
      id: probe.id,
      state: probe.phase,
      ...(probe.hard && { cause: probe.hard.cause }),
      ...(probe.latencyMs !== undefined && { latencyMs: probe.latencyMs }),
      ...(probe.lastReplyMs !== undefined && { lastReplyAgoMs: ago(probe.lastReplyMs) }),
      ...(probe.detail !== undefined && { detail: probe.detail }),
      ...(probe.limited !== undefined && { limited: probe.limited }),
      ...(probe.registration && { registration: probe.registration }),
      ...(probe.cell && { cell: probe.cell }),
      ...(probe.exchange && { exchange: { tookMs: probe.exchange.tookMs, agoMs: ago(probe.exchange.atMs) } }),
    })),
  }
}

const viewLately = (lately: ReturnType<typeof latelyDown>, moment: Moment): Pick<ServiceView, 'lately'> =>
  lately ? { lately: { count: lately.count, upSinceUtcMs: utcOf(lately.upSinceMs, moment) } } : {}

function viewPeople(people: PeopleEvidence, moment: Moment): Pick<ServiceView, 'people'> {
  const saying = sayingOf(people)
  return saying ? { people: { count: saying.count, sinceUtcMs: utcOf(saying.sinceMs, moment), symptoms: saying.symptoms, tapped: tappedOf(people) } } : {}
}

const viewUnstable = (unstable: Unstable, moment: Moment): { readonly sinceUtcMs: number; readonly count: number } =>
  ({ sinceUtcMs: utcOf(unstable.sinceMs, moment), count: unstable.count })
