// HID report descriptor: which bits of which report mean what. Pure; bounded, for the bytes come from whatever is plugged in.
// Source: USB Device Class Definition for HID 1.11, section 6.2.2; reference/hid-consoles.md sections 1.3 and 2.
import { failure } from './errors.ts'
import { HID_ITEM, readHidItem, type HidItem } from './hid-items.ts'
import { usagesInTurn, type HidUsage, type UsageSpan } from './hid-usages.ts'
import { fail, ok, type Result } from './result.ts'

export type HidKind = 'input' | 'output' | 'feature'

interface FieldPlace {
  readonly kind: HidKind
  /** 0 where the device does not number its reports. */
  readonly reportId: number
  /** From the first bit behind the report id. */
  readonly bit: number
  readonly bits: number
  readonly isSigned: boolean
  /** Relative: what is told is that it happened, not how it stands. */
  readonly isRelative: boolean
  /** Constant: filling, by the letter; some headsets mark real keys so. */
  readonly isConstant: boolean
}

export type HidField =
  | (FieldPlace & { readonly form: 'variable'; readonly usage: HidUsage })
  /** Holds the number of whatever is down; `min` is the number of the first usage. */
  | (FieldPlace & { readonly form: 'array'; readonly min: number; readonly usages: readonly UsageSpan[] })

export interface HidDescriptor {
  readonly isNumbered: boolean
  readonly fields: readonly HidField[]
  /** Top-level collections, in order. */
  readonly collections: readonly HidUsage[]
  /** Bits of each report behind its id, by `kind:id`. */
  readonly reportBits: ReadonlyMap<string, number>
}

const DESCRIPTOR_MAX_BYTES = 4_096 // as Linux: HID_MAX_DESCRIPTOR_SIZE
const REPORT_MAX_BITS = 16_384 * 8 // as Linux: HID_MAX_BUFFER_SIZE
const FIELDS_MAX = 4_096
const FIELD_MAX_BITS = 32

interface Globals {
  readonly page: number
  readonly logicalMin: number
  readonly reportBits: number
  readonly reportCount: number
  readonly reportId: number
}

interface LocalUsage extends UsageSpan {
  /** A usage of four bytes brings its page; a shorter one takes that of the item before the main item. */
  readonly hasOwnPage: boolean
}

interface RangeEnd {
  readonly value: number
  readonly size: number
}

interface Reading {
  globals: Globals
  readonly pushed: Globals[]
  usages: LocalUsage[]
  /** A range of usages of which one end is known so far; either may come first. */
  range: { readonly min?: RangeEnd; readonly max?: RangeEnd }
  /** Within a set of alternatives only the first is taken. */
  alternatives: 'none' | 'first' | 'further'
  depth: number
  readonly fields: HidField[]
  readonly collections: HidUsage[]
  readonly reportBits: Map<string, number>
  isNumbered: boolean
}

const KINDS: Readonly<Record<number, HidKind>> = { [HID_ITEM.input]: 'input', [HID_ITEM.output]: 'output', [HID_ITEM.feature]: 'feature' }

/**
 * Reads a report descriptor.
 *
 * @returns WIRE_MALFORMED when an item is cut off or closes what was not opened; WIRE_TOO_LONG beyond what any device has
 * @remarks A collection that is never closed is let pass: the reports are known all the same.
 */
export function parseHidDescriptor(bytes: Uint8Array): Result<HidDescriptor> {
  if (bytes.length > DESCRIPTOR_MAX_BYTES) return fail(failure('WIRE_TOO_LONG', `a report descriptor of ${bytes.length} bytes`))
  const reading: Reading = {
    globals: { page: 0, logicalMin: 0, reportBits: 0, reportCount: 0, reportId: 0 },
    pushed: [], usages: [], range: {}, alternatives: 'none', depth: 0,
    fields: [], collections: [], reportBits: new Map(), isNumbered: false,
  }
  for (let at = 0; at < bytes.length;) {
    const item = readHidItem(bytes, at)
    if (!item) return fail(failure('WIRE_MALFORMED', `the report descriptor ends within the item at byte ${at}`))
    const wrong = takeItem(reading, item)
    if (wrong) return fail(failure(wrong, `report descriptor, item at byte ${at}`))
    at = item.next
  }
  const { isNumbered, fields, collections, reportBits } = reading
  return ok({ isNumbered, fields, collections, reportBits })
}

function takeItem(reading: Reading, item: HidItem): 'WIRE_MALFORMED' | 'WIRE_TOO_LONG' | undefined {
  const { prefix } = item
  const kind = KINDS[prefix]
  if (kind) {
    const wrong = addFields(reading, kind, item.value)
    clearLocals(reading)
    return wrong
  }
  switch (prefix) {
    case HID_ITEM.collection: {
      const [first] = spans(reading)
      if (reading.depth === 0 && first) reading.collections.push({ page: first.page, usage: first.usage })
      reading.depth++
      clearLocals(reading)
      return undefined
    }
    case HID_ITEM.endCollection:
      clearLocals(reading)
      return reading.depth-- > 0 ? undefined : 'WIRE_MALFORMED'
    case HID_ITEM.usage:
    case HID_ITEM.usageMin:
    case HID_ITEM.usageMax:
    case HID_ITEM.delimiter:
      takeLocal(reading, item)
      return undefined
    default:
      return takeGlobal(reading, item)
  }
}

