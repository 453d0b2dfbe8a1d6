// Chance from a seed, so that a run can be had again on any machine. The generator is mulberry32 (public domain, Tommy Ettinger).

/** A fraction from 0 up to, not including, 1. */
export type Chance = () => number

export function createChance(seed: number): Chance {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

/** How long something lasts, drawn anew each time, in ms. */
export type Draw = (chance: Chance) => number

export const always = (ms: number): Draw => () => ms
export const between = (fromMs: number, toMs: number): Draw => (chance) => fromMs + chance() * (toMs - fromMs)
/** Memoryless, as a Markov chain stays in a state: many short ones, a few very long. */
export const around = (meanMs: number): Draw => (chance) => -Math.log(1 - chance()) * meanMs
export const atLeast = (leastMs: number, draw: Draw): Draw => (chance) => Math.max(leastMs, draw(chance))
