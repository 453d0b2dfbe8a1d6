// +CTICN: a call comes in, or a group starts to speak. Source: EN 300 392-5; recorded from five radios and programs.
// 10 to 13 fields, any of them empty; the order is common to all samples.
import { EMERGENCY_PRIORITY } from '../constants.ts'
import { joinFields, readNumbers, splitFields, type NumberFields } from '../fields.ts'
import { identityFields, type IdentityFields } from './identity.ts'

const NAMES = [
  'cc',
  'callStatus',
  'aiService',
  'callingType',
  null, // calling
  'hook',
  'simplex',
  'e2ee',
  'comms',
  'codec',
  'calledType',
  null, // called
  'priority',
] as const
const LEAST_FIELDS = 10
const CALLING_AT = 4
const CALLED_AT = 11

type IncomingCallNumbers = NumberFields<Exclude<(typeof NAMES)[number], null>>

export type IncomingCall = { readonly cmd: '+CTICN'; readonly cc: number } & Omit<IncomingCallNumbers, 'cc'> &
  IdentityFields<'calling'> &
  IdentityFields<'called'>

export function decodeIncomingCall(parameters: string): IncomingCall | undefined {
  const fields = splitFields(parameters)
  if (fields.length < LEAST_FIELDS) return undefined
  const numbers = readNumbers(fields, NAMES)
  const calling = identityFields('calling', fields[CALLING_AT])
  const called = identityFields('called', fields[CALLED_AT])
  if (numbers?.cc === undefined || !calling || !called) return undefined
  return { cmd: '+CTICN', ...numbers, cc: numbers.cc, ...calling, ...called }
}

/** Writes `calling` and `called`; the parts beside them (`callingSsi` …) are derived and not looked at. */
export function encodeIncomingCall(call: Omit<IncomingCall, 'cmd'>): string {
  const head = [call.cc, call.callStatus, call.aiService, call.callingType, call.calling]
  const middle = [call.hook, call.simplex, call.e2ee, call.comms, call.codec]
  const line = joinFields([...head, ...middle, call.calledType, call.called, call.priority])
  const missing = LEAST_FIELDS - line.split(',').length
  return `+CTICN: ${line}${','.repeat(Math.max(0, missing))}`
}

export function isEmergencyCall(call: Pick<IncomingCall, 'priority'>): boolean {
  return call.priority === EMERGENCY_PRIORITY
}
