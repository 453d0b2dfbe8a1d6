// Reports of a headset: what one says by itself, and the written report that shows a set of lamps. Pure.
import type { HeadsetInput, HeadsetLayout, LampReport } from './telephony.ts'

export interface HeadsetReading {
  readonly id: number
  readonly inputs: readonly HeadsetInput[]
  /** On after this report, of its own inputs. */
  readonly on: ReadonlySet<string>
  readonly pulses: ReadonlySet<string>
  /** Of these the report does not say how they stand: cut off, or an on-off key at which nothing happened. */
  readonly untold: ReadonlySet<string>
  readonly isOddLength: boolean
}

/** Two bits, two's complement: 1 is on, −1 off, 0 nothing happened. */
const ON = 1
const OFF = 3

/**
 * Reads one report.
 *
 * @param on  what was on before it: an on-off key that says nothing stays as it was
 * @returns undefined for a report without a key
 * @remarks A missing byte counts as off: when in doubt, let go.
 */
export function readHeadset(layout: HeadsetLayout, on: ReadonlySet<string>, report: Uint8Array): HeadsetReading | undefined {
  const id = layout.isNumbered ? report[0] : 0
  const bytes = id === undefined ? undefined : layout.reportBytes.get(id)
  if (id === undefined || bytes === undefined) return undefined
  const inputs = layout.inputs.filter((input) => input.reportId === id)
  const now = new Set<string>()
  const pulses = new Set<string>()
  const untold = new Set<string>()
  for (const { name, kind, bit, bits } of inputs) {
    const value = valueAt(report, bit, bits)
    if (value === undefined || (kind === 'on-off' && value !== ON && value !== OFF)) untold.add(name)
    if (kind === 'one-shot' && value === 1) pulses.add(name)
    if (kind === 'level' && value === 1) now.add(name)
    if (kind === 'on-off' && (value === ON || (value !== OFF && value !== undefined && on.has(name)))) now.add(name)
  }
  return { id, inputs, on: now, pulses, untold, isOddLength: report.length !== bytes }
}

function valueAt(report: Uint8Array, bit: number, bits: number): number | undefined {
  let value = 0
  for (let index = bits - 1; index >= 0; index--) {
    const byte = report[(bit + index) >> 3]
    if (byte === undefined) return undefined
    value = value * 2 + ((byte >> ((bit + index) & 7)) & 1)
  }
  return value
}

/** Every lamp of the report is written, lit or not: one that is left out would go dark, and with off-hook the microphone. */
export function encodeLamps({ id, bytes, lamps }: LampReport, lit: ReadonlySet<string>): Uint8Array {
  const report = new Uint8Array(bytes)
  report[0] = id
  for (const { name, bit } of lamps) if (lit.has(name)) report[bit >> 3] = (report[bit >> 3] ?? 0) | (1 << (bit & 7))
  return report
}

/** The lamps of this report and whether it lights them; undefined when it is another report. */
export function decodeLamps({ id, lamps }: LampReport, report: Uint8Array): ReadonlyMap<string, boolean> | undefined {
  if (report[0] !== id) return undefined
  return new Map(lamps.map(({ name, bit }) => [name, (((report[bit >> 3] ?? 0) >> (bit & 7)) & 1) === 1]))
}

/** The report that a headset sends with these keys on or pressed; the simulator's half. */
export function encodeHeadset(layout: HeadsetLayout, id: number, on: ReadonlySet<string>): Uint8Array {
  const report = new Uint8Array(layout.reportBytes.get(id) ?? 0)
  if (layout.isNumbered) report[0] = id
  const raise = (bit: number): void => {
    report[bit >> 3] = (report[bit >> 3] ?? 0) | (1 << (bit & 7))
  }
  for (const { name, reportId, bit, kind } of layout.inputs) {
    if (reportId !== id) continue
    if (on.has(name)) raise(bit)
    else if (kind === 'on-off') {
      raise(bit)
      raise(bit + 1)
    }
  }
  return report
}
