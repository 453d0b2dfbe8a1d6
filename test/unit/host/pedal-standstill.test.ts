// A host that stood still: what a pedal sent meanwhile keys nobody seconds late, and whoever holds it is told to press anew.
import { expect, test } from 'vitest'
import { STALE_CALL_MS } from '../../../electron/contract/link.ts'
import { createWorld, startHost, type HostBench } from '../../support/host-bench.ts'

async function onDeskRadio() {
  const world = createWorld()
  let stoodMs = 0
  const { clock } = world
  // Time that passes without a timer having run: the process stood still.
  const slipping = { ...clock, monotonicMs: () => clock.monotonicMs() + stoodMs, utcMs: () => clock.utcMs() + stoodMs }
  const on = await startHost({ ...world, clock: slipping }, (site) => ({ ...site, plan: { ...site.plan, automatic: false } }))
  await on.run(75_000)
  pedal(on, false)
  await on.call('switch.to', { to: 'desk-radio' })
  await on.run(5_000)
  expect(on.topic('switch').switch).toMatchObject({ channel: 'desk-radio', confirmed: true })
  return { on, standStill: (ms: number) => void (stoodMs += ms) }
}
/** X-keys XK-3: byte 2 bit 2 is the middle pedal. */
const pedal = (on: HostBench, down: boolean): void => on.pedal.report(0, 1, down ? 4 : 0, ...Array.from({ length: 29 }, () => 0))
const transmitting = (on: HostBench) => on.device('desk-radio').radio.transmitting

test('a press and its release that waited in its queue key nobody, and the record says that somebody pressed', async () => {
  const { on, standStill } = await onDeskRadio()
  const before = on.device('desk-radio').radio.commands.length
  standStill(STALE_CALL_MS + 1_000)
  pedal(on, true)
  pedal(on, false)
  await on.run(2_000)
  expect(on.device('desk-radio').radio.commands.slice(before).filter(({ text }) => /^AT(D|\+CTXD)/.test(text))).toEqual([])
  expect(on.kinds().filter((kind) => kind === 'ptt.press-void')).toHaveLength(1)
  pedal(on, true)
  await on.run(1_000)
  expect(transmitting(on)).toMatchObject({ by: 'console' })
  await on.stop()
})

test('a pedal that is still held then must be let go of and pressed anew, and the page says so', async () => {
  const { on, standStill } = await onDeskRadio()
  standStill(STALE_CALL_MS + 1_000)
  pedal(on, true)
  await on.run(2_000)
  expect([transmitting(on), on.topic('ptt').ptt?.stuck]).toEqual([undefined, ['pedal:middle']])
  pedal(on, false)
  pedal(on, true)
  await on.run(1_000)
  expect(transmitting(on)).toMatchObject({ by: 'console' })
  await on.stop()
})

test('a release that waited un-keys as soon as it is heard, and a press that waited no longer than a page may counts', async () => {
  const { on, standStill } = await onDeskRadio()
  standStill(STALE_CALL_MS - 200)
  pedal(on, true)
  await on.run(1_000)
  expect(transmitting(on)).toMatchObject({ by: 'console' })
  standStill(STALE_CALL_MS + 1_000)
  pedal(on, false)
  await on.run(1_000)
  expect(transmitting(on)).toBeUndefined()
  await on.stop()
})
