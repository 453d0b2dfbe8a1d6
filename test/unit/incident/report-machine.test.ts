// What may be done with a melding and with an actie: the whole tables, for a person to review.
import { expect, test } from 'vitest'
import type { ActionChange, ActionView, ReportChange } from '../../../electron/contract/faults.ts'
import { actionReducer } from '../../../electron/host/incident/action-machine.ts'
import type { RegisterEvent } from '../../../electron/host/incident/register-machine.ts'
import { emptyRegister, type RegisterState } from '../../../electron/host/incident/register-types.ts'
import { MOST_LINKS, reportReducer, type Report } from '../../../electron/host/incident/report-machine.ts'
import { goldenTable, inWords } from '../../support/golden-table.ts'

const NOW = Date.UTC(2026, 10, 26, 20)
const BOUNDS = { countEvery: 100, countLength: 1000 }

const report = (change: Partial<Report> = {}): Report => ({ number: 'M-2026-OB-0001', seq: 4, utcMs: NOW - 60_000, from: 'unit', symptom: 'speech-drops', unit: '21-4131', state: 'open', links: [], came: 'filed', ...change })
const withReport = (change: Partial<Report> = {}): RegisterState<Report> => ({ ...emptyRegister(), known: true, last: { 'M-2026': 1 }, items: new Map([['M-2026-OB-0001', report(change)]]), uncounted: 1 })

function reportInShort({ known, items, unnumbered, last }: RegisterState<Report>): string {
  const all = [...items.values()].map(({ number, state, came, owner, links, unit, answeredUtcMs }) =>
    [number.slice(-4), state, came, owner, links.length > 3 ? `${links.length} links` : links.join('+'), unit, answeredUtcMs === undefined ? '' : answeredUtcMs === NOW ? 'answered now' : 'answered before'].filter(Boolean).join(' '))
  return [known ? '' : 'unread', all.join(', ') || 'none', unnumbered.length > 0 ? `${unnumbered.length} without number` : '', Object.entries(last).map(([series, count]) => `${series}/${count}`).join(' ')].filter(Boolean).join(' | ')
}

test('does with every melding and event what its reviewed table says', async () => {
  const states: Readonly<Record<string, RegisterState<Report>>> = {
    'record not read yet': emptyRegister(),
    'none yet': { ...emptyRegister(), known: true },
    'last year ended at 41': { ...emptyRegister(), known: true, last: { 'M-2025': 41 } },
    'open': withReport(),
    'open, told by a key, with an owner': withReport({ came: 'told', owner: 'technician', links: ['S-2026-OB-0002'] }),
    'answered': withReport({ state: 'done', answeredUtcMs: NOW - 1000 }),
    'withdrawn': withReport({ state: 'withdrawn' }),
    'tied to as many as may be': withReport({ links: Array.from({ length: MOST_LINKS }, (_, at) => `S-2026-OB-${1000 + at}`) }),
  }
  const change = (one: ReportChange): RegisterEvent<Report, ReportChange> => ({ event: 'changed', number: 'M-2026-OB-0001', change: one })
  const events: Readonly<Record<string, RegisterEvent<Report, ReportChange>>> = {
    'filed': { event: 'filed', drill: false },
    'filed in a drill': { event: 'filed', drill: true },
    'read: one open': { event: 'read', facts: [{ fact: 'opened', item: report({ number: 'M-2026-OB-0007', seq: 9 }) }] },
    'read: one without number': { event: 'read', facts: [{ fact: 'opened-unnumbered', series: 'M', item: report({ number: '', seq: 9, came: 'told' }) }] },
    'recorded: its opening': { event: 'recorded', fact: { fact: 'opened', item: report({ number: 'M-2026-OB-0002', seq: 9 }) } },
    'recorded: taken back': { event: 'recorded', fact: { fact: 'taken-back', seq: 4 } },
    'recorded: its words deleted': { event: 'recorded', fact: { fact: 'words-deleted', of: { seq: 4 } } },
    'answered': change({ what: 'answered', text: 'x' }),
    'linked': change({ what: 'link', to: 'S-2026-OB-0002' }),
    'linked to itself': change({ what: 'link', to: 'M-2026-OB-0001' }),
    'unlinked': change({ what: 'unlink', to: 'S-2026-OB-0002' }),
    'given to a technician': change({ what: 'owner', owner: 'technician' }),
    'opened again': change({ what: 'state', state: 'open' }),
    'withdrawn': change({ what: 'state', state: 'withdrawn' }),
    'change lost': { event: 'change-lost', item: report() },
  }
  const reduce = reportReducer('OB', BOUNDS)
  const table = goldenTable({ states, events, step: (state, event) => reduce(state, event, NOW), state: reportInShort, effect: inWords })
  await expect(table).toMatchFileSnapshot('../../fixtures/incident/report-table.txt')
})

