// achterwacht bench [NAME…]: measured figures as JSON lines; FORMATS, bench. Runs from the sources only.
import { cpus, totalmem } from 'node:os'
import { BENCHES } from '../../test/bench/benches.ts'
import type { BenchRow } from '../../test/bench/row.ts'

const WRONG_USE = 2
const GIB = 2 ** 30

type Line = (line: string) => void

export async function benchCommand(argv: readonly string[], out: Line, err: Line): Promise<number> {
  const names = argv.length > 0 ? argv : Object.keys(BENCHES)
  const unknown = names.filter((name) => !Object.hasOwn(BENCHES, name))
  if (unknown.length > 0) {
    err(`usage: bench [NAME…]   (${Object.keys(BENCHES).join(', ')})`)
    return WRONG_USE
  }
  const machine = `${cpus()[0]?.model ?? 'unknown'}, ${cpus().length} cores, ${Math.round(totalmem() / GIB)} GiB, node ${process.versions.node}`
  for (const name of names) {
    for await (const row of BENCHES[name]?.() ?? none()) out(JSON.stringify({ ...rounded(row), machine }))
  }
  return 0
}

async function* none(): AsyncGenerator<BenchRow> {}

const THOUSANDTHS = 1000

/** Three decimals are more than any of these clocks is good for. */
function rounded(row: BenchRow): BenchRow {
  const round = (value: number): number => Math.round(value * THOUSANDTHS) / THOUSANDTHS
  return { ...row, value: round(row.value), p50: round(row.p50), p99: round(row.p99) }
}
