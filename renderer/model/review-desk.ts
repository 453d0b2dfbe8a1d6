// Meldingen and acties beside a storing: what waits for an answer, what is to be done, what is over its date.
import { OWNERS, type ActionChange, type ActionView, type ReportChange, type ReportView } from '../../electron/contract/faults.ts'
import type { Topics } from '../../electron/contract/topics.ts'
import type { ConsoleView } from './console-view.ts'
import { momentText } from './review-window.ts'
import type { Ask } from './switch-face.ts'
import type { Words } from './words.ts'

export interface DeskKey {
  readonly label: string
  readonly ask: Ask
  readonly chosen?: boolean
}

export interface DeskRow {
  readonly number: string
  readonly title: string
  readonly facts: string
  /** Waits, is over its date, or is done with. */
  readonly state: 'waits' | 'late' | 'done'
  readonly stateText: string
  readonly keys: readonly DeskKey[]
  /** A melding that waits for the words that its reporter was told. */
  readonly answerable: boolean
  /** An actie of which it can be said whether it worked. */
  readonly of: 'report' | 'action'
}

/** @param number  storing they belong to; absent: those of none */
export function reportRows(number: string | undefined, view: ConsoleView, words: Words): readonly DeskRow[] {
  return Object.values(view.topics.reports)
    .filter(({ links }) => belongs(links, number, view.topics))
    .toSorted((one, other) => other.utcMs - one.utcMs)
    .map((report) => reportRow(report, number, view, words))
}

/** What belongs to no storing at all stands with none: a number of somebody else's system is no storing. */
const belongs = (links: readonly string[], number: string | undefined, topics: Pick<Topics, 'faults'>): boolean =>
  number === undefined ? !links.some((link) => topics.faults[link] !== undefined || /^[SO]-/.test(link)) : links.includes(number)

const reportAsk = (number: string, change: ReportChange): Ask => ({ call: 'report.change', input: { number, change } })
const actionAsk = (number: string, change: ActionChange): Ask => ({ call: 'action.change', input: { number, change } })

function reportRow(report: ReportView, fault: string | undefined, { nowUtcMs }: ConsoleView, words: Words): DeskRow {
  const who = report.unit ?? words.text(`reporter.${report.from}`)
  const facts = [momentText(report.utcMs, nowUtcMs, words), report.place, report.effect && words.text(`effect.${report.effect}`), report.danger === 'yes' ? words.text('review.danger-yes') : undefined, report.owner && words.text(`owner.${report.owner}`)]
  const keys: DeskKey[] = [
    ...(report.state === 'withdrawn'
      ? [{ label: words.text('review.report.not-withdrawn'), ask: reportAsk(report.number, { what: 'state', state: 'open' }) }]
      : [{ label: words.text('review.report.withdraw'), ask: reportAsk(report.number, { what: 'state', state: 'withdrawn' }) }]),
    ...(fault !== undefined && report.links.includes(fault) ? [{ label: words.text('review.report.unlink'), ask: reportAsk(report.number, { what: 'unlink', to: fault }) }] : []),
    ...OWNERS.map((owner) => ({ label: words.text(`owner.${owner}`), chosen: report.owner === owner, ask: reportAsk(report.number, { what: 'owner', owner }) })),
  ]
  return {
    number: report.number, of: 'report', title: words.text('review.report.title', { who, symptom: words.text(`symptom.${report.symptom}`) }), facts: facts.filter((fact) => fact !== undefined && fact !== '').join(' · '),
    state: report.state === 'open' ? 'waits' : 'done',
    stateText: report.state === 'done' && report.answeredUtcMs !== undefined ? words.text('review.report.answered-at', { time: momentText(report.answeredUtcMs, nowUtcMs, words) }) : words.text(`review.report.${report.state}`),
    answerable: report.state === 'open', keys,
  }
}

/** A melding that belongs to no storing yet can be laid beside the one that is open on screen. */
export const linkKey = (report: string, fault: string, words: Words): DeskKey => ({ label: words.text('review.report.link', { number: fault }), ask: reportAsk(report, { what: 'link', to: fault }) })

/** @param number  storing they come from, also by one of its meldingen; absent: those of none */
export function actionRows(number: string | undefined, view: ConsoleView, words: Words): readonly DeskRow[] {
  const { topics } = view
  const faultOf = (action: ActionView): string | undefined => {
    const about = action.about
    if (about === undefined || /^[SO]-/.test(about)) return about
    return topics.reports[about]?.links.find((link) => /^[SO]-/.test(link))
  }
  return Object.values(topics.actions)
    .filter((action) => faultOf(action) === number)
    .toSorted((one, other) => other.utcMs - one.utcMs)
    .map((action) => actionRow(action, view, words))
}

/** A day named without a time lasts to its end, and is said as that day. */
const dueText = (dueUtcMs: number, nowUtcMs: number, words: Words): string =>
  words.clock(dueUtcMs) === END_OF_DAY ? words.day(dueUtcMs) : momentText(dueUtcMs, nowUtcMs, words)
const END_OF_DAY = '23:59:59'

function actionRow(action: ActionView, { nowUtcMs }: ConsoleView, words: Words): DeskRow {
  const isOpen = action.state === 'open'
  const isLate = isOpen && action.dueUtcMs !== undefined && action.dueUtcMs < nowUtcMs
  const due = action.dueUtcMs === undefined ? undefined : words.text('review.action.due', { time: dueText(action.dueUtcMs, nowUtcMs, words) })
  const key = (label: string, change: ActionChange, chosen?: boolean): DeskKey => ({ label, ask: actionAsk(action.number, change), ...(chosen === undefined ? {} : { chosen }) })
  const keys: DeskKey[] = [
    ...(isOpen ? [key(words.text('review.action.do'), { what: 'done' })] : []),
    ...(action.state === 'done' ? [key(words.text('review.action.prove'), { what: 'effect', proven: true }), key(words.text('review.action.disprove'), { what: 'effect', proven: false })] : []),
    ...(isOpen ? [key(words.text('review.action.drop'), { what: 'dropped' })] : [key(words.text('review.action.reopen'), { what: 'open' })]),
    ...OWNERS.map((owner) => key(words.text(`owner.${owner}`), { what: 'owner', owner }, action.owner === owner)),
  ]
  return {
    number: action.number, of: 'action', title: action.text ?? words.text('review.deleted'), facts: [words.text(`owner.${action.owner}`), due].filter((fact) => fact !== undefined).join(' · '),
    state: isLate ? 'late' : isOpen || action.state === 'done' ? 'waits' : 'done',
    stateText: words.text(isLate ? 'review.action.late' : `review.action.${action.state}`), answerable: false, keys,
  }
}

