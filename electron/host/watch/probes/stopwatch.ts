// Latency as whole milliseconds: the ledger takes no fractions.
import type { Clock } from '../../../../native/kit/clock.ts'

export const sinceMs = (clock: Clock, startMs: number): number => Math.round(clock.monotonicMs() - startMs)
