// Pedals and key panels whose whole state is in every report: a product is a row here, not code.
// Source: reference/hid-consoles.md, table 1.1 and section 1.2; recordings in test/fixtures/hid-buttons.jsonl.

export interface HidInput {
  readonly name: string
  /** Byte of the report as node-hid delivers it, from 0. */
  readonly byte: number
  /** The one bit that is 1 while the input is down. */
  readonly mask: number
}

export interface HidProduct {
  readonly label: string
  readonly usb: readonly { readonly vendorId: number; readonly productId: number }[]
  /** Top-level collection that carries the reports, for systems that list each apart (Windows). */
  readonly usage: { readonly page: number; readonly usage: number }
  readonly reportBytes: number
  readonly inputs: readonly HidInput[]
  /** A report that is an answer to something else: this byte is above that value. */
  readonly otherReport?: { readonly byte: number; readonly above: number }
  /** Output report that asks for the state; without it a pedal held at plug-in is unknown until it moves. */
  readonly ask?: Uint8Array
  /** How the device marks its answer to `ask`: only the simulator needs it. */
  readonly answer?: { readonly byte: number; readonly mask: number }
  /** Bits that are always 1, by byte: the simulator sends them as the device does. */
  readonly alwaysOn?: { readonly byte: number; readonly mask: number }
}

const XKEYS_WRITE_BYTES = 36
const XKEYS_GENERATE_DATA = 0xb1

function xkeysAsk(): Uint8Array {
  const report = new Uint8Array(XKEYS_WRITE_BYTES) // byte 0: report id 00
  report[1] = XKEYS_GENERATE_DATA
  return report
}

export const HID_PRODUCTS = {
  'vec-footpedal': {
    label: 'VEC / Infinity foot pedal',
    usb: [{ vendorId: 0x05f3, productId: 0x00ff }],
    usage: { page: 0x0c, usage: 0x03 },
    reportBytes: 2,
    inputs: [
      { name: 'left', byte: 0, mask: 0x01 },
      { name: 'middle', byte: 0, mask: 0x02 },
      { name: 'right', byte: 0, mask: 0x04 },
    ],
  },
  'xkeys-xk3-pedal': {
    label: 'X-keys XK-3 foot pedal',
    usb: [{ vendorId: 0x05f3, productId: 0x0438 }, { vendorId: 0x05f3, productId: 0x043a }],
    usage: { page: 0x0c, usage: 0x01 },
    reportBytes: 32,
    // Byte 1 bit 0, the program switch, is 1 in every recorded report of this pedal: no such switch exists on it.
    inputs: [
      { name: 'left', byte: 2, mask: 0x02 },
      { name: 'middle', byte: 2, mask: 0x04 },
      { name: 'right', byte: 2, mask: 0x08 },
    ],
    otherReport: { byte: 1, above: 3 },
    ask: xkeysAsk(),
    answer: { byte: 1, mask: 0x02 },
    alwaysOn: { byte: 1, mask: 0x01 },
  },
} as const satisfies Record<string, HidProduct>

export type HidProductId = keyof typeof HID_PRODUCTS

/** The product behind a USB identity, or undefined when no row has it. */
export function findHidProduct(vendorId: number, productId: number): HidProductId | undefined {
  for (const [id, product] of Object.entries(HID_PRODUCTS)) {
    if (product.usb.some((usb) => usb.vendorId === vendorId && usb.productId === productId)) return id as HidProductId
  }
  return undefined
}
