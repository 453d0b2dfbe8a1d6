// A USB device made of functions, plugged into a controller that exists in the kernel only: usbhid and cdc_acm meet it as
// they meet a cable. Source: Documentation/usb/gadget_configfs.rst of Linux; module dummy_hcd.
import { mkdirSync, readFileSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

export interface GadgetOptions {
  /** Of its own in the guest. */
  readonly name: string
  readonly vendorId: number
  readonly productId: number
  readonly manufacturer: string
  readonly product: string
  /** Serial number; most pedals have none. */
  readonly serial?: string
  /** A serial line, or a HID function with this report descriptor. */
  readonly does: 'serial-line' | { readonly descriptor: Uint8Array; readonly reportBytes: number }
}

export interface Gadget {
  /** Its own end of the line or of the reports. */
  readonly node: string
  plug(): void
  unplug(): void
}

const CONFIG = '/sys/kernel/config/usb_gadget'
const CONTROLLERS = '/sys/class/udc'
const ENGLISH = '0x409'

/** Each gadget needs a controller that none other holds. */
let controllersTaken = 0

export function createGadget(options: GadgetOptions): Gadget {
  const home = join(CONFIG, options.name)
  const write = (path: string, value: string | Uint8Array): void => writeFileSync(join(home, path), value)
  mkdirSync(home)
  write('idVendor', `0x${options.vendorId.toString(16)}`)
  write('idProduct', `0x${options.productId.toString(16)}`)
  mkdirSync(join(home, 'strings', ENGLISH))
  write(`strings/${ENGLISH}/manufacturer`, options.manufacturer)
  write(`strings/${ENGLISH}/product`, options.product)
  if (options.serial !== undefined) write(`strings/${ENGLISH}/serialnumber`, options.serial)
  mkdirSync(join(home, 'configs', 'c.1'))
  const { does } = options
  const kind = does === 'serial-line' ? 'acm.0' : 'hid.0'
  const own = join(home, 'functions', kind)
  mkdirSync(own)
  if (does !== 'serial-line') {
    writeFileSync(join(own, 'report_length'), String(does.reportBytes))
    writeFileSync(join(own, 'report_desc'), does.descriptor)
  }
  symlinkSync(own, join(home, 'configs', 'c.1', kind))
  const controller = readdirSync(CONTROLLERS).toSorted()[controllersTaken++]
  if (controller === undefined) throw new Error(`no USB controller is free for ${options.name}`)
  const told = (name: string): string => readFileSync(join(own, name), 'utf8').trim()
  return {
    node: does === 'serial-line' ? `/dev/ttyGS${told('port_num')}` : `/dev/hidg${told('dev').split(':')[1] ?? ''}`,
    plug: () => write('UDC', controller),
    unplug: () => write('UDC', '\n'),
  }
}

