// When the console may switch by itself: all conditions of architecture section 6, "Automatic", or not at all.
import { isRbsAlive } from './return-hold.ts'
import type { PlannedChannel, SwitchPlan, SwitchSettings, SwitchState } from './types.ts'

/** Two proofs that do not share a probe; one silent probe is never enough to move a workstation. */
export const PROOFS_NEEDED = 2

export const rbsOf = (plan: SwitchPlan): string => plan.channels.find((channel) => channel.kind === 'rbs')?.id ?? ''

export const fixedGroupOf = (plan: SwitchPlan, channel: string): string | undefined => plan.channels.find((one) => one.id === channel)?.fixedGroup

/** The first channel of the plan that is proven ready, other than `not`, and can be in this group. */
export function nextReady(plan: SwitchPlan, state: SwitchState, not: readonly string[], group: string = state.wantedGroup): string | undefined {
  return readyChannels(plan, state, not).find(({ fixedGroup }) => fixedGroup === undefined || fixedGroup === group)?.id
}

/** What a press without a name takes: with none left in the group, one that stands elsewhere. Never direct mode. */
export function nextUnnamed(plan: SwitchPlan, state: SwitchState): string | undefined {
  const not = [state.active.channel]
  return nextReady(plan, state, not) ?? readyChannels(plan, state, not)[0]?.id
}

/** What the switch button names, and asks for by that name: as a press without one, or direct mode where that is proposed. */
export const nextForPerson = (plan: SwitchPlan, state: SwitchState): string | undefined =>
  nextUnnamed(plan, state) ?? (state.proposal.proposal === 'made' ? state.proposal.channel : undefined)

/** Direct mode is no network: the console never goes there by itself, nor after another that failed. */
const readyChannels = (plan: SwitchPlan, state: SwitchState, not: readonly string[]): readonly PlannedChannel[] =>
  plan.channels.filter(({ id, kind }) => !not.includes(id) && kind !== 'rbs' && kind !== 'dmo' && state.facts.readiness[id]?.state === 'ready')

/** The RBS is of no use here now, so switching is recommended. */
export const isSwitchAdvised = (state: SwitchState): boolean => state.facts.rbs === 'down' || state.facts.ownNetworkDown

/** When speech through the RBS was last proven is too recent to call it dead: until then, undefined after. */
export function ownSpeechUntilMs(state: SwitchState, settings: SwitchSettings, nowMs: number): number | undefined {
  const { lastOwnSpeechMs } = state.facts
  if (lastOwnSpeechMs === undefined) return undefined
  const until = lastOwnSpeechMs + settings.ownSpeechMs
  return until > nowMs ? until : undefined
}

/** All that must hold for the console to leave the RBS by itself, but for a channel to go to. */
export function mayGoByItself(plan: SwitchPlan, settings: SwitchSettings, state: SwitchState, nowMs: number): boolean {
  const allowed = plan.mode === 'act' && plan.automatic && state.facts.manned && !state.stayed
  const needed = isSwitchAdvised(state) && !isRbsAlive(state.facts) && state.facts.proofs >= PROOFS_NEEDED
  return allowed && needed && state.active.channel === rbsOf(plan) && ownSpeechUntilMs(state, settings, nowMs) === undefined
}

/** Where the console would go by itself now, or undefined when any condition is missing. */
export function automaticTarget(plan: SwitchPlan, settings: SwitchSettings, state: SwitchState, nowMs: number): string | undefined {
  if (state.step.phase !== 'settled' || !mayGoByItself(plan, settings, state, nowMs)) return undefined
  return nextReady(plan, state, [state.active.channel])
}
