// What a test plays with to hold a radio driver to its contract, and the few acts that every test begins with.
import { expect } from 'vitest'
import type { RadioDriver, RadioEvent } from '../../native/kit/driver.ts'
import type { ManualClock } from '../support/manual-clock.ts'
import type { GatedSerial } from './gated-transports.ts'

export interface RadioBench {
  readonly clock: ManualClock
  readonly line: GatedSerial
  readonly driver: RadioDriver
  /** All the driver told, the wire log left out, newest last. */
  readonly events: readonly RadioEvent[]
  /** Timers of the driver that are running; those of the played radio are not counted. */
  readonly timers: () => number
  /** Whether the radio is on the air. */
  readonly isKeyed: () => boolean
  /** How often it went on the air. */
  readonly keyings: () => number
  /** The radio hears everything again and answers at once, each answer once. */
  readonly heal: () => void
  /** From now on each answer comes twice, or so much later. */
  readonly answer: (how: { readonly times: number; readonly delayMs: number }) => void
}

export interface RadioConformance {
  readonly make: () => RadioBench
  /** From a fresh bench into each state of the driver's machine, by its name. */
  readonly states: Readonly<Record<string, (bench: RadioBench) => Promise<void>>>
  /** Bytes that end in the middle of what the radio says. */
  readonly halfFrame: string
  readonly group: string
}

export const STOP_MAX_MS = 3000
/** A set-up that the radio does not answer holds the line for 15 s: any character would abort it. */
export const CALL_MAX_MS = 20_000
export const UP_MAX_MS = 20_000

export const names = (events: readonly RadioEvent[]): string[] => events.map((event) => (event.event === 'link' ? `link-${event.link.link}` : event.event))

/** Moves time on until `work` is done; fails when it takes longer than `limitMs`. */
export async function within<T>({ clock }: RadioBench, limitMs: number, work: Promise<T>): Promise<T> {
  const state = { done: false }
  void work.finally(() => (state.done = true))
  const until = clock.monotonicMs() + limitMs
  while (!state.done && clock.monotonicMs() < until) await clock.advanceAsync(Math.min(100, until - clock.monotonicMs()))
  expect(state.done, `done within ${limitMs} ms`).toBe(true)
  return work
}

export async function started(bench: RadioBench): Promise<void> {
  bench.driver.start()
  await comesUp(bench)
}

export async function comesUp({ clock, driver }: RadioBench): Promise<void> {
  const until = clock.monotonicMs() + UP_MAX_MS
  while (driver.link.link !== 'up' && clock.monotonicMs() < until) await clock.advanceAsync(100)
  expect(driver.link).toEqual({ link: 'up' })
}

export async function speaks(bench: RadioBench): Promise<void> {
  bench.driver.requestFloor()
  await bench.clock.advanceAsync(3000)
  expect(names(bench.events).slice(-3)).toContain('floor-granted')
  expect(bench.isKeyed()).toBe(true)
}
