// Keeps one HID device open: tries again with growing waits, at once when it is plugged in, and says a cause once.
// Source: reference/hid-consoles.md, section 3.2.
import type { Arrivals } from './arrivals.ts'
import type { ButtonsEvent } from './buttons.ts'
import type { Clock, Timer } from './clock.ts'
import type { Failure } from './errors.ts'
import type { Result } from './result.ts'
import type { HidTransport, Unsubscribe } from './transport.ts'

export interface HidKeeperOptions {
  readonly transport: HidTransport
  readonly clock: Clock
  /** Ends the wait for the next attempt at once. */
  readonly arrivals: Arrivals
  readonly onReport: (report: Uint8Array) => void
  /** What must be known before an open device counts as up; a failure closes it, and it is tried again. */
  readonly prepare?: () => Promise<Result<void>>
  readonly onUp: () => void
  /** It is gone. Called before anybody is told, so that what was held is let go of first. */
  readonly onGone: () => void
  readonly tell: (event: Extract<ButtonsEvent, { kind: 'link' }>) => void
}

/** Waits before opening again; the last one repeats. */
export const REOPEN_MS = [250, 500, 1_000, 2_000, 5_000] as const

type Link =
  | { readonly at: 'stopped' }
  | { readonly at: 'opening' | 'waiting'; readonly attempt: number; readonly told: string | undefined }
  | { readonly at: 'up' }

export class HidKeeper {
  readonly #options: HidKeeperOptions
  #unsubscribe: Unsubscribe[] = []
  #link: Link = { at: 'stopped' }
  #timer: Timer | undefined

  constructor(options: HidKeeperOptions) {
    this.#options = options
  }

  get isUp(): boolean {
    return this.#link.at === 'up'
  }

  get isStopped(): boolean {
    return this.#link.at === 'stopped'
  }

  /** Does nothing when already started. */
  start(): void {
    if (!this.isStopped) return
    const { transport, arrivals, onReport, tell } = this.#options
    this.#unsubscribe = [
      // What comes before it is up belongs to nobody yet: a key told before its device would be taken for a stuck one.
      transport.onReport((report) => {
        if (this.isUp) onReport(report)
      }),
      transport.onLost((cause) => this.#onLost(cause)),
      arrivals.onArrived(() => this.#onArrived()),
    ]
    this.#link = { at: 'opening', attempt: 0, told: undefined }
    tell({ kind: 'link', state: 'opening' })
    void this.#open()
  }

  /** Reports and losses are heard no more; closing the device is left to the driver. @returns false when it was stopped already */
  stop(): boolean {
    if (this.isStopped) return false
    this.#link = { at: 'stopped' }
    this.#timer?.cancel()
    for (const unsubscribe of this.#unsubscribe.splice(0)) unsubscribe()
    return true
  }

  async #open(): Promise<void> {
    const { transport, prepare, onUp } = this.#options
    const mine = this.#link
    const opened = await transport.open()
    // Stopped meanwhile, or stopped and started again: `stop` has closed it or the other start owns it.
    if (this.#link !== mine || mine.at !== 'opening') return
    if (!opened.ok) return this.#retry(mine, opened.error)
    if (prepare) {
      const prepared = await prepare()
      if (this.#link !== mine) return
      if (!prepared.ok) {
        await transport.close()
        return this.#link === mine ? this.#retry(mine, prepared.error) : undefined
      }
    }
    this.#link = { at: 'up' }
    onUp()
  }

  #retry({ attempt, told }: { attempt: number; told: string | undefined }, cause: Failure): void {
    const { clock, tell } = this.#options
    const delayMs = REOPEN_MS[Math.min(attempt, REOPEN_MS.length - 1)] ?? 0
    // What cannot be done is told in words of what to do, and those change.
    const telling = cause.code === 'LINK_UNSUPPORTED' ? cause.detail : cause.code
    this.#link = { at: 'waiting', attempt: attempt + 1, told: telling }
    this.#timer = clock.after(delayMs, () => this.#openAgain(attempt + 1))
    if (telling !== told) tell({ kind: 'link', state: 'lost', cause })
  }

  #openAgain(attempt: number): void {
    if (this.#link.at !== 'waiting') return
    this.#link = { ...this.#link, at: 'opening', attempt }
    void this.#open()
  }

  /** It is there again, or its like: the waits begin anew, for the system may still be busy with it. */
  #onArrived(): void {
    if (this.#link.at !== 'waiting') return
    this.#timer?.cancel()
    this.#openAgain(0)
  }

  #onLost(cause: Failure): void {
    this.#timer?.cancel()
    this.#options.onGone()
    this.#retry({ attempt: 0, told: undefined }, cause)
  }
}
