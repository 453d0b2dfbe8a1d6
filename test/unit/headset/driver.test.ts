// A headset through its driver, with the simulator at the other end of the wire: opening, the call that is held, keys that are held.
import { describe, expect, test } from 'vitest'
import { failure } from '../../../native/kit/errors.ts'
import { fail, ok } from '../../../native/kit/result.ts'
import type { HeadsetOptions } from '../../../native/headset/index.ts'
import { headsetBench, readyHeadset } from '../../support/headset-bench.ts'
import { HANDSET, HEADSET, PLANTRONICS, TWO_REPORTS } from '../../support/headset-descriptors.ts'

describe('at the opening', () => {
  test('the call is held open and the microphone opened, and the answer of the headset is no press', async () => {
    const on = headsetBench(HEADSET)
    on.driver.start()
    await on.clock.advanceAsync(5_000)
    expect(on.headset.isInCall).toBe(true)
    expect(on.told).toEqual(['opening', 'up', 'baseline', 'microphone open'])
  })

  test('a headset with a report for each lamp gets each of them once', async () => {
    const on = headsetBench(PLANTRONICS)
    on.driver.start()
    await on.clock.advanceAsync(1_000)
    expect(on.written()).toEqual(['0900', '1701', '1800', '1e00', '2000', '2a00'])
  })

  test('the device\'s own descriptor goes before that of a file', async () => {
    const on = headsetBench(HEADSET, { descriptor: HANDSET })
    on.hid.descriptor = HEADSET
    on.driver.start()
    await on.clock.advanceAsync(5_000)
    expect(on.headset.isInCall).toBe(true)
  })

  test('what to do is told anew when it changes: first no descriptor, then a key that the headset has not', async () => {
    const on = headsetBench(HEADSET, { descriptor: undefined, keys: ['redial'] })
    on.driver.start()
    await on.clock.advanceAsync(3_000)
    on.hid.descriptor = HEADSET
    await on.clock.advanceAsync(20_000)
    expect(on.told).toEqual(['opening', 'lost', 'lost'])
    await on.driver.stop()
  })

  test.each<[string, Partial<HeadsetOptions>, string]>([
    ['without any descriptor, what to do', { descriptor: undefined }, 'name a device file'],
    ['a key that it does not have, and those it has', { keys: ['redial'] }, 'no key "redial"; it has hook, flash, hold, mute'],
    ['a hook that shall transmit but follows our own lamp', { keys: ['hook'], transmit: ['hook'] }, '"hook" cannot transmit'],
    ['a mute key that shall transmit', { keys: ['mute'], transmit: ['mute'] }, '"mute" cannot transmit'],
    ['a device that is no headset', { descriptor: Uint8Array.of(0x05, 0x0c, 0x09, 0x01, 0xa1, 0x01, 0xc0) }, 'no key of the telephony page'],
  ])('tells %s, presses nothing, and gives the device back', async (_title, options, words) => {
    const on = headsetBench(HEADSET, options)
    const causes: string[] = []
    on.driver.onEvent((event) => {
      if (event.kind === 'link' && event.state === 'lost') causes.push(`${event.cause.code} ${event.cause.detail}`)
    })
    on.driver.start()
    await on.clock.advanceAsync(0)
    expect(on.hid.isOpen).toBe(false)
    on.hid.report(1, 3)
    await on.clock.advanceAsync(30_000)
    expect(causes).toEqual([expect.stringMatching(/^LINK_UNSUPPORTED /)])
    expect(causes[0]).toContain(words)
    expect(on.told).toEqual(['opening', 'lost'])
    await on.driver.stop()
  })
})

