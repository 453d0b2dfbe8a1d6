// A TETRA radio at its PEI: one line, its life, its floor, and the questions that prove it alive.
// Source: EN 300 392-5. Decisions are link-machine.ts and floor-machine.ts; this file carries the first out.
import type { Clock, Timer } from '../kit/clock.ts'
import type { DeviceLink, RadioAccess, RadioDriver, RadioEvent, RadioProof, RadioVerification } from '../kit/driver.ts'
import { failure, type ErrorCode } from '../kit/errors.ts'
import { createMachine, type Machine } from '../kit/machine.ts'
import { fail, ok, type Result } from '../kit/result.ts'
import type { SerialTransport, Unsubscribe } from '../kit/transport.ts'
import type { CommandOutcome } from './command-queue.ts'
import { createFloorControl, type CallMemory, type FloorControl } from './floor-control.ts'
import type { FloorSettings } from './floor-types.ts'
import { readGroups } from './group-reader.ts'
import { answerOf, initialise, registerServices, type Initialised } from './initialise.ts'
import { createKeepAlive, type KeepAlive } from './keep-alive.ts'
import { INITIAL_LINK, reduceLink, type LinkEffect, type LinkEvent, type LinkState } from './link-machine.ts'
import { encodeSelectGroup } from './messages/group-selection.ts'
import { createRadioPicture, type RadioPicture } from './radio-picture.ts'
import { createSession, type Session } from './session.ts'

export interface TetraRadioOptions {
  readonly clock: Clock
  readonly transport: SerialTransport
  readonly access: RadioAccess
  readonly memory: CallMemory
  readonly floor: FloorSettings
}

const COMMAND_MS = 2000 // a radio that has not answered by then is counted silent
const QUESTION_MS = 1000
const YIELD_MS = 200 // four times the answer time we reckon with; a release waits no longer for the answer to a question
const PROBE_TRIES = 3 // the first command after opening is often lost or answered 35
const IN_USE_MS = 10_000 // a question on the line would hold the next press back by the radio's answer time
const STOP_MS = 1500 // to give the floor back before the line is closed
const STOP_POLL_MS = 20
const LAST_WORDS_MS = 500 // for each of +CUTXC and ATH, when the floor did not come back

export class TetraRadio implements RadioDriver {
  readonly #options: TetraRadioOptions
  readonly #clock: Clock
  readonly #session: Session
  readonly #floor: FloorControl
  readonly #picture: RadioPicture
  readonly #keepAlive: KeepAlive
  readonly #link: Machine<LinkState, LinkEvent>
  readonly #listeners = new Set<(event: RadioEvent) => void>()
  #linkTimer: Timer | undefined
  #usedMs = Number.NEGATIVE_INFINITY
  #told: DeviceLink = { link: 'opening' }
  #stopping = false
  #groups: ReadonlySet<string> | undefined
  #refused: Initialised['refused'] = []

