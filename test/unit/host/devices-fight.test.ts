// Devices that fail or fight while the position switches: in each case nobody is keyed by accident, what is shown is where it
// stands, and it is said. The table of these cases is in resources/docs/switching.md.
import { describe, expect, test } from 'vitest'
import type { Site } from '../../../electron/host/site/types.ts'
import { failure } from '../../../native/kit/errors.ts'
import { fail, ok } from '../../../native/kit/result.ts'
import { createWorld, type HostBench } from '../../support/host-bench.ts'
import { manual, ready, silenceRbs, SILENT_MS, start, wakeRbs, type Bench } from '../../support/host-outage.ts'

const DESK = 'desk-radio'
/** X-keys XK-3: byte 2 bit 2 is the middle pedal. */
const pedal = (on: HostBench, isDown: boolean, device = 'pedal'): void => on.hid(device).report(0, 1, isDown ? 4 : 0, ...Array.from({ length: 29 }, () => 0))
const radioOf = (on: HostBench) => on.device(DESK).radio
const switchOf = (on: HostBench) => on.topic('switch').switch
const pttOf = (on: HostBench) => on.topic('ptt').ptt
const last = (on: HostBench, kind: string) => on.entries().findLast((entry) => entry.kind === kind)
const keyings = (on: HostBench, from: number): string[] => radioOf(on).commands.slice(from).map(({ text }) => text).filter((text) => /^AT(D\d|\+CTXD)/.test(text))

/** Its answers come this much later than the radio gives them. */
function slowed(on: HostBench, ms: number): void {
  const { line } = on.device(DESK)
  const forward = line.onWrite
  line.onWrite = (text) => void (on as Bench).world.clock.after(ms, () => forward?.(text))
}
async function onDesk(on: HostBench): Promise<void> {
  await on.call('switch.to', { to: DESK })
  await on.run(5000)
  expect(switchOf(on)).toMatchObject({ channel: DESK, group: '4037001', confirmed: true })
}
async function readyWithPedal(change = manual): Promise<Bench> {
  const on = await ready(createWorld(), change)
  pedal(on, false)
  return on
}

describe('a pedal', () => {
  test('that is released in the middle of a switch keys nothing, and its next press keys the new channel', async () => {
    const on = await readyWithPedal()
    pedal(on, true)
    const from = radioOf(on).commands.length
    slowed(on, 150)
    void on.call('switch.to', { to: DESK })
    await on.run(100)
    expect(switchOf(on)).toMatchObject({ phase: 'confirming', channel: 'rbs' })
    pedal(on, false)
    await on.run(5000)
    expect(switchOf(on)).toMatchObject({ channel: DESK, confirmed: true })
    expect([keyings(on, from), pttOf(on)?.phase, pttOf(on)?.stuck]).toEqual([[], 'idle', []])
    pedal(on, true)
    await on.run(1000)
    expect(radioOf(on).transmitting).toMatchObject({ by: 'console' })
    pedal(on, false)
    await on.run(1000)
    await on.stop()
  })

  test('that is pressed in the middle of a switch is refused as switching, and must come up before it keys', async () => {
    const on = await readyWithPedal()
    await onDesk(on)
    const from = radioOf(on).commands.length
    slowed(on, 150)
    void on.call('group.select', { group: '4037002' })
    await on.run(100)
    pedal(on, true)
    expect(pttOf(on)).toMatchObject({ phase: 'refused', cause: 'switching' })
    await on.run(5000)
    expect([switchOf(on)?.group, keyings(on, from)]).toEqual(['4037002', []])
    pedal(on, false)
    pedal(on, true)
    await on.run(1500)
    expect(radioOf(on).transmitting).toMatchObject({ by: 'console', gssi: 4_037_002 })
    await on.stop()
  })

  test('that a KVM switch takes away while it is held un-keys and is said to be gone; back and still held it keys nobody until it was up', async () => {
    const on = await readyWithPedal()
    await onDesk(on)
    pedal(on, true)
    await on.run(1000)
    expect(radioOf(on).transmitting).toMatchObject({ by: 'console' })
    on.pedal.openResult = fail(failure('LINK_MISSING'))
    on.pedal.lose()
    await on.run(500)
    expect([radioOf(on).transmitting, on.topic('alarms')['device:pedal']?.code]).toEqual([undefined, 'LINK_MISSING'])
    const from = radioOf(on).commands.length
    on.pedal.openResult = ok()
    await on.run(6000)
    pedal(on, true)
    await on.run(2000)
    expect([keyings(on, from), pttOf(on)?.stuck]).toEqual([[], ['pedal:middle']])
    expect(on.topic('alarms')['pedal:pedal:middle:stuck']).toMatchObject({ code: 'DEVICE_STUCK_PEDAL' })
    expect(on.topic('alarms')['device:pedal']).toBeUndefined()
    pedal(on, false)
    expect([pttOf(on)?.stuck, on.topic('alarms')['pedal:pedal:middle:stuck']]).toEqual([[], undefined])
    pedal(on, true)
    await on.run(1000)
    expect(radioOf(on).transmitting).toMatchObject({ by: 'console' })
    await on.stop()
  })
})

