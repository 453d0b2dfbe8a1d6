// Chance from a seed, so that what a simulation found is found again on every machine (mulberry32).
export interface Seeded {
  /** 0 up to, not including, 1. */
  fraction(): number
  /** Whole, both ends included. */
  between(low: number, high: number): number
  /** @param chance  0 never, 1 always */
  hits(chance: number): boolean
  pick<T>(from: readonly T[]): T
}

export function seeded(seed: number): Seeded {
  let state = seed
  const fraction = (): number => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
  return {
    fraction,
    between: (low, high) => low + Math.floor(fraction() * (high - low + 1)),
    hits: (chance) => fraction() < chance,
    pick(from) {
      const found = from[Math.floor(fraction() * from.length)]
      if (found === undefined) throw new Error('nothing to pick from')
      return found
    },
  }
}
