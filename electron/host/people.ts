// People as probes: what the dispatcher taps and what units report becomes evidence at once and an entry of the record.
// Evidence is of the RBS, and only while the position speaks through it: on another channel it is recorded, for it may as
// well be that one. A unit's call sign and place may have to be deleted: they stand beside the chain.
import type { Clock } from '../../native/kit/clock.ts'
import { ok, type Result } from '../../native/kit/result.ts'
import { decodeReportContent, encodeReportContent, REPORT_STANDS_MS, SYMPTOMS } from '../contract/people.ts'
import type { FaultView } from '../contract/topics.ts'
import type { ReportFrom, Symptom } from '../contract/words.ts'
import type { Reports } from './incident/reports.ts'
import type { Ledger, StoredEntry } from './ledger/port.ts'
import type { Recorder } from './recorder.ts'
import { createRetraction } from './retraction.ts'
import type { PeopleReport, Watch } from './watch/index.ts'

export type PeopleRefusal = 'not-a-report' | 'already-retracted'

export const TOLD_KIND = 'people.told'
export const RETRACTED_KIND = 'people.retracted'
const SERVICE_KIND = 'service.changed'
/** More than are said, and change, in the time a report stands. */
const ENTRIES_LOOKED_AT = 200

export interface UnitReport {
  readonly symptom: Symptom
  readonly unit?: string | undefined
  readonly place?: string | undefined
}

interface Told {
  readonly seq: number
  /** The storing. */
  readonly number?: string
  /** The melding; absent while no number can be given. */
  readonly report?: string
}

export interface People {
  /** One key: the dispatcher notices it. @param said  goes into the record with it */
  tap(symptom: Symptom, said?: { readonly via?: string }): Promise<Result<{ readonly seq: number }>>
  /** @returns with the number of its melding, and of the storing it is about, where one is open */
  report(report: UnitReport): Promise<Result<Told>>
  /** Takes the evidence away too. @param reason  beside the chain. @returns CALL_REFUSED with a PeopleRefusal as detail, and what the ledger says */
  retract(seq: number, reason?: string): Promise<Result<{ readonly seq: number }>>
  /** What was said shortly before this run still counts. */
  restore(): Promise<void>
}

export interface PeopleDeps {
  readonly clock: Pick<Clock, 'utcMs'>
  readonly watch: Pick<Watch, 'hearPeople' | 'hint'>
  readonly ledger: Pick<Ledger, 'latest'>
  readonly recorder: Pick<Recorder, 'person'>
  readonly position: string
  readonly bootId: string
  /** What the position speaks through; `service` only when that is the RBS. */
  readonly speaksThrough: () => { readonly channel: string; readonly service?: string }
  /** Services of control radios: asked at once too, whatever the channel. */
  readonly witnesses: readonly string[]
  /** The storing that stands. */
  readonly standingFault: () => string | undefined
  /** What a unit's report says of its melding. */
  readonly melding: Reports['ofTold']
  /** The watch has heard something of people. */
  readonly onHeard: () => void
}

export function createPeople(deps: PeopleDeps): People {
  const { watch, recorder, ledger, position } = deps
  let told = 0
  const hear: Watch['hearPeople'] = (service, said) => {
    watch.hearPeople(service, said)
    deps.onHeard()
  }
  const tell = async (from: ReportFrom, { symptom, unit, place }: UnitReport, said: object = {}): Promise<Result<Told>> => {
    const { channel, service } = deps.speaksThrough()
    const report = `${deps.bootId}/${(told += 1)}`
    if (service !== undefined) hear(service, { kind: 'people-told', ...asReport({ report, symptom, from }, unit) })
    for (const asked of service === undefined ? deps.witnesses : [service, ...deps.witnesses]) watch.hint(asked)
    const number = deps.standingFault()
    const content = unit === undefined && place === undefined ? {} : { content: encodeReportContent({ unit: unit ?? '', place: place ?? '' }) }
    // What one's own dispatcher taps is answered on the screen already: only a unit waits for an answer.
    const melding = from === 'unit' ? await deps.melding() : undefined
    const recorded = await recorder.person(TOLD_KIND, { report, symptom, from, service, channel, number, ...melding, ...said }, content)
    return recorded.ok ? ok({ seq: recorded.value.seq, ...(number === undefined ? {} : { number }), ...(melding && 'filed' in melding ? { report: melding.filed } : {}) }) : recorded
  }
  const refusal: PeopleRefusal = 'not-a-report'
  const { retract } = createRetraction({
    ledger,
    recorder,
    position,
    kinds: { said: TOLD_KIND, retracted: RETRACTED_KIND },
    names: 'report',
    refusal,
    onRetract: (entry) => {
      const heard = readEntry(entry)
      if (heard) hear(heard.service, { kind: 'people-retracted', report: heard.report.report })
    },
  })

  return {
    tap: (symptom, said) => tell('dispatcher', { symptom }, said),
    report: (report) => tell('unit', report),
    retract,
    async restore() {
      const nowUtcMs = deps.clock.utcMs()
      const read = await ledger.latest([TOLD_KIND, RETRACTED_KIND, SERVICE_KIND], ENTRIES_LOOKED_AT)
      if (!read.ok) return
      for (const { entry, heard } of standingReports(read.value, position)) {
        // A clock that was set back makes nothing said in the future.
        const agoMs = Math.max(0, Math.round(nowUtcMs - entry.utcMs))
        if (agoMs < REPORT_STANDS_MS) hear(heard.service, { kind: 'people-told', ...heard.report, agoMs })
      }
    },
  }
}

/** The open storing of the service a person speaks through, which is what is noticed there. */
export const faultOfService = (faults: readonly FaultView[], service: string | undefined): string | undefined =>
  service === undefined ? undefined : faults.findLast((fault) => fault.state === 'open' && fault.service === service)?.number

/** A unit is told from another by its call sign, however it was typed. */
const asReport = (report: Omit<PeopleReport, 'unit'>, unit: string | undefined): PeopleReport =>
  unit === undefined || unit === '' ? report : { ...report, unit: unit.trim().toUpperCase().replace(/\s+/g, ' ') }

interface Heard {
  readonly service: string
  readonly report: PeopleReport
}

/** What was not taken back, and not said of a failure that is over. @param entries  newest first */
function standingReports(entries: readonly StoredEntry[], position: string): { readonly entry: StoredEntry; readonly heard: Heard }[] {
  const retracted = new Set(entries.filter(({ kind }) => kind === RETRACTED_KIND).map(({ payload }) => payload['report']))
  const isBackSince = (seq: number, service: string): boolean =>
    entries.some((one) => one.seq > seq && one.kind === SERVICE_KIND && one.payload['service'] === service && one.payload['from'] === 'down')
  return entries.flatMap((entry) => {
    const heard = entry.actor.position === position && !retracted.has(entry.seq) ? readEntry(entry) : undefined
    return heard && !isBackSince(entry.seq, heard.service) ? [{ entry, heard }] : []
  })
}

/** undefined: it says nothing of a service, or is no entry of ours. */
function readEntry({ kind, payload, content }: StoredEntry): Heard | undefined {
  const { service, report, from } = payload
  const symptom = SYMPTOMS.find((one) => one === payload['symptom'])
  if (kind !== TOLD_KIND || typeof service !== 'string' || typeof report !== 'string' || !symptom) return undefined
  return { service, report: asReport({ report, symptom, from: from === 'unit' ? 'unit' : 'dispatcher' }, content === undefined ? undefined : decodeReportContent(content).unit) }
}
