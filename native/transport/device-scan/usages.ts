// Page and usage of each top-level collection of a report descriptor, and no more: a scan must tell a keyboard from a pedal
// even where the rest of a descriptor makes no sense. Source: HID 1.11, section 6.2.2.
import type { HidUsage } from '../../kit/device-identity.ts'
import { HID_ITEM, readHidItem, type HidItem } from '../../kit/hid-items.ts'

const TYPE = 0x0c
const MAIN_TYPE = 0x00

/** The collections in their order. A descriptor that breaks off says what it said until then. */
export function topLevelUsages(descriptor: Uint8Array): readonly HidUsage[] {
  const found: HidUsage[] = []
  const pages: number[] = []
  let page = 0
  let usage: HidItem | undefined
  let depth = 0
  for (let at = 0; at < descriptor.length; ) {
    const item = readHidItem(descriptor, at)
    if (!item) break
    at = item.next
    if (item.prefix === HID_ITEM.usagePage) page = item.value
    // The first usage before a collection names it.
    else if (item.prefix === HID_ITEM.usage) usage ??= item
    else if (item.prefix === HID_ITEM.push) pages.push(page)
    else if (item.prefix === HID_ITEM.pop) page = pages.pop() ?? page
    else if (item.prefix === HID_ITEM.collection && depth++ === 0 && usage) found.push(withPage(usage, page))
    else if (item.prefix === HID_ITEM.endCollection) depth = Math.max(0, depth - 1)
    if ((item.prefix & TYPE) === MAIN_TYPE) usage = undefined
  }
  return found
}

/** Four bytes carry their own page; else it is the page that holds at the collection, not at the usage. */
function withPage({ value, size }: HidItem, page: number): HidUsage {
  return size === 4 ? { page: Math.floor(value / 0x1_0000), usage: value % 0x1_0000 } : { page, usage: value }
}
