// A pedal that is a program: sends the reports the real one sends. Drives the demo, rehearsals and tests.
import type { LightState } from '../kit/buttons.ts'
import { toHex } from '../kit/bytes.ts'
import type { Unsubscribe } from '../kit/transport.ts'
import { decodeLights } from './light-reports.ts'
import type { InReport } from './layout.ts'
import type { HidProduct } from './product.ts'
import { reportWith, writeButtons } from './report.ts'

/** The wire below the simulator: `createSimulatedHidServer`, a uhid device, or a script. */
export interface HidDeviceSide {
  send(report: Uint8Array): void
  onWritten(listener: (report: Uint8Array) => void): Unsubscribe
}

export interface SimulatedButtons {
  /** What the lights show by all that was written, as the device keeps it; a bank is told light by light. */
  readonly lights: ReadonlyMap<string, LightState>
  press(name: string): void
  release(name: string): void
  /** Without a cable no light burns; inputs keep their position. */
  loseSupply(): void
  readonly down: ReadonlySet<string>
}

/** Inputs keep their position while the device is unplugged, as a foot does. Unknown names throw: a test's own mistake. */
export function createSimulatedButtons(product: HidProduct, wire: HidDeviceSide): SimulatedButtons {
  const down = new Set<string>()
  const send = (layout: InReport): void => wire.send(writeButtons(product, layout, down))
  const layoutWith = (name: string): InReport => {
    const layout = reportWith(product, name)
    if (!layout) throw new RangeError(`${product.label} has no input ${name}`)
    return layout
  }
  const lights = new Map<string, LightState>()
  wire.onWritten((report) => {
    for (const [name, state] of shownBy(product, report)) lights.set(name, state)
    if (!product.ask || toHex(report) !== toHex(product.ask)) return
    for (const layout of product.reports) {
      const answer = writeButtons(product, layout, down)
      const bit = product.answerBit ?? -1
      if (bit >= 0) answer[bit >> 3] = (answer[bit >> 3] ?? 0) | (1 << (bit & 7))
      wire.send(answer)
    }
  })
  return {
    down,
    lights,
    loseSupply: () => lights.clear(),
    press(name) {
      const layout = layoutWith(name)
      if (down.has(name)) return
      down.add(name)
      send(layout)
    },
    release(name) {
      const layout = layoutWith(name)
      if (down.delete(name)) send(layout)
    },
  }
}

const BANK = 'all-'

/** Each light that a written report sets. */
export function shownBy({ lights }: Pick<HidProduct, 'lights'>, report: Uint8Array): (readonly [light: string, state: LightState])[] {
  return Object.entries(decodeLights(lights, report)).flatMap(([name, state]) => {
    if (!name.startsWith(BANK)) return [[name, state] as const]
    const colour = name.slice(BANK.length)
    return lights.filter((one) => one.name !== name && one.name.endsWith(`-${colour}`)).map((one) => [one.name, state] as const)
  })
}
