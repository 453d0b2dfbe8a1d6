// What the console's process costs when it should cost nothing.
import { pause } from '../time.ts'

const MEASURE_MS = 1_000
/** A library that spins takes a whole core; under emulation on a busy host a process that rests takes up to a quarter. */
export const IDLE_SHARE = 0.6

/** The processor's share this process takes in the second that follows, 1 for a whole core. */
export async function idleShare(): Promise<number> {
  const before = process.cpuUsage()
  const startMs = performance.now()
  await pause(MEASURE_MS)
  const used = process.cpuUsage(before)
  return (used.user + used.system) / 1_000 / (performance.now() - startMs)
}
