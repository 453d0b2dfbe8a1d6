// Sees a pulled cable that serialport 13 does not: while data streams in, read() of a hung-up tty returns 0 and the library
// calls itself again for ever instead of reporting the hang-up (41 of 44 pulls; bindings-cpp issue 162).
import type { Clock, Timer } from '../kit/clock.ts'
import { hasNoModemLines } from './serial-errors.ts'

export interface PluggedOptions {
  readonly clock: Clock
  /** Whether the device node is still there. */
  readonly exists: () => Promise<boolean>
  /** Asks for the modem lines; never rejects. */
  readonly ask: () => Promise<{ readonly value: unknown } | { readonly error: string }>
  readonly onUnplugged: (why: string) => void
}

export interface Plugged {
  stop(): void
}

/** Between two looks: with the time of one look an unplug is known within 1 s. */
const LOOK_MS = 500

/** A look takes a thread of libuv's four, so there is never a second one; one that takes this long means a hung driver. */
const HUNG_MS = 2_000

export function watchPlugged({ clock, exists, ask, onUnplugged }: PluggedOptions): Plugged {
  let stopped = false
  let timer: Timer | undefined
  let lookingSince: number | undefined

  const end = (why: string): void => {
    if (stopped) return
    stopped = true
    timer?.cancel()
    onUnplugged(why)
  }
  const look = async (): Promise<void> => {
    lookingSince = clock.monotonicMs()
    if (!(await exists())) return end('device node is gone')
    const answer = await ask()
    if ('error' in answer && !hasNoModemLines(answer.error)) return end(answer.error)
    lookingSince = undefined
  }
  const tick = (): void => {
    timer = clock.after(LOOK_MS, () => {
      if (lookingSince === undefined) void look()
      else if (clock.monotonicMs() - lookingSince > HUNG_MS) return end('the driver does not answer')
      tick()
    })
  }
  tick()
  return {
    stop() {
      stopped = true
      timer?.cancel()
    },
  }
}
