// Opens every device of the site file through the driver registry, and keeps each by its id.
import type { Arrivals } from '../../../native/kit/arrivals.ts'
import type { ButtonsDriver } from '../../../native/kit/buttons.ts'
import type { Clock } from '../../../native/kit/clock.ts'
import type { RadioAccess, RadioDriver } from '../../../native/kit/driver.ts'
import type { KeyLine } from '../../../native/kit/key-line.ts'
import type { HidTransport, SerialTransport } from '../../../native/kit/transport.ts'
import { BUTTON_DRIVERS, KEYED_DRIVERS, RADIO_DRIVERS, type CallMemory, type ChangeoverRelay, type HidProduct, type KeyedRadio, type RadioOptions } from '../../../native/registry.ts'
import type { Site, SiteButtons, SiteDevice, SiteHeadset, SiteKeyedRadio, SiteKeyTransport, SiteRadio, SiteRelay, SiteSenseTransport } from '../site/types.ts'
import { captionsOf } from './captions.ts'
import { LeasedRadio } from './leased-radio.ts'
import type { Lease } from './types.ts'

export interface DeviceDeps {
  readonly clock: Clock
  /** @param owner  id of the device, for whoever finds its port taken */
  readonly openLine: (transport: SiteRadio['transport'], owner: string) => SerialTransport
  readonly openHid: (device: SiteButtons | SiteHeadset, product: HidProduct | undefined) => HidTransport
  readonly openKeyLine: (transport: SiteKeyTransport, owner: string) => KeyLine
  /** A port of which only the inputs are read; absent where the host opens none. */
  readonly openSenseLine?: (transport: SiteSenseTransport, owner: string) => SerialTransport
  /** Every product that the site names, by its id. */
  readonly products: ReadonlyMap<string, HidProduct>
  /** Tells the driver of a device that it was plugged in; without it each driver waits for its own next attempt. */
  readonly arrivalsOf?: (device: SiteDevice) => Arrivals | undefined
  readonly callMemory: (device: string) => CallMemory
}

/** `lease` only of a radio of the room. */
export interface OpenedRadio {
  readonly site: SiteRadio
  readonly driver: RadioDriver
  readonly lease?: Lease
}

export interface Devices {
  readonly radios: ReadonlyMap<string, OpenedRadio>
  readonly buttons: ReadonlyMap<string, { readonly site: SiteButtons | SiteHeadset; readonly driver: ButtonsDriver }>
  readonly keyed: ReadonlyMap<string, { readonly site: SiteKeyedRadio; readonly driver: KeyedRadio }>
  readonly relays: ReadonlyMap<string, { readonly site: SiteRelay; readonly driver: ChangeoverRelay }>
  start(): void
  /** Radios give the floor back first. Bounded by the slowest driver's own bound. */
  stop(): Promise<void>
}

