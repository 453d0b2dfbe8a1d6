// The floor: asked for with +CTXD, given back with +CUTXC, granted by +CTXG, ceased by +CDTXC; +CTXI interrupts,
// +CTXW makes wait, +CTXN continues. Source: EN 300 392-5; +CTXG and +CDTXC recorded, the fields of the last three
// are from memory [M] and so are read by their number: two are (cc, TxRqPrmsn), more are laid out as +CTXG.
import { nameOf, TX_GRANT, TX_GRANTS } from '../constants.ts'
import { joinFields, readNumbers, splitFields } from '../fields.ts'
import { identityFields } from './identity.ts'

/** Who talks: the TPI. Its type lies (3 went with a 17-digit identity), so `talkerSsi` goes by length. */
interface Talker {
  readonly tpiType?: number
  readonly tpi?: string
  readonly talkerSsi?: number
  readonly talkerMcc?: number
  readonly talkerMnc?: number
}

export interface Grant extends Talker {
  readonly cmd: '+CTXG'
  readonly cc: number
  /** Only 0 is ours; see TX_GRANT. */
  readonly txGrant: number
  readonly txGrantName: string
  readonly txRqPrmsn?: number
  readonly e2ee?: number
}

export interface FloorCeased {
  readonly cmd: '+CDTXC'
  readonly cc: number
  readonly txRqPrmsn?: number
}

export interface FloorChange extends Talker {
  readonly cmd: '+CTXI' | '+CTXW' | '+CTXN'
  readonly cc: number
  readonly txGrant?: number
  readonly txRqPrmsn?: number
  readonly e2ee?: number
}

/** Some radios repeat our own demand; it says nothing new. */
export interface FloorDemandEcho {
  readonly cmd: '+CTXD'
  readonly cc: number
  readonly txDemandPriority?: number
}

export interface FloorDemand {
  readonly cmd: '+CTXD'
  readonly form: 'write'
  readonly cc: number
  readonly txDemandPriority: number
}

export interface FloorRelease {
  readonly cmd: '+CUTXC'
  readonly form: 'write'
  readonly cc: number
}

const GRANT_NAMES = ['cc', 'txGrant', 'txRqPrmsn', 'e2ee', 'tpiType', null] as const
const TPI_AT = 5

export function decodeGrant(parameters: string): Grant | undefined {
  const fields = splitFields(parameters)
  const numbers = readNumbers(fields, GRANT_NAMES)
  const talker = talkerOf(fields[TPI_AT])
  if (numbers?.cc === undefined || numbers.txGrant === undefined || !talker) return undefined
  const { cc, txGrant } = numbers
  return { cmd: '+CTXG', ...numbers, cc, txGrant, txGrantName: nameOf(TX_GRANTS, txGrant), ...talker }
}

export function encodeGrant(grant: Omit<Grant, 'cmd' | 'txGrantName'>): string {
  return `+CTXG: ${joinFields([grant.cc, grant.txGrant, grant.txRqPrmsn, grant.e2ee, grant.tpiType, grant.tpi])}`
}

/** Whether this grant, and nothing else, means that our transmitter is on. */
export function isOurGrant(grant: Pick<Grant, 'txGrant'>): boolean {
  return grant.txGrant === TX_GRANT.granted
}

export function decodeFloorCeased(parameters: string): FloorCeased | undefined {
  const numbers = readNumbers(splitFields(parameters), ['cc', 'txRqPrmsn'])
  if (numbers?.cc === undefined) return undefined
  return { cmd: '+CDTXC', ...numbers, cc: numbers.cc }
}

export function encodeFloorCeased(ceased: Omit<FloorCeased, 'cmd'>): string {
  return `+CDTXC: ${joinFields([ceased.cc, ceased.txRqPrmsn])}`
}

export function decodeFloorChange(cmd: FloorChange['cmd'], parameters: string): FloorChange | undefined {
  const fields = splitFields(parameters)
  const numbers = readNumbers(fields, fields.length <= 2 ? ['cc', 'txRqPrmsn'] : GRANT_NAMES)
  const talker = talkerOf(fields[TPI_AT])
  if (numbers?.cc === undefined || !talker) return undefined
  return { cmd, ...numbers, cc: numbers.cc, ...talker }
}

export function encodeFloorChange(change: FloorChange): string {
  const { cmd, cc, txGrant, txRqPrmsn, e2ee, tpiType, tpi } = change
  const long = joinFields([txGrant, e2ee, tpiType, tpi]) !== ''
  const line = long ? joinFields([cc, txGrant, txRqPrmsn, e2ee, tpiType, tpi]) : joinFields([cc, txRqPrmsn])
  return `${cmd}: ${line}${long && line.split(',').length < 3 ? ',' : ''}`
}

export function decodeFloorDemandEcho(parameters: string): FloorDemandEcho | undefined {
  const numbers = readNumbers(splitFields(parameters), ['cc', 'txDemandPriority'])
  if (numbers?.cc === undefined) return undefined
  return { cmd: '+CTXD', ...numbers, cc: numbers.cc }
}

export function encodeFloorDemandEcho(echo: Omit<FloorDemandEcho, 'cmd'>): string {
  return `+CTXD: ${joinFields([echo.cc, echo.txDemandPriority])}`
}

/** Asks for the floor in call `cc`; `txDemandPriority` as in TX_DEMAND. */
export function encodeFloorDemand(demand: Pick<FloorDemand, 'cc' | 'txDemandPriority'>): string {
  return `AT+CTXD=${demand.cc},${demand.txDemandPriority}`
}

export function decodeFloorDemand(parameters: string): FloorDemand | undefined {
  const numbers = readNumbers(splitFields(parameters), ['cc', 'txDemandPriority'])
  if (numbers?.cc === undefined || numbers.txDemandPriority === undefined) return undefined
  return { cmd: '+CTXD', form: 'write', cc: numbers.cc, txDemandPriority: numbers.txDemandPriority }
}

/** Gives the floor of call `cc` back. */
export function encodeFloorRelease(release: Pick<FloorRelease, 'cc'>): string {
  return `AT+CUTXC=${release.cc}`
}

export function decodeFloorRelease(parameters: string): FloorRelease | undefined {
  const numbers = readNumbers(splitFields(parameters), ['cc'])
  return numbers?.cc === undefined ? undefined : { cmd: '+CUTXC', form: 'write', cc: numbers.cc }
}

function talkerOf(tpi: string | undefined): Talker | undefined {
  const talker = identityFields('talker', tpi)
  if (!talker) return undefined
  const { talker: text, ...parts } = talker
  return text === undefined ? parts : { tpi: text, ...parts }
}
