// +CNUMF, +CNUM: the numbers of this radio and of its gateways. Source: transcripts; either `+CNUMF: <type>,<number>`
// and then lines without prefix, or a header with their count and only such lines.
import { joinFields, numberOf, splitFields } from '../fields.ts'
import { decodeIdentity } from './identity.ts'

export type OwnNumberCmd = '+CNUMF' | '+CNUM'

export interface OwnNumberCount {
  readonly cmd: OwnNumberCmd
  readonly count: number
}

export interface OwnNumber {
  readonly cmd: OwnNumberCmd | `${OwnNumberCmd} continuation`
  /** See NUM_TYPES: 0 and 6 are this radio. */
  readonly numType: number
  readonly identity: string
  readonly ssi?: number
  readonly mcc?: number
  readonly mnc?: number
}

const DIGITS = /^\d{1,24}$/

export function decodeOwnNumber(cmd: OwnNumberCmd, parameters: string): OwnNumber | OwnNumberCount | undefined {
  const fields = splitFields(parameters)
  if (fields.length === 1) {
    const count = numberOf(fields[0])
    return count === undefined ? undefined : { cmd, count }
  }
  return decodeNumber(cmd, fields)
}

/** A line without prefix in the answer to `cmd`. */
export function decodeOwnNumberContinuation(cmd: OwnNumberCmd, line: string): OwnNumber | undefined {
  return decodeNumber(`${cmd} continuation`, splitFields(line))
}

function decodeNumber(cmd: OwnNumber['cmd'], fields: readonly string[]): OwnNumber | undefined {
  const numType = numberOf(fields[0])
  const identity = fields[1]
  if (numType === undefined || identity === undefined || !DIGITS.test(identity)) return undefined
  return { cmd, numType, identity, ...decodeIdentity(identity) }
}

export function encodeOwnNumber(number: Pick<OwnNumber, 'cmd' | 'numType' | 'identity'> | OwnNumberCount): string {
  if ('count' in number) return `${number.cmd}: ${number.count}`
  const line = joinFields([number.numType, number.identity])
  return number.cmd === '+CNUMF' || number.cmd === '+CNUM' ? `${number.cmd}: ${line}` : line
}
