// Entries of a register as facts: what was changed, what was counted, which words are gone. The same for meldingen and acties.
// Whatever does not read as one of ours is passed over: an earlier or later version may have written it. Pure.
import { z } from 'zod'
import { NUMBER } from '../../contract/faults.ts'
import type { StoredEntry } from '../ledger/port.ts'
import type { Fact, Item, Said } from './register-types.ts'

export const DELETED_KIND = 'content.deleted'
export const BEGUN_ANEW_KIND = 'ledger.opened-first'

export const numberSchema = z.string().regex(NUMBER)
export const utcMsSchema = z.number().int().nonnegative()

const deletedSchema = z.union([
  z.object({ seq: z.number().int() }),
  z.object({ kinds: z.array(z.string()), ranges: z.array(z.tuple([z.number().int(), z.number().int()])) }),
])
const lastSchema = z.record(z.string(), z.number().int().nonnegative())

export interface EntryWords<One extends Item> {
  readonly changed: string
  readonly counted: string
  /** What of an item is in a count; its words are not. */
  readonly item: z.ZodType<One>
  /** Each part that can be changed, with what it can become. */
  readonly parts: Readonly<Record<string, z.ZodType<string | number>>>
}

/** Undefined: of another kind. */
export function readCommonFact<One extends Item>({ kind, payload, utcMs }: StoredEntry, words: EntryWords<One>): Fact<One> | undefined {
  switch (kind) {
    case words.changed: {
      const number = numberSchema.safeParse(payload['number'])
      const said = readSaid(payload, words.parts)
      return number.success && said ? { fact: 'changed', number: number.data, said, utcMs } : PASSED
    }
    case words.counted: {
      const last = lastSchema.safeParse(payload['last'])
      const items = z.array(words.item).safeParse(payload['items'])
      return last.success && items.success ? { fact: 'counted', last: last.data, items: items.data } : PASSED
    }
    case DELETED_KIND: {
      const of = deletedSchema.safeParse(payload)
      return of.success ? { fact: 'words-deleted', of: of.data } : PASSED
    }
    default:
      return undefined
  }
}

export const PASSED = { fact: 'passed' } as const

function readSaid({ what, to }: StoredEntry['payload'], parts: EntryWords<Item>['parts']): Said | undefined {
  const part = typeof what === 'string' && Object.hasOwn(parts, what) ? parts[what]?.safeParse(to) : undefined
  return part?.success ? { what: String(what), to: part.data } : undefined
}
