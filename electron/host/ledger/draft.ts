// The border of the record: a draft comes in, what can be hashed and stored comes out. Everything is decided before it waits.
import { failure } from '../../../native/kit/errors.ts'
import { fail, ok, type Result } from '../../../native/kit/result.ts'
import { canonicalJson } from './canonical-json.ts'
import { decodeDeletion, isRangeDeletion } from './deletions.ts'
import { CONTENT_DELETED_KIND, contentHash, type PreparedEntry, type Stamp } from './entry.ts'
import type { EntryDraft } from './port.ts'

/** Larger things belong in several entries; also keeps a full spool below a size a workstation can hold. */
export const MAX_PAYLOAD_BYTES = 65_536
export const MAX_CONTENT_BYTES = 262_144
/** Seqs that the ranges of one deletion may span together: 18 000 texts went in 0.23 s. */
export const MAX_DELETED_SPAN = 20_000
/** Seqs times ranges: for each text the database looks through the ranges, a microsecond each. Else a commit takes seconds. */
const MAX_DELETED_LOOKS = 100_000
const MAX_NAME = 64
const KIND = /^[a-z][a-z0-9-]*(?:\.[a-z0-9-]+)+$/
const POSITION = /^[\p{L}\p{N}][\p{L}\p{N} ._:-]*$/u

export interface DraftMarks {
  readonly stamp: Stamp
  /** SALT_BYTES fresh bytes, drawn only for a draft with content. */
  readonly salt: () => Uint8Array
}

/** @returns CALL_INVALID with what is wrong; nothing of such a draft is stored */
export function prepareDraft(draft: EntryDraft, { stamp, salt }: DraftMarks): Result<PreparedEntry> {
  const fault = nameFault(draft)
  if (fault !== undefined) return invalid(fault)
  // Text of people may hold half an emoji; losing a note over it would be the worse mistake.
  const content = draft.content === undefined ? undefined : { salt: salt(), text: draft.content.toWellFormed() }
  const text = content && Buffer.from(content.text, 'utf8')
  if (text && text.length > MAX_CONTENT_BYTES) return invalid(`content of ${text.length} bytes, at most ${MAX_CONTENT_BYTES}`)

  const payload = canonicalJson(content && text ? { ...draft.payload, content: contentHash(content.salt, text) } : draft.payload)
  if (!payload.ok) return payload
  if (Buffer.byteLength(payload.value) > MAX_PAYLOAD_BYTES) return invalid(`payload over ${MAX_PAYLOAD_BYTES} bytes`)

  const { role, position } = draft.actor
  const deletes = draft.kind === CONTENT_DELETED_KIND ? decodeDeletion(draft.payload, Number.POSITIVE_INFINITY) : undefined
  return ok({
    ...stamp, role, position, kind: draft.kind, payload: payload.value,
    ...(content ? { content } : {}),
    ...(deletes === undefined || deletes === 'malformed' ? {} : { deletes }),
  })
}

function nameFault({ kind, actor, payload }: EntryDraft): string | undefined {
  if (kind.length > MAX_NAME || !KIND.test(kind)) return `kind ${JSON.stringify(kind.slice(0, MAX_NAME))}`
  if (actor.position.length > MAX_NAME || !POSITION.test(actor.position)) return 'position'
  if (typeof payload !== 'object' || payload === null || Array.isArray(payload)) return 'payload is not an object'
  if ('content' in payload) return 'payload names content, which is the hash of the text beside it'
  return kind === CONTENT_DELETED_KIND ? deletionFault(payload) : undefined
}

function deletionFault(payload: EntryDraft['payload']): string | undefined {
  const deletion = decodeDeletion(payload, Number.POSITIVE_INFINITY)
  if (deletion === undefined) return `${CONTENT_DELETED_KIND} without the seq of an entry`
  if (deletion === 'malformed') return `${CONTENT_DELETED_KIND} with ranges that are none`
  if (!isRangeDeletion(deletion)) return undefined
  const span = deletion.ranges.reduce((sum, [from, to]) => sum + to - from + 1, 0)
  const most = Math.min(MAX_DELETED_SPAN, Math.floor(MAX_DELETED_LOOKS / deletion.ranges.length))
  return span > most ? `${CONTENT_DELETED_KIND} over ${span} entries, at most ${most} in ${deletion.ranges.length} ranges` : undefined
}

const invalid = (detail: string): Result<never> => fail(failure('CALL_INVALID', detail))
