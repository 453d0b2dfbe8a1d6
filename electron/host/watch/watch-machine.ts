// All services, own health and the diagnosis as one reducer. Pure: the live watch hands it the clock's time, `replay` a trace's.
import type { Step } from '../../../native/kit/machine.ts'
import { createCondition, type ConditionMemory, type ConditionState } from './condition-state.ts'
import { conditionDueMs } from './condition-time.ts'
import { reduceCondition } from './condition.ts'
import type { CauseWait } from './cause-wait.ts'
import { diagnose, isSameDiagnosis, type Diagnosis, type DiagnosisFacts } from './diagnosis.ts'
import { createOwnHealth, ownHealthDueMs, reduceOwnHealth, type OwnHealthEffect, type OwnHealthEvent, type OwnHealthState, type Standstill } from './own-health.ts'
import type { WatchSettings } from './settings.ts'
import type { ConditionEffect, ConditionEvent, Sample, ServiceConfig } from './types.ts'

export interface WatchState {
  readonly services: readonly ConditionState[]
  /** When time alone next changes each of them, in their order: asked at every event, and most events touch one service. */
  readonly dues: readonly number[]
  readonly health: OwnHealthState
  readonly diagnosis: Diagnosis
  /** While the cause of a failure is not named yet. */
  readonly causeWait?: CauseWait
  /** Probe id → the services it speaks of. In a site file that is one; a trace may have been written by somebody else. */
  readonly servicesOf: ReadonlyMap<string, readonly string[]>
}

export type WatchEvent =
  | { readonly kind: 'sampled'; readonly sample: Sample }
  | { readonly kind: 'own'; readonly event: OwnHealthEvent }
  /** For one service: maintenance, a lifted label, a probe that cannot be used. */
  | { readonly kind: 'for-service'; readonly service: string; readonly event: ConditionEvent }
  | { readonly kind: 'time-passed' }

export type WatchEffect =
  | ConditionEffect
  | Extract<OwnHealthEffect, { effect: 'announce-health' }>
  | { readonly effect: 'announce-diagnosis'; readonly atMs: number; readonly from: Diagnosis; readonly to: Diagnosis }

export type WatchStep = Step<WatchState, WatchEffect>

export interface WatchSetup {
  readonly services: readonly ServiceConfig[]
  readonly settings: WatchSettings
  readonly nowMs: number
  readonly utcMs: number
  /** By service id. */
  readonly memory?: Readonly<Record<string, ConditionMemory>>
}

export function createWatchState(setup: WatchSetup): WatchState {
  const services = setup.services.map((one) => createCondition(one, setup.settings, setup.nowMs, setup.memory?.[one.id]))
  const health = createOwnHealth(setup.settings, setup.nowMs, setup.utcMs)
  const probes = new Set(setup.services.flatMap((one) => one.probes.map(({ id }) => id)))
  const servicesOf = new Map([...probes].map((probe) => [probe, setup.services.filter((one) => one.probes.some(({ id }) => id === probe)).map(({ id }) => id)] as const))
  return { services, dues: services.map(conditionDueMs), health, ...judge({ services, health }, setup.nowMs), servicesOf }
}

function judge(facts: DiagnosisFacts, nowMs: number): Pick<WatchState, 'diagnosis' | 'causeWait'> {
  const { diagnosis, wait } = diagnose(facts, nowMs)
  return { diagnosis, causeWait: wait }
}

/** When time alone next changes something; Infinity when it never does. */
export function watchDueMs(state: WatchState): number {
  let due = Math.min(ownHealthDueMs(state.health), state.causeWait?.dueMs ?? Infinity)
  for (const one of state.dues) due = Math.min(due, one)
  return due
}

/**
 * Takes one event at `nowMs`, after everything that fell due before it, each stamped with its own time and in that order.
 *
 * @remarks A standstill of our own goes first: what fell due during it is not done.
 */
export function reduceWatch(state: WatchState, event: WatchEvent, nowMs: number): WatchStep {
  if (event.kind === 'own') return takeOwn(state, event.event, nowMs)
  const settled = settle(state, nowMs)
  const taken = collect(settled, nowMs, (step) => {
    if (event.kind === 'sampled') sample(step, event.sample, state.servicesOf.get(event.sample.probe) ?? [], nowMs)
    if (event.kind === 'for-service') tell(step, event.event, nowMs, (one) => one.service.id === event.service)
  })
  return taken
}

// ── one step ───────────────────────────────────────────────────────────────────────────────

interface Draft {
  services: readonly ConditionState[]
  health: OwnHealthState
  readonly effects: WatchEffect[]
}

