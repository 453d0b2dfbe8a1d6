// What the world does to the switch: facts that change, devices that confirm or do not, knobs that are turned.
import { automaticTarget, fixedGroupOf, mayGoByItself, nextReady } from './automatic.ts'
import { isRbsAlive, relapsed, startHold } from './return-hold.ts'
import {
  ask, askAgain, emergencyLeftMs, go, isActiveDead, RECONFIRM_MS, SETTLED, start, stay, stop, tell, WAITS_OVER, withUndo, type Rules, type SwitchStep,
} from './switch-steps.ts'
import type { ReadinessCause, SwitchEffect, SwitchFacts, SwitchState } from './types.ts'

/** The device itself is gone, and with it whatever it had confirmed. */
const LOST: ReadonlySet<ReadinessCause> = new Set(['link-lost', 'radio-silent', 'no-modem-lines', 'no-guard', 'in-use', 'not-in-dmo'])

export function factsChanged(rules: Rules, before: SwitchState, facts: SwitchFacts): SwitchStep {
  const effects: SwitchEffect[] = []
  let state: SwitchState = { ...before, facts }
  if (before.facts.rbs !== 'down' && facts.rbs === 'down') {
    const relapse = relapsed(state.relapse, rules.settings, rules.nowMs)
    if (relapse.holdMs !== state.relapse.holdMs || relapse.lastReturnMs !== state.relapse.lastReturnMs) effects.push(tell({ report: 'relapsed', holdMs: relapse.holdMs }))
    state = { ...state, relapse }
  }
  if (isRbsAlive(facts) && !isRbsAlive(before.facts)) state = { ...state, stayed: false }
  const held = holdFor(rules, state)
  const kept = checkActiveDevice(rules, held.state)
  const moved = returnFailed(rules, before, kept.state) ?? notNeededAnyMore(rules, kept.state) ?? resume(rules, kept.state)
  const [wasDead, isDead] = [isActiveDead(rules, before), isActiveDead(rules, state)]
  if (moved.state.step.phase === 'deferred' && isDead !== wasDead) {
    // Who speaks through a channel that carries speech again is not cut off.
    effects.push(isDead ? start('cut', rules.settings.cutMs) : stop('cut'))
  }
  return { state: moved.state, effects: [...effects, ...held.effects, ...kept.effects, ...moved.effects] }
}

/** The hold runs while an alternative is active and the RBS answers; any silence starts it anew. */
function holdFor(rules: Rules, state: SwitchState): SwitchStep {
  const wanted = state.active.channel !== rules.rbs && isRbsAlive(state.facts)
  if (wanted === (state.hold.hold !== 'none')) return stay(state)
  if (!wanted) return { state: { ...state, hold: { hold: 'none' } }, effects: [stop('hold')] }
  const hold = startHold(state.relapse, rules.settings, rules.nowMs)
  return { state: { ...state, hold }, effects: [start('hold', hold.holdMs), tell({ report: 'hold-started', ms: hold.holdMs })] }
}

/** A device that was lost forgets its group: the channel stays active, unconfirmed, and is asked again when it is back. */
export function checkActiveDevice(rules: Rules, state: SwitchState): SwitchStep {
  const { active } = state
  if (active.channel === rules.rbs) return stay(state)
  const readiness = state.facts.readiness[active.channel]
  if (readiness?.state === 'failed' && active.confirmed && LOST.has(readiness.cause)) {
    return stay({ ...state, active: { ...active, confirmed: false } })
  }
  if (!active.confirmed && isBack(state) && state.step.phase === 'settled' && rules.plan.mode !== 'observe') {
    return ask(rules, state, { to: active.channel, group: active.group ?? state.wantedGroup, trigger: 'restore' }, [])
  }
  return stay(state)
}

/** The device of the active channel answers. A set whose carrier cannot be told can still be keyed, and who works by it must be able to. */
function isBack({ facts, active }: SwitchState): boolean {
  const readiness = facts.readiness[active.channel]
  if (readiness === undefined || readiness.state === 'failed') return false
  return readiness.state !== 'unknown' || readiness.cause === 'carrier-unknown'
}

/** A deferred switch goes on when what it waited for is over. */
export function resume(rules: Rules, state: SwitchState): SwitchStep {
  const { step, facts } = state
  if (step.phase !== 'deferred') return stay(state)
  if (step.trigger === 'automatic' && isNeedless(rules, state, step.to)) {
    return { state: { ...state, step: SETTLED }, effects: [...WAITS_OVER, tell({ report: 'countdown-stopped', cause: state.facts.manned ? 'not-needed' : 'unmanned' })] }
  }
  if (step.cause === 'own-transmission' && facts.ownTransmission) return stay(state)
  const leftMs = step.cause === 'emergency' ? emergencyLeftMs(rules, facts) : 0
  // The call for help goes on: the wait begins anew with its last sign.
  if (leftMs > 0) return { state, effects: [start('emergency', leftMs)] }
  // An emergency may have come while an automatic switch waited for the own speech.
  const going = go(rules, { ...state, step: SETTLED }, step)
  return { state: going.state, effects: [...WAITS_OVER, ...going.effects] }
}