test('a panel that a KVM switch takes away while its transmit key is held un-keys, and brings no press with it when it returns', async () => {
  const withKey = (site: Site): Site => {
    const foot = site.devices.find(({ id }) => id === 'pedal')
    const panel = { ...foot, id: 'panel', label: 'Toetsenpaneel', buttons: { middle: 'ptt', left: 'back' } } as Site['devices'][number]
    return { ...manual(site), devices: [...site.devices.filter(({ id }) => id !== 'panel'), panel] }
  }
  const on = await readyWithPedal(withKey)
  pedal(on, false, 'panel')
  await onDesk(on)
  pedal(on, true, 'panel')
  await on.run(1000)
  expect(pttOf(on)).toMatchObject({ phase: 'talking', by: 'panel:middle' })
  on.hid('panel').lose()
  await on.run(200)
  expect(radioOf(on).transmitting).toBeUndefined()
  const [from, presses] = [radioOf(on).commands.length, on.kinds().filter((kind) => kind.startsWith('press.')).length]
  await on.run(6000)
  // The middle key and the left one are down: neither was pressed for us.
  on.hid('panel').report(0, 1, 6, ...Array.from({ length: 29 }, () => 0))
  await on.run(2000)
  expect([keyings(on, from), switchOf(on)?.channel, on.kinds().filter((kind) => kind.startsWith('press.')).length]).toEqual([[], DESK, presses])
  await on.stop()
})

test('a page whose keyboard is taken away lets go of its key, says so, and keys again only with a new press', async () => {
  const on = await readyWithPedal()
  await onDesk(on)
  await on.call('ptt.press', { source: 'screen' })
  for (let beat = 0; beat < 6; beat++) {
    await on.run(100)
    await on.call('ptt.keep-alive', { source: 'screen' })
  }
  expect(radioOf(on).transmitting).toMatchObject({ by: 'console' })
  await on.run(500) // the release never came: the focus went elsewhere, and with it the key
  expect(radioOf(on).transmitting).toBeUndefined()
  expect([pttOf(on)?.cause, last(on, 'ptt.refused')?.payload['cause']]).toEqual(['page-silent', 'page-silent'])
  const from = radioOf(on).commands.length
  await on.call('ptt.keep-alive', { source: 'screen' })
  await on.run(1000)
  expect(keyings(on, from)).toEqual([])
  await on.call('ptt.release', { source: 'screen' })
  await on.call('ptt.press', { source: 'screen' })
  await on.run(250)
  expect(keyings(on, from)).toHaveLength(1)
  await on.stop()
})

