// When a storing opens, where a report belongs and what may be said of it: the whole table, and the rules people count on,
// one sentence each.
import { describe, expect, test } from 'vitest'
import { AFTERMATH_MS, faultReducer, FROZEN_AFTER_MS, FROZEN_BEFORE_MS, NO_FAULTS, NOTICED_FIRST_MS, RELAPSE_MS, type FaultStep } from '../../../electron/host/incident/fault-machine.ts'
import type { FaultChange } from '../../../electron/contract/faults.ts'
import type { Fault, FaultEffect, FaultEvent, FaultState } from '../../../electron/host/incident/types.ts'
import { goldenTable, inWords } from '../../support/golden-table.ts'

const NOW = Date.UTC(2026, 10, 26, 20)
const HOUR_MS = 3_600_000
const reduce = faultReducer('OB')
type Change = { readonly [Key in keyof Fault]?: Fault[Key] }
const fault = (count: number, change: Change = {}): Fault => ({
  number: `S-2026-OB-000${count}`, openedBy: 'automatic', openedUtcMs: NOW - 1000, seenUtcMs: NOW - 1000, state: 'open', links: [], recorded: true, entries: 2, ...change,
}) as Fault
const LONG_AGO = { openedUtcMs: NOW - 2 * AFTERMATH_MS, seenUtcMs: NOW - 2 * AFTERMATH_MS }
const closed = (agoMs: number): Change => ({ state: 'closed', closedUtcMs: NOW - agoMs })
const KNOWN: FaultState = { ...NO_FAULTS, known: true }
const rbs = { service: 'rbs' }
const c2000 = { service: 'c2000' }
const trouble = (...services: readonly string[]): FaultState['troubled'] => services.map((service) => ({ service, sinceUtcMs: NOW - 5000, together: [] }))
const one = (only: Fault, more: Partial<FaultState> = {}): FaultState => ({ ...KNOWN, last: { 'S-2026': 1 }, faults: [only], ...more })

const STATES: Readonly<Record<string, FaultState>> = {
  'record not read yet': NO_FAULTS,
  'record not read yet, rbs in trouble, one click': { ...NO_FAULTS, troubled: trouble('rbs'), held: [{ press: 'b/1', series: 'S', utcMs: NOW - 2000 }] },
  'record not read yet, two clicks, one in a drill': { ...NO_FAULTS, held: [{ press: 'b/1', series: 'S', utcMs: NOW - 2000 }, { press: 'b/2', series: 'O', utcMs: NOW - 1000 }] },
  'nothing open': KNOWN,
  'nothing open, number 6 was the last': { ...KNOWN, last: { 'S-2026': 6 } },
  'nothing open, last year ended at 41': { ...KNOWN, last: { 'S-2025': 41 } },
  'rbs open and in trouble': one(fault(1, rbs), { troubled: trouble('rbs') }),
  'rbs open for hours and in trouble': one(fault(1, { ...rbs, ...LONG_AGO }), { troubled: trouble('rbs') }),
  'rbs open, over a moment ago': one(fault(1, rbs)),
  'rbs open, over for an hour': one(fault(1, { ...rbs, ...LONG_AGO })),
  'rbs and c2000 open and in trouble': { ...KNOWN, last: { 'S-2026': 2 }, faults: [fault(1, rbs), fault(2, c2000)], troubled: trouble('rbs', 'c2000') },
  'rbs in trouble, person open since': { ...KNOWN, last: { 'S-2026': 2 }, faults: [fault(1, rbs), fault(2, { openedBy: 'person' })], troubled: trouble('rbs') },
  'person open for an hour': one(fault(1, { openedBy: 'person', ...LONG_AGO })),
  'person and rbs open, both over for an hour': { ...KNOWN, last: { 'S-2026': 2 }, faults: [fault(1, { openedBy: 'person', ...LONG_AGO }), fault(2, { ...rbs, ...LONG_AGO })] },
  'rbs open, not in the record yet': one(fault(1, { ...rbs, recorded: false, entries: 0 }), { troubled: trouble('rbs') }),
  'rbs closed an hour ago': one(fault(1, { ...rbs, ...LONG_AGO, ...closed(HOUR_MS) })),
  'rbs closed two days ago': one(fault(1, { ...rbs, ...LONG_AGO, ...closed(2 * RELAPSE_MS), past: true })),
  'person closed, another open': { ...KNOWN, last: { 'S-2026': 2 }, faults: [fault(1, { openedBy: 'person', ...LONG_AGO, ...closed(HOUR_MS) }), fault(2, { openedBy: 'person' })] },
  'rbs open, its window over': one(fault(1, { ...rbs, ...LONG_AGO, freeze: { fromUtcMs: NOW - 2 * HOUR_MS, toUtcMs: NOW - HOUR_MS, fromSeq: 40 } })),
  'drill open': { ...KNOWN, last: { 'O-2026': 1 }, faults: [fault(1, { number: 'O-2026-OB-0001', openedBy: 'person' })] },
  'all said of rbs': one(fault(1, { ...rbs, effect: 'delay', danger: 'no', owner: 'technician', symptom: { code: 'connection-lost', proposed: false }, begunUtcMs: NOW - 9000, links: ['T-1'] })),
}

