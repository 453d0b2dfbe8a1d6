// One seed for the whole bench; every plan and every watcher draws from a stream of its own, named by what it is for.
import { createChance, type Chance } from '../../sim/chance.ts'

const SEED = 20_200_915
const FNV_PRIME = 0x01000193

/** The same name gives the same stream, on any machine. */
export function chanceFor(name: string): Chance {
  let hash = 0x811c9dc5 ^ SEED
  for (let at = 0; at < name.length; at++) hash = Math.imul(hash ^ name.charCodeAt(at), FNV_PRIME)
  return createChance(hash)
}
