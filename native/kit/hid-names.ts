// What a usage of a report descriptor is called: keys and lights, whoever reads the descriptor.
// Source: FORMATS, table of `decode hid`; names of usages: HID Usage Tables 1.5.
import type { HidUsage } from './hid-usages.ts'

export const USAGE_PAGE = { desktop: 0x01, keyboard: 0x07, led: 0x08, button: 0x09, telephony: 0x0b, consumer: 0x0c } as const

const INPUTS: Readonly<Record<number, Readonly<Record<number, string>>>> = {
  [USAGE_PAGE.telephony]: { 0x20: 'hook', 0x21: 'flash', 0x23: 'hold', 0x24: 'redial', 0x26: 'drop', 0x2f: 'mute', 0x97: 'line-busy' },
  [USAGE_PAGE.consumer]: { 0xe9: 'volume-up', 0xea: 'volume-down', 0xe2: 'mute', 0xb5: 'next', 0xb6: 'previous', 0xcd: 'play-pause' },
}
const LIGHTS: Readonly<Record<number, Readonly<Record<number, string>>>> = {
  [USAGE_PAGE.led]: { 0x09: 'mute', 0x17: 'off-hook', 0x18: 'ring', 0x1e: 'speaker', 0x20: 'hold', 0x21: 'microphone', 0x2a: 'on-line' },
  [USAGE_PAGE.telephony]: { 0x9e: 'ringer' },
}

const hex = (value: number, digits: number): string => value.toString(16).padStart(digits, '0')

export function inputName({ page, usage }: HidUsage): string {
  if (page === USAGE_PAGE.button) return `button-${usage}`
  if (page === USAGE_PAGE.keyboard) return `kbd-${hex(usage, 2)}`
  return INPUTS[page]?.[usage] ?? `${hex(page, 4)}-${hex(usage, 4)}`
}

export const lightName = ({ page, usage }: HidUsage): string => LIGHTS[page]?.[usage] ?? `${hex(page, 4)}-${hex(usage, 4)}`
