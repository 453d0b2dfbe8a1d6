// How a radio stands: mode, network, signal, battery, group; what is told of it, and when it is not.
import { describe, expect, test } from 'vitest'
import { createRadioBench, up } from '../../support/radio-bench.ts'

describe('mode', () => {
  test('is set at a person’s wish, proven by reading, and the radio is set up anew 3 s after', async () => {
    const bench = await up()
    const set = bench.driver.setMode('dmo')
    await bench.run(2700)
    expect(await set).toEqual({ ok: true, value: undefined })
    expect(bench.events).toContainEqual({ event: 'mode', mode: 'dmo' })
    expect(bench.radio.services).toEqual([])
    await bench.run(5000)
    expect(bench.radio.services.length).toBe(9)
    expect(bench.driver.link).toEqual({ link: 'up' })
  })

  test('out of the network no word of registration or cell is left standing, and they come back with it', async () => {
    const bench = await up()
    bench.radio.setFault({ fault: 'mode-knob', aiMode: 1 })
    await bench.run(100)
    expect(bench.events).toEqual(expect.arrayContaining([{ event: 'mode', mode: 'dmo' }, { event: 'registration', registration: 'none', cell: 'unknown' }]))
    await bench.run(60_000)
    // The simulated radio goes on to say +CREG: 1, as a radio does that only remembers.
    expect(bench.events.filter((event) => event.event === 'registration').at(-1)).toMatchObject({ registration: 'none' })
    const poll = bench.driver.poll()
    await bench.run(100)
    expect(await poll).toMatchObject({ ok: true, value: { registration: 'none', cell: 'unknown' } })
    bench.radio.setFault({ fault: 'mode-knob', aiMode: 0 })
    await bench.run(10_000)
    expect(bench.events.filter((event) => event.event === 'registration').at(-1)).toMatchObject({ registration: 'home', cell: 'wide' })
    expect(bench.radio.services.length).toBe(9)
  })

  test('turned by hand on a radio that does not say so is noticed within 35 s, and its services are renewed', async () => {
    const bench = await up()
    bench.radio.setFault({ fault: 'mode-knob', aiMode: 5, quietly: true })
    await bench.run(100)
    expect(bench.names()).not.toContain('mode')
    await bench.run(35_000)
    expect(bench.events).toEqual(expect.arrayContaining([{ event: 'mode', mode: 'gateway' }, { event: 'registration', registration: 'unknown', cell: 'unknown' }]))
    await bench.run(5000)
    expect(bench.radio.services.length).toBe(9)
  })

  test('set on a radio that does not tell of it is proven by reading', async () => {
    const bench = await up()
    const set = bench.driver.setMode('tmo')
    await bench.run(5700)
    expect(await set).toMatchObject({ ok: true })
    bench.radio.setFault({ fault: 'refuse', command: 'AT+CTOM=', with: 38 })
    const other = bench.driver.setMode('gateway')
    await bench.run(5700)
    expect(await other).toMatchObject({ ok: false, error: { code: 'DEVICE_DENIED', detail: 'mode tmo' } })
  })

  test('a press while it changes is refused at once, and waits for nothing', async () => {
    const bench = await up()
    void bench.driver.setMode('dmo')
    await bench.run(100)
    bench.driver.requestFloor()
    expect(bench.events.at(-1)).toEqual({ event: 'floor-refused', cause: 'no-channel' })
    await bench.run(8000)
    bench.driver.requestFloor()
    await bench.run(600)
    expect(bench.names()).toContain('floor-granted')
  })

  test('is not changed under somebody who speaks', async () => {
    const bench = await up()
    bench.driver.requestFloor()
    await bench.run(600)
    expect(await bench.driver.setMode('dmo')).toMatchObject({ ok: false, error: { code: 'DEVICE_STATE' } })
    expect(bench.commands().filter((text) => text.startsWith('AT+CTOM='))).toEqual([])
  })

  test('a radio that never answers is given up after 10 s', async () => {
    const bench = await up()
    bench.radio.setFault({ fault: 'refuse', command: 'AT+CTOM=', with: 'silence' })
    const set = bench.driver.setMode('gateway')
    await bench.run(10_001)
    expect(await set).toMatchObject({ ok: false, error: { code: 'LINK_TIMEOUT' } })
  })
})

