// A radio that is let go of and taken again by the same driver, as one of the room is: nothing of the time before is believed.
import { expect, test } from 'vitest'
import { createRadioBench, up } from '../../support/radio-bench.ts'

test('tells group and registration anew, and sets up a call of its own instead of asking in one that may be over', async () => {
  const bench = await up()
  bench.driver.requestFloor()
  await bench.run(1000)
  bench.driver.releaseFloor()
  await bench.run(500)
  const stopped = bench.driver.stop()
  await bench.run(2000)
  await stopped
  await bench.run(3_600_000)
  bench.events.length = 0
  bench.driver.start()
  await bench.run(4000)
  expect(bench.names()).toEqual(expect.arrayContaining(['link-up', 'group', 'registration']))
  bench.commands()
  bench.driver.requestFloor()
  await bench.run(1000)
  expect(bench.commands().filter((text) => /^AT(D\d|\+CTXD)/.test(text))).toEqual(['ATD4037001'])
  expect(bench.radio.transmitting).toMatchObject({ by: 'console' })
})

test('that could not be told to stop before its line was let go of is owed a hang-up, says so, and gets it first of all', async () => {
  const bench = await up()
  bench.driver.requestFloor()
  await bench.run(1000)
  const { onWrite } = bench.line
  bench.line.onWrite = undefined // the line takes everything and brings nothing
  const stopped = bench.driver.stop()
  await bench.run(6000)
  await stopped
  expect(bench.names()).toContain('may-transmit')
  expect(bench.radio.transmitting).toMatchObject({ by: 'console' })
  bench.line.onWrite = onWrite
  bench.commands()
  bench.driver.start()
  await bench.run(4000)
  expect(bench.commands().slice(0, 3)).toEqual(['AT', expect.stringMatching(/^AT\+CUTXC/), 'ATH'])
  expect(bench.radio.transmitting).toBeUndefined()
  expect(bench.names()).toContain('hung-up')
})

test('where somebody else has keyed it meanwhile, nothing is hung up: this driver owes nothing', async () => {
  const bench = createRadioBench()
  bench.radio.setFault({ fault: 'hand-microphone', forMs: 60_000 })
  await up(bench)
  await bench.run(5000)
  expect(bench.radio.transmitting).toMatchObject({ by: 'hand' })
  expect(bench.radio.commands.map(({ text }) => text).filter((text) => /ATH|CUTXC/.test(text))).toEqual([])
})
