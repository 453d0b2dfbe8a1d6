// Which channel this workstation speaks through: switching, undoing, returning. Architecture section 6.
// Pure: fallback.ts carries out the effects. Make before break: `active` changes only when a device has confirmed.
import type { Reduce, Step } from '../../../native/kit/machine.ts'
import { automaticTarget, isSwitchAdvised, nextReady, ownSpeechUntilMs, rbsOf } from './automatic.ts'
import { freshRelapse, isRbsAlive, mayOfferReturn, relapsed, returned, startHold } from './return-hold.ts'
import type {
  PressRefusal, ReadinessCause, Relapse, SwitchEffect, SwitchEvent, SwitchFacts, SwitchPhase, SwitchPlan, SwitchReport, SwitchSettings, SwitchState, SwitchTimer, Trigger,
} from './types.ts'

export type SwitchStep = Step<SwitchState, SwitchEffect>

/** Causes for which a radio carries no speech at all; one that refused a group goes on in the old one. */
const DEAD: ReadonlySet<string> = new Set<ReadinessCause>(['link-lost', 'radio-silent', 'not-registered', 'local-site'])

/** A device that is back is asked again this often until it confirms the active channel. */
const RECONFIRM_MS = 2000

const SETTLED: SwitchPhase = { phase: 'settled' }
const start = (timer: SwitchTimer, ms: number): SwitchEffect => ({ effect: 'start-timer', timer, ms: Math.max(0, ms) })
const stop = (timer: SwitchTimer): SwitchEffect => ({ effect: 'stop-timer', timer })
const tell = (report: SwitchReport): SwitchEffect => ({ effect: 'report', report })
const stay = (state: SwitchState): SwitchStep => ({ state, effects: [] })
const refuse = (state: SwitchState, cause: PressRefusal): SwitchStep => ({ state, effects: [tell({ report: 'press-refused', cause })] })

/** What a host that was restarted still knows from the ledger. */
export interface SavedSwitch {
  readonly channel: string
  readonly group?: string
  readonly wantedGroup?: string
  readonly relapse?: Relapse
}

export interface SwitchStart {
  readonly facts: SwitchFacts
  readonly nowMs: number
  readonly saved?: SavedSwitch
}

/** Starts on the last confirmed channel, unconfirmed until its device says so; a new site starts on the RBS. */
export function initialSwitch(plan: SwitchPlan, settings: SwitchSettings, { facts, nowMs, saved }: SwitchStart): SwitchState {
  const rbs = rbsOf(plan)
  const known = saved && plan.channels.some((channel) => channel.id === saved.channel) ? saved : { channel: rbs }
  const wanted = saved?.group ?? saved?.wantedGroup
  const wantedGroup = wanted !== undefined && plan.groups.includes(wanted) ? wanted : (plan.groups[0] ?? '')
  const group = known.channel === rbs ? {} : { group: known.group ?? wantedGroup }
  return {
    active: { channel: known.channel, ...group, sinceMs: nowMs, confirmed: known.channel === rbs },
    wantedGroup,
    facts,
    step: SETTLED,
    quietUntilMs: nowMs,
    stayed: false,
    hold: { hold: 'none' },
    relapse: saved?.relapse ?? freshRelapse(settings),
    returnOffered: false,
  }
}

/** The machine for this plan. After each event the automatic rules and the return offer are looked at anew. */
export function switchReducer(plan: SwitchPlan, settings: SwitchSettings): Reduce<SwitchState, SwitchEvent, SwitchEffect> {
  return (state, event, nowMs) => {
    const machine = new SwitchRules(plan, settings, nowMs)
    const first = machine.decide(state, event)
    const second = machine.automatic(first.state)
    const third = machine.offer(second.state)
    return { state: third.state, effects: [...first.effects, ...second.effects, ...third.effects] }
  }
}

/** Where to go, in which group, and who wants it. */
interface Wish {
  readonly to: string
  readonly group: string
  readonly trigger: Trigger
}

/** The rules at one moment: plan, settings and time do not change within an event. */
class SwitchRules {
  readonly #plan: SwitchPlan
  readonly #settings: SwitchSettings
  readonly #now: number
  readonly #rbs: string

  constructor(plan: SwitchPlan, settings: SwitchSettings, nowMs: number) {
    this.#plan = plan
    this.#settings = settings
    this.#now = nowMs
    this.#rbs = rbsOf(plan)
  }

