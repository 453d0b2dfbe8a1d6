// A headset or handset for calls: opens it, learns its reports from its own descriptor, holds a call open so that its keys work.
// Source: reference/hid-consoles.md, sections 1.3 and 3.2. What a report means: headset-machine.ts.
import { NO_ARRIVALS, type Arrivals } from '../kit/arrivals.ts'
import type { ButtonsDriver, ButtonsEvent, Lights } from '../kit/buttons.ts'
import type { Clock, Timer } from '../kit/clock.ts'
import type { Failure } from '../kit/errors.ts'
import type { RadioAccess } from '../kit/driver.ts'
import { HidKeeper } from '../kit/hid-keeper.ts'
import { createMachine, type Machine } from '../kit/machine.ts'
import { ok, type Result } from '../kit/result.ts'
import type { HidTransport, Unsubscribe } from '../kit/transport.ts'
import { heldKeys, INITIAL_HEADSET, reduceHeadset } from './headset-machine.ts'
import type { HeadsetEffect, HeadsetInputEvent, HeadsetState } from './headset-types.ts'
import { readLayout, type HeadsetWanted } from './read-layout.ts'
import { ReportWriter } from './report-writer.ts'
import { withoutLamps, type HeadsetLayout } from './telephony.ts'

export interface HeadsetOptions extends HeadsetWanted {
  readonly transport: HidTransport
  readonly clock: Clock
  /** `read`: no lamp is written, for the headset may be at work for somebody else. */
  readonly access?: RadioAccess
  /** Ends the wait for the next attempt at once. */
  readonly arrivals?: Arrivals | undefined
}

/** For putting the lamps out and ending the call when the console stops. */
const RELEASE_MS = 500

export class Headset implements ButtonsDriver {
  readonly #options: HeadsetOptions
  readonly #listeners = new Set<(event: ButtonsEvent) => void>()
  readonly #machine: Machine<HeadsetState, HeadsetInputEvent>
  readonly #writer: ReportWriter
  readonly #keeper: HidKeeper
  #layout: HeadsetLayout | undefined
  #rearm: Timer | undefined

  constructor(options: HeadsetOptions) {
    const { clock, transport, arrivals = NO_ARRIVALS } = options
    this.#options = options
    this.#keeper = new HidKeeper({
      transport,
      clock,
      arrivals,
      onReport: (report) => this.#machine.dispatch({ event: 'reported', report }),
      prepare: () => this.#learn(),
      onUp: () => this.#onUp(),
      onGone: () => this.#onGone(),
      tell: (event) => this.#emit(event),
    })
    this.#machine = createMachine({ initial: INITIAL_HEADSET, reduce: reduceHeadset, perform: (effect) => this.#perform(effect), now: () => clock.monotonicMs() })
    this.#writer = new ReportWriter({
      clock,
      write: (report) => transport.write(report),
      onTaken: (report) => this.#machine.dispatch({ event: 'taken', report }),
      onRefused: (cause) => this.#refused(cause),
      onRecovered: () => this.#emit({ kind: 'lights', state: 'taken' }),
    })
  }

  get down(): readonly string[] | undefined {
    return heldKeys(this.#machine.state)
  }

  onEvent(listener: (event: ButtonsEvent) => void): Unsubscribe {
    this.#listeners.add(listener)
    return () => {
      this.#listeners.delete(listener)
    }
  }

  /** Off-hook and mute are the driver's own: what is asked of them is left out. */
  show(lights: Lights): void {
    this.#machine.dispatch({ event: 'shown', lights })
  }

  start(): void {
    this.#keeper.start()
  }

  /** Lets go of every held key, ends the call that it held open, puts every lamp out, then closes. No event comes after it. */
  async stop(): Promise<void> {
    if (!this.#keeper.stop()) return
    this.#rearm?.cancel()
    this.#machine.dispatch({ event: 'stopped' })
    await this.#writer.finish(RELEASE_MS)
    await this.#options.transport.close()
  }

  /** Which key is which: nothing of it is known before, and nothing is told. */
  async #learn(): Promise<Result<void>> {
    const layout = await readLayout(this.#options.transport, this.#options)
    if (!layout.ok) return layout
    this.#layout = this.#options.access === 'read' ? withoutLamps(layout.value) : layout.value
    return ok()
  }

  #onUp(): void {
    this.#writer.opened()
    this.#emit({ kind: 'link', state: 'up' })
    // A listener may have stopped it.
    if (this.#keeper.isUp && this.#layout) this.#machine.dispatch({ event: 'opened', layout: this.#layout })
  }

  #onGone(): void {
    this.#rearm?.cancel()
    this.#writer.lost()
    this.#machine.dispatch({ event: 'lost' })
  }

  #perform(effect: HeadsetEffect): void {
    switch (effect.effect) {
      case 'tell':
        return this.#emit(effect.event)
      case 'write':
        return this.#writer.add(effect.reports)
      case 'rearm-later':
        this.#rearm = this.#options.clock.after(effect.ms, () => this.#machine.dispatch({ event: 'rearm-due' }))
    }
  }

  /** Putting the lamps out at the end may be refused too: nobody is told after `stop`. */
  #refused(cause: Failure): void {
    if (this.#keeper.isStopped) return
    this.#machine.dispatch({ event: 'refused' })
    this.#emit({ kind: 'lights', state: 'refused', cause })
  }

  #emit(event: ButtonsEvent): void {
    for (const listener of [...this.#listeners]) listener(event)
  }
}
