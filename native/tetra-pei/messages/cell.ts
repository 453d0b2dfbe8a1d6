// The serving cell: +CTBCT (what it broadcasts), +CSQ (how strong), +GCLI (Motorola: it and its neighbours).
// Source: public Node class for +CTBCT, transcripts for the others. The order of the service bits is from memory [M],
// supported by the sample d60: registration, de-registration, minimum mode, system-wide services, voice.
import { CELL_SYSTEM_WIDE } from '../constants.ts'
import { joinFields, numberOf, readNumbers, signedOf, splitFields } from '../fields.ts'

export interface CellBroadcast {
  readonly cmd: '+CTBCT'
  readonly la: string
  /** Basic service details, 12 bits; on the line three hex digits. */
  readonly details: number
  readonly security?: number
  readonly sdsTlAddressing?: number
  /** `local`: the site has lost the network (local site trunking). Advisory until tested on the customer's network. */
  readonly cell: 'wide' | 'local'
}

export interface SignalQuality {
  readonly cmd: '+CSQ'
  readonly rssi: number
  readonly ber?: number
  /** Absent when the radio says 99: unknown. Means something in TMO only. */
  readonly dbm?: number
}

export interface CellList {
  readonly cmd: '+GCLI'
  readonly count: number
}

export interface CellListLine {
  readonly cmd: '+GCLI continuation'
  readonly la: string
  /** Hex on the line. */
  readonly carrier: number
  readonly rssi: number
  readonly c: number
}

const DETAILS = /^[0-9a-f]{1,4}$/i
const CARRIER = /^[0-9a-f]{1,8}$/i
const RSSI_UNKNOWN = 99

export function decodeCellBroadcast(parameters: string): CellBroadcast | undefined {
  const fields = splitFields(parameters)
  const [la, hex] = fields
  const numbers = readNumbers(fields, [null, null, 'security', 'sdsTlAddressing'])
  if (!la || hex === undefined || !DETAILS.test(hex) || !numbers) return undefined
  const details = Number.parseInt(hex, 16)
  return { cmd: '+CTBCT', la, details, ...numbers, cell: (details & CELL_SYSTEM_WIDE) === 0 ? 'local' : 'wide' }
}

export function encodeCellBroadcast(cell: Omit<CellBroadcast, 'cmd' | 'cell'>): string {
  const hex = cell.details.toString(16).padStart(3, '0')
  return `+CTBCT: ${joinFields([cell.la, hex, cell.security, cell.sdsTlAddressing])}`
}

export function decodeSignalQuality(parameters: string): SignalQuality | undefined {
  const numbers = readNumbers(splitFields(parameters), ['rssi', 'ber'])
  if (numbers?.rssi === undefined) return undefined
  const { rssi } = numbers
  return { cmd: '+CSQ', ...numbers, rssi, ...(rssi === RSSI_UNKNOWN ? {} : { dbm: -113 + 2 * rssi }) }
}

export function encodeSignalQuality(quality: Pick<SignalQuality, 'rssi' | 'ber'>): string {
  return `+CSQ: ${joinFields([quality.rssi, quality.ber])}`
}

export function decodeCellList(parameters: string): CellList | undefined {
  const numbers = readNumbers(splitFields(parameters), ['count'])
  return numbers?.count === undefined ? undefined : { cmd: '+GCLI', count: numbers.count }
}

export function encodeCellList(list: Pick<CellList, 'count'>): string {
  return `+GCLI: ${list.count}`
}

export function decodeCellListLine(line: string): CellListLine | undefined {
  const [la, carrier, rssi, c] = splitFields(line)
  const strength = signedOf(rssi)
  const criterion = signedOf(c)
  if (numberOf(la) === undefined || la === undefined || carrier === undefined || !CARRIER.test(carrier)) return undefined
  if (strength === undefined || criterion === undefined) return undefined
  return { cmd: '+GCLI continuation', la, carrier: Number.parseInt(carrier, 16), rssi: strength, c: criterion }
}

export function encodeCellListLine(line: Omit<CellListLine, 'cmd'>): string {
  return joinFields([line.la, line.carrier.toString(16), line.rssi, line.c])
}
