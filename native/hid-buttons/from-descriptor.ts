// A device that nobody wrote a file for, read by its own report descriptor: headsets, keyboards, gamepads.
// Source: FORMATS, table of `decode hid`; names of usages: HID Usage Tables 1.5; reference/hid-consoles.md section 1.3.
import type { HidDescriptor, HidField } from '../kit/hid-descriptor.ts'
import { usageOfValue, type HidUsage } from '../kit/hid-usages.ts'
import type { Light } from './light-reports.ts'
import type { HidAxis, HidInput, HidKeyCode, HidLayout, InReport } from './product.ts'

const PAGE = { desktop: 0x01, keyboard: 0x07, led: 0x08, button: 0x09, telephony: 0x0b, consumer: 0x0c } as const

const INPUTS: Readonly<Record<number, Readonly<Record<number, string>>>> = {
  [PAGE.telephony]: { 0x20: 'hook', 0x21: 'flash', 0x23: 'hold', 0x24: 'redial', 0x26: 'drop', 0x2f: 'mute', 0x97: 'line-busy' },
  [PAGE.consumer]: { 0xe9: 'volume-up', 0xea: 'volume-down', 0xe2: 'mute', 0xb5: 'next', 0xb6: 'previous', 0xcd: 'play-pause' },
}
const LIGHTS: Readonly<Record<number, Readonly<Record<number, string>>>> = {
  [PAGE.led]: { 0x09: 'mute', 0x17: 'off-hook', 0x18: 'ring', 0x1e: 'speaker', 0x20: 'hold', 0x21: 'microphone', 0x2a: 'on-line' },
  [PAGE.telephony]: { 0x9e: 'ringer' },
}
const AXES = ['x', 'y', 'z', 'rx', 'ry', 'rz', 'slider', 'dial', 'wheel'] as const
const FIRST_AXIS = 0x30
/** Keyboards tell with these that they cannot say what is down. */
const KEYBOARD_ERROR_MAX = 0x03
const BYTE = 8
const CODE_MAX_BITS = 16

const hex = (value: number, digits: number): string => value.toString(16).padStart(digits, '0')

function inputName({ page, usage }: HidUsage): string {
  if (page === PAGE.button) return `button-${usage}`
  if (page === PAGE.keyboard) return `kbd-${hex(usage, 2)}`
  return INPUTS[page]?.[usage] ?? `${hex(page, 4)}-${hex(usage, 4)}`
}

const lightName = ({ page, usage }: HidUsage): string => LIGHTS[page]?.[usage] ?? `${hex(page, 4)}-${hex(usage, 4)}`

const axisName = ({ page, usage }: HidUsage): string | undefined => (page === PAGE.desktop ? AXES[usage - FIRST_AXIS] : undefined)

/** What the descriptor says, as a device file would: inputs, axes and lights by report. */
export function layoutOf({ isNumbered, fields, reportBits }: HidDescriptor): HidLayout {
  const before = isNumbered ? BYTE : 0
  const telling = Map.groupBy(fields.filter((field) => !isFilling(field)), (field) => `${field.kind}:${field.reportId}`)
  const reports: InReport[] = []
  const lights: Light[] = []
  for (const [key, bits] of reportBits) {
    const [kind, id] = key.split(':')
    const mine = telling.get(key) ?? []
    if (kind === 'input') reports.push(inReport(Number(id), before, bits, mine))
    // A written report begins with its id also where the device has none.
    if (kind === 'output') lights.push(...mine.flatMap((field) => lightsOf(field, 1 + Math.ceil(bits / BYTE))))
  }
  return { isNumbered, reports, lights }
}

/** @param before  bits of the report's id */
function inReport(id: number, before: number, bits: number, fields: readonly HidField[]): InReport {
  return {
    id,
    bytes: Math.ceil((before + bits) / BYTE),
    inputs: fields.flatMap((field) => inputsOf(field, before)),
    keyCodes: fields.flatMap((field) => keyCodesOf(field, before)),
    axes: fields.flatMap((field) => axesOf(field, before)),
    alwaysOn: [],
  }
}

/** Constant is filling, but for telephony: makers mark the hook and the mute key so (Anker 81 23, 81 07). */
function isFilling(field: HidField): boolean {
  return field.isConstant && !(field.form === 'variable' && field.usage.page === PAGE.telephony)
}

function inputsOf(field: HidField, before: number): HidInput[] {
  if (field.form !== 'variable' || field.bits !== 1 || axisName(field.usage) !== undefined) return []
  return [{ name: inputName(field.usage), bit: before + field.bit, oneShot: field.isRelative }]
}

function keyCodesOf(field: HidField, before: number): HidKeyCode[] {
  if (field.form !== 'array' || field.bits > CODE_MAX_BITS) return []
  const nameOf = (code: number): string | undefined => {
    const usage = usageOfValue(field, code)
    if (!usage || usage.usage === 0 || (usage.page === PAGE.keyboard && usage.usage <= KEYBOARD_ERROR_MAX)) return undefined
    return inputName(usage)
  }
  return [{ bit: before + field.bit, bits: field.bits, oneShot: field.isRelative, nameOf }]
}

function axesOf(field: HidField, before: number): HidAxis[] {
  const name = field.form === 'variable' ? axisName(field.usage) : undefined
  return name === undefined ? [] : [{ name, bit: before + field.bit, bits: field.bits, isSigned: field.isSigned }]
}

function lightsOf(field: HidField, reportBytes: number): Light[] {
  if (field.form !== 'variable' || field.bits !== 1) return []
  return [{ kind: 'bit', name: lightName(field.usage), reportId: field.reportId, reportBytes, bit: BYTE + field.bit }]
}
