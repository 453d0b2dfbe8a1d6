// soak fuzz [--cases N] [--seed S] [--parser NAME…]: damaged input against every parser; finds become fixtures.
import { parseArgs } from 'node:util'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { FINDINGS_FOLDER, keepFinding } from './finding.ts'
import { fuzz, type FuzzOptions, type FuzzReport } from './fuzz.ts'
import { FUZZ_TARGETS } from './targets.ts'
import type { FuzzTarget } from './target.ts'
import type { Soak, SoakRow, Tell } from '../soak.ts'

/** Some minutes for all parsers; the full measure of ten million each is asked for by name. */
const DEFAULT_CASES = 200_000
const CASES_MAX = 1e9
const ENDLESS_BYTES = 16 * 1024 * 1024
const MICROSECONDS = 1000
const PROGRESS_MS = 15_000

interface Wanted {
  readonly cases: number
  readonly seed: number
  readonly targets: readonly FuzzTarget[]
}

export const fuzzSoak: Soak = {
  what: 'damaged input against every parser: no crash, no stall, no memory that grows',
  usage: 'fuzz [--cases N] [--seed S] [--parser NAME…]',
  rows: FUZZ_TARGETS.map(({ name, reads }) => ({ name, what: reads })),
  run: async (argv, tell) => {
    const wanted = readWanted(argv)
    if (typeof wanted === 'string') return { outcome: 'wrong-use', why: wanted }
    let found = 0
    for (const target of wanted.targets) {
      const report = fuzz(target, options(target, wanted, tell))
      found += report.findings.length
      tell.row(rowOf(report))
    }
    return found === 0 ? { outcome: 'passed' } : { outcome: 'found' }
  },
}

function readWanted(argv: readonly string[]): Wanted | string {
  let values: { readonly cases?: string; readonly seed?: string; readonly parser?: string[] }
  let more: readonly string[]
  try {
    const parsed = parseArgs({ args: [...argv], allowPositionals: true, options: { cases: { type: 'string' }, seed: { type: 'string' }, parser: { type: 'string', multiple: true } } })
    values = parsed.values
    more = parsed.positionals
  } catch (cause) {
    return cause instanceof Error ? cause.message : String(cause)
  }
  // `--parser a b` names two.
  const names = [...(values.parser ?? []), ...more]
  if (more.length > 0 && !values.parser) return `unknown argument ${more[0]}`
  const unknown = names.filter((name) => !FUZZ_TARGETS.some((target) => target.name === name))
  if (unknown.length > 0) return `unknown parser ${unknown.join(', ')}; there are ${FUZZ_TARGETS.map((target) => target.name).join(', ')}`
  const cases = Number(values.cases ?? DEFAULT_CASES)
  const seed = Number(values.seed ?? 1)
  if (!Number.isSafeInteger(cases) || cases < 1 || cases > CASES_MAX) return `--cases takes 1 to ${CASES_MAX}`
  if (!Number.isSafeInteger(seed) || seed < 0) return '--seed takes a whole number from 0'
  return { cases, seed, targets: names.length === 0 ? FUZZ_TARGETS : FUZZ_TARGETS.filter((target) => names.includes(target.name)) }
}

function options(target: FuzzTarget, { cases, seed }: Wanted, tell: Tell): FuzzOptions {
  const now = (): number => performance.now()
  const startMs = now()
  let toldMs = startMs
  return {
    cases,
    seed,
    now,
    busyMs: () => {
      const { user, system } = process.cpuUsage()
      return (user + system) / MICROSECONDS
    },
    memoryBytes: createMemoryMeter(),
    endlessBytes: ENDLESS_BYTES,
    onFinding: (finding) => {
      const path = keepFinding(FINDINGS_FOLDER, finding)
      tell.say(`${finding.parser}: ${finding.kind}: ${finding.reason}${path === undefined ? '' : `, kept in ${path}`}`)
    },
    onProgress: (done) => {
      if (now() - toldMs < PROGRESS_MS) return
      toldMs = now()
      tell.say(`${target.name}: ${done} of ${cases}, ${Math.round(done / ((toldMs - startMs) / 1000))} a second`)
    },
  }
}

/** Memory after a full collection: without one, garbage would pass for what is kept. */
function createMemoryMeter(): () => number {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  return () => {
    // The second collection takes what the finalizers of the first let go.
    collect()
    collect()
    const { heapUsed, external } = process.memoryUsage()
    return heapUsed + external
  }
}

const KIB = 1024

function rowOf({ parser, cases, seed, seconds, longestMs, meanings, heldBytes, keptBytes, findings }: FuzzReport): SoakRow {
  return {
    soak: 'fuzz',
    row: parser,
    n: cases,
    found: findings.length,
    seed,
    figures: { seconds, 'cases/s': cases / seconds, 'longest case ms': longestMs, 'different meanings': meanings, 'held bytes': heldBytes, 'kept KiB': keptBytes / KIB },
  }
}
