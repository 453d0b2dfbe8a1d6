// What a radio's answers mean, and a pedal's.
import { describe, expect, test } from 'vitest'
import { judgeButtons, judgePresses } from '../../../electron/cli/doctor/judge/buttons.ts'
import { judgeRadio, judgeTimeOut, type RadioContext, type RadioFacts } from '../../../electron/cli/doctor/judge/radio.ts'

const CONTEXT: RadioContext = { id: 'desk-radio', label: 'Mobilofoon', groups: new Map([['4037001', 'INC-1']]), isChannel: true, hardTimeoutMs: 120_000 }
const GOOD: RadioFacts = {
  answers: true,
  answerMs: { n: 20, p50: 50, p95: 60 },
  about: { manufacturer: 'M', model: 'X', firmware: '1', ssi: '••••417' },
  mode: 'tmo',
  registration: 'home',
  cell: 'wide',
  group: '4037001',
  signalDbm: -70,
  batteryPercent: 80,
  refused: [],
  line: { baud: 38_400, rtscts: false, saidBaud: 38_400, saidFlow: [0, 0] },
}
const states = (facts: RadioFacts, context = CONTEXT): Record<string, string> => Object.fromEntries(judgeRadio(facts, context).map(({ id, state }) => [id.replace('device.desk-radio.', ''), state]))
const curesOf = (facts: RadioFacts): (string | undefined)[] => judgeRadio(facts, CONTEXT).filter((one) => one.id !== 'device.desk-radio.timeout').map((one) => one.cure?.key)

test('a radio in order is in order in everything but the guard that nobody can read', () => {
  expect(states(GOOD)).toEqual({ answer: 'ok', about: 'ok', line: 'ok', network: 'ok', group: 'ok', signal: 'ok', battery: 'ok', timeout: 'unknown' })
  expect(curesOf(GOOD).filter(Boolean)).toEqual([])
})

test('a radio that does not answer is told once, not in every part', () => {
  expect(states({ answers: false, about: {}, refused: [], line: {} })).toEqual({ answer: 'failed' })
})

test.each([
  ['dmo', 'ok'],
  ['dmo-tmo-watch', 'ok'],
  ['tmo', 'warning'],
  ['unknown', 'unknown'],
] as const)('a radio that the plan has in direct mode and that stands in %s is %s, whatever its registration', (mode, state) => {
  const found = states({ ...GOOD, mode, registration: 'none', group: '4037901' }, { ...CONTEXT, isChannel: false, isDirect: true })
  expect(found).toMatchObject({ network: state })
  expect(found).not.toHaveProperty('group')
})

test('a control radio need stand on no group of the plan', () => {
  expect(states({ ...GOOD, group: '1' }, { ...CONTEXT, isChannel: false })).not.toHaveProperty('group')
})

const without = <Key extends keyof RadioFacts>(key: Key): RadioFacts => {
  const { [key]: _gone, ...rest } = GOOD
  return rest as RadioFacts
}

describe('a radio', () => {
  test.each([
    ['that answers slowly', { ...GOOD, answerMs: { n: 20, p50: 150, p95: 260 } }, 'answer', 'warning'],
    ['whose speed is not the site file’s', { ...GOOD, line: { baud: 9600, rtscts: false, saidBaud: 38_400 } }, 'line', 'warning'],
    ['that takes any speed', { ...GOOD, line: { baud: 9600, rtscts: false, saidBaud: 0 } }, 'line', 'ok'],
    ['that does not tell its speed', { ...GOOD, line: { baud: 9600, rtscts: false } }, 'line', 'ok'],
    ['that wants flow control', { ...GOOD, line: { baud: 9600, rtscts: false, saidFlow: [2, 2] } }, 'line', 'warning'],
    ['that has no flow control where the site file has', { ...GOOD, line: { baud: 9600, rtscts: true, saidFlow: [0, 0] } }, 'line', 'warning'],
    ['behind a terminal server', { ...GOOD, line: {} }, 'line', 'ok'],
    ['of which nothing is known', { ...GOOD, about: {} }, 'about', 'unknown'],
    ['in direct mode', { ...GOOD, mode: 'dmo' }, 'network', 'warning'],
    ['on a cell that is cut off', { ...GOOD, cell: 'local' }, 'network', 'warning'],
    ['that searches', { ...GOOD, registration: 'searching' }, 'network', 'failed'],
    ['that is rejected', { ...GOOD, registration: 'rejected' }, 'network', 'failed'],
    ['whose registration is not told', without('registration'), 'network', 'unknown'],
    ['on no group', { ...GOOD, group: '' }, 'group', 'failed'],
    ['on a group of nobody', { ...GOOD, group: '99' }, 'group', 'warning'],
    ['that hears little', { ...GOOD, signalDbm: -108 }, 'signal', 'warning'],
    ['on an empty battery', { ...GOOD, batteryPercent: 5 }, 'battery', 'warning'],
    ['that refused something', { ...GOOD, refused: [{ feature: 'text', answer: '4' }] }, 'refused', 'warning'],
  ] as const)('%s', (_what, facts, part, state) => {
    expect(states(facts)[part]).toBe(state)
  })

  test('whose signal and battery are not told has no line about them', () => {
    expect(states(without('signalDbm'))).not.toHaveProperty('signal')
    expect(states(without('batteryPercent'))).not.toHaveProperty('battery')
  })
})

test('its own time-out is right a little above the console’s limit, felt below it, and missing when it never came', () => {
  expect(judgeTimeOut(CONTEXT, 150_000, 150_000).state).toBe('ok')
  expect(judgeTimeOut(CONTEXT, 60_000, 60_000)).toMatchObject({ state: 'warning', cure: { key: 'doctor.timeout.set' } })
  expect(judgeTimeOut(CONTEXT, undefined, 180_000)).toMatchObject({ state: 'failed', detail: { values: { seconds: 180 } } })
})

describe('a pedal', () => {
  const judged = (...args: Parameters<typeof judgeButtons>): (readonly [string, string])[] => judgeButtons(...args).map(({ id, state }) => [id, state] as const)

  test.each([
    ['that answers', { state: 'answered', answerMs: { n: 5, p50: 3, p95: 6 }, down: [] }, [['device.p.answer', 'ok']]],
    ['that answers slowly', { state: 'answered', answerMs: { n: 5, p50: 3, p95: 90 } }, [['device.p.answer', 'warning']]],
    ['on which something stands', { state: 'answered', down: ['middle'] }, [['device.p.answer', 'ok'], ['device.p.rest', 'warning']]],
    ['that does not answer', { state: 'silent' }, [['device.p.answer', 'failed']]],
    ['that cannot be asked', { state: 'cannot-be-asked' }, [['device.p.answer', 'unknown']]],
    ['of a site that only looks', { state: 'not-asked' }, [['device.p.answer', 'unknown']]],
  ] as const)('%s', (_what, facts, expected) => {
    expect(judged('p', 'Pedaal', facts)).toEqual(expected)
  })

  test('is proven by presses a foot can make; shorter ones are a contact that bounces', () => {
    const press = (...heldMs: number[]) => judgePresses('p', 'Pedaal', { waitedMs: 10_000, presses: heldMs.map((held) => ({ name: 'middle', heldMs: held })) })
    expect(press()).toMatchObject({ state: 'failed' })
    expect(press(240, 310)).toMatchObject({ state: 'ok', detail: { values: { inputs: 'middle', presses: 2, shortest: 240 } } })
    expect(press(240, 4, 7)).toMatchObject({ state: 'warning', cure: { values: { bounces: 2 } } })
  })
})
