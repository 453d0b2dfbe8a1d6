// Lines of a radio to messages, with what one line must remember for the next: short data whose digits come on the
// line after the header, lists whose lines have no prefix. Source: reference section 1.6, from three open programs.
import { fromHex } from '../kit/bytes.ts'
import { SDS_SERVICES } from './constants.ts'
import { decodeMessage, isFault, type PeiFault, type PeiMessage, type PeiOutput } from './message.ts'
import { decodeCellListLine } from './messages/cell.ts'
import { decodeGroupListContinuation } from './messages/group-list.ts'
import { decodeOwnNumberContinuation } from './messages/own-numbers.ts'
import { decodeReportRegistration } from './messages/registration.ts'
import type { SdsHeader, SdsOrphan, SdsReceived } from './messages/sds-header.ts'
import { decodeSds } from './sds.ts'

/** How long the driver waits for the digits of short data before it calls `giveUpPending`. */
export const USER_DATA_MS = 500 // both lines leave the radio back to back; only a lost byte keeps the second away

type ListCmd = '+CNUMF' | '+CNUM' | '+CNUMS' | '+CNUMD' | '+GCLI'

export interface DecoderState {
  /** Short data whose header came and whose digits did not yet. */
  readonly pending?: { readonly header: SdsHeader; readonly line: string }
  /** The list whose lines come without prefix, and how many more of them; absent when their number is not known. */
  readonly list?: { readonly cmd: ListCmd; readonly left?: number }
  /** The level of our last `AT+CREG=<n>`; see `noteSent`. */
  readonly registrationLevel?: number
}

export interface DecoderStep {
  readonly state: DecoderState
  /** What this line says. */
  readonly output: PeiOutput
  /** A header given up because this line was not its digits; `output` is then the line decoded by itself. */
  readonly dropped?: PeiFault
}

export const INITIAL_DECODER: DecoderState = {}

const USER_DATA = /^[0-9a-f\s]+$/i
const ORPHAN = /^(?:[0-9a-f]{2}){4,}$/i
/** SDS-TL protocols by which digits without a header are recognised; anything else may be free text of a radio. */
const ORPHAN_PROTOCOLS: ReadonlySet<number> = new Set([0x02, 0x09, 0x0a, 0x82, 0x83, 0x89, 0x8a, 0x8c])

/**
 * Decodes one line without its line end. Pure; never throws; the state holds at most one header.
 *
 * @remarks A header comes out with `pending: true` and again, complete, with its digits on the next line. Driver: start
 *   USER_DATA_MS whenever `state.pending` is set.
 */
export function decodeLine(state: DecoderState, line: string): DecoderStep {
  const { pending, ...rest } = state
  if (!pending) return decodeAlone(state, line)
  if (USER_DATA.test(line)) return { state: rest, output: withUserData(pending.header, line) }
  return { ...decodeAlone(rest, line), dropped: { error: 'WIRE_MALFORMED', line: pending.line } }
}

/** The digits did not come in time: the header is given up and said. */
export function giveUpPending(state: DecoderState): { readonly state: DecoderState; readonly dropped?: PeiFault } {
  const { pending, ...rest } = state
  return pending ? { state: rest, dropped: { error: 'WIRE_MALFORMED', line: pending.line } } : { state }
}

/** Tells the decoder what was sent, for answers that can only be read in its light. */
export function noteSent(state: DecoderState, command: string): DecoderState {
  const [, parameters] = /^AT\+CREG=(.*)$/i.exec(command.trim()) ?? []
  const level = parameters === undefined ? undefined : decodeReportRegistration(parameters)
  return level ? { ...state, registrationLevel: level.n } : state
}

function decodeAlone(state: DecoderState, line: string): DecoderStep {
  const continuation = decodeContinuation(state, line)
  if (continuation) return continuation
  const output = decodeMessage(line, state)
  if (isFault(output)) return { state, output: orphan(line) ?? output }
  return { state: remember(state, output, line), output }
}

function remember(state: DecoderState, message: PeiMessage, line: string): DecoderState {
  const { list: _ended, ...rest } = state
  if ('final' in message) return rest
  switch (message.cmd) {
    case '+CTSDSR':
      // Without user data there is no second line to wait for.
      return message.bits > 0 ? { ...state, pending: { header: message, line } } : state
    case '+CNUMF':
    case '+CNUM':
      return 'count' in message ? counted(rest, message) : { ...rest, list: { cmd: message.cmd } }
    case '+GCLI':
      return counted(rest, message)
    case '+CNUMS':
    case '+CNUMD':
      // A radio that puts the prefix on each line sends none without it.
      return 'count' in message ? counted(rest, message) : rest
    default:
      return state
  }
}

function counted(state: DecoderState, header: { readonly cmd: ListCmd; readonly count: number }): DecoderState {
  return header.count > 0 ? { ...state, list: { cmd: header.cmd, left: header.count } } : state
}

function decodeContinuation(state: DecoderState, line: string): DecoderStep | undefined {
  const { list, ...rest } = state
  const output = list ? continuationOf(list.cmd, line) : decodeGroupListContinuation(undefined, line)
  if (!output) return undefined
  if (!list) return { state, output }
  if (list.left === undefined) return { state, output }
  return { state: list.left > 1 ? { ...rest, list: { ...list, left: list.left - 1 } } : rest, output }
}

function continuationOf(cmd: ListCmd, line: string): PeiMessage | undefined {
  switch (cmd) {
    case '+CNUMF':
    case '+CNUM':
      return decodeOwnNumberContinuation(cmd, line)
    case '+CNUMS':
    case '+CNUMD':
      return decodeGroupListContinuation(cmd, line)
    case '+GCLI':
      return decodeCellListLine(line)
  }
}

function withUserData(header: SdsHeader, line: string): SdsReceived | PeiFault {
  const { pending: _pending, ...fields } = header
  const digits = line.replace(/\s/g, '')
  const hexBits = digits.length * 4
  const bytes = bytesOf(digits).subarray(0, Math.ceil(header.bits / 8))
  const pdu = decodeSds(header.aiService, bytes)
  if (!pdu) return { error: 'WIRE_MALFORMED', line }
  const truncated = digits.length < Math.ceil(header.bits / 4)
  const length = { hexBits, lengthMatches: hexBits === header.bits, ...(truncated ? { truncated } : {}) }
  return { ...fields, cmd: '+CTSDSR user data', ...length, ...pdu }
}

/** Digits of SDS-TL whose header was lost: shown in the log as what they are, never acted on. */
function orphan(line: string): SdsOrphan | undefined {
  const digits = line.trim()
  if (!ORPHAN.test(digits)) return undefined
  const bytes = bytesOf(digits)
  const pdu = ORPHAN_PROTOCOLS.has(bytes[0] ?? -1) ? decodeSds(SDS_SERVICES.tl, bytes) : undefined
  return pdu && { cmd: '+CTSDSR user data', headerless: true, bits: digits.length * 4, ...pdu }
}

/** An odd last digit (Sepura does not pad) is filled up with zero. */
function bytesOf(digits: string): Uint8Array {
  return fromHex(digits.length % 2 === 0 ? digits : `${digits}0`) ?? new Uint8Array()
}
