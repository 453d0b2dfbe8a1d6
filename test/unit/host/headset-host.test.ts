// A headset in the whole host: its key transmits and asks, and that it is muted is told while somebody transmits.
import { describe, expect, test } from 'vitest'
import type { Site } from '../../../electron/host/site/types.ts'
import { failure } from '../../../native/kit/errors.ts'
import { fail } from '../../../native/kit/result.ts'
import { HEADSET } from '../../support/headset-descriptors.ts'
import { createWorld, startHost, type HostBench } from '../../support/host-bench.ts'

const SETTLED_MS = 75_000 // until every service is in order and its proofs are in
const MICROPHONE = 'device:headset:microphone'
const [IN_CALL, FLASH, MUTE] = [1, 2, 8]

const withHeadset = (buttons: object, more: object = {}) => (site: Site): Site => {
  const headset = { id: 'headset', label: 'Headset', driver: 'headset', required: true, transport: { kind: 'hid', vendorId: '0b0e', productId: '0e12' }, buttons, ...more } as Site['devices'][number]
  return { ...site, plan: { ...site.plan, automatic: false }, devices: [...site.devices, headset] }
}

async function ready(buttons: object = { flash: 'ptt' }): Promise<HostBench & { readonly report: (bits: number) => void }> {
  const on = await startHost(createWorld(), withHeadset(buttons))
  on.hid('headset').descriptor = HEADSET
  await on.run(SETTLED_MS)
  const report = (bits: number): void => on.hid('headset').report(1, bits)
  report(IN_CALL)
  return { ...on, report }
}

async function onRadio(buttons?: object): ReturnType<typeof ready> {
  const on = await ready(buttons)
  await on.call('switch.to', { to: 'desk-radio' })
  await on.run(5_000)
  expect(on.topic('switch').switch).toMatchObject({ channel: 'desk-radio', confirmed: true })
  return on
}

describe('a headset of the site file', () => {
  test('is opened by its own descriptor, and until the system hands that out it says what to do', async () => {
    const on = await startHost(createWorld(), withHeadset({}))
    await on.run(1_000)
    expect(on.topic('alarms')['device:headset']).toMatchObject({ code: 'LINK_UNSUPPORTED', severity: 'error', params: { detail: expect.stringContaining('name a device file') } })
    on.hid('headset').descriptor = HEADSET
    await on.run(10_000)
    expect([on.topic('alarms')['device:headset'], on.topic('devices')['headset']]).toMatchObject([undefined, { driver: 'headset', link: 'up' }])
    await on.stop()
  })

  test('is read by the descriptor of its device file where the system tells none: here that of a foot switch, which is no headset', async () => {
    const on = await startHost(createWorld(), withHeadset({}, { product: 'pcsensor-footswitch' }))
    await on.run(1_000)
    expect(on.topic('alarms')['device:headset']).toMatchObject({ code: 'LINK_UNSUPPORTED', params: { detail: expect.stringContaining('no key of the telephony page') } })
    await on.stop()
  })

  test('is written nothing at a site that observes: it may be at work for the RBS', async () => {
    const on = await startHost(createWorld(), (site) => ({ ...withHeadset({ hook: 'acknowledge' })(site), mode: 'observe' }))
    on.hid('headset').descriptor = HEADSET
    await on.run(10_000)
    on.hid('headset').report(1, 0)
    on.hid('headset').report(1, IN_CALL | MUTE)
    await on.run(5_000)
    expect(on.topic('devices')['headset']).toMatchObject({ link: 'up' })
    await on.stop()
    expect(on.hid('headset').written).toEqual([])
  })

  test('keys the radio with a key that tells how long it is held, and un-keys when it is pulled', async () => {
    const on = await onRadio()
    expect(on.topic('devices')['headset']).toMatchObject({ transmits: true })
    on.report(IN_CALL | FLASH)
    await on.run(1_000)
    expect(on.device('desk-radio').radio.transmitting).toMatchObject({ by: 'console' })
    on.hid('headset').lose(failure('LINK_LOST', 'test'))
    await on.run(1_000)
    expect([on.device('desk-radio').radio.transmitting, on.topic('ptt').ptt?.phase]).toEqual([undefined, 'idle'])
    await on.stop()
  })

  test('with a key that cannot transmit is not opened at all: it keys nothing, and says which keys can', async () => {
    const on = await ready({ hook: 'ptt' })
    expect(on.topic('alarms')['device:headset']).toMatchObject({ code: 'LINK_UNSUPPORTED', params: { detail: expect.stringContaining('these can: flash') } })
    on.report(0)
    on.report(IN_CALL)
    await on.run(500)
    expect(on.topic('ptt').ptt?.phase).toBe('idle')
    await on.stop()
  })

  test('may ask with its hook what a panel asks: the call it ends is opened anew', async () => {
    const on = await ready({ hook: 'switch' })
    on.hid('headset').written.splice(0)
    on.report(0)
    await on.run(5_000)
    expect(on.topic('switch').switch).toMatchObject({ channel: 'desk-radio' })
    expect(on.hid('headset').written.map((report) => report[1])).toEqual([0, 1])
    await on.stop()
  })

  test('that takes no lamp is told as one whose keys may not work', async () => {
    const on = await startHost(createWorld(), withHeadset({}))
    Object.assign(on.hid('headset'), { descriptor: HEADSET, writeResult: fail(failure('DEVICE_DENIED', 'test')) })
    await on.run(10_000)
    expect(on.topic('alarms')['device:headset:lights']).toMatchObject({ code: 'headset-lamps', severity: 'warning' })
    await on.stop()
  })
})

