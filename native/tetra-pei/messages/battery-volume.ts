// +CBC: battery. +CLVL: loudspeaker volume, also unasked when somebody turns it. Source: open code.
import { joinFields, readNumbers, splitFields } from '../fields.ts'

export interface Battery {
  readonly cmd: '+CBC'
  readonly chargeState?: number
  readonly percent: number
}

export interface Volume {
  readonly cmd: '+CLVL'
  readonly volume: number
}

export interface SetVolume extends Volume {
  readonly form: 'write'
}

export function decodeBattery(parameters: string): Battery | undefined {
  const numbers = readNumbers(splitFields(parameters), ['chargeState', 'percent'])
  return numbers?.percent === undefined ? undefined : { cmd: '+CBC', ...numbers, percent: numbers.percent }
}

export function encodeBattery(battery: Omit<Battery, 'cmd'>): string {
  return `+CBC: ${joinFields([battery.chargeState, battery.percent])}`
}

export function decodeVolume(parameters: string): Volume | undefined {
  const numbers = readNumbers(splitFields(parameters), ['volume'])
  return numbers?.volume === undefined ? undefined : { cmd: '+CLVL', volume: numbers.volume }
}

export function encodeVolume(volume: Pick<Volume, 'volume'>): string {
  return `+CLVL: ${volume.volume}`
}

export function decodeSetVolume(parameters: string): SetVolume | undefined {
  const volume = decodeVolume(parameters)
  return volume && { ...volume, form: 'write' }
}

export function encodeSetVolume(command: Pick<SetVolume, 'volume'>): string {
  return `AT+CLVL=${command.volume}`
}
