// Calls besides the plain press: a call to this radio alone, an emergency call of our own, a floor that is taken or not to be had.
import { describe, expect, test } from 'vitest'
import { createRadioBench, up } from '../../support/radio-bench.ts'

const UNIT = 6_101_629
const PLAIN = 'AT+CTSDC=0,0,0,1,1,0,1,1,0,0,0'
const EMERGENCY = 'AT+CTSDC=0,0,0,1,1,0,1,1,0,15,0'

describe('an emergency call of our own', () => {
  test('carries priority 15, and the radio is given its plain settings back once the set-up is over', async () => {
    const bench = await up()
    bench.driver.requestEmergency()
    await bench.run(1500)
    expect(bench.commands()).toEqual([EMERGENCY, 'ATD4037001', PLAIN])
    expect(bench.events).toContainEqual({ event: 'own-emergency', as: 'set-up' })
    expect(bench.names()).toContain('floor-granted')
  })

  test('leaves the call in which another speaks for a new one', async () => {
    const bench = await up()
    bench.radio.hear({ ssi: UNIT })
    await bench.run(200)
    bench.driver.requestEmergency()
    await bench.run(1000)
    expect(bench.commands().slice(0, 3)).toEqual(['ATH', EMERGENCY, 'ATD4037001'])
    expect(bench.radio.transmitting).toMatchObject({ by: 'console' })
    expect(bench.names()).not.toContain('floor-refused')
  })

  test('over a line that breaks: the plain settings are the radio’s again before the next press', async () => {
    const bench = await up()
    bench.driver.requestEmergency()
    await bench.run(120)
    bench.line.lose()
    await bench.run(6000)
    expect(bench.driver.link).toEqual({ link: 'up' })
    const since = bench.commands()
    expect(since.lastIndexOf(PLAIN)).toBeGreaterThan(since.lastIndexOf(EMERGENCY))
    bench.driver.requestFloor()
    await bench.run(800)
    expect(bench.commands()).not.toContain(EMERGENCY)
  })

  test('a radio too busy to be given the plain settings back is given them later, and before a plain press', async () => {
    const bench = await up()
    bench.radio.setFault({ fault: 'refuse', command: PLAIN, with: 42, times: 4 })
    bench.driver.requestEmergency()
    await bench.run(800)
    bench.driver.releaseFloor()
    await bench.run(8000)
    bench.commands()
    bench.driver.requestFloor()
    await bench.run(800)
    expect(bench.commands().slice(0, 2)).toEqual([PLAIN, 'ATD4037001'])
  })

  test('is said in ten fields to a radio that takes no eleventh', async () => {
    const bench = createRadioBench()
    bench.radio.setFault({ fault: 'refuse', command: PLAIN, with: 35 })
    await up(bench)
    expect(bench.driver.refusedFeatures).toEqual([])
    bench.driver.requestEmergency()
    await bench.run(1500)
    expect(bench.commands()).toEqual(['AT+CTSDC=0,0,0,1,1,0,1,1,0,15', 'ATD4037001', 'AT+CTSDC=0,0,0,1,1,0,1,1,0,0'])
  })

  test('given up before its verdict is taken back like any press, and leaves no priority behind', async () => {
    const bench = await up()
    bench.radio.setFault({ fault: 'late-grant', afterMs: 2500 })
    bench.driver.requestEmergency()
    await bench.run(200)
    bench.driver.releaseFloor()
    await bench.run(6000)
    expect(bench.names()).not.toContain('floor-granted')
    expect(bench.radio.transmitting).toBeUndefined()
    expect(bench.commands()).toContain(PLAIN)
  })

  test('is undone before the driver stops', async () => {
    const bench = await up()
    bench.driver.requestEmergency()
    await bench.run(400)
    const stopped = bench.driver.stop()
    await bench.run(4000)
    await stopped
    expect(bench.radio.transmitting).toBeUndefined()
    expect(bench.commands().at(-1)).toBe(PLAIN)
  })

  test('a radio that takes no priority is called through all the same, and it is said', async () => {
    const bench = await up()
    bench.radio.setFault({ fault: 'refuse', command: EMERGENCY, with: 34 })
    bench.driver.requestEmergency()
    await bench.run(800)
    expect(bench.events).toContainEqual({ event: 'own-emergency', as: 'plain' })
    expect(bench.names()).toContain('floor-granted')
  })

  test('while we speak already it is the same speech, and that is said', async () => {
    const bench = await up()
    bench.driver.requestFloor()
    await bench.run(600)
    bench.driver.requestEmergency()
    expect(bench.events.at(-1)).toEqual({ event: 'own-emergency', as: 'plain' })
    expect(bench.radio.transmitting).toMatchObject({ by: 'console' })
  })

  test('the release of it waits for nothing that puts the radio right', async () => {
    const bench = await up()
    bench.radio.setFault({ fault: 'refuse', command: PLAIN, with: 'silence' })
    bench.driver.requestEmergency()
    await bench.run(450)
    expect(bench.names()).toContain('floor-granted')
    for (let waitedMs = 0; waitedMs < 1000 && !bench.line.takeWritten().includes(PLAIN); waitedMs++) await bench.run(1)
    bench.driver.releaseFloor()
    await bench.run(201)
    expect(bench.line.takeWritten()).toContain('AT+CUTXC=')
  })
})

