// Writes what a headset's lamps shall show: one report at a time, the newest of each id, and again when it was refused.
import type { Clock, Timer } from '../kit/clock.ts'
import type { Failure } from '../kit/errors.ts'
import type { Result } from '../kit/result.ts'

export interface ReportWriterOptions {
  readonly clock: Clock
  readonly write: (report: Uint8Array) => Promise<Result<void>>
  readonly onTaken: (report: Uint8Array) => void
  /** Told once an opening; the device is asked again each REFUSED_MS. */
  readonly onRefused: (cause: Failure) => void
  /** After a refusal: everything shown is true again. */
  readonly onRecovered: () => void
}

/** As key panels: faster reports only wait in the device's line. */
const WRITE_GAP_MS = 10
/** A device that refused is asked again no sooner. */
export const REFUSED_MS = 5_000
/** Most reports of one id that wait: off and on again. */
const WAITING_MAX = 2

export class ReportWriter {
  readonly #options: ReportWriterOptions
  /** By report id, in the order in which they are written. */
  readonly #waiting = new Map<number, readonly Uint8Array[]>()
  #isOpen = false
  #isRefused = false
  /** The report that is under way. */
  #job: Uint8Array | undefined
  #timer: Timer | undefined
  #onIdle: (() => void) | undefined

  constructor(options: ReportWriterOptions) {
    this.#options = options
  }

  opened(): void {
    this.#isOpen = true
  }

  /** The last report that waits is old when a newer one comes; one before it (off, before on) is still meant. */
  add(reports: readonly Uint8Array[]): void {
    const id = reports[0]?.[0]
    if (!this.#isOpen || id === undefined) return
    const waiting = this.#waiting.get(id) ?? []
    this.#waiting.set(id, [...waiting.slice(0, -1), ...reports].slice(-WAITING_MAX))
    this.#pump()
  }

  /** Waits until everything is written, at most `limitMs`. */
  async finish(limitMs: number): Promise<void> {
    if (this.#isOpen && !this.#isRefused && (this.#job || this.#waiting.size > 0)) {
      await new Promise<void>((resolve) => {
        const bound = this.#options.clock.after(limitMs, resolve)
        this.#onIdle = () => {
          bound.cancel()
          resolve()
        }
      })
    }
    this.lost()
  }

  lost(): void {
    this.#isOpen = false
    this.#isRefused = false
    this.#job = undefined
    this.#waiting.clear()
    this.#timer?.cancel()
    this.#timer = undefined
    this.#onIdle = undefined
  }

  #pump(): void {
    if (!this.#isOpen || this.#job || this.#timer) return
    const [next] = this.#waiting
    if (!next) {
      this.#onIdle?.()
      return
    }
    const [id, [report, ...rest]] = next
    if (rest.length > 0) this.#waiting.set(id, rest)
    else this.#waiting.delete(id)
    if (report) void this.#write(id, report)
  }

  async #write(id: number, report: Uint8Array): Promise<void> {
    this.#job = report
    const written = await this.#options.write(report)
    // Lost, or lost and opened again, meanwhile: what was written says nothing of the device that is there now.
    if (this.#job !== report) return
    this.#job = undefined
    if (!written.ok) return this.#refused(id, report, written.error)
    this.#wait(WRITE_GAP_MS)
    this.#options.onTaken(report)
    if (!this.#isRefused || this.#waiting.size > 0) return
    this.#isRefused = false
    this.#options.onRecovered()
  }

  #refused(id: number, report: Uint8Array, cause: Failure): void {
    const waiting = this.#waiting.get(id)
    if (!waiting) this.#waiting.set(id, [report])
    this.#wait(REFUSED_MS)
    this.#onIdle?.()
    if (this.#isRefused) return
    this.#isRefused = true
    this.#options.onRefused(cause)
  }

  #wait(ms: number): void {
    this.#timer = this.#options.clock.after(ms, () => {
      this.#timer = undefined
      this.#pump()
    })
  }
}
