// Floor control where more than one call, key or request is in the air: what is left open must be closed, or told.
import { describe, expect, test } from 'vitest'
import { reduceFloor } from '../../../native/tetra-pei/floor-machine.ts'
import { INITIAL_FLOOR, type FloorEvent, type FloorState } from '../../../native/tetra-pei/floor-types.ts'
import { inWords } from '../../support/golden-table.ts'

const SETTINGS = { grantMs: 5000, queueMs: 10_000 }
const pressed: FloorEvent = { event: 'pressed' }
const released: FloorEvent = { event: 'released' }
const granted = (cc: number): FloorEvent => ({ event: 'grant', cc, txGrant: 0, txRqPrmsn: 0 })
const toAnother = (cc: number): FloorEvent => ({ event: 'grant', cc, txGrant: 3, txRqPrmsn: 0, talkerSsi: 6_101_629 })
const ended = (cc: number, cause: number): FloorEvent => ({ event: 'call-ended', cc, cause })
const LOCAL: FloorState = { floor: { floor: 'idle' }, call: { cc: 3, mayAsk: true, lastEventMs: 0 }, localKey: true }

function run(state: FloorState, ...events: FloorEvent[]): { state: FloorState; sent: string[]; news: string[] } {
  const sent: string[] = []
  const news: string[] = []
  for (const event of events) {
    const step = reduceFloor(SETTINGS, state, event, 1000)
    state = step.state
    for (const effect of step.effects) {
      if (effect.effect === 'send') sent.push(inWords(effect.send))
      if (effect.effect === 'news') news.push(inWords(effect.news))
    }
  }
  return { state, sent, news }
}

describe('a request that is still open in the network', () => {
  test('the end of an older call during set-up is not the end of the set-up, and the press is heard', () => {
    const { state, news } = run(INITIAL_FLOOR, pressed, ended(9, 13), { event: 'call-seen', cc: 3 }, granted(3))
    expect(news).toEqual(['waiting', 'granted'])
    expect(state.floor).toEqual({ floor: 'talking', cc: 3 })
  })

  test('a set-up beaten by another talker and granted after all goes back at once', () => {
    const { sent, news } = run(INITIAL_FLOOR, pressed, toAnother(3), released, granted(3))
    expect(news).toEqual(['waiting', 'refused cause=group-busy'])
    expect(sent).toEqual(['dial', 'cease cc=3'])
  })

  test('a set-up said to have failed by a call of another number and granted after all goes back at once', () => {
    const { sent } = run(INITIAL_FLOOR, pressed, ended(9, 5), released, granted(3))
    expect(sent).toEqual(['dial', 'cease cc=3'])
  })

  test('the talker of another call does not refuse a set-up that is connected', () => {
    expect(run(INITIAL_FLOOR, pressed, { event: 'call-seen', cc: 3 }, toAnother(9), granted(3)).news).toEqual(['waiting', 'granted'])
  })

  test('a grant in a second call while we talk in the first ends both, out loud', () => {
    const { sent, news, state } = run(INITIAL_FLOOR, pressed, granted(3), granted(9))
    expect(sent).toEqual(['dial', 'cease cc=3', 'cease cc=9'])
    expect(news).toEqual(['waiting', 'granted', 'ended cause=interrupted'])
    expect(state.floor).toMatchObject({ floor: 'ceasing', cc: 9 })
  })
})

describe('the radio’s own microphone', () => {
  test('is told to be up when the link is lost: nobody knows any more', () => {
    expect(run(LOCAL, { event: 'link-lost' }).news).toEqual(['local-key keyed=false'])
  })

  test('is told to be up when somebody else interrupts us both', () => {
    expect(run(LOCAL, pressed, granted(3), toAnother(3)).news).toEqual(['waiting', 'granted', 'local-key keyed=false', 'ended cause=interrupted'])
  })

  test('is told to be up after a hang-up', () => {
    expect(run(LOCAL, { event: 'hung-up' }).news).toEqual(['local-key keyed=false'])
  })
})

test('a call of the group the radio stood on before is not asked for the floor', () => {
  const call = { cc: 3, mayAsk: true, lastEventMs: 0 }
  expect(run({ floor: { floor: 'idle' }, call }, { event: 'group-changed' }, pressed).sent).toEqual(['dial'])
})

test('of a call without a sign of life for 30 s the radio is asked first, and then it is said to be quiet', () => {
  const before: FloorState = { floor: { floor: 'idle' }, call: { cc: 3, mayAsk: true, lastEventMs: 0, talkerSsi: 6_101_629 } }
  const asked = reduceFloor(SETTINGS, before, { event: 'timer-expired', timer: 'call-quiet' }, 30_000)
  expect(asked).toEqual({ state: before, effects: [{ effect: 'check-call' }] })
  expect(reduceFloor(SETTINGS, asked.state, { event: 'call-checked' }, 30_050).effects).toEqual([{ effect: 'news', news: { news: 'quiet' } }])
})

test('a call that gives a sign of life while the radio is asked is not said to be quiet', () => {
  const before: FloorState = { floor: { floor: 'idle' }, call: { cc: 3, mayAsk: true, lastEventMs: 0, talkerSsi: 6_101_629 } }
  const heard = reduceFloor(SETTINGS, before, toAnother(3), 30_020)
  expect(reduceFloor(SETTINGS, heard.state, { event: 'call-checked' }, 30_050)).toEqual({ state: heard.state, effects: [] })
})

test('the end of another call leaves the call that runs watched, and its microphone keyed', () => {
  const step = reduceFloor(SETTINGS, LOCAL, ended(9, 13), 1000)
  expect(step).toEqual({ state: LOCAL, effects: [] })
})
