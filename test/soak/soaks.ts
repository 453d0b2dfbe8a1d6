// The soaks by name.
import type { Soak } from './soak.ts'
import { attacksSoak } from './attacks/attacks-soak.ts'
import { fuzzSoak } from './fuzz/fuzz-soak.ts'
import { killSoak } from './kill/kill-soak.ts'
import { powerSoak } from './power/power-soak.ts'
import { switchSoak } from './switch/switch-soak.ts'
import { watchdogSoak } from './watchdog/watchdog-soak.ts'

export const SOAKS: Readonly<Record<string, Soak>> = {
  attacks: attacksSoak,
  fuzz: fuzzSoak,
  kill: killSoak,
  power: powerSoak,
  switch: switchSoak,
  watchdog: watchdogSoak,
}
