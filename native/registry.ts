// The drivers there are. A driver is entered here by hand; nothing is found by looking in folders.
import type { Arrivals } from './kit/arrivals.ts'
import type { Clock } from './kit/clock.ts'
import type { RadioAccess, RadioDriver } from './kit/driver.ts'
import type { HidTransport, SerialTransport } from './kit/transport.ts'
import { HID_PRODUCTS, HidButtons, type HidButtonsEvent, type HidProductId } from './hid-buttons/index.ts'
import { TetraRadio, type CallMemory } from './tetra-pei/index.ts'

export type { CallMemory, HidButtons, HidButtonsEvent, HidProductId }

export interface RadioOptions {
  readonly clock: Clock
  readonly transport: SerialTransport
  readonly access: RadioAccess
  readonly memory: CallMemory
  readonly floor: { readonly grantMs: number; readonly queueMs: number }
  readonly arrivals?: Arrivals | undefined
}

export interface ButtonOptions {
  readonly clock: Clock
  readonly transport: HidTransport
  readonly product: HidProductId
  readonly arrivals?: Arrivals | undefined
}

export const RADIO_DRIVERS = {
  'tetra-pei': (options: RadioOptions): RadioDriver => new TetraRadio(options),
} as const

export const BUTTON_DRIVERS = {
  'hid-buttons': ({ product, ...options }: ButtonOptions): HidButtons => new HidButtons({ ...options, product: HID_PRODUCTS[product] }),
} as const

/** The top-level collection that carries the reports of a product. */
export const hidUsageOf = (product: HidProductId): { readonly page: number; readonly usage: number } => HID_PRODUCTS[product].usage
