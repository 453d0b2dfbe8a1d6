// Time that two processes of the guest share, and waiting with an end.
import { systemClock } from '../../../native/transport/clock.ts'

/** Milliseconds of the kernel's monotonic clock, the same in every process. */
export const nowMs = (): number => Number(process.hrtime.bigint()) / 1e6

export const pause = (ms: number): Promise<void> => new Promise((resolve) => void systemClock.after(ms, resolve))

const LOOK_MS = 2

/** Waits until `holds`, at most `limitMs`. @returns when it was seen to hold, on `nowMs` */
export async function until(what: string | (() => string), holds: () => boolean, limitMs: number): Promise<number> {
  const startMs = nowMs()
  for (;;) {
    const atMs = nowMs()
    if (holds()) return atMs
    if (atMs - startMs > limitMs) throw new Error(`not within ${limitMs} ms: ${typeof what === 'string' ? what : what()}`)
    await pause(LOOK_MS)
  }
}
