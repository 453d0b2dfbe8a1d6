// Steps of switching that more than one event takes: now or later, asking a device, going back to the RBS.
import type { Step } from '../../../native/kit/machine.ts'
import { fixedGroupOf } from './automatic.ts'
import { isRbsAlive, returned } from './return-hold.ts'
import type {
  ActiveChannel, PressRefusal, ReadinessCause, SwitchEffect, SwitchFacts, SwitchPhase, SwitchPlan, SwitchReport, SwitchSettings, SwitchState, SwitchTimer, Trigger,
} from './types.ts'

export type SwitchStep = Step<SwitchState, SwitchEffect>

/** The rules at one moment: plan, settings and time do not change within an event. */
export interface Rules {
  readonly plan: SwitchPlan
  readonly settings: SwitchSettings
  readonly nowMs: number
  readonly rbs: string
}

/** Where to go, in which group, and who wants it. */
export interface Wish {
  readonly to: string
  readonly group: string
  readonly trigger: Trigger
}

export const SETTLED: SwitchPhase = { phase: 'settled' }
export const start = (timer: SwitchTimer, ms: number): SwitchEffect => ({ effect: 'start-timer', timer, ms: Math.max(0, ms) })
export const stop = (timer: SwitchTimer): SwitchEffect => ({ effect: 'stop-timer', timer })
export const tell = (report: SwitchReport): SwitchEffect => ({ effect: 'report', report })
export const stay = (state: SwitchState): SwitchStep => ({ state, effects: [] })
export const refuse = (state: SwitchState, cause: PressRefusal): SwitchStep => ({ state, effects: [tell({ report: 'press-refused', cause })] })

/** Causes for which a radio carries no speech at all; one that refused a group goes on in the old one. */
const DEAD: ReadonlySet<string> = new Set<ReadinessCause>(['link-lost', 'radio-silent', 'not-registered', 'local-site', 'no-modem-lines', 'no-guard', 'in-use', 'not-in-dmo'])

/** A press asks for the floor and may wait in a queue before its hard time-out begins to count. */
const DEFERRAL_MARGIN_MS = 20_000

/** A device that is back is asked again this often until it confirms the active channel. */
export const RECONFIRM_MS = 2000

/** Nothing is waited for any more: a deferred switch goes, or is given up. */
export const WAITS_OVER: readonly SwitchEffect[] = [stop('cut'), stop('deferral'), stop('emergency')]

/** After an attempt that failed the channel in use may itself wait to be confirmed again. */
export const askAgain = ({ active }: SwitchState): readonly SwitchEffect[] => (active.confirmed ? [] : [start('reconfirm', RECONFIRM_MS)])

/** Decides between now and later. */
export function go(rules: Rules, state: SwitchState, wish: Wish): SwitchStep {
  if (state.facts.ownTransmission) return defer(rules, state, wish, 'own-transmission')
  if (wish.trigger === 'automatic' && emergencyLeftMs(rules, state.facts) > 0) return defer(rules, state, wish, 'emergency')
  return begin(rules, { ...state, step: SETTLED }, wish)
}

function defer(rules: Rules, state: SwitchState, { to, group, trigger }: Wish, cause: 'own-transmission' | 'emergency'): SwitchStep {
  const longest = start('deferral', rules.settings.hardTimeoutMs + DEFERRAL_MARGIN_MS)
  const timers = cause === 'emergency'
    ? [start('emergency', emergencyLeftMs(rules, state.facts))]
    : isActiveDead(rules, state) ? [longest, start('cut', rules.settings.cutMs)] : [longest]
  return {
    state: { ...state, step: { phase: 'deferred', to, group, cause, trigger, sinceMs: rules.nowMs } },
    effects: [...timers, tell({ report: 'deferred', to, cause })],
  }
}

/** The person's second press, or the cut of a dead channel: un-key first, then go. */
export function force(rules: Rules, state: SwitchState, step: Extract<SwitchPhase, { phase: 'deferred' }>): SwitchStep {
  const going = begin(rules, { ...state, step: SETTLED }, step)
  return { state: going.state, effects: [...WAITS_OVER, { effect: 'release-everything' }, ...going.effects] }
}

function begin(rules: Rules, state: SwitchState, wish: Wish): SwitchStep {
  return wish.to === rules.rbs ? returnToRbs(rules, state) : ask(rules, state, wish, [])
}

/** Where the group cannot be chosen, the one it stands on is what is asked and confirmed. */
export function ask(rules: Rules, state: SwitchState, { to, group: wished, trigger }: Wish, tried: readonly string[]): SwitchStep {
  const group = fixedGroupOf(rules.plan, to) ?? wished
  return {
    state: { ...state, step: { phase: 'confirming', to, group, trigger, tried, sinceMs: rules.nowMs } },
    effects: [{ effect: 'select', channel: to, group }, start('confirm', rules.settings.confirmMs), tell({ report: 'confirming', to, group, trigger })],
  }
}

/** Undo stands where the switch stood: to direct mode it would be reached by repeating the press, so there it has its own key only. */
export function withUndo({ plan }: Rules, { undo: _older, ...state }: SwitchState, { channel, group }: ActiveChannel): SwitchState {
  const isDirect = plan.channels.some((one) => one.id === channel && one.kind === 'dmo')
  return isDirect ? state : { ...state, undo: group === undefined ? { channel } : { channel, group } }
}

function returnToRbs(rules: Rules, state: SwitchState): SwitchStep {
  const from = state.active
  const next: SwitchState = {
    ...withUndo(rules, state, from),
    active: { channel: rules.rbs, sinceMs: rules.nowMs, confirmed: true },
    step: SETTLED,
    quietUntilMs: rules.nowMs + rules.settings.settleMs,
    // Who goes back to an RBS that is down means to stay there: the console does not take it away again.
    stayed: !isRbsAlive(state.facts),
    hold: { hold: 'none' },
    relapse: returned(state.relapse, rules.settings, rules.nowMs),
    returnOffered: false,
  }
  const rbs = state.facts.ownNetworkDown ? 'own-network-down' : state.facts.rbs
  return { state: next, effects: [stop('hold'), stop('reconfirm'), tell({ report: 'returned', from: from.channel, offered: state.returnOffered, rbs })] }
}

export function isActiveDead(rules: Rules, state: SwitchState): boolean {
  if (state.active.channel === rules.rbs) return !isRbsAlive(state.facts)
  const readiness = state.facts.readiness[state.active.channel]
  return readiness?.state === 'failed' && DEAD.has(readiness.cause)
}

/** How long an emergency still holds an automatic switch back. */
export function emergencyLeftMs(rules: Rules, facts: SwitchFacts): number {
  return facts.lastEmergencyMs === undefined ? 0 : facts.lastEmergencyMs + rules.settings.emergencyQuietMs - rules.nowMs
}
