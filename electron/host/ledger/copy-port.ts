// The host's end of the line to the thread that copies the record.
import { Worker } from 'node:worker_threads'
import type { Clock } from '../../../native/kit/clock.ts'
import { failure } from '../../../native/kit/errors.ts'
import { fail, type Result } from '../../../native/kit/result.ts'
import type { Copied, CopyRecord } from './port.ts'

/** A record of five years over a slow share; longer, and something hangs. */
const COPY_MS = 3_600_000

/** One thread a copy. @returns what `copyLedger` returns, and STORE_BUSY after an hour */
export function copyInThread(clock: Clock, url: URL = new URL('./copy-thread.ts', import.meta.url)): CopyRecord {
  return (asked) => new Promise((resolve) => {
    const worker = new Worker(url, { name: 'ledger-copy', workerData: asked })
    let cause = 'ended without a word'
    // A console that ends does not wait for a copy; what is half is cleared away before the next one.
    worker.unref()
    const bound = clock.after(COPY_MS, () => {
      resolve(fail(failure('STORE_BUSY', 'the copy took longer than an hour')))
      void worker.terminate()
    })
    worker.on('message', (answer: Result<Copied>) => resolve(answer))
    worker.on('error', (error) => { cause = String(error) })
    worker.on('exit', (code) => {
      bound.cancel()
      resolve(fail(failure('BUG_UNEXPECTED', `ledger copy: ${cause} (exit ${code})`)))
    })
  })
}
