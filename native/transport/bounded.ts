// Waiting with an end: a driver or kernel that does not answer must not hold up the console.
import type { Clock } from '../kit/clock.ts'

export type Bounded<T> = { readonly done: true; readonly value: T } | { readonly done: false }

/** Waits for `work`, at most `limitMs`. What `work` does after that is its own affair; a rejection of it is thrown. */
export function bounded<T>(clock: Clock, limitMs: number, work: Promise<T>): Promise<Bounded<T>> {
  return new Promise((resolve, reject) => {
    const timer = clock.after(limitMs, () => resolve({ done: false }))
    work.then(
      (value) => {
        timer.cancel()
        resolve({ done: true, value })
      },
      (cause: unknown) => {
        timer.cancel()
        reject(cause)
      },
    )
  })
}

/** What a library threw or emitted, as text: node-hid emits plain strings. */
export const causeText = (cause: unknown): string => (cause instanceof Error ? cause.message : String(cause))
