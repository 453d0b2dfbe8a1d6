// A handset without lamps and a headset whose lamps share a report, against the suite of every driver of buttons.
import { describe } from 'vitest'
import { Headset } from '../../native/headset/index.ts'
import { HANDSET, HEADSET } from '../support/headset-descriptors.ts'
import { createManualClock } from '../support/manual-clock.ts'
import type { ButtonConformance } from './button-contract-bench.ts'
import { testButtonDriver } from './button-driver.ts'
import { countTimers, GatedHid } from './gated-transports.ts'

const DEVICES: Readonly<Record<string, Omit<ButtonConformance, 'make'> & { readonly descriptor: Uint8Array }>> = {
  'a handset without lamps': { descriptor: HANDSET, reports: { none: [0], one: [2], two: [3], half: [] }, names: ['flash', 'hook'], lights: {} },
  'a headset whose lamps share a report': { descriptor: HEADSET, reports: { none: [1, 1], one: [1, 3], two: [1, 7], half: [1] }, names: ['flash', 'hold'], lights: { hold: 'on' } },
}

for (const [name, { descriptor, ...device }] of Object.entries(DEVICES)) {
  describe(name, () => {
    testButtonDriver({
      ...device,
      make: () => {
        const clock = createManualClock()
        const timers = countTimers(clock)
        const transport = new GatedHid()
        return { clock, device: transport, driver: new Headset({ transport, descriptor, clock: timers.clock, keys: [], transmit: [] }), timers: timers.running }
      },
    })
  })
}
