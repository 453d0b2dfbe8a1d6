// Reports to presses. Each report is the whole state of its inputs, so it is compared with the last one of its kind:
// counting edges would leave a pedal down for ever after one lost report. Pure.
import type { HidAxis, HidKeyCode, HidLayout, InReport } from './layout.ts'
import type { HidProduct } from './product.ts'

export interface ButtonState {
  /** Everything down in any report, sorted. */
  readonly down: readonly string[]
  readonly byReport: ReadonlyMap<number, readonly string[]>
}

export type ButtonReport =
  /** First report of an opening: what is down in it was pressed at an unknown time and is no press. */
  | { readonly kind: 'baseline'; readonly down: readonly string[] }
  | {
      readonly kind: 'change'
      readonly down: readonly string[]
      readonly up: readonly string[]
      /** Keys that tell each press once and never a release. */
      readonly pulses: readonly string[]
      /** The first report with its id: what is down in it may have been so before the opening. */
      readonly isFirst: boolean
    }
  /** Not a state: the answer to another question, or a report the product does not have. */
  | { readonly kind: 'other' }

export interface ReadButtons {
  /** Undefined until the first report of an opening. */
  readonly state: ButtonState | undefined
  readonly report: ButtonReport
  /** The report has another length than the product's; it was read as far as it goes. */
  readonly oddLength: boolean
}

/** What one report says by itself. */
export interface Snapshot {
  readonly id: number
  readonly held: readonly string[]
  readonly pulses: readonly string[]
  readonly axes: Readonly<Record<string, number>>
  readonly gpio: Readonly<Record<string, number>>
  readonly oddLength: boolean
}

/**
 * Reads one input report and says what changed.
 *
 * @remarks An input whose byte is not in the report counts as up: when in doubt, un-key. Bits that no input has are ignored.
 */
export function readButtons(product: HidLayout, before: ButtonState | undefined, report: Uint8Array): ReadButtons {
  const snapshot = readSnapshot(product, report)
  if (!snapshot) return { state: before, report: { kind: 'other' }, oddLength: false }
  const { id, held, pulses, oddLength } = snapshot
  const byReport = new Map(before?.byReport).set(id, held)
  const down = sorted([...byReport.values()].flat())
  const state: ButtonState = { down, byReport }
  if (before === undefined) return { state, report: { kind: 'baseline', down }, oddLength }
  return {
    state,
    report: {
      kind: 'change',
      down: down.filter((name) => !before.down.includes(name)),
      up: before.down.filter((name) => !down.includes(name)),
      pulses,
      isFirst: !before.byReport.has(id),
    },
    oddLength,
  }
}

/** Everything in one report, or undefined when it is no state of this product. */
export function readSnapshot({ isNumbered, reports }: HidLayout, report: Uint8Array): Snapshot | undefined {
  const id = isNumbered ? report[0] : 0
  const layout = reports.find((one) => one.id === id)
  if (!layout || isOther(layout, report)) return undefined
  const levels: string[] = []
  const pulses: string[] = []
  for (const { name, bit, oneShot } of layout.inputs) if (isSet(report, bit)) (oneShot ? pulses : levels).push(name)
  for (const code of layout.keyCodes) {
    const name = nameOfCode(code, report)
    if (name !== undefined) (code.oneShot ? pulses : levels).push(name)
  }
  return {
    id: layout.id,
    held: sorted(levels),
    pulses: sorted(pulses),
    axes: axesOf(layout.axes, report),
    gpio: gpioOf(layout, report),
    oddLength: layout.bytes !== undefined && report.length !== layout.bytes,
  }
}

const isOther = ({ other }: InReport, report: Uint8Array): boolean => other !== undefined && (report[other.byte] ?? 0) > other.above

const sorted = (names: readonly string[]): readonly string[] => [...new Set(names)].toSorted()

const isSet = (report: Uint8Array, bit: number): boolean => (((report[bit >> 3] ?? 0) >> (bit & 7)) & 1) === 1

/** Lowest bit first, as HID counts; undefined when the report ends before the field does. */
function numberAt(report: Uint8Array, { bit, bits }: { readonly bit: number; readonly bits: number }): number | undefined {
  if (bit + bits > report.length * 8) return undefined
  let value = 0
  for (let index = bits - 1; index >= 0; index--) value = value * 2 + (isSet(report, bit + index) ? 1 : 0)
  return value
}

