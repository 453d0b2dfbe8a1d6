// A drill that an earlier run left in the record: begun and not ended, or ended with radios that were not back on their group yet.
// Read at the start, checked like any border.
import { z } from 'zod'
import type { Ledger } from '../ledger/port.ts'
import { DRILL_BEGUN_KIND, DRILL_ENDED_KIND, DRILL_RADIO_KINDS, type LeftDrill } from './drill.ts'

const begunSchema = z.object({ number: z.string(), stood: z.record(z.string(), z.string()).default({}) })

/** What a radio stands on longer after a drill is no drill's doing any more. */
const OWED_MS = 3_600_000
/** The two of a drill, and a line for each of its radios. */
const LOOKED_AT = 32

/** @returns undefined when none was left, or when the record cannot be read now */
export async function readLeftDrill(ledger: Pick<Ledger, 'latest'>, utcMs: number): Promise<LeftDrill | undefined> {
  const read = await ledger.latest([DRILL_BEGUN_KIND, DRILL_ENDED_KIND, ...DRILL_RADIO_KINDS], LOOKED_AT)
  const entries = read.ok ? read.value : []
  const at = entries.findIndex(({ kind }) => kind === DRILL_BEGUN_KIND)
  const begun = begunSchema.safeParse(entries[at]?.payload)
  if (!begun.success) return undefined
  const since = entries.slice(0, at)
  const ended = since.find(({ kind }) => kind === DRILL_ENDED_KIND)
  const done = new Set(since.flatMap(({ kind, payload }) => (kind === DRILL_ENDED_KIND ? [] : [payload['channel']])))
  const stood = Object.fromEntries(Object.entries(begun.data.stood).filter(([channel]) => !done.has(channel)))
  if (ended && utcMs - ended.utcMs > OWED_MS) return undefined
  return { number: begun.data.number, stood, isEnded: ended !== undefined }
}
