// A radio set that is keyed by a wire and tells at most whether it hears a carrier: no network, no identities, no groups.
// Source: architecture section 6, "PTT"; reference/hid-consoles.md sections 1.4 and 4.
// Decisions are key-machine.ts and carrier-machine.ts; this file carries them out.
import type { Clock, Timer } from '../kit/clock.ts'
import type { DeviceLink, RadioAccess, RadioDriver, RadioEvent, RadioProof, RadioVerification } from '../kit/driver.ts'
import { failure, type ErrorCode } from '../kit/errors.ts'
import type { KeyLine, Sensed } from '../kit/key-line.ts'
import { createMachine, type Machine } from '../kit/machine.ts'
import { fail, ok, type Result } from '../kit/result.ts'
import type { Unsubscribe } from '../kit/transport.ts'
import { carrierReducer, initialCarrier, type Carrier, type CarrierEffect, type CarrierEvent, type CarrierSettings, type CarrierState } from './carrier-machine.ts'
import { AFTER_SENDING_MS } from './constants.ts'
import { reduceKey } from './key-machine.ts'
import { initialKey, type KeyEffect, type KeyEvent, type KeyState, type KeyTimer } from './key-types.ts'

/** Whether the set may still be keyed, over a crash of this program. */
export interface KeyMemory {
  read(): { readonly owed: boolean }
  remember(): void
  forget(): void
}

export interface KeyedRadioOptions {
  readonly clock: Clock
  readonly line: KeyLine
  readonly access: RadioAccess
  readonly memory: KeyMemory
  readonly carrier: CarrierSettings
  /** GSSI that the set stands on by its own channel switch; absent: it is in no talkgroup, or nobody knows in which. */
  readonly group?: string
}

const STOP_MS = 1_500 // to un-key, and to see it, before the line is closed
const STOP_POLL_MS = 20
const IN_USE_MS = 10_000

export class KeyedRadio implements RadioDriver {
  readonly #options: KeyedRadioOptions
  readonly #clock: Clock
  readonly #key: Machine<KeyState, KeyEvent>
  readonly #carrier: Machine<CarrierState, CarrierEvent>
  readonly #listeners = new Set<(event: RadioEvent) => void>()
  readonly #timers = new Map<KeyTimer, Timer>()
  #carrierTimer: Timer | undefined
  #told: DeviceLink = { link: 'opening' }
  #usedMs = Number.NEGATIVE_INFINITY
  #stopping = false

