// Cables pulled and put back in a guest whose kernel has the devices (test/hil): until un-keyed or alarmed, until ready
// again, and what devices cost that nobody uses. Emulated and on whatever else this machine does: a ceiling, not the desk.
import { loadavg } from 'node:os'
import { ensureImage } from '../hil/guest-image/image.ts'
import { MEASURES } from '../hil/guest/measures/index.ts'
import { bootMachine } from '../hil/machine.ts'
import type { BenchRow } from './row.ts'
import { quantilesOf } from './quantiles.ts'

const WALL_MS = 45 * 60_000
const UNKEYED_MS = 1_000
const READY_MS = 3_000
const IDLE_PERCENT = 2
const BLOCK_MS = 20

/** What each figure is held against, by how its name ends. */
const LIMITS: readonly { readonly figure: RegExp; readonly unit: string; readonly limit?: number }[] = [
  { figure: /→ (?:un-keyed|alarm)$/, unit: 'ms', limit: UNKEYED_MS },
  { figure: /^processor .* six devices/, unit: '% of a core', limit: IDLE_PERCENT },
  { figure: /^processor/, unit: '% of a core' },
  { figure: /^longest block .* in a scan/, unit: 'ms', limit: BLOCK_MS },
  { figure: /plugged in →/, unit: 'ms', limit: READY_MS },
]

export async function* benchHil(): AsyncGenerator<BenchRow> {
  const machine = await bootMachine(await ensureImage(() => undefined), WALL_MS)
  try {
    for (const measure of MEASURES) {
      const outcome = await machine.play(measure.title)
      if (outcome.error !== undefined) throw new Error(`${measure.title}: ${outcome.error}`)
      for (const [figure, values] of Object.entries(outcome.notes)) yield row(figure, values as readonly number[])
    }
  } finally {
    await machine.end()
  }
}

function row(figure: string, values: readonly number[]): BenchRow {
  const { p50, p99, n } = quantilesOf(values)
  const { unit, limit } = LIMITS.find((one) => one.figure.test(figure)) ?? { unit: 'ms' }
  const load = Math.round((loadavg()[0] ?? 0) * 10) / 10
  return { bench: 'hil', figure: `${figure}, 99th percentile`, unit, value: p99, p50, p99, n, against: { ...(limit !== undefined && { limit }), guest: 'qemu without acceleration', hostLoad: load } }
}
