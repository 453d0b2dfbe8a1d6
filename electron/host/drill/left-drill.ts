// What the last drill of an earlier run left behind: begun and not ended, or ended before every radio was back. Read at the
// start, checked like any border.
import { z } from 'zod'
import type { Ledger } from '../ledger/port.ts'
import { DRILL_BEGUN_KIND, DRILL_ENDED_KIND, SETTLED_KINDS, type LeftDrill } from './drill.ts'

const begunSchema = z.object({ number: z.string(), stood: z.record(z.string(), z.string()).default({}) })
const SETTLED: readonly string[] = Object.values(SETTLED_KINDS)
/** More than one drill has: its beginning, its end, and a word of each radio. */
const LOOKED_AT = 32
/** What a radio stands on longer after a drill is no drill's doing any more. */
const OWED_MS = 3_600_000

/** @returns undefined when none left anything, or when the record cannot be read now */
export async function readLeftDrill(ledger: Pick<Ledger, 'latest'>, utcMs: number): Promise<LeftDrill | undefined> {
  const read = await ledger.latest([DRILL_BEGUN_KIND, DRILL_ENDED_KIND, ...SETTLED], LOOKED_AT)
  const entries = read.ok ? read.value : []
  const at = entries.findIndex(({ kind }) => kind === DRILL_BEGUN_KIND)
  const begun = begunSchema.safeParse(entries[at]?.payload)
  if (!begun.success) return undefined
  const since = entries.slice(0, at)
  const ended = since.find(({ kind }) => kind === DRILL_ENDED_KIND)
  if (ended && utcMs - ended.utcMs > OWED_MS) return undefined
  const isOver = ended !== undefined
  const settled = since.flatMap(({ kind, payload }) => (SETTLED.includes(kind) ? [payload['channel']] : []))
  const stood = Object.fromEntries(Object.entries(begun.data.stood).filter(([channel]) => !settled.includes(channel)))
  return isOver && Object.keys(stood).length === 0 ? undefined : { number: begun.data.number, stood, isOver }
}
