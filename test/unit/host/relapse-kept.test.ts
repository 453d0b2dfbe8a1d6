// What radio control did to those who went back to it must outlive a crash of the console, or the hold begins small again.
import { expect, test } from 'vitest'
import { createWorld, startHost } from '../../support/host-bench.ts'

const SETTLED_MS = 75_000
/** Silence of 4 s, and three replies. */
const DOWN_MS = 8000
const BACK_MS = 20_000

test('a relapse is kept beside the record, and renewed there by each further failure', async () => {
  const world = createWorld()
  const bench = await startHost(world, (site) => ({ ...site, plan: { ...site.plan, automatic: false } }))
  const fails = async (): Promise<void> => {
    for (const id of ['rbs-a', 'rbs-b']) bench.device(id).radio.setFault({ fault: 'silent' })
    await bench.run(DOWN_MS)
    expect(bench.topic('services')['rbs']?.now).toBe('down')
    for (const id of ['rbs-a', 'rbs-b']) bench.device(id).radio.clearFault('silent')
    await bench.run(BACK_MS)
  }
  await bench.run(SETTLED_MS)
  await bench.call('switch.to')
  await bench.run(DOWN_MS)
  await bench.call('return.accept')
  await bench.run(DOWN_MS)
  await fails()
  const first = world.lastChannel
  expect(first).toMatchObject({ holdMs: 120_000 })
  expect(first?.relapsedUtcMs).toBeTypeOf('number')
  await fails()
  expect(world.lastChannel).toMatchObject({ holdMs: 120_000 })
  expect(world.lastChannel?.relapsedUtcMs).toBeGreaterThan(first?.relapsedUtcMs ?? Infinity)
  expect(bench.kinds().filter((kind) => kind === 'switch.relapsed')).toHaveLength(1)
  await bench.stop()
})