const action = (change: Partial<ActionView> = {}): RegisterState<ActionView> => ({
  ...emptyRegister(), known: true, last: { 'A-2026': 1 }, uncounted: 1,
  items: new Map([['A-2026-OB-0001', { number: 'A-2026-OB-0001', seq: 4, utcMs: NOW - 60_000, text: 'accu', owner: 'technician', state: 'open', stateUtcMs: NOW - 60_000, ...change }]]),
})

function actionInShort({ items, last }: RegisterState<ActionView>): string {
  const all = [...items.values()].map(({ state, owner, dueUtcMs, stateUtcMs }) => [state, owner, dueUtcMs === undefined ? '' : `due ${dueUtcMs}`, stateUtcMs === NOW ? 'since now' : ''].filter(Boolean).join(' '))
  return [all.join(', ') || 'none', Object.entries(last).map(([series, count]) => `${series}/${count}`).join(' ')].filter(Boolean).join(' | ')
}

test('does with every actie and change what its reviewed table says', async () => {
  const states = {
    'none yet': { ...emptyRegister(), known: true } as RegisterState<ActionView>,
    'open': action(),
    'open, due': action({ dueUtcMs: 5000 }),
    'done': action({ state: 'done' }),
    'proven': action({ state: 'proven' }),
    'dropped': action({ state: 'dropped' }),
  }
  const change = (one: ActionChange): RegisterEvent<ActionView, ActionChange> => ({ event: 'changed', number: 'A-2026-OB-0001', change: one })
  const events: Readonly<Record<string, RegisterEvent<ActionView, ActionChange>>> = {
    'added': { event: 'filed', drill: false },
    'added in a drill': { event: 'filed', drill: true },
    'done': change({ what: 'done' }),
    'works': change({ what: 'effect', proven: true }),
    'works not': change({ what: 'effect', proven: false }),
    'due': change({ what: 'due', dueUtcMs: 5000 }),
    'given to a technician': change({ what: 'owner', owner: 'technician' }),
    'given to a supervisor': change({ what: 'owner', owner: 'supervisor' }),
    'dropped': change({ what: 'dropped' }),
    'opened again': change({ what: 'open' }),
  }
  const reduce = actionReducer('OB', BOUNDS)
  const table = goldenTable({ states, events, step: (state, event) => reduce(state, event, NOW), state: actionInShort, effect: inWords })
  await expect(table).toMatchFileSnapshot('../../fixtures/incident/action-table.txt')
})

test('a count holds what waits first, as much as fits, and no words of anybody', () => {
  const reduce = reportReducer('OB', { countEvery: 1, countLength: 400 })
  const many = Array.from({ length: 6 }, (_, at) => report({ number: `M-2026-OB-000${at + 1}`, seq: at + 1, state: at === 1 ? 'open' : 'done' }))
  const { effects } = reduce(emptyRegister(), { event: 'read', facts: many.map((item) => ({ fact: 'opened', item })) }, NOW)
  expect(effects).toMatchObject([{ effect: 'record-counted', last: { 'M-2026': 6 }, items: [{ number: 'M-2026-OB-0002' }, { number: 'M-2026-OB-0006' }] }])
  expect(JSON.stringify(effects)).not.toContain('4131')
})
