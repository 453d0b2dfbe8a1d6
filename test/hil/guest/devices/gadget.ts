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
  readonly serial: string
  /** With a HID function of this report descriptor. */
  readonly hid?: { readonly descriptor: Uint8Array; readonly reportBytes: number }
}

export interface Gadget {
  /** The gadget's end of its serial line. */
  readonly tty: string
  readonly hid: string
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
  write(`strings/${ENGLISH}/serialnumber`, options.serial)
  mkdirSync(join(home, 'configs', 'c.1'))
  const add = (name: string): string => {
    mkdirSync(join(home, 'functions', name))
    return name
  }
  const bind = (name: string): void => symlinkSync(join(home, 'functions', name), join(home, 'configs', 'c.1', name))
  const acm = add('acm.0')
  bind(acm)
  if (options.hid) {
    const hid = add('hid.0')
    write(`functions/${hid}/report_length`, String(options.hid.reportBytes))
    write(`functions/${hid}/report_desc`, options.hid.descriptor)
    bind(hid)
  }
  const controller = readdirSync(CONTROLLERS).toSorted()[controllersTaken++] ?? ''
  const [, minor] = options.hid ? readFileSync(join(home, 'functions/hid.0/dev'), 'utf8').trim().split(':') : []
  return {
    tty: `/dev/ttyGS${readFileSync(join(home, 'functions', acm, 'port_num'), 'utf8').trim()}`,
    hid: `/dev/hidg${minor ?? ''}`,
    plug: () => write('UDC', controller),
    unplug: () => write('UDC', '\n'),
  }
}

