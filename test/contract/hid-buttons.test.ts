// Pedals and panels against the suite of every driver of buttons: one without and one with a question, one with report ids, one with lights.
import { describe } from 'vitest'
import { BUTTON_DRIVERS } from '../../native/registry.ts'
import { productNamed } from '../support/hid-products.ts'
import { createManualClock } from '../support/manual-clock.ts'
import type { ButtonConformance } from './button-contract-bench.ts'
import { testButtonDriver } from './button-driver.ts'
import { countTimers, GatedHid } from './gated-transports.ts'

const bytes = (length: number, set: Readonly<Record<number, number>> = {}): readonly number[] => Array.from({ length }, (_, at) => set[at] ?? 0)

const DEVICES: Readonly<Record<string, Omit<ButtonConformance, 'make'>>> = {
  'vec-footpedal': { reports: { none: bytes(2), one: bytes(2, { 0: 2 }), two: bytes(2, { 0: 6 }), half: [] }, names: ['middle', 'right'], lights: {} },
  'xkeys-xk3-pedal': { reports: { none: bytes(32, { 1: 1 }), one: bytes(32, { 1: 1, 2: 2 }), two: bytes(32, { 1: 1, 2: 6 }), half: [0, 1] }, names: ['left', 'middle'], lights: { green: 'on' } },
  'streamdeck-pedal': { reports: { none: bytes(512, { 0: 1, 2: 3 }), one: bytes(512, { 0: 1, 2: 3, 4: 1 }), two: bytes(512, { 0: 1, 2: 3, 4: 1, 5: 1 }), half: [1, 0] }, names: ['left', 'middle'], lights: {} },
}

for (const [id, device] of Object.entries(DEVICES)) {
  describe(id, () => {
    testButtonDriver({
      ...device,
      make: () => {
        const clock = createManualClock()
        const timers = countTimers(clock)
        const transport = new GatedHid()
        return { clock, device: transport, driver: BUTTON_DRIVERS['hid-buttons']({ transport, product: productNamed(id), clock: timers.clock }), timers: timers.running }
      },
    })
  })
}
