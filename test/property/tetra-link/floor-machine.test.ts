// Whatever a radio says in whatever order: never granted without a key, never left granted without telling it to stop.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { reduceFloor } from '../../../native/tetra-pei/floor-machine.ts'
import { INITIAL_FLOOR, type FloorEvent } from '../../../native/tetra-pei/floor-types.ts'

const cc = fc.constantFrom(0, 3, 46)
const command = fc.constantFrom('dial' as const, 'demand' as const, 'cease' as const, 'hang-up' as const)
const radio: fc.Arbitrary<FloorEvent> = fc.oneof(
  fc.record({ event: fc.constant('call-seen' as const), cc }),
  fc.record({ event: fc.constant('grant' as const), cc, txGrant: fc.integer({ min: 0, max: 4 }), txRqPrmsn: fc.constantFrom(0, 1) }),
  fc.record({ event: fc.constantFrom('ceased' as const, 'interrupted' as const), cc }),
  fc.record({ event: fc.constant('call-ended' as const), cc, cause: fc.constantFrom(5, 9, 13, 37) }),
  fc.record({ event: fc.constant('command-done' as const), command }),
  fc.record({ event: fc.constant('command-failed' as const), command, cause: fc.constantFrom('radio-silent' as const, 'no-network' as const, 'busy' as const, 'in-call' as const, 'transmit-inhibited' as const) }),
  fc.record({ event: fc.constantFrom('told-to-wait' as const, 'continued' as const), cc }),
  fc.record({ event: fc.constant('timer-expired' as const), timer: fc.constantFrom('verdict' as const, 'cease' as const, 'call-quiet' as const, 'busy' as const) }),
  fc.constantFrom<FloorEvent>({ event: 'link-lost' }, { event: 'hung-up' }, { event: 'network-lost' }, { event: 'call-checked' }),
)
const any: fc.Arbitrary<FloorEvent> = fc.oneof({ weight: 2, arbitrary: fc.constantFrom<FloorEvent>({ event: 'pressed' }, { event: 'released' }, { event: 'pressed', emergency: true }) }, { weight: 5, arbitrary: radio })
const sequences = fc.array(any, { maxLength: 60, size: 'max' })

test('says granted only while the key is down', () => {
  fc.assert(fc.property(sequences, (events) => {
    let state = INITIAL_FLOOR
    let down = false
    events.forEach((event, at) => {
      if (event.event === 'pressed') down = true
      if (event.event === 'released') down = false
      const step = reduceFloor({ grantMs: 5000, queueMs: 10_000 }, state, event, at)
      state = step.state
      for (const effect of step.effects) if (effect.effect === 'news' && effect.news.news === 'granted') expect(down).toBe(true)
      if (state.floor.floor === 'talking') expect(down).toBe(true)
    })
  }), { numRuns: 3000 })
})

test('tells the radio to stop for every grant that does not become speech', () => {
  fc.assert(fc.property(sequences, (events) => {
    let state = INITIAL_FLOOR
    events.forEach((event, at) => {
      const step = reduceFloor({ grantMs: 5000, queueMs: 10_000 }, state, event, at)
      const ours = event.event === 'grant' && event.txGrant === 0
      const asked = state.floor.floor === 'asking' || state.floor.floor === 'ceasing'
      if (ours && asked && step.state.floor.floor !== 'talking') {
        expect(step.effects.some((effect) => effect.effect === 'send' && effect.send.command === 'cease')).toBe(true)
      }
      state = step.state
    })
  }), { numRuns: 2000 })
})

test('sends nothing that keys between a lost link and the hang-up', () => {
  fc.assert(fc.property(sequences, (events) => {
    let state = INITIAL_FLOOR
    events.forEach((event, at) => {
      const step = reduceFloor({ grantMs: 5000, queueMs: 10_000 }, state, event, at)
      if (state.floor.floor === 'unreachable' && event.event !== 'hung-up') {
        expect(step.state.floor.floor).toBe('unreachable')
        expect(step.effects.filter((effect) => effect.effect === 'send')).toEqual([])
      }
      state = step.state
    })
  }), { numRuns: 2000 })
})
