// The kernel under every state machine.
import { expect, test } from 'vitest'
import { createMachine, type Step } from '../../../native/kit/machine.ts'

type Event = 'go' | 'next'

test('handles an event raised by an effect after the effects of the present one', () => {
  const seen: string[] = []
  const machine = createMachine<number, Event, string>({
    initial: 0,
    reduce: (state, event): Step<number, string> => ({ state: state + 1, effects: event === 'go' ? ['first', 'second'] : ['third'] }),
    perform: (effect, dispatch) => {
      seen.push(`${effect} at ${machine.state}`)
      if (effect === 'first') dispatch('next')
    },
    now: () => 0,
  })
  machine.dispatch('go')
  expect(seen).toEqual(['first at 1', 'second at 1', 'third at 2'])
})

test('hands the present time to the reducer and each step to the observer', () => {
  let now = 5
  const steps: string[] = []
  const machine = createMachine<number, Event, never>({
    initial: 0,
    reduce: (_state, _event, nowMs) => ({ state: nowMs, effects: [] }),
    perform: () => {},
    now: () => now,
    onStep: (before, event, after) => steps.push(`${before} ${event} ${after}`),
  })
  machine.dispatch('go')
  now = 9
  machine.dispatch('next')
  expect(steps).toEqual(['0 go 5', '5 next 9'])
})

test('goes on after a reducer that threw: the queue is not left stuck', () => {
  const machine = createMachine<number, Event, never>({
    initial: 0,
    reduce: (state, event) => {
      if (event === 'go') throw new Error('a bug')
      return { state: state + 1, effects: [] }
    },
    perform: () => {},
    now: () => 0,
  })
  expect(() => machine.dispatch('go')).toThrow('a bug')
  machine.dispatch('next')
  expect(machine.state).toBe(1)
})

test('tells the observer after the effects, so that nothing is shown before it is done', () => {
  const seen: string[] = []
  const machine = createMachine<number, Event, string>({
    initial: 0,
    reduce: (state) => ({ state: state + 1, effects: ['act'] }),
    perform: (effect) => seen.push(effect),
    now: () => 0,
    onStep: () => seen.push('told'),
  })
  machine.dispatch('go')
  expect(seen).toEqual(['act', 'told'])
})
