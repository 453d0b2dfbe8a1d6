// +CREG: does the network know this radio. Source: EN 300 392-5 as in a drive-test generator (`+CREG: 1,<la>,<mni>`).
// GSM puts the reporting level in front of an answer; some radios may too, hence the tolerant rule of decodeRegistration.
import { registrationOf, type RegistrationWord } from '../constants.ts'
import { joinFields, numberOf, readNumbers, splitFields } from '../fields.ts'

export interface RegistrationState {
  readonly cmd: '+CREG'
  /** The reporting level, when the radio puts it in front. */
  readonly n?: number
  readonly stat: number
  readonly registration: RegistrationWord
  /** Location area as sent: makers differ in decimal and hex. */
  readonly la?: string
  readonly mni?: string
}

export interface ReportRegistration {
  readonly cmd: '+CREG'
  readonly form: 'write'
  /** 0 no reports, 1 changes of state, 2 also of location area. */
  readonly n: number
}

const HIGHEST_N = 2
const HIGHEST_STAT = 5

/**
 * Reads `<stat>[,<LA>[,<MNI>]]`, or `<n>,<stat>[…]` when the first number equals the level we wrote last and the second
 * could be a state. A location area 0–5 behind a state equal to our level is misread by this rule; such areas are rare
 * and the next poll with level 0 settles it.
 *
 * @param lastWrittenN  the level of our last `AT+CREG=<n>`, absent before the first
 */
export function decodeRegistration(parameters: string, lastWrittenN?: number): RegistrationState | undefined {
  const fields = splitFields(parameters)
  const first = numberOf(fields[0])
  const second = numberOf(fields[1])
  if (first === undefined) return undefined
  const levelInFront =
    first === lastWrittenN && first <= HIGHEST_N && second !== undefined && second <= HIGHEST_STAT && (fields[1] ?? '').length === 1
  if (levelInFront) return { cmd: '+CREG', n: first, ...stateOf(second, fields.slice(2)) }
  return { cmd: '+CREG', ...stateOf(first, fields.slice(1)) }
}

function stateOf(stat: number, rest: readonly string[]): Omit<RegistrationState, 'cmd' | 'n'> {
  const [la, mni] = rest
  return { stat, registration: registrationOf(stat), ...(la ? { la } : {}), ...(mni ? { mni } : {}) }
}

export function encodeRegistration(state: Omit<RegistrationState, 'cmd' | 'registration'>): string {
  const fields = [state.stat, state.la, state.mni]
  return `+CREG: ${joinFields(state.n === undefined ? fields : [state.n, ...fields])}`
}

export function encodeReportRegistration(command: Pick<ReportRegistration, 'n'>): string {
  return `AT+CREG=${command.n}`
}

export function decodeReportRegistration(parameters: string): ReportRegistration | undefined {
  const numbers = readNumbers(splitFields(parameters), ['n'])
  return numbers?.n === undefined ? undefined : { cmd: '+CREG', form: 'write', n: numbers.n }
}
