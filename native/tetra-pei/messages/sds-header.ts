// +CTSDSR: short data comes in, its user data in hex on the next line. Source: EN 300 392-5; recorded with 6 and 7
// fields, 3 and 4 (no calling party) from an open test set.
import { AI_SERVICES, SDS_SERVICES } from '../constants.ts'
import { joinFields, readNumbers, splitFields, type NumberFields } from '../fields.ts'
import type { SdsPdu } from '../sds.ts'
import { identityFields, type IdentityFields } from './identity.ts'

export type SdsHeaderFields = {
  /** 9–13, see AI_SERVICES. */
  readonly aiService: number
  readonly callingType?: number
  readonly calledType?: number
  /** Length the radio states; the digits may be padded to whole bytes (Motorola) or not (Sepura). */
  readonly bits: number
  readonly e2ee?: number
} & IdentityFields<'calling'> &
  IdentityFields<'called'>

/** The header alone: the user data are still to come, on the next line. */
export type SdsHeader = { readonly cmd: '+CTSDSR'; readonly pending: true } & SdsHeaderFields

/** Header and user data together. */
export type SdsReceived = { readonly cmd: '+CTSDSR user data' } & SdsHeaderFields & SdsLength & SdsPdu

/** User data whose header was lost or never came: for the wire log, never to be acted on. */
export type SdsOrphan = { readonly cmd: '+CTSDSR user data'; readonly headerless: true; readonly bits: number } & SdsPdu

export interface SdsLength {
  /** Length of the digits that came. */
  readonly hexBits: number
  readonly lengthMatches: boolean
  /** Digits are missing: what is decoded is the beginning. */
  readonly truncated?: true
}

type Name = 'aiService' | 'callingType' | 'calledType' | 'bits' | 'e2ee'
/** Which field is what, by their number. */
const LAYOUTS: Readonly<Record<number, { readonly names: readonly (Name | null)[]; readonly calling?: number; readonly called: number }>> = {
  3: { names: ['aiService', null, 'bits'], called: 1 },
  4: { names: ['aiService', null, 'calledType', 'bits'], called: 1 },
  6: { names: ['aiService', null, 'callingType', null, 'calledType', 'bits'], calling: 1, called: 3 },
  7: { names: ['aiService', null, 'callingType', null, 'calledType', 'bits', 'e2ee'], calling: 1, called: 3 },
}

export function decodeSdsHeader(parameters: string): SdsHeader | undefined {
  const fields = splitFields(parameters)
  const layout = LAYOUTS[fields.length]
  if (!layout) return undefined
  const numbers: NumberFields<Name> | undefined = readNumbers(fields, layout.names)
  const calling = identityFields('calling', layout.calling === undefined ? undefined : fields[layout.calling])
  const called = identityFields('called', fields[layout.called])
  if (!calling || !called || numbers?.aiService === undefined || numbers.bits === undefined) return undefined
  const { aiService, bits } = numbers
  if (!(aiService in AI_SERVICES) || aiService < SDS_SERVICES.first || aiService > SDS_SERVICES.last) return undefined
  return { cmd: '+CTSDSR', ...numbers, aiService, bits, ...calling, ...called, pending: true }
}

/** Six fields, seven with e2ee: the forms that radios send. */
export function encodeSdsHeader(header: SdsHeaderFields): string {
  const { aiService, calling, callingType, called, calledType, bits, e2ee } = header
  return `+CTSDSR: ${joinFields([aiService, calling, callingType, called, calledType, bits, e2ee])}`
}
