// The host's end of the line to the thread that copies the record.
import type { Clock } from '../../../native/kit/clock.ts'
import type { CopyRecord } from './port.ts'
import { askThread } from './thread-answer.ts'

/** A record of five years over a slow share; longer, and something hangs. */
const COPY_MS = 3_600_000

/** One thread a copy. @returns what `copyLedger` returns, and STORE_BUSY after an hour. What is half is cleared away before the next one. */
export function copyInThread(clock: Clock, url: URL = new URL('./copy-thread.ts', import.meta.url)): CopyRecord {
  return (asked) => askThread(clock, { url, name: 'ledger copy', data: asked, boundMs: COPY_MS })
}
