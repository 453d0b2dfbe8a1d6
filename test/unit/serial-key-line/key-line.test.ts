// Modem lines that key: what was asked of an opening that is over reaches no later one, and inputs are read by one voice.
import { expect, test } from 'vitest'
import { failure } from '../../../native/kit/errors.ts'
import { fail, ok, type Result } from '../../../native/kit/result.ts'
import type { ModemInputs, ModemOutputs } from '../../../native/kit/transport.ts'
import { createSerialKeyLine } from '../../../native/serial-key-line/index.ts'
import { createManualClock } from '../../support/manual-clock.ts'
import { ScriptedSerial } from '../../support/scripted-transport.ts'

function bench() {
  const clock = createManualClock()
  const serial = new ScriptedSerial()
  const line = createSerialKeyLine({ clock, transport: serial, wires: { by: 'rts', activeLow: false }, carrier: { input: 'dcd', activeLow: false } })
  return { clock, serial, line, run: (ms = 0) => clock.advanceAsync(ms) }
}

test('a keying that waits behind a slow one when the line is lost never reaches the next opening', async () => {
  const { serial, line, run } = bench()
  await line.open()
  let answer: (taken: Result<void>) => void = () => {}
  const real = serial.setOutputs.bind(serial)
  serial.setOutputs = () => new Promise((resolve) => { answer = resolve })
  const slow = line.setKeyed(false)
  const waiting = line.setKeyed(true)
  await run()
  serial.lose()
  serial.setOutputs = real
  const again = line.open()
  await run()
  answer(fail(failure('LINK_LOST', 'test')))
  await run()
  expect([(await slow).ok, await waiting, (await again).ok]).toMatchObject([false, { error: { code: 'LINK_CLOSED' } }, true])
  expect(serial.outputs.every(({ rts }) => !rts)).toBe(true)
})

test('a line lost while it opens can be opened at once, and only the second opening holds', async () => {
  const { serial, line, run } = bench()
  let answer: (taken: Result<void>) => void = () => {}
  const real = serial.setOutputs.bind(serial)
  serial.setOutputs = () => new Promise((resolve) => { answer = resolve })
  const first = line.open()
  await run()
  serial.lose()
  serial.setOutputs = real
  const second = line.open()
  answer(ok())
  await run()
  expect([(await first).ok, (await second).ok, serial.isOpen]).toEqual([false, true, true])
  expect(await line.setKeyed(true)).toMatchObject({ ok: true })
})

test('closed and opened while a reading is under way, the inputs are still read one at a time', async () => {
  const { clock, serial, line, run } = bench()
  let asking = 0
  let most = 0
  await line.open()
  serial.readInputs = async (): Promise<Result<ModemInputs>> => {
    asking += 1
    most = Math.max(most, asking)
    await new Promise<void>((resolve) => void clock.after(30, resolve))
    asking -= 1
    return ok(serial.inputs)
  }
  await run(25)
  const reopened = line.close().then(() => line.open())
  await run(60)
  expect((await reopened).ok).toBe(true)
  most = 0
  await run(2_000)
  expect(most).toBe(1)
})

test('without anything to sense nothing is ever read', async () => {
  const clock = createManualClock()
  const serial = new ScriptedSerial()
  let asked = 0
  serial.readInputs = async () => {
    asked += 1
    return ok(serial.inputs)
  }
  const line = createSerialKeyLine({ clock, transport: serial, wires: { by: 'dtr', activeLow: false } })
  await line.open()
  await clock.advanceAsync(1_000)
  expect([asked, line.sensed, clock.pending]).toEqual([0, { carrier: 'not-wired', readBack: 'not-wired' }, 0])
})

test('a port that takes no un-keying is not opened', async () => {
  const { serial, line } = bench()
  serial.setOutputs = async (_lines: ModemOutputs) => fail(failure('LINK_TIMEOUT', 'test'))
  expect(await line.open()).toMatchObject({ ok: false, error: { code: 'LINK_TIMEOUT' } })
  expect(serial.isOpen).toBe(false)
})
