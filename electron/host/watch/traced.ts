// What of a running watch a trace hears, and in which numbers: so that a trace and what was live are the same to the reducer. Pure.
import { foundStandstill, type OwnHealthState } from './own-health.ts'
import type { WatchBegin } from './trace-header.ts'
import type { Sample } from './types.ts'
import type { WatchEvent } from './watch-machine.ts'

export interface WatchTracePort {
  began(begin: WatchBegin): void
  /** In order of time; a standstill that a beat has found comes as `stood-still`. */
  told(event: WatchEvent, atMs: number): void
}

/** The event as a trace tells it; undefined: time tells it by itself. */
export function asTraced(event: WatchEvent, before: OwnHealthState, after: OwnHealthState): WatchEvent | undefined {
  if (event.kind === 'time-passed') return undefined
  if (event.kind !== 'own' || event.event.kind !== 'beat') return event
  const found = foundStandstill(before, after)
  return found && { kind: 'own', event: found }
}

/** Live samples and those of a trace are of one kind: whole milliseconds, none known before what was told already. */
export function inWholeMs(sample: Sample, lastMs: number): Sample {
  const sentMs = Math.floor(sample.sentMs)
  const atMs = Math.max(lastMs, Math.floor(sample.atMs))
  const { result } = sample
  if (result.kind !== 'reply' || result.latencyMs === undefined) return { ...sample, sentMs, atMs }
  // Three roundings of two moments: where they are less than a millisecond apart, a line need not say when it was sent.
  const latencyMs = Math.abs(atMs - sentMs - result.latencyMs) < 1 ? atMs - sentMs : Math.round(result.latencyMs)
  return { ...sample, sentMs, atMs, result: { ...result, latencyMs } }
}
