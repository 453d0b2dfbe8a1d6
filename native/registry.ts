// The drivers there are. A driver is entered here by hand; nothing is found by looking in folders.
import type { Arrivals } from './kit/arrivals.ts'
import type { ButtonsDriver, LightKeeper, LightKeeperDeps } from './kit/buttons.ts'
import type { Clock } from './kit/clock.ts'
import type { RadioAccess, RadioDriver } from './kit/driver.ts'
import type { KeyGuard, KeyLine } from './kit/key-line.ts'
import type { HidTransport, SerialTransport } from './kit/transport.ts'
import { ChangeoverRelay, type RelayEvent, type RelayFault } from './changeover-relay/index.ts'
import { createCm108KeyLine, encodeKeyReport, type Pin, type ReportBit } from './cm108/index.ts'
import { createLights, HidButtons, inputNames, type HidButtonsEvent, type HidProduct } from './hid-buttons/index.ts'
import { Headset, type HeadsetOptions } from './headset/index.ts'
import { KeyedRadio, type CarrierSettings, type KeyMemory } from './keyed-radio/index.ts'
import { createSerialKeyLine, outputsFor, type InputWire, type KeyWires } from './serial-key-line/index.ts'
import { DeckFaces } from './stream-deck/index.ts'
import { TetraRadio, type CallMemory } from './tetra-pei/index.ts'

export type { CallMemory, ChangeoverRelay, HidButtons, HidButtonsEvent, HidProduct, InputWire, KeyedRadio, KeyWires, Pin, RelayEvent, RelayFault, ReportBit }
/** What a device file says, for whoever reads the file. */
export { expandInput, expandProduct, inputNames, isOfProduct, isOneShot, type DeviceFile, type FileInput } from './hid-buttons/index.ts'
/** What a product can be asked and told, for lights and for the bench. */
export { encodeLight, firmwareOf, unitIdOf, type LightState } from './hid-buttons/index.ts'

export interface RadioOptions {
  readonly clock: Clock
  readonly transport: SerialTransport
  readonly access: RadioAccess
  readonly memory: CallMemory
  readonly floor: { readonly grantMs: number; readonly queueMs: number }
  /** How much a radio is told before it counts as up: all, only what speech needs, or nothing; default all. */
  readonly extent?: 'whole' | 'speech' | 'look'
  readonly arrivals?: Arrivals | undefined
}

export const RADIO_DRIVERS = {
  'tetra-pei': (options: RadioOptions): RadioDriver => new TetraRadio(options),
} as const

export interface ButtonOptions {
  readonly clock: Clock
  readonly transport: HidTransport
  readonly product: HidProduct
  /** USB product, where a device file holds several models; absent: the first of the file. */
  readonly productId?: number
  /** Letters for keys that can show them, by input. */
  readonly captions?: Readonly<Record<string, string>>
  readonly arrivals?: Arrivals | undefined
}

export const BUTTON_DRIVERS = {
  'hid-buttons'(options: ButtonOptions): HidButtons {
    const lights = lightsFor(options)
    return new HidButtons({ ...options, ...(lights && { createLights: lights }) })
  },
  headset: (options: HeadsetOptions): ButtonsDriver => new Headset(options),
} as const

const ELGATO = 0x0fd9

/** Where keys are pictures, the picture is the light. */
function lightsFor({ product, productId = product.usb[0]?.productId ?? 0, captions = {} }: ButtonOptions): ((deps: LightKeeperDeps) => LightKeeper) | undefined {
  if (product.usb[0]?.vendorId !== ELGATO) return createLights(product)
  const keys = inputNames(product).filter((name) => name.startsWith('key-'))
  return keys.length === 0 ? undefined : (deps) => new DeckFaces({ vendorId: ELGATO, productId, keys, captions }, deps)
}

/** Lines that key: whatever wire it is, drivers above see the same port. */
export const KEY_LINES = {
  modem: (options: { readonly clock: Clock; readonly transport: SerialTransport; readonly wires: KeyWires; readonly carrier?: InputWire; readonly readBack?: InputWire }): KeyLine =>
    createSerialKeyLine(options),
  cm108: (options: { readonly clock: Clock; readonly transport: HidTransport; readonly guard: KeyGuard; readonly pin: Pin; readonly activeLow: boolean; readonly carrier?: ReportBit; readonly readBack?: ReportBit }): KeyLine =>
    createCm108KeyLine(options),
} as const

/** Modem lines of a serial port at rest, to be set by its very opening. */
export const outputsAtRest = (wires: KeyWires): { readonly rts: boolean; readonly dtr: boolean } => outputsFor(wires, false)

/** The report that un-keys, for whoever stands guard over the pin. */
export const unkeyReport = (pin: { readonly pin: Pin; readonly activeLow: boolean }): Uint8Array => encodeKeyReport(pin, false)

export const KEYED_DRIVERS = {
  'keyed-radio': (options: { readonly clock: Clock; readonly line: KeyLine; readonly access: RadioAccess; readonly memory: KeyMemory; readonly carrier: CarrierSettings; readonly group?: string; readonly arrivals?: Arrivals | undefined }): KeyedRadio =>
    new KeyedRadio(options),
  'changeover-relay': (options: { readonly clock: Clock; readonly line: KeyLine; readonly access: RadioAccess; readonly arrivals?: Arrivals | undefined }): ChangeoverRelay => new ChangeoverRelay(options),
} as const
