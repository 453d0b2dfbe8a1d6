// Page, key of a panel, countdown and device speak in the same moment: exactly one switch, and the others are told.
import { describe, expect, test } from 'vitest'
import type { SwitchEvent } from '../../../electron/host/fallback/types.ts'
import { BY_HAND, confirmed, DOWN, press, READY, refused, SwitchBench, timer } from '../../support/switch-bench.ts'

const RETURN: SwitchEvent = { event: 'return-pressed' }
const UNDO: SwitchEvent = { event: 'undo-pressed' }
const STAY: SwitchEvent = { event: 'stay-pressed' }
const BOTH = { desk: READY, second: READY, dmo: READY }
const switches = (bench: SwitchBench): string[] => bench.said.filter((one) => one.startsWith('switched') || one.startsWith('returned'))
const onDesk = (): SwitchBench => new SwitchBench(BY_HAND).know(1000, DOWN).at(4000, press()).at(4200, confirmed('desk', '1'))

test.each<[string, SwitchEvent[]]>([
  ['two keys for one channel', [press('desk'), press('desk'), confirmed('desk', '1')]],
  ['two keys for two channels', [press('desk'), press('second'), confirmed('desk', '1')]],
  ['a key, the end of the countdown and the device', [press('desk'), timer('countdown'), confirmed('desk', '1')]],
  ['the end of the countdown, a key and the device', [timer('countdown'), press('second'), confirmed('desk', '1')]],
  ['a key, the device and another key', [press('desk'), confirmed('desk', '1'), press('second')]],
  ['a key, the device, an undo and a return', [press('desk'), confirmed('desk', '1'), UNDO, RETURN]],
])('%s in the same moment make exactly one switch', (_what, events) => {
  const bench = new SwitchBench().know(0, { ...DOWN, readiness: BOTH }).at(5000, ...events)
  expect(switches(bench)).toHaveLength(1)
  expect(bench.state.active).toMatchObject({ channel: 'desk', group: '1' })
  const presses = events.filter(({ event }) => event.endsWith('-pressed')).length
  const own = events[0]?.event === 'timer-expired' ? 0 : 1
  expect(bench.said.filter((one) => one === 'press-refused cause=busy')).toHaveLength(presses - own)
})

test.each([2999, 1, 0])('a key %i ms after a switch is told busy, from wherever it comes', (ms) => {
  for (const key of [press('second'), press(), UNDO, RETURN, { event: 'group-pressed', group: '2' } as const]) {
    const bench = onDesk().know(4200, { readiness: BOTH }).at(4200 + ms, key)
    expect(bench.said.at(-1)).toBe('press-refused cause=busy')
    expect(bench.state.active).toMatchObject({ channel: 'desk', group: '1' })
  }
})

describe('"Blijf op RBS"', () => {
  test('in the last moment, while the console asks the radio already, is what counts', () => {
    const bench = new SwitchBench().know(0, DOWN).at(5000, timer('countdown')).at(5100, STAY).at(5200, confirmed('desk', '1'))
    expect(bench.said.at(-1)).toBe('countdown-stopped cause=stayed')
    expect(bench.state).toMatchObject({ active: { channel: 'rbs' }, stayed: true, step: { phase: 'settled' } })
  })

  test('takes no switch back that a person asked for', () => {
    const bench = new SwitchBench().know(0, DOWN).at(1000, press()).at(1100, STAY)
    expect(bench.said.at(-1)).toBe('press-refused cause=busy')
    expect(bench.at(1200, confirmed('desk', '1')).state.active.channel).toBe('desk')
  })
})

describe('while a switch waits for the own transmission', () => {
  const deferred = (): SwitchBench => onDesk().know(8000, { ownTransmission: true, readiness: BOTH }).at(9000, press('second'))

  test.each<[string, SwitchEvent]>([['the same key again', press('second')], ['undo', UNDO], ['return', RETURN], ['another group', { event: 'group-pressed', group: '2' }], ['stay', STAY]])(
    '%s within a second is told busy and cuts nobody off', (_what, key) => {
      const bench = deferred().at(9900, key)
      expect(bench.said.at(-1)).toBe('press-refused cause=busy')
      expect(bench.effects).not.toContainEqual({ effect: 'release-everything' })
      expect(bench.state.step).toMatchObject({ phase: 'deferred', to: 'second' })
    })

  test('undo and return after it are told busy too: they ask for something else', () => {
    const bench = deferred().at(10_500, UNDO).at(10_600, RETURN)
    expect(bench.said.slice(-2)).toEqual(['press-refused cause=busy', 'press-refused cause=busy'])
  })
})

test('a device that refuses and confirms in the same moment has said no', () => {
  const bench = new SwitchBench(BY_HAND).at(0, press()).at(500, refused('desk'), confirmed('desk', '1'))
  expect(bench.state.active.channel).toBe('rbs')
  expect(bench.said.at(-1)).toBe('switch-failed from=rbs tried=["desk"]')
})