function nameOfCode({ bit, bits, when, nameOf }: HidKeyCode, report: Uint8Array): string | undefined {
  if (when !== undefined && !isSet(report, when)) return undefined
  const code = numberAt(report, { bit, bits })
  return code === undefined ? undefined : nameOf(code)
}

function axesOf(axes: readonly HidAxis[], report: Uint8Array): Record<string, number> {
  const read: Record<string, number> = {}
  for (const axis of axes) {
    const value = numberAt(report, axis)
    if (value === undefined) continue
    read[axis.name] = axis.isSigned && value >= 2 ** (axis.bits - 1) ? value - 2 ** axis.bits : value
  }
  return read
}

const PINS = 8

function gpioOf({ gpioByte }: InReport, report: Uint8Array): Record<string, number> {
  const byte = gpioByte === undefined ? undefined : report[gpioByte]
  if (byte === undefined) return {}
  return Object.fromEntries(Array.from({ length: PINS }, (_, pin) => [String(pin + 1), (byte >> pin) & 1]))
}

/** The pins that a written report sets: those it makes outputs. */
export function decodeGpio({ gpioOut }: Pick<HidProduct, 'gpioOut'>, report: Uint8Array): Record<string, number> {
  if (!gpioOut || report[0] !== 0) return {}
  const { levelsByte, directionByte, unless } = gpioOut
  const levels = report[levelsByte]
  const direction = report[directionByte]
  if (levels === undefined || direction === undefined || (unless && ((report[unless.byte] ?? 0) & unless.mask) !== 0)) return {}
  const pins = Array.from({ length: PINS }, (_, pin) => pin).filter((pin) => ((direction >> pin) & 1) === 1)
  return Object.fromEntries(pins.map((pin) => [String(pin + 1), (levels >> pin) & 1]))
}

/** The report a device sends with these inputs down; the simulator's half, and the test of the reading. */
export function writeButtons(product: HidLayout, layout: InReport, down: ReadonlySet<string>): Uint8Array {
  const report = new Uint8Array(layout.bytes ?? bytesNeeded(layout))
  if (product.isNumbered) report[0] = layout.id
  const raise = (bit: number): void => {
    report[bit >> 3] = (report[bit >> 3] ?? 0) | (1 << (bit & 7))
  }
  for (const bit of layout.alwaysOn) raise(bit)
  for (const { name, bit } of layout.inputs) if (down.has(name)) raise(bit)
  const left = new Set([...down].filter((name) => !layout.inputs.some((input) => input.name === name)))
  for (const keyCode of layout.keyCodes) writeCode(keyCode, left, raise)
  return report
}

function bytesNeeded({ inputs, keyCodes, axes, gpioByte = -1 }: InReport): number {
  const ends = [...inputs.map(({ bit }) => bit + 1), ...[...keyCodes, ...axes].map(({ bit, bits }) => bit + bits), (gpioByte + 1) * 8]
  return Math.ceil(Math.max(...ends) / 8)
}

/** One field holds one key: the first that is left, and it is then written. */
function writeCode({ bit, bits, when, nameOf }: HidKeyCode, left: Set<string>, raise: (bit: number) => void): void {
  for (let code = 0; code < 2 ** bits; code++) {
    const name = nameOf(code)
    if (name === undefined || !left.delete(name)) continue
    for (let index = 0; index < bits; index++) if (((code >> index) & 1) === 1) raise(bit + index)
    if (when !== undefined) raise(when)
    return
  }
}

/** The report that carries an input. */
export const reportWith = ({ reports }: HidLayout, name: string): InReport | undefined =>
  reports.find(({ inputs, keyCodes }) => inputs.some((input) => input.name === name) || keyCodes.some((code) => hasCode(code, name)))

/** Whether it tells each press and never a release: nobody can be keyed by it for as long as a foot is down. */
export const isOneShot = ({ reports }: HidLayout, name: string): boolean =>
  reports.some(({ inputs, keyCodes }) => inputs.some((input) => input.oneShot && input.name === name) || keyCodes.some((code) => code.oneShot && hasCode(code, name)))

function hasCode({ bits, nameOf }: HidKeyCode, name: string): boolean {
  for (let code = 0; code < 2 ** bits; code++) if (nameOf(code) === name) return true
  return false
}
