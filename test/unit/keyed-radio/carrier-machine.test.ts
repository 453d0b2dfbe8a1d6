// Is somebody on the channel: debounce, and that unknown is never taken for clear.
import { expect, test } from 'vitest'
import { carrierReducer, initialCarrier, type CarrierEvent, type CarrierState } from '../../../native/keyed-radio/carrier-machine.ts'
import type { Level } from '../../../native/kit/key-line.ts'

const reduce = carrierReducer({ onMs: 40, offMs: 150 }, 250)
const sensed = (carrier: Level): CarrierEvent => ({ event: 'sensed', carrier })

function play(state: CarrierState, ...events: CarrierEvent[]) {
  const steps: string[] = []
  for (const event of events) {
    const step = reduce(state, event)
    state = step.state
    for (const effect of step.effects) steps.push(effect.effect === 'tell' ? effect.carrier : effect.effect === 'start-timer' ? `wait ${effect.ms}` : 'stop')
  }
  return { state, steps }
}

test('a carrier counts after 40 ms, its end after 150 ms', () => {
  expect(play(initialCarrier('off'), sensed('on'), { event: 'settled' }, sensed('off'), { event: 'settled' }).steps).toEqual(['wait 40', 'busy', 'wait 150', 'clear'])
})

test('noise shorter than the debounce, and fading within speech, are not told', () => {
  expect(play(initialCarrier('off'), sensed('on'), sensed('off')).steps).toEqual(['wait 40', 'stop'])
  const speech = play(initialCarrier('off'), sensed('on'), { event: 'settled' }).state
  expect(play(speech, sensed('off'), sensed('on')).steps).toEqual(['wait 150', 'stop'])
})

test('a wire that cannot be read any more is unknown at once, and becomes clear only by being read', () => {
  const clear = initialCarrier('off')
  expect(play(clear, sensed('unknown')).steps).toEqual(['stop', 'unknown'])
  expect(play(initialCarrier('unknown'), sensed('off'), { event: 'settled' }).steps).toEqual(['wait 150', 'clear'])
})

test('an unwired set is never clear', () => {
  expect(initialCarrier('not-wired').told).toBe('unwired')
})

test('while the set sends, and shortly after, its carrier wire says nothing of others', () => {
  const sending = play(initialCarrier('off'), { event: 'sending-began' }, sensed('on'), sensed('off'), sensed('on'))
  expect(sending.steps).toEqual(['stop'])
  expect(play(sending.state, { event: 'sending-ended' }, { event: 'settled' }).steps).toEqual(['wait 250', 'busy'])
})
