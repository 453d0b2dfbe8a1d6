// Meldingen: filed, answered, tied to storingen. What a unit reports by a key (people.ts) is one too, by the same entry.
import type { Result } from '../../../native/kit/result.ts'
import type { CallInput } from '../../contract/calls.ts'
import type { ReportView } from '../../contract/faults.ts'
import { encodeReportContent } from '../../contract/people.ts'
import type { PeopleRefusal } from '../people.ts'
import { createRegister, type Register, type RegisterDeps } from './register.ts'
import { readReportFact, REPORT_CHANGED_KIND, REPORT_COUNTED_KIND, REPORT_KINDS } from './report-entries.ts'
import { FILED_KIND, REPORT_RULES, type Report } from './report-machine.ts'

export interface ReportsDeps extends Pick<RegisterDeps<Report, never>, 'clock' | 'ledger' | 'recorder' | 'room' | 'isDrill' | 'bounds'> {
  /** The storing a melding is about unless it says which: the one that stands. */
  readonly standingFault: () => string | undefined
  /** Takes back what was told by a key, and the evidence with it. */
  readonly retractTold: (seq: number, reason: string | undefined) => Promise<Result<{ readonly seq: number }>>
  readonly onChange: (reports: readonly ReportView[]) => void
}

const TOO_LONG_AGO: PeopleRefusal = 'not-a-report'

type Recorded<More = unknown> = Promise<Result<{ readonly seq: number } & More>>

export interface Reports extends Pick<Register<Report, never>, 'committed' | 'recordIsBack'> {
  /** @returns with its number; CALL_NOT_YET while the record cannot be read, and what recording returns */
  file(input: CallInput<'report.file'>): Recorded<{ readonly number: string }>
  /** @returns CALL_REFUSED with a ChangeRefusal as detail, and as `file` */
  change(input: CallInput<'report.change'>): Recorded
  /**
   * What the entry of a report that is told says of its melding: its number, or, while none can be given, that it has none
   * yet. It gets one once the record can be read.
   */
  ofTold(): Promise<{ readonly filed: string } | { readonly unnumbered: 'M' | 'OM' }>
}

export function createReports(deps: ReportsDeps): Reports {
  const register = createRegister({
    ...deps,
    rules: REPORT_RULES,
    kinds: { all: REPORT_KINDS, opened: FILED_KIND, changed: REPORT_CHANGED_KIND, counted: REPORT_COUNTED_KIND },
    readFact: readReportFact,
    lateOf: ({ number, from, symptom, links: [about], seq }: Report) => ({ number, from, symptom, about, told: seq }),
    onChange: (reports: readonly Report[]) => deps.onChange(reports.map(({ came: _came, ...view }) => view)),
  })
  return {
    committed: register.committed,
    recordIsBack: register.recordIsBack,
    file({ from, symptom, unit = '', place = '', text = '', effect, danger, number }) {
      const content = unit === '' && place === '' && text === '' ? undefined : encodeReportContent({ unit, place, text })
      return register.open({ from, symptom, effect, danger, about: number ?? deps.standingFault() }, content)
    },
    async change({ number, change, reason }) {
      if (change.what === 'state' && change.state === 'withdrawn') {
        // Withdrawn it is no evidence any more, so it is taken back the way it came.
        const report = await register.find(number)
        const taken = report?.came === 'told' && report.state !== 'withdrawn' ? await deps.retractTold(report.seq, reason) : undefined
        // Too long ago to be taken back it is no evidence either.
        if (taken && (taken.ok || taken.error.detail !== TOO_LONG_AGO)) return taken
      }
      return register.change(number, change, { text: change.what === 'answered' ? change.text : undefined, reason })
    },
    async ofTold() {
      const number = await register.next()
      return number.ok ? { filed: number.value } : { unnumbered: deps.isDrill() ? 'OM' : 'M' }
    },
  }
}