describe('a radio', () => {
  test('that is unplugged between its confirmation and the first press refuses the press, is told, and keys nobody when it is back', async () => {
    const on = await readyWithPedal()
    await onDesk(on)
    const { line } = on.device(DESK)
    line.openResult = fail(failure('LINK_MISSING'))
    line.lose()
    pedal(on, true)
    await on.run(100)
    expect(pttOf(on)).toMatchObject({ phase: 'refused' })
    expect(switchOf(on)).toMatchObject({ channel: DESK, group: '4037001', confirmed: false })
    expect(on.topic('alarms')[`device:${DESK}`]).toMatchObject({ code: 'LINK_LOST' })
    const from = radioOf(on).commands.length
    line.openResult = ok()
    await on.run(20_000)
    expect(switchOf(on)).toMatchObject({ channel: DESK, group: '4037001', confirmed: true })
    expect([keyings(on, from), on.topic('alarms')[`device:${DESK}`]]).toEqual([[], undefined])
    pedal(on, false)
    pedal(on, true)
    await on.run(1000)
    expect(radioOf(on).transmitting).toMatchObject({ by: 'console' })
    await on.stop()
  })

  test('that refuses the group leaves the position where it was, with its own word in the record and an alarm for people', async () => {
    const on = await readyWithPedal()
    radioOf(on).setFault({ fault: 'refuse-group', how: 'error' })
    await on.call('switch.to', { to: DESK, group: '4037002' })
    await on.run(3000)
    expect(switchOf(on)).toMatchObject({ channel: 'rbs', phase: 'settled' })
    expect(last(on, 'switch.not-confirmed')?.payload).toMatchObject({ channel: DESK, cause: 'DEVICE_DENIED' })
    expect(last(on, 'switch.switch-failed')?.payload).toMatchObject({ from: 'rbs', tried: [DESK] })
    expect(on.topic('alarms')['switch-failed']).toMatchObject({ severity: 'error', params: { tried: [DESK] } })
    expect(on.topic('channels')[DESK]).toMatchObject({ readiness: 'failed', cause: 'group-missing' })
    await on.stop()
  })

  test('that takes the order and stands elsewhere is not confirmed either: only reading back counts', async () => {
    const on = await readyWithPedal()
    radioOf(on).setFault({ fault: 'refuse-group', how: 'ignored' })
    await on.call('switch.to', { to: DESK, group: '4037002' })
    await on.run(3000)
    expect(switchOf(on)).toMatchObject({ channel: 'rbs', phase: 'settled' })
    expect(on.topic('alarms')['switch-failed']).toBeDefined()
    await on.stop()
  })

  test('that answers after the bound changes nothing any more: the position stays, and it is said', async () => {
    const on = await readyWithPedal()
    slowed(on, 700)
    await on.call('switch.to', { to: DESK, group: '4037002' })
    await on.run(1000)
    expect(switchOf(on)).toMatchObject({ channel: 'rbs', phase: 'settled' })
    expect(last(on, 'switch.not-confirmed')?.payload).toMatchObject({ channel: DESK, cause: 'no answer' })
    await on.run(10_000) // its late answers come in
    expect(switchOf(on)).toMatchObject({ channel: 'rbs', phase: 'settled' })
    expect(on.kinds().filter((kind) => kind === 'switch.switched')).toEqual([])
    expect(on.topic('alarms')['switch-failed']).toBeDefined()
    await on.stop()
  })
})

describe('a page that dies during the countdown', () => {
  const byItself = (site: Site): Site => {
    const foot = site.devices.find(({ id }) => id === 'pedal')
    const panel = { ...foot, id: 'panel', label: 'Toetsenpaneel', buttons: { left: 'back' } } as Site['devices'][number]
    return { ...site, plan: { ...site.plan, automatic: true }, devices: [...site.devices.filter(({ id }) => id !== 'panel'), panel] }
  }
  async function counting(): Promise<Bench> {
    const on = await readyWithPedal(byItself)
    pedal(on, false, 'panel')
    silenceRbs(on)
    for (let ms = 0; ms < SILENT_MS + 40_000 && !switchOf(on)?.countdown; ms += 100) await on.run(100)
    expect(switchOf(on)?.countdown).toMatchObject({ to: DESK })
    on.host.callerGone('page')
    return on
  }

  test('leaves the panel key that says "Blijf op RBS", and it does what it says', async () => {
    const on = await counting()
    on.hid('panel').report(0, 1, 2, ...Array.from({ length: 29 }, () => 0))
    await on.run(20_000)
    expect(switchOf(on)).toMatchObject({ channel: 'rbs' })
    expect([switchOf(on)?.countdown, last(on, 'switch.countdown-stopped')?.payload['cause'], last(on, 'press.stay')?.payload['via']]).toEqual([undefined, 'stayed', 'panel/panel'])
    wakeRbs(on)
    await on.stop()
  })

  test('does not stop it: the position is manned, the pedal then keys the radio, and the record names who switched', async () => {
    const on = await counting()
    await on.run(6000)
    expect(switchOf(on)).toMatchObject({ channel: DESK, confirmed: true })
    expect(last(on, 'switch.switched')?.payload).toMatchObject({ from: 'rbs', to: DESK, trigger: 'automatic' })
    pedal(on, true)
    await on.run(1000)
    expect(radioOf(on).transmitting).toMatchObject({ by: 'console' })
    await on.stop()
  })
})

