// A radio of the room in the whole host: held only while somebody works by it or looks, found taken without an alarm, and
// never shared by two desks. Two hosts on one clock stand for the desks.
import { describe, expect, test } from 'vitest'
import type { Site } from '../../../electron/host/site/types.ts'
import { createWorld, startHost, type HostBench, type HostWorld } from '../../support/host-bench.ts'
import { createMemory } from '../../support/radio-bench.ts'
import { createRoomServer, type Busy, type RoomServer } from '../../support/room-server.ts'

const ROOM = 'room-radio'
const EVERY_S = 30
const SETTLED_MS = 40_000

/** The desk radio stays, after the room's or before it. */
function withRoom(place: 'first' | 'last'): (site: Site) => Site {
  return (site) => {
    const desk = site.devices.find(({ id }) => id === 'desk-radio')
    const [rbs, tetra] = site.plan.channels
    const room = { ...tetra, id: ROOM, label: 'Mobilofoon zaal', device: ROOM, dependsOn: [], shared: true, verifyEveryS: EVERY_S }
    return {
      ...site,
      devices: [...site.devices, { ...desk, id: ROOM, label: 'Mobilofoon zaal', transport: { kind: 'tcp', host: '127.0.0.1', port: 45_020 } }],
      plan: { ...site.plan, automatic: false, channels: place === 'first' ? [rbs, room, tetra] : [rbs, tetra, room] },
    } as Site
  }
}

interface Desk extends HostBench {
  readonly world: HostWorld
}

async function desks(count: 1 | 2, place: 'first' | 'last' = 'first'): Promise<{ server: RoomServer; first: Desk; second: Desk; run: HostBench['run'] }> {
  const world = createWorld()
  const server = createRoomServer(world.clock)
  const worlds = [world, ...(count === 2 ? [createWorld(world.clock)] : [])]
  const all: Desk[] = []
  for (const one of worlds) {
    one.rooms.set(ROOM, server)
    all.push({ ...await startHost(one, withRoom(place)), world: one })
    await world.clock.advanceAsync(700) // people do not start a room in one millisecond
  }
  const [first, second = first] = all as [Desk, ...Desk[]]
  await first.run(SETTLED_MS)
  return { server, first, second, run: first.run }
}
const speak = async (desk: HostBench): Promise<void> => {
  await desk.call('ptt.press', { source: 'space' })
  for (let beat = 0; beat < 5; beat++) {
    await desk.run(100)
    await desk.call('ptt.keep-alive', { source: 'space' })
  }
}
const readiness = (desk: HostBench) => desk.topic('channels')[ROOM]
const switchOf = (desk: HostBench) => desk.topic('switch').switch
const channelOf = (desk: HostBench) => switchOf(desk)?.channel
const alarmOf = (desk: HostBench) => desk.topic('alarms')[`device:${ROOM}`]
const stopAll = async (...all: HostBench[]): Promise<void> => {
  for (const desk of new Set(all)) await desk.stop()
}

describe('a spoken test of it', () => {
  test('holds its line while it runs and until its group is back, and no other desk gets in between', async () => {
    const { server, first, second, run } = await desks(2, 'last')
    const before = readiness(first)?.group
    expect(await first.call('group.select', { group: '4037003' })).toMatchObject({ ok: true })
    expect(await first.call('spoken.begin', { channel: ROOM })).toMatchObject({ ok: true })
    await run(1_500)
    expect(first.topic('spokenTest').test).toMatchObject({ step: 'speak', group: '4037003' })
    expect([server.owner !== undefined, switchOf(first)?.channel]).toEqual([true, 'rbs'])
    await run(30_000)
    expect([server.owner !== undefined, readiness(second)]).toMatchObject([true, { readiness: 'failed', cause: 'in-use' }])
    await first.call('spoken.stop')
    await run(3_000)
    expect(readiness(first)?.group).toBe(before)
    await run(60_000)
    expect([readiness(first)?.readiness, readiness(second)?.readiness]).toEqual(['ready', 'ready'])
    await stopAll(first, second)
  })
})

