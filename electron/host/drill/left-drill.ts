// A drill that an earlier run left in the record: begun and not ended. Read at the start, checked like any border.
import { z } from 'zod'
import type { Ledger } from '../ledger/port.ts'
import { DRILL_BEGUN_KIND, DRILL_ENDED_KIND, type LeftDrill } from './drill.ts'

const begunSchema = z.object({ number: z.string(), stood: z.record(z.string(), z.string()).default({}) })

/** @returns undefined when none was running, or when the record cannot be read now */
export async function readLeftDrill(ledger: Pick<Ledger, 'latest'>): Promise<LeftDrill | undefined> {
  const read = await ledger.latest([DRILL_BEGUN_KIND, DRILL_ENDED_KIND], 1)
  const [newest] = read.ok ? read.value : []
  if (newest?.kind !== DRILL_BEGUN_KIND) return undefined
  const begun = begunSchema.safeParse(newest.payload)
  return begun.success ? begun.data : undefined
}
