// Calls for help that nobody has taken, in a small file beside the record: one that is set aside, or a host that is killed before its
// entry is on the disk, must not silence them. Who calls stands in it no longer than until somebody takes the call.
import { z } from 'zod'
import type { StoredEntry } from '../ledger/port.ts'
import { isOpen, type Emergency } from './emergency-machine.ts'

export const keptOpenSchema = z.object({
  open: z.array(z.object({
    id: z.string(),
    kind: z.enum(['call', 'status']),
    from: z.string().optional(),
    gssi: z.string().optional(),
    devices: z.array(z.string()),
    raisedUtcMs: z.number(),
    rbs: z.enum(['at', 'away', 'down']),
  })),
})
export type KeptOpen = z.infer<typeof keptOpenSchema>

/** As a small file is read and written. */
export interface OpenCallsFile {
  read(): { readonly found: 'value'; readonly value: KeptOpen } | { readonly found: 'absent' | 'unreadable' }
  write(value: KeptOpen): void
}

/** Writes what is open, when that is otherwise than it stands there. */
export function createOpenKeeping(file: OpenCallsFile | undefined): (all: readonly Emergency[]) => void {
  const read = file?.read()
  let written = read?.found === 'value' ? JSON.stringify(read.value) : JSON.stringify({ open: [] })
  return (all) => {
    const kept: KeptOpen = { open: all.filter(isOpen).map(({ id, kind, from, gssi, devices, raisedUtcMs, rbs }) => ({ id, kind, from, gssi, devices: [...devices], raisedUtcMs, rbs })) }
    const text = JSON.stringify(kept)
    if (text === written) return
    written = text
    file?.write(kept)
  }
}

/** What stands in the file and is not known to the record, which knows better what became of the others. @param entries  of EMERGENCY_KINDS */
export function openBeside(file: OpenCallsFile | undefined, entries: readonly StoredEntry[]): readonly Emergency[] {
  const read = file?.read()
  if (read?.found !== 'value') return []
  return unknownTo(entries, read.value.open.map(({ from, gssi, ...rest }) => ({ ...rest, ...(from === undefined ? {} : { from }), ...(gssi === undefined ? {} : { gssi }) })))
}

export function unknownTo(entries: readonly StoredEntry[], all: readonly Emergency[]): readonly Emergency[] {
  const known = new Set(entries.map(({ payload }) => payload['alarm']))
  return all.filter(({ id }) => !known.has(id))
}
