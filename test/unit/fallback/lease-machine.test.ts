// Who has the line of a radio of the room: every state with every event, and what holds in any order of events.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { INITIAL_LEASE, reduceLease, type LeaseEffect, type LeaseEvent, type LeaseState } from '../../../electron/host/devices/lease-machine.ts'
import { goldenTable, inWords } from '../../support/golden-table.ts'

const STATES: Readonly<Record<string, LeaseState>> = {
  'off': INITIAL_LEASE,
  'off, wanted already': { line: 'off', uses: ['debt'], isLooking: false },
  'free': { line: 'free', uses: [], isLooking: false },
  'looking': { line: 'look', uses: [], isLooking: true },
  'in use': { line: 'use', uses: ['switch'], isLooking: false },
  'in use, twice wanted': { line: 'use', uses: ['switch', 'debt'], isLooking: false },
  'in use, a look wanted too': { line: 'use', uses: ['switch'], isLooking: true },
  'closing': { line: 'closing', uses: [], isLooking: false },
  'closing, wanted again': { line: 'closing', uses: ['switch'], isLooking: false },
  'closing, a look wanted': { line: 'closing', uses: [], isLooking: true },
}
const EVENTS: Readonly<Record<string, LeaseEvent>> = {
  'started': { event: 'started' },
  'stopped': { event: 'stopped' },
  'switch wanted': { event: 'use-wanted', use: 'switch' },
  'switch ended': { event: 'use-ended', use: 'switch' },
  'debt wanted': { event: 'use-wanted', use: 'debt' },
  'debt ended': { event: 'use-ended', use: 'debt' },
  'look wanted': { event: 'look-wanted' },
  'look ended': { event: 'look-ended' },
  'closed': { event: 'closed' },
}
const inShort = ({ line, uses, isLooking }: LeaseState): string => [line, ...uses.map((use) => `for ${use}`), ...(isLooking ? ['to look'] : [])].join(' ')

test('does with every state and event what its reviewed table says', async () => {
  const table = goldenTable<LeaseState, LeaseEvent, LeaseEffect>({ states: STATES, events: EVENTS, step: reduceLease, state: inShort, effect: inWords })
  await expect(table).toMatchFileSnapshot('../../fixtures/fallback/lease-table.txt')
})

test('never has two lines, never keeps one that nobody wants, and never goes without one that somebody does', () => {
  fc.assert(fc.property(fc.array(fc.constantFrom(...Object.values(EVENTS)), { maxLength: 60 }), (events) => {
    let state = INITIAL_LEASE
    let open: string | undefined
    const take = (event: LeaseEvent): void => {
      const step = reduceLease(state, event)
      state = step.state
      for (const { effect, as } of step.effects) {
        expect(open).toBe(effect === 'open' ? undefined : as)
        open = effect === 'open' ? as : undefined
      }
      if (event.event === 'stopped') open = undefined
    }
    for (const event of events) take(event)
    take({ event: 'started' })
    take({ event: 'closed' })
    take({ event: 'closed' })
    expect(open).toBe(state.uses.length > 0 ? 'use' : state.isLooking ? 'look' : undefined)
  }))
})
