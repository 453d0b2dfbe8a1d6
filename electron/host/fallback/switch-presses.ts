// What a person's keys do to the switch. Architecture section 6, "Switch".
import { fixedGroupOf, nextUnnamed } from './automatic.ts'
import { force, go, refuse, SETTLED, stay, stop, tell, WAITS_OVER, type Rules, type SwitchStep } from './switch-steps.ts'
import type { SwitchEvent, SwitchState } from './types.ts'

type Press = Extract<SwitchEvent, { event: `${string}-pressed` }>

/** Gate before every key: nothing in observe mode, nothing while undecided or just decided, a second press may force. */
export function pressed(rules: Rules, state: SwitchState, press: Press, act: () => SwitchStep): SwitchStep {
  if (rules.plan.mode === 'observe') return refuse(state, 'observe-mode')
  const { step } = state
  if (step.phase === 'deferred' && step.cause === 'own-transmission' && rules.nowMs - step.sinceMs >= rules.settings.forceAfterMs) {
    // Only the press that asks for the waiting switch once more cuts somebody off for it.
    if (isSameWish(press, step, state, rules)) return force(rules, state, step)
  }
  // What the console does by itself never stands in a person's way.
  if (step.phase === 'deferred' && step.trigger === 'automatic') return act()
  if (step.phase === 'confirming' && step.trigger === 'restore') return act()
  if (step.phase !== 'settled' || rules.nowMs < state.quietUntilMs) return refuse(state, 'busy')
  return act()
}

function isSameWish(press: Press, waiting: Extract<SwitchState['step'], { phase: 'deferred' }>, state: SwitchState, rules: Rules): boolean {
  switch (press.event) {
    case 'switch-pressed':
      return (press.to ?? waiting.to) === waiting.to && (press.group ?? waiting.group) === waiting.group
    case 'return-pressed':
      return waiting.to === rules.rbs
    case 'undo-pressed':
      return waiting.to === state.undo?.channel
    case 'group-pressed':
      return waiting.to === state.active.channel && press.group === waiting.group
    case 'stay-pressed':
      return false
  }
}

export function switchTo(rules: Rules, state: SwitchState, to: string | undefined, group: string | undefined): SwitchStep {
  const own = to === undefined ? undefined : fixedGroupOf(rules.plan, to)
  if (group !== undefined && group !== own && !rules.plan.groups.includes(group)) return refuse(state, 'unknown-group')
  const target = to ?? nextUnnamed(rules.plan, state)
  if (target === undefined) return refuse(state, 'nothing-ready')
  if (!rules.plan.channels.some((channel) => channel.id === target)) return refuse(state, 'not-a-channel')
  const fixed = fixedGroupOf(rules.plan, target)
  if (fixed !== undefined && group !== undefined && group !== fixed) return refuse(state, 'fixed-group')
  const wanted = fixed ?? group ?? state.wantedGroup
  const same = target === state.active.channel && (target === rules.rbs || wanted === state.active.group)
  return same && state.active.confirmed ? refuse(state, 'already-there') : go(rules, state, { to: target, group: wanted, trigger: 'person' })
}

export function selectGroup(rules: Rules, state: SwitchState, group: string): SwitchStep {
  if (!rules.plan.groups.includes(group)) return refuse(state, 'unknown-group')
  if (state.active.channel === rules.rbs) {
    // A switch that waits goes to the group on the screen, not to the one it was decided for.
    const step = state.step.phase === 'deferred' ? { ...state.step, group } : state.step
    return stay({ ...state, wantedGroup: group, step })
  }
  if (group === state.active.group && state.active.confirmed) return refuse(state, 'already-there')
  const fixed = fixedGroupOf(rules.plan, state.active.channel)
  if (fixed !== undefined && fixed !== group) return refuse(state, 'fixed-group')
  return go(rules, state, { to: state.active.channel, group, trigger: 'person' })
}

export function undo(rules: Rules, state: SwitchState): SwitchStep {
  const { undo: back } = state
  if (!back) return refuse(state, 'nothing-to-undo')
  return go(rules, state, { to: back.channel, group: back.group ?? state.wantedGroup, trigger: 'person' })
}

/** Also in the last second, while the console asks the radio already: the RBS is still what one works by. */
export function stayOnRbs(rules: Rules, state: SwitchState): SwitchStep {
  if (rules.plan.mode === 'observe') return refuse(state, 'observe-mode')
  const automaticStep = state.step.phase !== 'settled' && state.step.trigger === 'automatic'
  if (!state.countdown && !automaticStep) return refuse(state, state.step.phase === 'settled' ? 'no-countdown' : 'busy')
  const { countdown: _stopped, ...rest } = state
  return {
    state: { ...rest, stayed: true, step: automaticStep ? SETTLED : state.step },
    effects: [stop('countdown'), stop('confirm'), ...WAITS_OVER, tell({ report: 'countdown-stopped', cause: 'stayed' })],
  }
}
