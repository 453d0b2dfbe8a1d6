// The control radio's strongest word: this position's own voice was heard on the air.
import { expect, test } from 'vitest'
import { createWitnessRadio } from '../../../electron/host/devices/witness-radio.ts'
import { createRadioBench } from '../../support/radio-bench.ts'

/** How often the own identity was heard in these lines. */
async function heardIn(ownIdentity: string | undefined, ...lines: readonly string[]): Promise<number> {
  const bench = createRadioBench()
  bench.driver.start()
  await bench.run(4000)
  let heard = 0
  createWitnessRadio(bench.driver, { ownIdentity }).onOwnIdentityHeard(() => void heard++)
  for (const line of lines) bench.line.say(`\r\n${line}\r\n`)
  await bench.run(10)
  return heard
}

test.each([
  ['15 digits', '204100101500007'], ['16 digits', '2040100001500007'], ['17 digits', '02040100001500007'], ['a bare number', '1500007'], ['a bare number with a zero', '01500007'],
])('is heard in a talker of %s, however the site file writes it', async (_what, tpi) => {
  expect(await heardIn('1500007', `+CTXG: 3,3,0,0,3,${tpi}`)).toBe(1)
  expect(await heardIn('01500007', `+CTXG: 3,3,0,0,0,${tpi}`)).toBe(1)
})

test.each([
  ['another unit', '+CTXG: 3,3,0,0,0,6101629'], ['a telephone number', '+CTXG: 3,3,0,0,4,31301500007'], ['nobody', '+CTXG: 3,3,0,0'], ['a grant to this radio', '+CTXG: 3,0,0,0,0,1500007'],
])('is not heard in %s', async (_what, line) => {
  expect(await heardIn('1500007', line)).toBe(0)
})

test('is heard by no radio that was not told whom to listen for', async () => {
  expect(await heardIn(undefined, '+CTXG: 3,3,0,0,0,1500007')).toBe(0)
})