function collect(before: WatchStep, atMs: number, change: (draft: Draft) => void): WatchStep {
  const draft: Draft = { services: before.state.services, health: before.state.health, effects: [...before.effects] }
  change(draft)
  const { services, health } = draft
  const { diagnosis: was, causeWait: wait } = before.state
  const isTold = wait !== undefined || health.health !== before.state.health.health || services.some((one, at) => tellsMore(before.state.services[at], one))
  const dues = services.map((one, at) => (one === before.state.services[at] ? before.state.dues[at] : undefined) ?? conditionDueMs(one))
  const state: WatchState = { ...before.state, services, dues, health }
  if (!isTold) return { state, effects: draft.effects }
  const found = judge({ services, health, before: { diagnosis: was, ...(wait && { wait }) } }, atMs)
  const diagnosis = isSameDiagnosis(was, found.diagnosis) ? was : found.diagnosis
  if (diagnosis !== was) draft.effects.push({ effect: 'announce-diagnosis', atMs, from: was, to: diagnosis })
  return { state: { ...state, diagnosis, causeWait: found.causeWait }, effects: draft.effects }
}

/** Whether anything changed that the diagnosis looks at; most samples change nothing of it. */
function tellsMore(before: ConditionState | undefined, after: ConditionState): boolean {
  if (before === after) return false
  if (!before || before.now !== after.now || before.maintenance !== after.maintenance || before.people !== after.people) return true
  return after.probes.some((is, at) => {
    const was = before.probes[at]
    return !was || was.phase !== is.phase || was.cell !== is.cell || was.registration !== is.registration || was.hard?.cause !== is.hard?.cause
      || was.loss.limited !== is.loss.limited || was.slow.limited !== is.slow.limited
  })
}

function settle(from: WatchState, untilMs: number): WatchStep {
  let step: WatchStep = { state: from, effects: [] }
  for (let due = watchDueMs(step.state); due <= untilMs; due = watchDueMs(step.state)) {
    const atMs = due
    step = collect(step, atMs, (draft) => {
      tellOwn(draft, { kind: 'time-passed' }, atMs)
      tell(draft, { kind: 'time-passed' }, atMs, (one) => conditionDueMs(one) <= atMs)
    })
  }
  return step
}

function takeOwn(state: WatchState, event: OwnHealthEvent, nowMs: number): WatchStep {
  // The beat itself says how long we stood still, so nothing may fall due before it has spoken.
  const spoken = reduceOwnHealth(state.health, event, nowMs)
  // Most beats say nothing, and nothing has fallen due.
  if (spoken.effects.length === 0 && watchDueMs(state) > nowMs) return { state: { ...state, health: spoken.state }, effects: [] }
  const stoodStill = spoken.effects.find((effect) => effect.effect === 'void-misses')
  const settled = settle(state, nowMs - (stoodStill?.effect === 'void-misses' ? stoodStill.ms : 0))
  return collect(settled, nowMs, (draft) => tellOwn(draft, event, nowMs))
}

function tellOwn(draft: Draft, event: OwnHealthEvent, nowMs: number): void {
  const step = reduceOwnHealth(draft.health, event, nowMs)
  draft.health = step.state
  for (const effect of step.effects) {
    switch (effect.effect) {
      case 'announce-health': draft.effects.push(effect); break
      case 'lose-network': tell(draft, { kind: 'own-network-lost' }, nowMs); break
      case 'find-network': tell(draft, { kind: 'own-network-found' }, nowMs); break
      case 'void-misses': tell(draft, standstillOf(effect), nowMs); break
    }
  }
}

const standstillOf = ({ as, ms, sleptMs }: Standstill): ConditionEvent =>
  as === 'lagged' ? { kind: 'own-lag', ms } : { kind: 'own-resume', ms, ...(sleptMs !== undefined && { sleptMs }) }

function sample(draft: Draft, taken: Sample, services: readonly string[], nowMs: number): void {
  tell(draft, { kind: 'sampled', sample: taken }, nowMs, (one) => services.includes(one.service.id))
  // The control radio heard this position speak: that proves the console service, not the radio.
  const { result } = taken
  if (result.kind === 'reply' && result.heardOwn === true) tell(draft, { kind: 'heard-own', afterPressMs: result.afterPressMs }, nowMs, (one) => one.service.role === 'console')
}

function tell(draft: Draft, event: ConditionEvent, nowMs: number, whom: (one: ConditionState) => boolean = () => true): void {
  draft.services = draft.services.map((one) => {
    if (!whom(one)) return one
    const step = reduceCondition(one, event, nowMs)
    draft.effects.push(...step.effects)
    return step.state
  })
}