export function createDevices({ devices: sites, plan, profiles, settings, language }: Pick<Site, 'devices' | 'plan' | 'profiles' | 'settings' | 'language'>, access: RadioAccess, deps: DeviceDeps): Devices {
  const { clock } = deps
  const floor = { grantMs: settings.grantMs, queueMs: settings.queueMs }
  const radios = new Map<string, OpenedRadio>()
  const shared = sharedRadios({ plan, profiles })
  const buttons = new Map<string, { site: SiteButtons | SiteHeadset; driver: ButtonsDriver }>()
  const keyed = new Map<string, { site: SiteKeyedRadio; driver: KeyedRadio }>()
  const relays = new Map<string, { site: SiteRelay; driver: ChangeoverRelay }>()
  for (const site of sites) {
    const arrivals = deps.arrivalsOf?.(site)
    switch (site.driver) {
      case 'tetra-pei': {
        const memory = deps.callMemory(site.id)
        const open = (as: Partial<RadioOptions>): RadioDriver =>
          RADIO_DRIVERS['tetra-pei']({ clock, transport: deps.openLine(site.transport, site.id), access, memory, floor, arrivals, ...as })
        radios.set(site.id, shared.has(site.id) ? { site, ...leased({ clock, access, open, memory }) } : { site, driver: open({}) })
        break
      }
      case 'hid-buttons': {
        const product = deps.products.get(site.product)
        if (!product) throw new Error(`BUG_UNEXPECTED: no product ${site.product}, which the reading of the site file found`)
        const look = { captions: captionsOf(site.buttons, { plan, language }), ...usbProductOf(site) }
        buttons.set(site.id, { site, driver: BUTTON_DRIVERS['hid-buttons']({ clock, transport: deps.openHid(site, product), product, arrivals, ...look }) })
        break
      }
      case 'headset':
        buttons.set(site.id, { site, driver: openHeadset(site, access, deps) })
        break
      case 'keyed-radio':
        keyed.set(site.id, { site, driver: KEYED_DRIVERS['keyed-radio']({ clock, line: deps.openKeyLine(site.transport, site.id), access, memory: deps.callMemory(site.id), carrier: { onMs: site.carrierOnMs, offMs: site.carrierOffMs }, arrivals, ...groupOf(site.id, plan) }) })
        break
      case 'changeover-relay':
        relays.set(site.id, { site, driver: KEYED_DRIVERS['changeover-relay']({ clock, line: deps.openKeyLine(site.transport, site.id), access, arrivals }) })
        break
    }
  }
  const all = [...radios.values(), ...buttons.values(), ...keyed.values(), ...relays.values()].map((one) => one.driver)
  return {
    radios,
    buttons,
    keyed,
    relays,
    start: () => all.forEach((driver) => driver.start()),
    stop: async () => {
      await Promise.all(all.map((driver) => driver.stop()))
    },
  }
}

const NO_DEBT: CallMemory = { read: () => ({ owed: false }), remember: () => undefined, forget: () => undefined }

/** Whoever only looks keys nothing, and so owes nothing. */
function leased({ clock, access, open, memory }: { readonly clock: Clock; readonly access: RadioAccess; readonly open: (as: Partial<RadioOptions>) => RadioDriver; readonly memory: CallMemory }): Pick<OpenedRadio, 'driver' | 'lease'> {
  let knock = (): void => undefined
  const arrivals: Arrivals = {
    onArrived(listener) {
      knock = listener
      return () => undefined
    },
  }
  const driver = new LeasedRadio({
    clock,
    access,
    look: open({ extent: 'look', memory: NO_DEBT }),
    use: open({ extent: 'speech', arrivals }),
    knock: () => knock(),
    owesHangUp: () => memory.read().owed,
  })
  return { driver, lease: driver.lease }
}

/** In whichever profile: the line of a radio that is the room's is never held for longer than it is used. */
function sharedRadios({ plan, profiles }: Pick<Site, 'plan' | 'profiles'>): ReadonlySet<string> {
  const channels = [plan, ...profiles.map((profile) => profile.plan)].flatMap((one) => one.channels)
  return new Set(channels.flatMap((channel) => (channel.kind === 'tetra' && channel.shared ? [channel.device] : [])))
}

function openHeadset(site: SiteHeadset, access: RadioAccess, deps: DeviceDeps): ButtonsDriver {
  const product = site.product === undefined ? undefined : deps.products.get(site.product)
  const keys = Object.keys(site.buttons)
  return BUTTON_DRIVERS.headset({
    clock: deps.clock,
    access,
    transport: deps.openHid(site, product),
    keys,
    transmit: keys.filter((name) => site.buttons[name] === 'ptt'),
    descriptor: product?.descriptor,
    arrivals: deps.arrivalsOf?.(site),
  })
}

/** Where the plan says that a keyed set stands; the set itself cannot be asked. */
function groupOf(device: string, plan: Site['plan']): { readonly group?: string } {
  const channel = plan.channels.find((one) => one.kind === 'keyed' && one.device === device)
  return channel?.kind === 'keyed' && channel.group !== undefined ? { group: channel.group } : {}
}

/** Where a device file holds several models, the site file says which. */
const usbProductOf = ({ transport }: SiteButtons): { readonly productId?: number } =>
  transport.kind === 'hid' ? { productId: Number.parseInt(transport.productId, 16) } : {}
