// Entries that make an actie what it is: added, and changed since. Pure.
import { z } from 'zod'
import { OWNERS, type ActionView } from '../../contract/faults.ts'
import type { StoredEntry } from '../ledger/port.ts'
import { ADDED_KIND } from './action-machine.ts'
import { DELETED_KIND, numberSchema, PASSED, readCommonFact, utcMsSchema, type EntryWords } from './register-entries.ts'
import type { Fact } from './register-types.ts'

export const ACTION_CHANGED_KIND = 'action.changed'
export const ACTION_COUNTED_KIND = 'action.counted'
/** All that is looked through to know which acties there are. */
export const ACTION_KINDS = [ADDED_KIND, ACTION_CHANGED_KIND, ACTION_COUNTED_KIND, DELETED_KIND] as const

const states = z.enum(['open', 'done', 'proven', 'dropped'])
const added = z.object({
  number: numberSchema,
  owner: z.enum(OWNERS),
  dueUtcMs: utcMsSchema.exactOptional(),
  about: z.string().exactOptional(),
})

const WORDS: EntryWords<ActionView> = {
  changed: ACTION_CHANGED_KIND,
  counted: ACTION_COUNTED_KIND,
  item: added.extend({ seq: z.number().int(), utcMs: utcMsSchema, state: states, stateUtcMs: utcMsSchema }),
  parts: { done: states, effect: states, dropped: states, open: states, due: utcMsSchema, owner: z.enum(OWNERS) },
}

export function readActionFact(entry: StoredEntry): Fact<ActionView> {
  if (entry.kind !== ADDED_KIND) return readCommonFact(entry, WORDS) ?? PASSED
  const item = added.safeParse(entry.payload)
  if (!item.success) return PASSED
  const { seq, utcMs, content } = entry
  return { fact: 'opened', item: { ...item.data, seq, utcMs, ...(content === undefined ? {} : { text: content }), state: 'open', stateUtcMs: utcMs } }
}
