// A HID report descriptor is a row of items: a tag and up to four bytes of data. What the items mean: hid-descriptor.ts.
// Source: USB Device Class Definition for HID 1.11, sections 5.3 and 6.2.2.

export interface HidItem {
  /** Tag and type, the size bits 0. */
  readonly prefix: number
  readonly size: number
  readonly value: number
  readonly signed: number
  readonly next: number
}

const LONG_ITEM = 0xfe
/** Prefixes of the items that are understood; any other is passed over. */
export const HID_ITEM = {
  input: 0x80, output: 0x90, feature: 0xb0, collection: 0xa0, endCollection: 0xc0,
  usagePage: 0x04, logicalMin: 0x14, reportSize: 0x74, reportId: 0x84, reportCount: 0x94, push: 0xa4, pop: 0xb4,
  usage: 0x08, usageMin: 0x18, usageMax: 0x28, delimiter: 0xa8,
} as const
/** The item that begins at `at`, or undefined when the bytes end within it. */
export function readHidItem(bytes: Uint8Array, at: number): HidItem | undefined {
  const head = bytes[at] ?? 0
  if (head === LONG_ITEM) {
    const size = bytes[at + 1]
    const next = at + 3 + (size ?? 0)
    return size === undefined || next > bytes.length ? undefined : { prefix: LONG_ITEM, size: 0, value: 0, signed: 0, next }
  }
  const size = [0, 1, 2, 4][head & 3] ?? 0
  const next = at + 1 + size
  if (next > bytes.length) return undefined
  let value = 0
  for (let index = size; index > 0; index--) value = value * 256 + (bytes[at + index] ?? 0)
  const signed = size > 0 && value >= 2 ** (size * 8 - 1) ? value - 2 ** (size * 8) : value
  return { prefix: head & 0xfc, size, value, signed, next }
}
