// Counts for letters: days here, a year, drills apart, medians of the room, and what is open at the end.
import { expect, test } from 'vitest'
import { countsLines } from '../../../electron/cli/counts/counts-lines.ts'
import { countsReport } from '../../../electron/cli/counts/counts-report.ts'
import { createText } from '../../../electron/cli/terminal/text.ts'
import type { StoredEntry } from '../../../electron/host/ledger/port.ts'

const MINUTE = 60_000
/** Half past eleven in the evening of 26 November, here. */
const EVENING = Date.UTC(2026, 10, 26, 22, 30)

function record(...entries: readonly (readonly [utcMs: number, kind: string, payload: StoredEntry['payload']])[]): readonly StoredEntry[] {
  return entries.map(([utcMs, kind, payload], at) => ({ seq: at + 1, utcMs, kind, actor: { role: 'dispatcher', position: 'OB-07' }, payload }))
}
const started = (utcMs: number, discipline: string): readonly [number, string, StoredEntry['payload']] => [utcMs, 'host.started', { discipline }]
const filed = (utcMs: number, number: string, symptom = 'speech-drops', more: StoredEntry['payload'] = {}): readonly [number, string, StoredEntry['payload']] => [utcMs, 'report.filed', { number, from: 'unit', symptom, ...more }]
const changed = (utcMs: number, number: string, what: string, to: string): readonly [number, string, StoredEntry['payload']] => [utcMs, number.includes('A-') ? 'action.changed' : number.includes('M-') ? 'report.changed' : 'fault.changed', { number, what, to }]

const YEAR = record(
  started(EVENING - 10 * MINUTE, 'brandweer'),
  filed(EVENING, 'M-2026-OB-0001', 'speech-drops', { effect: 'delay' }),
  [EVENING + MINUTE, 'people.told', { from: 'unit', symptom: 'no-reception', report: 'boot/1', filed: 'M-2026-OB-0002' }],
  [EVENING + MINUTE, 'people.told', { from: 'dispatcher', symptom: 'no-reception', report: 'boot/2' }],
  [EVENING + 2 * MINUTE, 'fault.opened', { number: 'S-2026-OB-0001', service: 'rbs', by: 'automatic' }],
  changed(EVENING + 10 * MINUTE, 'M-2026-OB-0001', 'answered', 'done'),
  // After midnight here, before midnight in UTC.
  started(EVENING + 40 * MINUTE, 'ambulance'),
  filed(EVENING + 40 * MINUTE, 'M-2026-OB-0003'),
  filed(EVENING + 41 * MINUTE, 'M-2026-OB-0004'),
  [EVENING + 42 * MINUTE, 'people.retracted', { report: 3 }],
  changed(EVENING + 60 * MINUTE, 'M-2026-OB-0003', 'answered', 'done'),
  changed(EVENING + 62 * MINUTE, 'S-2026-OB-0001', 'state', 'closed'),
  [EVENING + 63 * MINUTE, 'action.added', { number: 'A-2026-OB-0001', owner: 'technician' }],
  changed(EVENING + 64 * MINUTE, 'A-2026-OB-0001', 'done', 'done'),
  filed(EVENING + 65 * MINUTE, 'OM-2026-OB-0001', 'ptt-stuck', { simulated: true }),
)

test('counts a day as it is here, says what was open at its end, and takes medians over all answers', () => {
  const { real } = countsReport(YEAR, 2026)
  expect(real).toMatchObject({
    reports: { filed: 4, answered: 2, withdrawn: 1, open: 1 },
    faults: { opened: 1, closed: 1, open: 0 },
    actions: { added: 1, done: 1, proven: 0, open: 1 },
    bySymptom: { 'speech-drops': 3 },
    byDiscipline: { ambulance: 2, brandweer: 1 },
    byEffect: { unknown: 2, delay: 1 },
    medianAnswerMs: 15 * MINUTE,
    medianFaultMs: 60 * MINUTE,
  })
  expect(real.days).toEqual([
    { day: '2026-11-26', reports: { filed: 2, answered: 1, withdrawn: 0, open: 1 }, faults: { opened: 1, closed: 0, open: 1 }, actions: { added: 0, done: 0, proven: 0, dropped: 0, open: 0 } },
    { day: '2026-11-27', reports: { filed: 2, answered: 1, withdrawn: 1, open: 1 }, faults: { opened: 0, closed: 1, open: 0 }, actions: { added: 1, done: 1, proven: 0, dropped: 0, open: 1 } },
  ])
})

test('counts a drill apart: it is in no total', () => {
  const { drills, simulated } = countsReport(YEAR, 2026)
  expect(drills).toMatchObject({ reports: { filed: 1, open: 1 }, faults: { opened: 0 }, bySymptom: { 'ptt-stuck': 1 }, medianAnswerMs: null })
  expect(simulated).toBe(1)
})

test('of another year counts only what is still open from before', () => {
  const later = [...YEAR, ...record(changed(Date.UTC(2027, 0, 3), 'M-2026-OB-0004', 'owner', 'technician'))]
  expect(countsReport(later, 2027).real).toMatchObject({ reports: { filed: 0, answered: 0, open: 1 }, bySymptom: {}, medianAnswerMs: null, days: [] })
  expect(countsReport(YEAR, 2025).real).toMatchObject({ reports: { filed: 0, open: 0 }, days: [] })
})

test('counts a melding that is answered twice once, and takes the answer that ended it', () => {
  const { real } = countsReport(record(
    filed(EVENING, 'M-2026-OB-0001'),
    changed(EVENING + MINUTE, 'M-2026-OB-0001', 'answered', 'done'),
    changed(EVENING + 2 * MINUTE, 'M-2026-OB-0001', 'state', 'open'),
    changed(EVENING + 5 * MINUTE, 'M-2026-OB-0001', 'answered', 'done'),
  ), 2026)
  expect(real).toMatchObject({ reports: { filed: 1, answered: 1, open: 0 }, medianAnswerMs: 5 * MINUTE, byDiscipline: { unknown: 1 } })
})

test('counts what was told while no number could be given from the moment it was told', () => {
  const { real } = countsReport(record(
    [EVENING, 'people.told', { from: 'unit', symptom: 'no-reception', report: 'boot/1', unnumbered: 'M' }],
    filed(EVENING + 5 * MINUTE, 'M-2026-OB-0001', 'no-reception', { told: 1 }),
    changed(EVENING + 7 * MINUTE, 'M-2026-OB-0001', 'answered', 'done'),
  ), 2026)
  expect(real).toMatchObject({ reports: { filed: 1, answered: 1 }, medianAnswerMs: 7 * MINUTE })
})

test('says it in words, with no word of a person', () => {
  const lines = countsLines(countsReport(YEAR, 2026), createText('nl'))
  expect(lines).toEqual(expect.arrayContaining([
    '  meldingen: 4, beantwoord 2, ingetrokken 1, open 1; antwoord na 0:15 (mediaan, u:mm)',
    '    spraak valt weg 3',
    '    ambulance 2, brandweer 1',
    '  2026-11-26  meldingen 2, beantwoord 1, open 1; storingen 1, afgesloten 0; acties 0, gedaan 0',
    'Oefeningen, hierboven niet meegeteld',
    '1 regel is van simulatoren',
  ]))
})