describe('network', () => {
  test('a site that lost the network is known within 6 s', async () => {
    const bench = await up()
    bench.radio.setFault({ fault: 'local-site' })
    await bench.run(6000)
    expect(bench.events).toContainEqual({ event: 'registration', registration: 'home', cell: 'local' })
  })

  test('a command refused for want of a network is followed by the question how it stands', async () => {
    const bench = await up()
    bench.radio.setFault({ fault: 'refuse', command: 'AT+CREG=', with: 4 })
    bench.radio.setFault({ fault: 'refuse', command: 'AT+CTBCT?', with: 30 })
    bench.radio.setFault({ fault: 'refuse', command: 'AT+CREG?', with: 30 })
    await bench.run(6000)
    expect(bench.events).toContainEqual({ event: 'registration', registration: 'none', cell: 'unknown' })
  })

  test('speech ends, out loud, when the radio is registered no more and its call stands on', async () => {
    const bench = await up()
    bench.driver.requestFloor()
    await bench.run(600)
    bench.line.say('\r\n+CREG: 2\r\n')
    await bench.run(300)
    expect(bench.events).toContainEqual({ event: 'floor-ended', cause: 'no-network' })
    expect(bench.radio.transmitting).toBeUndefined()
  })

  test('a radio that refuses reports of registration and group is asked for both', async () => {
    const bench = createRadioBench()
    for (const command of ['AT+CREG=', 'AT+CTSP=2,1,11', 'AT+CTSP=1,1,11']) bench.radio.setFault({ fault: 'refuse', command, with: 34 })
    await up(bench)
    bench.radio.setFault({ fault: 'knob', gssi: 4_037_002 })
    bench.radio.setFault({ fault: 'deregistered', stat: 2 })
    await bench.run(21_000)
    expect(bench.events).toContainEqual({ event: 'group', gssi: '4037002' })
    expect(bench.events).toContainEqual({ event: 'registration', registration: 'none', cell: 'unknown' })
  })
})

describe('signal and battery', () => {
  test('are told once, and again on a change that means something', async () => {
    const bench = await up()
    await bench.run(120_000)
    const told = (): unknown[] => bench.events.filter((event) => event.event === 'signal' || event.event === 'battery')
    expect(told()).toEqual([{ event: 'signal', dbm: -69 }, { event: 'battery', percent: 85 }])
    bench.radio.setFault({ fault: 'signal', rssi: 20 })
    bench.radio.setFault({ fault: 'battery', percent: 82 })
    await bench.run(120_000)
    expect(told().length).toBe(2)
    bench.radio.setFault({ fault: 'signal', rssi: 12 })
    bench.radio.setFault({ fault: 'battery', percent: 40 })
    await bench.run(120_000)
    expect(told().slice(2)).toEqual([{ event: 'signal', dbm: -89 }, { event: 'battery', percent: 40 }])
    bench.radio.setFault({ fault: 'signal', rssi: 99 })
    await bench.run(30_000)
    expect(told().at(-1)).toEqual({ event: 'signal' })
  })
})

