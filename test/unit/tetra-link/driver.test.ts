// The driver and the simulated radio together: link, floor, groups and what happens when things break.
import { describe, expect, test } from 'vitest'
import { createMemory, createRadioBench, RBS_ISSI, type RadioBench } from '../../support/radio-bench.ts'

const up = async (bench = createRadioBench()): Promise<RadioBench> => {
  bench.driver.start()
  await bench.run(4000)
  expect(bench.driver.link).toEqual({ link: 'up' })
  bench.events.length = 0
  bench.commands()
  return bench
}

describe('link', () => {
  test('comes up on a radio that answers, registers for its services and knows network and group', async () => {
    const bench = createRadioBench()
    bench.driver.start()
    await bench.run(4000)
    expect(bench.names()).toContain('link-up')
    expect(bench.radio.services).toEqual(expect.arrayContaining(['0,0', '1,11', '2,20', '3,130']))
    const proof = await Promise.all([bench.driver.verify(['4037001', '4037009']), bench.run(500)])
    expect(proof[0]).toMatchObject({ ok: true, value: { registration: 'home', cell: 'wide', gssi: '4037001', missingGroups: ['4037009'] } })
  })

  test('goes on after refusals and names them', async () => {
    const bench = createRadioBench({ sharedLayers: [] })
    bench.driver.start()
    await bench.run(6000)
    expect(bench.driver.link.link).toBe('up')
    expect(bench.driver.refusedFeatures.map((one) => one.feature)).toContain('speech calls')
  })

  test('retries a line that cannot be opened, with growing pauses, and says why once', async () => {
    const bench = createRadioBench()
    bench.line.openResult = { ok: false, error: { code: 'LINK_MISSING', detail: '/dev/ttyUSB0' } }
    bench.driver.start()
    await bench.run(14_000)
    expect(bench.line.opens).toBe(7) // at 0, 0.25, 0.75, 1.75, 3.75, 8.75 and 13.75 s
    expect(bench.names()).toEqual(['link-down'])
    bench.line.openResult = { ok: true, value: undefined }
    await bench.run(9000)
    expect(bench.driver.link.link).toBe('up')
  })

  test('notices a radio that restarted without a word and sets it up again', async () => {
    const bench = await up()
    bench.radio.setFault({ fault: 'power-cycle', silentMs: 300 })
    await bench.run(400)
    expect(bench.radio.services).toEqual([])
    await bench.run(15_000)
    expect(bench.driver.link.link).toBe('up')
    expect(bench.radio.services.length).toBeGreaterThan(3)
  })

  test('notices a silent radio, says it, and comes back when it does', async () => {
    const bench = await up()
    bench.radio.setFault({ fault: 'silent' })
    await bench.run(16_000)
    expect(bench.driver.link).toMatchObject({ link: 'down', cause: 'DEVICE_SILENT' })
    bench.radio.clearFault()
    await bench.run(10_000)
    expect(bench.driver.link.link).toBe('up')
  })

  test('survives garbage between the lines', async () => {
    const bench = createRadioBench()
    bench.radio.setFault({ fault: 'garbage', seed: 7 })
    bench.driver.start()
    await bench.run(60_000)
    bench.radio.clearFault()
    await bench.run(20_000)
    expect(bench.driver.link.link).toBe('up')
  })

  test('sends nothing but questions to a radio it may only read', async () => {
    const bench = createRadioBench({ access: 'read' })
    bench.driver.start()
    await bench.run(4000)
    expect(bench.driver.link.link).toBe('up')
    const select = await bench.driver.selectGroup('4037002')
    expect(select).toMatchObject({ ok: false, error: { code: 'LINK_UNSUPPORTED' } })
    bench.driver.requestFloor()
    await bench.run(30_000)
    expect(bench.radio.commands.map((command) => command.text).filter((text) => text !== 'AT' && !text.endsWith('?'))).toEqual([])
  })
})

