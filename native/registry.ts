// The drivers there are. A driver is entered here by hand; nothing is found by looking in folders.
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
}

export const RADIO_DRIVERS = {
  'tetra-pei': (options: RadioOptions): RadioDriver => new TetraRadio(options),
} as const

export const BUTTON_DRIVERS = {
  'hid-buttons': (options: { readonly clock: Clock; readonly transport: HidTransport; readonly product: HidProductId }): HidButtons =>
    new HidButtons({ clock: options.clock, transport: options.transport, product: HID_PRODUCTS[options.product] }),
} as const

/** The top-level collection that carries the reports of a product. */
export const hidUsageOf = (product: HidProductId): { readonly page: number; readonly usage: number } => HID_PRODUCTS[product].usage
