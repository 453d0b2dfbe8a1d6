// A keyed set and a shared pedal in the whole host: switched to, spoken through, honest about what it cannot know, and never
// keyed together with the RBS.
import { describe, expect, test } from 'vitest'
import { createSimulatedRelay } from '../../../native/changeover-relay/index.ts'
import { createSimulatedSet } from '../../../native/keyed-radio/index.ts'
import { failure } from '../../../native/kit/errors.ts'
import { fail, ok } from '../../../native/kit/result.ts'
import type { Site } from '../../../electron/host/site/types.ts'
import { createWorld, startHost, type HostBench, type HostWorld } from '../../support/host-bench.ts'
import { ScriptedSerial } from '../../support/scripted-transport.ts'

const SET = '/dev/set'
const RELAY = '/dev/relay'
const SETTLED_MS = 6_000 // until the set's line is proven

interface Wanted {
  readonly group?: string
  readonly readBack?: boolean
  readonly carrier?: boolean
  readonly relay?: boolean
  readonly shared?: boolean
  readonly mode?: Site['mode']
}

function withSet(wanted: Wanted): (site: Site) => Site {
  const { group, readBack = false, carrier = true, relay = false, shared = false, mode = 'act' } = wanted
  const wire = { input: 'cts', activeLow: false }
  const set = {
    id: 'set', label: 'Portoset', required: true, driver: 'keyed-radio', carrierOnMs: 40, carrierOffMs: 150,
    transport: { kind: 'serial', path: SET, keyBy: 'rts-not-dtr', activeLow: false, ...(carrier ? { carrier: { input: 'dcd', activeLow: false } } : {}), ...(readBack ? { readBack: wire } : {}) },
  }
  const changeover = { id: 'relay', label: 'Omschakelrelais', required: true, driver: 'changeover-relay', transport: { kind: 'serial', path: RELAY, keyBy: 'rts', activeLow: false, readBack: wire } }
  const channel = {
    id: 'set', label: 'Portoset', kind: 'keyed', device: 'set', hears: true, verifyEveryS: 30, dependsOn: [], loses: ['emergency-banner'],
    audio: { microphone: 'hoorn', loudspeaker: 'set', recorded: false }, ...(group === undefined ? {} : { group }),
  }
  return (site) => ({
    ...site,
    mode,
    devices: [...site.devices.map((one) => (one.driver === 'hid-buttons' ? { ...one, sharedWithRbs: shared, ...(relay ? { relay: 'relay' } : {}) } : one)), set, ...(relay ? [changeover] : [])],
    plan: { ...site.plan, automatic: false, channels: [...site.plan.channels, channel] },
  }) as unknown as Site
}

function hang(world: HostWorld) {
  const set = createSimulatedSet({ clock: world.clock, tell: ({ carrier, sending }) => { wires(SET).inputs = { cts: sending, dsr: false, dcd: carrier } } })
  const coil = createSimulatedRelay({ clock: world.clock, tell: (contact) => { wires(RELAY).inputs = { cts: contact, dsr: false, dcd: false } } })
  const wires = (path: string): ScriptedSerial => {
    const line = world.wires.get(path) ?? new ScriptedSerial()
    world.wires.set(path, line)
    return line
  }
  wires(SET).onOutputs = ({ rts, dtr }) => set.key(rts && !dtr)
  wires(RELAY).onOutputs = ({ rts }) => coil.draw(rts)
  return { set, coil, wires }
}

async function ready(wanted: Wanted) {
  const world = createWorld()
  const hung = hang(world)
  const bench = await startHost(world, withSet(wanted))
  await bench.run(SETTLED_MS)
  return { bench, world, ...hung }
}

/** X-keys XK-3: the whole state in each report; byte 2 bit 2 is the middle pedal. */
const pedal = (bench: HostBench, down: boolean): void => bench.pedal.report(0, 1, down ? 4 : 0, ...Array.from({ length: 29 }, () => 0))

async function switched(wanted: Wanted) {
  const all = await ready(wanted)
  pedal(all.bench, false)
  await all.bench.call('switch.to', { to: 'set' })
  await all.bench.run(4_000)
  return all
}

