// Keys of a panel in the whole host: no page is connected, and nothing of them delays a transmit key.
import { describe, expect, test } from 'vitest'
import type { Site } from '../../../electron/host/site/types.ts'
import { failure } from '../../../native/kit/errors.ts'
import { fail } from '../../../native/kit/result.ts'
import { createWorld, startHost, type HostBench } from '../../support/host-bench.ts'

const SETTLED_MS = 75_000 // until every service is in order and its proofs are in

type Buttons = Extract<Site['devices'][number], { driver: 'hid-buttons' }>['buttons']

const withPanel = (buttons: Buttons) => (site: Site): Site => {
  const pedal = site.devices.find((one) => one.id === 'pedal')
  const panel = { ...pedal, id: 'panel', label: 'Toetsenpaneel', buttons } as Site['devices'][number]
  return { ...site, plan: { ...site.plan, automatic: false }, devices: [...site.devices.filter(({ id }) => id !== 'panel'), panel] }
}

const LEFT = 0x02
const MIDDLE = 0x04
const RIGHT = 0x08

async function bench(buttons: Buttons): Promise<HostBench> {
  const started = await startHost(createWorld(), withPanel(buttons))
  await started.run(SETTLED_MS)
  return started
}
const press = (on: HostBench, keys: number): void => on.hid('panel').report(0, 0, keys)
const last = (on: HostBench, kind: string) => on.entries().findLast((entry) => entry.kind === kind)
const count = (on: HostBench, kind: string): number => on.kinds().filter((one) => one === kind).length

describe('a press on a panel', () => {
  test('switches with no page connected, and the record says that it came from the panel', async () => {
    const on = await bench({ left: 'switch' })
    press(on, 0)
    press(on, LEFT)
    await on.run(2000)
    expect(on.topic('switch').switch).toMatchObject({ channel: 'desk-radio', confirmed: true })
    expect(last(on, 'press.switch')).toMatchObject({ actor: { role: 'dispatcher', position: 'DEMO-07' }, payload: { to: 'desk-radio', via: 'panel/panel' } })
    await on.stop()
  })

  test('counts once however long it is held, and again after it was let go', async () => {
    const on = await bench({ left: 'report' })
    press(on, 0)
    press(on, LEFT)
    press(on, LEFT)
    await on.run(5000)
    press(on, LEFT | MIDDLE)
    press(on, LEFT)
    await on.run(100)
    expect(Object.values(on.topic('faults'))).toHaveLength(1)
    const before = on.entries().length
    press(on, 0)
    press(on, LEFT)
    await on.run(100)
    expect(on.entries().slice(before).map((entry) => entry.kind)).toContain('fault.reported')
    await on.stop()
  })

  test('that is refused is recorded as refused, and changes nothing', async () => {
    const on = await bench({ left: 'channel-1' })
    press(on, 0)
    press(on, LEFT)
    await on.run(100)
    expect(last(on, 'press.switch')).toMatchObject({ payload: { to: 'rbs', via: 'panel/panel', refused: 'already-there' } })
    await on.stop()
  })

  test('chooses a group, takes an emergency and acknowledges, each by its own key', async () => {
    const on = await bench({ left: 'group-3', middle: 'take-emergency', right: 'acknowledge' })
    press(on, 0)
    press(on, LEFT)
    await on.run(100)
    expect(on.topic('switch').switch?.wantedGroup).toBe('4037003')
    on.device('control-radio').radio.hear({ ssi: 6_101_629, gssi: 4_037_001, priority: 15 })
    on.hid('pedal').openResult = fail(failure('LINK_MISSING'))
    on.hid('pedal').lose()
    await on.run(500)
    const open = (): string[] => Object.values(on.topic('alarms')).filter((alarm) => !alarm.acknowledged).map((alarm) => alarm.kind).toSorted()
    expect(open()).toEqual(['device', 'emergency'])
    press(on, RIGHT)
    await on.run(100)
    expect(open()).toEqual(['emergency'])
    press(on, 0)
    press(on, MIDDLE)
    await on.run(100)
    expect(open()).toEqual([])
    expect([last(on, 'press.group'), last(on, 'alarm.acknowledged'), last(on, 'emergency.taken')].map((entry) => entry?.payload['via'])).toEqual(Array.from({ length: 3 }, () => 'panel/panel'))
    await on.stop()
  })

  test('of a key that was down at plug-in, or that unplugging lets go, is no press', async () => {
    const on = await bench({ left: 'switch' })
    press(on, LEFT)
    await on.run(2000)
    on.hid('panel').lose()
    await on.run(2000)
    press(on, LEFT)
    press(on, 0)
    await on.run(2000)
    expect([count(on, 'press.switch'), on.topic('switch').switch?.channel]).toEqual([0, 'rbs'])
    press(on, LEFT)
    await on.run(2000)
    expect([count(on, 'press.switch'), on.topic('switch').switch?.channel]).toEqual([1, 'desk-radio'])
    await on.stop()
  })

  test('of a spare key, or of one that the site file does not name, does nothing', async () => {
    const on = await bench({ left: 'switch', middle: 'spare' })
    const before = on.entries().length
    press(on, 0)
    press(on, MIDDLE | RIGHT)
    await on.run(100)
    expect(on.entries().slice(before).filter((entry) => entry.actor.role !== 'system')).toEqual([])
    await on.stop()
  })
})

