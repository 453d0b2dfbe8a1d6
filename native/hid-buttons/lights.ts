// Keeps the lights of a panel at what they shall show: only differences are written, one report at a time and not too fast,
// and everything again after an opening. Source of the pace: reference/hid-consoles.md sections 1.2 and 3.
import type { Lights, LightState } from '../kit/buttons.ts'
import type { Clock, Timer } from '../kit/clock.ts'
import type { Failure } from '../kit/errors.ts'
import type { Result } from '../kit/result.ts'

/** The lights of a product, and the reports that set them. */
export interface LightTable {
  readonly names: readonly string[]
  /** @param others  what the other lights shall show: some share a report */
  readonly encode: (name: string, state: LightState, others: Lights) => readonly Uint8Array[]
  /** Darkens every light of the device, whoever lit it. */
  readonly allOff: readonly Uint8Array[]
}

export interface PanelLightsOptions extends LightTable {
  readonly clock: Clock
  readonly write: (report: Uint8Array) => Promise<Result<void>>
  /** Told once an opening; then the device is asked again each REFUSED_MS. */
  readonly onRefused: (cause: Failure) => void
  /** After a refusal: everything shown is true again. */
  readonly onTaken: () => void
}

/** A key panel takes a report each 8–10 ms; faster ones only wait in its line, and what waits is old. */
export const WRITE_GAP_MS = 10
/** A device that refused is asked again no sooner. */
export const REFUSED_MS = 5_000
export const DARKEN_MS = 500

/** One light, or all of them at once, and the reports that are still to be written for it. */
interface Job {
  readonly light: string | 'all'
  readonly state: LightState
  readonly reports: readonly Uint8Array[]
}

export class PanelLights {
  readonly #options: PanelLightsOptions
  #wanted: Lights | undefined
  /** What the device shows; empty means nobody knows, and it is darkened first. */
  #shown = new Map<string, LightState>()
  #isOpen = false
  #isRefused = false
  #isWriting = false
  #timer: Timer | undefined
  #job: Job | undefined
  /** Where to look first: a light that changes all the time must not hold up the others. */
  #next = 0
  #onIdle: (() => void) | undefined

  constructor(options: PanelLightsOptions) {
    this.#options = options
  }

  show(lights: Lights): void {
    this.#wanted = lights
    this.#pump()
  }

  /** The device is open: what it shows is unknown. */
  opened(): void {
    this.#forget()
    this.#isOpen = true
    this.#pump()
  }

  lost(): void {
    this.#isOpen = false
    this.#forget()
  }

  /** Writes everything off, when anything was ever shown. Bounded by DARKEN_MS. */
  async darken(): Promise<void> {
    if (this.#isOpen && this.#wanted) {
      this.#wanted = {}
      // Dark in as few reports as it takes, whatever was on its way.
      this.#shown = new Map()
      this.#job = undefined
      await new Promise<void>((resolve) => {
        const bound = this.#options.clock.after(DARKEN_MS, resolve)
        this.#onIdle = () => {
          bound.cancel()
          resolve()
        }
        this.#pump()
      })
      this.#onIdle = undefined
    }
    this.lost()
  }

  #pump(): void {
    if (!this.#isOpen || this.#isWriting || this.#timer) return
    this.#job ??= this.#nextJob()
    if (this.#job) void this.#write(this.#job)
    else this.#idle()
  }

  #nextJob(): Job | undefined {
    const { names, encode, allOff } = this.#options
    if (!this.#wanted) return undefined
    if (this.#shown.size === 0) return { light: 'all', state: 'off', reports: allOff }
    for (let step = 0; step < names.length; step++) {
      const at = (this.#next + step) % names.length
      const name = names[at] ?? ''
      const state = this.#wanted[name] ?? 'off'
      if (this.#shown.get(name) === state) continue
      this.#next = at + 1
      return { light: name, state, reports: encode(name, state, this.#wanted) }
    }
    return undefined
  }

  async #write(job: Job): Promise<void> {
    const [report, ...rest] = job.reports
    this.#isWriting = true
    const written = report && (await this.#options.write(report))
    this.#isWriting = false
    // Lost, or lost and opened again, meanwhile: what was written says nothing of the device that is there now.
    if (this.#job !== job) return this.#pump()
    if (written?.ok === false) return this.#refused(written.error)
    this.#job = rest.length > 0 ? { ...job, reports: rest } : undefined
    if (!this.#job) this.#done(job)
    this.#wait(WRITE_GAP_MS)
  }

  #done({ light, state }: Job): void {
    if (light === 'all') this.#shown = new Map(this.#options.names.map((name) => [name, 'off']))
    else this.#shown.set(light, state)
  }

  #refused(cause: Failure): void {
    this.#job = undefined
    this.#shown = new Map()
    this.#wait(REFUSED_MS)
    this.#onIdle?.()
    if (!this.#isRefused) this.#options.onRefused(cause)
    this.#isRefused = true
  }

  #idle(): void {
    this.#onIdle?.()
    if (!this.#isRefused || !this.#wanted) return
    this.#isRefused = false
    this.#options.onTaken()
  }

  #wait(ms: number): void {
    this.#timer = this.#options.clock.after(ms, () => {
      this.#timer = undefined
      this.#pump()
    })
  }

  #forget(): void {
    this.#timer?.cancel()
    this.#timer = undefined
    this.#job = undefined
    this.#shown = new Map()
    this.#isRefused = false
  }
}
