// Sending short data: +CTSDS chooses the service, +CMGS sends and later tells what became of it. Source: EN 300 392-5 as
// five open programs do it: `AT+CMGS=<called>,<bits><CR><LF><hex><0x1A>` in one write, no CR after it (a stray one is
// answered 35 although the message went). `+CMGS: <i>,4,<ref>`: it went over the air; a switched-off radio still gives 4.
import { SDS_SERVICES } from '../constants.ts'
import { joinFields, numberOf, readNumbers, splitFields, type NumberFields } from '../fields.ts'
import { identityFields, type IdentityFields } from './identity.ts'

export const USER_DATA_END = '\u001a'
export const USER_DATA_CANCEL = '\u001b'

export interface SdsSent {
  readonly cmd: '+CMGS'
  readonly sdsInstance: number
  /** Absent in the first answer; later 4 or 5, see SDS_STATUS. */
  readonly sdsStatus?: number
  readonly ref?: number
  readonly refBase?: 'decimal'
}

export interface SdsSendRange {
  readonly cmd: '+CMGS=?'
  readonly bits: readonly [number, number]
}

export type SendSds = {
  readonly cmd: '+CMGS'
  readonly form: 'write'
  readonly called: string
  readonly bits: number
  /** Hex digits; absent when only the first half of the command was seen. */
  readonly data?: string
  /** The value, when the data are 16 bits long as a status is. */
  readonly status?: number
} & IdentityFields<'called'>

const SERVICE_NAMES = ['aiService', 'calledType', 'area', 'priority', 'e2ee'] as const
type SdsServiceFields = { readonly aiService: number } & Omit<NumberFields<(typeof SERVICE_NAMES)[number]>, 'aiService'>
export type SdsServiceState = { readonly cmd: '+CTSDS' } & SdsServiceFields
export type SetSdsService = SdsServiceState & { readonly form: 'write' }

/** Text and other SDS-TL to a short identity, without encryption. */
export const SDS_TL_SERVICE = { aiService: SDS_SERVICES.tl, calledType: 0, area: 0, priority: 0, e2ee: 0 } as const
export const STATUS_SERVICE = { aiService: SDS_SERVICES.status, calledType: 0 } as const

const RANGE = /\((\d{1,4})-(\d{1,4})\)$/
const DATA = /^[0-9a-f]*$/i
const STATUS_BITS = 16

export function decodeSdsSent(parameters: string): SdsSent | SdsSendRange | undefined {
  const range = RANGE.exec(parameters.trim())
  if (range) return { cmd: '+CMGS=?', bits: [Number(range[1]), Number(range[2])] }
  const numbers = readNumbers(splitFields(parameters), ['sdsInstance', 'sdsStatus', 'ref'])
  if (numbers?.sdsInstance === undefined) return undefined
  return { cmd: '+CMGS', ...numbers, sdsInstance: numbers.sdsInstance, ...(numbers.ref === undefined ? {} : { refBase: 'decimal' }) }
}

export function encodeSdsSent(sent: Omit<SdsSent, 'cmd' | 'refBase'>): string {
  return `+CMGS: ${joinFields([sent.sdsInstance, sent.sdsStatus, sent.ref])}`
}

/** The form a Motorola answers; the numbers before the lengths are the identities it takes. */
export function encodeSdsRange(range: Pick<SdsSendRange, 'bits'>): string {
  return `+CMGS: (0-16777214,00000001-10231638316777214,1-255,0-999999999999999999999999),(${range.bits.join('-')})`
}

/** @param data  hex digits of the whole PDU; its length in bits is counted from them */
export function encodeSendSds(command: { readonly called: string; readonly data: string }): string {
  return `AT+CMGS=${command.called},${command.data.length * 4}\r\n${command.data}${USER_DATA_END}`
}

/** @param parameters  `<called>,<bits>` and, after a line break, the hex digits */
export function decodeSendSds(parameters: string): SendSds | undefined {
  const [head = '', ...rest] = parameters.split(/[\r\n]+/)
  const fields = splitFields(head)
  const called = fields[0]
  const parts = identityFields('called', called)
  const bits = numberOf(fields[1])
  const data = rest.join('').replace(USER_DATA_END, '').trim()
  if (!called || !parts || bits === undefined || !DATA.test(data)) return undefined
  const command: SendSds = { cmd: '+CMGS', form: 'write', ...parts, called, bits }
  if (data === '') return command
  const isStatus = bits === STATUS_BITS && data.length * 4 === STATUS_BITS
  return { ...command, data, ...(isStatus ? { status: Number.parseInt(data, 16) } : {}) }
}

export function encodeSetSdsService(service: SdsServiceFields): string {
  return `AT+CTSDS=${joinFields(SERVICE_NAMES.map((name) => service[name]))}`
}

export function decodeSetSdsService(parameters: string): SetSdsService | undefined {
  const state = decodeSdsService(parameters)
  return state && { ...state, form: 'write' }
}

export function encodeSdsService(service: SdsServiceFields): string {
  return `+CTSDS: ${joinFields(SERVICE_NAMES.map((name) => service[name]))}`
}

export function decodeSdsService(parameters: string): SdsServiceState | undefined {
  const numbers = readNumbers(splitFields(parameters), SERVICE_NAMES)
  return numbers?.aiService === undefined ? undefined : { cmd: '+CTSDS', ...numbers, aiService: numbers.aiService }
}
