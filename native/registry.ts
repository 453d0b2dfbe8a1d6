// The drivers there are. A driver is entered here by hand; nothing is found by looking in folders.
import type { Clock } from './kit/clock.ts'
import type { RadioAccess, RadioDriver } from './kit/driver.ts'
import type { HidTransport, SerialTransport } from './kit/transport.ts'
import { HidButtons, type HidButtonsEvent, type HidProduct } from './hid-buttons/index.ts'
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

export const BUTTON_DRIVERS = {
  'hid-buttons': (options: { readonly clock: Clock; readonly transport: HidTransport; readonly product: HidProduct }): HidButtons =>
    new HidButtons(options),
} as const
