// What the host knows of its devices without asking them.
import { describe, expect, test } from 'vitest'
import { beginFacts, quantiles, reduceButtonFacts, reduceRadioFacts, type FactsState } from '../../../electron/host/traffic/device-facts.ts'
import type { RadioEvent } from '../../../native/kit/driver.ts'
import { failure } from '../../../native/kit/errors.ts'

const wire = (direction: 'in' | 'out' | 'discarded', line: string): RadioEvent => ({ event: 'wire', direction, line })

function hear(...events: readonly (readonly [ms: number, event: RadioEvent])[]): FactsState {
  return events.reduce((state, [ms, event]) => reduceRadioFacts(state, event, { monotonicMs: ms, utcMs: 1_000_000 + ms }), beginFacts(1_000_000))
}

describe('facts of a radio', () => {
  test('the time of an answer runs from the command to its final result, not to the lines before it', () => {
    const { answersMs, facts } = hear([0, wire('out', 'AT+CREG?')], [30, wire('in', '+CREG: 1,1')], [50, wire('in', 'OK')], [60, wire('in', '+CTXG: 1,3')], [100, wire('out', 'AT')], [140, wire('in', '+CME ERROR: 4')], [190, wire('in', 'OK')])
    expect(answersMs).toEqual([50, 40])
    expect(facts.lastLineUtcMs).toBe(1_000_190)
  })

  test('a command without an answer is no measurement', () => {
    expect(hear([0, wire('out', 'AT')], [1_000, wire('out', 'AT')], [1_020, wire('in', 'OK')]).answersMs).toEqual([20])
  })

  test('registration and group belong to the link in which they were told, also when they were told before it was up', () => {
    const up = hear([0, { event: 'link', link: { link: 'down', cause: 'LINK_MISSING', detail: 'x' } }], [0, { event: 'registration', registration: 'home', cell: 'wide' }], [0, { event: 'link', link: { link: 'up' } }], [2, { event: 'group', gssi: '4037001' }])
    expect(up.facts).toEqual({ link: 'up', sinceUtcMs: 1_000_000, registration: 'home', cell: 'wide', group: '4037001' })
    const down = reduceRadioFacts(up, { event: 'link', link: { link: 'down', cause: 'LINK_LOST', detail: '/dev/ttyACM0' } }, { monotonicMs: 9, utcMs: 1_000_009 })
    expect(down.facts).toEqual({ link: 'down', sinceUtcMs: 1_000_009, cause: 'LINK_LOST', detail: '/dev/ttyACM0' })
  })

  test('only the newest answers are kept, whatever the time it has run', () => {
    const many = Array.from({ length: 500 }, (_, at) => [[at * 10, wire('out', 'AT')], [at * 10 + (at < 300 ? 9 : 1), wire('in', 'OK')]] as const).flat()
    const { answersMs } = hear(...many)
    expect(answersMs).toHaveLength(200)
    expect(quantiles(answersMs)).toEqual({ n: 200, p50: 1, p95: 1 })
  })
})

test('facts of a pedal tell since when it is lost and why', () => {
  const up = reduceButtonFacts(beginFacts(0), { kind: 'link', state: 'up' }, { monotonicMs: 1, utcMs: 1 })
  expect(reduceButtonFacts(up, { kind: 'down', name: 'middle' }, { monotonicMs: 2, utcMs: 2 }).facts).toEqual({ link: 'up', sinceUtcMs: 1, lastLineUtcMs: 2 })
  expect(reduceButtonFacts(up, { kind: 'link', state: 'lost', cause: failure('LINK_LOST', 'x') }, { monotonicMs: 3, utcMs: 3 }).facts).toEqual({ link: 'down', sinceUtcMs: 3, cause: 'LINK_LOST', detail: 'x' })
})

test('quantiles are those of what was measured, and none where nothing was', () => {
  expect(quantiles([])).toBeUndefined()
  expect(quantiles([7])).toEqual({ n: 1, p50: 7, p95: 7 })
  expect(quantiles(Array.from({ length: 20 }, (_, at) => 20 - at))).toEqual({ n: 20, p50: 10, p95: 19 })
})
