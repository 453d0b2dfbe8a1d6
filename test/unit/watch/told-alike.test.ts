import { expect, it } from 'vitest'
import type { Clock } from '../../../native/kit/clock.ts'
import { createManualClock } from '../../support/manual-clock.ts'
import { createWatch } from '../../../electron/host/watch/index.ts'
import { ok } from '../../../native/kit/result.ts'
import { RBS } from './stage.ts'

it('tells since when a service is what it is the same at every look, though the two clocks are never read at one instant', () => {
  const manual = createManualClock()
  let fraction = 0
  const clock: Clock = { ...manual, monotonicMs: () => manual.monotonicMs() + fraction, utcMs: () => Math.floor(manual.utcMs() + 0.5 + fraction) }
  const watch = createWatch({
    clock,
    random: { bytes: (length) => new Uint8Array(length), fraction: () => 0 },
    services: [RBS],
    openProbe: () => ok({ ask: () => new Promise(() => {}), close: async () => {} }),
    onChange: () => {},
  })
  watch.start()
  manual.advance(10_000)
  const told = Array.from({ length: 10 }, (_, at) => {
    fraction = at / 10
    const { services, diagnosis, ownHealth } = watch.view()
    return [services[0]?.sinceUtcMs, diagnosis.sinceUtcMs, ownHealth.sinceUtcMs].join()
  })
  expect(new Set(told).size).toBe(1)
})
