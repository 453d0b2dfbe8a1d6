// A console's switch driven by events at moments; timers do not run by themselves.
import { initialSwitch, switchReducer, type SavedSwitch } from '../../electron/host/fallback/switch-machine.ts'
import type { Readiness, SwitchEffect, SwitchEvent, SwitchFacts, SwitchPlan, SwitchSettings, SwitchState, SwitchTimer } from '../../electron/host/fallback/types.ts'
import { goldenTable, inWords } from './golden-table.ts'

export const SETTINGS: SwitchSettings = {
  confirmMs: 1000, settleMs: 3000, countdownMs: 5000, holdMs: 60_000, holdMaxMs: 3_600_000, relapseMemoryMs: 14_400_000,
  ownSpeechMs: 30_000, forceAfterMs: 1000, cutMs: 2000, emergencyQuietMs: 10_000, hardTimeoutMs: 120_000,
}
export const PLAN: SwitchPlan = {
  channels: [{ id: 'rbs', kind: 'rbs' }, { id: 'desk', kind: 'tetra' }, { id: 'second', kind: 'tetra' }, { id: 'dmo', kind: 'dmo', fixedGroup: '901' }],
  groups: ['1', '2'], mode: 'act', automatic: true,
}
/** As `PLAN`; switches when a person presses and never by itself. */
export const BY_HAND: SwitchPlan = { ...PLAN, automatic: false }
export const READY: Readiness = { state: 'ready', verifiedAtMs: 0 }
export const LOST: Readiness = { state: 'failed', cause: 'link-lost' }
export const IN_TMO: Readiness = { state: 'failed', cause: 'not-in-dmo' }
export const FACTS: SwitchFacts = {
  rbs: 'ok', ownNetworkDown: false, networkSilent: false, manned: true, proofs: 0, readiness: { desk: READY, second: LOST, dmo: READY },
  ownTransmission: false, heard: false, emergencyOpen: false,
}
export const DOWN: Partial<SwitchFacts> = { rbs: 'down', proofs: 2 }
/** The RBS is down, no radio of the network is ready, and no control radio hears it. */
export const ONLY_DMO: Partial<SwitchFacts> = { ...DOWN, networkSilent: true, readiness: { desk: LOST, second: LOST, dmo: READY } }

export const timer = (name: SwitchTimer): SwitchEvent => ({ event: 'timer-expired', timer: name })
export const press = (to?: string): SwitchEvent => ({ event: 'switch-pressed', ...(to === undefined ? {} : { to }) })
export const confirmed = (channel: string, group: string): SwitchEvent => ({ event: 'channel-confirmed', channel, group })
export const refused = (channel: string): SwitchEvent => ({ event: 'channel-refused', channel, cause: 'DEVICE_DENIED' })

export class SwitchBench {
  readonly said: string[] = []
  readonly effects: SwitchEffect[] = []
  readonly plan: SwitchPlan
  state: SwitchState
  facts: SwitchFacts = FACTS

  constructor(plan: SwitchPlan = PLAN, saved?: SavedSwitch) {
    this.plan = plan
    this.state = initialSwitch(plan, SETTINGS, { facts: FACTS, nowMs: 0, ...(saved ? { saved } : {}) })
  }

  at(ms: number, ...events: SwitchEvent[]): this {
    for (const event of events) {
      const step = switchReducer(this.plan, SETTINGS)(this.state, event, ms)
      this.state = step.state
      this.effects.push(...step.effects)
      this.said.push(...step.effects.flatMap((effect) => (effect.effect === 'report' ? [inWords(effect.report)] : [])))
    }
    return this
  }

  know(ms: number, changed: Partial<SwitchFacts>): this {
    this.facts = { ...this.facts, ...changed }
    return this.at(ms, { event: 'facts-changed', facts: this.facts })
  }

  get selects(): string[] {
    return this.effects.flatMap((effect) => (effect.effect === 'select' ? [`${effect.channel} ${effect.group}`] : []))
  }

  /** How long the timer that was last started under this name runs; undefined when it never was. */
  lasts(name: SwitchTimer): number | undefined {
    const found = this.effects.findLast((effect) => effect.effect === 'start-timer' && effect.timer === name)
    return found?.effect === 'start-timer' ? found.ms : undefined
  }
}

/** The table of these consoles at one moment; an event may be made from the facts a console stands on. */
export function switchTable(benches: Readonly<Record<string, SwitchBench>>, events: Readonly<Record<string, (bench: SwitchBench) => SwitchEvent>>, nowMs: number): string {
  return Object.entries(benches).map(([name, bench]) => goldenTable({
    states: { [name]: bench.state },
    events: Object.fromEntries(Object.entries(events).map(([event, make]) => [event, make(bench)])),
    step: (state, event) => switchReducer(bench.plan, SETTINGS)(state, event, nowMs),
    state: (state) => inShort(state, nowMs),
    // What is stopped is seen from the state that follows.
    effect: (effect) => (effect.effect === 'report' ? `"${inWords(effect.report)}"` : effect.effect === 'stop-timer' ? `stop ${effect.timer}` : inWords(effect)),
  })).join('\n')
}

export function inShort(state: SwitchState, nowMs: number): string {
  const { active, step, hold, proposal } = state
  const where = `${active.channel}${active.group ? `/${active.group}` : ''}${active.confirmed ? '' : '?'}`
  const doing = step.phase === 'settled' ? '' : ` ${step.phase} ${step.to}/${step.group}${step.phase === 'deferred' ? ` by ${step.cause}` : ''} (${step.trigger})`
  return [
    `${where}${doing}`,
    `wants ${state.wantedGroup}`,
    state.countdown ? `countdown ${state.countdown.to}` : '',
    state.stayed ? 'stayed' : '',
    state.undo ? `undo ${state.undo.channel}` : '',
    hold.hold === 'none' ? '' : hold.hold === 'running' ? `hold ${(hold.untilMs - nowMs) / 1000} s` : 'hold over',
    state.returnOffered ? 'return offered' : '',
    state.quietUntilMs > nowMs ? 'quiet' : '',
    proposal.proposal === 'none' ? '' : proposal.proposal === 'made' ? `proposes ${proposal.channel}` : `proposes ${proposal.channel} in ${(proposal.untilMs - nowMs) / 1000} s`,
  ].filter((part) => part !== '').join(' | ')
}
