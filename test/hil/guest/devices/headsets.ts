// A headset on the kernel's HID driver: the simulated one behind a uhid device, with the report descriptor that is its own.
import { fromHex, toHex } from '../../../../native/kit/bytes.ts'
import { parseHidDescriptor } from '../../../../native/kit/hid-descriptor.ts'
import { createSimulatedHeadset, telephonyOf, type SimulatedHeadset } from '../../../../native/headset/index.ts'
import { plugUhid, type UhidDevice } from './uhid.ts'

/** Plantronics Blackwire 3220: a report id for each lamp. Source: libusb/hidapi, windows/test/data. */
const DESCRIPTOR = '050b0905a101850815002501092f75019501810609200921750195028122950581010508850909099501912295079101851709179501912295079101851809189501912295079101851e091e9501912295079101852009209501912295079101852a092a9501912295079101c0'

/** A test's own identity: under Plantronics' the kernel waits for a driver that the guest has not. */
export const HEADSET_USB = { vendorId: 0x1209, productId: 0x0042 } as const

const outputs: string[] = []
let written: ((report: Uint8Array) => void) | undefined
let device: UhidDevice | undefined
let headset: SimulatedHeadset | undefined

function created(): SimulatedHeadset {
  const parsed = parseHidDescriptor(fromHex(DESCRIPTOR) ?? new Uint8Array())
  const layout = parsed.ok ? telephonyOf(parsed.value) : parsed
  if (!layout.ok) throw new Error(layout.error.detail)
  return createSimulatedHeadset(layout.value, {
    send: (report) => device?.send(report),
    onWritten: (listener) => {
      written = listener
      return () => undefined
    },
  })
}

export const headsetCalls = {
  'headset.plug': (): void => {
    headset ??= created()
    device = plugUhid({
      ...HEADSET_USB,
      name: 'Headset',
      descriptor: fromHex(DESCRIPTOR) ?? new Uint8Array(),
      onOutput: (report) => {
        outputs.push(toHex(report))
        written?.(report)
      },
    })
  },
  'headset.unplug': (): void => {
    device?.unplug()
    device = undefined
  },
  'headset.press': (name: string): void => headset?.press(name),
  'headset.release': (name: string): void => headset?.release(name),
  /** Reports written to it since the last time, as hex. */
  'headset.outputs': (): readonly string[] => outputs.splice(0),
}
