// Signs the head of the open ledger and writes it where it will be looked for: beside the record, and on another path.
import { statSync } from 'node:fs'
import { dirname } from 'node:path'
import { failure, type Failure } from '../../../native/kit/errors.ts'
import { fail, ok, type Result } from '../../../native/kit/result.ts'
import { appendLine, syncFolder } from './append-file.ts'
import { CHECKPOINT_VERSION, encodeCheckpoint, type SignedCheckpoint } from './checkpoint.ts'
import { encodeHeadCode } from './head-code.ts'
import type { LedgerPaths } from './ledger-files.ts'
import type { SigningKey } from './signing-key.ts'
import type { Store } from './store.ts'
import { attempt } from './store-failure.ts'

export interface AnchoringOptions {
  readonly paths: LedgerPaths
  readonly checkpointCopy: string | undefined
  readonly key: SigningKey
  readonly store: Store
  readonly boot: string
  readonly last: SignedCheckpoint | undefined
  /** The second file cannot be written, or can again: told once each, the record goes on. */
  readonly onSecondFile: (error: Failure | undefined) => void
}

export interface Anchoring {
  readonly seq: number
  readonly headCode: string
  /** Signs when there is something new. @returns STORE_DAMAGED when the open files are no longer the ones in the folder */
  sign(utcMs: number): Result<void>
  /** From the next checkpoint on. */
  use(key: SigningKey): void
}

export function createAnchoring({ paths, checkpointCopy, key: first, store, boot, last, onSecondFile }: AnchoringOptions): Anchoring {
  let key = first
  let seq = last?.seq ?? 0
  let headCode = last ? encodeHeadCode(last.seq, Buffer.from(last.head, 'hex')) : ''
  let copyFails = false
  const identity = identityOf(paths)

  /** Who made the files may have been killed before their names were durable: once a start is enough. */
  const named = new Set<string>()

  const append = (path: string, line: string): void => {
    appendLine(path, line)
    if (!named.has(path)) syncFolder(dirname(path))
    named.add(path)
  }
  const copy = (line: string): void => {
    if (checkpointCopy === undefined) return
    const written = attempt('checkpoint copy', () => append(checkpointCopy, line))
    if (written.ok === copyFails) onSecondFile(written.ok ? undefined : failure('STORE_SECOND_FILE', written.error.detail))
    copyFails = !written.ok
  }

  return {
    get seq() {
      return seq
    },
    get headCode() {
      return headCode
    },
    sign(utcMs) {
      // SQLite goes on writing into a file that somebody moved or deleted: all of it would be lost, and nothing would say so.
      if (identityOf(paths) !== identity) return fail(failure('STORE_DAMAGED', 'the files were moved or replaced while open'))
      const { head, ledger } = store
      if (head.seq <= seq) return ok()
      const checkpoint = { v: CHECKPOINT_VERSION, ledger, seq: head.seq, head: Buffer.from(head.hash).toString('hex'), boot, utc: utcMs } as const
      const line = encodeCheckpoint(checkpoint, key.privateKey)
      const written = attempt('checkpoint', () => append(paths.checkpoints, line))
      copy(line)
      if (!written.ok) return written
      seq = head.seq
      headCode = encodeHeadCode(head.seq, head.hash)
      return ok()
    },
    use(next) {
      key = next
    },
  }
}

/** Device and inode of database and log: another file under the same name is another identity. */
function identityOf(paths: LedgerPaths): string {
  return [paths.database, paths.log]
    .map((path) => statSync(path, { bigint: true, throwIfNoEntry: false }))
    .map((found) => (found ? `${found.dev}:${found.ino}` : 'gone'))
    .join(' ')
}
