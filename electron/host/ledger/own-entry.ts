// Entries the writer makes by itself, about the record and its key.
import type { JsonObject } from '../../contract/words.ts'
import { canonicalJson } from './canonical-json.ts'
import { GENESIS_KIND, KEY_ROTATED_KIND, KEY_SEALED_KIND, MIGRATED_KIND, RESUMED_KIND, type PreparedEntry, type Stamp } from './entry.ts'
import type { EntryActor, StoredEntry } from './port.ts'

/** All else of a run comes from the host. */
export const OWN_KINDS: readonly string[] = [GENESIS_KIND, MIGRATED_KIND, RESUMED_KIND, KEY_ROTATED_KIND, KEY_SEALED_KIND]

const CONSOLE: EntryActor = { role: 'system', position: 'host' }

export function ownEntry(kind: string, payload: JsonObject, { monoUs, utcMs, clock }: Stamp, actor = CONSOLE): PreparedEntry {
  const text = canonicalJson(payload)
  if (!text.ok) throw new Error(text.error.detail)
  return { monoUs, utcMs, clock, ...actor, kind, payload: text.value }
}

export const storedAs = ({ utcMs, kind, role, position, payload }: PreparedEntry, seq: number): StoredEntry => ({
  seq, utcMs, kind, actor: { role, position }, payload: JSON.parse(payload) as JsonObject,
})