describe('a keyed set', () => {
  test('is ready, shows its own group, and is switched to by name', async () => {
    const { bench } = await ready({ group: '4037002' })
    expect(bench.topic('channels')['set']).toMatchObject({ kind: 'keyed', readiness: 'ready', fixedGroup: '4037002', sendingProof: 'line' })
    await bench.call('switch.to', { to: 'set' })
    await bench.run(100)
    expect(bench.topic('switch').switch).toMatchObject({ channel: 'set', group: '4037002', confirmed: true })
    await bench.stop()
  })

  test('is keyed by the pedal and un-keyed by its release', async () => {
    const { bench, set } = await switched({ group: '4037001' })
    pedal(bench, true)
    await bench.run(100)
    expect([set.isSending, bench.topic('ptt').ptt]).toMatchObject([true, { phase: 'talking', channel: 'set' }])
    pedal(bench, false)
    await bench.run(100)
    expect([set.isSending, bench.topic('ptt').ptt?.phase]).toEqual([false, 'idle'])
    await bench.stop()
  })

  test('that does not come on the air is refused, not shown as talking', async () => {
    const { bench, set } = await switched({ group: '4037001', readBack: true })
    expect(bench.topic('channels')['set']?.sendingProof).toBe('read-back')
    set.deaden(true)
    pedal(bench, true)
    await bench.run(1_000)
    expect(bench.topic('ptt').ptt).toMatchObject({ phase: 'refused', cause: 'radio-silent' })
    await bench.stop()
  })

  test('in no group is worked by without one, and a group key is refused on it', async () => {
    const { bench, set } = await switched({})
    const { group, ...rest } = bench.topic('switch').switch ?? {}
    expect([group, rest]).toMatchObject([undefined, { channel: 'set', confirmed: true, wantedGroup: '4037001' }])
    expect(await bench.call('group.select', { group: '4037002' })).toMatchObject({ ok: false, error: { detail: 'fixed-group' } })
    pedal(bench, true)
    await bench.run(100)
    expect(set.isSending).toBe(true)
    await bench.stop()
  })

  test('counts its group as heard by ear only, and somebody on it as nobody in particular', async () => {
    const { bench, set } = await switched({ group: '4037003' })
    expect(bench.topic('coverage').coverage).toMatchObject({ byEarOnly: ['4037003'], reasons: expect.arrayContaining([{ code: 'no-emergency' }]) })
    set.hear(true)
    await bench.run(200)
    expect(bench.topic('ptt').ptt).toMatchObject({ heard: '' })
    set.hear(false)
    await bench.run(300)
    expect(bench.topic('ptt').ptt?.heard).toBeUndefined()
    await bench.stop()
  })

  test('without a carrier wire says that it cannot tell, and a return is not offered by itself', async () => {
    const { bench } = await switched({ group: '4037001', carrier: false })
    expect(bench.topic('channels')['set']?.readiness).toBe('ready')
    expect(bench.topic('ptt').ptt).toMatchObject({ hearingUnknown: true })
    await bench.run(200_000)
    expect(bench.topic('switch').switch?.returnOffered).toBe(false)
    expect(await bench.call('return.accept')).toMatchObject({ ok: true })
    await bench.stop()
  })

  test('lost while it talks drops the press, alarms, and is un-keyed before it is spoken through again', async () => {
    const { bench, set, wires } = await switched({ group: '4037001' })
    pedal(bench, true)
    await bench.run(100)
    wires(SET).lose()
    await bench.run(0)
    expect(bench.topic('ptt').ptt).toMatchObject({ phase: 'refused', cause: 'link-lost', mayTransmit: ['set'] })
    expect(bench.topic('alarms')['radio:set:may-transmit']).toMatchObject({ severity: 'critical' })
    await bench.run(5_000)
    expect([set.isSending, bench.topic('ptt').ptt?.mayTransmit, bench.topic('alarms')['radio:set:may-transmit']]).toEqual([false, [], undefined])
    expect(bench.topic('switch').switch).toMatchObject({ channel: 'set', confirmed: true })
    await bench.stop()
  })

  test('that may still be on the air is not ready, is switched to by nobody, and is proven anew once it has let go', async () => {
    const { bench, set } = await switched({ group: '4037001', readBack: true })
    pedal(bench, true)
    await bench.run(200)
    set.weld(true)
    pedal(bench, false)
    await bench.run(2_000)
    expect(bench.topic('ptt').ptt?.mayTransmit).toEqual(['set'])
    expect(bench.topic('channels')['set']).toMatchObject({ readiness: 'failed', cause: 'may-transmit' })
    await bench.call('return.accept')
    await bench.run(60_000)
    expect([bench.topic('channels')['set']?.readiness, await bench.call('switch.to', { to: 'set' })]).toMatchObject(['failed', { ok: true }])
    await bench.run(4_000)
    expect(bench.topic('switch').switch?.channel).not.toBe('set')
    set.weld(false)
    await bench.run(2_000)
    expect([bench.topic('ptt').ptt?.mayTransmit, bench.topic('channels')['set']?.readiness]).toEqual([[], 'ready'])
    await bench.stop()
  })

  test('is un-keyed by the host\'s end, and after a crash by the next start', async () => {
    const first = await switched({ group: '4037001' })
    pedal(first.bench, true)
    await first.bench.run(100)
    expect(first.set.isSending).toBe(true)
    // The first host is simply left: it was killed.
    const again = await startHost(first.world, withSet({ group: '4037001' }))
    await again.run(1_000)
    expect(first.set.isSending).toBe(false)
    expect(again.kinds()).toEqual(expect.arrayContaining(['radio.may-transmit', 'radio.hung-up']))
    await again.run(SETTLED_MS)
    pedal(again, false)
    pedal(again, true)
    await again.run(100)
    expect(first.set.isSending).toBe(true)
    await again.stop()
    await again.run(100)
    expect(first.set.isSending).toBe(false)
  })

  test('on a port without modem lines is not ready and says so plainly', async () => {
    const world = createWorld()
    const bench = await startHost(world, withSet({ group: '4037001' }))
    world.wires.get(SET)!.linesResult = fail(failure('LINK_UNSUPPORTED', 'no modem lines'))
    await bench.run(10_000)
    world.wires.get(SET)!.lose()
    await bench.run(20_000)
    expect(bench.topic('channels')['set']).toMatchObject({ readiness: 'failed', cause: 'no-modem-lines' })
    expect(bench.topic('devices')['set']).toMatchObject({ link: 'down', cause: 'LINK_UNSUPPORTED' })
    await bench.stop()
  })

  test('that nothing can stand guard over is not ready, says so, and is not keyed', async () => {
    const { bench, set, wires } = await switched({ group: '4037001' })
    wires(SET).openResult = fail(failure('LINK_UNGUARDED', 'watchdog: no Node to run it with'))
    wires(SET).lose()
    await bench.run(10_000)
    expect(bench.topic('channels')['set']).toMatchObject({ readiness: 'failed', cause: 'no-guard' })
    expect(bench.topic('devices')['set']).toMatchObject({ link: 'down', cause: 'LINK_UNGUARDED' })
    pedal(bench, true)
    await bench.run(500)
    expect([set.isSending, bench.topic('ptt').ptt?.phase]).toEqual([false, 'refused'])
    await bench.stop()
  })

  test('and the relay of its pedal are opened as soon as they are plugged in', async () => {
    const { bench, world, wires } = await ready({ group: '4037001', relay: true })
    const ports = [SET, RELAY].map(wires)
    for (const port of ports) {
      port.openResult = fail(failure('LINK_MISSING', 'test'))
      port.lose()
    }
    await bench.run(20_000)
    expect(['set', 'relay'].map((id) => bench.topic('devices')[id]?.link)).toEqual(['down', 'down'])
    for (const port of ports) port.openResult = ok()
    for (const id of ['set', 'relay']) world.arrivals.get(id)?.()
    await bench.run(0)
    expect(['set', 'relay'].map((id) => bench.topic('devices')[id]?.link)).toEqual(['up', 'up'])
    await bench.stop()
  })

  test('is not even opened where the site observes, and neither is a relay', async () => {
    const { bench, wires } = await ready({ group: '4037001', mode: 'observe', relay: true })
    expect([wires(SET).opens, wires(RELAY).opens, bench.topic('channels')['set']]).toMatchObject([0, 0, { readiness: 'unknown' }])
    await bench.stop()
  })
})

