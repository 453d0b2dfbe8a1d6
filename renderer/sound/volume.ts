// From a person's setting to a level. Half the setting sounds about half as loud, a quarter of the amplitude.
import type { SoundOutput } from './sound-facts.ts'

/** Per cent. An emergency call is never set softer than this. */
export const EMERGENCY_FLOOR = 50

/** While somebody is heard, a fault is this much softer. */
export const DUCK_DB = -12

/** @param volume  per cent, 0–100, of the loudest that the site allows */
export function gainOf(output: SoundOutput, volume: number): number {
  const heard = output === 'headset' ? Math.max(EMERGENCY_FLOOR, volume) : volume
  return (Math.min(100, Math.max(0, heard)) / 100) ** 2
}

export const gainOfDb = (db: number): number => 10 ** (db / 20)
