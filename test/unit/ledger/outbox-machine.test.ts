import { expect, test } from 'vitest'
import { failure } from '../../../native/kit/errors.ts'
import { BATCH, OUTBOX_START, reduceOutbox, type OutboxEvent, type OutboxState } from '../../../electron/host/ledger/outbox-machine.ts'

const FULL = failure('STORE_FULL', 'full')
const GONE = failure('BUG_UNEXPECTED', 'gone')
const outage = { error: FULL, written: 0 }

const LINKS = ['opening', 'idle', 'writing', 'waiting-to-open', 'waiting-to-write', 'waiting-to-start'] as const
const EVENTS: readonly OutboxEvent[] = [
  { event: 'added', count: 2, urgent: true }, { event: 'added', count: 1, urgent: false }, { event: 'second-over' }, { event: 'opened', already: 1 },
  { event: 'written', count: 3 }, { event: 'not-opened', error: FULL }, { event: 'not-written', error: FULL, closed: false },
  { event: 'not-written', error: FULL, closed: true }, { event: 'store-lost' }, { event: 'writer-gone', error: GONE }, { event: 'stalled' }, { event: 'retry-due' },
]

const told = (state: OutboxState, event: OutboxEvent): string => {
  const { state: next, effects } = reduceOutbox(state, event)
  const words = effects.map((one) => (one.effect === 'write' ? `write ${one.count}` : one.effect))
  return `${next.link} waiting ${next.waiting}${next.urgent ? ' urgent' : ''}${next.outage ? ` outage ${next.outage.error.code} ${next.outage.written}` : ''}: ${words.join(', ')}`
}
const named = (event: OutboxEvent): string => Object.values(event).map((word) => (typeof word === 'object' ? word.code : String(word))).join(' ')

test('every state meets every event as the reviewed table says', async () => {
  const rows = LINKS.flatMap((link) => [undefined, outage].flatMap((trouble) => {
    // A batch of three is on its way while writing; four wait otherwise, none of them urgent.
    const state: OutboxState = { link, waiting: 4, urgent: false, outage: trouble }
    return EVENTS.map((event) => `${link}${trouble ? '+outage' : ''} | ${named(event)} | ${told(state, event)}`)
  }))
  await expect(`${rows.join('\n')}\n`).toMatchFileSnapshot('./outbox-machine.table.txt')
})

test('what was recorded in one turn goes as one write', () => {
  expect(told({ ...OUTBOX_START, link: 'idle' }, { event: 'added', count: 32, urgent: true })).toBe('writing waiting 32: write 32')
})

test('samples wait for their second', () => {
  const waiting = reduceOutbox({ ...OUTBOX_START, link: 'idle' }, { event: 'added', count: 5, urgent: false })
  expect(waiting.effects).toEqual([])
  expect(told(waiting.state, { event: 'second-over' })).toBe('writing waiting 5: write 5')
})

test('a long spool goes in bounded commits, without waiting between them', () => {
  const first = reduceOutbox({ link: 'waiting-to-write', waiting: 2500, urgent: true, outage }, { event: 'retry-due' })
  expect(first.effects).toEqual([{ effect: 'write', count: BATCH }])
  const second = reduceOutbox(first.state, { event: 'written', count: BATCH })
  expect(second.effects).toEqual([{ effect: 'write', count: BATCH }])
  const third = reduceOutbox(second.state, { event: 'written', count: BATCH })
  expect(third.effects).toEqual([{ effect: 'write', count: 500 }])
  expect(reduceOutbox(third.state, { event: 'written', count: 500 }).effects).toEqual([{ effect: 'announce-recovered', outage: { error: FULL, written: 2500 } }])
})

test('an outage is announced once, however often the retry fails', () => {
  let state: OutboxState = { link: 'writing', waiting: 1, urgent: false, outage: undefined }
  let announced = 0
  for (let round = 0; round < 5; round++) {
    const step = reduceOutbox(state, { event: 'not-written', error: FULL, closed: false })
    announced += step.effects.filter(({ effect }) => effect === 'announce-failed').length
    state = reduceOutbox(step.state, { event: 'retry-due' }).state
  }
  expect(announced).toBe(1)
})
