// Which of the devices that are plugged in is the one the site file means. Pure. Source: reference/hid-consoles.md, section 5.
import { failure } from './errors.ts'
import { fail, ok, type Result } from './result.ts'

export type DeviceBus = 'hid' | 'serial'

/** A top-level collection; page and usage as in the HID usage tables. */
export interface HidUsage {
  readonly page: number
  readonly usage: number
}

/** One device node as a scan found it, without asking the device anything. */
export interface DeviceSighting {
  readonly bus: DeviceBus
  /** What is opened: `/dev/hidraw0`, `/dev/ttyUSB0`, `COM3`; changes when replugged. */
  readonly path: string
  /** Absent for what is not on USB and has none. */
  readonly vendorId?: number
  readonly productId?: number
  /** USB serial number; absent where the system made one up. */
  readonly serial?: string
  /** Number a person gave the device (X-keys). No scan can know it: whoever asked the device fills it in. */
  readonly unitId?: number
  /** The port it is plugged into, as the system names it: `1-1.4` is bus 1, port 1 of the root, port 4 of the hub behind it. */
  readonly topology?: string
  readonly interface?: number
  /** Empty where the system does not tell. */
  readonly usages: readonly HidUsage[]
  readonly manufacturer?: string
  readonly product?: string
  /** Whether the system hands out the report descriptor. */
  readonly hasDescriptor: boolean
  /** Changes with each plugging in, where the system counts. */
  readonly plugging?: string
}

export interface WantedDevice {
  readonly bus: DeviceBus
  readonly vendorId: number
  readonly productId: number
  readonly serial?: string
  readonly unitId?: number
  readonly topology?: string
  readonly interface?: number
  /** Collection that carries the reports, where a device has several. */
  readonly usage?: HidUsage
  /** One very node, whatever else is like it. */
  readonly path?: string
}

const GENERIC_DESKTOP = 0x01
/** Mouse, keyboard, keypad: Windows lets them be opened and then fails each read, and they are nobody's PTT. */
const TYPED_USAGES: readonly number[] = [0x02, 0x06, 0x07]

/**
 * The one device that is meant.
 *
 * @returns LINK_MISSING, or LINK_AMBIGUOUS whose detail names the port of each candidate, so that a person can be asked
 * @remarks Keys in order: serial number, unit number, port, "the only one of its kind". A key that is given must fit: a like
 *   device elsewhere is never taken instead, for it may be the neighbour's. The order of the sightings decides nothing.
 */
export function chooseDevice(wanted: WantedDevice, sightings: readonly DeviceSighting[]): Result<DeviceSighting> {
  const [only, ...others] = candidatesFor(wanted, sightings)
  if (!only) return fail(failure('LINK_MISSING', missingDetail(wanted, sightings.filter((one) => isAlike(wanted, one)))))
  if (others.length === 0) return ok(only)
  const candidates = [only, ...others].map(sightingName).join(', ')
  return fail(failure('LINK_AMBIGUOUS', `${deviceName(wanted)}: ${others.length + 1} equal devices: ${candidates}`))
}

/** Those that `chooseDevice` could not tell apart: an X-keys panel says its unit number only when asked. */
export function candidatesFor(wanted: WantedDevice, sightings: readonly DeviceSighting[]): readonly DeviceSighting[] {
  const alike = sightings.filter((sighting) => isAlike(wanted, sighting))
  const left = KEYS.reduce<readonly DeviceSighting[]>((some, key) => key(wanted, some), alike)
  return [...new Map(left.map((sighting) => [sighting.path, sighting])).values()].toSorted(byPort)
}

/** Whether this could be the device that is meant: worth an attempt to open. */
export const isPerhaps = (wanted: WantedDevice, sighting: DeviceSighting): boolean => candidatesFor(wanted, [sighting]).length > 0

type Key = (wanted: WantedDevice, left: readonly DeviceSighting[]) => readonly DeviceSighting[]

const bySerial: Key = ({ serial }, left) => (serial === undefined ? left : left.filter((one) => one.serial === serial))

