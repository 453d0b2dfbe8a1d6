import { beforeEach, describe, expect, test } from 'vitest'
import { HidButtons, type HidButtonsEvent } from '../../../native/hid-buttons/index.ts'
import { REOPEN_MS } from '../../../native/kit/hid-keeper.ts'
import { toHex } from '../../../native/kit/bytes.ts'
import { failure } from '../../../native/kit/errors.ts'
import { fail, ok } from '../../../native/kit/result.ts'
import { productNamed } from '../../support/hid-products.ts'
import { createManualClock } from '../../support/manual-clock.ts'
import { ScriptedHid } from '../../support/scripted-transport.ts'

let clock = createManualClock()
let transport = new ScriptedHid()
let events: HidButtonsEvent[] = []
let arrive = (): void => undefined

function create(id = 'vec-footpedal'): HidButtons {
  const arrivals = { onArrived: (listener: () => void) => { arrive = listener; return () => { arrive = () => undefined } } }
  const driver = new HidButtons({ transport, product: productNamed(id), clock, arrivals })
  driver.onEvent((event) => events.push(event))
  return driver
}
async function started(id?: string): Promise<HidButtons> {
  const driver = create(id)
  driver.start()
  await clock.advanceAsync(0)
  return driver
}
const taken = (): HidButtonsEvent[] => events.splice(0)
const lost = (code: 'LINK_LOST' | 'LINK_MISSING' | 'LINK_DENIED') => fail(failure(code, 'scripted-hid'))

beforeEach(() => {
  clock = createManualClock()
  transport = new ScriptedHid()
  events = []
})

describe('presses', () => {
  test('the first report is a baseline, further ones are presses and releases', async () => {
    const driver = await started()
    expect(driver.down).toBeUndefined()
    transport.report(0, 0)
    transport.report(2, 0)
    transport.report(6, 0)
    transport.report(4, 0)
    transport.report(0, 0)
    expect(taken()).toEqual([
      { kind: 'link', state: 'opening' },
      { kind: 'link', state: 'up' },
      { kind: 'baseline', down: [] },
      { kind: 'down', name: 'middle' },
      { kind: 'down', name: 'right' },
      { kind: 'up', name: 'middle' },
      { kind: 'up', name: 'right' },
    ])
  })

  test('a report that comes before the device is told to be up is nobody’s: its key would be stuck', async () => {
    const driver = create()
    driver.start()
    transport.report(0, 0)
    expect(taken()).toEqual([{ kind: 'link', state: 'opening' }])
    expect(driver.down).toBeUndefined()
    await clock.advanceAsync(0)
    transport.report(0, 0)
    expect(taken()).toEqual([{ kind: 'link', state: 'up' }, { kind: 'baseline', down: [] }])
  })

  test('a pedal held at plug-in is in the baseline and is no press', async () => {
    const driver = await started()
    taken()
    transport.report(2, 0)
    expect(taken()).toEqual([{ kind: 'baseline', down: ['middle'] }])
    expect(driver.down).toEqual(['middle'])
  })

  test('a report that swaps two inputs releases before it presses', async () => {
    await started()
    transport.report(1, 0)
    taken()
    transport.report(4, 0)
    expect(taken()).toEqual([{ kind: 'up', name: 'left' }, { kind: 'down', name: 'right' }])
  })

  test('a report of odd length is read, and said once an opening', async () => {
    await started()
    taken()
    transport.report(2)
    transport.report(0)
    expect(taken()).toEqual([
      { kind: 'odd-report', hex: '02' },
      { kind: 'baseline', down: ['middle'] },
      { kind: 'up', name: 'middle' },
    ])
  })
})