  constructor(options: KeyedRadioOptions) {
    this.#options = options
    const { clock, line, memory, carrier } = options
    this.#clock = clock
    const now = (): number => clock.monotonicMs()
    this.#key = createMachine<KeyState, KeyEvent, KeyEffect>({ initial: initialKey(memory.read().owed, line.sensed.readBack), reduce: reduceKey, perform: (effect) => this.#perform(effect), now })
    const reduce = carrierReducer(carrier, AFTER_SENDING_MS)
    this.#carrier = createMachine<CarrierState, CarrierEvent, CarrierEffect>({ initial: initialCarrier(line.sensed.carrier), reduce, perform: (effect) => this.#performCarrier(effect), now })
    line.onSensed((sensed) => this.#sensed(sensed))
    line.onLost(({ cause, unkeyed }) => this.#key.dispatch({ event: 'lost', cause: cause.code, unkeyed }))
  }

  get link(): DeviceLink {
    return this.#told
  }

  get isInUse(): boolean {
    return this.#isOut || this.#clock.monotonicMs() - this.#usedMs < IN_USE_MS
  }

  get carrier(): Carrier {
    return this.#carrier.state.told
  }

  /** `line`: nothing tells back that the set is on the air, only that the line was keyed. */
  get sendingProof(): 'read-back' | 'line' {
    return this.#key.state.readBack === 'not-wired' ? 'line' : 'read-back'
  }

  onEvent(listener: (event: RadioEvent) => void): Unsubscribe {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /**
   * @remarks With access `read` the line is not even opened, unless a hang-up is owed, and closed once that is paid: opening
   *   alone moves RTS and DTR, and a site that observes keys nothing, not for a moment.
   */
  start(): void {
    if (this.#stopping) this.#told = { link: 'opening' }
    this.#stopping = false
    if (this.#options.access === 'full' || this.#owes) this.#key.dispatch({ event: 'started' })
  }

  async stop(): Promise<void> {
    this.#stopping = true
    this.#key.dispatch({ event: 'released' })
    const until = this.#clock.monotonicMs() + STOP_MS
    while (this.#isOut && this.#clock.monotonicMs() < until) {
      await new Promise<void>((resolve) => void this.#clock.after(STOP_POLL_MS, resolve))
    }
    this.#carrierTimer?.cancel()
    this.#key.dispatch({ event: 'stopped' })
    this.#told = { link: 'down', cause: 'LINK_CLOSED', detail: this.#options.line.name }
    await this.#options.line.close()
  }

  requestFloor(): void {
    this.#usedMs = this.#clock.monotonicMs()
    if (this.#options.access === 'read' || this.#stopping) this.#emit({ event: 'floor-refused', cause: 'link-lost' })
    else this.#key.dispatch({ event: 'pressed' })
  }

  releaseFloor(): void {
    this.#usedMs = this.#clock.monotonicMs()
    this.#key.dispatch({ event: 'released' })
  }

  /** Nothing here can turn a set's channel switch: the answer is whether it stands there. */
  async selectGroup(gssi: string): Promise<Result<void>> {
    const { group = '' } = this.#options
    return gssi === group ? ok() : fail(failure('DEVICE_DENIED', `stands on ${group === '' ? 'no group' : group}`))
  }

  /** Un-keys the line once more while it is at rest: what takes that would take a keying. */
  async poll(): Promise<Result<RadioProof>> {
    const { line } = this.#options
    if (!this.#isUp) return fail(failure('LINK_CLOSED', line.name))
    const sentMs = this.#clock.monotonicMs()
    if (!this.#isOut) {
      const taken = await line.setKeyed(false)
      // A press meanwhile stands behind it in the line's own order.
      if (!taken.ok) {
        if (!this.#isOut) this.#key.dispatch({ event: 'line-failed', cause: taken.error.code })
        return taken
      }
    }
    return ok({ registration: 'unknown', cell: 'unknown', latencyMs: this.#clock.monotonicMs() - sentMs })
  }

  async verify(groups: readonly string[]): Promise<Result<RadioVerification>> {
    const proof = await this.poll()
    if (!proof.ok) return proof
    const { group } = this.#options
    return ok({ ...proof.value, missingGroups: groups.filter((gssi) => gssi !== group), ...(group === undefined ? {} : { gssi: group }) })
  }

  get #isUp(): boolean {
    return this.#key.state.at.phase === 'up'
  }

  get #isOut(): boolean {
    const { at } = this.#key.state
    return at.phase === 'up' && at.key.key !== 'rest'
  }

  get #owes(): boolean {
    const { at } = this.#key.state
    return 'owes' in at && at.owes
  }

  #sensed({ carrier, readBack }: Sensed): void {
    this.#key.dispatch({ event: 'read-back', level: readBack })
    this.#carrier.dispatch({ event: 'sensed', carrier })
  }

  #perform(effect: KeyEffect): void {
    const { line, memory } = this.#options
    switch (effect.effect) {
      case 'open':
        void line.open().then((opened) => this.#key.dispatch(opened.ok ? { event: 'opened' } : { event: 'open-failed', cause: opened.error.code }))
        return undefined
      case 'close':
        return void line.close()
      case 'key':
        this.#carrier.dispatch({ event: 'sending-began' })
        return void this.#set(true)
      case 'unkey':
        return void this.#set(false)
      case 'remember':
        return memory.remember()
      case 'forget':
        this.#carrier.dispatch({ event: 'sending-ended' })
        return memory.forget()
      case 'start-timer':
        this.#timers.get(effect.timer)?.cancel()
        this.#timers.set(effect.timer, this.#clock.after(effect.ms, () => this.#key.dispatch({ event: 'timer-expired', timer: effect.timer })))
        return undefined
      case 'stop-timer':
        return this.#timers.get(effect.timer)?.cancel()
      case 'up':
        return this.#cameUp()
      case 'down':
        return this.#say({ link: 'down', cause: effect.cause, detail: line.name })
      case 'news':
        return this.#emit(effect.news)
    }
  }

  async #set(keyed: boolean): Promise<void> {
    this.#emit({ event: 'wire', direction: 'out', line: keyed ? 'KEY' : 'UNKEY' })
    const taken = await this.#options.line.setKeyed(keyed)
    if (!taken.ok) this.#key.dispatch({ event: 'line-failed', cause: taken.error.code })
    else this.#key.dispatch({ event: keyed ? 'line-keyed' : 'line-unkeyed' })
  }

  #performCarrier(effect: CarrierEffect): void {
    switch (effect.effect) {
      case 'start-timer':
        this.#carrierTimer?.cancel()
        this.#carrierTimer = this.#clock.after(effect.ms, () => this.#carrier.dispatch({ event: 'settled' }))
        return undefined
      case 'stop-timer':
        return this.#carrierTimer?.cancel()
      case 'tell':
        return this.#isUp ? this.#tellCarrier(effect.carrier) : undefined
    }
  }

  #cameUp(): void {
    if (this.#options.access === 'read') {
      this.#say({ link: 'opening' })
      return this.#key.dispatch({ event: 'stopped' })
    }
    this.#say({ link: 'up' })
    this.#emit({ event: 'group', gssi: this.#options.group ?? '' })
    this.#tellCarrier(this.carrier)
  }

  #tellCarrier(carrier: Carrier): void {
    this.#emit(carrier === 'unknown' || carrier === 'unwired' ? { event: 'hearing-unknown' } : { event: 'heard', speaking: carrier === 'busy' })
  }

  #say(link: DeviceLink): void {
    const before = this.#told
    this.#told = link
    const cause = (one: DeviceLink): ErrorCode | undefined => (one.link === 'down' ? one.cause : undefined)
    if (before.link !== link.link || cause(before) !== cause(link)) this.#emit({ event: 'link', link })
  }

  #emit(event: RadioEvent): void {
    for (const listener of [...this.#listeners]) listener(event)
  }
}
