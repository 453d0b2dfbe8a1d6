// Chance that can be had again: the same seed and name give the same cases on every machine.
// Source: xoshiro128** by Blackman and Vigna, its state filled by splitmix32, as its authors advise.

export interface FuzzRandom {
  /** Whole, 0 up to 2^32 − 1. */
  next(): number
  /** Whole, 0 up to, not including, `limit` (1–2^32). */
  below(limit: number): number
  oneIn(times: number): boolean
  pick<T>(from: readonly [T, ...T[]]): T
}

const U32 = 2 ** 32

export function createFuzzRandom(seed: number, name: string): FuzzRandom {
  let [a, b, c, d] = fill(seed, name)
  const next = (): number => {
    const product = Math.imul(b, 5)
    const result = Math.imul((product << 7) | (product >>> 25), 9) >>> 0
    const shifted = b << 9
    c ^= a
    d ^= b
    b ^= c
    a ^= d
    c ^= shifted
    d = (d << 11) | (d >>> 21)
    return result
  }
  const below = (limit: number): number => Math.floor((next() / U32) * limit)
  return {
    next,
    below,
    oneIn: (times) => below(times) === 0,
    pick: (from) => from[below(from.length)] ?? from[0],
  }
}

function fill(seed: number, name: string): [number, number, number, number] {
  let state = seed >>> 0
  // The upper half of a long seed counts too.
  state = Math.imul(state ^ Math.floor(seed / U32), 0x9e37_79b1)
  for (const character of name) state = Math.imul(state ^ (character.codePointAt(0) ?? 0), 0x0100_0193)
  const split = (): number => {
    state = (state + 0x9e37_79b9) | 0
    let mixed = state
    mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85eb_ca6b)
    mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2_ae35)
    return mixed ^ (mixed >>> 16)
  }
  return [split(), split(), split(), split()]
}
