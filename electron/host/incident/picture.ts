// What stands in the entry that opens a storing besides its number, kept within what an entry holds: parts in order of
// worth, a list cut item by item, and what found no room counted. Pure.
import type { Json, JsonObject } from '../../contract/words.ts'

/** An entry takes 64 kB; the rest is for its own words. */
export const PICTURE_BYTES = 57_344

export interface FaultPicture {
  readonly picture: JsonObject
  /** Radio identities, by device: beside the chain, where they can be deleted. */
  readonly identities?: string
}

/** @param parts  what matters most first; JSON of whole numbers */
export function fitPicture(parts: readonly (readonly [name: string, value: Json])[], bytes = PICTURE_BYTES): JsonObject {
  const picture: Record<string, Json> = {}
  const leftOut: Record<string, number> = {}
  // Braces, and room to say what was left out.
  let room = bytes - 2 - parts.reduce((sum, [name]) => sum + name.length + 12, 16)
  for (const [name, value] of parts) {
    const cost = (one: Json): number => Buffer.byteLength(JSON.stringify(one)) + 1
    const frame = name.length + 6
    if (!Array.isArray(value)) {
      if (frame + cost(value) > room) {
        leftOut[name] = 1
        continue
      }
      picture[name] = value
      room -= frame + cost(value)
      continue
    }
    const kept: Json[] = []
    room -= frame
    for (const item of value as readonly Json[]) {
      if (cost(item) > room) break
      kept.push(item)
      room -= cost(item)
    }
    picture[name] = kept
    if (kept.length < value.length) leftOut[name] = value.length - kept.length
  }
  return Object.keys(leftOut).length === 0 ? picture : { ...picture, leftOut }
}
