// What the console still does of its own after the process, or the whole workstation, stood still: nothing that was begun
// before. Nobody saw a countdown run, a press of before was meant for another moment, and the RBS was not measured.
import { startHold } from './return-hold.ts'
import { askAgain, RECONFIRM_MS, SETTLED, start, stop, tell, WAITS_OVER, type Rules, type SwitchStep } from './switch-steps.ts'
import type { SwitchEffect, SwitchState } from './types.ts'

/** Longer than a busy moment of the machine, shorter than the silence that makes a service down. */
export const STANDSTILL_MS = 2000

export function stoodStill(rules: Rules, state: SwitchState): SwitchStep {
  const given = giveUp(state)
  const { countdown, ...rest } = given.state
  const effects: SwitchEffect[] = [...given.effects]
  if (countdown) effects.push(stop('countdown'), tell({ report: 'countdown-stopped', cause: 'stood-still' }))
  if (rest.hold.hold !== 'running') return { state: rest, effects }
  const hold = startHold(rest.relapse, rules.settings, rules.nowMs)
  return { state: { ...rest, hold }, effects: [...effects, start('hold', hold.holdMs), tell({ report: 'hold-started', ms: hold.holdMs })] }
}

function giveUp(state: SwitchState): SwitchStep {
  const { step, active } = state
  const settled: SwitchState = { ...state, step: SETTLED }
  switch (step.phase) {
    case 'settled':
      return { state, effects: [] }
    case 'deferred': {
      const told = step.trigger === 'automatic' ? STOPPED : tell({ report: 'switch-failed', from: active.channel, tried: [step.to] })
      return { state: settled, effects: [...WAITS_OVER, ...askAgain(state), told] }
    }
    case 'confirming': {
      const said = [stop('confirm'), tell({ report: 'not-confirmed', channel: step.to, cause: 'stood still' })]
      if (step.trigger === 'restore') return { state: settled, effects: [...said, start('reconfirm', RECONFIRM_MS)] }
      const told = step.trigger === 'automatic' ? STOPPED : tell({ report: 'switch-failed', from: active.channel, tried: [...step.tried, step.to] })
      return { state: settled, effects: [...said, ...askAgain(state), told] }
    }
  }
}

const STOPPED = tell({ report: 'countdown-stopped', cause: 'stood-still' })