describe('a call to this radio alone', () => {
  test('rings, is answered, ends, and none of it touches the floor of the group', async () => {
    const bench = await up()
    bench.radio.setFault({ fault: 'individual-call', ssi: UNIT, duplex: true })
    await bench.run(50)
    const call = { event: 'individual-call', cc: expect.any(Number) as number, from: String(UNIT), duplex: true }
    expect(bench.events).toEqual([{ ...call, call: 'ringing' }])
    const answered = bench.driver.answerCall()
    await bench.run(100)
    expect(await answered).toEqual({ ok: true, value: undefined })
    const ended = bench.driver.endCall()
    await bench.run(100)
    expect(await ended).toEqual({ ok: true, value: undefined })
    expect(bench.events).toEqual([{ ...call, call: 'ringing' }, { ...call, call: 'connected' }, { ...call, call: 'ended' }])
    expect(bench.commands()).toEqual(['ATA', 'ATH'])
  })

  test('that is not there is neither answered nor ended: H would end the group’s call', async () => {
    const bench = await up()
    expect(await bench.driver.answerCall()).toMatchObject({ ok: false, error: { code: 'DEVICE_STATE' } })
    expect(await bench.driver.endCall()).toMatchObject({ ok: false, error: { code: 'DEVICE_STATE' } })
    expect(bench.commands()).toEqual([])
  })

  test('that does not say whom it calls is not spoken into by a press for the group', async () => {
    const bench = await up()
    bench.line.say(`\r\n+CTICN: 7,0,0,0,${UNIT},1,1,0,0,1\r\n\r\n+CTXG: 7,3,0,0,0,${UNIT}\r\n`)
    await bench.run(10)
    bench.driver.requestFloor()
    await bench.run(100)
    expect(bench.commands()).toEqual(['ATD4037001'])
  })

  test('a call to the selected group is none, whatever its type says', async () => {
    const bench = await up()
    bench.line.say(`\r\n+CTICN: 7,0,0,0,${UNIT},1,1,0,0,1,0,4037001,0\r\n`)
    await bench.run(10)
    expect(bench.names()).not.toContain('individual-call')
  })
})

describe('a floor that is taken or not to be had', () => {
  test('says who takes it', async () => {
    const bench = await up()
    bench.driver.requestFloor()
    await bench.run(600)
    bench.radio.setFault({ fault: 'floor-taken', how: 'interrupt', ssi: UNIT })
    await bench.run(100)
    expect(bench.events).toContainEqual({ event: 'floor-ended', cause: 'interrupted' })
    expect(bench.events).toContainEqual({ event: 'heard', speaking: true, ssi: String(UNIT) })
    expect(bench.radio.transmitting).toBeUndefined()
  })

  test('does not come back to a key that is held when the network only made it wait', async () => {
    const bench = await up()
    bench.driver.requestFloor()
    await bench.run(600)
    bench.radio.setFault({ fault: 'floor-taken', how: 'wait', ssi: UNIT })
    await bench.run(1000)
    expect(bench.events).toContainEqual({ event: 'floor-ended', cause: 'interrupted' })
    expect(bench.radio.transmitting).toBeUndefined()
  })

  test('is not asked for where nobody may ask, and is where one may again', async () => {
    const bench = await up()
    bench.radio.hear({ ssi: UNIT })
    bench.radio.silence()
    bench.radio.setFault({ fault: 'no-asking' })
    await bench.run(100)
    bench.driver.requestFloor()
    await bench.run(100)
    expect(bench.events.at(-1)).toEqual({ event: 'floor-refused', cause: 'group-busy' })
    expect(bench.commands()).toEqual([])
    bench.radio.clearFault('no-asking')
    await bench.run(100)
    bench.driver.requestFloor()
    await bench.run(600)
    expect(bench.names()).toContain('floor-granted')
  })

  test('of a radio whose transmitter is switched off is told as that', async () => {
    const bench = await up()
    bench.radio.setFault({ fault: 'inhibited' })
    bench.driver.requestFloor()
    await bench.run(100)
    expect(bench.events.at(-1)).toEqual({ event: 'floor-refused', cause: 'transmit-inhibited' })
  })

  test('of a radio that is busy twice is had by the same press', async () => {
    const bench = await up()
    bench.radio.setFault({ fault: 'refuse', command: 'ATD', with: 42, times: 2 })
    bench.driver.requestFloor()
    await bench.run(2000)
    expect(bench.names()).toEqual(['floor-waiting', 'floor-granted'])
  })
})

test('a talker of whom nothing is heard for 30 s is over only after the radio was asked', async () => {
  const bench = await up()
  bench.radio.hear({ ssi: UNIT })
  await bench.run(29_900)
  bench.commands()
  expect(bench.events).not.toContainEqual({ event: 'heard', speaking: false })
  await bench.run(200)
  expect(bench.commands()).toContain('AT+CREG?')
  expect(bench.events).toContainEqual({ event: 'heard', speaking: false })
})

test.each([
  ['15 digits', '216216301500007'], ['16 digits', '2041000001500007'.slice(0, 16)], ['17 digits', '02040100001500007'], ['8 digits with a zero', '01500007'], ['a bare number', '1500007'],
])('the identity of the RBS is heard in a talker of %s', async (_what, tpi) => {
  const bench = await up()
  bench.line.say(`\r\n+CTXG: 3,3,0,0,3,${tpi}\r\n`)
  await bench.run(10)
  expect(bench.events).toContainEqual({ event: 'heard', speaking: true, ssi: '1500007' })
})
