// The host's end of the line to the thread that verifies the whole record while it is written.
import type { Clock } from '../../../native/kit/clock.ts'
import type { CheckRecord } from './port.ts'
import { askThread } from './thread-answer.ts'

/** As the call `record.check` waits. A million entries take seconds, their signatures some ten more. */
const CHECK_MS = 110_000

/** One thread a check. @returns what `verifyLedger` reports, and STORE_BUSY when it takes longer than a page waits */
export function checkInThread(clock: Clock, url: URL = new URL('./check-thread.ts', import.meta.url)): CheckRecord {
  return (asked) => askThread(clock, { url, name: 'ledger check', data: asked, boundMs: CHECK_MS })
}
