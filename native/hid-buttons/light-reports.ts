// Lights of a panel as written reports: one command a light (X-keys), or one bit a light among others (headsets).
// Source: reference/hid-consoles.md, sections 1.2 and 1.3.
import type { LightState } from '../kit/buttons.ts'
import { fromHex } from '../kit/bytes.ts'
import type { FileLight } from './device-file.ts'

export type { LightState }

/** A report that sets this light and no other. */
export interface CommandLight {
  readonly kind: 'command'
  readonly name: string
  readonly report: Uint8Array
  /** Byte of the report that holds the state; the bytes before it say which light. */
  readonly stateByte: number
  readonly states: { readonly off: number; readonly on: number; readonly flash?: number }
}

/** A bit of a report that sets all its lights at once. */
export interface BitLight {
  readonly kind: 'bit'
  readonly name: string
  readonly reportId: number
  readonly reportBytes: number
  /** From the lowest bit of the written report, its id counted. */
  readonly bit: number
}

export type Light = CommandLight | BitLight

const BYTE = 8
const hex = (text: string): number => Number.parseInt(text, 16)

/** @param writeBytes  length of a written report, its id counted; 0 when the file does not say it */
export function expandLights(files: readonly FileLight[], writeBytes: number): Light[] {
  const lastByte = Math.max(0, ...files.map(({ report, byte = 0 }) => (report === undefined ? 0 : byte)))
  return files.flatMap((file): Light[] => {
    const { name, report, byte = 0, bit = 0, led = 0, columns = 1, bits = 1, columnStep = 0 } = file
    if (report !== undefined) {
      return [{ kind: 'bit', name, reportId: hex(report), reportBytes: Math.max(writeBytes, lastByte + 1), bit: byte * BYTE + bit }]
    }
    return Array.from({ length: columns * bits }, (_, index) =>
      commandLight(file, index + 1, led + Math.floor(index / bits) * columnStep + (index % bits), writeBytes))
  })
}

function commandLight({ name, write = '', states }: FileLight, n: number, led: number, writeBytes: number): CommandLight {
  const written = write.replace('{led}', led.toString(16).padStart(2, '0'))
  const bytes = fromHex(written.replace('{state}', '00')) ?? new Uint8Array()
  const report = new Uint8Array(Math.max(writeBytes, bytes.length))
  report.set(bytes)
  const { off = '00', on = '01', flash } = states ?? {}
  return {
    kind: 'command',
    name: name.replace('{n}', String(n)),
    report,
    stateByte: written.indexOf('{state}') / 2,
    states: { off: hex(off), on: hex(on), ...(flash !== undefined && { flash: hex(flash) }) },
  }
}

/**
 * The reports to write so that one light shows a state; none when the product has no such light.
 *
 * @param others  what the other lights show: where several share a report they are written together, and one that is
 *   not named here goes out
 * @remarks A light that cannot flash by itself is put on instead: lit is seen, dark is not.
 */
export function encodeLight(
  lights: readonly Light[], name: string, state: LightState, others: Readonly<Record<string, LightState>> = {},
): Uint8Array[] {
  const light = lights.find((one) => one.name === name)
  if (!light) return []
  if (light.kind === 'command') {
    const report = light.report.slice()
    report[light.stateByte] = (state === 'flash' ? light.states.flash : light.states[state]) ?? light.states.on
    return [report]
  }
  const report = new Uint8Array(light.reportBytes)
  report[0] = light.reportId
  for (const one of lights) {
    if (one.kind !== 'bit' || one.reportId !== light.reportId) continue
    const shown = one.name === name ? state : (others[one.name] ?? 'off')
    if (shown !== 'off') report[one.bit >> 3] = (report[one.bit >> 3] ?? 0) | (1 << (one.bit & 7))
  }
  return [report]
}

/** What a written report does to the lights: all that it sets, and what each then shows. */
export function decodeLights(lights: readonly Light[], report: Uint8Array): Record<string, LightState> {
  const shown: Record<string, LightState> = {}
  for (const light of lights) {
    const state = light.kind === 'command' ? commandState(light, report) : bitState(light, report)
    // A name that stands on two bits of one report is on when either is.
    if (state && shown[light.name] !== 'on') shown[light.name] = state
  }
  return shown
}

function commandState(light: CommandLight, report: Uint8Array): LightState | undefined {
  for (let at = 0; at < light.stateByte; at++) if (report[at] !== light.report[at]) return undefined
  const value = report[light.stateByte]
  const { off, on, flash } = light.states
  if (value === undefined) return undefined
  if (value === off) return 'off'
  // One that cannot flash takes any other value for lit: the banks of X-keys take a bit for each row.
  if (value === on || flash === undefined) return 'on'
  return value === flash ? 'flash' : undefined
}

function bitState(light: BitLight, report: Uint8Array): LightState | undefined {
  const byte = report[light.bit >> 3]
  if (report[0] !== light.reportId || byte === undefined) return undefined
  return ((byte >> (light.bit & 7)) & 1) === 1 ? 'on' : 'off'
}
