// What the conditions together prove about the cause. Pure, and never more than measured. Source: architecture section 5.
import type { DiagnosisKind } from '../../contract/words.ts'
import type { ConditionState } from './condition-state.ts'
import type { OwnHealthState } from './own-health.ts'
import type { HardCause } from './types.ts'

/** What the control radio shows of C2000. `isolated`: its cell is cut off although the radio says registered. */
export type WitnessSight =
  | 'heard'
  | 'isolated'
  | 'not-registered'
  | 'refused'
  | 'silent'
  /** Our own cable to the control radio is out: it says nothing about the network. */
  | 'unplugged'
  | 'unknown'
  | 'absent'

/** One sentence's worth: what works, what does not, what nobody knows, since when, on whose evidence. Service ids throughout. */
export interface Diagnosis {
  readonly kind: DiagnosisKind
  readonly sinceMs: number
  readonly works: readonly string[]
  /** Works in part: degraded. */
  readonly limited: readonly string[]
  readonly fails: readonly string[]
  readonly unknown: readonly string[]
  readonly witness: WitnessSight
  /** The failed service that explains the others, or is asked about first: gateway, power, shared dependency. */
  readonly dependency?: string
  /** Probes on whose word the failures rest: `service/probe`; `service/people` where people say so too, or alone. */
  readonly evidence: readonly string[]
}

/** `deaf`: we cannot hear the control radio, through a fault of our own. */
type Side = 'ok' | 'limited' | 'fail' | 'deaf' | 'unknown' | 'absent'

export function diagnose(services: readonly ConditionState[], health: OwnHealthState, before: Diagnosis | undefined, nowMs: number): Diagnosis {
  const witness = witnessSight(services)
  const named = nameCause(services, health, witness)
  const ids = (now: ConditionState['now']): readonly string[] => services.filter((one) => one.now === now).map((one) => one.service.id)
  const found: Omit<Diagnosis, 'sinceMs'> = {
    ...named,
    works: ids('ok'),
    limited: ids('degraded'),
    fails: ids('down'),
    unknown: ids('unknown'),
    witness,
    evidence: services.flatMap((one) => [...(one.now === 'down' || one.now === 'degraded' ? failingProbes(one) : []), ...saidByPeople(one)]),
  }
  return { ...found, sinceMs: before?.kind === found.kind ? before.sinceMs : nowMs }
}

/** Equal but for its age: nothing to tell anybody. */
export function isSameDiagnosis(one: Diagnosis, other: Diagnosis): boolean {
  return one === other || JSON.stringify(one) === JSON.stringify(other)
}

// ── the cause ──────────────────────────────────────────────────────────────────────────────

function nameCause(services: readonly ConditionState[], health: OwnHealthState, witness: WitnessSight): Pick<Diagnosis, 'kind' | 'dependency'> {
  if (!health.networkUp && services.some((one) => one.service.viaOwnNetwork)) return { kind: 'own-workstation' }
  const site = services.find((one) => (one.service.role === 'gateway' || one.service.role === 'power') && one.now === 'down')?.service.id
  const console = consoleSide(services)
  const radio = radioSide(witness)
  if (console === 'fail' && radio === 'fail' && site !== undefined) return { kind: 'local-site', dependency: site }
  const shared = sharedDependency(services)
  if (shared !== undefined) return { kind: 'common-dependency', dependency: shared }
  return { kind: byTable(console, radio), dependency: failedDependencyOf(services, 'console') }
}

/** Console × witness. An empty side is no evidence: without a control radio a failing console has no known cause. */
function byTable(console: Side, radio: Side): DiagnosisKind {
  if (console === 'ok' && (radio === 'ok' || radio === 'absent')) return 'normal'
  if (console === 'absent' && radio === 'ok') return 'normal'
  if ((console === 'fail' || console === 'limited') && radio === 'ok') return 'console-fault'
  if (console === 'ok' && (radio === 'fail' || radio === 'deaf')) return 'witness-lost'
  if (console === 'fail' && radio === 'fail') return 'network-outage'
  return 'unknown'
}

