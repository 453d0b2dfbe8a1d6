// The real record with its writer in this thread, at a time that the test sets: months pass in a moment. Signs when told.
import { join } from 'node:path'
import { Writer } from '../../electron/host/ledger/writer.ts'
import type { ClockQuality } from '../../electron/host/ledger/entry.ts'
import type { EntryDraft, Ledger, LedgerEvent, StoredEntry } from '../../electron/host/ledger/port.ts'
import { prepareDraft } from '../../electron/host/ledger/draft.ts'
import type { FromWriter } from '../../electron/host/ledger/writer-protocol.ts'
import { fail, ok, type Result } from '../../native/kit/result.ts'
import { failure } from '../../native/kit/errors.ts'
import { AT_ONCE } from './second-disk-at-once.ts'

export interface DirectRecord extends Pick<Ledger, 'latest'> {
  readonly folder: string
  /** One commit. @returns seq of the last one */
  write(drafts: readonly EntryDraft[], utcMs: number): number
  record(draft: EntryDraft, utcMs: number): Promise<Result<{ readonly seq: number }>>
  onCommitted(listener: (event: LedgerEvent) => void): void
  sign(utcMs: number): void
  close(utcMs: number): void
}

export function openDirectRecord(root: string, utcMs: number, boot = 'boot-1'): DirectRecord {
  const folder = join(root, 'ledger')
  const told: FromWriter[] = []
  const listeners: ((event: LedgerEvent) => void)[] = []
  const writer = new Writer({ post: (message) => told.push(message), defer: () => {}, ...AT_ONCE })
  const startUtcMs = utcMs
  let salts = 0
  let questions = 0
  let head = { seq: 0, anchoredSeq: 0, headCode: '' }
  const stamp = (atUtcMs: number) => ({ monoUs: (atUtcMs - startUtcMs) * 1000, utcMs: atUtcMs, clock: 'unknown' as ClockQuality })
  const take = <Type extends FromWriter['type']>(type: Type): Extract<FromWriter, { type: Type }> => {
    const found = told.find((message) => message.type === type)
    if (!found) throw new Error(`no ${type}: ${JSON.stringify(told)}`)
    told.length = 0
    return found as Extract<FromWriter, { type: Type }>
  }
  writer.receive({ type: 'open', request: { folder, keyFolder: join(root, 'keys'), checkpointCopy: undefined, boot, stamp: stamp(utcMs), newLedgerId: '00112233445566778899aabbccddeeff', acknowledged: undefined } })
  head = take('opened').head

  const write = (drafts: readonly EntryDraft[], atUtcMs: number): Result<number> => {
    const entries = drafts.map((draft) => prepareDraft(draft, { stamp: stamp(atUtcMs), salt: () => Uint8Array.from({ length: 16 }, () => (salts++) & 0xff) }))
    const refused = entries.find((entry) => !entry.ok)
    if (refused && !refused.ok) return refused
    writer.receive({ type: 'write', entries: entries.flatMap((entry) => (entry.ok ? [entry.value] : [])) })
    const failed = told.find((message) => message.type === 'not-written')
    if (failed) return fail(failed.error)
    const written = take('written')
    head = written.head
    const stored = drafts.map((draft, at): StoredEntry => ({ seq: written.firstSeq + at, utcMs: atUtcMs, kind: draft.kind, actor: draft.actor, payload: draft.payload, ...(draft.content === undefined ? {} : { content: draft.content }) }))
    for (const listener of listeners) listener({ event: 'committed', entries: stored, head })
    return ok(head.seq)
  }
  return {
    folder,
    write(drafts, atUtcMs) {
      const written = write(drafts, atUtcMs)
      if (!written.ok) throw new Error(`${written.error.code} ${written.error.detail}`)
      return written.value
    },
    async record(draft, atUtcMs) {
      const written = write([draft], atUtcMs)
      return written.ok ? ok({ seq: written.value }) : written
    },
    async latest(kinds, limit) {
      writer.receive({ type: 'latest', id: questions++, kinds, limit })
      const { result } = take('answer')
      return result.ok ? result : fail(failure(result.error.code, result.error.detail))
    },
    onCommitted: (listener) => void listeners.push(listener),
    sign(atUtcMs) {
      writer.receive({ type: 'anchor', utcMs: atUtcMs })
      told.length = 0
    },
    close: (atUtcMs) => writer.receive({ type: 'close', utcMs: atUtcMs }),
  }
}
