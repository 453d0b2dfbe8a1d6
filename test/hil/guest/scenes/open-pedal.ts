// The console's side of a pedal: the real transport, the real driver, and what it told in the order it told it.
import { HID_PRODUCTS, HidButtons, type HidButtonsEvent, type HidProduct } from '../../../../native/hid-buttons/index.ts'
import type { HidTransport } from '../../../../native/kit/transport.ts'
import { systemClock } from '../../../../native/transport/clock.ts'
import { createHidDevice } from '../../../../native/transport/hid-device.ts'
import type { PedalOptions } from '../devices/pedals.ts'
import type { Stage } from '../stage.ts'
import { nowMs } from '../time.ts'

export interface OpenPedal {
  readonly driver: HidButtons
  readonly events: { readonly atMs: number; readonly brief: string }[]
  briefs(): readonly string[]
  /** When this was first told. */
  when(brief: string): number
}

/** The transport to what is plugged in under these identities. */
export function hidDeviceOf({ product: id, serial }: Pick<PedalOptions, 'product' | 'serial'>): HidTransport {
  const product: HidProduct = HID_PRODUCTS[id]
  const usb = product.usb[0] ?? { vendorId: 0, productId: 0 }
  return createHidDevice({ ...usb, usage: product.usage, ...(serial !== undefined && { serial }) }, { clock: systemClock })
}

/** Opens what is plugged in under these identities; it is closed at the end of the scene. */
export function openPedal(stage: Stage, options: PedalOptions): OpenPedal {
  const driver = new HidButtons({ transport: hidDeviceOf(options), product: HID_PRODUCTS[options.product], clock: systemClock })
  const events: { atMs: number; brief: string }[] = []
  driver.onEvent((event) => events.push({ atMs: nowMs(), brief: brief(event) }))
  stage.atEnd(() => driver.stop())
  driver.start()
  return {
    driver,
    events,
    briefs: () => events.map((event) => event.brief),
    when: (wanted) => events.find((event) => event.brief === wanted)?.atMs ?? Number.NaN,
  }
}

/** Plugs it in for the length of the scene, and opens it. */
export async function plugAndOpen(stage: Stage, options: PedalOptions): Promise<OpenPedal> {
  await stage.hardware.do('pedal.plug', options)
  stage.atEnd(() => stage.hardware.do('pedal.unplug', options.id))
  return openPedal(stage, options)
}

function brief(event: HidButtonsEvent): string {
  switch (event.kind) {
    case 'link':
      return event.state === 'lost' ? `lost ${event.cause.code}` : event.state
    case 'baseline':
      return ['baseline', ...event.down].join(' ')
    case 'odd-report':
      return `odd ${event.hex}`
    default:
      return `${event.kind} ${event.name}`
  }
}