const byUnit: Key = ({ unitId }, left) => {
  if (unitId === undefined) return left
  const known = left.filter((one) => one.unitId === unitId)
  // Not asked yet is not another number.
  return known.length > 0 ? known : left.filter((one) => one.unitId === undefined)
}

const byTopology: Key = ({ topology, serial, unitId }, left) => {
  if (topology === undefined) return left
  const here = left.filter((one) => one.topology === topology)
  if (here.length > 0) return here
  // Found by what it carries itself, it may be plugged in anywhere.
  const isNamed = serial !== undefined || (unitId !== undefined && left.every((one) => one.unitId === unitId))
  return isNamed ? left : []
}

const KEYS: readonly Key[] = [bySerial, byUnit, byTopology]

function isAlike(wanted: WantedDevice, sighting: DeviceSighting): boolean {
  if (sighting.bus !== wanted.bus) return false
  if (sighting.vendorId !== wanted.vendorId || sighting.productId !== wanted.productId) return false
  if (wanted.path !== undefined && sighting.path !== wanted.path) return false
  if (wanted.interface !== undefined && sighting.interface !== wanted.interface) return false
  return sighting.bus !== 'hid' || carries(wanted.usage, sighting)
}

function carries(usage: HidUsage | undefined, { usages, path }: DeviceSighting): boolean {
  // Windows gives a keyboard a path of its own kind, even where it tells no usage.
  if (path.toLowerCase().endsWith('\\kbd')) return false
  if (usages.length === 0) return true
  return usages.some((one) => !isTyped(one) && (!usage || (one.page === usage.page && one.usage === usage.usage)))
}

const isTyped = ({ page, usage }: HidUsage): boolean => page === GENERIC_DESKTOP && TYPED_USAGES.includes(usage)

/** Windows makes up an instance id such as `5&10a5e3f&0&3` for a device without a serial number. */
export function realSerial(told: string | undefined): string | undefined {
  const serial = told?.trim() ?? ''
  return serial === '' || serial.includes('&') ? undefined : serial
}

/** What it is and where: equal in two scans exactly when it was not pulled in between. */
export function sightingKey(sighting: DeviceSighting): string {
  const { bus, vendorId, productId, serial, topology, path, plugging } = sighting
  return JSON.stringify([bus, vendorId, productId, serial, topology, sighting.interface, path, plugging])
}

const hex = (id: number): string => id.toString(16).padStart(4, '0')

const usbName = ({ vendorId, productId }: { readonly vendorId: number; readonly productId: number }): string => `${hex(vendorId)}:${hex(productId)}`

/** `hid://05f3:00ff`, with what tells it from others behind it. */
export function deviceName(wanted: WantedDevice): string {
  const { serial, unitId, topology } = wanted
  const marks = [
    ...(serial === undefined ? [] : [serial]),
    ...(unitId === undefined ? [] : [`unit ${unitId}`]),
    ...(topology === undefined ? [] : [`port ${topology}`]),
    ...(wanted.interface === undefined ? [] : [`interface ${wanted.interface}`]),
  ]
  return `${wanted.bus}://${usbName(wanted)}${marks.map((mark) => `/${mark}`).join('')}`
}

/** As a person finds it: the port first, for that is what is written on the cable. */
export function sightingName({ topology, path, serial, unitId }: DeviceSighting): string {
  const marks = [path, ...(serial === undefined ? [] : [`serial ${serial}`]), ...(unitId === undefined ? [] : [`unit ${unitId}`])]
  return `port ${topology ?? 'unknown'} (${marks.join(', ')})`
}

/** A pedal that was plugged in elsewhere is missing, and whoever looks for it is told where it is. */
function missingDetail(wanted: WantedDevice, alike: readonly DeviceSighting[]): string {
  if (alike.length === 0) return deviceName(wanted)
  return `${deviceName(wanted)}: seen instead at ${alike.toSorted(byPort).map(sightingName).join(', ')}`
}

const byPort = (left: DeviceSighting, right: DeviceSighting): number => compare(left.topology ?? '', right.topology ?? '') || compare(left.path, right.path)
const compare = (left: string, right: string): number => (left < right ? -1 : left > right ? 1 : 0)