describe('a shared pedal', () => {
  test('without a relay is a standing warning of double keying', async () => {
    const { bench } = await ready({ shared: true })
    expect(bench.topic('alarms')['pedal-shared:pedal']).toMatchObject({ severity: 'warning', code: 'pedal-shared' })
    await bench.stop()
  })

  test('stays with the RBS while that is worked by, and is handed over only after the relay has moved', async () => {
    const { bench, coil, set } = await ready({ group: '4037001', relay: true, shared: true })
    expect([coil.isAtRadio, bench.topic('alarms')['pedal-shared:pedal']]).toEqual([false, undefined])
    pedal(bench, false)
    await bench.call('switch.to', { to: 'set' })
    await bench.run(4_000)
    expect(coil.isAtRadio).toBe(true)
    pedal(bench, true)
    await bench.run(100)
    expect(set.isSending).toBe(true)
    pedal(bench, false)
    await bench.run(100)
    await bench.call('return.accept')
    await bench.run(300)
    expect(coil.isAtRadio).toBe(false)
    const before = set.sendings
    pedal(bench, true)
    await bench.run(500)
    expect([set.sendings, bench.topic('ptt').ptt?.phase]).toEqual([before, 'idle'])
    await bench.stop()
  })

  test('whose relay does not move keys nothing here, and somebody is told', async () => {
    const { bench, coil, set } = await ready({ group: '4037001', relay: true })
    pedal(bench, false)
    coil.jam(true)
    await bench.call('switch.to', { to: 'set' })
    await bench.run(4_000)
    expect(bench.topic('alarms')['relay:relay']).toMatchObject({ code: 'relay-did-not-move', severity: 'error', params: { device: 'Omschakelrelais' } })
    pedal(bench, true)
    await bench.run(500)
    expect([set.sendings, bench.topic('ptt').ptt?.phase]).toEqual([0, 'idle'])
    // The key on the screen is nobody else's: it still speaks.
    await bench.call('ptt.press', { source: 'space' })
    await bench.run(100)
    expect(set.isSending).toBe(true)
    await bench.stop()
  })

  test('whose relay sticks at the radio after the return is not said to be the RBS\'s: it may speak nowhere', async () => {
    const { bench, coil } = await switched({ group: '4037001', relay: true, shared: true })
    expect(coil.isAtRadio).toBe(true)
    coil.jam(true)
    await bench.call('return.accept')
    await bench.run(1_000)
    expect([bench.topic('switch').switch?.channel, coil.isAtRadio]).toEqual(['rbs', true])
    expect(bench.topic('alarms')['relay:relay']).toMatchObject({ code: 'relay-not-back', severity: 'error', params: { device: 'Omschakelrelais' } })
    coil.jam(false)
    await bench.run(500)
    expect(bench.topic('alarms')['relay:relay']).toBeUndefined()
    await bench.stop()
  })

  test('whose relay is out of reach is told as soon as that matters, and not before', async () => {
    const { bench, wires } = await ready({ group: '4037001', relay: true })
    pedal(bench, false)
    wires(RELAY).openResult = fail(failure('LINK_MISSING', 'test'))
    wires(RELAY).lose()
    await bench.run(2_000)
    expect([bench.topic('alarms')['relay:relay'], bench.topic('alarms')['device:relay']]).toMatchObject([undefined, { code: 'LINK_MISSING' }])
    await bench.call('switch.to', { to: 'set' })
    await bench.run(100)
    expect(bench.topic('alarms')['relay:relay']).toMatchObject({ code: 'relay-unreachable' })
    await bench.run(4_000)
    await bench.call('return.accept')
    await bench.run(100)
    expect(bench.topic('alarms')['relay:relay']).toBeUndefined()
    await bench.stop()
  })

  test('held down while the relay moves was not pressed for us: it must come up first', async () => {
    const { bench, set } = await ready({ group: '4037001', relay: true })
    pedal(bench, true)
    await bench.call('switch.to', { to: 'set' })
    await bench.run(4_000)
    expect([set.sendings, bench.topic('ptt').ptt?.stuck]).toEqual([0, ['pedal:middle']])
    pedal(bench, false)
    await bench.run(300)
    pedal(bench, true)
    await bench.run(100)
    expect(set.isSending).toBe(true)
    await bench.stop()
  })

  test('held down while the position returns is not handed to the RBS before it is let go of: the RBS would send by it', async () => {
    const { bench, set, coil } = await switched({ group: '4037001', relay: true, shared: true })
    pedal(bench, true)
    await bench.run(100)
    await bench.call('return.accept')
    await bench.run(1_100)
    await bench.call('return.accept')
    await bench.run(3_000)
    expect(bench.topic('switch').switch?.channel).toBe('rbs')
    expect([set.isSending, coil.isAtRadio, bench.topic('ptt').ptt]).toMatchObject([false, true, { phase: 'refused', cause: 'cut' }])
    pedal(bench, false)
    await bench.run(300)
    expect(coil.isAtRadio).toBe(false)
    await bench.stop()
  })

  test('held down while the position returns goes to the RBS when it is pulled: nobody can let go of it any more', async () => {
    const { bench, coil } = await switched({ group: '4037001', relay: true, shared: true })
    pedal(bench, true)
    await bench.run(100)
    await bench.call('return.accept')
    await bench.run(1_100)
    await bench.call('return.accept')
    await bench.run(1_000)
    expect(coil.isAtRadio).toBe(true)
    bench.pedal.lose()
    await bench.run(300)
    expect(coil.isAtRadio).toBe(false)
    await bench.stop()
  })

  test('held down while the position returns is not drawn back to the radio by a relay that was lost meanwhile', async () => {
    const { bench, coil, wires } = await switched({ group: '4037001', relay: true, shared: true })
    pedal(bench, true)
    await bench.call('return.accept')
    await bench.run(1_100)
    await bench.call('return.accept')
    await bench.run(1_000)
    wires(RELAY).lose()
    coil.draw(false)
    const before = wires(RELAY).outputs.length
    await bench.run(5_000)
    expect(wires(RELAY).outputs.slice(before).filter(({ rts }) => rts)).toEqual([])
    expect([coil.isAtRadio, bench.topic('alarms')['relay:relay']]).toEqual([false, undefined])
    await bench.stop()
  })

  test('is lent to a spoken test of the set and is back at the RBS after it, held or not', async () => {
    const { bench, coil, set } = await ready({ group: '4037001', relay: true, shared: true, carrier: false })
    pedal(bench, false)
    expect(await bench.call('spoken.begin', { channel: 'set' })).toMatchObject({ ok: true })
    await bench.run(500)
    expect([coil.isAtRadio, bench.topic('spokenTest').test]).toMatchObject([true, { channel: 'set', group: '4037001', step: 'speak' }])
    pedal(bench, true)
    await bench.run(200)
    expect(set.isSending).toBe(true)
    await bench.call('spoken.stop')
    await bench.run(500)
    // What is held was not meant for the RBS: it gets the pedal when it is up.
    expect([set.isSending, coil.isAtRadio, bench.topic('spokenTest').test]).toMatchObject([false, true, { step: 'failed', end: 'stopped' }])
    pedal(bench, false)
    await bench.run(500)
    expect([coil.isAtRadio, bench.topic('ptt').ptt?.target]).toEqual([false, 'rbs'])
    await bench.stop()
  })

  test('proves a set that no control radio can know again on the word of a colleague', async () => {
    const { bench, set } = await ready({ group: '4037001' })
    pedal(bench, false)
    await bench.call('spoken.begin', { channel: 'set' })
    await bench.run(500)
    pedal(bench, true)
    await bench.run(200)
    expect(set.isSending).toBe(true)
    pedal(bench, false)
    await bench.run(200)
    expect(bench.topic('spokenTest').test).toMatchObject({ step: 'listen' })
    expect(bench.topic('spokenTest').test?.witness).toBeUndefined()
    await bench.call('spoken.heard')
    expect(bench.topic('channels')['set']?.spokenTest).toMatchObject({ by: 'colleague', group: '4037001', old: false })
    await bench.stop()
  })

  test('whose relay leaves the radio while it is pressed un-keys at once', async () => {
    const { bench, set, coil } = await switched({ group: '4037001', relay: true })
    pedal(bench, true)
    await bench.run(100)
    expect(set.isSending).toBe(true)
    coil.push(false)
    await bench.run(80)
    expect(set.isSending).toBe(false)
    await bench.run(300)
    expect(bench.topic('alarms')['relay:relay']).toMatchObject({ code: 'relay-moved-by-itself' })
    await bench.stop()
  })
})
