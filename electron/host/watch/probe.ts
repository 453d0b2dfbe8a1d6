// The port every kind of probe fills.
import type { Failure } from '../../../native/kit/errors.ts'
import type { Result } from '../../../native/kit/result.ts'
import type { ProbeResult } from './types.ts'

/** A probe that waits to be spoken to says so; `sentMs` is when the thing it tells was due or happened. */
export interface PushedResult {
  readonly result: ProbeResult
  readonly sentMs: number
  readonly regular: boolean
}

/** What a probe may say by itself. */
export interface ProbeEars {
  push(pushed: PushedResult): void
  /** Something suggests a fault, such as a held connection that broke: ask at once. */
  suspect(): void
  /** What `open` started is gone by a fault of ours: this probe says nothing until it is opened again, which is tried later. */
  lost(error: Failure): void
}

export interface Probe {
  /**
   * Asks once. Absent: the probe is only spoken to.
   *
   * @param signal  aborted at the time-out, whose sample has then been taken: let go of sockets and timers
   * @remarks Must not throw; asked again before it answered, it must not wait for the earlier question.
   */
  readonly ask?: (signal: AbortSignal) => Promise<ProbeResult>
  /**
   * Starts what runs between questions. @returns LINK_BUSY, LINK_DENIED … when that cannot be had; it is tried again later
   */
  readonly open?: (ears: ProbeEars) => Promise<Result<void>>
  /** Frees every socket and timer; safe to call twice and without `open`. */
  close(): Promise<void>
}

/** Opens a probe by its id. @returns SITE_INVALID when the probe cannot do what its configuration asks */
export type OpenProbe = (probeId: string) => Result<Probe>
