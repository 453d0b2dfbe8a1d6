// A pedal or key panel: reports in, presses out; reopens by itself, and lets go of everything before it says that it is lost.
// Source: reference/hid-consoles.md, section 3.2.
import { NO_ARRIVALS, type Arrivals } from '../kit/arrivals.ts'
import type { ButtonsDriver, ButtonsEvent, LightKeeper, LightKeeperDeps, Lights } from '../kit/buttons.ts'
import type { Clock, Timer } from '../kit/clock.ts'
import { toHex } from '../kit/bytes.ts'
import { HidKeeper } from '../kit/hid-keeper.ts'
import type { HidTransport, Unsubscribe } from '../kit/transport.ts'
import type { HidProduct } from './product.ts'
import { readButtons, type ButtonState } from './report.ts'

export type HidButtonsEvent = ButtonsEvent

export interface HidButtonsOptions {
  readonly transport: HidTransport
  readonly product: HidProduct
  readonly clock: Clock
  /** Ends the wait for the next attempt at once. */
  readonly arrivals?: Arrivals | undefined
  /** Absent: the product has no lights. */
  readonly createLights?: (deps: LightKeeperDeps) => LightKeeper
}

/** A pedal answers at once; the question is put again in case the device was still starting. */
const ASK_AGAIN_MS = 1_000
const ASK_MAX = 3

export class HidButtons implements ButtonsDriver {
  readonly #transport: HidTransport
  readonly #product: HidProduct
  readonly #clock: Clock
  readonly #listeners = new Set<(event: HidButtonsEvent) => void>()
  readonly #keeper: HidKeeper
  #state: ButtonState | undefined
  #odd = false
  #askTimer: Timer | undefined
  readonly #lights: LightKeeper | undefined

  constructor({ transport, product, clock, arrivals = NO_ARRIVALS, createLights }: HidButtonsOptions) {
    this.#transport = transport
    this.#product = product
    this.#clock = clock
    this.#keeper = new HidKeeper({
      transport,
      clock,
      arrivals,
      onReport: (report) => this.#onReport(report),
      onUp: () => this.#onUp(),
      onGone: () => {
        this.#lights?.lost()
        this.#letGo()
      },
      tell: (event) => this.#emit(event),
    })
    this.#lights = createLights?.({
      clock,
      transport,
      onRefused: (cause) => this.#tellLights({ kind: 'lights', state: 'refused', cause }),
      onTaken: () => this.#tellLights({ kind: 'lights', state: 'taken' }),
      onAbout: (about) => this.#tellLights({ kind: 'about', ...about }),
    })
  }

  /** Names of the inputs that are down; undefined while that is not known. */
  get down(): readonly string[] | undefined {
    return this.#state?.down
  }

  onEvent(listener: (event: HidButtonsEvent) => void): Unsubscribe {
    this.#listeners.add(listener)
    return () => {
      this.#listeners.delete(listener)
    }
  }

  /** Lights the product does not have are left out. */
  show(lights: Lights): void {
    this.#lights?.show(lights)
  }

  /** Opens the device and keeps it open until `stop`. Does nothing when already started. */
  start(): void {
    this.#keeper.start()
  }

  /** Lets go of every held input, darkens the lights, then closes. No event comes after it. */
  async stop(): Promise<void> {
    if (!this.#keeper.stop()) return
    this.#letGo()
    await this.#lights?.darken()
    await this.#transport.close()
  }

  #onUp(): void {
    this.#odd = false
    this.#emit({ kind: 'link', state: 'up' })
    this.#ask(ASK_MAX)
    this.#lights?.opened()
  }

  /** Whoever holds an input of a device that is gone has let go: nothing may stay keyed. */
  #letGo(): void {
    this.#askTimer?.cancel()
    const held = this.#state?.down ?? []
    this.#state = undefined
    for (const name of held) this.#emit({ kind: 'up', name })
  }

  #ask(left: number): void {
    const { ask } = this.#product
    if (!ask || left === 0 || !this.#keeper.isUp || this.#state !== undefined) return
    // A device that does not take the question stays unknown until its first report: no failure of the link.
    void this.#transport.write(ask)
    this.#askTimer = this.#clock.after(ASK_AGAIN_MS, () => this.#ask(left - 1))
  }

  #onReport(bytes: Uint8Array): void {
    const { state, report, oddLength } = readButtons(this.#product, this.#state, bytes)
    this.#state = state
    if (oddLength && !this.#odd) {
      this.#odd = true
      this.#emit({ kind: 'odd-report', hex: toHex(bytes) })
    }
    if (report.kind === 'other') return
    if (report.kind === 'baseline') return this.#emit(report)
    // Releases first: a report that swaps two inputs must not look like both.
    for (const name of report.up) this.#emit({ kind: 'up', name })
    for (const name of report.down) this.#emit({ kind: report.isFirst ? 'found' : 'down', name })
    for (const name of report.pulses) this.#pulse(name)
  }

  /** A key without a release is let go at once: what it does must never wait for one. */
  #pulse(name: string): void {
    if (this.#state?.down.includes(name)) return
    this.#emit({ kind: 'down', name })
    this.#emit({ kind: 'up', name })
  }

  /** Darkening at the end may be refused too: nobody is told after `stop`. */
  #tellLights(event: Extract<HidButtonsEvent, { kind: 'lights' | 'about' }>): void {
    if (!this.#keeper.isStopped) this.#emit(event)
  }

  #emit(event: HidButtonsEvent): void {
    for (const listener of [...this.#listeners]) listener(event)
  }
}