describe('a transmit key beside action keys', () => {
  test('asks for the floor in the turn of its report, before the action of the same report is looked at', async () => {
    const on = await bench({ left: 'switch', middle: 'ptt', right: 'report' })
    press(on, 0)
    press(on, LEFT)
    await on.run(5000)
    press(on, 0)
    const told: string[] = []
    const end = on.host.subscribe(['ptt'], (packet) => {
      if (packet.packet === 'delta' && packet.topic === 'ptt') told.push(packet.set.ptt?.phase ?? '')
    })
    press(on, MIDDLE | RIGHT)
    expect(told).toEqual(['waiting'])
    end()
    await on.run(500)
    expect(on.device('desk-radio').radio.transmitting).toMatchObject({ by: 'console' })
    press(on, 0)
    await on.run(500)
    expect(on.device('desk-radio').radio.transmitting).toBeUndefined()
    await on.stop()
  })

  test('passes the arbiter first whatever the keys of one report are called: it is bound to the radio, and the way back waits for it', async () => {
    const on = await bench({ left: 'back', middle: 'ptt', right: 'switch' })
    press(on, 0)
    press(on, RIGHT)
    await on.run(20_000)
    press(on, 0)
    press(on, LEFT | MIDDLE)
    expect(on.topic('ptt').ptt).toMatchObject({ phase: 'waiting', channel: 'desk-radio' })
    await on.run(500)
    expect(on.topic('switch').switch).toMatchObject({ channel: 'desk-radio', phase: 'deferred', to: 'rbs' })
    press(on, 0)
    await on.run(1_000)
    expect([on.topic('switch').switch?.channel, on.device('desk-radio').radio.transmitting]).toEqual(['rbs', undefined])
    await on.stop()
  })

  test('that is down in the first report of its kind is told as stuck, and speaks once it was let go of', async () => {
    const footSwitch = (site: Site): Site => ({ ...site, devices: withPanel({ 'button-1': 'ptt' })(site).devices.map((one) => (one.id === 'panel' ? { ...one, product: 'pcsensor-footswitch' } as typeof one : one)) })
    const on = await startHost(createWorld(), footSwitch)
    await on.run(SETTLED_MS)
    const button = (down: number): void => on.hid('panel').report(4, 0, down)
    on.hid('panel').report(1, 0, 0, 0, 0, 0, 0, 0, 0)
    await on.call('switch.to', { to: 'desk-radio' })
    await on.run(5_000)
    button(1)
    await on.run(1_000)
    expect([on.topic('ptt').ptt?.stuck, on.device('desk-radio').radio.transmitting]).toEqual([['panel:button-1'], undefined])
    button(0)
    expect(on.topic('ptt').ptt?.stuck).toEqual([])
    button(1)
    await on.run(1_000)
    expect(on.device('desk-radio').radio.transmitting).toMatchObject({ by: 'console' })
    await on.stop()
  })

  test('is the only one the arbiter knows: an action key is no source of speech and never stuck', async () => {
    const on = await bench({ left: 'switch', middle: 'ptt' })
    press(on, LEFT | MIDDLE)
    await on.run(100)
    expect(on.topic('ptt').ptt?.stuck).toEqual(['panel:middle'])
    await on.stop()
  })

  test('makes a device one that speaks: the page misses the pedal, not the panel', async () => {
    const on = await bench({ left: 'switch' })
    expect([on.topic('devices')['pedal']?.transmits, on.topic('devices')['panel']?.transmits]).toEqual([true, undefined])
    await on.stop()
  })
})