describe('group', () => {
  test('a group confirmed again costs the radio a question and no change', async () => {
    const bench = await up()
    const selected = bench.driver.selectGroup('4037001')
    await bench.run(200)
    expect(await selected).toMatchObject({ ok: true })
    expect(bench.commands()).toEqual(['AT+CTGS?'])
  })

  test('a second choice right after the first goes out at once; one that the radio missed is made again 2 s after the first', async () => {
    const bench = await up()
    const first = bench.driver.selectGroup('4037002')
    await bench.run(200)
    expect(await first).toMatchObject({ ok: true })
    bench.radio.setFault({ fault: 'refuse-group', how: 'ignored' })
    const second = bench.driver.selectGroup('4037001')
    await bench.run(200)
    expect(bench.commands().filter((text) => text.startsWith('AT+CTGS='))).toEqual(['AT+CTGS=1,4037002', 'AT+CTGS=1,4037001'])
    bench.radio.clearFault('refuse-group')
    await bench.run(2000)
    expect(await second).toMatchObject({ ok: true })
    expect(bench.radio.selectedGroup).toBe(4_037_001)
  })

  test('a newer choice ends one that still waits: the radio is not turned back', async () => {
    const bench = await up()
    void bench.driver.selectGroup('4037002')
    await bench.run(200)
    bench.radio.setFault({ fault: 'refuse-group', how: 'ignored' })
    const older = bench.driver.selectGroup('4037001')
    await bench.run(200)
    bench.radio.clearFault('refuse-group')
    const newer = bench.driver.selectGroup('4037002')
    await bench.run(4000)
    expect(await older).toMatchObject({ ok: false })
    expect(await newer).toMatchObject({ ok: true })
    expect(bench.radio.selectedGroup).toBe(4_037_002)
  })

  test('a radio that is busy is asked again, and a press does not wait for that', async () => {
    const bench = await up()
    bench.radio.setFault({ fault: 'refuse', command: 'AT+CTGS=', with: 42, times: 2 })
    const selected = bench.driver.selectGroup('4037002')
    await bench.run(150)
    bench.line.takeWritten()
    bench.driver.requestFloor()
    expect(bench.line.takeWritten()).toContain('ATD4037001\r')
    await bench.run(400)
    bench.driver.releaseFloor()
    await bench.run(2500)
    expect(await selected).toMatchObject({ ok: true })
  })

  test('an older choice that waits for a busy radio does not undo a newer one', async () => {
    const bench = await up()
    bench.radio.setFault({ fault: 'refuse', command: 'AT+CTGS=1,4037002', with: 42, times: 1 })
    const older = bench.driver.selectGroup('4037002')
    await bench.run(150)
    const newer = bench.driver.selectGroup('4037001')
    await bench.run(4000)
    expect(await older).toMatchObject({ ok: false, error: { code: 'DEVICE_BUSY' } })
    expect(await newer).toMatchObject({ ok: true })
    expect(bench.radio.selectedGroup).toBe(4_037_001)
  })

  test('a radio that stays busy is said to be so after four tries', async () => {
    const bench = await up()
    bench.radio.setFault({ fault: 'refuse', command: 'AT+CTGS=', with: 42 })
    const selected = bench.driver.selectGroup('4037002')
    await bench.run(2500)
    expect(await selected).toMatchObject({ ok: false, error: { code: 'DEVICE_BUSY' } })
    expect(bench.commands().filter((text) => text.startsWith('AT+CTGS=')).length).toBe(4)
  })
})

describe('position', () => {
  test('of the radio itself is read; without satellites it is no place', async () => {
    const bench = await up()
    const read = bench.driver.readPosition()
    await bench.run(100)
    expect(await read).toEqual({ ok: true, value: { lat: 51.3316, lon: 12.364 } })
    bench.radio.setFault({ fault: 'satellites', count: 2 })
    const none = bench.driver.readPosition()
    await bench.run(100)
    expect(await none).toMatchObject({ ok: false, error: { code: 'DEVICE_STATE' } })
  })
})

test('no press waits longer for a question than the radio takes to answer it, whatever the keep-alive asks', async () => {
  const bench = await up()
  const waits: number[] = []
  for (let round = 0; round < 60; round++) {
    await bench.run(17_000 + round * 83)
    bench.line.takeWritten()
    bench.driver.requestFloor()
    let waitedMs = 0
    while (!/AT(D|\+CTXD)/.test(bench.line.takeWritten()) && waitedMs < 500) {
      await bench.run(1)
      waitedMs += 1
    }
    waits.push(waitedMs)
    bench.driver.releaseFloor()
    await bench.run(1000)
  }
  expect(Math.max(...waits)).toBeLessThanOrEqual(51)
  expect(waits.filter((ms) => ms > 0).length).toBeLessThanOrEqual(6)
})