describe('floor', () => {
  test('asks, is granted, talks and gives back', async () => {
    const bench = await up()
    bench.driver.requestFloor()
    expect(bench.line.takeWritten()).toContain('ATD4037001\r')
    await bench.run(600)
    expect(bench.names()).toEqual(['floor-waiting', 'floor-granted'])
    expect(bench.radio.transmitting).toMatchObject({ by: 'console', gssi: 4_037_001 })
    bench.driver.releaseFloor()
    await bench.run(400)
    expect(bench.radio.transmitting).toBeUndefined()
    expect(bench.names()).toContain('floor-given-back')
  })

  test('asks again within the call while its hang time runs', async () => {
    const bench = await up()
    bench.driver.requestFloor()
    await bench.run(600)
    bench.driver.releaseFloor()
    await bench.run(400)
    bench.commands()
    bench.driver.requestFloor()
    await bench.run(600)
    expect(bench.commands().some((text) => text.startsWith('AT+CTXD='))).toBe(true)
    expect(bench.radio.transmitting?.by).toBe('console')
  })

  test('never stays keyed by a grant that came after the release', async () => {
    const bench = await up()
    bench.radio.setFault({ fault: 'late-grant', afterMs: 2500 })
    bench.driver.requestFloor()
    await bench.run(300)
    bench.driver.releaseFloor()
    await bench.run(6000)
    expect(bench.radio.transmitting).toBeUndefined()
    expect(bench.names()).not.toContain('floor-granted')
  })

  test('says that the group is busy while another talks, and queues where the network does', async () => {
    const busy = await up()
    busy.radio.setFault({ fault: 'other-talker', ssi: 6_101_629, demands: 'refused' })
    await busy.run(300)
    expect(busy.events).toContainEqual({ event: 'heard', speaking: true, ssi: '6101629' })
    busy.driver.requestFloor()
    await busy.run(1000)
    expect(busy.names()).toContain('floor-refused')
    const queued = await up()
    queued.radio.setFault({ fault: 'queue', grantAfterMs: 2000 })
    queued.driver.requestFloor()
    await queued.run(1000)
    expect(queued.names()).toContain('floor-queued')
    await queued.run(3000)
    expect(queued.names()).toContain('floor-granted')
  })

  test('gives up after 5 s without a verdict, tells the radio to stop, and is usable again', async () => {
    const bench = await up()
    bench.radio.setFault({ fault: 'no-grant', how: 'nothing' })
    bench.driver.requestFloor()
    await bench.run(5100)
    expect(bench.events.findLast((event) => event.event === 'floor-refused')).toMatchObject({ cause: 'no-floor' })
    bench.driver.releaseFloor()
    bench.radio.clearFault()
    await bench.run(20_000)
    bench.driver.requestFloor()
    await bench.run(1000)
    expect(bench.radio.transmitting?.by).toBe('console')
  })

  test('a lost line while talking is told, and the radio is hung up before anything else when it is back', async () => {
    const bench = await up()
    bench.driver.requestFloor()
    await bench.run(600)
    expect(bench.radio.transmitting?.by).toBe('console')
    bench.line.lose()
    expect(bench.names()).toEqual(expect.arrayContaining(['floor-ended', 'may-transmit', 'link-down']))
    expect(bench.radio.transmitting?.by).toBe('console')
    bench.commands()
    await bench.run(650)
    const first = bench.commands()
    expect(first[0]).toBe('AT')
    expect(first[1]).toMatch(/^AT\+CUTXC=\d+$/)
    expect(first[2]).toBe('ATH')
    expect(bench.radio.transmitting).toBeUndefined()
    expect(bench.names().at(-1)).toBe('hung-up')
  })

  test('a restarted program hangs up the call of the one before it, and keys nothing until then', async () => {
    const memory = createMemory()
    memory.remember(3)
    const bench = createRadioBench({ memory })
    bench.driver.start()
    expect(bench.names()).toEqual(['may-transmit'])
    bench.driver.requestFloor()
    expect(bench.events.at(-1)).toEqual({ event: 'floor-refused', cause: 'hanging-up' })
    await bench.run(4000)
    expect(bench.radio.commands.slice(0, 3).map((command) => command.text)).toEqual(['AT', 'AT+CUTXC=3', 'ATH'])
    expect(bench.names()).toContain('hung-up')
    expect(memory.read()).toEqual({ owed: false })
  })

  test('leaves alone who speaks by the radio’s own microphone, and says it', async () => {
    const bench = await up()
    bench.radio.setFault({ fault: 'hand-microphone', forMs: 3000 })
    await bench.run(2000)
    expect(bench.events).toContainEqual({ event: 'local-key', keyed: true })
    expect(bench.radio.transmitting?.by).toBe('hand')
    await bench.run(3000)
    expect(bench.events).toContainEqual({ event: 'local-key', keyed: false })
    expect(bench.commands().filter((text) => text.startsWith('AT+CUTXC'))).toEqual([])
  })

  test('stops: gives the floor back before it closes the line', async () => {
    const bench = await up()
    bench.driver.requestFloor()
    await bench.run(600)
    const stopped = bench.driver.stop()
    await bench.run(2000)
    await stopped
    expect(bench.radio.transmitting).toBeUndefined()
    expect(bench.line.isOpen).toBe(false)
  })
})

describe('groups, network and emergency', () => {
  test('selects a group and proves it by reading back', async () => {
    const bench = await up()
    const selected = bench.driver.selectGroup('4037002')
    await bench.run(500)
    expect(await selected).toEqual({ ok: true, value: undefined })
    expect(bench.radio.selectedGroup).toBe(4_037_002)
  })

  test.each(['error', 'ignored'] as const)('does not believe a group that the radio did not select (%s)', async (how) => {
    const bench = await up()
    bench.radio.setFault({ fault: 'refuse-group', how })
    const selected = bench.driver.selectGroup('4037002')
    await bench.run(500)
    expect(await selected).toMatchObject({ ok: false, error: { code: 'DEVICE_DENIED' } })
  })

  test('notices a knob turned by hand', async () => {
    const bench = await up()
    bench.radio.setFault({ fault: 'knob', gssi: 4_037_002 })
    await bench.run(100)
    expect(bench.events).toContainEqual({ event: 'group', gssi: '4037002' })
  })

  test('tells local site trunking apart although the radio says registered', async () => {
    const bench = await up()
    bench.radio.setFault({ fault: 'local-site' })
    await bench.run(11_000)
    expect(bench.events).toContainEqual({ event: 'registration', registration: 'home', cell: 'local' })
  })

  test('hears the identity of the RBS speak in the group', async () => {
    const bench = await up()
    bench.radio.setFault({ fault: 'own-identity', ssi: RBS_ISSI, gssi: 4_037_001, forMs: 1000 })
    await bench.run(300)
    expect(bench.events).toContainEqual({ event: 'heard', speaking: true, ssi: String(RBS_ISSI) })
  })

  test('raises an emergency for a call of priority 15 and for status 0 alone', async () => {
    const bench = await up()
    bench.radio.setFault({ fault: 'emergency', ssi: 6_101_629, as: 'both' })
    await bench.run(700)
    expect(bench.events).toContainEqual({ event: 'emergency', kind: 'call', from: '6101629', gssi: '4037001' })
    expect(bench.events).toContainEqual({ event: 'emergency', kind: 'status', from: '6101629' })
  })
})