describe('while nobody works by it', () => {
  test('it is proven on its interval, its line is free in between, and it is neither missing nor heard', async () => {
    const { server, first, run } = await desks(1)
    expect(readiness(first)).toMatchObject({ readiness: 'ready', shared: true, registration: 'home' })
    expect(alarmOf(first)).toBeUndefined()
    expect(first.topic('devices')[ROOM]?.link).toBe('free')
    const before = { looks: server.letIn, ownedMs: 0 }
    for (let ms = 0; ms < 120_000; ms += 50) {
      await run(50)
      if (server.owner) before.ownedMs += 50
      expect(readiness(first)?.readiness).toBe('ready')
    }
    const looks = server.letIn - before.looks
    expect(looks).toBeGreaterThanOrEqual(4)
    expect(looks).toBeLessThanOrEqual(12)
    expect(before.ownedMs / looks, 'ms a look').toBeLessThanOrEqual(500)
    // What it hears in a look is nobody's to count on.
    const { coverage } = first.topic('coverage')
    expect(coverage?.devices.map(({ id }) => id)).toContain(ROOM)
    expect(coverage?.groups.flatMap(({ heardBy }) => heardBy)).not.toContain(ROOM)
    expect(first.kinds().filter((kind) => kind.startsWith('device.') || kind === 'radio.group').slice(0, 20)).not.toContain('device.free')
    await stopAll(first)
  })

  test('a look sets nothing on it and turns nothing', async () => {
    const { server, first } = await desks(1)
    expect(server.radio.commands.map(({ text }) => text).filter((text) => !/\?$|^AT$|^AT\+CNUM[SD]=/.test(text))).toEqual([])
    await stopAll(first)
  })

  test('at a site that observes it is only asked, and its list is not even opened', async () => {
    const world = createWorld()
    const server = createRoomServer(world.clock)
    world.rooms.set(ROOM, server)
    const desk = await startHost(world, (site) => ({ ...withRoom('first')(site), mode: 'observe' }))
    await desk.run(SETTLED_MS)
    expect(server.radio.commands.length).toBeGreaterThan(3)
    expect(server.radio.commands.map(({ text }) => text).filter((text) => !/\?$|^AT$/.test(text))).toEqual([])
    expect(readiness(desk)?.readiness).toBe('ready')
    await stopAll(desk)
  })

  test('at a site that observes its line is not held for a call that nobody there may hang up, and that is said', async () => {
    const world = createWorld()
    const server = createRoomServer(world.clock)
    world.rooms.set(ROOM, server)
    const memory = createMemory()
    memory.remember(3)
    world.memories.set(ROOM, memory)
    const desk = await startHost(world, (site) => ({ ...withRoom('first')(site), mode: 'observe' }))
    await desk.run(SETTLED_MS)
    let freeMs = 0
    for (let ms = 0; ms < 5_000; ms += 100) {
      await desk.run(100)
      if (!server.owner) freeMs += 100
    }
    expect([freeMs > 3_000, memory.owed.owed, Object.keys(desk.topic('alarms'))]).toEqual([true, true, expect.arrayContaining([`radio:${ROOM}:may-transmit`])])
    expect(server.radio.commands.map(({ text }) => text).filter((text) => !/\?$|^AT$/.test(text))).toEqual([])
    await stopAll(desk)
  })
})

describe('a switch to it', () => {
  test('opens, sets up, selects and confirms within its bound, holds the line, and is heard and keyed', async () => {
    const { server, first, run } = await desks(1)
    const from = first.world.clock.monotonicMs()
    await first.call('switch.to', { to: ROOM, group: '4037002' })
    let tookMs = 0
    while (channelOf(first) !== ROOM && tookMs < 2000) {
      await run(10)
      tookMs = first.world.clock.monotonicMs() - from
    }
    expect(tookMs, 'key to confirmed').toBeLessThanOrEqual(600)
    expect(first.topic('switch').switch).toMatchObject({ channel: ROOM, group: '4037002', confirmed: true })
    await run(5000)
    expect(server.owner?.isOpen).toBe(true)
    expect(first.topic('devices')[ROOM]?.link).toBe('up')
    expect(first.topic('coverage').coverage?.groups.find(({ gssi }) => gssi === '4037002')?.heardBy).toContain(ROOM)
    // What was left for later is said now: without it nobody would be told of a status.
    expect(server.radio.commands.map(({ text }) => text)).toContain('AT+CTSP=2,2,20')
    await speak(first)
    expect(server.radio.transmitting).toMatchObject({ by: 'console', gssi: 4_037_002 })
    await first.call('ptt.release', { source: 'space' })
    await run(500)
    expect(server.radio.transmitting).toBeUndefined()
    await stopAll(first)
  })

  test.each([150, 350])('that meets the look of another desk waits for its %s ms at the door and is confirmed all the same', async (ms) => {
    const { server, first, run } = await desks(1)
    while (server.owner) await run(10)
    const other = server.line()
    await other.open()
    void first.call('switch.to', { to: ROOM })
    await run(ms)
    await other.close()
    await run(1000 - ms)
    expect(switchOf(first)).toMatchObject({ channel: ROOM, confirmed: true })
    await stopAll(first)
  })

  test('back to the RBS gives its line back at once, and what it heard is not counted any more', async () => {
    const { server, first, run } = await desks(1)
    await first.call('switch.to', { to: ROOM })
    await run(6000)
    expect(server.owner?.isOpen).toBe(true)
    await first.call('return.accept')
    await run(100)
    expect(channelOf(first)).toBe('rbs')
    expect(server.owner).toBeUndefined()
    expect(first.topic('devices')[ROOM]?.link).toBe('free')
    expect(first.topic('coverage').coverage?.groups.flatMap(({ heardBy }) => heardBy)).not.toContain(ROOM)
    expect(readiness(first)?.readiness).toBe('ready')
    expect(first.kinds()).toContain('device.free')
    expect(alarmOf(first)).toBeUndefined()
    await stopAll(first)
  })

  test('forced while speaking gives the floor back before the line', async () => {
    const { server, first, run } = await desks(1)
    await first.call('switch.to', { to: ROOM })
    await run(6000)
    await first.call('ptt.press', { source: 'space' })
    const hold = async (beats: number): Promise<void> => {
      for (let beat = 0; beat < beats; beat++) {
        await run(100)
        await first.call('ptt.keep-alive', { source: 'space' })
      }
    }
    await hold(6)
    expect(server.radio.transmitting).toBeDefined()
    const from = server.radio.commands.length
    await first.call('return.accept')
    await hold(12)
    await first.call('return.accept')
    await run(500)
    expect([channelOf(first), server.radio.transmitting, server.owner]).toEqual(['rbs', undefined, undefined])
    expect(server.radio.commands.slice(from).map(({ text }) => text).filter((text) => /CUTXC|ATH/.test(text))[0]).toMatch(/^AT\+CUTXC/)
    await stopAll(first)
  })
})

