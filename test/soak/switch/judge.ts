// What must hold whatever happens in whatever order. The judge sees what the console cannot: what the radios truly do, whose
// foot is on which pedal, and who pressed what.
import type { SwitchEvent, SwitchReport, SwitchState } from '../../../electron/host/fallback/types.ts'
import { isOnAir } from '../../../electron/host/switch-facts.ts'
import type { ModelConsole, ModelWorld } from './model-console.ts'
import { planOf, SETTINGS } from './model-plan.ts'
import type { ModelRadio, Sent } from './model-radio.ts'

export interface Verdict {
  readonly law: string
  readonly atMs: number
  readonly detail: string
}

type Press = Extract<SwitchEvent, { event: `${string}-pressed` }>

/** Let go, removed or silent: so long a page may still be believed. */
const UNHELD_MS = SETTINGS.pageKeepAliveMs
/** Two timers of one moment may run in either order. */
const SAME_MOMENT_MS = 1

export class Judge {
  /** The first law that was broken. */
  broken: Verdict | undefined
  readonly #world: ModelWorld
  #console: ModelConsole | undefined
  /** What the record says: where this position speaks. */
  #recorded: { readonly channel: string; readonly group?: string } | undefined
  #before: SwitchState | undefined
  /** The key that is handled now. */
  #press: Press | undefined
  /** The key behind the switch that waits; undefined when the console decided it. */
  #deferredBy: Press | undefined
  #edge = false
  #heldMs = 0
  /** Since when each radio carries no speech, as it truly is. */
  readonly #deadMs = new Map<string, number>()
  #rbsDeadMs: number | undefined

  constructor(world: ModelWorld) {
    this.#world = world
  }

  began(console: ModelConsole): void {
    const { active } = console.fallback.state
    const before = this.#console?.fallback.state.active
    if (before && (before.channel !== active.channel || before.group !== active.group)) this.#break('comes up where it was', `${before.channel} ${before.group}, and then ${active.channel} ${active.group}`)
    this.#console = console
    this.#recorded = active
    this.#before = console.fallback.state
    this.#deferredBy = undefined
  }

  // ── what happens ──────────────────────────────────────────────────────────────────────────

  pressing(press: Press, act: () => void): void {
    this.#press = press
    this.#before = this.#console?.fallback.state
    act()
    this.#press = undefined
  }

  /** An armed key goes down under a hand or a foot. */
  keying(act: () => void): void {
    this.#edge = true
    act()
    this.#edge = false
  }

