// Linux: what the kernel wrote into /sys when a device was plugged in. No device is opened and none is asked.
// Source: Documentation/ABI/testing/sysfs-bus-usb and sysfs-driver-hid of the kernel; reference/hid-consoles.md, section 5.
import { readdir, readFile, realpath } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import type { Clock } from '../../kit/clock.ts'
import { realSerial, type DeviceSighting } from '../../kit/device-identity.ts'
import { failure } from '../../kit/errors.ts'
import { fail, ok, type Result } from '../../kit/result.ts'
import { bounded, causeText } from '../bounded.ts'
import { SCAN_MS, type Scan, type ScanReport } from './scan.ts'
import { topLevelUsages } from './usages.ts'

export interface SysfsOptions {
  readonly clock: Clock
  /** Where `/sys` and `/dev` begin; a test gives a folder. */
  readonly root?: string
  readonly read?: SysfsReader
}

/** The calls that the kernel may hold up, as long as it holds the lock of a device. */
export interface SysfsReader {
  list(folder: string): Promise<readonly string[]>
  resolve(path: string): Promise<string>
  read(file: string): Promise<Uint8Array>
}

/** The strings of a USB device are read under its lock, which a driver that hangs in it keeps. */
const DEVICE_MS = 500

/** `1-1.4` is a USB device, `1-1.4:1.2` its interface 2. */
const USB_DEVICE = /^\d+-\d+(?:\.\d+)*$/
const USB_INTERFACE = /^(\d+-\d+(?:\.\d+)*):\d+\.(\d+)$/
const HIDRAW = /^hidraw\d+$/
/** Consoles and pseudo-terminals are no ports. */
const SERIAL = /^(?:tty[A-Z].*|rfcomm\d+)$/
const BUILT_IN = /^ttyS\d+$/
const NO_CHIP = '0'

const NODE_READER: SysfsReader = {
  list: (folder) => readdir(folder),
  resolve: (path) => realpath(path),
  read: (file) => readFile(file),
}

export function createSysfsScan({ clock, root = '/', read: reader = NODE_READER }: SysfsOptions): Scan {
  /** Devices whose answer is still out: each holds one of the few threads of the process, and is not asked again. */
  const silent = new Set<string>()

  const look = async (name: string, work: () => Promise<DeviceSighting | undefined>): Promise<DeviceSighting | undefined> => {
    if (silent.has(name)) return undefined
    const working = work().catch(() => undefined) // gone while it was read
    const looked = await bounded(clock, DEVICE_MS, working)
    if (looked.done) return looked.value
    silent.add(name)
    void working.then(() => silent.delete(name))
    return undefined
  }
  const names = async (kind: string, pattern: RegExp): Promise<readonly string[]> => {
    // A kernel without such devices has no such folder.
    const all = await reader.list(join(root, 'sys/class', kind)).catch(() => [])
    return all.filter((name) => pattern.test(name)).toSorted(byNumber)
  }
  const scan = async (): Promise<ScanReport> => {
    const sightings: DeviceSighting[] = []
    // One after the other: reading them all at once would take every thread of the process.
    for (const name of await names('hidraw', HIDRAW)) {
      const seen = await look(name, () => hidSighting(reader, root, name))
      if (seen) sightings.push(seen)
    }
    for (const name of await names('tty', SERIAL)) {
      const seen = await look(name, () => serialSighting(reader, root, name))
      if (seen) sightings.push(seen)
    }
    return { sightings, silent: [...silent].map((name) => join('/dev', name)).toSorted() }
  }

  const begin = async (): Promise<ScanReport> => {
    await reader.list(join(root, 'sys/class'))
    return scan()
  }

  return async (): Promise<Result<ScanReport>> => {
    try {
      const scanned = await bounded(clock, SCAN_MS, begin())
      if (scanned.done) return ok(scanned.value)
    } catch (cause) {
      return fail(failure('LINK_UNSUPPORTED', `device scan: ${causeText(cause)}`))
    }
    return fail(failure('LINK_TIMEOUT', `device scan: no answer about ${[...silent].join(', ') || 'any device'}`))
  }
}

