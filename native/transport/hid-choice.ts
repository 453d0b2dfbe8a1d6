// Which of the HID entries the system lists is ours. Pure. Source: reference/hid-consoles.md section 3.
import { failure, type Failure } from '../kit/errors.ts'
import { fail, ok, type Result } from '../kit/result.ts'

export interface HidWanted {
  readonly vendorId: number
  readonly productId: number
  /** USB serial number, to tell two equal devices apart; most pedals have none. */
  readonly serial?: string
  /** Top-level collection, where a device has several; page and usage as in the HID usage tables. */
  readonly usage?: { readonly page: number; readonly usage: number }
  /** Path of the system, as `doctor` lists it; changes when replugged. */
  readonly path?: string
}

/** An entry as node-hid lists it. */
export interface HidEntry {
  readonly vendorId: number
  readonly productId: number
  readonly path?: string | undefined
  readonly serialNumber?: string | undefined
  readonly usagePage?: number | undefined
  readonly usage?: number | undefined
}

const GENERIC_DESKTOP = 0x01
/** Mouse, keyboard, keypad: Windows lets them be opened and then fails each read, and they are nobody's PTT. */
const TYPED_USAGES: readonly (number | undefined)[] = [0x02, 0x06, 0x07]

const hex = (id: number): string => id.toString(16).padStart(4, '0')

export const hidName = (wanted: HidWanted): string =>
  `hid://${hex(wanted.vendorId)}:${hex(wanted.productId)}${wanted.serial === undefined ? '' : `/${wanted.serial}`}`

/** The one path to open. @returns LINK_MISSING, or LINK_AMBIGUOUS when several equal devices are plugged in */
export function chooseHid(wanted: HidWanted, entries: readonly HidEntry[]): Result<string> {
  const paths = new Set<string>()
  for (const entry of entries) {
    if (entry.path !== undefined && entry.path !== '' && fits(wanted, entry)) paths.add(entry.path)
  }
  const [path, ...others] = [...paths]
  if (path === undefined) return fail(failure('LINK_MISSING', hidName(wanted)))
  if (others.length > 0) return fail(ambiguous(wanted, [path, ...others]))
  return ok(path)
}

function fits(wanted: HidWanted, entry: HidEntry): boolean {
  if (entry.vendorId !== wanted.vendorId || entry.productId !== wanted.productId) return false
  if (isTyped(entry)) return false
  if (wanted.path !== undefined && entry.path !== wanted.path) return false
  if (wanted.serial !== undefined && entry.serialNumber !== wanted.serial) return false
  // The libusb backend knows no usages; nothing is then to be told apart by them.
  return !wanted.usage || entry.usagePage === undefined || entry.usagePage === 0
    || (entry.usagePage === wanted.usage.page && entry.usage === wanted.usage.usage)
}

const isTyped = ({ usagePage, usage, path }: HidEntry): boolean =>
  (usagePage === GENERIC_DESKTOP && TYPED_USAGES.includes(usage)) || path?.toLowerCase().endsWith('\\kbd') === true

const ambiguous = (wanted: HidWanted, paths: readonly string[]): Failure =>
  failure('LINK_AMBIGUOUS', `${hidName(wanted)}: ${paths.length} equal devices (${paths.join(', ')}); give the serial number or unplug one`)