describe('a host that is killed between break and make', () => {
  test('comes up on the RBS that it had not left, keys nothing, and says where it is', async () => {
    const first = await readyWithPedal()
    slowed(first, 150)
    void first.call('switch.to', { to: DESK, group: '4037002' })
    await first.run(300)
    expect(switchOf(first)?.phase).toBe('confirming')
    const from = radioOf(first).commands.length
    const again = await start(first.world, manual)
    expect(switchOf(again)).toMatchObject({ channel: 'rbs', confirmed: true, phase: 'settled' })
    await again.run(30_000)
    expect(switchOf(again)).toMatchObject({ channel: 'rbs' })
    expect(keyings(again, from)).toEqual([])
    expect(last(again, 'host.started')?.payload).toMatchObject({ channel: 'rbs' })
    await again.stop()
  })

  test('comes up on its radio in the group it last confirmed, turns the radio back there, and says so', async () => {
    const first = await readyWithPedal()
    await onDesk(first)
    slowed(first, 150)
    void first.call('group.select', { group: '4037003' })
    // The radio has taken the group and the console has not read it back.
    for (let ms = 0; ms < 2000 && !radioOf(first).commands.some(({ text }) => text.includes('4037003')); ms += 10) await first.run(10)
    expect(switchOf(first)).toMatchObject({ phase: 'confirming', group: '4037001' })
    const again = await start(first.world, manual)
    expect(switchOf(again)).toMatchObject({ channel: DESK, group: '4037001', confirmed: false })
    await again.run(10_000)
    expect(switchOf(again)).toMatchObject({ channel: DESK, group: '4037001', confirmed: true })
    expect(again.topic('channels')[DESK]?.group).toBe('4037001')
    expect(last(again, 'switch.restored')?.payload).toMatchObject({ channel: DESK, group: '4037001' })
    await again.stop()
  })

  test('while the cut of a forced switch was under way hangs the radio up before all else, and has an alarm until then', async () => {
    const first = await readyWithPedal()
    await onDesk(first)
    pedal(first, true)
    await first.run(1000)
    expect(radioOf(first).transmitting).toMatchObject({ by: 'console' })
    first.device(DESK).line.onWrite = undefined // killed before its release was on the line
    await first.call('return.accept')
    await first.run(1100)
    await first.call('return.accept')
    expect(switchOf(first)).toMatchObject({ channel: 'rbs' })
    const from = radioOf(first).commands.length
    const again = await start(first.world, manual)
    expect(again.topic('alarms')[`radio:${DESK}:may-transmit`]).toMatchObject({ severity: 'critical' })
    await again.run(5000)
    expect(radioOf(again).transmitting).toBeUndefined()
    expect(radioOf(again).commands.slice(from).map(({ text }) => text).filter((text) => text !== 'AT')[0]).toMatch(/^AT(\+CUTXC|H)/)
    expect(again.topic('alarms')[`radio:${DESK}:may-transmit`]).toBeUndefined()
    expect(switchOf(again)).toMatchObject({ channel: 'rbs' })
    await again.stop()
  })
})
