// A pedal that is a program: sends the reports the real one sends. Drives the demo, rehearsals and tests.
import { toHex } from '../kit/bytes.ts'
import type { Unsubscribe } from '../kit/transport.ts'
import type { HidProduct } from './products.ts'
import { writeButtons } from './report.ts'

/** The wire below the simulator: `createSimulatedHidServer`, a uhid device, or a script. */
export interface HidDeviceSide {
  send(report: Uint8Array): void
  onWritten(listener: (report: Uint8Array) => void): Unsubscribe
}

export interface SimulatedButtons {
  press(name: string): void
  release(name: string): void
  readonly down: ReadonlySet<string>
}

/** Inputs keep their position while the device is unplugged, as a foot does. Unknown names throw: a test's own mistake. */
export function createSimulatedButtons(product: HidProduct, wire: HidDeviceSide): SimulatedButtons {
  const down = new Set<string>()
  const state = (): Uint8Array => writeButtons(product, down)
  const check = (name: string): void => {
    if (!product.inputs.some((input) => input.name === name)) throw new RangeError(`${product.label} has no input ${name}`)
  }
  wire.onWritten((report) => {
    if (!product.ask || toHex(report) !== toHex(product.ask)) return
    const answer = state()
    if (product.answer) answer[product.answer.byte] = (answer[product.answer.byte] ?? 0) | product.answer.mask
    wire.send(answer)
  })
  return {
    down,
    press(name) {
      check(name)
      if (down.has(name)) return
      down.add(name)
      wire.send(state())
    },
    release(name) {
      check(name)
      if (down.delete(name)) wire.send(state())
    },
  }
}
