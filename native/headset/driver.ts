// A headset or handset for calls: opens it, learns its reports from its own descriptor, holds a call open so that its keys work.
// Source: reference/hid-consoles.md, sections 1.3 and 3.2. What a report means: headset-machine.ts.
import { NO_ARRIVALS, type Arrivals } from '../kit/arrivals.ts'
import type { ButtonsDriver, ButtonsEvent, Lights } from '../kit/buttons.ts'
import type { Clock, Timer } from '../kit/clock.ts'
import type { Failure } from '../kit/errors.ts'
import type { RadioAccess } from '../kit/driver.ts'
import { createMachine, type Machine } from '../kit/machine.ts'
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

/** Waits before opening again; the last one repeats. */
const REOPEN_MS = [250, 500, 1_000, 2_000, 5_000] as const
/** For putting the lamps out and ending the call when the console stops. */
const RELEASE_MS = 500

type Link =
  | { readonly at: 'stopped' }
  | { readonly at: 'opening' | 'waiting'; readonly attempt: number; readonly told: string | undefined }
  | { readonly at: 'up' }

export class Headset implements ButtonsDriver {
  readonly #options: HeadsetOptions
  readonly #arrivals: Arrivals
  readonly #listeners = new Set<(event: ButtonsEvent) => void>()
  readonly #machine: Machine<HeadsetState, HeadsetInputEvent>
  readonly #writer: ReportWriter
  #unsubscribe: Unsubscribe[] = []
  #link: Link = { at: 'stopped' }
  #timer: Timer | undefined
  #rearm: Timer | undefined

  constructor(options: HeadsetOptions) {
    const { clock, transport, arrivals = NO_ARRIVALS } = options
    this.#options = options
    this.#arrivals = arrivals
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
    if (this.#link.at !== 'stopped') return
    const { transport } = this.#options
    this.#unsubscribe = [
      transport.onReport((report) => this.#machine.dispatch({ event: 'reported', report })),
      transport.onLost((cause) => this.#onLost(cause)),
      this.#arrivals.onArrived(() => this.#onArrived()),
    ]
    this.#link = { at: 'opening', attempt: 0, told: undefined }
    this.#emit({ kind: 'link', state: 'opening' })
    void this.#open()
  }

  /** Lets go of every held key, ends the call that it held open, puts every lamp out, then closes. No event comes after it. */
  async stop(): Promise<void> {
    if (this.#link.at === 'stopped') return
    this.#link = { at: 'stopped' }
    this.#timer?.cancel()
    this.#rearm?.cancel()
    for (const unsubscribe of this.#unsubscribe.splice(0)) unsubscribe()
    this.#machine.dispatch({ event: 'stopped' })
    await this.#writer.finish(RELEASE_MS)
    await this.#options.transport.close()
  }

  async #open(): Promise<void> {
    const mine = this.#link
    const opened = await this.#options.transport.open()
    // Stopped meanwhile, or stopped and started again: `stop` has closed it or the other start owns it.
    if (this.#link !== mine || mine.at !== 'opening') return
    if (!opened.ok) return this.#retry(mine, opened.error)
    const layout = await readLayout(this.#options.transport, this.#options)
    if (this.#link !== mine) return
    if (layout.ok) return this.#up(layout.value)
    await this.#options.transport.close()
    if (this.#link === mine) this.#retry(mine, layout.error)
  }

  #up(layout: HeadsetLayout): void {
    this.#link = { at: 'up' }
    this.#writer.opened()
    this.#emit({ kind: 'link', state: 'up' })
    // A listener may have stopped it.
    if (this.#link.at === 'up') this.#machine.dispatch({ event: 'opened', layout: this.#options.access === 'read' ? withoutLamps(layout) : layout })
  }

  #retry({ attempt, told }: { attempt: number; told: string | undefined }, cause: Failure): void {
    const delayMs = REOPEN_MS[Math.min(attempt, REOPEN_MS.length - 1)] ?? 0
    // What cannot be done is told in words of what to do, and those change.
    const telling = cause.code === 'LINK_UNSUPPORTED' ? cause.detail : cause.code
    this.#link = { at: 'waiting', attempt: attempt + 1, told: telling }
    this.#timer = this.#options.clock.after(delayMs, () => this.#openAgain(attempt + 1))
    if (telling !== told) this.#emit({ kind: 'link', state: 'lost', cause })
  }

  #openAgain(attempt: number): void {
    if (this.#link.at !== 'waiting') return
    this.#link = { ...this.#link, at: 'opening', attempt }
    void this.#open()
  }

  #onArrived(): void {
    if (this.#link.at !== 'waiting') return
    this.#timer?.cancel()
    this.#openAgain(0)
  }

  #onLost(cause: Failure): void {
    this.#timer?.cancel()
    this.#rearm?.cancel()
    this.#writer.lost()
    this.#machine.dispatch({ event: 'lost' })
    this.#retry({ attempt: 0, told: undefined }, cause)
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
    if (this.#link.at === 'stopped') return
    this.#machine.dispatch({ event: 'refused' })
    this.#emit({ kind: 'lights', state: 'refused', cause })
  }

  #emit(event: ButtonsEvent): void {
    for (const listener of [...this.#listeners]) listener(event)
  }
}
