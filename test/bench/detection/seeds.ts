// One seed for the whole bench; every plan and every watcher draws from a stream of its own, named by what it is for.
import type { Chance } from '../../sim/chance.ts'
import { createChance } from '../../sim/scenarios/chance.ts'

const SEED = 20_200_915

/** The same name gives the same stream, on any machine. */
export const chanceFor = (name: string): Chance => createChance(SEED, name).fraction
