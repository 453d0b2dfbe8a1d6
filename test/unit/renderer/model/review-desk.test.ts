// Meldingen and acties beside a storing, what may be done with them, and what the record as evidence says of itself.
import { describe, expect, it } from 'vitest'
import { CALLS } from '../../../../electron/contract/calls.ts'
import type { ActionView, ReportView } from '../../../../electron/contract/faults.ts'
import type { TimelineEntry } from '../../../../electron/contract/topics.ts'
import { createText } from '../../../../renderer/i18n/texts.ts'
import { actionRows, linkKey, reportRows } from '../../../../renderer/model/review-desk.ts'
import { forgotten } from '../../../../renderer/model/review-entries.ts'
import { saidOf, withSince } from '../../../../renderer/model/review-said.ts'
import { passesByItself, refusedReading } from '../../../../renderer/model/review-trouble.ts'
import { exportOf, EXPORTS, sizeText, verdictModel } from '../../../../renderer/model/review-verdict.ts'
import { createWords } from '../../../../renderer/model/words.ts'
import { ago, BASE, NOW } from '../../../../renderer/scenes/base-scene.ts'

const words = createWords('nl', createText('nl'))
const FAULT = 'S-2026-OB-0007'
const report = (change: Partial<ReportView>): ReportView => ({ number: 'M-2026-OB-0123', utcMs: ago(60), from: 'unit', symptom: 'no-reception', seq: 9, state: 'open', links: [], ...change })
const action = (change: Partial<ActionView>): ActionView => ({ number: 'A-2026-OB-0004', utcMs: ago(60), seq: 9, text: 'Portofoon beproeven', owner: 'technician', state: 'open', stateUtcMs: ago(60), ...change })
const view = (reports: readonly ReportView[], actions: readonly ActionView[] = []) => ({
  topics: { ...BASE, reports: Object.fromEntries(reports.map((one) => [one.number, one])), actions: Object.fromEntries(actions.map((one) => [one.number, one])) }, nowUtcMs: NOW, shell: undefined,
})

describe('meldingen', () => {
  it('stand with their storing, and with none when they belong to none; another system’s number is no storing', () => {
    const all = view([report({ number: 'M-1', links: [FAULT] }), report({ number: 'M-2', links: ['TT-77'] }), report({ number: 'M-3', links: ['S-2025-OB-0001'] })])
    expect([reportRows(FAULT, all, words), reportRows(undefined, all, words)].map((rows) => rows.map(({ number }) => number))).toEqual([['M-1'], ['M-2']])
  })

  it.each([
    [report({ unit: '21-4131', place: 'A59' }), '21-4131: geen ontvangst', 'wacht op antwoord', true],
    [report({ from: 'supervisor', state: 'done', answeredUtcMs: ago(10) }), `${words.text('reporter.supervisor')}: geen ontvangst`, 'beantwoord 21:46:58', false],
    [report({ state: 'withdrawn' }), `${words.text('reporter.unit')}: geen ontvangst`, 'ingetrokken', false],
  ])('%j says what it is and whether it waits', (one, title, stateText, answerable) => {
    expect(reportRows(undefined, view([one]), words)[0]).toMatchObject({ title, stateText, answerable })
  })
})

describe('the words of a melding', () => {
  const entry = (seq: number, kind: string, payload: TimelineEntry['payload'], content?: string): TimelineEntry => ({ seq, utcMs: ago(60 - seq), kind, role: 'dispatcher', payload: { number: 'M-1', ...payload }, ...(content === undefined ? {} : { content }) })
  const filed = entry(1, 'report.filed', {}, '21-4131\nHeikant\nknop hangt,\nal een uur')
  const answered = entry(3, 'report.changed', { what: 'answered', to: 'done' }, 'set gewisseld')

  it('are those of its reporter and of the answer, and no call sign and no place', () => {
    const link = entry(2, 'report.changed', { what: 'link', to: 'S-1' }, 'dubbel gemeld')
    expect(saidOf([answered, link, filed], 'M-1').map(({ by, text }) => [by, text])).toEqual([['reporter', 'knop hangt,\nal een uur'], ['answer', 'set gewisseld']])
  })

  it('are there as soon as the log has them, once, though the record was read before', () => {
    const timeline = { '1': filed, '3': answered }
    expect(saidOf(withSince([filed], timeline), 'M-1').map(({ by }) => by)).toEqual(['reporter', 'answer'])
    expect(saidOf(withSince([filed, answered], timeline), 'M-1').map(({ by }) => by)).toEqual(['reporter', 'answer'])
  })

  it('are gone from the screen once they were deleted, though the record was read before', () => {
    const timeline = { '3': answered, '4': entry(4, 'content.deleted', { seq: 1 }) }
    expect(saidOf(forgotten(withSince([filed], timeline), { timeline }), 'M-1').map(({ by }) => by)).toEqual(['answer'])
  })

  it('are not there when they were deleted or never said, nor when they are of another', () => {
    expect(saidOf([entry(1, 'report.filed', {}), entry(2, 'report.filed', {}, '21-4131\nHeikant\n'), { ...answered, payload: { ...answered.payload, number: 'M-2' } }], 'M-1')).toEqual([])
  })
})

