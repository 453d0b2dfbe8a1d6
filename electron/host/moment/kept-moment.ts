// A keyframe: the whole state as one entry, so that a moment of long ago needs no reading from the beginning. It says nothing new.
import type { JsonObject } from '../../contract/words.ts'
import { momentStateSchema, type MomentState } from './moment-state.ts'
import { whole } from './words.ts'

export const KEPT_KIND = 'state.kept'

export interface KeptMoment {
  readonly state: MomentState
  /** Last entry that is in it. */
  readonly through: number
}

/** An entry holds 64 kB; the rest is for what the recorder adds. */
export const KEPT_MOST_BYTES = 60_000

export const sizeOfKept = (kept: KeptMoment): number => new TextEncoder().encode(JSON.stringify(kept)).length

/** Undefined: not what was written here, or by a version with another state. */
export function readKept(payload: JsonObject): KeptMoment | undefined {
  const through = whole(payload, 'through')
  const state = momentStateSchema.safeParse(payload['state'])
  return through !== undefined && state.success ? { state: state.data, through } : undefined
}
