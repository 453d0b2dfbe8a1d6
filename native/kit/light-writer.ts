// Keeps what a panel shows at what it shall show: only differences are written, one report at a time and not too fast, and
// everything again after an opening. Source of the pace: reference/hid-consoles.md sections 1.2 and 3.
import type { Clock, Timer } from './clock.ts'
import type { Failure } from './errors.ts'
import type { Result } from './result.ts'

/** What each of a panel's places shows; a place is a light, or the face of a key. */
export type Shown<State extends string> = Readonly<Record<string, State>>

/** The places of a product, and the reports that set them. */
export interface LightTable<State extends string> {
  readonly names: readonly string[]
  /** Of a place that nothing is said about. */
  readonly dark: State
  /** @param all  what every place shall show: some share a report */
  readonly encode: (name: string, state: State, all: Shown<State>) => readonly Uint8Array[] | Promise<readonly Uint8Array[]>
  /** Darkens every place at once, whoever lit it; absent where each has to be darkened by itself. */
  readonly allDark?: readonly Uint8Array[]
}

export interface LightWriterOptions<State extends string> {
  readonly table: LightTable<State>
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

/** One place, or all of them at once, and the reports that are still to be written for it. */
interface Job<State> {
  readonly place: string | undefined
  readonly state: State
  readonly reports: readonly Uint8Array[] | Promise<readonly Uint8Array[]>
}

export class LightWriter<State extends string> {
  readonly #options: LightWriterOptions<State>
  #wanted: Shown<State> | undefined
  /** What the device shows; a place that is not in it may show anything. */
  #shown = new Map<string, State>()
  /** Still shows what somebody else wrote. */
  #isStrange = true
  #isOpen = false
  #isRefused = false
  #isWriting = false
  #timer: Timer | undefined
  #job: Job<State> | undefined
  /** Where to look first: a light that changes all the time must not hold up the others. */
  #next = 0
  #onIdle: (() => void) | undefined

  constructor(options: LightWriterOptions<State>) {
    this.#options = options
  }

  show(lights: Shown<State>): void {
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
      if (this.#options.table.allDark) this.#isStrange = true
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

  #nextJob(): Job<State> | undefined {
    const { names, dark, encode, allDark } = this.#options.table
    if (!this.#wanted) return undefined
    if (this.#isStrange && allDark) return { place: undefined, state: dark, reports: allDark }
    for (let step = 0; step < names.length; step++) {
      const at = (this.#next + step) % names.length
      const place = names[at] ?? ''
      const state = this.#wanted[place] ?? dark
      if (this.#shown.get(place) === state) continue
      this.#next = at + 1
      return { place, state, reports: encode(place, state, this.#wanted) }
    }
    return undefined
  }

  async #write(job: Job<State>): Promise<void> {
    this.#isWriting = true
    const [report, ...rest] = await job.reports
    const written = report && this.#job === job ? await this.#options.write(report) : undefined
    this.#isWriting = false
    // Lost, or lost and opened again, meanwhile: what was written says nothing of the device that is there now.
    if (this.#job !== job) return this.#pump()
    if (written?.ok === false) return this.#refused(written.error)
    this.#job = rest.length > 0 ? { ...job, reports: rest } : undefined
    if (!this.#job) this.#done(job)
    this.#wait(WRITE_GAP_MS)
  }

  #done({ place, state }: Job<State>): void {
    if (place !== undefined) return void this.#shown.set(place, state)
    this.#isStrange = false
    this.#shown = new Map(this.#options.table.names.map((name) => [name, state]))
  }

  #refused(cause: Failure): void {
    this.#job = undefined
    this.#shown = new Map()
    this.#isStrange = true
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
    this.#isStrange = true
    this.#isRefused = false
  }
}
