// A USB radio interface that is a program: keeps its pins as they were written, as the chip does, and reports its inputs.
// Drives demo, rehearsal and tests; the wire below is `createSimulatedHidServer`, a uhid device, or a script.
import type { Unsubscribe } from '../kit/transport.ts'
import { decodeKeyReport, INPUT_REPORT_BYTES, type Pin, type ReportBit } from './report.ts'

export interface Cm108Wire {
  send(report: Uint8Array): void
  onWritten(listener: (report: Uint8Array) => void): Unsubscribe
}

export interface SimulatedCm108 {
  /** Whether the pin is an output and high. It stays so whoever goes away. */
  isHigh(pin: Pin): boolean
  onPins(listener: () => void): Unsubscribe
  /** Moves one input and sends the report, as the chip does at each change and at no other time. */
  setInput(input: ReportBit, active: boolean): void
  /** Reports that were no GPIO report. */
  readonly refused: number
}

export function createSimulatedCm108(wire: Cm108Wire): SimulatedCm108 {
  const inputs = new Uint8Array(INPUT_REPORT_BYTES)
  const listeners = new Set<() => void>()
  let pins = { levels: 0, outputs: 0 }
  let refused = 0
  wire.onWritten((report) => {
    const decoded = decodeKeyReport(report)
    if (!decoded) {
      refused += 1
      return
    }
    pins = decoded
    for (const listener of [...listeners]) listener()
  })
  return {
    isHigh: (pin) => ((pins.levels & pins.outputs) >> (pin - 1) & 1) === 1,
    onPins(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    setInput({ byte, bit, activeLow }, active) {
      const mask = 1 << bit
      const before = inputs[byte] ?? 0
      inputs[byte] = active !== activeLow ? before | mask : before & ~mask
      wire.send(inputs.slice())
    },
    get refused() {
      return refused
    },
  }
}