async function hidSighting(reader: SysfsReader, root: string, name: string): Promise<DeviceSighting> {
  const device = await reader.resolve(join(root, 'sys/class/hidraw', name, 'device'))
  const facts = readUevent(await text(reader, join(device, 'uevent')))
  const descriptor = await reader.read(join(device, 'report_descriptor')).catch(() => undefined)
  const [, vendor = '', product = ''] = (facts['HID_ID'] ?? '').split(':')
  const place = placeOf(device)
  return {
    bus: 'hid',
    path: join('/dev', name),
    ...optional({ vendorId: hexNumber(vendor), productId: hexNumber(product) }),
    ...optional({ serial: realSerial(facts['HID_UNIQ']), product: filled(facts['HID_NAME']) }),
    // What is not on USB (Bluetooth, uhid) is at the place its driver names.
    ...optional({ topology: place.topology ?? filled(facts['HID_PHYS']), interface: place.interface }),
    usages: descriptor ? topLevelUsages(descriptor) : [],
    hasDescriptor: descriptor !== undefined,
    plugging: basename(device),
  }
}

async function serialSighting(reader: SysfsReader, root: string, name: string): Promise<DeviceSighting | undefined> {
  const node = join(root, 'sys/class/tty', name)
  // What has no device behind it (gadget ends, virtual terminals) is still a port somebody may name by its path.
  const device = await reader.resolve(join(node, 'device')).catch(() => '')
  if (BUILT_IN.test(name) && (await text(reader, join(node, 'type')).catch(() => NO_CHIP)) === NO_CHIP) return undefined
  const place = placeOf(device)
  const base = { bus: 'serial', path: join('/dev', name), usages: [], hasDescriptor: false } as const
  if (place.folder === undefined) return base
  const attribute = async (file: string): Promise<string> => text(reader, join(place.folder ?? '', file)).catch(() => '')
  return {
    ...base,
    ...optional({ vendorId: hexNumber(await attribute('idVendor')), productId: hexNumber(await attribute('idProduct')) }),
    ...optional({ serial: realSerial(await attribute('serial')) }),
    ...optional({ manufacturer: filled(await attribute('manufacturer')), product: filled(await attribute('product')) }),
    ...optional({ topology: place.topology, interface: place.interface, plugging: filled(await attribute('devnum')) }),
  }
}

interface Place {
  /** Folder of the USB device. */
  readonly folder?: string
  readonly topology?: string
  readonly interface?: number
}

/** The innermost USB device on the way to a node: a hub lies further out. */
function placeOf(device: string): Place {
  let at = device
  let inner: number | undefined
  while (at !== dirname(at)) {
    const name = basename(at)
    const part = USB_INTERFACE.exec(name)
    if (part && inner === undefined) inner = Number(part[2])
    if (USB_DEVICE.test(name)) return { folder: at, topology: name, ...optional({ interface: inner }) }
    at = dirname(at)
  }
  return {}
}

const text = async (reader: SysfsReader, file: string): Promise<string> => new TextDecoder().decode(await reader.read(file)).trim()

function readUevent(lines: string): Readonly<Record<string, string>> {
  return Object.fromEntries(lines.split('\n').map((line) => {
    const at = line.indexOf('=')
    return [line.slice(0, at), line.slice(at + 1)]
  }))
}

const filled = (value: string | undefined): string | undefined => (value === undefined || value.trim() === '' ? undefined : value.trim())

function hexNumber(digits: string): number | undefined {
  const value = Number.parseInt(digits, 16)
  return Number.isNaN(value) ? undefined : value
}

type Present<T> = { readonly [Key in keyof T]?: Exclude<T[Key], undefined> }

/** Leaves out what is not known. */
const optional = <T extends object>(values: T): Present<T> =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Present<T>

const byNumber = (left: string, right: string): number => left.localeCompare(right, 'en', { numeric: true })