  constructor(options: TetraRadioOptions) {
    this.#options = options
    const { clock, transport, memory } = options
    this.#clock = clock
    this.#session = createSession({
      clock,
      transport,
      onMessage: (message) => this.#picture.hear(message),
      onWire: (wire) => this.#emit(wire),
      onOutcome: (outcome) => this.#count(outcome),
      onRestart: () => this.#link.dispatch({ event: 'restart-seen' }),
    })
    this.#floor = createFloorControl({
      clock,
      settings: options.floor,
      memory,
      send: (command) => this.#session.send(command),
      group: () => this.#picture.gssi ?? '',
      emit: (event) => this.#floorNews(event),
    })
    this.#picture = createRadioPicture((event) => this.#floor.dispatch(event), (event) => this.#emit(event))
    this.#keepAlive = createKeepAlive({
      clock,
      isUp: () => this.#isUp,
      isInUse: () => this.isInUse,
      isTalking: () => this.#floor.isTalking,
      ask: async (text) => {
        const asked = await this.#ask(text)
        return asked.ok || asked.error.code !== 'LINK_TIMEOUT'
      },
      askWhileTalking: async () => {
        const outcome = await this.#session.send({ text: 'AT', timeoutMs: QUESTION_MS, rank: 'normal', yieldsAfterMs: YIELD_MS })
        return outcome.outcome !== 'unanswered'
      },
      registerServices: async () => {
        if (options.access === 'full') await registerServices((text) => this.#session.send({ text, timeoutMs: COMMAND_MS, rank: 'normal' }))
      },
    })
    this.#link = createMachine<LinkState, LinkEvent, LinkEffect>({ initial: INITIAL_LINK, reduce: reduceLink, perform: (effect) => this.#perform(effect), now: () => clock.monotonicMs() })
    transport.onLost((cause) => this.#link.dispatch({ event: 'lost', cause: cause.code }))
  }

  get link(): DeviceLink {
    return this.#told
  }

  get isInUse(): boolean {
    return !this.#floor.isIdle || this.#clock.monotonicMs() - this.#usedMs < IN_USE_MS
  }

  /** What this radio refused while it was initialised, in its own word, for the technician. */
  get refusedFeatures(): Initialised['refused'] {
    return this.#refused
  }

  onEvent(listener: (event: RadioEvent) => void): Unsubscribe {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  start(): void {
    this.#floor.announceDebt()
    this.#link.dispatch({ event: 'started' })
  }

  async stop(): Promise<void> {
    this.#stopping = true
    this.#floor.dispatch({ event: 'released' })
    const until = this.#clock.monotonicMs() + STOP_MS
    while (!this.#floor.isIdle && this.#isUp && this.#clock.monotonicMs() < until) {
      await new Promise<void>((resolve) => void this.#clock.after(STOP_POLL_MS, resolve))
    }
    this.#floor.stopTimers()
    // A set-up that is still open could be granted when nobody is left to give it back: now any character may abort it.
    if (!this.#floor.isIdle && this.#isUp) {
      this.#session.reset()
      await this.#floor.hangUp(LAST_WORDS_MS)
    }
    this.#keepAlive.stop()
    this.#link.dispatch({ event: 'stopped' })
    await this.#options.transport.close()
  }

  requestFloor(): void {
    this.#usedMs = this.#clock.monotonicMs()
    if (this.#isUp && this.#options.access === 'full' && !this.#stopping) this.#pressed()
    else this.#emit({ event: 'floor-refused', cause: this.#floor.owesHangUp ? 'hanging-up' : 'link-lost' })
  }

  /** A radio that stands on no group reaches nobody. */
  #pressed(): void {
    if (this.#picture.gssi === undefined) this.#emit({ event: 'floor-refused', cause: 'no-channel' })
    else this.#floor.dispatch({ event: 'pressed' })
  }

  releaseFloor(): void {
    this.#usedMs = this.#clock.monotonicMs()
    this.#floor.dispatch({ event: 'released' })
  }

  async selectGroup(gssi: string): Promise<Result<void>> {
    if (this.#options.access === 'read') return fail(failure('LINK_UNSUPPORTED', 'read only'))
    const asked = await this.#ask(encodeSelectGroup(Number(gssi)))
    if (!asked.ok) return asked
    // The radio's OK says that it understood; only reading back proves which group it stands on.
    const read = await this.#ask('AT+CTGS?')
    if (!read.ok) return read
    return this.#picture.gssi === gssi ? ok() : fail(failure('DEVICE_DENIED', `group ${this.#picture.gssi ?? 'none'}`))
  }

  async poll(): Promise<Result<RadioProof>> {
    const sentMs = this.#clock.monotonicMs()
    const asked = await this.#ask('AT+CREG?')
    if (!asked.ok) return asked
    return ok({ registration: this.#picture.registration, cell: this.#picture.cell, latencyMs: this.#clock.monotonicMs() - sentMs })
  }

  async verify(groups: readonly string[]): Promise<Result<RadioVerification>> {
    const proof = await this.poll()
    if (!proof.ok) return proof
    for (const question of ['AT+CTBCT?', 'AT+CTGS?']) {
      const asked = await this.#ask(question)
      // A radio that does not know the question is not a radio that fails.
      if (!asked.ok && asked.error.code !== 'DEVICE_DENIED') return asked
    }
    const known = this.#groups
    const missingGroups = known && known.size > 0 ? groups.filter((gssi) => !known.has(gssi)) : []
    return ok({ ...proof.value, cell: this.#picture.cell, missingGroups, ...(this.#picture.gssi === undefined ? {} : { gssi: this.#picture.gssi }) })
  }

  get #isUp(): boolean {
    return this.#link.state.link === 'up'
  }

  /** A question or setting outside the floor. */
  async #ask(text: string): Promise<Result<Extract<CommandOutcome, { outcome: 'result' }>>> {
    const closed = failure('LINK_CLOSED', this.#options.transport.name)
    if (!this.#isUp) return fail(closed)
    const outcome = await this.#session.send({ text, timeoutMs: QUESTION_MS, rank: 'normal' })
    switch (outcome.outcome) {
      case 'unanswered':
        return fail(failure('LINK_TIMEOUT', text))
      case 'dropped':
        return fail(closed)
      case 'result':
        return outcome.result.ok ? ok(outcome) : fail(failure('DEVICE_DENIED', answerOf(outcome)))
    }
  }

  #floorNews(event: RadioEvent): void {
    if (event.event === 'heard') return this.#picture.fellQuiet()
    this.#emit(event)
    if (event.event === 'floor-granted') this.#keepAlive.floorGranted()
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
        void this.#options.transport.open().then((opened) =>
          this.#link.dispatch(opened.ok ? { event: 'opened' } : { event: 'open-failed', cause: opened.error.code }))
        return undefined
      case 'close':
        this.#session.reset()
        void this.#options.transport.close()
        return undefined
      case 'probe':
        return void this.#probe()
      case 'hang-up':
        return void this.#hangUp()
      case 'initialise':
        return void this.#initialise()
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

  async #probe(): Promise<void> {
    for (let tries = 1; tries <= PROBE_TRIES; tries++) {
      const outcome = await this.#session.send({ text: 'AT', timeoutMs: QUESTION_MS, rank: 'normal' })
      if (outcome.outcome !== 'result') break
      // A fragment in the radio's input buffer makes the first command fail with 35: any result on the last try will do.
      if (outcome.result.ok || tries === PROBE_TRIES) return this.#link.dispatch({ event: 'probe-answered', owesHangUp: this.#floor.owesHangUp })
    }
    this.#link.dispatch({ event: 'probe-unanswered' })
  }

  async #hangUp(): Promise<void> {
    const hungUp = this.#options.access === 'read' || (await this.#floor.hangUp())
    this.#link.dispatch({ event: hungUp ? 'hung-up' : 'hang-up-failed' })
  }

  async #initialise(): Promise<void> {
    const send = (text: string): Promise<CommandOutcome> => this.#session.send({ text, timeoutMs: COMMAND_MS, rank: 'normal' })
    const initialised = await initialise(send, this.#options.access)
    this.#refused = initialised?.refused ?? this.#refused
    this.#link.dispatch({ event: initialised ? 'initialised' : 'initialising-failed' })
  }

  #cameUp(): void {
    this.#say({ link: 'up' })
    this.#keepAlive.start()
    if (this.#options.access === 'full') void readGroups((text) => this.#ask(text)).then((groups) => (this.#groups = groups ?? this.#groups))
  }

  #wentDown(cause: ErrorCode): void {
    this.#keepAlive.stop()
    this.#floor.dispatch({ event: 'link-lost' })
    this.#session.reset()
    this.#picture.forget()
    this.#say({ link: 'down', cause, detail: this.#options.transport.name })
  }

  #say(link: DeviceLink): void {
    const before = this.#told
    this.#told = link
    const sameCause = before.link === 'down' && link.link === 'down' && before.cause === link.cause
    if (before.link !== link.link || (link.link === 'down' && !sameCause)) this.#emit({ event: 'link', link })
  }
}
