// The console's side of a radio: the real serial port, the real driver, and what it told in the order it told it.
import { existsSync } from 'node:fs'
import type { RadioDriver, RadioEvent } from '../../../../native/kit/driver.ts'
import { RADIO_DRIVERS, type CallMemory } from '../../../../native/registry.ts'
import { systemClock } from '../../../../native/transport/clock.ts'
import { createSerialPort } from '../../../../native/transport/serial-port.ts'
import { RADIO_PATH } from '../devices/radio.ts'
import type { Stage } from '../stage.ts'
import { nowMs, until } from '../time.ts'

export interface OpenRadio {
  readonly driver: RadioDriver
  readonly events: { readonly atMs: number; readonly brief: string }[]
  briefs(): readonly string[]
  /** When this was last told. */
  when(brief: string): number
  /** Waits until all these were told, at most `limitMs`. */
  told(limitMs: number, ...wanted: readonly string[]): Promise<number>
}

/** Opening, asking and registering takes some twenty commands. */
export const COME_UP_MS = 15_000
const NODE_MS = 10_000

/** Plugs the radio in for the length of the scene, and waits until the console may use it. */
export async function radioUp(stage: Stage): Promise<OpenRadio> {
  await stage.hardware.do('radio.plug')
  stage.atEnd(() => stage.hardware.do('radio.unplug'))
  await until('the radio has a node', () => existsSync(RADIO_PATH), NODE_MS)
  const radio = openRadio(stage)
  await radio.told(COME_UP_MS, 'link up')
  return radio
}

function openRadio(stage: Stage): OpenRadio {
  const transport = createSerialPort({ path: RADIO_PATH, baud: 38_400 }, stage.console.shared('radio'))
  const driver = RADIO_DRIVERS['tetra-pei']({ clock: systemClock, transport, access: 'full', memory: createMemory(), floor: { grantMs: 5_000, queueMs: 10_000 }, arrivals: stage.console.watch.arrivalsOf({ path: RADIO_PATH }) })
  const events: { atMs: number; brief: string }[] = []
  driver.onEvent((event) => {
    if (event.event !== 'wire') events.push({ atMs: nowMs(), brief: brief(event) })
  })
  stage.atEnd(() => driver.stop())
  driver.start()
  const briefs = (): readonly string[] => events.map((event) => event.brief)
  return {
    driver,
    events,
    briefs,
    when: (wanted) => events.findLast((event) => event.brief === wanted)?.atMs ?? Number.NaN,
    told: (limitMs, ...wanted) => until(() => `${wanted.join(', ')} in ${briefs().join(', ')}`, () => wanted.every((one) => briefs().includes(one)), limitMs),
  }
}

function brief(event: RadioEvent): string {
  switch (event.event) {
    case 'link':
      return event.link.link === 'down' ? `link down ${event.link.cause}` : `link ${event.link.link}`
    case 'group':
      return `group ${event.gssi}`
    case 'floor-refused':
    case 'floor-ended':
      return `${event.event} ${event.cause}`
    default:
      return event.event
  }
}

function createMemory(): CallMemory {
  let owed: { owed: boolean; cc?: number } = { owed: false }
  return {
    read: () => owed,
    remember: (cc) => {
      owed = cc === undefined ? { owed: true } : { owed: true, cc }
    },
    forget: () => {
      owed = { owed: false }
    },
  }
}