const changed = (change: FaultChange, number = 'S-2026-OB-0001'): FaultEvent => ({ event: 'changed', number, change })
const EVENTS: Readonly<Record<string, FaultEvent>> = {
  'restored, nothing open': { event: 'restored', memory: { faults: [], last: {}, held: [] } },
  'restored, c2000 open': { event: 'restored', memory: { faults: [fault(3, c2000)], last: { 'S-2026': 3 }, held: [] } },
  'restored, a click of before': { event: 'restored', memory: { faults: [], last: {}, held: [{ press: 'a/1', series: 'S', utcMs: NOW - HOUR_MS }] } },
  'rbs in trouble': { event: 'trouble-seen', service: 'rbs' },
  'c2000 in trouble': { event: 'trouble-seen', service: 'c2000' },
  'c2000 in trouble with rbs': { event: 'trouble-seen', service: 'c2000', together: ['lan', 'rbs'] },
  'rbs over': { event: 'trouble-over', service: 'rbs' },
  'reported': { event: 'reported', press: 'b/9', series: 'S' },
  'reported in a drill': { event: 'reported', press: 'b/9', series: 'O' },
  'effect: delay': changed({ what: 'effect', effect: 'delay' }),
  'danger: yes': changed({ what: 'danger', danger: 'yes' }),
  'symptom: connection-lost': changed({ what: 'symptom', symptom: 'connection-lost' }),
  'begun 9 s ago': changed({ what: 'begun', utcMs: NOW - 9000 }),
  'begun after it was found': changed({ what: 'begun', utcMs: NOW + 1 }),
  'owner: technician': changed({ what: 'owner', owner: 'technician' }),
  'closed by a person': changed({ what: 'state', state: 'closed' }),
  'opened by a person': changed({ what: 'state', state: 'open' }),
  'link T-1': changed({ what: 'link', to: 'T-1' }),
  'link itself': changed({ what: 'link', to: 'S-2026-OB-0001' }),
  'unlink T-1': changed({ what: 'unlink', to: 'T-1' }),
  'of another number': changed({ what: 'danger', danger: 'yes' }, 'S-2026-OB-0099'),
  'opening 1 described': { event: 'described', number: 'S-2026-OB-0001', as: { begunUtcMs: NOW - 7000, symptom: 'intermittent', fromSeq: 30 } },
  'opening 1 lost': { event: 'opening-lost', number: 'S-2026-OB-0001' },
  'change lost': { event: 'change-lost', before: fault(1, { ...rbs, effect: 'none' }) },
  'opening 1 recorded': { event: 'opening-recorded', number: 'S-2026-OB-0001' },
  'entry recorded': { event: 'entry-recorded' },
  'entries found': { event: 'entries-found', counts: { 'S-2026-OB-0001': 30 } },
  'committed': { event: 'committed', seq: 90, utcMs: NOW },
}

function faultInShort(it: Fault): string {
  const said = [it.effect, it.danger === undefined ? undefined : `danger ${it.danger}`, it.owner, it.symptom && `${it.symptom.code}${it.symptom.proposed ? '?' : ''}`, it.begunUtcMs === undefined ? undefined : `begun -${NOW - it.begunUtcMs}`, it.links.length > 0 ? `links ${it.links.join('+')}` : undefined]
  const window = it.freeze ? ` window ${Math.round((it.freeze.fromUtcMs - NOW) / 1000)}..${Math.round((it.freeze.toUtcMs - NOW) / 1000)} s${it.freeze.fromSeq > 0 ? ` from ${it.freeze.fromSeq}` : ''}` : ''
  return `${it.number.startsWith('O') ? 'drill ' : ''}${it.number.slice(-4)} ${it.service ?? 'person'}${it.state === 'closed' ? ' closed' : ''}${it.past ? ' past' : ''} n=${it.entries}${it.recorded ? '' : ' unwritten'}${it.seenUtcMs === NOW ? ' seen now' : ''}${said.filter((part) => part !== undefined).map((part) => ` ${part}`).join('')}${window}`
}
function inShort({ known, faults, troubled, held, last }: FaultState): string {
  return [known ? '' : 'unread', faults.map(faultInShort).join(', ') || 'none', troubled.length > 0 ? `trouble ${troubled.map(({ service }) => service).join('+')}` : '', held.length > 0 ? `held ${held.map(({ press }) => press).join('+')}` : '', Object.entries(last).map(([year, count]) => `${year}/${count}`).join(' ')].filter((part) => part !== '').join(' | ')
}
function effectInShort(effect: FaultEffect): string {
  if (effect.effect !== 'record-changed') return inWords(effect)
  const { before: _before, ...said } = effect
  return inWords(said)
}

