// Rules of a melding: what a person reports, answered to that person. Architecture section 7, "Three objects, three words". Pure.
import type { ReportChange, ReportView } from '../../contract/faults.ts'
import { registerReducer, type RegisterBounds } from './register-machine.ts'
import type { ChangeRefusal, Rules, Said } from './register-types.ts'

/** A melding as the host keeps it. */
export interface Report extends ReportView {
  /** How it came: filed as such; or told by a key, which is evidence until it is taken back. */
  readonly came: 'filed' | 'told' | 'taken-back'
}

export const FILED_KIND = 'report.filed'
export const TOLD_KIND = 'people.told'
/** More would be no help to anybody, and a count must hold them. */
export const MOST_LINKS = 50

const state = (from: Report['state'], to: Report['state']): Said => ({ what: 'state', from, to })

function decide(report: Report, change: ReportChange): Said | ChangeRefusal {
  switch (change.what) {
    case 'answered':
      // Who took a report back may still be answered; it does not stand again by that.
      return { what: 'answered', from: report.state, to: report.state === 'withdrawn' ? 'withdrawn' : 'done' }
    case 'link':
      if (change.to === report.number || report.links.includes(change.to)) return 'nothing-changes'
      return report.links.length < MOST_LINKS ? { what: 'link', to: change.to } : 'too-many-links'
    case 'unlink':
      return report.links.includes(change.to) ? { what: 'unlink', to: change.to } : 'nothing-changes'
    case 'owner':
      return change.owner === report.owner ? 'nothing-changes' : { what: 'owner', ...(report.owner === undefined ? {} : { from: report.owner }), to: change.owner }
    case 'state':
      return change.state === report.state ? 'nothing-changes' : state(report.state, change.state)
  }
}

function apply(report: Report, { what, to }: Said, utcMs: number): Report {
  switch (what) {
    case 'answered':
      return { ...report, state: to as Report['state'], answeredUtcMs: report.answeredUtcMs ?? utcMs }
    case 'link':
      return { ...report, links: [...report.links.filter((one) => one !== to), String(to)] }
    case 'unlink':
      return { ...report, links: report.links.filter((one) => one !== to) }
    case 'owner':
      return { ...report, owner: to as NonNullable<Report['owner']> }
    case 'state': {
      const { answeredUtcMs, ...rest } = report
      // Opened again it waits for another answer.
      return to === 'open' || answeredUtcMs === undefined ? { ...rest, state: to as Report['state'] } : { ...report, state: to as Report['state'] }
    }
    default:
      return report
  }
}

export const REPORT_RULES: Rules<Report, ReportChange> = {
  series: { real: 'M', drill: 'OM' },
  unknown: 'no-such-report',
  isWaiting: (report) => report.state === 'open',
  decide,
  apply,
  kindOf: ({ came }) => (came === 'filed' ? FILED_KIND : TOLD_KIND),
  withoutWords: ({ unit: _unit, place: _place, ...rest }) => rest,
  takenBack: (report) => ({ ...report, state: 'withdrawn', came: 'taken-back' }),
}

/** @param room  code of the room, part of every number */
export const reportReducer = (room: string, bounds: RegisterBounds) => registerReducer(REPORT_RULES, room, bounds)
