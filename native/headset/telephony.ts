// Which bits of a headset's reports are its hook, mute and other call keys, and which it is told by: from its own descriptor.
// Source: reference/hid-consoles.md section 1.3; HID Usage Tables 1.5, pages 08 and 0B. Pure.
import { failure } from '../kit/errors.ts'
import type { HidDescriptor, HidField } from '../kit/hid-descriptor.ts'
import { inputName, lightName, USAGE_PAGE } from '../kit/hid-names.ts'
import { fail, ok, type Result } from '../kit/result.ts'

export interface HeadsetInput {
  readonly name: string
  readonly reportId: number
  /** From the lowest bit of the report's first byte, its id counted. */
  readonly bit: number
  readonly bits: number
  /** `level` tells how it stands, `one-shot` that it was pressed, `on-off` which way it went (1, −1) or nothing (0). */
  readonly kind: 'level' | 'one-shot' | 'on-off'
}

/** A written report: all its lamps go out together. */
export interface LampReport {
  readonly id: number
  readonly bytes: number
  /** `bit` from the lowest bit of the written report, its id counted. */
  readonly lamps: readonly { readonly name: string; readonly bit: number }[]
}

export interface HeadsetLayout {
  readonly isNumbered: boolean
  /** Length of each report that has a key, as delivered. */
  readonly reportBytes: ReadonlyMap<number, number>
  readonly inputs: readonly HeadsetInput[]
  readonly lampReports: readonly LampReport[]
  /** It has a lamp by which the console holds a call open, so that its hook follows what is written. */
  readonly isArmed: boolean
  /** It has a lamp by which the console mutes and opens its microphone. */
  readonly hasMuteLamp: boolean
}

const BYTE = 8
export const OFF_HOOK = 'off-hook'
export const HOOK = 'hook'
/** The key and its lamp. */
export const MUTE = 'mute'

/** Levels that no hand holds, and those that follow a lamp where there is one. */
const STATES: readonly string[] = [MUTE, 'line-busy']
const STATE_LAMPS: Readonly<Record<string, string>> = { [HOOK]: OFF_HOOK, hold: 'hold' }

/** @returns LINK_UNSUPPORTED when the device has no key of the telephony page */
export function telephonyOf({ isNumbered, fields, reportBits }: HidDescriptor): Result<HeadsetLayout> {
  const before = isNumbered ? BYTE : 0
  const telephony = new Set(fields.filter((field) => isKey(field) && pageOf(field) === USAGE_PAGE.telephony).map((field) => field.reportId))
  // Two fields of one name would contradict each other: the first is taken.
  const inputs = firstOfName(fields.flatMap((field) => (telephony.has(field.reportId) ? inputOf(field, before) : [])))
  if (inputs.length === 0) return fail(failure('LINK_UNSUPPORTED', 'its report descriptor has no key of the telephony page (0B): not a headset for calls'))
  const bytesOf = (key: string, head: number): number => Math.ceil((head + (reportBits.get(key) ?? 0)) / BYTE)
  const lampReports = [...Map.groupBy(fields.filter(isLamp), (field) => field.reportId)].map(([id, lamps]): LampReport => ({
    id,
    // A written report begins with its id also where the device has none.
    bytes: bytesOf(`output:${id}`, BYTE),
    lamps: lamps.flatMap((field) => (field.form === 'variable' ? [{ name: lightName(field.usage), bit: BYTE + field.bit }] : [])),
  }))
  const has = (name: string): boolean => lampReports.some(({ lamps }) => lamps.some((lamp) => lamp.name === name))
  return ok({
    isNumbered, inputs, lampReports,
    reportBytes: new Map([...telephony].map((id) => [id, bytesOf(`input:${id}`, before)])),
    isArmed: has(OFF_HOOK),
    hasMuteLamp: has(MUTE),
  })
}

/** For a console that only observes: it begins no call and mutes nobody, so the hook is a key like another. */
export const withoutLamps = (layout: HeadsetLayout): HeadsetLayout => ({ ...layout, lampReports: [], isArmed: false, hasMuteLamp: false })

/**
 * Why these keys cannot do what the site file wants of them, in words for a technician; undefined when they can.
 *
 * @param keys      every key that the site file names
 * @param transmit  those of them that transmit
 */
export function unfitKey(layout: HeadsetLayout, keys: readonly string[], transmit: readonly string[]): string | undefined {
  const names = layout.inputs.map(({ name }) => name)
  const absent = keys.find((name) => !names.includes(name))
  if (absent !== undefined) return `it has no key "${absent}"; it has ${names.join(', ')}`
  const unfit = transmit.find((name) => !canTransmit(layout, name))
  if (unfit === undefined) return undefined
  const fit = names.filter((name) => canTransmit(layout, name))
  return `"${unfit}" cannot transmit: it does not tell how long it is held; ${fit.length > 0 ? `these can: ${fit.join(', ')}` : 'no key of this headset can'}`
}

/**
 * Whether a key may key a radio: only one that each report shows as held or let go, by a hand alone.
 *
 * @remarks A hook that follows our own off-hook lamp says how the call stands; so does hold, with its lamp. Mute says how the
 *   microphone stands, line-busy what the device makes of the line. A one-shot key has no release; of an on-off key one lost report
 *   would be a release that never comes.
 */
function canTransmit({ inputs, lampReports }: HeadsetLayout, name: string): boolean {
  const kind = inputs.find((input) => input.name === name)?.kind
  const lamp = STATE_LAMPS[name]
  return kind === 'level' && !STATES.includes(name) && !lampReports.some(({ lamps }) => lamps.some((one) => one.name === lamp))
}

const pageOf = (field: HidField): number | undefined => (field.form === 'variable' ? field.usage.page : undefined)

/** Constant is filling by the letter, but makers mark hook and mute so (Anker 81 23, 81 07): the telephony page always counts. */
function isKey(field: HidField): boolean {
  const page = pageOf(field)
  if (field.kind !== 'input' || field.bits > 2) return false
  return page === USAGE_PAGE.telephony || (page === USAGE_PAGE.button && !field.isConstant)
}

function isLamp(field: HidField): boolean {
  if (field.kind !== 'output' || field.form !== 'variable' || field.bits !== 1) return false
  return field.usage.page === USAGE_PAGE.led || field.usage.page === USAGE_PAGE.telephony
}

function inputOf(field: HidField, before: number): HeadsetInput[] {
  if (!isKey(field) || field.form !== 'variable') return []
  const kind = kindOf(field)
  return kind === undefined ? [] : [{ name: inputName(field.usage), reportId: field.reportId, bit: before + field.bit, bits: field.bits, kind }]
}

/** libhidtelephony's three controls: switch (absolute), button that is pressed (0..1), buttons on and off (−1..1, two bits). */
function kindOf({ isRelative, isSigned, bits }: HidField): HeadsetInput['kind'] | undefined {
  if (isRelative && isSigned && bits === 2) return 'on-off'
  if (bits !== 1) return undefined
  return isRelative ? 'one-shot' : 'level'
}

const firstOfName = (inputs: readonly HeadsetInput[]): HeadsetInput[] => [...new Map(inputs.toReversed().map((input) => [input.name, input])).values()].toReversed()