test('does with every state and event what its reviewed table says', async () => {
  const table = goldenTable({ states: STATES, events: EVENTS, step: (state, event) => reduce(state, event, NOW), state: inShort, effect: effectInShort })
  await expect(table).toMatchFileSnapshot('../../fixtures/incident/fault-table.txt')
})

describe('a storing', () => {
  const from = (state: FaultState, utcMs = NOW) => (...events: FaultEvent[]): FaultStep => events.reduce<FaultStep>((step, event) => {
    const next = reduce(step.state, event, utcMs)
    return { state: next.state, effects: [...step.effects, ...next.effects] }
  }, { state, effects: [] })
  const run = from(KNOWN)

  test('is one a cause, however often that cause comes back', () => {
    const { effects } = run({ event: 'trouble-seen', service: 'rbs' }, { event: 'trouble-seen', service: 'rbs' }, { event: 'trouble-over', service: 'rbs' }, { event: 'trouble-seen', service: 'rbs' })
    expect(effects).toEqual([{ effect: 'record-opened', number: 'S-2026-OB-0001', service: 'rbs', by: 'automatic', foundUtcMs: NOW }])
  })

  test('takes every further report about it, and one by a person takes the next', () => {
    const click = { event: 'reported', press: 'b/1', series: 'S' } as const
    const { effects, state } = run(click, click, click)
    expect(effects.map((it) => it.effect)).toEqual(['record-opened', 'record-reported', 'record-reported'])
    expect(state.faults).toHaveLength(1)
  })

  test('that a person opened is of what is measured within two minutes of the click, and of nothing measured later', () => {
    const click = { event: 'reported', press: 'b/1', series: 'S' } as const
    const clicked = run(click).state
    const soon = from(clicked, NOW + NOTICED_FIRST_MS - 1)({ event: 'trouble-seen', service: 'rbs' }, { event: 'trouble-seen', service: 'c2000' })
    expect(soon.effects).toMatchObject([
      { effect: 'record-changed', number: 'S-2026-OB-0001', what: 'cause', from: null, to: 'rbs', because: 'measured' },
      { effect: 'record-opened', number: 'S-2026-OB-0002', service: 'c2000' },
    ])
    expect(soon.state.faults.map(({ number, service, openedBy }) => [number, service, openedBy])).toEqual([['S-2026-OB-0001', 'rbs', 'person'], ['S-2026-OB-0002', 'c2000', 'automatic']])
    expect(from(soon.state)({ ...click, press: 'b/2' }).effects).toMatchObject([{ effect: 'record-reported', number: 'S-2026-OB-0002' }])
    const late = from(clicked, NOW + NOTICED_FIRST_MS)({ event: 'trouble-seen', service: 'rbs' })
    expect(late.effects).toMatchObject([{ effect: 'record-opened', number: 'S-2026-OB-0002', service: 'rbs' }])
    const drill = from(run({ ...click, series: 'O' }).state)({ event: 'trouble-seen', service: 'rbs' })
    expect(drill.effects).toMatchObject([{ effect: 'record-opened', number: 'S-2026-OB-0001', service: 'rbs' }])
  })

  test('is one for what went down together before the record could be read', () => {
    const { effects } = from(NO_FAULTS)({ event: 'trouble-seen', service: 'rbs' }, { event: 'trouble-seen', service: 'c2000', together: ['rbs'] }, { event: 'restored', memory: { faults: [], last: {}, held: [] } })
    expect(effects).toMatchObject([{ effect: 'record-opened', number: 'S-2026-OB-0001', service: 'rbs' }])
    expect(effects).toHaveLength(1)
  })

  test('that was closed opens again when its service fails within a day, and after a day the next one names it', () => {
    const first = run({ event: 'trouble-seen', service: 'rbs' }, { event: 'trouble-over', service: 'rbs' }, changed({ what: 'state', state: 'closed' })).state
    expect(reduce(first, { event: 'trouble-seen', service: 'rbs' }, NOW + RELAPSE_MS - 1).effects).toMatchObject([{ effect: 'record-changed', number: 'S-2026-OB-0001', what: 'state', from: 'closed', to: 'open', because: 'relapse' }])
    const later = reduce(first, { event: 'trouble-seen', service: 'rbs' }, NOW + RELAPSE_MS)
    expect(later.effects).toMatchObject([{ effect: 'record-opened', number: 'S-2026-OB-0002', after: 'S-2026-OB-0001' }])
    expect(later.state.faults[1]?.links).toEqual(['S-2026-OB-0001'])
  })

  test('of systems that worked on and off for three days, and was closed each evening, stayed one: 15 to 17 September 2020', () => {
    let state = KNOWN
    const opened: string[] = []
    for (let hour = 0; hour < 72; hour += 4) {
      for (const event of [{ event: 'trouble-seen', service: 'rbs' }, { event: 'trouble-over', service: 'rbs' }, ...(hour % 24 === 20 ? [changed({ what: 'state', state: 'closed' } as const)] : [])] as FaultEvent[]) {
        const step = reduce(state, event, NOW + hour * HOUR_MS)
        state = step.state
        opened.push(...step.effects.flatMap((effect) => (effect.effect === 'record-opened' ? [effect.number] : [])))
      }
    }
    expect(opened).toEqual(['S-2026-OB-0001'])
  })

  test('keeps ten minutes before and half an hour after, and says so once everything of it is in the record', () => {
    const { state } = run({ event: 'trouble-seen', service: 'rbs' }, { event: 'described', number: 'S-2026-OB-0001', as: { fromSeq: 12 } }, { event: 'opening-recorded', number: 'S-2026-OB-0001' })
    expect(reduce(state, { event: 'committed', seq: 80, utcMs: NOW + FROZEN_AFTER_MS }, NOW).effects).toEqual([])
    const step = reduce(state, { event: 'committed', seq: 81, utcMs: NOW + FROZEN_AFTER_MS + 1 }, NOW)
    expect(step.effects).toEqual([{ effect: 'record-frozen', number: 'S-2026-OB-0001', fromUtcMs: NOW - FROZEN_BEFORE_MS, toUtcMs: NOW + FROZEN_AFTER_MS, fromSeq: 12, toSeq: 80 }])
    expect(reduce(step.state, { event: 'committed', seq: 82, utcMs: NOW + HOUR_MS }, NOW).effects).toEqual([])
  })

  test('that is closed at once keeps what is there', () => {
    const { state } = run({ event: 'reported', press: 'b/1', series: 'S' }, { event: 'opening-recorded', number: 'S-2026-OB-0001' }, changed({ what: 'state', state: 'closed' }))
    expect(reduce(state, { event: 'committed', seq: 9, utcMs: NOW + 1 }, NOW + 1).effects).toMatchObject([{ effect: 'record-frozen', toUtcMs: NOW, toSeq: 8 }])
  })

  test('over a record that was set aside keeps all of the new one', () => {
    const { state } = run({ event: 'trouble-seen', service: 'rbs' }, { event: 'described', number: 'S-2026-OB-0001', as: { fromSeq: 9000 } }, { event: 'opening-recorded', number: 'S-2026-OB-0001' })
    expect(reduce(state, { event: 'committed', seq: 40, utcMs: NOW + HOUR_MS }, NOW).effects).toMatchObject([{ fromSeq: 1, toSeq: 39 }])
  })

  test('whose closing found no room is open, and one whose opening did gives its number to nobody', () => {
    const closing = from(one(fault(1)))(changed({ what: 'state', state: 'closed' }))
    const [effect] = closing.effects
    const before = effect?.effect === 'record-changed' ? effect.before : fault(9)
    expect(reduce(closing.state, { event: 'change-lost', before }, NOW).state.faults).toEqual([fault(1)])
    const lost = run({ event: 'trouble-seen', service: 'rbs' }, { event: 'opening-lost', number: 'S-2026-OB-0001' }, { event: 'trouble-seen', service: 'rbs' })
    expect(lost.state.faults.map(({ number }) => number)).toEqual(['S-2026-OB-0002'])
  })

  test('counts in Dutch years: one opened at half past midnight on 1 January is of the new year', () => {
    const step = reduce({ ...KNOWN, last: { 'S-2026': 41 } }, { event: 'reported', press: 'b/1', series: 'S' }, Date.UTC(2026, 11, 31, 23, 30))
    expect(step.effects).toMatchObject([{ effect: 'record-opened', number: 'S-2027-OB-0001', by: 'person' }])
  })

  test('goes on counting beyond four digits', () => {
    expect(reduce({ ...KNOWN, last: { 'S-2026': 9999 } }, { event: 'reported', press: 'b/1', series: 'S' }, NOW).effects).toMatchObject([{ number: 'S-2026-OB-10000' }])
  })

  test('of a drill has a series of its own, and takes no click of what is real', () => {
    const { effects } = run({ event: 'reported', press: 'b/1', series: 'O' }, { event: 'reported', press: 'b/2', series: 'S' }, { event: 'reported', press: 'b/3', series: 'O' })
    expect(effects.map((it) => ('number' in it ? [it.effect, it.number] : []))).toEqual([['record-opened', 'O-2026-OB-0001'], ['record-opened', 'S-2026-OB-0001'], ['record-reported', 'O-2026-OB-0001']])
  })
})
