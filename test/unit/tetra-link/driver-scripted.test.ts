// The driver on a radio that a test plays line by line: what the simulated radio is too well-behaved to do.
import { expect, test } from 'vitest'
import type { RadioEvent } from '../../../native/kit/driver.ts'
import { TetraRadio } from '../../../native/tetra-pei/index.ts'
import { createManualClock, type ManualClock } from '../../support/manual-clock.ts'
import { createMemory, createRadioBench } from '../../support/radio-bench.ts'
import { ScriptedSerial } from '../../support/scripted-transport.ts'

const ANSWERS: Record<string, string> = {
  'AT+CREG?': '\r\n+CREG: 1,12,20401000\r\n\r\nOK\r\n',
  'AT+CTBCT?': '\r\n+CTBCT: 12,d60,0,0\r\n\r\nOK\r\n',
  'AT+CTGS?': '\r\n+CTGS: 1,4037001\r\n\r\nOK\r\n',
}

interface Stage {
  readonly clock: ManualClock
  readonly line: ScriptedSerial
  readonly driver: TetraRadio
  readonly memory: ReturnType<typeof createMemory>
  readonly events: RadioEvent[]
  /** Commands the radio got since the last call. */
  readonly commands: () => string[]
  readonly say: (...lines: string[]) => Promise<void>
  /** What it answers to a command from now on; `''` nothing. */
  readonly answers: Map<string, string>
}

/** A radio that is up, in group 4037001, and answers OK to all that has no other answer. */
async function stage(): Promise<Stage> {
  const clock = createManualClock()
  const line = new ScriptedSerial()
  const memory = createMemory()
  const answers = new Map(Object.entries(ANSWERS))
  let commands: string[] = []
  line.onWrite = (text) => {
    const command = text.trim()
    commands.push(command)
    const answer = answers.get(command) ?? '\r\nOK\r\n'
    if (answer !== '') queueMicrotask(() => line.say(answer))
  }
  const driver = new TetraRadio({ clock, transport: line, access: 'full', memory, floor: { grantMs: 5000, queueMs: 10_000 } })
  const events: RadioEvent[] = []
  driver.onEvent((event) => {
    if (event.event !== 'wire') events.push(event)
  })
  driver.start()
  await clock.advanceAsync(3000)
  expect(driver.link).toEqual({ link: 'up' })
  events.length = 0
  commands = []
  return {
    clock, line, driver, memory, events, answers,
    commands: () => commands.splice(0),
    async say(...lines) {
      for (const one of lines) line.say(`\r\n${one}\r\n`)
      await clock.advanceAsync(0)
    },
  }
}

test('a late OK of a question does not end the un-keying: the radio is told again', async () => {
  const { clock, driver, answers, commands, say, events, memory } = await stage()
  await say('+CTICN: 3,0,0,0,6101629,1,1,0,1,1,0,4037001,0', '+CDTXC: 3,0')
  answers.set('AT+CREG?', '')
  answers.set('AT+CUTXC=3', '')
  driver.requestFloor()
  await clock.advanceAsync(10)
  await say('+CTXG: 3,0,0,0')
  void driver.poll()
  await clock.advanceAsync(900)
  driver.releaseFloor()
  await clock.advanceAsync(200) // the question timed out, the release is on the line
  expect(commands()).toContain('AT+CUTXC=3')
  await say('OK') // of the question: this radio never heard +CUTXC
  expect(events).not.toContainEqual({ event: 'floor-given-back' })
  expect(memory.owed).toMatchObject({ owed: true })
  await clock.advanceAsync(2100)
  expect(commands().filter((text) => text.startsWith('AT+CUTXC'))).toEqual(['AT+CUTXC=3'])
})

test('a radio whose OK to a set-up never comes is un-keyed at the release all the same', async () => {
  const { clock, driver, answers, commands, say } = await stage()
  answers.set('ATD4037001', '')
  driver.requestFloor()
  await clock.advanceAsync(100)
  await say('+CTOCP: 3,0,0,1,1,0,1,1', '+CTCC: 3,1,1,0,0,1,1', '+CTXG: 3,0,0,0')
  await clock.advanceAsync(1000)
  commands()
  driver.releaseFloor()
  await clock.advanceAsync(10)
  expect(commands()).toEqual(['AT+CUTXC=3'])
})

test('a talker whose end was never told is not heard for ever', async () => {
  const { clock, say, events } = await stage()
  await say('+CTXG: 3,3,0,0,0,6101629')
  expect(events.at(-1)).toEqual({ event: 'heard', speaking: true, ssi: '6101629' })
  await clock.advanceAsync(31_000)
  expect(events).toContainEqual({ event: 'heard', speaking: false })
})

test('the end of another call does not silence the talker who is heard', async () => {
  const { say, events } = await stage()
  await say('+CTXG: 3,3,0,0,0,6101629', '+CTCR: 9,13')
  expect(events).not.toContainEqual({ event: 'heard', speaking: false })
  await say('+CTCR: 3,13')
  expect(events).toContainEqual({ event: 'heard', speaking: false })
})

