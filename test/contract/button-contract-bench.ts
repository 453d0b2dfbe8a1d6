// What a test plays with to hold a driver of buttons to its contract, and the few acts that every test begins with.
import { expect } from 'vitest'
import type { ButtonsDriver, ButtonsEvent, Lights } from '../../native/kit/buttons.ts'
import type { ManualClock } from '../support/manual-clock.ts'
import type { GatedHid } from './gated-transports.ts'

export interface ButtonBench {
  readonly clock: ManualClock
  readonly device: GatedHid
  readonly driver: ButtonsDriver
  /** Timers of the driver that are running. */
  readonly timers: () => number
}

export interface ButtonConformance {
  readonly make: () => ButtonBench
  /** Reports with nothing down, with one input down, with that and another, and one that ends before its inputs. */
  readonly reports: Readonly<Record<'none' | 'one' | 'two' | 'half', readonly number[]>>
  /** What it can show; empty for a device without lights. */
  readonly lights: Lights
  /** Their names, in the order in which they went down. */
  readonly names: readonly [string, string]
}

const STOP_MAX_MS = 1000

/** Follows what is told, and fails at once when it contradicts itself. */
export function watch({ driver }: ButtonBench): { readonly events: ButtonsEvent[]; readonly pressed: Set<string>; readonly standing: Set<string> } {
  const events: ButtonsEvent[] = []
  const pressed = new Set<string>()
  /** Down when the device was opened: no press, and let go of without harm. */
  const standing = new Set<string>()
  driver.onEvent((event) => {
    events.push(event)
    switch (event.kind) {
      case 'baseline':
        expect([...pressed, ...standing], 'nothing is down before the baseline').toEqual([])
        for (const name of event.down) standing.add(name)
        return
      case 'found':
        standing.add(event.name)
        return
      case 'down':
        expect(pressed.has(event.name) || standing.has(event.name), `${event.name} goes down once`).toBe(false)
        pressed.add(event.name)
        return
      case 'up':
        expect(pressed.delete(event.name) || standing.delete(event.name), `${event.name} was down`).toBe(true)
        return
      case 'link':
        if (event.state === 'lost') expect([...pressed, ...standing], 'nothing is down when the loss is told').toEqual([])
        return
      case 'odd-report':
      case 'lights':
      case 'about':
    }
  })
  return { events, pressed, standing }
}

/** Stops, in the time that a person waits for a program to end. */
export async function stops({ driver, clock }: ButtonBench): Promise<void> {
  const state = { done: false }
  void driver.stop().then(() => (state.done = true))
  await clock.advanceAsync(STOP_MAX_MS)
  expect(state.done, `stopped within ${STOP_MAX_MS} ms`).toBe(true)
}

export async function started({ driver, clock }: ButtonBench): Promise<void> {
  driver.start()
  await clock.advanceAsync(0)
}
