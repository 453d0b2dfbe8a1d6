// A radio that is spoken through is asked whether it is still there, and the asking never costs a release more than its bound.
import { expect, test } from 'vitest'
import { createRadioBench, type RadioBench } from '../../support/radio-bench.ts'

const ANSWER_MS = 50 // of the simulated radio
const YIELD_MS = 200

/** Up, and speaking since just now. */
async function talking(): Promise<RadioBench> {
  const bench = createRadioBench()
  bench.driver.start()
  await bench.run(4000)
  bench.driver.requestFloor()
  await bench.run(600)
  expect(bench.names()).toContain('floor-granted')
  bench.events.length = 0
  bench.commands()
  bench.line.takeWritten()
  return bench
}

/** Runs until the question is on the line, to the millisecond. */
async function untilAsked(bench: RadioBench): Promise<void> {
  for (let waitedMs = 0; waitedMs < 5000; waitedMs++) {
    if (bench.line.takeWritten().includes('AT\r')) return
    await bench.run(1)
  }
  throw new Error('the radio was not asked')
}

/** How long the bytes of a release that comes now take to go out. */
async function releaseTakesMs(bench: RadioBench): Promise<number> {
  bench.driver.releaseFloor()
  for (let waitedMs = 0; waitedMs < 3000; waitedMs++) {
    if (bench.line.takeWritten().includes('AT+CUTXC=')) return waitedMs
    await bench.run(1)
  }
  throw new Error('the release did not go out')
}

test('speech into a radio that was switched off ends within 5 s, with the word that it may still transmit', async () => {
  const bench = await talking()
  bench.radio.setFault({ fault: 'power-cycle', silentMs: 20_000 })
  await bench.run(5000)
  expect(bench.driver.link).toMatchObject({ link: 'down', cause: 'DEVICE_SILENT' })
  expect(bench.events).toContainEqual({ event: 'floor-ended', cause: 'link-lost' })
  expect(bench.names()).toContain('may-transmit')
  await bench.run(30_000)
  expect(bench.driver.link.link).toBe('up')
  expect(bench.names()).toContain('hung-up')
})

test('a press that ends before its request could go out keys nothing, and the next one is heard', async () => {
  const bench = createRadioBench()
  bench.driver.start()
  await bench.run(4000)
  bench.radio.setFault({ fault: 'refuse', command: 'AT+CTGS=', with: 'silence', times: 1 })
  bench.line.takeWritten()
  void bench.driver.selectGroup('4037002')
  bench.driver.requestFloor()
  await bench.run(300)
  bench.driver.releaseFloor()
  await bench.run(5000)
  expect(bench.line.takeWritten()).not.toContain('ATD')
  expect([bench.radio.transmitting, bench.memory.read().owed]).toEqual([undefined, false])
  bench.driver.requestFloor()
  await bench.run(1000)
  expect(bench.radio.transmitting).toMatchObject({ by: 'console' })
})

test('speech into a radio that restarted in an instant ends too: its echo tells', async () => {
  const bench = await talking()
  bench.radio.setFault({ fault: 'power-cycle', silentMs: 300 })
  await bench.run(3100)
  expect(bench.events).toContainEqual({ event: 'floor-ended', cause: 'link-lost' })
})

test('one lost answer ends no speech', async () => {
  const bench = await talking()
  await untilAsked(bench)
  bench.radio.setFault({ fault: 'silent' })
  await bench.run(900)
  bench.radio.clearFault('silent')
  await bench.run(5000)
  expect(bench.names()).toEqual([])
  expect(bench.radio.transmitting).toMatchObject({ by: 'console' })
})

test('long speech is asked after every 3 s, with nothing but the bare question, and goes on', async () => {
  const bench = await talking()
  await bench.run(60_000)
  const asked = bench.commands()
  expect(new Set(asked)).toEqual(new Set(['AT']))
  expect(asked.length).toBeGreaterThanOrEqual(18)
  expect(asked.length).toBeLessThanOrEqual(20)
  expect(bench.names()).toEqual([])
  expect(bench.radio.transmitting).toMatchObject({ by: 'console' })
})

test('nothing is asked before the verdict, nor after the release: the next press finds the line free', async () => {
  const bench = await talking()
  bench.driver.releaseFloor()
  await bench.run(400)
  bench.commands()
  await bench.run(9000)
  expect(bench.commands()).toEqual([])
  bench.radio.setFault({ fault: 'late-grant', afterMs: 4500 })
  bench.driver.requestFloor()
  await bench.run(4400)
  expect(bench.commands()).not.toContain('AT')
})

test('a call that is only heard is no reason to ask more often', async () => {
  const bench = createRadioBench()
  bench.driver.start()
  await bench.run(4000)
  bench.commands()
  bench.radio.setFault({ fault: 'other-talker', ssi: 6_101_629, demands: 'refused' })
  await bench.run(9000)
  expect(bench.commands()).not.toContain('AT')
})

test('a release goes out at once between two questions, and with the answer of one that is on the line', async () => {
  const between = await talking()
  await untilAsked(between)
  await between.run(ANSWER_MS + 1)
  expect(await releaseTakesMs(between)).toBe(0)

  const behind = await talking()
  await untilAsked(behind)
  expect(await releaseTakesMs(behind)).toBeLessThanOrEqual(ANSWER_MS)
  await behind.run(400)
  expect(behind.radio.transmitting).toBeUndefined()
  expect(behind.names()).toContain('floor-given-back')
})

test.each([0, 50, 199, 200, 600, 999, 1000, 1100, 1400])('a release %i ms after a question that is never answered waits for it 200 ms at most', async (afterMs) => {
  const bench = await talking()
  bench.radio.setFault({ fault: 'silent' })
  await untilAsked(bench)
  await bench.run(afterMs)
  const sinceAskedMs = afterMs % 1000 // asked again after 1 s
  expect(await releaseTakesMs(bench)).toBeLessThanOrEqual(Math.max(0, YIELD_MS - sinceAskedMs) + 1)
})

test('a radio that answers the question late is still un-keyed, and its answer is not taken for that', async () => {
  const bench = await talking()
  await untilAsked(bench)
  bench.radio.setFault({ fault: 'silent' })
  bench.driver.releaseFloor()
  await bench.run(YIELD_MS)
  bench.radio.clearFault('silent')
  bench.line.say('\r\nOK\r\n')
  expect(bench.names()).not.toContain('floor-given-back')
  await bench.run(400)
  expect(bench.radio.transmitting).toBeUndefined()
})
