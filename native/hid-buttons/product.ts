// A product: what a device file (or a report descriptor) says, expanded to single bits, so that reading a report is a walk
// over a list. Source: reference/hid-consoles.md, table 1.1 and section 1.2.
import { fromHex } from '../kit/bytes.ts'
import { parseHidDescriptor } from '../kit/hid-descriptor.ts'
import { ok, type Result } from '../kit/result.ts'
import type { DeviceFile, FileInput, FileKeyCode, FilePlace, FileReport } from './device-file.ts'
import { layoutOf } from './from-descriptor.ts'
import type { GpioOut, HidInput, HidKeyCode, HidLayout, InReport } from './layout.ts'
import { expandLights } from './light-reports.ts'

export interface UsbId {
  readonly vendorId: number
  readonly productId: number
  /** Bits of the product id that count; all of them unless the file ends it in `xx`. */
  readonly productMask: number
}

export interface HidProduct extends HidLayout {
  /** Name of its file, as the site file writes it. */
  readonly id: string
  readonly label: string
  readonly usb: readonly UsbId[]
  /** Top-level collection that carries the reports, for systems that list each apart (Windows). */
  readonly usage?: { readonly page: number; readonly usage: number }
  /** Output report that asks for the state; without it a pedal held at plug-in is unknown until it moves. */
  readonly ask?: Uint8Array
  /** The bit by which the device marks its answer to `ask`: only the simulator needs it. */
  readonly answerBit?: number
  readonly unitIdByte?: number
  readonly firmware?: { readonly ask: Uint8Array; readonly answer: { readonly byte: number; readonly value: number }; readonly byte: number }
  readonly gpioOut?: GpioOut
  /** The device's own report descriptor, where the file holds it: a headset is read by it. */
  readonly descriptor?: Uint8Array
}

const BYTE = 8
const ALL_PRODUCT_BITS = 0xff_ff
const ANY_LAST_TWO = 0xff_00
const hex = (text: string): number => Number.parseInt(text, 16)
const bitOf = ({ byte, bit }: FilePlace): number => byte * BYTE + bit

/**
 * Expands a file whose shape is checked already.
 *
 * @returns WIRE_MALFORMED or WIRE_TOO_LONG when its report descriptor cannot be read
 */
export function expandProduct(id: string, file: DeviceFile): Result<HidProduct> {
  const layout = expandLayout(file)
  if (!layout.ok) return layout
  const { usage, ask, unitId, firmware, gpioOut } = file
  return ok({
    id,
    label: file.label,
    usb: file.usb.map(usbIdOf),
    ...layout.value,
    ...(file.descriptor !== undefined && { descriptor: fromHex(file.descriptor) ?? new Uint8Array() }),
    ...(usage && { usage: { page: hex(usage.slice(0, 4)), usage: hex(usage.slice(5)) } }),
    ...(ask && { ask: writtenReport(file, ask.write) }),
    ...(ask?.answer && { answerBit: bitOf(ask.answer) }),
    ...(unitId && { unitIdByte: unitId.byte }),
    ...(firmware && {
      firmware: { ask: writtenReport(file, firmware.write), answer: { byte: firmware.answer.byte, value: hex(firmware.answer.value) }, byte: firmware.byte },
    }),
    ...(gpioOut && {
      gpioOut: {
        levelsByte: gpioOut.levels.byte,
        directionByte: gpioOut.direction.byte,
        ...(gpioOut.unless && { unless: { byte: gpioOut.unless.byte, mask: hex(gpioOut.unless.mask) } }),
      },
    }),
  })
}

function expandLayout(file: DeviceFile): Result<HidLayout> {
  if (file.descriptor !== undefined) {
    const parsed = parseHidDescriptor(fromHex(file.descriptor) ?? new Uint8Array())
    return parsed.ok ? ok(layoutOf(parsed.value)) : parsed
  }
  const reports = (file.reports ?? []).map(expandReport)
  return ok({
    isNumbered: reports.some((report) => report.id !== 0),
    reports,
    lights: expandLights(file.lights ?? [], file.writeBytes ?? 0),
  })
}

function usbIdOf(text: string): UsbId {
  const productMask = text.endsWith('xx') ? ANY_LAST_TWO : ALL_PRODUCT_BITS
  return { vendorId: hex(text.slice(0, 4)), productId: hex(text.slice(5).replace('xx', '00')), productMask }
}

export function isOfProduct(product: Pick<HidProduct, 'usb'>, vendorId: number, productId: number): boolean {
  return product.usb.some((usb) => usb.vendorId === vendorId && usb.productId === (productId & usb.productMask))
}

function expandReport(file: FileReport): InReport {
  return {
    id: file.id === undefined ? 0 : hex(file.id),
    inputs: (file.inputs ?? []).flatMap(expandInput),
    keyCodes: (file.keyCodes ?? []).map(expandKeyCode),
    axes: (file.axes ?? []).map(({ name, byte, signed }) => ({ name, bit: byte * BYTE, bits: BYTE, isSigned: signed === true })),
    alwaysOn: (file.alwaysOn ?? []).map(bitOf),
    ...(file.bytes !== undefined && { bytes: file.bytes }),
    ...(file.gpio && { gpioByte: file.gpio.byte }),
    ...(file.other && { other: file.other }),
  }
}

/** The single switches of one line of the file, in the order of their numbers. */
export function expandInput({ name, byte, bit = 0, count = 1, columns, bits = 1, oneShot = false }: FileInput): HidInput[] {
  const start = byte * BYTE + bit
  return Array.from({ length: columns === undefined ? count : columns * bits }, (_, index) => ({
    name: name.replace('{n}', String(index + 1)),
    bit: start + (columns === undefined ? index : Math.floor(index / bits) * BYTE + (index % bits)),
    oneShot,
  }))
}

function expandKeyCode({ byte, bit, bits, when, name, names }: FileKeyCode): HidKeyCode {
  return {
    bit: bitOf({ byte, bit }),
    bits,
    oneShot: false,
    when: bitOf(when),
    nameOf: (code) => names?.[String(code)] ?? name.replace('{n}', String(code)),
  }
}

function writtenReport(file: DeviceFile, write: string): Uint8Array {
  const start = fromHex(write) ?? new Uint8Array()
  const report = new Uint8Array(Math.max(start.length, file.writeBytes ?? 0))
  report.set(start)
  return report
}

/** Most codes of one field that are listed by name; a keyboard's are not asked for by name. */
const CODE_BITS_LISTED = 6

/** Names of everything that can be down, in the order of the file. */
export function inputNames({ reports }: HidLayout): string[] {
  const names = reports.flatMap(({ inputs, keyCodes }) => [
    ...inputs.map((input) => input.name),
    ...keyCodes.flatMap(({ bits, nameOf }) => {
      if (bits > CODE_BITS_LISTED) return []
      return Array.from({ length: 2 ** bits }, (_, code) => nameOf(code)).filter((name) => name !== undefined)
    }),
  ])
  return [...new Set(names)]
}

/** The number that the owner gave the unit, from any of its reports. */
export const unitIdOf = ({ unitIdByte }: HidProduct, report: Uint8Array): number | undefined =>
  unitIdByte === undefined ? undefined : report[unitIdByte]

/** The firmware's number, when this report is the answer to `firmware.ask`. */
export function firmwareOf({ firmware }: HidProduct, report: Uint8Array): number | undefined {
  return firmware && report[firmware.answer.byte] === firmware.answer.value ? report[firmware.byte] : undefined
}

