// Identities: an SSI of up to 8 digits, or a TSI of 15 (3+4+8), 16 (3+5+8) or 17 (4+5+8) digits.
// Source: recorded lines of all three lengths. The type field beside an identity lies (`5,23404` was seen), so the
// length decides; leading zeros carry nothing, so the parts are numbers and the text is kept as it came.

export interface Identity {
  readonly ssi: number
  readonly mcc?: number
  readonly mnc?: number
}

const SSI_DIGITS = 8
const SSI = /^\d{1,8}$/
const TSI = /^\d{15,17}$/
/** External numbers too: a call from a telephone gateway carries one. */
const DIALLED = /^[\d*#+]{1,25}$/

/** The parts of an SSI or TSI; undefined for anything else, such as a telephone number. */
export function decodeIdentity(text: string): Identity | undefined {
  if (SSI.test(text)) return { ssi: Number(text) }
  if (!TSI.test(text)) return undefined
  const mccDigits = text.length === 17 ? 4 : 3
  return {
    ssi: Number(text.slice(-SSI_DIGITS)),
    mcc: Number(text.slice(0, mccDigits)),
    mnc: Number(text.slice(mccDigits, -SSI_DIGITS)),
  }
}

/** Decimal SSI, or a TSI of 17 digits when country and network are given (both needed). */
export function encodeIdentity(identity: Identity): string {
  const { ssi, mcc, mnc } = identity
  if (mcc === undefined || mnc === undefined) return String(ssi)
  return String(mcc).padStart(4, '0') + String(mnc).padStart(5, '0') + String(ssi).padStart(SSI_DIGITS, '0')
}

export function isDiallable(text: string): boolean {
  return DIALLED.test(text)
}

/** An identity as a message carries it: the text under its own name, the parts beside it. */
export type IdentityFields<Name extends string> = { readonly [Key in Name]?: string } & {
  readonly [Key in `${Name}Ssi` | `${Name}Mcc` | `${Name}Mnc`]?: number
}

/** Nothing for an absent field; undefined when the field holds no identity or number at all. */
export function identityFields<Name extends string>(name: Name, text: string | undefined): IdentityFields<Name> | undefined {
  const fields: Record<string, string | number> = {}
  if (text !== undefined && text !== '') {
    if (!isDiallable(text)) return undefined
    fields[name] = text
    const identity = decodeIdentity(text)
    if (identity) fields[`${name}Ssi`] = identity.ssi
    if (identity?.mcc !== undefined) fields[`${name}Mcc`] = identity.mcc
    if (identity?.mnc !== undefined) fields[`${name}Mnc`] = identity.mnc
  }
  return fields as IdentityFields<Name>
}
