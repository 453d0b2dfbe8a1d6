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

/** As `nextReady`; with none left in the group, one that stands elsewhere: its button names the group, and a person decides. */
export function nextForPerson(plan: SwitchPlan, state: SwitchState): string | undefined {
  const not = [state.active.channel]
  return nextReady(plan, state, not) ?? readyChannels(plan, state, not)[0]?.id
}

const readyChannels = (plan: SwitchPlan, state: SwitchState, not: readonly string[]): readonly PlannedChannel[] =>
  plan.channels.filter((channel) => !not.includes(channel.id) && channel.kind !== 'rbs' && state.facts.readiness[channel.id]?.state === 'ready')

/** The RBS is of no use here now, so switching is recommended. */
export const isSwitchAdvised = (state: SwitchState): boolean => state.facts.rbs === 'down' || state.facts.ownNetworkDown

/** When speech through the RBS was last proven is too recent to call it dead: until then, undefined after. */
export function ownSpeechUntilMs(state: SwitchState, settings: SwitchSettings, nowMs: number): number | undefined {
  const { lastOwnSpeechMs } = state.facts
  if (lastOwnSpeechMs === undefined) return undefined
  const until = lastOwnSpeechMs + settings.ownSpeechMs
  return until > nowMs ? until : undefined
}

/** Where the console would go by itself now, or undefined when any condition is missing. */
export function automaticTarget(plan: SwitchPlan, settings: SwitchSettings, state: SwitchState, nowMs: number): string | undefined {
  const allowed = plan.mode === 'act' && plan.automatic && plan.manned && !state.stayed
  const needed = isSwitchAdvised(state) && !isRbsAlive(state.facts) && state.facts.proofs >= PROOFS_NEEDED
  const free = state.active.channel === rbsOf(plan) && state.step.phase === 'settled'
  if (!allowed || !needed || !free || ownSpeechUntilMs(state, settings, nowMs) !== undefined) return undefined
  return nextReady(plan, state, [state.active.channel])
}
