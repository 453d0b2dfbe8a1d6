// A TETRA radio at its PEI: one line, its life, its floor, and the questions that prove it alive.
// Source: EN 300 392-5. Decisions are link-machine.ts and floor-machine.ts; the parts it is made of are put together in parts.ts.
import type { Arrivals } from '../kit/arrivals.ts'
import type { Clock, Timer } from '../kit/clock.ts'
import type { DeviceLink, RadioAbout, RadioAccess, RadioDriver, RadioEvent, RadioMode, RadioProof, RadioVerification, RefusedFeature } from '../kit/driver.ts'
import { failure, type ErrorCode, type Failure } from '../kit/errors.ts'
import { createMachine, type Machine } from '../kit/machine.ts'
import { fail, ok, type Result } from '../kit/result.ts'
import type { RadioPosition, ShortData } from '../kit/short-data.ts'
import type { SerialTransport, Unsubscribe } from '../kit/transport.ts'
import { createAfterUp, type AfterUp } from './after-up.ts'
import type { CommandOutcome } from './command-queue.ts'
import type { CallMemory } from './floor-control.ts'
import type { FloorSettings } from './floor-types.ts'
import type { SetUpExtent } from './initialise.ts'
import { INITIAL_LINK, reduceLink, type LinkEffect, type LinkEvent, type LinkState } from './link-machine.ts'
import { ANSWER, HANG_UP } from './messages/call-setup.ts'
import { positionOf } from './own-position.ts'
import { createRadioParts, type RadioParts } from './parts.ts'
import { pollRadio, verifyRadio } from './proof.ts'

export interface TetraRadioOptions {
  readonly clock: Clock
  readonly transport: SerialTransport
  readonly access: RadioAccess
  readonly memory: CallMemory
  readonly floor: FloorSettings
  /** How much a radio is told before it counts as up; default the whole. */
  readonly extent?: SetUpExtent
  /** Ends the wait for the next attempt to open at once. */
  readonly arrivals?: Arrivals | undefined
}

const IN_USE_MS = 10_000 // a question on the line would hold the next press back by the radio's answer time
const STOP_MS = 1500 // to give the floor back before the line is closed
const STOP_POLL_MS = 20
const LAST_WORDS_MS = 500 // for each of +CUTXC and ATH, when the floor did not come back

export class TetraRadio implements RadioDriver {
  readonly #options: TetraRadioOptions
  readonly #clock: Clock
  readonly #parts: RadioParts
  readonly #afterUp: AfterUp
  readonly #link: Machine<LinkState, LinkEvent>
  readonly #listeners = new Set<(event: RadioEvent) => void>()
  #linkTimer: Timer | undefined
  #usedMs = Number.NEGATIVE_INFINITY
  #told: DeviceLink = { link: 'opening' }
  /** Why the line does not open: whose port it is, which devices look alike. */
  #openTrouble: Failure | undefined
  #stopping = false