describe('the call that the console holds', () => {
  test('is opened anew when the hook key ended it: the press is told once, and the keys go on working', async () => {
    const on = await readyHeadset(HEADSET)
    on.headset.press('hook')
    await on.clock.advanceAsync(4_000)
    expect(on.told).toEqual(['hook down', 'hook up'])
    expect({ written: on.written(), inCall: on.headset.isInCall }).toEqual({ written: ['0100', '0101'], inCall: true })
    on.headset.press('mute')
    await on.clock.advanceAsync(100)
    expect(on.told.slice(2)).toEqual(['mute down', 'mute up', 'microphone muted'])
  })

  test('is not ended again when the hook key opened it anew by itself meanwhile: only our lamp is added', async () => {
    const on = await readyHeadset(HEADSET)
    on.headset.press('hook')
    await on.clock.advanceAsync(100)
    on.headset.press('hook')
    await on.clock.advanceAsync(1_000)
    expect(on.written()).toEqual(['0101'])
  })

  test('is not lost by showing hold, nor by anything else that shares its report', async () => {
    const on = await readyHeadset(HEADSET)
    on.driver.show({ hold: 'on', 'off-hook': 'off', mute: 'on' })
    await on.clock.advanceAsync(100)
    on.driver.show({})
    await on.clock.advanceAsync(100)
    expect(on.written()).toEqual(['0105', '0101'])
  })

  test('is opened anew by whatever shares its report, and the answer to that is no press either', async () => {
    const on = await readyHeadset(HEADSET)
    on.headset.press('hook')
    on.driver.show({ hold: 'on' })
    await on.clock.advanceAsync(100)
    expect({ told: on.told, inCall: on.headset.isInCall }).toEqual({ told: ['hook down', 'hook up'], inCall: true })
  })

  test('is not written again for hold where hold has a report of its own', async () => {
    const on = await readyHeadset(PLANTRONICS)
    on.driver.show({ hold: 'on' })
    await on.clock.advanceAsync(100)
    expect(on.written()).toEqual(['2001'])
  })

  test.each([50, 2_000, 2_500])('an answer that the headset takes back %i ms later is no press', async (laterMs) => {
    const on = await readyHeadset(HEADSET, { echoes: false })
    on.headset.press('hook')
    await on.clock.advanceAsync(310)
    on.told.splice(0)
    on.hid.report(1, 1)
    await on.clock.advanceAsync(laterMs - 20)
    on.hid.report(1, 0)
    expect(on.told).toEqual([])
  })

  test('another program that ends it again and again is no press each time, and is answered no faster than it is polite', async () => {
    const on = await readyHeadset(HEADSET)
    on.headset.press('hook')
    await on.clock.advanceAsync(400)
    on.written()
    on.told.splice(0)
    for (let times = 0; times < 20; times++) {
      on.hid.report(1, 0)
      await on.clock.advanceAsync(100)
    }
    expect(on.told).toEqual([])
    expect(on.written().length).toBeLessThanOrEqual(2 * 7)
  })

  test('is ended with every lamp put out when the console stops, and nothing is written after it', async () => {
    const on = await readyHeadset(PLANTRONICS)
    const stopping = on.driver.stop()
    await on.clock.advanceAsync(1_000)
    await stopping
    expect(on.written()).toEqual(['0900', '1700', '1800', '1e00', '2000', '2a00'])
    expect({ lit: [...on.headset.lit], open: on.hid.isOpen, timers: on.clock.pending }).toEqual({ lit: [], open: false, timers: 0 })
  })

  test('a headset that takes no lamp is told once, asked again, and told when it takes them', async () => {
    const on = headsetBench(HEADSET)
    on.hid.writeResult = fail(failure('DEVICE_DENIED', 'scripted'))
    on.driver.start()
    await on.clock.advanceAsync(20_000)
    expect(on.told).toEqual(['opening', 'up', 'lights refused'])
    on.hid.writeResult = ok()
    await on.clock.advanceAsync(6_000)
    expect(on.told.slice(3).toSorted()).toEqual(['baseline', 'lights taken', 'microphone open'])
    expect(on.headset.isInCall).toBe(true)
  })
})

describe('keys that are held', () => {
  test('a handset\'s cradle keys while it is lifted, and lifted at the opening it is no press', async () => {
    const on = headsetBench(HANDSET, { keys: ['hook'], transmit: ['hook'] })
    on.driver.start()
    await on.clock.advanceAsync(0)
    on.hid.report(1)
    expect(on.told.slice(2)).toEqual(['baseline hook'])
    on.hid.report(0)
    on.hid.report(1)
    expect(on.told.slice(3)).toEqual(['hook up', 'hook down'])
    on.hid.lose(failure('LINK_LOST', 'scripted'))
    expect(on.told.slice(5)).toEqual(['hook up', 'lost'])
  })

  test('a key found down in the first report of its kind is no press, and is let go of before a loss is told', async () => {
    for (const end of ['released', 'lost']) {
      const on = await readyHeadset(TWO_REPORTS)
      on.hid.report(2, 1)
      if (end === 'released') on.hid.report(2, 0)
      else on.hid.lose(failure('LINK_LOST', 'scripted'))
      expect(on.told, end).toEqual(['flash found', 'flash up', ...(end === 'released' ? [] : ['lost'])])
      on.hid.report(2, 2)
      expect(on.told.at(-1)).toBe(end === 'released' ? 'button-7 down' : 'lost')
    }
  })

  test('a key that is held when the headset is pulled is let go before the loss is told, and no lamp is written to nobody', async () => {
    const on = await readyHeadset(HEADSET)
    on.headset.press('flash')
    on.headset.press('hook')
    on.driver.show({ hold: 'on' })
    on.driver.show({})
    on.written()
    on.hid.lose(failure('LINK_LOST', 'scripted'))
    await on.clock.advanceAsync(200)
    expect(on.told).toEqual(['flash down', 'hook down', 'hook up', 'flash up', 'lost'])
    expect(on.written()).toEqual([])
    await on.clock.advanceAsync(1_000)
    expect(on.written()[0]).toBe('0101')
  })
})
