// What was said at the start of a shift outlives the process: in a small file, and in the record where that file is lost.
import { z } from 'zod'
import { STANDARD_PROFILE } from '../../contract/switching.ts'
import type { Ledger, StoredEntry } from '../ledger/port.ts'

export const BEGAN_KIND = 'shift.began'
export const MANNED_KIND = 'shift.manned'
export const UNMANNED_KIND = 'shift.unmanned'
export const OUT_KIND = 'position.out-of-service'
export const IN_KIND = 'position.in-service'
const KINDS = [BEGAN_KIND, MANNED_KIND, UNMANNED_KIND, OUT_KIND, IN_KIND] as const
/** Enough to hold the last of each kind, whatever was said in between. */
const LOOKED_AT = 200

export const keptShiftSchema = z.object({
  profile: z.string(),
  /** Absent: nobody has said, and the site file does. */
  manned: z.boolean().optional(),
  sinceUtcMs: z.number().optional(),
  outOfServiceUtcMs: z.number().optional(),
  /** When a person last said any of this. */
  saidUtcMs: z.number(),
  /** A site file that the next start is to say it works by. */
  takingOver: z.object({ mark: z.string(), from: z.number(), by: z.enum(['itself', 'supervisor']) }).optional(),
  /** The day on which it was last said that the plan must be checked. */
  checkSaidOn: z.string().optional(),
})
export type KeptShift = z.infer<typeof keptShiftSchema>

/** As a small file is read. */
export interface KeptFile {
  read(): { readonly found: 'value'; readonly value: KeptShift } | { readonly found: 'absent' | 'unreadable' }
}

export const NO_SHIFT: KeptShift = { profile: STANDARD_PROFILE, saidUtcMs: 0 }

/** The newer of both counts: a disk that takes no file may still take a record, and the other way round. */
export async function readKeptShift(file: KeptFile, ledger: Pick<Ledger, 'latest'>): Promise<KeptShift> {
  const kept = file.read()
  const entries = await ledger.latest(KINDS, LOOKED_AT)
  const recorded = entries.ok ? shiftOf(entries.value) : NO_SHIFT
  if (kept.found !== 'value') return recorded
  if (recorded.saidUtcMs <= kept.value.saidUtcMs) return kept.value
  const { takingOver, checkSaidOn } = kept.value
  return { ...recorded, ...(takingOver ? { takingOver } : {}), ...(checkSaidOn === undefined ? {} : { checkSaidOn }) }
}

function shiftOf(newestFirst: readonly StoredEntry[]): KeptShift {
  return newestFirst.toReversed().reduce<KeptShift>((kept, { kind, payload, utcMs }) => {
    const said = { ...kept, saidUtcMs: typeof payload['at'] === 'number' ? payload['at'] : utcMs }
    const { profile, manned } = payload
    switch (kind) {
      case BEGAN_KIND:
        return typeof profile === 'string' && typeof manned === 'boolean' ? { ...said, profile, manned, sinceUtcMs: said.saidUtcMs } : kept
      case MANNED_KIND:
      case UNMANNED_KIND:
        return { ...said, manned: kind === MANNED_KIND }
      case OUT_KIND:
        return { ...said, outOfServiceUtcMs: said.saidUtcMs }
      default:
        return inService(said)
    }
  }, NO_SHIFT)
}

export function inService({ outOfServiceUtcMs: _out, ...rest }: KeptShift): KeptShift {
  return rest
}
