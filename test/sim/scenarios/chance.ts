// Seeded chance for scenarios: the same words give the same draws on every machine, and each part draws from its own stream,
// so that a probe more or a room less changes nothing for the others.

export interface Chance {
  /** From 0 up to, not including, 1. */
  fraction(): number
  /** Whether something of this likelihood, 0–1, happens. */
  happens(likelihood: number): boolean
  between(low: number, high: number): number
  /** Whole, both ends included. */
  wholeBetween(low: number, high: number): number
  exponential(mean: number): number
  /** One of them, by weight. */
  pick<One extends { readonly weight: number }>(from: readonly [One, ...One[]]): One
}

/** @param words  what names this stream: seed, scenario, room, probe */
export function createChance(...words: readonly (string | number)[]): Chance {
  const next = mulberry32(fnv1a(words.join('/')))
  const between = (low: number, high: number): number => low + next() * (high - low)
  return {
    fraction: next,
    happens: (likelihood) => next() < likelihood,
    between,
    wholeBetween: (low, high) => Math.floor(between(low, high + 1)),
    exponential: (mean) => -mean * Math.log(1 - next()),
    pick(from) {
      let left = next() * from.reduce((sum, one) => sum + one.weight, 0)
      return from.find((one) => (left -= one.weight) < 0) ?? from[0]
    },
  }
}

/** FNV-1a, 32 bits. Source: draft-eastlake-fnv. */
function fnv1a(text: string): number {
  let hash = 0x811c9dc5
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193)
  return hash >>> 0
}

/** Small, known and good enough for waiting times. mulberry32, public domain. */
function mulberry32(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
