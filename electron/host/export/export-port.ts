// The host's end of the line to the thread that writes an export.
import { rmSync } from 'node:fs'
import { Worker } from 'node:worker_threads'
import type { Clock } from '../../../native/kit/clock.ts'
import { failure } from '../../../native/kit/errors.ts'
import { fail, type Result } from '../../../native/kit/result.ts'
import type { Exported, WriteExport } from './types.ts'

/** Whoever asked waits 60 s: a longer period is for `achterwacht copy`. */
const EXPORT_MS = 50_000

/** One thread an export. @returns what `writeExport` returns, and STORE_BUSY after 50 s */
export function exportInThread(clock: Clock, url: URL = new URL('../export-thread.ts', import.meta.url)): WriteExport {
  return (asked) => new Promise((resolve) => {
    const worker = new Worker(url, { name: 'ledger-export', workerData: asked })
    let cause = 'ended without a word'
    let isLate = false
    worker.unref()
    const bound = clock.after(EXPORT_MS, () => {
      isLate = true
      void worker.terminate()
    })
    worker.on('message', (answer: Result<Exported>) => resolve(answer))
    worker.on('error', (error) => { cause = String(error) })
    worker.on('exit', (code) => {
      bound.cancel()
      if (isLate) rmSync(asked.to, { recursive: true, force: true })
      resolve(fail(isLate ? failure('STORE_BUSY', `not done in ${EXPORT_MS / 1000} s`) : failure('BUG_UNEXPECTED', `export: ${cause} (exit ${code})`)))
    })
  })
}
