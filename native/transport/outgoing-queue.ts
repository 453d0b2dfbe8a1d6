// Bytes on their way out: in order, bounded, and watched. A line that takes nothing any more is lost, not slow.
import type { Clock, Timer } from '../kit/clock.ts'

export interface OutgoingQueueOptions {
  readonly clock: Clock
  /** Handed to the system at a time; small enough that progress shows. */
  readonly chunkBytes: number
  /** No chunk taken for this long: `onStalled`. */
  readonly stallMs: number
  /** Gives one chunk to the system; `taken` when the system has it. A failure is reported elsewhere, `taken` then never comes. */
  readonly send: (chunk: Uint8Array, taken: () => void) => void
  readonly onStalled: () => void
}

export interface OutgoingQueue {
  /** @returns false when the bytes do not fit any more; none of them is then queued */
  push(bytes: Uint8Array): boolean
  /** Forgets what was not handed over yet and stops watching. */
  clear(): void
  /** Resolves when everything has been taken, or at `clear`. */
  drained(): Promise<void>
}

/** Seventeen seconds at 38 400 baud: whoever is that far behind is not controlling a radio. */
export const QUEUE_MAX_BYTES = 64 * 1024

export function createOutgoingQueue(options: OutgoingQueueOptions): OutgoingQueue {
  let waiting: Uint8Array[] = []
  let waitingBytes = 0
  let stall: Timer | undefined
  let cleared = false
  const idle: (() => void)[] = []

  const settle = (): void => {
    for (const resolve of idle.splice(0)) resolve()
  }
  const sendNext = (): void => {
    const chunk = waiting.shift()
    if (chunk === undefined) return settle()
    stall = options.clock.after(options.stallMs, options.onStalled)
    options.send(chunk, () => {
      if (cleared) return
      stall?.cancel()
      stall = undefined
      waitingBytes -= chunk.length
      sendNext()
    })
  }

  return {
    push(bytes) {
      if (cleared || waitingBytes + bytes.length > QUEUE_MAX_BYTES) return false
      // A copy: the caller may reuse its buffer, and the system reads it later on another thread.
      const copy = bytes.slice()
      for (let at = 0; at < copy.length; at += options.chunkBytes) waiting.push(copy.subarray(at, at + options.chunkBytes))
      waitingBytes += copy.length
      if (stall === undefined) sendNext()
      return true
    },
    clear() {
      cleared = true
      waiting = []
      waitingBytes = 0
      stall?.cancel()
      stall = undefined
      settle()
    },
    drained() {
      if (waitingBytes === 0) return Promise.resolve()
      return new Promise((resolve) => idle.push(resolve))
    },
  }
}
