// Which channel this workstation speaks through: switching, undoing, returning. Architecture section 6.
// Pure: fallback.ts carries out the effects. Make before break: `active` changes only when a device has confirmed.
import type { Reduce } from '../../../native/kit/machine.ts'
import { automaticTarget, fixedGroupOf, isSwitchAdvised, ownSpeechUntilMs, rbsOf } from './automatic.ts'
import { stoodStill } from './after-standstill.ts'
import { NO_PROPOSAL, notePress, propose } from './direct-mode.ts'
import { freshRelapse, mayOfferReturn } from './return-hold.ts'
import { checkActiveDevice, confirmed, factsChanged, groupObserved, notConfirmed, resume } from './switch-facts.ts'
import { pressed, selectGroup, stayOnRbs, switchTo, undo } from './switch-presses.ts'
import { force, go, refuse, SETTLED, start, stay, stop, tell, type Rules, type SwitchStep } from './switch-steps.ts'
import type { Relapse, SwitchEffect, SwitchEvent, SwitchFacts, SwitchPlan, SwitchSettings, SwitchState, SwitchTimer } from './types.ts'

/** What a host that was restarted still knows from the ledger. */
export interface SavedSwitch {
  readonly channel: string
  readonly group?: string
  readonly wantedGroup?: string
  readonly relapse?: Relapse
  /** Somebody said to stay on an RBS that is of no use. */
  readonly stayed?: boolean
}

export interface SwitchStart {
  readonly facts: SwitchFacts
  readonly nowMs: number
  readonly saved?: SavedSwitch
}

/** Starts on the last confirmed channel, unconfirmed until its device says so; a new site, and one that observes, on the RBS. */
export function initialSwitch(plan: SwitchPlan, settings: SwitchSettings, { facts, nowMs, saved }: SwitchStart): SwitchState {
  const rbs = rbsOf(plan)
  // Where nobody may switch nobody could go back either, and a press would be refused beside an RBS that carries it.
  const known = saved && plan.mode !== 'observe' && plan.channels.some((channel) => channel.id === saved.channel) ? saved : { channel: rbs }
  // The group of a radio in direct mode is none of the plan: for the next switch stands what was wanted beside it.
  const wantedGroup = [saved?.group, saved?.wantedGroup].find((one) => one !== undefined && plan.groups.includes(one)) ?? plan.groups[0] ?? ''
  const group = known.channel === rbs ? {} : { group: fixedGroupOf(plan, known.channel) ?? known.group ?? wantedGroup }
  return {
    active: { channel: known.channel, ...group, sinceMs: nowMs, confirmed: known.channel === rbs },
    wantedGroup,
    facts,
    step: SETTLED,
    quietUntilMs: nowMs,
    stayed: known.channel === rbs && saved?.stayed === true,
    hold: { hold: 'none' },
    relapse: saved?.relapse ?? freshRelapse(settings),
    returnOffered: false,
    proposal: NO_PROPOSAL,
  }
}

/** The machine for this plan. After each event the automatic rules and the return offer are looked at anew. */
export function switchReducer(plan: SwitchPlan, settings: SwitchSettings): Reduce<SwitchState, SwitchEvent, SwitchEffect> {
  return (state, event, nowMs) => {
    const rules: Rules = { plan, settings, nowMs, rbs: rbsOf(plan) }
    const first = decide(rules, notePress(state, event, nowMs), event)
    const second = automatic(rules, first.state)
    const third = offer(rules, second.state)
    const fourth = propose(rules, third.state)
    return { state: fourth.state, effects: [...first.effects, ...second.effects, ...third.effects, ...fourth.effects] }
  }
}