describe('losing the device', () => {
  test('everything held is released before the loss is told', async () => {
    const driver = await started()
    transport.report(0, 0)
    transport.report(3, 0)
    taken()
    transport.lose(failure('LINK_LOST', 'unplugged'))
    expect(taken()).toEqual([
      { kind: 'up', name: 'left' },
      { kind: 'up', name: 'middle' },
      { kind: 'link', state: 'lost', cause: { code: 'LINK_LOST', detail: 'unplugged' } },
    ])
    expect(driver.down).toBeUndefined()
  })

  test('an input held in the baseline is released too', async () => {
    await started()
    transport.report(2, 0)
    taken()
    transport.lose()
    expect(taken()[0]).toEqual({ kind: 'up', name: 'middle' })
  })

  test('after a replug the first report is a baseline again: a pedal held throughout does not key', async () => {
    await started()
    transport.report(0, 0)
    transport.report(2, 0)
    transport.lose()
    taken()
    await clock.advanceAsync(REOPEN_MS[0])
    transport.report(2, 0)
    expect(taken()).toEqual([{ kind: 'link', state: 'up' }, { kind: 'baseline', down: ['middle'] }])
  })

  test('opening is tried after 0.25, 0.5, 1, 2 and then each 5 seconds', async () => {
    transport.openResult = lost('LINK_MISSING')
    await started()
    const opens: number[] = []
    for (const waitMs of [...REOPEN_MS, 5_000]) {
      await clock.advanceAsync(waitMs - 1)
      const before = transport.opens
      await clock.advanceAsync(1)
      opens.push(transport.opens - before)
    }
    expect(opens).toEqual([1, 1, 1, 1, 1, 1])
    expect(transport.opens).toBe(7)
  })

  test('a device that arrives is opened at once, and the waits begin anew', async () => {
    transport.openResult = lost('LINK_MISSING')
    await started()
    await clock.advanceAsync(20_000)
    const before = transport.opens
    arrive()
    await clock.advanceAsync(0)
    expect(transport.opens).toBe(before + 1)
    await clock.advanceAsync(250)
    expect(transport.opens).toBe(before + 2)
    expect(taken()).toHaveLength(2)
    transport.openResult = ok()
    arrive()
    await clock.advanceAsync(0)
    expect(taken()).toEqual([{ kind: 'link', state: 'up' }])
    expect(clock.pending).toBe(0)
  })

  test('an arrival disturbs neither an open device, nor an opening that is under way, nor a driver that was stopped', async () => {
    const driver = await started()
    arrive()
    await clock.advanceAsync(0)
    expect(transport.opens).toBe(1)
    transport.openResult = new Promise(() => {}) as never
    transport.lose()
    await clock.advanceAsync(REOPEN_MS[0])
    arrive()
    await clock.advanceAsync(0)
    expect(transport.opens).toBe(2)
    const heard = arrive
    await driver.stop()
    heard()
    await clock.advanceAsync(0)
    expect({ opens: transport.opens, timers: clock.pending }).toEqual({ opens: 2, timers: 0 })
  })

  test('vain attempts are told once for each cause, not once each', async () => {
    transport.openResult = lost('LINK_MISSING')
    await started()
    await clock.advanceAsync(20_000)
    transport.openResult = lost('LINK_DENIED')
    await clock.advanceAsync(20_000)
    transport.openResult = ok()
    await clock.advanceAsync(5_000)
    expect(taken()).toMatchObject([
      { state: 'opening' },
      { state: 'lost', cause: { code: 'LINK_MISSING' } },
      { state: 'lost', cause: { code: 'LINK_DENIED' } },
      { state: 'up' },
    ])
  })
})

describe('asking for the state', () => {
  test('an X-keys pedal is asked after each opening, so that one already held is known', async () => {
    await started('xkeys-xk3-pedal')
    expect(transport.written.map(toHex)).toEqual([`00b1${'00'.repeat(34)}`])
    const answer = new Uint8Array(32)
    answer[1] = 3
    answer[2] = 4
    transport.report(...answer)
    expect(taken().at(-1)).toEqual({ kind: 'baseline', down: ['middle'] })
    await clock.advanceAsync(10_000)
    expect(transport.written).toHaveLength(1)
    transport.lose()
    await clock.advanceAsync(REOPEN_MS[0])
    expect(transport.written).toHaveLength(2)
  })

  test('an unanswered question is put three times and then left', async () => {
    await started('xkeys-xk3-pedal')
    await clock.advanceAsync(60_000)
    expect(transport.written).toHaveLength(3)
    expect(clock.pending).toBe(0)
  })

  test('a VEC pedal cannot be asked and is not', async () => {
    await started()
    await clock.advanceAsync(60_000)
    expect(transport.written).toEqual([])
  })
})

describe('stopping', () => {
  test('releases what is held, closes, leaves no timer and says no more', async () => {
    const driver = await started('xkeys-xk3-pedal')
    transport.report(0, 3, 0)
    transport.report(0, 1, 4)
    taken()
    await driver.stop()
    expect(taken()).toEqual([{ kind: 'up', name: 'middle' }])
    transport.report(0, 1, 4)
    transport.lose()
    expect({ events: taken(), open: transport.isOpen, timers: clock.pending }).toEqual({ events: [], open: false, timers: 0 })
  })

  test('while waiting to reopen, ends the waiting', async () => {
    transport.openResult = lost('LINK_MISSING')
    const driver = await started()
    await driver.stop()
    await clock.advanceAsync(60_000)
    expect(transport.opens).toBe(1)
  })

  test('while opening, does not come up afterwards; a second start opens again', async () => {
    const driver = create()
    driver.start()
    await driver.stop()
    await clock.advanceAsync(0)
    expect(taken()).toEqual([{ kind: 'link', state: 'opening' }])
    driver.start()
    await clock.advanceAsync(0)
    expect(taken()).toEqual([{ kind: 'link', state: 'opening' }, { kind: 'link', state: 'up' }])
  })
})
