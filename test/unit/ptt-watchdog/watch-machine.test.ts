// What the watchdog decides: its whole table, and that every way out un-keys.
import { expect, test } from 'vitest'
import { reduceWatch, type WatchEffect, type WatchEvent, type WatchState } from '../../../native/transport/ptt-watchdog/watch-machine.ts'
import { goldenTable, inWords } from '../../support/golden-table.ts'

const STATES: Record<string, WatchState> = { resting: { watch: 'resting' }, armed: { watch: 'armed' }, cut: { watch: 'cut' }, ended: { watch: 'ended' } }
const EVENTS: Record<string, WatchEvent> = {
  'armed': { event: 'armed' },
  'alive': { event: 'alive' },
  'disarmed': { event: 'disarmed' },
  'silence passed': { event: 'silence-passed' },
  'parent gone': { event: 'parent-gone' },
}

test('the table of all states and events is the reviewed one', async () => {
  const table = goldenTable<WatchState, WatchEvent, WatchEffect>({ states: STATES, events: EVENTS, step: reduceWatch, state: ({ watch }) => watch, effect: inWords })
  await expect(table).toMatchFileSnapshot('../../fixtures/keyed-radio/watchdog-table.txt')
})

test('a parent that is gone un-keys in every state but the last, and silence un-keys whatever is keyed', () => {
  for (const [name, state] of Object.entries(STATES)) {
    const { effects } = reduceWatch(state, { event: 'parent-gone' })
    expect(effects.some(({ effect }) => effect === 'unkey'), name).toBe(name !== 'ended')
  }
  expect(reduceWatch({ watch: 'armed' }, { event: 'silence-passed' }).effects.map(({ effect }) => effect)).toEqual(['unkey', 'say'])
})

test('a parent that woke up late is un-keyed again for each sign of life it still gives', () => {
  expect(reduceWatch({ watch: 'cut' }, { event: 'alive' }).effects.map(({ effect }) => effect)).toEqual(['unkey', 'say'])
  expect(reduceWatch({ watch: 'cut' }, { event: 'armed' }).state).toEqual({ watch: 'cut' })
})
