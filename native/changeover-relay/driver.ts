// The change-over relay of a shared pedal: one output that moves it, one contact that tells where it stands.
// Decisions are relay-machine.ts; this file carries them out. Source: architecture section 6, "Pedal".
import type { Clock, Timer } from '../kit/clock.ts'
import type { DeviceLink, RadioAccess } from '../kit/driver.ts'
import type { KeyLine, Level } from '../kit/key-line.ts'
import { createMachine, type Machine } from '../kit/machine.ts'
import type { Unsubscribe } from '../kit/transport.ts'
import { INITIAL_RELAY, isPedalOurs, reduceRelay } from './relay-machine.ts'
import type { Position, RelayEffect, RelayEvent, RelayInput, RelayState, Side } from './relay-types.ts'

export interface ChangeoverRelayOptions {
  readonly clock: Clock
  /** Keyed: the relay is drawn to the radio. Its read-back is the relay's own contact, made at the radio. */
  readonly line: KeyLine
  readonly access: RadioAccess
}

const POSITIONS: Readonly<Record<Level, Position>> = { on: 'radio', off: 'rbs', unknown: 'unknown', 'not-wired': 'unknown' }

export class ChangeoverRelay {
  readonly #options: ChangeoverRelayOptions
  readonly #machine: Machine<RelayState, RelayInput>
  readonly #listeners = new Set<(event: RelayEvent) => void>()
  #timer: Timer | undefined
  #told: DeviceLink = { link: 'opening' }

  constructor(options: ChangeoverRelayOptions) {
    this.#options = options
    const { clock, line } = options
    this.#machine = createMachine<RelayState, RelayInput, RelayEffect>({ initial: INITIAL_RELAY, reduce: reduceRelay, perform: (effect) => this.#perform(effect), now: () => clock.monotonicMs() })
    line.onSensed(({ readBack }) => this.#machine.dispatch({ event: 'position', position: POSITIONS[readBack] }))
    line.onLost(({ cause }) => this.#machine.dispatch({ event: 'lost', cause: cause.code }))
  }

  get link(): DeviceLink {
    return this.#told
  }

  /** Proven to stand at the radio, now. */
  get isPedalOurs(): boolean {
    return isPedalOurs(this.#machine.state)
  }

  onEvent(listener: (event: RelayEvent) => void): Unsubscribe {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** @remarks Where the site only observes the line is not opened: opening moves wires, and the pedal is the RBS's anyway. */
  start(): void {
    if (this.#options.access === 'full') this.#machine.dispatch({ event: 'started' })
  }

  /** Moves it. Whether it arrived is told by `pedal`; within 200 ms it has, or `fault` says that it has not. */
  want(side: Side): void {
    this.#machine.dispatch({ event: 'wanted', side })
  }

  /** Back to the RBS, then lets go of the line. Bounded by the line's own close. */
  async stop(): Promise<void> {
    this.#machine.dispatch({ event: 'stopped' })
    await this.#options.line.close()
  }

  #perform(effect: RelayEffect): void {
    const { line, clock } = this.#options
    switch (effect.effect) {
      case 'open':
        void line.open().then((opened) => this.#machine.dispatch(opened.ok ? { event: 'opened' } : { event: 'open-failed', cause: opened.error.code }))
        return undefined
      case 'close':
        return void line.close()
      case 'set':
        void line.setKeyed(effect.side === 'radio').then((taken) => {
          if (!taken.ok) this.#machine.dispatch({ event: 'line-failed', cause: taken.error.code })
        })
        return undefined
      case 'start-timer':
        this.#timer?.cancel()
        this.#timer = clock.after(effect.ms, () => this.#machine.dispatch({ event: 'timer-expired' }))
        return undefined
      case 'stop-timer':
        return this.#timer?.cancel()
      case 'up':
        this.#say({ link: 'up' })
        return this.#machine.dispatch({ event: 'position', position: POSITIONS[line.sensed.readBack] })
      case 'down':
        return this.#say({ link: 'down', cause: effect.cause, detail: line.name })
      case 'news':
        return this.#emit(effect.news)
    }
  }

  #say(link: DeviceLink): void {
    const before = this.#told
    this.#told = link
    const sameCause = before.link === 'down' && link.link === 'down' && before.cause === link.cause
    if (before.link !== link.link || (link.link === 'down' && !sameCause)) this.#emit({ event: 'link', link })
  }

  #emit(event: RelayEvent): void {
    for (const listener of [...this.#listeners]) listener(event)
  }
}
