// Where SQLite's and the file system's errors become coded failures. Source: sqlite.org/rescode.html.
import { failure, type ErrorCode, type Failure } from '../../../native/kit/errors.ts'
import { fail, ok, type Result } from '../../../native/kit/result.ts'

/** Primary result codes; the low byte of an extended one. */
const PRIMARY: Readonly<Record<number, ErrorCode>> = {
  1: 'STORE_DAMAGED', // SQLITE_ERROR: with fixed statements only a schema that is not ours
  3: 'STORE_READONLY', // PERM
  5: 'STORE_BUSY',
  6: 'STORE_BUSY', // LOCKED
  8: 'STORE_READONLY',
  10: 'STORE_UNREADABLE', // IOERR
  11: 'STORE_DAMAGED', // CORRUPT
  13: 'STORE_FULL',
  14: 'STORE_READONLY', // CANTOPEN
  19: 'STORE_DAMAGED', // CONSTRAINT: our own triggers refuse a chain that does not fit
  20: 'STORE_DAMAGED', // MISMATCH: a column with a type that is not ours
  26: 'STORE_DAMAGED', // NOTADB
}

/** Extended codes whose cause is narrower than their family's. */
const EXTENDED: Readonly<Record<number, ErrorCode>> = {
  266: 'STORE_DAMAGED', // IOERR_READ: bad sector under the record
  522: 'STORE_DAMAGED', // IOERR_SHORT_READ
  776: 'STORE_DAMAGED', // READONLY_ROLLBACK: a rollback journal beside it; a ledger in WAL mode has none
  4874: 'STORE_FULL', // IOERR_SHMSIZE: no room for the 32 kB index of the write-ahead log
  8458: 'STORE_DAMAGED', // IOERR_CORRUPTFS
}

const SYSTEM: Readonly<Record<string, ErrorCode>> = {
  ENOSPC: 'STORE_FULL',
  EDQUOT: 'STORE_FULL',
  EACCES: 'STORE_READONLY',
  EPERM: 'STORE_READONLY',
  EROFS: 'STORE_READONLY',
  ENOTDIR: 'STORE_READONLY',
  EEXIST: 'STORE_READONLY',
  EBUSY: 'STORE_BUSY',
}

/** Translates what SQLite or node:fs threw. `where` names the step for the technician. */
export function storeFailure(error: unknown, where: string): Failure {
  if (!(error instanceof Error)) return failure('BUG_UNEXPECTED', `${where}: ${String(error)}`)
  const detail = `${where}: ${error.message}`
  if ('errcode' in error && typeof error.errcode === 'number') {
    const code = EXTENDED[error.errcode] ?? PRIMARY[error.errcode & 0xff] ?? 'STORE_UNREADABLE'
    return failure(code, `${detail} (SQLite ${error.errcode})`)
  }
  if ('syscall' in error && 'code' in error && typeof error.code === 'string') {
    return failure(SYSTEM[error.code] ?? 'STORE_UNREADABLE', detail)
  }
  return failure('BUG_UNEXPECTED', `${detail}${error.stack ? ` ${error.stack}` : ''}`)
}

/** Runs one step that speaks in exceptions and answers in values. */
export function attempt<T>(where: string, step: () => T): Result<T> {
  try {
    return ok(step())
  } catch (error) {
    return fail(storeFailure(error, where))
  }
}
