// Pedals and key panels of the product table, each on a uhid device or a USB gadget: what a foot does with them, and what they are told.
import { toHex } from '../../../../native/kit/bytes.ts'
import { createSimulatedButtons, type HidProduct, type SimulatedButtons } from '../../../../native/hid-buttons/index.ts'
import { productNamed, usbOf } from '../product.ts'
import { createGadget, type Gadget } from './gadget.ts'
import { openRaw } from './raw-handle.ts'
import { plugUhid, type UhidDevice, type UhidOptions } from './uhid.ts'

export interface PedalOptions {
  /** By what the scene calls it. */
  readonly id: string
  /** Name of its device file. */
  readonly product: string
  readonly serial?: string
  /** On a USB port of its own, with the kernel's usbhid between; otherwise straight into the HID layer. */
  readonly on?: 'usb'
}

interface Pedal {
  readonly buttons: SimulatedButtons
  device: UhidDevice | undefined
  gadget: Gadget | undefined
  written: ((report: Uint8Array) => void) | undefined
  /** Reports written to it, as hex. */
  readonly outputs: string[]
}

/** A written report begins with its id, which the descriptor of unnumbered reports does not count. */
const ID_BYTES = 1
const GPIO_OUT_BYTES = 4
/** The longest report a full-speed interrupt transfer carries. */
const USB_REPORT_BYTES = 64

const pedals = new Map<string, Pedal>()

export const pedalCalls = {
  'pedal.plug': (options: PedalOptions): void => {
    const pedal = pedals.get(options.id) ?? createPedal(options)
    pedals.set(options.id, pedal)
    const product = productNamed(options.product)
    const onOutput = (report: Uint8Array): void => {
      pedal.outputs.push(toHex(report))
      pedal.written?.(report)
    }
    const { serial } = options
    const device = { ...usbOf(product), name: product.label, descriptor: descriptorOf(product), ...(serial !== undefined && { serial }) }
    pedal.device = options.on === 'usb' ? plugUsb(pedal, options.id, { ...device, onOutput }) : plugUhid({ ...device, onOutput })
  },
  'pedal.unplug': (id: string): void => {
    const pedal = find(id)
    pedal.device?.unplug()
    pedal.device = undefined
  },
  'pedal.press': (id: string, name: string): void => find(id).buttons.press(name),
  'pedal.release': (id: string, name: string): void => find(id).buttons.release(name),
  /** Presses and releases, one report each `everyMs`, until it is unplugged. */
  'pedal.tremble': (id: string, name: string, everyMs: number): void => {
    const pedal = find(id)
    const shaking = setInterval(() => {
      if (!pedal.device) return clearInterval(shaking)
      if (pedal.buttons.down.has(name)) pedal.buttons.release(name)
      else pedal.buttons.press(name)
    }, everyMs)
  },
  'pedal.outputs': (id: string): readonly string[] => find(id).outputs.splice(0),
}

function createPedal(options: PedalOptions): Pedal {
  const wire: Pick<Pedal, 'device' | 'gadget' | 'written' | 'outputs'> = { device: undefined, gadget: undefined, written: undefined, outputs: [] }
  const buttons = createSimulatedButtons(productNamed(options.product), {
    send: (report) => wire.device?.send(report),
    onWritten: (listener) => {
      wire.written = listener
      return () => undefined
    },
  })
  return Object.assign(wire, { buttons })
}

function plugUsb(pedal: Pedal, name: string, options: UhidOptions): UhidDevice {
  const gadget = (pedal.gadget ??= createGadget({
    ...options,
    name,
    manufacturer: 'Achterwacht',
    product: options.name,
    does: { descriptor: options.descriptor, reportBytes: USB_REPORT_BYTES },
  }))
  gadget.plug()
  // On the wire a report without a number has no place for it.
  const handle = openRaw(gadget.node, (report) => options.onOutput?.(Uint8Array.of(0, ...report)))
  return {
    send: (report) => handle.write(report),
    unplug: () => {
      gadget.unplug()
      handle.close()
    },
  }
}

function find(id: string): Pedal {
  const pedal = pedals.get(id)
  if (!pedal) throw new Error(`there is no pedal ${id}`)
  return pedal
}

/** A collection of the product's usage with reports of its length: bytes where it is written to as well, else buttons. */
function descriptorOf({ usage = { page: 0x0c, usage: 0x01 }, reports: [report], ask, gpioOut }: HidProduct): Uint8Array {
  const { bytes: inBytes = 0, inputs = [] } = report ?? {}
  const outBytes = ask ? ask.length - ID_BYTES : gpioOut ? GPIO_OUT_BYTES : 0
  const bytes = [0x06, 0x00, 0xff, 0x15, 0x00, 0x26, 0xff, 0x00, 0x75, 0x08, 0x09, 0x01, 0x95, inBytes, 0x81, 0x02, 0x09, 0x02, 0x95, outBytes, 0x91, 0x02]
  const rest = inBytes * 8 - inputs.length
  const buttons = [0x05, 0x09, 0x19, 0x01, 0x29, inputs.length, 0x15, 0x00, 0x25, 0x01, 0x75, 0x01, 0x95, inputs.length, 0x81, 0x02, 0x95, rest, 0x81, 0x03]
  return Uint8Array.from([0x05, usage.page, 0x09, usage.usage, 0xa1, 0x01, ...(outBytes > 0 ? bytes : buttons), 0xc0])
}
