// The console's side of a pedal: the real transport, the real driver, and what it told in the order it told it.
import type { ButtonsDriver, ButtonsEvent } from '../../../../native/kit/buttons.ts'
import type { HidTransport } from '../../../../native/kit/transport.ts'
import { BUTTON_DRIVERS } from '../../../../native/registry.ts'
import { systemClock } from '../../../../native/transport/clock.ts'
import { createHidDevice, type HidWanted } from '../../../../native/transport/hid-device.ts'
import type { PedalOptions } from '../devices/pedals.ts'
import { productNamed, usbOf } from '../product.ts'
import type { Stage } from '../stage.ts'
import { nowMs, until } from '../time.ts'

export interface OpenPedal {
  readonly driver: ButtonsDriver
  readonly events: { readonly atMs: number; readonly brief: string }[]
  briefs(): readonly string[]
  /** When this was first told. */
  when(brief: string): number
}

/** Which pedal is meant, as the site file would name it. */
export interface WantedPedal {
  readonly id: string
  readonly product: string
  readonly serial?: string
  /** The USB port. */
  readonly port?: string
}

function wantedOf({ product: id, serial, port }: Omit<WantedPedal, 'id'>): HidWanted {
  const product = productNamed(id)
  return { ...usbOf(product), ...(product.usage && { usage: product.usage }), ...(serial !== undefined && { serial }), ...(port !== undefined && { topology: port }) }
}

/** The transport to it, alone in its process. */
export const hidDeviceOf = (pedal: Omit<WantedPedal, 'id'>): HidTransport => createHidDevice(wantedOf(pedal), { clock: systemClock })

/** Opens it as one of the console's devices; it is closed at the end of the scene. */
export function openPedal(stage: Stage, options: WantedPedal): OpenPedal {
  const wanted = wantedOf(options)
  const transport = createHidDevice(wanted, stage.console.shared(options.id))
  const arrivals = stage.console.watch.arrivalsOf({ ...wanted, bus: 'hid' })
  const driver = BUTTON_DRIVERS['hid-buttons']({ transport, product: productNamed(options.product), clock: systemClock, arrivals })
  const events: { atMs: number; brief: string }[] = []
  driver.onEvent((event) => events.push({ atMs: nowMs(), brief: brief(event) }))
  stage.atEnd(() => driver.stop())
  driver.start()
  return {
    driver,
    events,
    briefs: () => events.map((event) => event.brief),
    when: (told) => events.find((event) => event.brief === told)?.atMs ?? Number.NaN,
  }
}

/** Plugs it in for the length of the scene, and opens it. */
export async function plugAndOpen(stage: Stage, options: PedalOptions): Promise<OpenPedal> {
  await stage.hardware.do('pedal.plug', options)
  stage.atEnd(() => stage.hardware.do('pedal.unplug', options.id))
  return openPedal(stage, options)
}

/** Longer than anything here takes: what must come sooner is judged by when it was told. */
const SEEN_MS = 8_000

export const seen = (pedal: OpenPedal, ...wanted: readonly string[]): Promise<number> =>
  until(() => `${wanted.join(', ')} in ${pedal.briefs().join(', ')}`, () => wanted.every((one) => pedal.briefs().includes(one)), SEEN_MS)

/** What was told until this, it included: a vain attempt to open may already stand behind it. */
export const toldUntil = (pedal: OpenPedal, last: string): readonly string[] => pedal.briefs().slice(0, pedal.briefs().indexOf(last) + 1)

function brief(event: ButtonsEvent): string {
  switch (event.kind) {
    case 'link':
      return event.state === 'lost' ? `lost ${event.cause.code}` : event.state
    case 'baseline':
      return ['baseline', ...event.down].join(' ')
    case 'odd-report':
      return `odd ${event.hex}`
    case 'lights':
    case 'microphone':
      return `${event.kind} ${event.state}`
    case 'about':
      return event.kind
    default:
      return `${event.kind} ${event.name}`
  }
}
