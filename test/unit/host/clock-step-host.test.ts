// Somebody sets the clock while something waits: what waits goes on as it was, and every screen draws the right rest of it.
import { expect, test } from 'vitest'
import { createWorld, startHost, type HostBench } from '../../support/host-bench.ts'

const HOUR = 3_600_000
const SETTLED_MS = 75_000
/** Until the change of the clock is noticed. */
const NOTICED_MS = 1_100

async function ready(automatic: boolean) {
  const world = createWorld()
  const bench = await startHost(world, (site) => ({ ...site, plan: { ...site.plan, automatic } }))
  await bench.run(SETTLED_MS)
  return { bench, clock: world.clock }
}
const silenceRbs = (bench: HostBench): void => ['rbs-a', 'rbs-b'].forEach((id) => bench.device(id).radio.setFault({ fault: 'silent' }))
const wakeRbs = (bench: HostBench): void => ['rbs-a', 'rbs-b'].forEach((id) => bench.device(id).radio.clearFault('silent'))
const state = (bench: HostBench) => bench.topic('switch').switch

test.each([HOUR, -HOUR])('a step of %i ms during a countdown neither ends nor lengthens it, and its end is told anew', async (step) => {
  const { bench, clock } = await ready(true)
  silenceRbs(bench)
  while (!state(bench)?.countdown) await bench.run(500)
  const leftMs = state(bench)!.countdown!.endsUtcMs - clock.utcMs()
  clock.stepUtc(step)
  await bench.run(NOTICED_MS)
  expect(Math.abs(state(bench)!.countdown!.endsUtcMs - clock.utcMs() - (leftMs - NOTICED_MS))).toBeLessThan(5)
  await bench.run(leftMs - NOTICED_MS - 300)
  expect(state(bench)).toMatchObject({ channel: 'rbs', phase: 'settled' })
  await bench.run(2_000)
  expect(state(bench)).toMatchObject({ channel: 'desk-radio', confirmed: true })
  await bench.stop()
})

test('a step during the 3 s after a switch and during the hold changes neither, and their ends are told anew', async () => {
  const { bench, clock } = await ready(false)
  silenceRbs(bench)
  await bench.run(10_000)
  await bench.call('switch.to', { to: 'desk-radio' })
  while (state(bench)?.channel !== 'desk-radio') await bench.run(100)
  clock.stepUtc(HOUR)
  await bench.run(NOTICED_MS)
  const quietMs = (state(bench)?.quietUntilUtcMs ?? 0) - clock.utcMs()
  expect(quietMs).toBeGreaterThan(3_000 - NOTICED_MS - 500)
  expect(quietMs).toBeLessThanOrEqual(3_000 - NOTICED_MS)
  expect(await bench.call('switch.undo')).toMatchObject({ ok: false, error: { detail: 'busy' } })
  wakeRbs(bench)
  while (!state(bench)?.hold) await bench.run(100)
  const holdMs = state(bench)!.hold!.endsUtcMs! - clock.utcMs()
  clock.stepUtc(-2 * HOUR)
  await bench.run(NOTICED_MS)
  expect(Math.abs(state(bench)!.hold!.endsUtcMs! - clock.utcMs() - (holdMs - NOTICED_MS))).toBeLessThan(5)
  expect(state(bench)?.hold?.over).toBe(false)
  await bench.stop()
})
