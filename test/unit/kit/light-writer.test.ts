// The lights of a panel: what is written, how often, and what a device that is lost or refuses makes of it.
import { beforeEach, describe, expect, test } from 'vitest'
import type { Lights, LightState } from '../../../native/kit/buttons.ts'
import { DARKEN_MS, LightWriter, REFUSED_MS, WRITE_GAP_MS, type LightTable } from '../../../native/kit/light-writer.ts'
import { failure } from '../../../native/kit/errors.ts'
import { fail, ok, type Result } from '../../../native/kit/result.ts'
import { createManualClock } from '../../support/manual-clock.ts'

const NAMES = ['key-1-blue', 'key-1-red', 'key-2-blue', 'key-2-red', 'green', 'red']
const STATES: readonly LightState[] = ['off', 'on', 'flash']
const ALL_OFF = [Uint8Array.of(0, 0xb6, 0, 0), Uint8Array.of(0, 0xb6, 1, 0)]

let clock = createManualClock()
/** Written, with its moment. */
let written: { readonly ms: number; readonly text: string }[] = []
/** What the device shows by what was written. */
let device: Record<string, LightState> = {}
let answer: Result<void> = ok()
let takesMs = 0
let told: string[] = []

const apply = (report: Uint8Array): string => {
  const [, command, at = 0, state = 0] = report
  if (command === 0xb6) {
    device = Object.fromEntries(NAMES.map((name) => [name, 'off'] as const))
    return 'all'
  }
  device[NAMES[at]!] = STATES[state]!
  return `${NAMES[at]} ${STATES[state]}`
}

const TABLE: LightTable<LightState> = {
  names: NAMES,
  dark: 'off',
  encode: (name, state) => [Uint8Array.of(0, 0xb5, NAMES.indexOf(name), STATES.indexOf(state))],
  allDark: ALL_OFF,
}

const create = (table = TABLE): LightWriter<LightState> => new LightWriter({
  table,
  clock,
  async write(report) {
    if (takesMs > 0) await new Promise<void>((resolve) => clock.after(takesMs, resolve))
    if (answer.ok) written.push({ ms: clock.monotonicMs(), text: apply(report) })
    else written.push({ ms: clock.monotonicMs(), text: 'refused' })
    return answer
  },
  onRefused: ({ code }) => told.push(code),
  onTaken: () => told.push('taken'),
})
const texts = (): string[] => written.splice(0).map(({ text }) => text)
const shows = (lights: Lights): Record<string, LightState> => ({ ...Object.fromEntries(NAMES.map((name) => [name, 'off'] as const)), ...lights })

beforeEach(() => {
  clock = createManualClock()
  written = []
  device = {}
  answer = ok()
  takesMs = 0
  told = []
})

describe('writing', () => {
  test('darkens a device that was just opened, then writes what differs, and nothing twice', async () => {
    const lights = create()
    lights.show({ 'key-1-blue': 'on', red: 'flash' })
    lights.opened()
    await clock.advanceAsync(1000)
    expect(texts()).toEqual(['all', 'all', 'key-1-blue on', 'red flash'])
    lights.show({ 'key-1-blue': 'on', red: 'on' })
    lights.show({ 'key-1-blue': 'on', red: 'on' })
    await clock.advanceAsync(1000)
    expect(texts()).toEqual(['red on'])
    expect(device).toEqual(shows({ 'key-1-blue': 'on', red: 'on' }))
  })

  test('does nothing before anything is to be shown, and leaves out lights that the device does not have', async () => {
    const lights = create()
    lights.opened()
    await clock.advanceAsync(1000)
    expect(texts()).toEqual([])
    lights.show({ 'key-99-blue': 'on', green: 'on' })
    await clock.advanceAsync(1000)
    expect(texts()).toEqual(['all', 'all', 'green on'])
  })

  test('writes each place by itself where nothing darkens all of them, also those that stay dark, and several reports for one in a row', async () => {
    const { allDark: _none, ...each } = TABLE
    const lights = create({ ...each, encode: async (name, state, all) => [...each.encode(name, 'off', all) as Uint8Array[], ...each.encode(name, state, all) as Uint8Array[]] })
    lights.opened()
    lights.show({ green: 'on' })
    await clock.advanceAsync(1000)
    expect(texts()).toEqual(NAMES.flatMap((name) => [`${name} off`, `${name} ${name === 'green' ? 'on' : 'off'}`]))
    const dark = lights.darken()
    await clock.advanceAsync(100)
    await dark
    expect(texts()).toEqual(['green off', 'green off'])
  })

  test('keeps 10 ms between reports however fast a thousand changes a second come, and ends at the last of them', async () => {
    const lights = create()
    lights.opened()
    for (let change = 0; change < 1000; change++) {
      lights.show({ 'key-1-blue': STATES[change % 3]!, 'key-2-red': STATES[(change + 1) % 3]!, green: change % 2 === 0 ? 'on' : 'off' })
      await clock.advanceAsync(1)
    }
    const gaps = written.slice(1).map(({ ms }, at) => ms - written[at]!.ms)
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(WRITE_GAP_MS)
    expect(written.length).toBeGreaterThan(80)
    lights.show({ 'key-2-blue': 'flash' })
    await clock.advanceAsync(1000)
    expect(device).toEqual(shows({ 'key-2-blue': 'flash' }))
  })

  test('does not let a light that changes all the time hold up the others', async () => {
    const lights = create()
    lights.opened()
    lights.show({})
    await clock.advanceAsync(100)
    written = []
    for (let change = 0; change < 60; change++) {
      lights.show({ 'key-1-blue': change % 2 === 0 ? 'on' : 'off', red: 'flash' })
      await clock.advanceAsync(1)
    }
    expect(device['red']).toBe('flash')
  })

  test('never has two reports on their way to a device that takes its time', async () => {
    takesMs = 300
    const lights = create()
    lights.opened()
    for (let change = 0; change < 50; change++) {
      lights.show({ green: change % 2 === 0 ? 'on' : 'off', red: 'on' })
      await clock.advanceAsync(20)
    }
    expect(written.slice(1).every(({ ms }, at) => ms - written[at]!.ms >= takesMs)).toBe(true)
  })
})

