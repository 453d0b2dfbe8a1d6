// A device that nobody wrote a file for, read by its own report descriptor: headsets, keyboards, gamepads.
// Source: FORMATS, table of `decode hid`; reference/hid-consoles.md section 1.3.
import type { HidDescriptor, HidField } from '../kit/hid-descriptor.ts'
import { inputName, lightName, USAGE_PAGE } from '../kit/hid-names.ts'
import { usageOfValue, type HidUsage } from '../kit/hid-usages.ts'
import type { Light } from './light-reports.ts'
import type { HidAxis, HidInput, HidKeyCode, HidLayout, InReport } from './layout.ts'

const AXES = ['x', 'y', 'z', 'rx', 'ry', 'rz', 'slider', 'dial', 'wheel'] as const
const FIRST_AXIS = 0x30
/** Keyboards tell with these that they cannot say what is down. */
const KEYBOARD_ERROR_MAX = 0x03
const BYTE = 8
const CODE_MAX_BITS = 16

const axisName = ({ page, usage }: HidUsage): string | undefined => (page === USAGE_PAGE.desktop ? AXES[usage - FIRST_AXIS] : undefined)

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
  return field.isConstant && !(field.form === 'variable' && field.usage.page === USAGE_PAGE.telephony)
}

function inputsOf(field: HidField, before: number): HidInput[] {
  if (field.form !== 'variable' || field.bits !== 1 || axisName(field.usage) !== undefined) return []
  return [{ name: inputName(field.usage), bit: before + field.bit, oneShot: field.isRelative }]
}

function keyCodesOf(field: HidField, before: number): HidKeyCode[] {
  if (field.form !== 'array' || field.bits > CODE_MAX_BITS) return []
  const nameOf = (code: number): string | undefined => {
    const usage = usageOfValue(field, code)
    if (!usage || usage.usage === 0 || (usage.page === USAGE_PAGE.keyboard && usage.usage <= KEYBOARD_ERROR_MAX)) return undefined
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
