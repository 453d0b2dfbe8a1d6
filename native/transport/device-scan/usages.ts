// Page and usage of each top-level collection of a report descriptor, and no more. Source: HID 1.11, section 6.2.2.
import type { HidUsage } from '../../kit/device-identity.ts'

const LONG_ITEM = 0xfe
const USAGE_PAGE = 0x04
const USAGE = 0x08
const COLLECTION = 0xa0
const END_COLLECTION = 0xc0
const PUSH = 0xa4
const POP = 0xb4
/** Tag and type of a short item; the two low bits are its size. */
const KIND = 0xfc
const SIZES = [0, 1, 2, 4] as const
const TYPE = 0x0c
const MAIN_TYPE = 0x00

/** The collections in their order. A descriptor that breaks off says what it said until then. */
export function topLevelUsages(descriptor: Uint8Array): readonly HidUsage[] {
  const found: HidUsage[] = []
  const pages: number[] = []
  let page = 0
  let usage: { readonly value: number; readonly size: number } | undefined
  let depth = 0
  for (let at = 0; at < descriptor.length; ) {
    const prefix = descriptor[at] ?? 0
    if (prefix === LONG_ITEM) {
      at += 3 + (descriptor[at + 1] ?? 0)
      continue
    }
    const size = SIZES[(prefix & 0x03) as 0 | 1 | 2 | 3]
    const value = readValue(descriptor, at + 1, size)
    const kind = prefix & KIND
    at += 1 + size
    if (at > descriptor.length) break
    if (kind === USAGE_PAGE) page = value
    // The first usage before a collection names it.
    else if (kind === USAGE) usage ??= { value, size }
    else if (kind === PUSH) pages.push(page)
    else if (kind === POP) page = pages.pop() ?? page
    else if (kind === COLLECTION && depth++ === 0 && usage) found.push(withPage(usage, page))
    else if (kind === END_COLLECTION) depth = Math.max(0, depth - 1)
    if ((prefix & TYPE) === MAIN_TYPE) usage = undefined
  }
  return found
}

/** Four bytes carry their own page; else it is the page that holds at the collection, not at the usage. */
function withPage({ value, size }: { readonly value: number; readonly size: number }, page: number): HidUsage {
  return size === 4 ? { page: Math.floor(value / 0x1_0000), usage: value % 0x1_0000 } : { page, usage: value }
}

function readValue(bytes: Uint8Array, at: number, size: number): number {
  let value = 0
  for (let byte = size - 1; byte >= 0; byte--) value = value * 0x100 + (bytes[at + byte] ?? 0)
  return value
}