test('speaks in the group on the screen, not in the call of a scanned group', async () => {
  const { clock, driver, commands, say } = await stage()
  await say('+CTICN: 9,0,0,0,6101629,1,1,0,1,1,0,4037002,0', '+CTXG: 9,3,0,0,0,6101629', '+CDTXC: 9,0')
  commands()
  driver.requestFloor()
  await clock.advanceAsync(10)
  expect(commands()).toEqual(['ATD4037001'])
})

test('speaks in the group on the screen, not in the call of the group before it', async () => {
  const { clock, driver, commands, say } = await stage()
  await say('+CTICN: 3,0,0,0,6101629,1,1,0,1,1,0,4037001,0', '+CDTXC: 3,0', '+CTGS: 1,4037002')
  commands()
  driver.requestFloor()
  await clock.advanceAsync(10)
  expect(commands()).toEqual(['ATD4037002'])
})

test('dials nothing while the radio stands on no group, and says so', async () => {
  const { clock, driver, commands, say, events } = await stage()
  await say('+CTGS: 0')
  expect(events).toContainEqual({ event: 'group', gssi: '' })
  commands()
  driver.requestFloor()
  await clock.advanceAsync(10)
  expect(commands()).toEqual([])
  expect(events.at(-1)).toEqual({ event: 'floor-refused', cause: 'no-channel' })
})

test('says that the own microphone is up when the line breaks', async () => {
  const { say, line, events } = await stage()
  await say('+CTXG: 3,0,0,0')
  expect(events.at(-1)).toEqual({ event: 'local-key', keyed: true })
  line.lose()
  expect(events).toContainEqual({ event: 'local-key', keyed: false })
})

test('registers for nothing again on a radio that fell silent', async () => {
  const { clock, commands, answers } = await stage()
  await clock.advanceAsync(590_000)
  for (const text of ['AT', 'AT+CTBCT?', 'AT+CREG?']) answers.set(text, '')
  commands()
  await clock.advanceAsync(30_000)
  expect(commands().filter((text) => text.startsWith('AT+CTSP'))).toEqual([])
})

test('a set-up that is still open when the driver stops is hung up before the line is closed', async () => {
  const bench = createRadioBench()
  bench.driver.start()
  await bench.run(4000)
  bench.radio.setFault({ fault: 'late-grant', afterMs: 2500 })
  bench.driver.requestFloor()
  await bench.run(100)
  const stopped = bench.driver.stop()
  await bench.run(6000)
  await stopped
  expect(bench.radio.transmitting).toBeUndefined()
  expect(bench.memory.read().owed).toBe(false)
})

test('keys nothing once it was told to stop', async () => {
  const bench = createRadioBench()
  bench.driver.start()
  await bench.run(4000)
  bench.driver.requestFloor()
  await bench.run(600)
  const stopped = bench.driver.stop()
  bench.driver.requestFloor()
  await bench.run(3000)
  await stopped
  expect(bench.radio.transmitting).toBeUndefined()
})

test('half a grant and then silence is given up, and not completed by the line end of the next answer', async () => {
  const { clock, line, driver, events } = await stage()
  line.say('\r\n+CTXG: 1,0,')
  await clock.advanceAsync(1000)
  await Promise.all([driver.poll(), clock.advanceAsync(100)])
  expect(events).toEqual([])
})

test('a radio that does not hear the release is hung up all the same before the line is closed', async () => {
  const { clock, driver, answers, commands, say } = await stage()
  driver.requestFloor()
  await clock.advanceAsync(100)
  await say('+CTCC: 3,1,1,0,0,1,1', '+CTXG: 3,0,0,0')
  answers.set('AT+CUTXC=3', '')
  commands()
  await Promise.all([driver.stop(), clock.advanceAsync(3000)])
  expect(commands().at(-1)).toBe('ATH')
})

test('a press into a call that nobody told us of leaves that call and sets up our own, once', async () => {
  const { clock, driver, answers, commands, say, events } = await stage()
  // The program before this one gave the floor back and ended; the radio still keeps the call for its hang time.
  answers.set('ATD4037001', '\r\n+CME ERROR: 3\r\n')
  driver.requestFloor()
  await clock.advanceAsync(0)
  expect(commands().filter((one) => /^AT[DH]/.test(one)), 'refused twice: no third try').toEqual(['ATD4037001', 'ATH', 'ATD4037001'])
  expect(events.at(-1)).toEqual({ event: 'floor-refused', cause: 'no-floor' })
  driver.releaseFloor()
  answers.set('ATH', '')
  driver.requestFloor()
  await clock.advanceAsync(0)
  answers.delete('ATD4037001')
  await say('+CTCR: 46,1', 'OK', '+CTOCP: 1,0,0,1,1,0,1,1', '+CTXG: 1,0,0,0')
  expect(events.at(-1), 'the same press is heard').toEqual({ event: 'floor-granted' })
})

test('a press never ends a call to this radio alone', async () => {
  const { clock, driver, answers, commands, say, events } = await stage()
  await say('+CTICN: 2,0,0,0,6101629,0,0,0,0,1,0,1600001,0')
  answers.set('ATD4037001', '\r\n+CME ERROR: 3\r\n')
  driver.requestFloor()
  await clock.advanceAsync(0)
  expect(commands()).not.toContain('ATH')
  expect(events.at(-1)).toEqual({ event: 'floor-refused', cause: 'no-floor' })
})
