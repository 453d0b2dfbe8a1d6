// Setting up a call: +CTSDC says what kind, ATD says with whom, ATA answers, ATH ends. Source: EN 300 392-5; the order of
// the fields is confirmed by two independent programs. The settings of +CTSDC stick: after an emergency call they must
// be written back. Some radios want 10 fields, some take 11.
import { COMMS_TYPE, EMERGENCY_PRIORITY, HOOK } from '../constants.ts'
import { joinFields, readNumbers, splitFields, type NumberFields } from '../fields.ts'
import { decodeIdentity, isDiallable } from './identity.ts'

const NAMES = [
  'aiService',
  'calledType',
  'area',
  'hook',
  'simplex',
  'e2ee',
  'comms',
  'codec',
  'rqTx',
  'priority',
  'clir',
] as const

export type CallSettings = NumberFields<(typeof NAMES)[number]>
export type SetCallSettings = { readonly cmd: '+CTSDC'; readonly form: 'write' } & CallSettings

export interface Dial {
  readonly cmd: 'D'
  readonly form: 'basic'
  readonly called: string
  readonly calledSsi?: number
}

const GROUP_SPEECH = {
  aiService: 0,
  calledType: 0,
  area: 0,
  hook: HOOK.direct,
  simplex: 1,
  e2ee: 0,
  comms: COMMS_TYPE.group,
  codec: 1,
  rqTx: 0,
  priority: 0,
  clir: 0,
} as const

/** A group call in which we talk first. */
export const GROUP_CALL: CallSettings = GROUP_SPEECH

/** [I] The same with the network's emergency priority; write GROUP_CALL back afterwards. */
export const GROUP_EMERGENCY_CALL: CallSettings = { ...GROUP_SPEECH, priority: EMERGENCY_PRIORITY }

/** The same settings with the 10 fields that some radios insist on (error 35 to 11). */
export function withoutClir(settings: CallSettings): CallSettings {
  const { clir: _clir, ...rest } = settings
  return rest
}

export function encodeCallSettings(settings: CallSettings): string {
  return `AT+CTSDC=${joinFields(NAMES.map((name) => settings[name]))}`
}

export function decodeCallSettings(parameters: string): SetCallSettings | undefined {
  const numbers = readNumbers(splitFields(parameters), NAMES)
  return numbers && { cmd: '+CTSDC', form: 'write', ...numbers }
}

/** Calls a group or a person, as the settings say; never with `;`, `#` or `!` behind the number. */
export function encodeDial(dial: Pick<Dial, 'called'>): string {
  return `ATD${dial.called}`
}

/** @param rest  what stands behind `ATD`, a blank in between allowed */
export function decodeDial(rest: string): Dial | undefined {
  const called = rest.trim()
  if (!isDiallable(called)) return undefined
  const ssi = decodeIdentity(called)?.ssi
  return { cmd: 'D', form: 'basic', called, ...(ssi === undefined ? {} : { calledSsi: ssi }) }
}

export const ANSWER = 'ATA'
export const HANG_UP = 'ATH'
