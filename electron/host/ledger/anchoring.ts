// Signs the head of the open ledger and writes it where it will be looked for: beside the record, and then on another path.
import { statSync } from 'node:fs'
import { dirname } from 'node:path'
import { failure } from '../../../native/kit/errors.ts'
import { fail, ok, type Result } from '../../../native/kit/result.ts'
import { appendLine, syncFolder } from './append-file.ts'
import { CHECKPOINT_VERSION, encodeCheckpoint, type SignedCheckpoint } from './checkpoint.ts'
import { encodeHeadCode } from './head-code.ts'
import type { LedgerPaths } from './ledger-files.ts'
import type { SecondFile } from './second-file.ts'
import type { SigningKey } from './signing-key.ts'
import type { Store } from './store.ts'
import { attempt } from './store-failure.ts'

export interface AnchoringOptions {
  readonly paths: LedgerPaths
  /** Gets each line that was signed, and holds nothing up. */
  readonly secondFile: Pick<SecondFile, 'add'> | undefined
  readonly key: SigningKey
  readonly store: Store
  readonly boot: string
  readonly last: SignedCheckpoint | undefined
}

export interface Anchoring {
  readonly seq: number
  readonly headCode: string
  /** Signs when there is something new. @returns STORE_DAMAGED when the open files are no longer the ones in the folder */
  sign(utcMs: number): Result<void>
  /** From the next checkpoint on. */
  use(key: SigningKey): void
}

export function createAnchoring({ paths, secondFile, key: first, store, boot, last }: AnchoringOptions): Anchoring {
  let key = first
  let seq = last?.seq ?? 0
  let headCode = last ? encodeHeadCode(last.seq, Buffer.from(last.head, 'hex')) : ''
  const identity = identityOf(paths)

  /** Who made the file may have been killed before its name was durable: once a start is enough. */
  let isNamed = false
  const append = (line: string): void => {
    appendLine(paths.checkpoints, line)
    if (!isNamed) syncFolder(dirname(paths.checkpoints))
    isNamed = true
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
      const written = attempt('checkpoint', () => append(line))
      // Also when the first file refuses: then it is the only one that vouches.
      secondFile?.add(line)
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