describe.each<Busy>(['refuse', 'close', 'words', 'queue'])('a server that meets the second with %s', (busy) => {
  test('is in use by another position: not ready, no alarm, and free again when the other goes', async () => {
    const { server, first, second, run } = await desks(2)
    server.busy = busy
    await second.call('switch.to', { to: ROOM })
    await run(2000)
    expect(channelOf(second)).toBe(ROOM)
    await run(25_000)
    expect(readiness(first)).toMatchObject({ readiness: 'failed', cause: 'in-use' })
    expect(alarmOf(first)).toBeUndefined()
    expect(first.topic('devices')[ROOM]?.link).toBe('free')
    await second.call('return.accept')
    await run(10_000)
    expect(readiness(first)?.readiness).toBe('ready')
    await stopAll(first, second)
  })

  test('lets exactly one of two who press in the same moment in; the other goes to its next channel and says why', async () => {
    const { server, first, second, run } = await desks(2)
    server.busy = busy
    await Promise.all([first.call('switch.to'), second.call('switch.to')])
    await run(3500)
    const on = [first, second].map(channelOf)
    expect(on.toSorted()).toEqual(['desk-radio', ROOM])
    const other = on[0] === ROOM ? second : first
    const told = other.entries().filter(({ kind }) => kind === 'switch.not-confirmed')
    expect(told).toHaveLength(1)
    expect(told[0]?.payload).toMatchObject({ channel: ROOM, cause: 'LINK_BUSY' })
    expect(readiness(other)).toMatchObject({ readiness: 'failed', cause: 'in-use' })
    expect(other.topic('switch').switch).toMatchObject({ channel: 'desk-radio', confirmed: true })
    await stopAll(first, second)
  })
})

describe('trouble that is nobody\'s use', () => {
  test('a server that cannot be reached is told as a device that is missing, until it is back', async () => {
    const { server, first, run } = await desks(1)
    server.gone = 'LINK_TIMEOUT'
    await run(40_000)
    expect(readiness(first)).toMatchObject({ readiness: 'failed', cause: 'link-lost' })
    expect(alarmOf(first)).toMatchObject({ code: 'LINK_TIMEOUT' })
    server.gone = undefined
    await run(40_000)
    expect(readiness(first)?.readiness).toBe('ready')
    expect(alarmOf(first)).toBeUndefined()
    await stopAll(first)
  })

  test('silence is taken for a queue of the server for ten minutes, and for a silent radio after that', async () => {
    const { server, first, run } = await desks(1)
    server.radio.setFault({ fault: 'silent' })
    await run(60_000)
    expect(readiness(first)).toMatchObject({ readiness: 'failed', cause: 'in-use' })
    expect(alarmOf(first)).toBeUndefined()
    await run(600_000)
    expect(readiness(first)).toMatchObject({ readiness: 'failed', cause: 'radio-silent' })
    expect(alarmOf(first)).toMatchObject({ code: 'DEVICE_SILENT' })
    server.radio.clearFault('silent')
    await run(30_000)
    expect(readiness(first)?.readiness).toBe('ready')
    expect(alarmOf(first)).toBeUndefined()
    await stopAll(first)
  })

  test('a server that hands the line to another takes the channel from us out loud, and it comes back when it is free', async () => {
    const { server, first, second, run } = await desks(2)
    await first.call('switch.to', { to: ROOM })
    await run(6000)
    server.dropOwner()
    await second.call('switch.to', { to: ROOM })
    await run(5000)
    expect(channelOf(second)).toBe(ROOM)
    expect(first.topic('switch').switch).toMatchObject({ channel: ROOM, confirmed: false })
    expect(readiness(first)).toMatchObject({ readiness: 'failed', cause: 'in-use' })
    expect(alarmOf(first)).toBeDefined()
    await first.call('ptt.press', { source: 'space' })
    expect(first.topic('ptt').ptt?.phase).toBe('refused')
    await first.call('ptt.release', { source: 'space' })
    await second.call('return.accept')
    await run(15_000)
    expect(first.topic('switch').switch).toMatchObject({ channel: ROOM, confirmed: true })
    expect(alarmOf(first)).toBeUndefined()
    await stopAll(first, second)
  })
})

