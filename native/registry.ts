// The drivers there are. A driver is entered here by hand; nothing is found by looking in folders.
import type { LightKeeper, LightKeeperDeps } from './kit/buttons.ts'
import type { Clock } from './kit/clock.ts'
import type { RadioAccess, RadioDriver } from './kit/driver.ts'
import type { HidTransport, SerialTransport } from './kit/transport.ts'
import { createLights, HidButtons, inputNames, type HidButtonsEvent, type HidProduct } from './hid-buttons/index.ts'
import { DeckFaces } from './stream-deck/index.ts'
import { TetraRadio, type CallMemory } from './tetra-pei/index.ts'

export type { CallMemory, HidButtons, HidButtonsEvent, HidProduct }
/** What a device file says, for whoever reads the file. */
export { expandInput, expandProduct, inputNames, isOfProduct, type DeviceFile, type FileInput } from './hid-buttons/index.ts'
/** What a product can be asked and told, for lights and for the bench. */
export { encodeLight, firmwareOf, unitIdOf, type LightState } from './hid-buttons/index.ts'

export interface RadioOptions {
  readonly clock: Clock
  readonly transport: SerialTransport
  readonly access: RadioAccess
  readonly memory: CallMemory
  readonly floor: { readonly grantMs: number; readonly queueMs: number }
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
}

export const BUTTON_DRIVERS = {
  'hid-buttons'(options: ButtonOptions): HidButtons {
    const lights = lightsFor(options)
    return new HidButtons({ ...options, ...(lights && { createLights: lights }) })
  },
} as const

const ELGATO = 0x0fd9

/** Where keys are pictures, the picture is the light. */
function lightsFor({ product, productId = product.usb[0]?.productId ?? 0, captions = {} }: ButtonOptions): ((deps: LightKeeperDeps) => LightKeeper) | undefined {
  if (product.usb[0]?.vendorId !== ELGATO) return createLights(product)
  const keys = inputNames(product).filter((name) => name.startsWith('key-'))
  return keys.length === 0 ? undefined : (deps) => new DeckFaces({ vendorId: ELGATO, productId, keys, captions }, deps)
}
