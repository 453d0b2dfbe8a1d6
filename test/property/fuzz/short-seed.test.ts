// A short seed of what `npm run soak -- fuzz` does by the million, and every case a run once found.
import { expect, test } from 'vitest'
import { FINDINGS_FOLDER, keptCases } from '../../soak/fuzz/finding.ts'
import { fuzz, replay } from '../../soak/fuzz/fuzz.ts'
import { FUZZ_TARGETS } from '../../soak/fuzz/targets.ts'

const SEED = 20_261
const CASES = 3000
const ENDLESS_BYTES = 128 * 1024
/** Read by libraries, and slower by far. */
const FEWER: Readonly<Record<string, number>> = { site: 500, 'device-files': 400, traces: 1000 }

/** Different things understood with this seed, about half of what it reaches: fewer mean that the cases no longer reach into the parser. */
const MEANINGS_LEAST: Readonly<Record<string, number>> = {
  'pei-framer': 12, 'pei-lines': 50, 'pei-commands': 15, sds: 40, lip: 20, 'hid-reports': 40, 'hid-descriptors': 30, 'device-files': 8, 'hid-frames': 6, rfc2217: 8, site: 6, sip: 8, dns: 40, ntp: 6, ping: 7, heartbeat: 4, logs: 6, checkpoints: 3, traces: 40,
}

const cpuMs = (): number => {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}
const clocks = { now: () => performance.now(), busyMs: cpuMs, endlessBytes: ENDLESS_BYTES }

test('every parser is fuzzed with every change, and nobody forgot to say what a run must reach', () => {
  expect(FUZZ_TARGETS.map((target) => target.name).toSorted()).toEqual(Object.keys(MEANINGS_LEAST).toSorted())
})

test.each(FUZZ_TARGETS.map((target) => [target.name, target] as const))('%s: damaged input breaks nothing, stalls nothing and is not piled up', (name, target) => {
  const report = fuzz(target, { ...clocks, cases: FEWER[name] ?? CASES, seed: SEED, memoryBytes: () => 0 })
  expect(report.findings).toEqual([])
  expect(report.meanings).toBeGreaterThanOrEqual(MEANINGS_LEAST[name] ?? 0)
})

test.each(keptCases(FINDINGS_FOLDER).map((kept) => [kept.file, kept] as const))('%s, found once, is harmless', (_file, kept) => {
  const target = FUZZ_TARGETS.find((one) => one.name === kept.parser)
  if (!target) throw new Error(`${kept.parser} is no parser: rename the folder of its cases with it`)
  expect(replay(target, kept.bytes, clocks)).toEqual([])
})