function decide(rules: Rules, state: SwitchState, event: SwitchEvent): SwitchStep {
  switch (event.event) {
    case 'facts-changed':
      return factsChanged(rules, state, event.facts)
    case 'switch-pressed':
      return pressed(rules, state, event, () => switchTo(rules, state, event.to, event.group))
    case 'group-pressed':
      return pressed(rules, state, event, () => selectGroup(rules, state, event.group))
    case 'undo-pressed':
      return pressed(rules, state, event, () => undo(rules, state))
    case 'return-pressed':
      return pressed(rules, state, event, () =>
        state.active.channel === rules.rbs ? refuse(state, 'already-there') : go(rules, state, { to: rules.rbs, group: state.wantedGroup, trigger: 'person' }))
    case 'stay-pressed':
      return stayOnRbs(rules, state)
    case 'channel-confirmed':
      return confirmed(rules, state, event.channel, event.group)
    case 'channel-refused':
      return notConfirmed(rules, state, event.channel, event.cause)
    case 'group-observed':
      return groupObserved(rules, state, event.channel, event.group)
    case 'stood-still':
      return stoodStill(rules, state)
    case 'timer-expired':
      return expired(rules, state, event.timer)
  }
}

/** Starts or stops the countdown as its conditions come and go. */
function automatic(rules: Rules, state: SwitchState): SwitchStep {
  const to = automaticTarget(rules.plan, rules.settings, state, rules.nowMs)
  const { countdown, ...rest } = state
  if (countdown && countdown.to !== to) {
    // Where another channel is to be had, that one is counted down to, and from the beginning: its name has not stood there.
    const anew = automatic(rules, rest)
    return { state: anew.state, effects: [stop('countdown'), tell({ report: 'countdown-stopped', cause: whyStopped(rules, state) }), ...anew.effects] }
  }
  if (countdown || to === undefined) {
    const speechUntil = isSwitchAdvised(state) ? ownSpeechUntilMs(state, rules.settings, rules.nowMs) : undefined
    return { state, effects: speechUntil === undefined ? [] : [start('own-speech', speechUntil - rules.nowMs)] }
  }
  const ms = rules.settings.countdownMs
  return {
    state: { ...state, countdown: { to, endsAtMs: rules.nowMs + ms } },
    effects: [start('countdown', ms), tell({ report: 'countdown-started', to, ms })],
  }
}

function whyStopped(rules: Rules, { step, active, facts }: SwitchState): 'switched' | 'not-needed' | 'unmanned' {
  if (step.phase !== 'settled' || active.channel !== rules.rbs) return 'switched'
  return facts.manned ? 'not-needed' : 'unmanned'
}

function offer(rules: Rules, state: SwitchState): SwitchStep {
  const offered = mayOfferReturn(state, rules.rbs)
  if (offered === state.returnOffered) return stay(state)
  return { state: { ...state, returnOffered: offered }, effects: [tell({ report: offered ? 'return-offered' : 'return-withdrawn' })] }
}

function expired(rules: Rules, state: SwitchState, timer: SwitchTimer): SwitchStep {
  const { step } = state
  switch (timer) {
    case 'confirm':
      return step.phase === 'confirming' ? notConfirmed(rules, state, step.to, 'no answer') : stay(state)
    case 'countdown':
      return countdownOver(rules, state)
    case 'cut':
      return step.phase === 'deferred' && step.cause === 'own-transmission' ? force(rules, state, step) : stay(state)
    case 'deferral':
      return step.phase === 'deferred' && step.cause === 'own-transmission' ? force(rules, state, step) : stay(state)
    case 'emergency':
      return resume(rules, state)
    case 'hold':
      return state.hold.hold === 'running' ? stay({ ...state, hold: { hold: 'over' } }) : stay(state)
    case 'reconfirm':
      return checkActiveDevice(rules, state)
    case 'propose':
      // Looked at anew like all that follows an event.
      return stay({ ...state, proposal: NO_PROPOSAL })
    case 'own-speech':
      return stay(state)
  }
}

function countdownOver(rules: Rules, state: SwitchState): SwitchStep {
  const { countdown, ...rest } = state
  if (!countdown || automaticTarget(rules.plan, rules.settings, state, rules.nowMs) !== countdown.to) return stay(state)
  return go(rules, rest, { to: countdown.to, group: state.wantedGroup, trigger: 'automatic' })
}
