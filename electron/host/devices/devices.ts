// Opens every device of the site file through the driver registry, and keeps each by its id.
import type { Clock } from '../../../native/kit/clock.ts'
import type { RadioAccess, RadioDriver } from '../../../native/kit/driver.ts'
import type { HidTransport, SerialTransport } from '../../../native/kit/transport.ts'
import { BUTTON_DRIVERS, RADIO_DRIVERS, type CallMemory, type HidButtons, type HidProduct } from '../../../native/registry.ts'
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
  readonly buttons: ReadonlyMap<string, { readonly site: SiteButtons; readonly driver: HidButtons }>
  start(): void
  /** Radios give the floor back first. Bounded by the slowest driver's own bound. */
  stop(): Promise<void>
}

export function createDevices({ devices: sites, plan, settings, language }: Pick<Site, 'devices' | 'plan' | 'settings' | 'language'>, access: RadioAccess, deps: DeviceDeps): Devices {
  const { clock } = deps
  const floor = { grantMs: settings.grantMs, queueMs: settings.queueMs }
  const radios = new Map<string, { site: SiteRadio; driver: RadioDriver }>()
  const buttons = new Map<string, { site: SiteButtons; driver: HidButtons }>()
  for (const site of sites) {
    switch (site.driver) {
      case 'tetra-pei': {
        const transport = deps.openLine(site.transport)
        radios.set(site.id, { site, driver: RADIO_DRIVERS['tetra-pei']({ clock, transport, access, memory: deps.callMemory(site.id), floor }) })
        break
      }
      case 'hid-buttons': {
        const product = deps.products.get(site.product)
        if (!product) throw new Error(`BUG_UNEXPECTED: no product ${site.product}, which the reading of the site file found`)
        const look = { captions: captionsOf(site.buttons, { plan, language }), ...usbProductOf(site) }
        buttons.set(site.id, { site, driver: BUTTON_DRIVERS['hid-buttons']({ clock, transport: deps.openHid(site, product), product, ...look }) })
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

/** Where a device file holds several models, the site file says which. */
const usbProductOf = ({ transport }: SiteButtons): { readonly productId?: number } =>
  transport.kind === 'hid' ? { productId: Number.parseInt(transport.productId, 16) } : {}