function consoleSide(services: readonly ConditionState[]): Side {
  const consoles = services.filter((one) => one.service.role === 'console')
  const has = (now: ConditionState['now']): boolean => consoles.some((one) => one.now === now)
  if (consoles.length === 0) return 'absent'
  if (has('down')) return 'fail'
  // What people alone say is said, and no cause concluded from it: it may as well be their own place or set.
  const isMeasured = consoles.some((one) => one.now === 'degraded' && one.why.code !== 'people')
  if (has('unknown') || (has('degraded') && !isMeasured)) return 'unknown'
  return isMeasured ? 'limited' : 'ok'
}

function radioSide(witness: WitnessSight): Side {
  switch (witness) {
    case 'heard': return 'ok'
    case 'absent': return 'absent'
    case 'unknown': return 'unknown'
    case 'unplugged': return 'deaf'
    // One word in the table; the sentence says which: a silent radio is `C2000 niet gehoord door controleradio`.
    case 'isolated':
    case 'not-registered':
    case 'refused':
    case 'silent': return 'fail'
  }
}

// ── the witness ────────────────────────────────────────────────────────────────────────────

/** Of several control radios the last in this row speaks: one that hears the network proves it, all must fail to deny it. */
const SIGHTS: readonly WitnessSight[] = ['absent', 'unplugged', 'refused', 'silent', 'not-registered', 'isolated', 'unknown', 'heard']

function witnessSight(services: readonly ConditionState[]): WitnessSight {
  const sights = services.filter((one) => one.service.role === 'witness').map(sightOf)
  let best: WitnessSight = 'absent'
  for (const sight of sights) if (SIGHTS.indexOf(sight) > SIGHTS.indexOf(best)) best = sight
  return best
}

function sightOf(state: ConditionState): WitnessSight {
  if (state.now === 'unknown') return 'unknown'
  if (state.now === 'down') {
    const causes = state.probes.flatMap((probe) => (probe.hard ? [probe.hard.cause] : []))
    return causes.map(sightByCause)[0] ?? 'silent'
  }
  return state.probes.some((probe) => probe.phase === 'answering' && probe.cell === 'local') ? 'isolated' : 'heard'
}

function sightByCause(cause: HardCause): WitnessSight {
  switch (cause) {
    case 'refused':
    case 'unplugged': return cause
    case 'searching':
    case 'none':
    case 'rejected': return 'not-registered'
  }
}

// ── dependencies ───────────────────────────────────────────────────────────────────────────

/** A failed service that at least two failed services need, directly or through others. */
function sharedDependency(services: readonly ConditionState[]): string | undefined {
  const failed = services.filter((one) => one.now === 'down')
  return failed.find((candidate) => failed.filter((one) => needs(services, one.service.id, candidate.service.id)).length >= 2)?.service.id
}

function failedDependencyOf(services: readonly ConditionState[], role: 'console'): string | undefined {
  const failing = services.filter((one) => one.service.role === role && (one.now === 'down' || one.now === 'degraded'))
  return services.find((one) => one.now === 'down' && failing.some((other) => needs(services, other.service.id, one.service.id)))?.service.id
}

function needs(services: readonly ConditionState[], id: string, wanted: string, seen: readonly string[] = []): boolean {
  const own = services.find((one) => one.service.id === id)?.service.dependsOn ?? []
  // A circle in the site file must not hang the watch.
  return own.some((next) => next === wanted || (!seen.includes(next) && needs(services, next, wanted, [...seen, next])))
}

function failingProbes(state: ConditionState): readonly string[] {
  const failing = state.probes.filter((probe) => probe.phase === 'failed' || probe.phase === 'silent' || probe.loss.limited || probe.slow.limited)
  return failing.map((probe) => `${state.service.id}/${probe.id}`)
}

/** Named beside what is measured; beside a service that is well only the cell's own reason says it. */
const saidByPeople = (state: ConditionState): readonly string[] =>
  state.now !== 'ok' && state.people.reports.length > 0 ? [`${state.service.id}/people`] : []