describe('acties', () => {
  it.each([
    [action({ dueUtcMs: ago(1) }), 'late', 'over tijd'],
    [action({ dueUtcMs: ago(-1) }), 'waits', 'open'],
    [action({ state: 'done', dueUtcMs: ago(100) }), 'waits', 'gedaan, effect nog te bewijzen'],
    [action({ state: 'proven', dueUtcMs: ago(100) }), 'done', 'effect bewezen'],
    [action({ state: 'dropped' }), 'done', 'vervallen'],
  ] as const)('%j is %s', (one, state, stateText) => {
    expect(actionRows(undefined, view([], [one]), words)[0]).toMatchObject({ state, stateText })
  })

  it('stand with the storing of their melding too', () => {
    const all = view([report({ links: [FAULT] })], [action({ about: 'M-2026-OB-0123' }), action({ number: 'A-2', about: FAULT }), action({ number: 'A-3' })])
    expect(actionRows(FAULT, all, words).map(({ number }) => number).toSorted()).toEqual(['A-2', 'A-2026-OB-0004'])
    expect(actionRows(undefined, all, words).map(({ number }) => number)).toEqual(['A-3'])
  })

  it('that are due on a day are due on that day, and at a time at that time', () => {
    const facts = (dueUtcMs: number): string | undefined => actionRows(undefined, view([], [action({ dueUtcMs })]), words)[0]?.facts
    expect([facts(Date.UTC(2026, 10, 27, 22, 59, 59)), facts(Date.UTC(2026, 10, 27, 11))]).toEqual(['technicus · klaar op vr 27-11', 'technicus · klaar op vr 27-11 12:00:00'])
  })

  it('whose text was deleted say so', () => {
    const { text: _text, ...deleted } = action({})
    expect(actionRows(undefined, view([], [deleted]), words)[0]?.title).toBe('tekst gewist')
  })

  it('and meldingen ask nothing that the contract would not take', () => {
    const reports = (['open', 'done', 'withdrawn'] as const).map((state, at) => report({ number: `M-2026-OB-000${at}`, state, links: [FAULT] }))
    const actions = (['open', 'done', 'proven', 'dropped'] as const).map((state, at) => action({ number: `A-2026-OB-000${at}`, state, about: FAULT }))
    const all = view(reports, actions)
    const asks = [...reportRows(FAULT, all, words), ...actionRows(FAULT, all, words)].flatMap(({ keys }) => keys.map(({ ask }) => ask))
    expect(asks.length).toBeGreaterThan(25)
    expect([...asks, linkKey('M-2026-OB-0001', FAULT, words).ask].filter(({ call, input }) => !CALLS[call].input.safeParse(input).success)).toEqual([])
  })
})

describe('the record as evidence', () => {
  const checked = (code: number, outsideAnchor?: string) => verdictModel({ code, verdict: 'WORD', seq: 214, headCode: '214-K7QF-3M2P', tookMs: 3, ...(outsideAnchor === undefined ? {} : { outsideAnchor }) }, words)
  it('says what was found, up to which line, and what outside it was checked against', () => {
    expect(checked(0)).toEqual({ whole: true, sentence: 'geen wijziging gevonden t/m regel 214; extern verankerd: nee', verdict: '', headCode: '214-K7QF-3M2P' })
    expect(checked(0, 'tweede pad').sentence).toMatch(/extern verankerd: tweede pad$/)
  })

  it.each([[0, true], [10, true], [11, true], [20, false], [21, false], [22, false], [23, false], [30, false], [77, false]])('of code %i is whole: %s, and never says "geen wijziging" of one that was touched', (code, whole) => {
    const model = checked(code)
    expect(model.whole).toBe(whole)
    expect(/geen wijziging/.test(model.sentence)).toBe(whole)
  })

  it('is written out masked or not, of a storing with the time around it', () => {
    const window = { fromUtcMs: -5.5, toUtcMs: 10.2, live: true }
    const asked = EXPORTS.map((what) => exportOf(what, { number: FAULT, window, masked: true }))
    expect(asked.filter((input) => !CALLS['record.export'].input.safeParse(input).success)).toEqual([])
    expect(exportOf('samples', { number: undefined, window, masked: false })).toEqual({ what: 'samples', masked: false, fromUtcMs: 0, toUtcMs: 10 })
    expect([999, 8400, 8_400_000].map((bytes) => sizeText(bytes, words))).toEqual(['999 B', '8,4 kB', '8,4 MB'])
  })

  it.each([['STORE_UNREADABLE', 'Logboek niet te lezen: logboek onleesbaar'], ['STORE_BUSY', 'Logboek niet te lezen: logboek bezet'], ['CALL_HOST_GONE', 'Logboek niet te lezen: console werkt niet']])('that cannot be read (%s) never says that something was done', (code, said) => {
    expect(refusedReading({ code, detail: 'x' }, words)).toBe(said)
  })

  it('is asked again by itself while it is only busy', () => {
    expect(['STORE_BUSY', 'CALL_TIMEOUT', 'STORE_UNREADABLE', 'STORE_DAMAGED', 'CALL_HOST_GONE'].filter((code) => passesByItself({ code }))).toEqual(['STORE_BUSY', 'CALL_TIMEOUT'])
  })
})
