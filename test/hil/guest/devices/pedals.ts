// Pedals and key panels of the product table, each on a uhid device: what a foot does with them, and what they are told.
import { toHex } from '../../../../native/kit/bytes.ts'
import { HID_PRODUCTS, type HidProduct, type HidProductId } from '../../../../native/hid-buttons/index.ts'
import { createSimulatedButtons, type SimulatedButtons } from '../../../../native/hid-buttons/simulator.ts'
import { plugUhid, type UhidDevice } from './uhid.ts'

export interface PedalOptions {
  /** By what the scene calls it. */
  readonly id: string
  readonly product: HidProductId
  readonly serial?: string
  readonly port?: string
}

interface Pedal {
  readonly buttons: SimulatedButtons
  device: UhidDevice | undefined
  written: ((report: Uint8Array) => void) | undefined
  /** Reports written to it, as hex. */
  readonly outputs: string[]
}

/** First output byte is the report id, which unnumbered reports have not. */
const X_KEYS_OUT_BYTES = 35

const pedals = new Map<string, Pedal>()

export const pedalCalls = {
  'pedal.plug': (options: PedalOptions): void => {
    const pedal = pedals.get(options.id) ?? createPedal(options)
    pedals.set(options.id, pedal)
    const product: HidProduct = HID_PRODUCTS[options.product]
    const usb = product.usb[0] ?? { vendorId: 0, productId: 0 }
    pedal.device = plugUhid({
      ...usb,
      name: product.label,
      descriptor: descriptorOf(product),
      ...(options.serial !== undefined && { serial: options.serial }),
      ...(options.port !== undefined && { port: options.port }),
      onOutput: (report) => {
        pedal.outputs.push(toHex(report))
        pedal.written?.(report)
      },
    })
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
  const wire: Pick<Pedal, 'device' | 'written' | 'outputs'> = { device: undefined, written: undefined, outputs: [] }
  const buttons = createSimulatedButtons(HID_PRODUCTS[options.product], {
    send: (report) => wire.device?.send(report),
    onWritten: (listener) => {
      wire.written = listener
      return () => undefined
    },
  })
  return Object.assign(wire, { buttons })
}

function find(id: string): Pedal {
  const pedal = pedals.get(id)
  if (!pedal) throw new Error(`there is no pedal ${id}`)
  return pedal
}

/** A collection of the product's usage with reports of its length. One that is asked has an output report, one that is not has buttons. */
function descriptorOf({ usage, reportBytes, inputs, ask }: HidProduct): Uint8Array {
  const bytes = [0x06, 0x00, 0xff, 0x15, 0x00, 0x26, 0xff, 0x00, 0x75, 0x08, 0x09, 0x01, 0x95, reportBytes, 0x81, 0x02, 0x09, 0x02, 0x95, X_KEYS_OUT_BYTES, 0x91, 0x02]
  const rest = reportBytes * 8 - inputs.length
  const buttons = [0x05, 0x09, 0x19, 0x01, 0x29, inputs.length, 0x15, 0x00, 0x25, 0x01, 0x75, 0x01, 0x95, inputs.length, 0x81, 0x02, 0x95, rest, 0x81, 0x03]
  return Uint8Array.from([0x05, usage.page, 0x09, usage.usage, 0xa1, 0x01, ...(ask ? bytes : buttons), 0xc0])
}
