// Messages of the COM port option: what a client asks of a terminal server's port, and what the server tells.
// Source: RFC 2217 section 3. A server's command is the client's plus 100; modem lines are those of a 16550's status register.
import type { ModemInputs } from '../../kit/transport.ts'

/** Telnet option number of COM-PORT-OPTION. */
export const COM_PORT_OPTION = 44

/** From the client; a server answers each with the same number plus 100 and the value that now holds. */
const COMMANDS = {
  'set-baud': 1,
  'set-data-size': 2,
  'set-parity': 3,
  'set-stop-size': 4,
  'set-control': 5,
  'notify-modem': 7,
  'set-line-mask': 10,
  'set-modem-mask': 11,
  purge: 12,
} as const

export type ComPortCommand = keyof typeof COMMANDS

/** Values of `set-control`. */
export const CONTROL = { noFlowControl: 1, askDtr: 7, dtrOn: 8, dtrOff: 9, askRts: 10, rtsOn: 11, rtsOff: 12 } as const
export const NO_PARITY = 1
export const ONE_STOP_BIT = 1
export const PURGE_BOTH = 3
export const EVERY_CHANGE = 255

export interface ComPortMessage {
  readonly command: ComPortCommand
  readonly from: 'client' | 'server'
  readonly value: number
}

const SERVER_OFFSET = 100
const BAUD_BYTES = 4

/** The body of a sub-negotiation of COM_PORT_OPTION. */
export function encodeComPort({ command, from, value }: ComPortMessage): Uint8Array {
  const code = COMMANDS[command] + (from === 'server' ? SERVER_OFFSET : 0)
  if (command !== 'set-baud') return Uint8Array.of(code, value)
  const out = new Uint8Array(1 + BAUD_BYTES)
  out[0] = code
  new DataView(out.buffer).setUint32(1, value)
  return out
}

/** @returns undefined for a message that is damaged, or that nothing here asks for (signature, line state, flow control) */
export function decodeComPort(body: Uint8Array): ComPortMessage | undefined {
  const [code = 0] = body
  const from = code >= SERVER_OFFSET ? 'server' : 'client'
  const number = from === 'server' ? code - SERVER_OFFSET : code
  const command = COMMAND_NAMES.find((name) => COMMANDS[name] === number)
  if (!command || body.length !== (command === 'set-baud' ? 1 + BAUD_BYTES : 2)) return undefined
  const view = new DataView(body.buffer, body.byteOffset, body.byteLength)
  return { command, from, value: command === 'set-baud' ? view.getUint32(1) : view.getUint8(1) }
}

const COMMAND_NAMES = Object.keys(COMMANDS) as ComPortCommand[]

const CTS = 0x10
const DSR = 0x20
const DCD = 0x80

/** Modem state as a byte; its low half only says what changed, and RI is not used. */
export const decodeModemState = (state: number): ModemInputs => ({ cts: (state & CTS) !== 0, dsr: (state & DSR) !== 0, dcd: (state & DCD) !== 0 })

export const encodeModemState = ({ cts, dsr, dcd }: ModemInputs): number => (cts ? CTS : 0) | (dsr ? DSR : 0) | (dcd ? DCD : 0)
