// When a storing opens and where a report belongs: the whole table, and the rules people count on, one sentence each.
import { describe, expect, test } from 'vitest'
import { AFTERMATH_MS, faultReducer, NO_FAULTS, type FaultStep } from '../../../electron/host/incident/fault-machine.ts'
import type { Fault, FaultEvent, FaultState } from '../../../electron/host/incident/types.ts'
import { goldenTable, inWords } from '../../support/golden-table.ts'

const NOW = Date.UTC(2026, 10, 26, 20)
const reduce = faultReducer('OB')
const fault = (count: number, change: Partial<Fault> = {}): Fault =>
  ({ number: `S-2026-OB-000${count}`, openedBy: 'automatic', openedUtcMs: NOW - 1000, seenUtcMs: NOW - 1000, recorded: true, entries: 2, ...change })
const LONG_AGO = { openedUtcMs: NOW - 2 * AFTERMATH_MS, seenUtcMs: NOW - 2 * AFTERMATH_MS }
const KNOWN: FaultState = { ...NO_FAULTS, known: true }
const rbs = { service: 'rbs' }
const c2000 = { service: 'c2000' }

const STATES: Readonly<Record<string, FaultState>> = {
  'record not read yet': NO_FAULTS,
  'record not read yet, rbs in trouble': { ...NO_FAULTS, troubled: ['rbs'] },
  'nothing open': KNOWN,
  'nothing open, number 6 was the last': { ...KNOWN, last: { 'S-2026': 6 } },
  'nothing open, last year ended at 41': { ...KNOWN, last: { 'S-2025': 41 } },
  'rbs open and in trouble': { ...KNOWN, last: { 'S-2026': 1 }, open: [fault(1, rbs)], troubled: ['rbs'] },
  'rbs open for hours and in trouble': { ...KNOWN, last: { 'S-2026': 1 }, open: [fault(1, { ...rbs, ...LONG_AGO })], troubled: ['rbs'] },
  'rbs open, over a moment ago': { ...KNOWN, last: { 'S-2026': 1 }, open: [fault(1, rbs)] },
  'rbs open, over for an hour': { ...KNOWN, last: { 'S-2026': 1 }, open: [fault(1, { ...rbs, ...LONG_AGO })] },
  'rbs and c2000 open and in trouble': { ...KNOWN, last: { 'S-2026': 2 }, open: [fault(1, rbs), fault(2, c2000)], troubled: ['rbs', 'c2000'] },
  'rbs in trouble, person open since': { ...KNOWN, last: { 'S-2026': 2 }, open: [fault(1, rbs), fault(2, { openedBy: 'person' })], troubled: ['rbs'] },
  'person open for an hour': { ...KNOWN, last: { 'S-2026': 1 }, open: [fault(1, { openedBy: 'person', ...LONG_AGO })] },
  'person and rbs open, both over for an hour': { ...KNOWN, last: { 'S-2026': 2 }, open: [fault(1, { openedBy: 'person', ...LONG_AGO }), fault(2, { ...rbs, ...LONG_AGO })] },
  'rbs open, not in the record yet': { ...KNOWN, last: { 'S-2026': 1 }, open: [fault(1, { ...rbs, recorded: false, entries: 0 })], troubled: ['rbs'] },
}

const EVENTS: Readonly<Record<string, FaultEvent>> = {
  'restored, nothing open': { event: 'restored', memory: { open: [], last: {} } },
  'restored, c2000 open': { event: 'restored', memory: { open: [fault(3, c2000)], last: { 'S-2026': 3 } } },
  'rbs in trouble': { event: 'trouble-seen', service: 'rbs' },
  'c2000 in trouble': { event: 'trouble-seen', service: 'c2000' },
  'c2000 in trouble with rbs': { event: 'trouble-seen', service: 'c2000', together: ['lan', 'rbs'] },
  'rbs over': { event: 'trouble-over', service: 'rbs' },
  'reported': { event: 'reported' },
  'opening 1 recorded': { event: 'opening-recorded', number: 'S-2026-OB-0001' },
  'entry recorded': { event: 'entry-recorded' },
  'entries found': { event: 'entries-found', counts: { 'S-2026-OB-0001': 30 } },
}

function inShort({ known, open, troubled, last }: FaultState): string {
  const faults = open.map((one) => `${one.number.slice(-4)} ${one.service ?? 'person'} n=${one.entries}${one.recorded ? '' : ' unwritten'}${one.seenUtcMs === NOW ? ' seen now' : ''}`)
  return [known ? '' : 'unread', faults.join(', ') || 'none open', troubled.length > 0 ? `trouble ${troubled.join('+')}` : '', Object.entries(last).map(([year, count]) => `${year}/${count}`).join(' ')].filter((part) => part !== '').join(' | ')
}

test('does with every state and event what its reviewed table says', async () => {
  const table = goldenTable({ states: STATES, events: EVENTS, step: (state, event) => reduce(state, event, NOW), state: inShort, effect: inWords })
  await expect(table).toMatchFileSnapshot('../../fixtures/incident/fault-table.txt')
})

describe('a storing', () => {
  const run = (...events: FaultEvent[]): FaultStep => events.reduce<FaultStep>((step, event) => {
    const next = reduce(step.state, event, NOW)
    return { state: next.state, effects: [...step.effects, ...next.effects] }
  }, { state: KNOWN, effects: [] })

  test('is one a cause, however often that cause comes back', () => {
    const { effects } = run({ event: 'trouble-seen', service: 'rbs' }, { event: 'trouble-seen', service: 'rbs' }, { event: 'trouble-over', service: 'rbs' }, { event: 'trouble-seen', service: 'rbs' })
    expect(effects).toEqual([{ effect: 'record-opened', number: 'S-2026-OB-0001', service: 'rbs', by: 'automatic' }])
  })

  test('takes every further report about it, and one by a person takes the next', () => {
    const { effects, state } = run({ event: 'reported' }, { event: 'reported' }, { event: 'reported' })
    expect(effects.map((one) => one.effect)).toEqual(['record-opened', 'record-reported', 'record-reported'])
    expect(state.open).toHaveLength(1)
  })

  test('counts in Dutch years: one opened at half past midnight on 1 January is of the new year', () => {
    const step = reduce({ ...KNOWN, last: { 'S-2026': 41 } }, { event: 'reported' }, Date.UTC(2026, 11, 31, 23, 30))
    expect(step.effects).toEqual([{ effect: 'record-opened', number: 'S-2027-OB-0001', by: 'person' }])
  })

  test('goes on counting beyond four digits', () => {
    expect(reduce({ ...KNOWN, last: { 'S-2026': 9999 } }, { event: 'reported' }, NOW).effects).toMatchObject([{ number: 'S-2026-OB-10000' }])
  })
})