describe('a muted headset', () => {
  test('is no alarm at rest, is one as soon as somebody transmits with any key, and is over when it is opened or they stop', async () => {
    const on = await onRadio()
    on.report(IN_CALL | MUTE)
    on.report(IN_CALL)
    await on.run(1_000)
    expect(on.topic('alarms')[MICROPHONE]).toBeUndefined()
    await on.call('ptt.press', { source: 'space' })
    expect(on.topic('alarms')[MICROPHONE]).toMatchObject({ code: 'headset-muted', severity: 'warning', params: { device: 'Headset' } })
    await on.call('ptt.release', { source: 'space' })
    expect(on.topic('alarms')[MICROPHONE]).toBeUndefined()
    on.report(IN_CALL | FLASH)
    await on.run(1_000)
    expect(on.topic('alarms')[MICROPHONE]).toMatchObject({ code: 'headset-muted' })
    on.report(IN_CALL | FLASH | MUTE)
    await on.run(100)
    expect([on.topic('alarms')[MICROPHONE], on.topic('ptt').ptt?.phase]).toEqual([undefined, 'talking'])
    expect(on.entries().filter((entry) => entry.kind === 'alarm.raised' && JSON.stringify(entry).includes('headset-muted'))).toHaveLength(2)
    await on.stop()
  })

  test('that refuses to be opened is told as that', async () => {
    const on = await onRadio()
    on.report(IN_CALL | MUTE)
    await on.run(1_000)
    on.report(IN_CALL)
    on.report(IN_CALL | MUTE)
    await on.run(50)
    on.report(IN_CALL)
    on.report(IN_CALL | MUTE)
    on.report(IN_CALL)
    await on.run(100)
    on.report(IN_CALL | FLASH)
    expect(on.topic('alarms')[MICROPHONE]).toMatchObject({ code: 'headset-locked' })
    await on.stop()
  })

  test('of which nothing is known any more, for it is gone, is said nothing', async () => {
    const on = await onRadio()
    on.report(IN_CALL | MUTE)
    await on.run(100)
    on.hid('headset').lose(failure('LINK_LOST', 'test'))
    await on.call('ptt.press', { source: 'space' })
    expect(on.topic('alarms')[MICROPHONE]).toBeUndefined()
    await on.stop()
  })
})
