// What the conditions together prove about the cause. Pure, and never more than measured. Source: architecture section 5.
import type { DiagnosisKind } from '../../contract/words.ts'
import { causeWait, type CauseWait } from './cause-wait.ts'
import type { ConditionState } from './condition-state.ts'
import type { OwnHealthState } from './own-health.ts'
import { witnessSight, type WitnessSight } from './witness-sight.ts'

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
  /** In planned work, whatever they do. */
  readonly planned: readonly string[]
  /** Only of `unknown`: why no cause is named. */
  readonly because?: UnknownBecause
  /** Probes on whose word the failures rest: `service/probe`; `service/people` where people say so too, or alone. */
  readonly evidence: readonly string[]
}

export type UnknownBecause =
  /** Not everything has been asked since the failure. */
  | 'not-yet'
  | 'no-witness'
  | 'witness-unknown'
  | 'console-unknown'
  /** The console is on its way back from what was no fault of its own, as far as is known. */
  | 'recovering'
  /** People report it and nothing measured does. */
  | 'only-people'
  /** Everything is known, and fits no cause. */
  | 'unclear'

/** What is looked at, and what was found before. */
export interface DiagnosisFacts {
  readonly services: readonly ConditionState[]
  readonly health: OwnHealthState
  readonly before?: { readonly diagnosis: Diagnosis; readonly wait?: CauseWait }
}

/** `deaf`: we cannot hear the control radio, through a fault of our own. */
type Side = 'ok' | 'limited' | 'recovering' | 'told' | 'fail' | 'deaf' | 'unknown' | 'absent'

export function diagnose({ services, health, before }: DiagnosisFacts, nowMs: number): { readonly diagnosis: Diagnosis; readonly wait?: CauseWait } {
  const witness = witnessSight(services)
  const console = consoleSide(services, before?.diagnosis.kind)
  const seen = nameCause({ services, health, console, witness })
  // What is already said, and what needs no further evidence, waits for nothing.
  const isSettled = seen.kind === 'own-workstation' || seen.kind === 'normal' || (seen.kind === before?.diagnosis.kind && seen.kind !== 'unknown')
  const wait = isSettled ? undefined : causeWait(services, health.settings, before?.wait, nowMs)
  const named = wait ? { kind: 'unknown' as const } : seen
  const ids = (now: ConditionState['now']): readonly string[] => services.filter((one) => one.now === now).map((one) => one.service.id)
  const found: Omit<Diagnosis, 'sinceMs'> = {
    ...named,
    works: ids('ok'),
    limited: ids('degraded'),
    fails: ids('down'),
    unknown: ids('unknown'),
    witness,
    planned: services.filter((one) => one.maintenance).map((one) => one.service.id),
    ...(named.kind === 'unknown' && { because: wait ? 'not-yet' as const : whyUnknown(console, witness) }),
    evidence: services.flatMap((one) => [...(one.now === 'down' || one.now === 'degraded' ? failingProbes(one) : []), ...saidByPeople(one)]),
  }
  const said = before?.diagnosis
  const diagnosis: Diagnosis = { ...found, sinceMs: said?.kind === found.kind ? said.sinceMs : nowMs }
  return { diagnosis, ...(wait && { wait }) }
}

/** Equal but for its age: nothing to tell anybody. */
export function isSameDiagnosis(one: Diagnosis, other: Diagnosis): boolean {
  return one === other || JSON.stringify(one) === JSON.stringify(other)
}

// ── the cause ──────────────────────────────────────────────────────────────────────────────

interface Sides extends Omit<DiagnosisFacts, 'before'> {
  readonly console: Side
  readonly witness: WitnessSight
}

function nameCause({ services, health, console, witness }: Sides): Pick<Diagnosis, 'kind' | 'dependency'> {
  if (!health.networkUp && services.some((one) => one.service.viaOwnNetwork)) return { kind: 'own-workstation' }
  const site = services.find((one) => (one.service.role === 'gateway' || one.service.role === 'power') && one.now === 'down')?.service.id
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

function whyUnknown(console: Side, witness: WitnessSight): UnknownBecause {
  if (console === 'unknown' || console === 'absent') return 'console-unknown'
  if (console === 'recovering') return console
  if (console === 'told') return 'only-people'
  const radio = radioSide(witness)
  if (radio === 'absent') return 'no-witness'
  return radio === 'unknown' || radio === 'deaf' ? 'witness-unknown' : 'unclear'
}

/**
 * Of several consoles one that works says that radio control as a whole is limited, not gone. One that is on its way back
 * is still the console fault it was, and begins none: what came back with the network was no fault of its own.
 */
function consoleSide(services: readonly ConditionState[], said: DiagnosisKind | undefined): Side {
  const consoles = services.filter((one) => one.service.role === 'console')
  const has = (now: ConditionState['now']): boolean => consoles.some((one) => one.now === now)
  if (consoles.length === 0) return 'absent'
  if (consoles.every((one) => one.now === 'down')) return 'fail'
  if (has('unknown')) return 'unknown'
  if (!has('down') && !has('degraded')) return 'ok'
  // What people alone say is said, and no cause concluded from it: it may as well be their own place or set.
  if (consoles.every((one) => one.now === 'ok' || one.why.code === 'people')) return 'told'
  const isOnlyRecovering = consoles.every((one) => one.now === 'ok' || one.why.code === 'recovering')
  return isOnlyRecovering && said !== 'console-fault' ? 'recovering' : 'limited'
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

/** Each is looked at once: neither a circle in the site file nor many roads to the same service may hold up the watch. */
function needs(services: readonly ConditionState[], id: string, wanted: string, seen: Set<string> = new Set()): boolean {
  const own = services.find((one) => one.service.id === id)?.service.dependsOn ?? []
  return own.some((next) => {
    if (next === wanted) return true
    if (seen.has(next)) return false
    seen.add(next)
    return needs(services, next, wanted, seen)
  })
}

function failingProbes(state: ConditionState): readonly string[] {
  const failing = state.probes.filter((probe) => probe.phase === 'failed' || probe.phase === 'silent' || probe.loss.limited || probe.slow.limited)
  return failing.map((probe) => `${state.service.id}/${probe.id}`)
}

/** Named beside what is measured; beside a service that is well only the cell's own reason says it. */
const saidByPeople = (state: ConditionState): readonly string[] =>
  state.now !== 'ok' && state.people.reports.length > 0 ? [`${state.service.id}/people`] : []