describe('a device that is lost', () => {
  test('is written whole again after the next opening, whatever it showed', async () => {
    const lights = create()
    lights.show({ green: 'on', red: 'flash' })
    lights.opened()
    await clock.advanceAsync(1000)
    lights.lost()
    lights.show({ green: 'on' })
    await clock.advanceAsync(1000)
    texts()
    device = {} // another one may be plugged in
    lights.opened()
    await clock.advanceAsync(1000)
    expect(texts()).toEqual(['all', 'all', 'green on'])
    expect(device).toEqual(shows({ green: 'on' }))
  })

  test('in the middle of a report and opened again meanwhile, ends right', async () => {
    takesMs = 50
    const lights = create()
    lights.show({ green: 'on' })
    lights.opened()
    await clock.advanceAsync(130)
    lights.lost()
    lights.opened()
    device = {}
    await clock.advanceAsync(2000)
    expect(device).toEqual(shows({ green: 'on' }))
  })
})

describe('a device that refuses', () => {
  test('is told of once and asked again each 5 s, and is right when it takes lights again', async () => {
    const lights = create()
    lights.show({ green: 'on' })
    lights.opened()
    await clock.advanceAsync(1000)
    texts()
    answer = fail(failure('DEVICE_DENIED', 'scripted'))
    for (let second = 0; second < 60; second++) {
      lights.show({ green: second % 2 === 0 ? 'off' : 'on', red: 'flash' })
      await clock.advanceAsync(1000)
    }
    expect(texts()).toHaveLength(1 + 60_000 / REFUSED_MS)
    expect(told).toEqual(['DEVICE_DENIED'])
    answer = ok()
    await clock.advanceAsync(REFUSED_MS + 1000)
    expect(told).toEqual(['DEVICE_DENIED', 'taken'])
    expect(device).toEqual(shows({ green: 'on', red: 'flash' }))
  })
})

describe('going dark', () => {
  test('takes as few reports as it can, whatever was on its way, and leaves no timer', async () => {
    const lights = create()
    lights.show(Object.fromEntries(NAMES.map((name) => [name, 'on'] as const)))
    lights.opened()
    await clock.advanceAsync(35)
    texts()
    const dark = lights.darken()
    await clock.advanceAsync(100)
    await dark
    expect(texts()).toEqual(['all', 'all'])
    expect([device, clock.pending]).toEqual([shows({}), 0])
  })

  test('waits no longer than its bound for a device that takes nothing', async () => {
    const lights = create()
    lights.show({ green: 'on' })
    lights.opened()
    await clock.advanceAsync(100)
    takesMs = 60_000
    lights.show({ green: 'off' })
    const from = clock.monotonicMs()
    let over = -1
    const dark = lights.darken().then(() => (over = clock.monotonicMs() - from))
    await clock.advanceAsync(DARKEN_MS)
    await dark
    expect(over).toBeLessThanOrEqual(DARKEN_MS)
  })

  test('of a device on which nothing was ever shown writes nothing: it is somebody else that lit it', async () => {
    const lights = create()
    lights.opened()
    await lights.darken()
    expect([texts(), clock.pending]).toEqual([[], 0])
  })
})
