// Chance from a seed and lengths of time drawn by it, so that a run can be had again on any machine.
import { createChance as createStream } from './scenarios/chance.ts'

/** A fraction from 0 up to, not including, 1. */
export type Chance = () => number

export const createChance = (seed: number): Chance => createStream(seed).fraction

/** How long something lasts, drawn anew each time, in ms. */
export type Draw = (chance: Chance) => number

export const always = (ms: number): Draw => () => ms
export const between = (fromMs: number, toMs: number): Draw => (chance) => fromMs + chance() * (toMs - fromMs)
/** Memoryless, as a Markov chain stays in a state: many short ones, a few very long. */
export const around = (meanMs: number): Draw => (chance) => -Math.log(1 - chance()) * meanMs
export const atLeast = (leastMs: number, draw: Draw): Draw => (chance) => Math.max(leastMs, draw(chance))
