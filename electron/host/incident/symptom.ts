// What was noticed, proposed out of what is known, so that nobody has to choose from a list while it burns; a person says
// otherwise with one tap. First row that fits; people's own words before anything measured. Pure.
import type { FaultSymptom } from '../../contract/faults.ts'
import type { CellMode, ConditionNow, DiagnosisKind, Registration, ServiceRole, Symptom } from '../../contract/words.ts'

export interface SymptomFacts {
  readonly diagnosis: DiagnosisKind
  /** The service whose trouble it is; of a click out of nothing, the console. */
  readonly service?: {
    readonly role: ServiceRole
    readonly now: ConditionNow
    readonly unstable: boolean
    /** Code of the reason. */
    readonly why: string
    readonly registration?: Registration
    readonly cell?: CellMode
  }
  /** What people say of speech now, newest first. */
  readonly said: readonly Symptom[]
  readonly pttStuck: boolean
  /** Why the last request for the floor was refused, where it was just now. */
  readonly pttRefused?: string
  /** Codes and kinds of the alarms that stand, services' own left out. */
  readonly alarms: readonly { readonly kind: string; readonly code: string }[]
}

export interface Proposal {
  readonly symptom: FaultSymptom
  /** Which row; `nothing-fits` only of `other`. */
  readonly because: string
}

interface Row extends Proposal {
  readonly fits: (facts: SymptomFacts) => boolean
}

const serviceFails = ({ service }: SymptomFacts): boolean => service !== undefined && (service.now === 'down' || service.unstable)
const why = (...codes: readonly string[]) => ({ service }: SymptomFacts): boolean => codes.includes(service?.why ?? '')
const said = (symptom: Symptom): Row => ({ symptom, because: 'people', fits: (facts) => facts.said[0] === symptom })
const alarm = (wanted: { readonly kind?: string; readonly code?: string }) => ({ alarms }: SymptomFacts): boolean =>
  alarms.some(({ kind, code }) => (wanted.kind === undefined || kind === wanted.kind) && (wanted.code === undefined || code === wanted.code))

/** In this order. */
export const SYMPTOM_ROWS: readonly Row[] = [
  said('speech-drops'),
  said('ptt-refused'),
  said('no-reception'),
  { symptom: 'local-service', because: 'local-site', fits: ({ diagnosis, service }) => diagnosis === 'local-site' || (service?.role === 'witness' && service.cell === 'local') },
  { symptom: 'intermittent', because: 'unstable', fits: ({ service }) => service?.unstable === true },
  { symptom: 'device-detached', because: 'unplugged', fits: (facts) => serviceFails(facts) && why('unplugged')(facts) },
  { symptom: 'roaming', because: 'visited', fits: ({ service }) => service?.registration === 'visited' },
  { symptom: 'connection-lost', because: 'down', fits: serviceFails },
  { symptom: 'ptt-stuck', because: 'pedal-stuck', fits: ({ pttStuck }) => pttStuck },
  { symptom: 'no-transmission', because: 'transmit-inhibited', fits: alarm({ code: 'transmit-inhibited' }) },
  { symptom: 'ptt-refused', because: 'floor-refused', fits: ({ pttRefused }) => pttRefused === 'no-floor' || pttRefused === 'group-busy' || pttRefused === 'interrupted' },
  { symptom: 'no-transmission', because: 'no-floor-at-all', fits: ({ pttRefused }) => pttRefused === 'no-network' || pttRefused === 'radio-silent' || pttRefused === 'transmit-inhibited' || pttRefused === 'link-lost' },
  { symptom: 'slow-setup', because: 'slow', fits: why('slow') },
  { symptom: 'intermittent', because: 'loss', fits: why('loss') },
  { symptom: 'connection-lost', because: 'part-failed', fits: (facts) => facts.service?.now === 'degraded' && why('part-failed')(facts) },
  { symptom: 'device-detached', because: 'device-gone', fits: alarm({ kind: 'device' }) },
]

export function proposeSymptom(facts: SymptomFacts): Proposal {
  const { symptom, because } = SYMPTOM_ROWS.find(({ fits }) => fits(facts)) ?? { symptom: 'other' as const, because: 'nothing-fits' }
  return { symptom, because }
}
