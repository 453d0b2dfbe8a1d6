// What a host says to an FT232R, and what the chip says back. Pure.
// Source: drivers/usb/serial/ftdi_sio.h of Linux, which documents the chip's requests.

export interface ModemLines {
  readonly cts?: boolean
  readonly dsr?: boolean
  readonly ring?: boolean
  readonly dcd?: boolean
}

/** What the host asked of the chip. */
export type FtdiRequest =
  | { readonly request: 'outputs'; readonly dtr?: boolean; readonly rts?: boolean }
  | { readonly request: 'baud'; readonly baud: number }
  | { readonly request: 'format'; readonly dataBits: number; readonly parity: 'none' | 'odd' | 'even' | 'mark' | 'space'; readonly stopBits: number; readonly break: boolean }
  | { readonly request: 'other'; readonly number: number }

const MODEM_CONTROL = 1
const SET_BAUD = 3
const SET_FORMAT = 4
const BASE_HZ = 3_000_000
/** Eighths of the divisor by the code that stands for them. */
const EIGHTHS = [0, 4, 2, 1, 3, 5, 6, 7] as const
const PARITIES = ['none', 'odd', 'even', 'mark', 'space'] as const

/** A vendor request to the chip; `value` and `index` as in the setup packet. */
export function decodeFtdiRequest(number: number, value: number, index: number): FtdiRequest {
  switch (number) {
    case MODEM_CONTROL:
      return { request: 'outputs', ...((value & 0x100) !== 0 && { dtr: (value & 1) !== 0 }), ...((value & 0x200) !== 0 && { rts: (value & 2) !== 0 }) }
    case SET_BAUD: {
      const whole = value & 0x3fff
      const eighths = EIGHTHS[(value >> 14) | ((index & 1) << 2)] ?? 0
      const divisor = whole + eighths / 8
      // Two settings stand outside the formula: 0 for 3 Mbit/s, 1 for 2 Mbit/s.
      return { request: 'baud', baud: divisor === 0 ? BASE_HZ : whole === 1 ? 2_000_000 : Math.round(BASE_HZ / divisor) }
    }
    case SET_FORMAT:
      return { request: 'format', dataBits: value & 0xff, parity: PARITIES[(value >> 8) & 7] ?? 'none', stopBits: [1, 1.5, 2][(value >> 11) & 7] ?? 1, break: (value & 0x4000) !== 0 }
    default:
      return { request: 'other', number }
  }
}

/** The two bytes in front of every packet the chip sends. */
export function encodeFtdiStatus({ cts, dsr, ring, dcd }: ModemLines): Uint8Array {
  const modem = 0x01 | (cts ? 0x10 : 0) | (dsr ? 0x20 : 0) | (ring ? 0x40 : 0) | (dcd ? 0x80 : 0)
  const transmitterIsEmpty = 0x60
  return Uint8Array.of(modem, transmitterIsEmpty)
}

/** Answers to standard and vendor reads, in full; the host says how much of it it wants. Undefined: the chip knows no such thing. */
export function ftdiAnswer(setup: Uint8Array, serial: string, lines: ModemLines): Uint8Array | undefined {
  const [type = 0, number = 0, low = 0, high = 0] = setup
  if (type === 0x80 && number === 6) return descriptor(high, low, serial)
  if (type === 0xc0) return vendorAnswer(number, lines)
  return type >= 0x80 ? Uint8Array.of(0, 0) : new Uint8Array()
}

function vendorAnswer(number: number, lines: ModemLines): Uint8Array {
  const latencyTimerMs = 16
  if (number === 5) return encodeFtdiStatus(lines)
  return number === 10 ? Uint8Array.of(latencyTimerMs) : Uint8Array.of(0xff, 0xff) // an empty EEPROM
}

function descriptor(kind: number, at: number, serial: string): Uint8Array | undefined {
  switch (kind) {
    case 1: // device: USB 2.0, vendor 0403, product 6001, release 6.00 = FT232R, three strings, one configuration
      return Uint8Array.of(18, 1, 0, 2, 0, 0, 0, 8, 0x03, 0x04, 0x01, 0x60, 0x00, 0x06, 1, 2, 3, 1)
    case 2: // configuration with one vendor interface and two bulk end points of 64 bytes
      return Uint8Array.of(9, 2, 32, 0, 1, 1, 0, 0xa0, 45, 9, 4, 0, 0, 2, 0xff, 0xff, 0xff, 2, 7, 5, 0x81, 2, 64, 0, 0, 7, 5, 0x02, 2, 64, 0, 0)
    case 3:
      return at === 0 ? Uint8Array.of(4, 3, 9, 4) : text(['', 'FTDI', 'FT232R USB UART', serial][at] ?? '')
    default:
      return undefined
  }
}

function text(value: string): Uint8Array {
  const letters = Buffer.from(value, 'utf16le')
  return Uint8Array.of(2 + letters.length, 3, ...letters)
}
