// What becomes part of the record, in which words. Content that may have to be deleted (free text, radio identities)
// goes beside the chain; times are whole milliseconds.
import type { Failure } from '../../native/kit/errors.ts'
import type { Result } from '../../native/kit/result.ts'
import type { Json, JsonObject, Role } from '../contract/words.ts'
import type { EntryDraft, Ledger } from './ledger/port.ts'

/** What was watched and by which constants, at each start: the header of the trace. Its lines follow as samples. */
export const BEGAN_KIND = 'watch.began'
/** Class B kinds: batched, and no news for people. */
export const SAMPLES_KIND = 'watch.samples'
export const WATCH_KIND = 'watch.saved'

export interface Recorder {
  /** Class A, by whoever pressed at this position. */
  person(kind: string, payload: object, options?: { readonly role?: Role; readonly content?: string }): Promise<Result<{ readonly seq: number }>>
  /** Class A, by the console itself. */
  system(kind: string, payload: object, content?: string): Promise<Result<{ readonly seq: number }>>
  /** The same; nobody waits. */
  note(kind: string, payload: object, content?: string): void
  /** Class B. */
  sample(kind: string, payload: object, content?: string): void
}

export interface RecorderOptions {
  readonly ledger: Pick<Ledger, 'record' | 'sample'>
  readonly position: string
  /** Said in every entry made on simulators. */
  readonly simulated: boolean
  /** Number of the drill that runs, where this entry is made in it. */
  readonly drillOf?: (kind: string, role: Role) => string | undefined
  readonly onRefused: (kind: string, error: Failure) => void
}

export function createRecorder({ ledger, position, simulated, drillOf = () => undefined, onRefused }: RecorderOptions): Recorder {
  const draft = (kind: string, role: Role, payload: object, content?: string): EntryDraft => {
    const drill = drillOf(kind, role)
    return {
      kind,
      actor: { role, position: role === 'system' ? 'host' : position },
      payload: { ...toJson(payload), ...(drill === undefined ? {} : { drill }), ...(simulated ? { simulated: true } : {}) },
      ...(content === undefined ? {} : { content }),
    }
  }
  const system: Recorder['system'] = async (kind, payload, content) => {
    const written = await ledger.record(draft(kind, 'system', payload, content))
    if (!written.ok) onRefused(kind, written.error)
    return written
  }
  return {
    person: (kind, payload, options = {}) => ledger.record(draft(kind, options.role ?? 'dispatcher', payload, options.content)),
    system,
    note: (kind, payload, content) => void system(kind, payload, content),
    sample: (kind, payload, content) => ledger.sample(draft(kind, 'system', payload, content)),
  }
}

/** Absent fields are left out and fractions of a millisecond dropped: the record holds whole numbers only. */
export function toJson(value: object): JsonObject {
  return Object.fromEntries(Object.entries(value).flatMap(([key, part]) => (part === undefined ? [] : [[key, toJsonPart(part)]])))
}

function toJsonPart(part: unknown): Json {
  if (typeof part === 'number') return Math.round(part)
  if (Array.isArray(part)) return part.map(toJsonPart)
  if (typeof part === 'object' && part !== null) return toJson(part)
  return part as Json
}