  reported(report: SwitchReport, state: SwitchState): void {
    switch (report.report) {
      case 'deferred':
        this.#deferredBy = this.#press
        if (report.cause === 'emergency' && this.#press) this.#break('an emergency never delays a person’s switch', report.to)
        return
      case 'confirming':
        if (report.to === 'direct' && report.trigger !== 'restore') this.#toDirectMode()
        if (report.trigger === 'automatic' && !this.#mayGoByItself()) this.#break('switches by itself only when everything allows it', report.to)
        return
      case 'switched':
        this.#recorded = { channel: report.to, ...(report.group === undefined ? {} : { group: report.group }) }
        return this.#moved(report.to, report.group)
      case 'returned':
        this.#recorded = { channel: 'rbs' }
        return this.#wentBack(state)
      case 'restored':
        this.#recorded = { channel: report.channel, ...(report.group === undefined ? {} : { group: report.group }) }
        return
      case 'group-changed':
        this.#recorded = { channel: report.channel, group: report.group }
        return
      case 'countdown-started':
        if (!this.#mayCountDown()) this.#break('counts down only when everything allows it', report.to)
        return
      default:
        return undefined
    }
  }

  sent(radio: ModelRadio, what: Sent): void {
    if (this.#world.site.mode === 'observe' && what !== 'poll' && what !== 'verify') return this.#break('sends nothing but questions while it observes', `${what} to ${radio.id}`)
    if (what === 'request-floor') this.#asked(radio)
  }

  /** Nobody could let go of a key meanwhile, nor see that one was. */
  stoodStill(): void {
    this.#heldMs = this.#nowMs
  }

  /** The console cuts whoever speaks. */
  released(): void {
    const console = this.#console
    const before = this.#before?.step
    if (!console || !isOnAir(console.ptt.state)) return
    const nowMs = this.#nowMs
    const waited = before?.phase === 'deferred' ? nowMs - before.sinceMs : 0
    if (this.#press && waited >= SETTINGS.forceAfterMs) return
    const deadMs = this.#activeDeadMs()
    if (waited >= SETTINGS.cutMs - SAME_MOMENT_MS && deadMs !== undefined && nowMs - deadMs >= SETTINGS.cutMs - SAME_MOMENT_MS) return
    this.#break('cuts nobody off without a second press or two seconds of a dead channel', `${this.#before?.active.channel}, waited ${waited} ms, dead for ${deadMs === undefined ? 'no' : nowMs - deadMs} ms`)
  }

  // ── after every step ──────────────────────────────────────────────────────────────────────

  /** @param held  a foot or a living page holds a key now */
  look(held: boolean): void {
    const console = this.#console
    if (!console || this.broken) return
    if (held) this.#heldMs = this.#nowMs
    this.#noteTruth()
    const keyed = this.#world.radios.filter((radio) => radio.isReachable && radio.floor !== 'none')
    if (keyed.length > 1) this.#break('never keys two channels', keyed.map(({ id }) => id).join(' and '))
    const [one] = keyed
    if (one && this.#nowMs - this.#heldMs > UNHELD_MS) this.#break('never keyed without a key that is held', one.id)
    if (one && !isOnAir(console.ptt.state)) this.#break('says when it is on the air', one.id)
    this.#lookAtState(console.fallback.state, console)
    this.#before = console.fallback.state
  }

  #lookAtState(state: SwitchState, console: ModelConsole): void {
    const { active, wantedGroup } = state
    const plan = planOf(this.#world.site)
    if (!plan.groups.includes(wantedGroup)) this.#break('wants a group of its plan', wantedGroup)
    if (!plan.channels.some(({ id }) => id === active.channel)) this.#break('names its channel', active.channel)
    if (active.channel !== 'rbs' && active.group === undefined) this.#break('names its group', active.channel)
    if (this.#recorded?.channel !== active.channel || this.#recorded.group !== active.group) this.#break('records every change', `${active.channel} ${active.group}, recorded ${this.#recorded?.channel} ${this.#recorded?.group}`)
    const radio = this.#radio(active.channel)
    // Asked for another group it may stand there already; nobody is keyed until it has said so.
    const isAsked = state.step.phase === 'confirming' && state.step.to === active.channel
    if (radio?.isReachable && active.confirmed && !isAsked && radio.gssi !== active.group) this.#break('shows the group its radio stands on', `${radio.id} on ${radio.gssi}, shown ${active.group}`)
    const { transmission } = console.ptt.state
    if (transmission.phase === 'talking') {
      const talking = this.#radio(transmission.bound.channel)
      if (!talking || talking.floor !== 'granted') this.#break('says that one speaks only when one does', transmission.bound.channel)
      if (transmission.bound.channel !== active.channel) this.#break('speaks on the channel it shows', `${transmission.bound.channel}, shown ${active.channel}`)
    }
  }

  // ── laws of one moment ────────────────────────────────────────────────────────────────────

  #asked(radio: ModelRadio): void {
    const state = this.#console?.fallback.state
    if (!this.#edge) this.#break('keys only at a press', radio.id)
    if (radio.isDirect && radio.mode !== 'dmo') this.#break('keys a radio for direct mode only in direct mode', radio.id)
    if (radio.owes) this.#break('keys no radio that was not hung up', radio.id)
    if (!state || state.active.channel !== radio.id || !state.active.confirmed) this.#break('keys only the channel it has confirmed', radio.id)
    else if (radio.isReachable && radio.gssi !== state.active.group) this.#break('keys only in the group it shows', `${radio.id} on ${radio.gssi}, shown ${state.active.group}`)
  }

  /** Make before break, and nobody in the middle of a sentence. */
  #moved(to: string, group: string | undefined): void {
    const radio = this.#radio(to)
    const said = radio?.confirmed
    if (!said || said.gssi !== group || this.#nowMs - said.atMs > SETTINGS.confirmMs) this.#break('makes before it breaks', `${to} has not confirmed ${group}`)
    this.#mayMove()
  }

  #wentBack(state: SwitchState): void {
    const undo = this.#before?.undo?.channel
    if (!wantsRbs(this.#press, undo) && !wantsRbs(this.#deferredBy, undo)) this.#break('never returns by itself', state.active.channel)
    this.#mayMove()
  }

  #mayMove(): void {
    if (this.#console && isOnAir(this.#console.ptt.state)) this.#break('never switches under somebody who speaks', '')
  }

  /** Direct mode is somebody's own wish, named: never the next channel of a key that names none, never the console's. */
  #toDirectMode(): void {
    const active = this.#before?.active
    const undo = this.#before?.undo?.channel
    if (active?.channel !== 'direct' && !names('direct', this.#press, undo) && !names('direct', this.#deferredBy, undo)) this.#break('goes to direct mode only when a person names it', this.#press?.event ?? 'by itself')
  }

  #mayCountDown(): boolean {
    const { site, manned, lastOwnSpeechMs, ownNetworkDown, rbs, proofs } = this.#world
    const useless = ownNetworkDown || (rbs === 'down' && proofs >= 2)
    return site.mode === 'act' && site.automatic && manned && useless && (lastOwnSpeechMs === undefined || this.#nowMs - lastOwnSpeechMs >= SETTINGS.ownSpeechMs)
  }

  #mayGoByItself(): boolean {
    const began = this.#before?.countdown?.endsAtMs
    const waited = this.#before?.step.phase === 'deferred' || this.#before?.step.phase === 'confirming'
    return this.#mayCountDown() && (waited || (began !== undefined && this.#nowMs >= began))
  }

  // ── the truth ─────────────────────────────────────────────────────────────────────────────

  #noteTruth(): void {
    for (const radio of this.#world.radios) {
      const dead = !radio.isReachable || !radio.isRegistered
      if (!dead) this.#deadMs.delete(radio.id)
      else if (!this.#deadMs.has(radio.id)) this.#deadMs.set(radio.id, this.#nowMs)
    }
    const { rbs, ownNetworkDown } = this.#world
    const dead = ownNetworkDown || (rbs !== 'ok' && rbs !== 'degraded')
    this.#rbsDeadMs = dead ? (this.#rbsDeadMs ?? this.#nowMs) : undefined
  }

  #activeDeadMs(): number | undefined {
    const channel = this.#before?.active.channel ?? ''
    return channel === 'rbs' ? this.#rbsDeadMs : this.#deadMs.get(channel)
  }

  #radio(id: string): ModelRadio | undefined {
    return this.#world.radios.find((one) => one.id === id)
  }

  get #nowMs(): number {
    return this.#world.clock.monotonicMs()
  }

  fail(law: string, detail: string): void {
    this.#break(law, detail)
  }

  #break(law: string, detail: string): void {
    this.broken ??= { law, atMs: this.#nowMs, detail }
  }
}

const wantsRbs = (press: Press | undefined, undo: string | undefined): boolean => names('rbs', press, undo)

function names(channel: string, press: Press | undefined, undo: string | undefined): boolean {
  switch (press?.event) {
    case 'switch-pressed':
      return press.to === channel
    case 'undo-pressed':
      return undo === channel
    case 'return-pressed':
      return channel === 'rbs'
    default:
      return false
  }
}
