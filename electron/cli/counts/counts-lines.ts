// The counts of a year as lines of text. Pure.
import { shortSpan, type Text } from '../terminal/text.ts'
import type { CountsReport, YearTally } from './counts-report.ts'

export function countsLines({ year, real, drills, simulated }: CountsReport, text: Text): readonly string[] {
  return [
    text('counts.title', { year: String(year) }),
    ...tallyLines(real, text),
    ...(drills.days.length === 0 ? [] : ['', text('counts.drills'), ...tallyLines(drills, text)]),
    ...(simulated === 0 ? [] : ['', text('counts.simulated', { count: simulated })]),
    '',
    text('counts.people'),
  ]
}

function tallyLines({ reports, faults, actions, bySymptom, byDiscipline, medianAnswerMs, medianFaultMs, days }: YearTally, text: Text): readonly string[] {
  const list = (counts: Readonly<Record<string, number>>, word: (code: string) => string): string => Object.entries(counts).map(([code, count]) => `${word(code)} ${count}`).join(', ')
  const span = (ms: number | null): string => (ms === null ? '–' : shortSpan(ms))
  return [
    `  ${text('counts.reports', { ...reports, median: span(medianAnswerMs) })}`,
    ...(Object.keys(bySymptom).length === 0 ? [] : [
      `    ${list(bySymptom, (code) => text(`symptom.${code}`))}`,
      `    ${list(byDiscipline, (code) => (code === 'unknown' ? text('counts.unknown') : code))}`,
    ]),
    `  ${text('counts.faults', { ...faults, median: span(medianFaultMs) })}`,
    `  ${text('counts.actions', actions)}`,
    ...days.map((day) => `  ${day.day}  ${text('counts.day', { filed: day.reports.filed, answered: day.reports.answered, open: day.reports.open, opened: day.faults.opened, closed: day.faults.closed, added: day.actions.added, done: day.actions.done })}`),
  ]
}
