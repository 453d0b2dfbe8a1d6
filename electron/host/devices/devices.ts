// Opens every device of the site file through the driver registry, and keeps each by its id.
import type { ButtonsDriver } from '../../../native/kit/buttons.ts'
import type { Clock } from '../../../native/kit/clock.ts'
import type { RadioAccess, RadioDriver } from '../../../native/kit/driver.ts'
import type { HidTransport, SerialTransport } from '../../../native/kit/transport.ts'
import { BUTTON_DRIVERS, RADIO_DRIVERS, type CallMemory, type HidProduct } from '../../../native/registry.ts'
import type { Site, SiteButtons, SiteRadio } from '../site/types.ts'
import { captionsOf } from './captions.ts'

export interface DeviceDeps {
  readonly clock: Clock
  readonly openLine: (transport: SiteRadio['transport']) => SerialTransport
  readonly openHid: (device: SiteButtons, product: HidProduct) => HidTransport
  /** Every product that the site names, by its id. */
  readonly products: ReadonlyMap<string, HidProduct>
  readonly callMemory: (device: string) => CallMemory
}

export interface Devices {
  readonly radios: ReadonlyMap<string, { readonly site: SiteRadio; readonly driver: RadioDriver }>
  readonly buttons: ReadonlyMap<string, { readonly site: SiteButtons; readonly driver: ButtonsDriver }>
  start(): void
  /** Radios give the floor back first. Bounded by the slowest driver's own bound. */
  stop(): Promise<void>
}

export function createDevices(site: Site, deps: DeviceDeps): Devices {
  const { clock } = deps
  const { settings } = site
  const access: RadioAccess = site.mode === 'observe' ? 'read' : 'full'
  const floor = { grantMs: settings.grantMs, queueMs: settings.queueMs }
  const radios = new Map<string, { site: SiteRadio; driver: RadioDriver }>()
  const buttons = new Map<string, { site: SiteButtons; driver: ButtonsDriver }>()
  for (const own of site.devices) {
    switch (own.driver) {
      case 'tetra-pei': {
        const transport = deps.openLine(own.transport)
        radios.set(own.id, { site: own, driver: RADIO_DRIVERS['tetra-pei']({ clock, transport, access, memory: deps.callMemory(own.id), floor }) })
        break
      }
      case 'hid-buttons': {
        const product = deps.products.get(own.product)
        if (!product) throw new Error(`BUG_UNEXPECTED: no product ${own.product}, which the reading of the site file found`)
        const productId = own.transport.kind === 'hid' ? Number.parseInt(own.transport.productId, 16) : (product.usb[0]?.productId ?? 0)
        const captions = captionsOf(own.buttons, site)
        buttons.set(own.id, { site: own, driver: BUTTON_DRIVERS['hid-buttons']({ clock, transport: deps.openHid(own, product), product, productId, captions }) })
        break
      }
    }
  }
  const all = [...radios.values(), ...buttons.values()].map((one) => one.driver)
  return {
    radios,
    buttons,
    start: () => all.forEach((driver) => driver.start()),
    stop: async () => {
      await Promise.all(all.map((driver) => driver.stop()))
    },
  }
}
