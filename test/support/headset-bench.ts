// A headset driver with the simulated headset at the other end of its wire, and what it tells in a few words.
import type { ButtonsEvent } from '../../native/kit/buttons.ts'
import { toHex } from '../../native/kit/bytes.ts'
import { createSimulatedHeadset, Headset, type HeadsetOptions, type SimulatedHeadset } from '../../native/headset/index.ts'
import { layoutOfHeadset } from './headset-descriptors.ts'
import { createManualClock, type ManualClock } from './manual-clock.ts'
import { ScriptedHid } from './scripted-transport.ts'

export interface HeadsetBench {
  readonly clock: ManualClock
  readonly hid: ScriptedHid
  readonly driver: Headset
  readonly headset: SimulatedHeadset
  readonly told: string[]
  readonly written: () => string[]
}

const inWords = (event: ButtonsEvent): string => {
  switch (event.kind) {
    case 'baseline': return `baseline ${event.down.join('+')}`.trim()
    case 'found':
    case 'down':
    case 'up': return `${event.name} ${event.kind}`
    case 'link': return event.state
    case 'lights':
    case 'microphone': return `${event.kind} ${event.state}`
    default: return event.kind
  }
}

export function headsetBench(descriptor: Uint8Array, options: Partial<HeadsetOptions> & { readonly echoes?: boolean } = {}): HeadsetBench {
  const clock = createManualClock()
  const hid = new ScriptedHid()
  const headset = createSimulatedHeadset(layoutOfHeadset(descriptor), {
    send: (report) => hid.report(...report),
    onWritten: (listener) => {
      hid.onWrite = listener
      return () => undefined
    },
  }, options)
  const driver = new Headset({ transport: hid, clock, descriptor, keys: [], transmit: [], ...options })
  const told: string[] = []
  driver.onEvent((event) => told.push(inWords(event)))
  return { clock, hid, driver, headset, told, written: () => hid.written.splice(0).map(toHex) }
}

/** Open, its lamps taken, and everything that came of the opening long over. */
export async function readyHeadset(descriptor: Uint8Array, options: Parameters<typeof headsetBench>[1] = {}): Promise<HeadsetBench> {
  const on = headsetBench(descriptor, options)
  on.driver.start()
  await on.clock.advanceAsync(5_000)
  on.told.splice(0)
  on.written()
  return on
}