function takeGlobal(reading: Reading, { prefix, value, signed }: HidItem): 'WIRE_MALFORMED' | undefined {
  const set = (change: Partial<Globals>): undefined => {
    reading.globals = { ...reading.globals, ...change }
  }
  switch (prefix) {
    case HID_ITEM.usagePage:
      return set({ page: value & 0xff_ff })
    case HID_ITEM.logicalMin:
      return set({ logicalMin: signed })
    case HID_ITEM.reportSize:
      return set({ reportBits: value })
    case HID_ITEM.reportCount:
      return set({ reportCount: value })
    case HID_ITEM.reportId:
      if (value === 0 || value > 0xff) return 'WIRE_MALFORMED'
      reading.isNumbered = true
      return set({ reportId: value })
    case HID_ITEM.push:
      reading.pushed.push(reading.globals)
      return undefined
    case HID_ITEM.pop: {
      const globals = reading.pushed.pop()
      if (!globals) return 'WIRE_MALFORMED'
      reading.globals = globals
      return undefined
    }
    default: // physical bounds, units, strings, long items: nothing here depends on them
      return undefined
  }
}

function takeLocal(reading: Reading, { prefix, size, value }: HidItem): void {
  if (prefix === HID_ITEM.delimiter) {
    reading.alternatives = value === 1 ? 'first' : 'none'
  } else if (prefix === HID_ITEM.usage) {
    if (reading.alternatives === 'further') return
    if (reading.alternatives === 'first') reading.alternatives = 'further'
    addUsage(reading, value, value, size)
  } else {
    reading.range = { ...reading.range, [prefix === HID_ITEM.usageMin ? 'min' : 'max']: { value, size } }
    const { min, max } = reading.range
    if (!min || !max) return
    addUsage(reading, min.value, max.value, Math.max(min.size, max.size))
    reading.range = {}
  }
}

function addUsage({ usages, globals }: Reading, from: number, to: number, size: number): void {
  const hasOwnPage = size === 4
  const count = (to & 0xff_ff) - (from & 0xff_ff) + 1
  if (count <= 0) return
  usages.push({ page: hasOwnPage ? from >>> 16 : globals.page, usage: from & 0xff_ff, count, hasOwnPage })
}

/**
 * The usages of the main item that comes now.
 *
 * @remarks A page that is named only after its usages still is theirs (section 6.2.2.8): devices do both.
 */
function spans({ usages, globals }: Reading): readonly LocalUsage[] {
  const resolved = [...usages]
  for (let index = resolved.length - 1; index >= 0; index--) {
    const span = resolved[index]
    if (!span || span.page === globals.page) break
    if (!span.hasOwnPage) resolved[index] = { ...span, page: globals.page }
  }
  return resolved
}

function clearLocals(reading: Reading): void {
  reading.usages = []
  reading.range = {}
  reading.alternatives = 'none'
}

function addFields(reading: Reading, kind: HidKind, flags: number): 'WIRE_TOO_LONG' | undefined {
  const { globals, fields, reportBits } = reading
  const { reportId, reportBits: bits, reportCount: count } = globals
  const key = `${kind}:${reportId}`
  const start = reportBits.get(key) ?? 0
  const end = start + bits * count
  if (end > REPORT_MAX_BITS) return 'WIRE_TOO_LONG'
  reportBits.set(key, end)
  const usages = spans(reading)
  // Filling has no usage; a field wider than a number is a block of bytes for the maker's own programs.
  if (usages.length === 0 || bits === 0 || bits > FIELD_MAX_BITS) return undefined
  const isVariable = (flags & 2) !== 0
  // Numbers beyond the list of usages are a block too: the bytes of a picture, say. Single bits all share the last usage.
  const told = isVariable && bits > 1 ? Math.min(count, usages.reduce((sum, span) => sum + span.count, 0)) : count
  if (fields.length + told > FIELDS_MAX) return 'WIRE_TOO_LONG'
  const common = { kind, reportId, bits, isSigned: globals.logicalMin < 0, isRelative: (flags & 4) !== 0, isConstant: (flags & 1) !== 0 }
  const nextUsage = usagesInTurn(usages)
  for (let index = 0; index < told; index++) {
    const place = { ...common, bit: start + index * bits }
    if (isVariable) fields.push({ ...place, form: 'variable', usage: nextUsage() })
    else fields.push({ ...place, form: 'array', min: globals.logicalMin, usages })
  }
  return undefined
}