/** The RBS was in order when the return was asked, and died while it waited: nobody chose to go back to that. */
function returnFailed(rules: Rules, before: SwitchState, state: SwitchState): SwitchStep | undefined {
  const { step, active } = state
  const died = isRbsAlive(before.facts) && !isRbsAlive(state.facts)
  if (step.phase !== 'deferred' || step.to !== rules.rbs || !died) return undefined
  return { state: { ...state, step: SETTLED }, effects: [...WAITS_OVER, tell({ report: 'switch-failed', from: active.channel, tried: [rules.rbs] })] }
}

/** The console asks a radio by itself, and its reason is gone before the radio answered. */
function notNeededAnyMore(rules: Rules, state: SwitchState): SwitchStep | undefined {
  const isAsking = state.step.phase === 'confirming' && state.step.trigger === 'automatic'
  if (!isAsking || mayGoByItself(rules.plan, rules.settings, state, rules.nowMs)) return undefined
  return { state: { ...state, step: SETTLED }, effects: [stop('confirm'), tell({ report: 'countdown-stopped', cause: state.facts.manned ? 'not-needed' : 'unmanned' })] }
}

/** While an automatic switch waits, the RBS may come back or its channel be lost. */
function isNeedless(rules: Rules, state: SwitchState, to: string): boolean {
  return automaticTarget(rules.plan, rules.settings, { ...state, step: SETTLED }, rules.nowMs) !== to
}

export function confirmed(rules: Rules, state: SwitchState, channel: string, group: string): SwitchStep {
  const { step, active } = state
  if (step.phase !== 'confirming' || step.to !== channel || step.group !== group) return confirmedLate(rules, state, channel, group)
  const from = active.channel
  const sameChannel = from === channel
  const base: SwitchState = { ...state, step: SETTLED, wantedGroup: rules.plan.groups.includes(group) ? group : state.wantedGroup, active: { channel, group, sinceMs: sameChannel ? active.sinceMs : rules.nowMs, confirmed: true } }
  if (step.trigger === 'restore') return { state: base, effects: [stop('confirm'), stop('reconfirm'), tell({ report: 'restored', channel, group })] }
  if (sameChannel) return { state: base, effects: [stop('confirm'), tell({ report: 'group-changed', channel, group, byHand: 'key' })] }
  const switched: SwitchState = { ...withUndo(rules, base, active), quietUntilMs: rules.nowMs + rules.settings.settleMs }
  const held = holdFor(rules, switched)
  return { state: held.state, effects: [stop('confirm'), tell({ report: 'switched', from, to: channel, group, trigger: step.trigger }), ...held.effects] }
}

/**
 * It confirmed after its time was over. Who works by that radio is shown where it stands; any other radio is not what one
 * works by, and the coverage table shows what it hears.
 */
function confirmedLate(rules: Rules, state: SwitchState, channel: string, group: string): SwitchStep {
  const { active, step } = state
  const isMissed = channel === active.channel && group === active.group && !active.confirmed && step.phase === 'settled' && isBack(state)
  if (!isMissed) return groupObserved(rules, state, channel, group)
  return { state: { ...state, active: { ...active, confirmed: true } }, effects: [stop('reconfirm'), tell({ report: 'restored', channel, group })] }
}

/** The device did not confirm in time: the next proven channel is tried, and said; with none left the old one stays. */
export function notConfirmed(rules: Rules, state: SwitchState, channel: string, cause: string): SwitchStep {
  const { step } = state
  if (step.phase !== 'confirming' || step.to !== channel) return stay(state)
  const said = [stop('confirm'), tell({ report: 'not-confirmed', channel, cause })]
  if (step.trigger === 'restore') return { state: { ...state, step: SETTLED }, effects: [...said, start('reconfirm', RECONFIRM_MS)] }
  const tried = [...step.tried, channel]
  const group = fixedGroupOf(rules.plan, channel) === undefined ? step.group : state.wantedGroup
  // A group that is refused on the channel in use is no reason to leave that channel.
  const next = channel === state.active.channel ? undefined : nextReady(rules.plan, state, [...tried, state.active.channel], group)
  if (next !== undefined) {
    const asked = ask(rules, state, { to: next, group, trigger: step.trigger }, tried)
    return { state: asked.state, effects: [...said, ...asked.effects] }
  }
  const failed: SwitchStep = { state: { ...state, step: SETTLED }, effects: [...said, ...askAgain(state), tell({ report: 'switch-failed', from: state.active.channel, tried })] }
  if (step.seen === undefined) return failed
  // It did not confirm in time and yet moved: what is shown must be where it stands.
  const followed = groupObserved(rules, failed.state, channel, step.seen)
  return { state: followed.state, effects: [...failed.effects, ...followed.effects] }
}

/** A knob was turned on the radio itself: shown and followed, never fought. */
export function groupObserved(rules: Rules, state: SwitchState, channel: string, group: string): SwitchStep {
  const { active, step } = state
  if (step.phase === 'confirming' && step.to === channel) return stay({ ...state, step: { ...step, seen: group } })
  if (active.channel !== channel || !active.confirmed || active.group === group) return stay(state)
  // On no group it reaches nobody: asked for its group again, and not keyed until then.
  if (group === '') return checkActiveDevice(rules, { ...state, active: { ...active, confirmed: false } })
  const wantedGroup = rules.plan.groups.includes(group) ? group : state.wantedGroup
  return { state: { ...state, wantedGroup, active: { ...active, group } }, effects: [tell({ report: 'group-changed', channel, group, byHand: 'radio' })] }
}