  decide(state: SwitchState, event: SwitchEvent): SwitchStep {
    switch (event.event) {
      case 'facts-changed':
        return this.#factsChanged(state, event.facts)
      case 'switch-pressed':
        return this.#pressed(state, () => this.#switchTo(state, event.to, event.group))
      case 'group-pressed':
        return this.#pressed(state, () => this.#selectGroup(state, event.group))
      case 'undo-pressed':
        return this.#pressed(state, () => this.#undo(state))
      case 'return-pressed':
        return this.#pressed(state, () =>
          state.active.channel === this.#rbs ? refuse(state, 'already-there') : this.#go(state, { to: this.#rbs, group: state.wantedGroup, trigger: 'person' }))
      case 'stay-pressed':
        return this.#stayOnRbs(state)
      case 'channel-confirmed':
        return this.#confirmed(state, event.channel, event.group)
      case 'channel-refused':
        return this.#notConfirmed(state, event.channel, event.cause)
      case 'group-observed':
        return this.#groupObserved(state, event.channel, event.group)
      case 'timer-expired':
        return this.#expired(state, event.timer)
    }
  }

  /** Starts or stops the countdown as its conditions come and go. */
  automatic(state: SwitchState): SwitchStep {
    const to = automaticTarget(this.#plan, this.#settings, state, this.#now)
    const { countdown, ...rest } = state
    if (countdown && countdown.to !== to) {
      const cause = state.step.phase === 'settled' && state.active.channel === this.#rbs ? 'not-needed' : 'switched'
      return { state: rest, effects: [stop('countdown'), tell({ report: 'countdown-stopped', cause })] }
    }
    if (countdown || to === undefined) {
      const speechUntil = isSwitchAdvised(state) ? ownSpeechUntilMs(state, this.#settings, this.#now) : undefined
      return { state, effects: speechUntil === undefined ? [] : [start('own-speech', speechUntil - this.#now)] }
    }
    const ms = this.#settings.countdownMs
    return {
      state: { ...state, countdown: { to, endsAtMs: this.#now + ms } },
      effects: [start('countdown', ms), tell({ report: 'countdown-started', to, ms })],
    }
  }

  offer(state: SwitchState): SwitchStep {
    const offered = mayOfferReturn(state, this.#rbs)
    if (offered === state.returnOffered) return stay(state)
    return { state: { ...state, returnOffered: offered }, effects: [tell({ report: offered ? 'return-offered' : 'return-withdrawn' })] }
  }

  #factsChanged(before: SwitchState, facts: SwitchFacts): SwitchStep {
    const effects: SwitchEffect[] = []
    let state: SwitchState = { ...before, facts }
    if (before.facts.rbs !== 'down' && facts.rbs === 'down') {
      const relapse = relapsed(state.relapse, this.#settings, this.#now)
      if (relapse !== state.relapse) effects.push(tell({ report: 'relapsed', holdMs: relapse.holdMs }))
      state = { ...state, relapse }
    }
    if (isRbsAlive(facts) && !isRbsAlive(before.facts)) state = { ...state, stayed: false }
    const held = this.#holdFor(state)
    const kept = this.#checkActiveDevice(held.state)
    const moved = this.#returnFailed(before, kept.state) ?? this.#resume(kept.state)
    const died = moved.state.step.phase === 'deferred' && this.#isActiveDead(state) && !this.#isActiveDead(before)
    if (died) effects.push(start('cut', this.#settings.cutMs))
    return { state: moved.state, effects: [...effects, ...held.effects, ...kept.effects, ...moved.effects] }
  }

  /** The hold runs while an alternative is active and the RBS answers; any silence starts it anew. */
  #holdFor(state: SwitchState): SwitchStep {
    const wanted = state.active.channel !== this.#rbs && isRbsAlive(state.facts)
    if (wanted === (state.hold.hold !== 'none')) return stay(state)
    if (!wanted) return { state: { ...state, hold: { hold: 'none' } }, effects: [stop('hold')] }
    const hold = startHold(state.relapse, this.#settings, this.#now)
    return { state: { ...state, hold }, effects: [start('hold', hold.holdMs), tell({ report: 'hold-started', ms: hold.holdMs })] }
  }

  /** A device that was lost forgets its group: the channel stays active, unconfirmed, and is asked again when it is back. */
  #checkActiveDevice(state: SwitchState): SwitchStep {
    const { active } = state
    if (active.channel === this.#rbs) return stay(state)
    const readiness = state.facts.readiness[active.channel]
    if (readiness?.state === 'failed' && active.confirmed && (readiness.cause === 'link-lost' || readiness.cause === 'radio-silent')) {
      return stay({ ...state, active: { ...active, confirmed: false } })
    }
    const isBack = readiness !== undefined && readiness.state !== 'failed' && readiness.state !== 'unknown'
    if (!active.confirmed && isBack && state.step.phase === 'settled' && this.#plan.mode !== 'observe') {
      return this.#ask(state, { to: active.channel, group: active.group ?? state.wantedGroup, trigger: 'restore' }, [])
    }
    return stay(state)
  }

  /** A deferred switch goes on when what it waited for is over. */
  #resume(state: SwitchState): SwitchStep {
    const { step, facts } = state
    if (step.phase !== 'deferred') return stay(state)
    if (step.trigger === 'automatic' && this.#isNeedless(state, step.to)) {
      return { state: { ...state, step: SETTLED }, effects: [stop('cut'), stop('emergency'), tell({ report: 'countdown-stopped', cause: 'not-needed' })] }
    }
    if (step.cause === 'own-transmission' && facts.ownTransmission) return stay(state)
    if (step.cause === 'emergency' && this.#emergencyLeftMs(facts) > 0) return stay(state)
    const going = this.#begin({ ...state, step: SETTLED }, step)
    return { state: going.state, effects: [stop('cut'), stop('emergency'), ...going.effects] }
  }

  /** The RBS was in order when the return was asked, and died while it waited: nobody chose to go back to that. */
  #returnFailed(before: SwitchState, state: SwitchState): SwitchStep | undefined {
    const { step, active } = state
    const died = isRbsAlive(before.facts) && !isRbsAlive(state.facts)
    if (step.phase !== 'deferred' || step.to !== this.#rbs || !died) return undefined
    return { state: { ...state, step: SETTLED }, effects: [stop('cut'), tell({ report: 'switch-failed', from: active.channel, tried: [this.#rbs] })] }
  }

  /** While an automatic switch waits, the RBS may come back or its channel be lost. */
  #isNeedless(state: SwitchState, to: string): boolean {
    return automaticTarget(this.#plan, this.#settings, { ...state, step: SETTLED }, this.#now) !== to
  }

  /** Gate before every key: nothing in observe mode, nothing while undecided or just decided, a second press may force. */
  #pressed(state: SwitchState, act: () => SwitchStep): SwitchStep {
    if (this.#plan.mode === 'observe') return refuse(state, 'observe-mode')
    const { step } = state
    if (step.phase === 'deferred' && step.cause === 'own-transmission' && this.#now - step.sinceMs >= this.#settings.forceAfterMs) return this.#force(state, step)
    // What the console does by itself never stands in a person's way.
    if (step.phase === 'deferred' && step.trigger === 'automatic') return act()
    if (step.phase === 'confirming' && step.trigger === 'restore') return act()
    if (step.phase !== 'settled' || this.#now < state.quietUntilMs) return refuse(state, 'busy')
    return act()
  }

  #switchTo(state: SwitchState, to: string | undefined, group: string | undefined): SwitchStep {
    if (group !== undefined && !this.#plan.groups.includes(group)) return refuse(state, 'unknown-group')
    const target = to ?? nextReady(this.#plan, state, [state.active.channel])
    if (target === undefined) return refuse(state, 'nothing-ready')
    if (!this.#plan.channels.some((channel) => channel.id === target)) return refuse(state, 'not-a-channel')
    const wanted = group ?? state.wantedGroup
    const same = target === state.active.channel && (target === this.#rbs || wanted === state.active.group)
    return same && state.active.confirmed ? refuse(state, 'already-there') : this.#go(state, { to: target, group: wanted, trigger: 'person' })
  }

  #selectGroup(state: SwitchState, group: string): SwitchStep {
    if (!this.#plan.groups.includes(group)) return refuse(state, 'unknown-group')
    if (state.active.channel === this.#rbs) return stay({ ...state, wantedGroup: group })
    if (group === state.active.group && state.active.confirmed) return refuse(state, 'already-there')
    return this.#go(state, { to: state.active.channel, group, trigger: 'person' })
  }

  #undo(state: SwitchState): SwitchStep {
    const { undo } = state
    if (!undo) return refuse(state, 'nothing-to-undo')
    return this.#go(state, { to: undo.channel, group: undo.group ?? state.wantedGroup, trigger: 'person' })
  }

  #stayOnRbs(state: SwitchState): SwitchStep {
    const automaticStep = state.step.phase === 'deferred' && state.step.trigger === 'automatic'
    if (!state.countdown && !automaticStep) return refuse(state, 'no-countdown')
    const { countdown: _stopped, ...rest } = state
    return {
      state: { ...rest, stayed: true, step: automaticStep ? SETTLED : state.step },
      effects: [stop('countdown'), stop('cut'), stop('emergency'), tell({ report: 'countdown-stopped', cause: 'stayed' })],
    }
  }

  /** Decides between now and later. */
  #go(state: SwitchState, wish: Wish): SwitchStep {
    if (state.facts.ownTransmission) return this.#defer(state, wish, 'own-transmission')
    if (wish.trigger === 'automatic' && this.#emergencyLeftMs(state.facts) > 0) return this.#defer(state, wish, 'emergency')
    return this.#begin({ ...state, step: SETTLED }, wish)
  }

  #defer(state: SwitchState, { to, group, trigger }: Wish, cause: 'own-transmission' | 'emergency'): SwitchStep {
    const timers = cause === 'emergency'
      ? [start('emergency', this.#emergencyLeftMs(state.facts))]
      : this.#isActiveDead(state) ? [start('cut', this.#settings.cutMs)] : []
    return {
      state: { ...state, step: { phase: 'deferred', to, group, cause, trigger, sinceMs: this.#now } },
      effects: [...timers, tell({ report: 'deferred', to, cause })],
    }
  }

  /** The person's second press, or the cut of a dead channel: un-key first, then go. */
  #force(state: SwitchState, step: Extract<SwitchPhase, { phase: 'deferred' }>): SwitchStep {
    const going = this.#begin({ ...state, step: SETTLED }, step)
    return { state: going.state, effects: [stop('cut'), { effect: 'release-everything' }, ...going.effects] }
  }

  #begin(state: SwitchState, wish: Wish): SwitchStep {
    return wish.to === this.#rbs ? this.#returnToRbs(state) : this.#ask(state, wish, [])
  }

  #ask(state: SwitchState, { to, group, trigger }: Wish, tried: readonly string[]): SwitchStep {
    return {
      state: { ...state, step: { phase: 'confirming', to, group, trigger, tried, sinceMs: this.#now } },
      effects: [{ effect: 'select', channel: to, group }, start('confirm', this.#settings.confirmMs), tell({ report: 'confirming', to, group, trigger })],
    }
  }

  #returnToRbs(state: SwitchState): SwitchStep {
    const from = state.active
    const next: SwitchState = {
      ...state,
      active: { channel: this.#rbs, sinceMs: this.#now, confirmed: true },
      step: SETTLED,
      quietUntilMs: this.#now + this.#settings.settleMs,
      // Who goes back to an RBS that is down means to stay there: the console does not take it away again.
      stayed: !isRbsAlive(state.facts),
      undo: from.group === undefined ? { channel: from.channel } : { channel: from.channel, group: from.group },
      hold: { hold: 'none' },
      relapse: returned(state.relapse, this.#settings, this.#now),
      returnOffered: false,
    }
    return { state: next, effects: [stop('hold'), stop('reconfirm'), tell({ report: 'returned', from: from.channel, offered: state.returnOffered })] }
  }

  #confirmed(state: SwitchState, channel: string, group: string): SwitchStep {
    const { step, active } = state
    if (step.phase !== 'confirming' || step.to !== channel || step.group !== group) return stay(state)
    const from = active.channel
    const sameChannel = from === channel
    const base: SwitchState = { ...state, step: SETTLED, wantedGroup: group, active: { channel, group, sinceMs: sameChannel ? active.sinceMs : this.#now, confirmed: true } }
    if (step.trigger === 'restore') return { state: base, effects: [stop('confirm'), stop('reconfirm'), tell({ report: 'restored', channel, group })] }
    if (sameChannel) return { state: base, effects: [stop('confirm'), tell({ report: 'group-changed', channel, group, byHand: 'key' })] }
    const switched: SwitchState = {
      ...base,
      quietUntilMs: this.#now + this.#settings.settleMs,
      undo: active.group === undefined ? { channel: from } : { channel: from, group: active.group },
    }
    const held = this.#holdFor(switched)
    return { state: held.state, effects: [stop('confirm'), tell({ report: 'switched', from, to: channel, group, trigger: step.trigger }), ...held.effects] }
  }

  /** The device did not confirm in time: the next proven channel is tried, and said; with none left the old one stays. */
  #notConfirmed(state: SwitchState, channel: string, cause: string): SwitchStep {
    const { step } = state
    if (step.phase !== 'confirming' || step.to !== channel) return stay(state)
    const said = [stop('confirm'), tell({ report: 'not-confirmed', channel, cause })]
    if (step.trigger === 'restore') return { state: { ...state, step: SETTLED }, effects: [...said, start('reconfirm', RECONFIRM_MS)] }
    const tried = [...step.tried, channel]
    // A group that is refused on the channel in use is no reason to leave that channel.
    const next = channel === state.active.channel ? undefined : nextReady(this.#plan, state, [...tried, state.active.channel])
    if (next !== undefined) {
      const asked = this.#ask(state, { to: next, group: step.group, trigger: step.trigger }, tried)
      return { state: asked.state, effects: [...said, ...asked.effects] }
    }
    const failed: SwitchStep = { state: { ...state, step: SETTLED }, effects: [...said, tell({ report: 'switch-failed', from: state.active.channel, tried })] }
    if (step.seen === undefined) return failed
    // It did not confirm in time and yet moved: what is shown must be where it stands.
    const followed = this.#groupObserved(failed.state, channel, step.seen)
    return { state: followed.state, effects: [...failed.effects, ...followed.effects] }
  }

  /** A knob was turned on the radio itself: shown and followed, never fought. */
  #groupObserved(state: SwitchState, channel: string, group: string): SwitchStep {
    const { active, step } = state
    if (step.phase === 'confirming' && step.to === channel) return stay({ ...state, step: { ...step, seen: group } })
    if (active.channel !== channel || !active.confirmed || active.group === group) return stay(state)
    // On no group it reaches nobody: asked for its group again, and not keyed until then.
    if (group === '') return this.#checkActiveDevice({ ...state, active: { ...active, confirmed: false } })
    const wantedGroup = this.#plan.groups.includes(group) ? group : state.wantedGroup
    return { state: { ...state, wantedGroup, active: { ...active, group } }, effects: [tell({ report: 'group-changed', channel, group, byHand: 'radio' })] }
  }

  #expired(state: SwitchState, timer: SwitchTimer): SwitchStep {
    const { step } = state
    switch (timer) {
      case 'confirm':
        return step.phase === 'confirming' ? this.#notConfirmed(state, step.to, 'no answer') : stay(state)
      case 'countdown':
        return this.#countdownOver(state)
      case 'cut':
        return step.phase === 'deferred' && step.cause === 'own-transmission' ? this.#force(state, step) : stay(state)
      case 'emergency':
        return this.#resume(state)
      case 'hold':
        return state.hold.hold === 'running' ? stay({ ...state, hold: { hold: 'over' } }) : stay(state)
      case 'reconfirm':
        return this.#checkActiveDevice(state)
      case 'own-speech':
        return stay(state)
    }
  }

  #countdownOver(state: SwitchState): SwitchStep {
    const { countdown, ...rest } = state
    if (!countdown || automaticTarget(this.#plan, this.#settings, state, this.#now) !== countdown.to) return stay(state)
    return this.#go(rest, { to: countdown.to, group: state.wantedGroup, trigger: 'automatic' })
  }

  #isActiveDead(state: SwitchState): boolean {
    if (state.active.channel === this.#rbs) return !isRbsAlive(state.facts)
    const readiness = state.facts.readiness[state.active.channel]
    return readiness?.state === 'failed' && DEAD.has(readiness.cause)
  }

  /** How long an emergency still holds an automatic switch back. */
  #emergencyLeftMs(facts: SwitchFacts): number {
    return facts.lastEmergencyMs === undefined ? 0 : facts.lastEmergencyMs + this.#settings.emergencyQuietMs - this.#now
  }
}
