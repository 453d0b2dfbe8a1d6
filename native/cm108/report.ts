// Reports of the GPIO pins of a CM108 family sound chip, as USB radio interfaces use them. Pure.
// Source: reference/hid-consoles.md section 1.4.
import type { Level } from '../kit/key-line.ts'

/** GPIO 1 to 4; nearly all products key by 3, AllStar's `sphusb` wiring by 4. CM108AH and CM108B have no GPIO2. */
export type Pin = 1 | 2 | 3 | 4

/** A sensed wire: one bit of the input report, byte and bit from 0. */
export interface ReportBit {
  readonly byte: number
  readonly bit: number
  readonly activeLow: boolean
}

/** Where the four bytes of an input report carry what products wire: byte 0 the volume keys, byte 1 the GPIO pins. */
export const INPUT_REPORT_BYTES = 4

/**
 * Output report, unnumbered: report id 00, mode 00 (GPIO), levels, which pins are outputs, SPDIF 00.
 *
 * @remarks Levels come before directions. Four bytes are refused by Linux (EPIPE), five are right.
 */
export function encodeKeyReport({ pin, activeLow }: { readonly pin: Pin; readonly activeLow: boolean }, keyed: boolean): Uint8Array {
  const mask = 1 << (pin - 1)
  return Uint8Array.of(0, 0, keyed !== activeLow ? mask : 0, mask, 0)
}

/** The simulator's half: which pins are outputs, and how they stand. @returns undefined for anything that is no GPIO report */
export function decodeKeyReport(report: Uint8Array): { readonly levels: number; readonly outputs: number } | undefined {
  const [id, mode = 0xff, levels = 0, outputs = 0] = report
  return report.length === 5 && id === 0 && mode >> 6 === 0 ? { levels, outputs } : undefined
}

/** @param report  the last one; absent before the first, for node-hid cannot ask for one */
export function levelOfBit(wire: ReportBit | undefined, report: Uint8Array | undefined): Level {
  if (!wire) return 'not-wired'
  const byte = report?.[wire.byte]
  if (byte === undefined) return 'unknown'
  return ((byte >> wire.bit) & 1) === (wire.activeLow ? 0 : 1) ? 'on' : 'off'
}
