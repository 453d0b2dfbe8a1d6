// The soaks by name.
import type { Soak } from './soak.ts'
import { fuzzSoak } from './fuzz/fuzz-soak.ts'

export const SOAKS: Readonly<Record<string, Soak>> = {
  fuzz: fuzzSoak,
}