test('that falls silent while a desk works by it is said to be silent at once, with an alarm, and not to be in use', async () => {
  const { server, first, run } = await desks(1)
  await first.call('switch.to', { to: ROOM })
  await run(6000)
  server.radio.setFault({ fault: 'silent' })
  await run(30_000)
  expect(readiness(first)).toMatchObject({ readiness: 'failed', cause: 'radio-silent' })
  expect(alarmOf(first)).toMatchObject({ code: 'DEVICE_SILENT' })
  expect(switchOf(first)).toMatchObject({ channel: ROOM, confirmed: false })
  server.radio.clearFault('silent')
  await run(15_000)
  expect(switchOf(first)).toMatchObject({ channel: ROOM, confirmed: true })
  expect(alarmOf(first)).toBeUndefined()
  await stopAll(first)
})

test('that leaves one question unanswered in use stays confirmed: only its line says that it is gone', async () => {
  const { server, first, run } = await desks(1)
  await first.call('switch.to', { to: ROOM })
  await run(6000)
  server.radio.setFault({ fault: 'refuse', command: '+CREG', with: 'silence', times: 1 })
  for (let ms = 0; ms < 30_000; ms += 500) {
    await run(500)
    expect(switchOf(first)).toMatchObject({ channel: ROOM, confirmed: true })
  }
  await stopAll(first)
})

describe('a desk that is killed', () => {
  test('while it speaks: its next start hangs up what it owes before all else, and stays on the channel', async () => {
    const { server, first } = await desks(1)
    await first.call('switch.to', { to: ROOM })
    await first.run(6000)
    await speak(first)
    expect(server.radio.transmitting?.by).toBe('console')
    const from = server.radio.commands.length
    const again = await startHost(first.world, withRoom('first'))
    expect(again.topic('alarms')[`radio:${ROOM}:may-transmit`]).toMatchObject({ severity: 'critical' })
    await again.run(6000)
    expect(server.radio.transmitting).toBeUndefined()
    expect(server.radio.commands.slice(from).map(({ text }) => text).slice(0, 3)).toEqual(['AT', expect.stringMatching(/^AT\+CUTXC/), 'ATH'])
    expect(again.topic('alarms')[`radio:${ROOM}:may-transmit`]).toBeUndefined()
    await again.run(5000)
    expect(again.topic('switch').switch).toMatchObject({ channel: ROOM, confirmed: true })
    await stopAll(again)
  })

  test('on the way back to the RBS: it hangs up what it owes and lets the line go, though nobody works by it', async () => {
    const { server, first } = await desks(1)
    await first.call('switch.to', { to: ROOM })
    await first.run(6000)
    await speak(first)
    // The record of the return was written, the release was not.
    first.world.lastChannel = undefined
    first.world.entries.splice(0)
    const again = await startHost(first.world, withRoom('first'))
    expect(channelOf(again)).toBe('rbs')
    await again.run(6000)
    expect(server.radio.transmitting).toBeUndefined()
    expect(server.owner).toBeUndefined()
    expect(again.topic('alarms')[`radio:${ROOM}:may-transmit`]).toBeUndefined()
    await stopAll(again)
  })

  test('leaves a radio that the next desk neither hangs up nor keys: what another keyed is not its own', async () => {
    const { server, first, second, run } = await desks(2)
    server.radio.setFault({ fault: 'hand-microphone', forMs: 90_000 })
    await run(200)
    const from = server.radio.commands.length
    await run(60_000)
    await second.call('switch.to', { to: ROOM })
    await run(6000)
    expect(channelOf(second)).toBe(ROOM)
    await second.call('return.accept')
    await run(1000)
    expect(server.radio.transmitting).toMatchObject({ by: 'hand' })
    expect(server.radio.commands.slice(from).map(({ text }) => text).filter((text) => /ATH|CUTXC|ATD|CTXD/.test(text))).toEqual([])
    await stopAll(first, second)
  })
})