  constructor(options: TetraRadioOptions) {
    this.#options = options
    const { clock, transport } = options
    this.#clock = clock
    this.#parts = createRadioParts({
      ...options,
      emit: (event) => this.#emit(event),
      isUp: () => this.#isUp,
      isInUse: () => this.isInUse,
      isGroup: (ssi) => this.#afterUp.groups?.has(ssi) ?? false,
      onOutcome: (outcome) => this.#count(outcome),
      onRestart: () => this.#link.dispatch({ event: 'restart-seen' }),
    })
    this.#afterUp = createAfterUp({ ...this.#parts, clock, access: options.access, extent: options.extent ?? 'whole', isUp: () => this.#isUp })
    this.#link = createMachine<LinkState, LinkEvent, LinkEffect>({ initial: INITIAL_LINK, reduce: reduceLink, perform: (effect) => this.#perform(effect), now: () => clock.monotonicMs() })
    transport.onLost((cause) => this.#link.dispatch({ event: 'lost', cause: cause.code }))
    options.arrivals?.onArrived(() => this.#link.dispatch({ event: 'device-arrived' }))
  }

  get link(): DeviceLink {
    return this.#told
  }

  get isInUse(): boolean {
    return !this.#parts.floor.isIdle || this.#clock.monotonicMs() - this.#usedMs < IN_USE_MS
  }

  get refusedFeatures(): readonly RefusedFeature[] {
    return this.#parts.setUp.refused
  }

  get about(): RadioAbout {
    return this.#parts.picture.standing.about
  }

  get shortData(): ShortData {
    return this.#parts.shortData
  }

  onEvent(listener: (event: RadioEvent) => void): Unsubscribe {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  start(): void {
    if (this.#stopping) this.#told = { link: 'opening' }
    this.#stopping = false
    this.#parts.floor.announceDebt()
    this.#link.dispatch({ event: 'started' })
  }

  async stop(): Promise<void> {
    const { floor, session } = this.#parts
    this.#stopping = true
    floor.dispatch({ event: 'released' })
    const until = this.#clock.monotonicMs() + STOP_MS
    while (!floor.isIdle && this.#isUp && this.#clock.monotonicMs() < until) {
      await new Promise<void>((resolve) => void this.#clock.after(STOP_POLL_MS, resolve))
    }
    floor.stopTimers()
    // A set-up that is still open could be granted when nobody is left to give it back: now any character may abort it.
    if (!floor.isIdle && this.#isUp) {
      session.reset()
      await floor.hangUp(LAST_WORDS_MS)
    }
    if (this.#isUp) await floor.settleOnce(LAST_WORDS_MS)
    this.#afterUp.stop()
    this.#parts.stop()
    // The next opening may find another state, another call, another hand on the knob: nothing of this one is believed then.
    this.#parts.wentDown()
    this.#link.dispatch({ event: 'stopped' })
    this.#told = { link: 'down', cause: 'LINK_CLOSED', detail: this.#options.transport.name }
    await this.#options.transport.close()
  }

  requestFloor(): void {
    this.#press({ event: 'pressed' })
  }

  requestEmergency(): void {
    this.#press({ event: 'pressed', emergency: true })
  }

  /** A radio that stands on no group, or is changing its mode, reaches nobody. */
  #press(event: { readonly event: 'pressed'; readonly emergency?: true }): void {
    const { floor, picture, mode } = this.#parts
    this.#usedMs = this.#clock.monotonicMs()
    if (!this.#isUp || this.#options.access === 'read' || this.#stopping) this.#emit({ event: 'floor-refused', cause: floor.owesHangUp ? 'hanging-up' : 'link-lost' })
    else if (picture.gssi === undefined || mode.isChanging) this.#emit({ event: 'floor-refused', cause: 'no-channel' })
    else {
      // A request or speech of ours is open already: it goes on as it is, and that is said.
      if (event.emergency && !floor.isIdle) this.#emit({ event: 'own-emergency', as: 'plain' })
      floor.dispatch(event)
    }
  }

  releaseFloor(): void {
    this.#usedMs = this.#clock.monotonicMs()
    this.#parts.floor.dispatch({ event: 'released' })
  }

  async selectGroup(gssi: string): Promise<Result<void>> {
    return this.#readOnly() ?? this.#parts.selectGroup(gssi)
  }

  async setMode(mode: RadioMode): Promise<Result<void>> {
    return this.#readOnly() ?? this.#parts.mode.setMode(mode)
  }

  async answerCall(): Promise<Result<void>> {
    return this.#callCommand(ANSWER, this.#parts.picture.calls.ringing !== undefined)
  }

  async endCall(): Promise<Result<void>> {
    return this.#callCommand(HANG_UP, this.#parts.picture.calls.newest !== undefined)
  }

  /** While we speak or ask in a group, H would end that. */
  async #callCommand(text: string, isThere: boolean): Promise<Result<void>> {
    const refused = this.#readOnly()
    if (refused) return refused
    if (!isThere || !this.#parts.floor.isIdle) return fail(failure('DEVICE_STATE', isThere ? 'in use' : 'no call'))
    const asked = await this.#parts.asking.ask(text)
    return asked.ok ? ok() : asked
  }

  async readPosition(): Promise<Result<RadioPosition>> {
    const asked = await this.#parts.asking.ask('AT+GPSPOS?')
    return asked.ok ? positionOf(asked.value.answers) : asked
  }

  poll(): Promise<Result<RadioProof>> {
    return pollRadio(this.#parts, this.#clock)
  }

  async verify(groups: readonly string[]): Promise<Result<RadioVerification>> {
    await this.#afterUp.learnGroups()
    return verifyRadio(this.#parts, this.#clock, { wanted: groups, known: this.#afterUp.groups })
  }

  get #isUp(): boolean {
    return this.#link.state.link === 'up'
  }

  #readOnly(): Result<never> | undefined {
    return this.#options.access === 'read' ? fail(failure('LINK_UNSUPPORTED', 'read only')) : undefined
  }

  #emit(event: RadioEvent): void {
    for (const listener of [...this.#listeners]) listener(event)
  }

  #count(outcome: CommandOutcome['outcome']): void {
    if (outcome === 'result') this.#link.dispatch({ event: 'command-answered' })
    if (outcome === 'unanswered') this.#link.dispatch({ event: 'command-unanswered' })
  }

  #perform(effect: LinkEffect): void {
    switch (effect.effect) {
      case 'open':
        return void this.#open()
      case 'close':
        this.#parts.session.reset()
        void this.#options.transport.close()
        return undefined
      case 'probe':
        return void this.#parts.setUp.probe().then((answers) =>
          this.#link.dispatch(answers ? { event: 'probe-answered', owesHangUp: this.#parts.floor.owesHangUp } : { event: 'probe-unanswered' }))
      case 'hang-up':
        return void this.#hangUp()
      case 'initialise':
        return void this.#parts.setUp.initialise(this.#options.extent).then((done) => this.#link.dispatch({ event: done ? 'initialised' : 'initialising-failed' }))
      case 'start-timer':
        this.#linkTimer?.cancel()
        this.#linkTimer = this.#clock.after(effect.ms, () => this.#link.dispatch({ event: 'timer-expired' }))
        return undefined
      case 'stop-timer':
        return this.#linkTimer?.cancel()
      case 'up':
        return this.#cameUp()
      case 'down':
        return this.#wentDown(effect.cause)
    }
  }

  async #open(): Promise<void> {
    const opened = await this.#options.transport.open()
    this.#openTrouble = opened.ok ? undefined : opened.error
    this.#link.dispatch(opened.ok ? { event: 'opened' } : { event: 'open-failed', cause: opened.error.code })
  }

  async #hangUp(): Promise<void> {
    const hungUp = this.#options.access === 'read' || (await this.#parts.floor.hangUp())
    this.#link.dispatch({ event: hungUp ? 'hung-up' : 'hang-up-failed' })
  }

  #cameUp(): void {
    this.#say({ link: 'up' })
    this.#parts.keepAlive.start()
    this.#afterUp.begin()
  }

  #wentDown(cause: ErrorCode): void {
    this.#afterUp.stop()
    this.#parts.wentDown()
    const detail = this.#openTrouble?.code === cause ? this.#openTrouble.detail : this.#options.transport.name
    this.#say({ link: 'down', cause, detail })
  }

  #say(link: DeviceLink): void {
    const before = this.#told
    this.#told = link
    const sameCause = before.link === 'down' && link.link === 'down' && before.cause === link.cause
    if (before.link !== link.link || (link.link === 'down' && !sameCause)) this.#emit({ event: 'link', link })
  }
}
