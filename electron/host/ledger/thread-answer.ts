// One question to a thread of its own, for work that neither the console nor the writer may wait for: copying, verifying.
import { Worker } from 'node:worker_threads'
import type { Clock } from '../../../native/kit/clock.ts'
import { failure } from '../../../native/kit/errors.ts'
import { fail, type Result } from '../../../native/kit/result.ts'

export interface ThreadQuestion {
  readonly url: URL
  readonly name: string
  /** Plain data: it crosses by structured clone. */
  readonly data: unknown
  readonly boundMs: number
}

/** The thread answers by one message. @returns what it says; STORE_BUSY when the bound passes; BUG_UNEXPECTED when it dies */
export function askThread<T>(clock: Clock, { url, name, data, boundMs }: ThreadQuestion): Promise<Result<T>> {
  return new Promise((resolve) => {
    const worker = new Worker(url, { name, workerData: data })
    let cause = 'ended without a word'
    // A console that ends does not wait for it.
    worker.unref()
    const bound = clock.after(boundMs, () => {
      resolve(fail(failure('STORE_BUSY', `${name}: no answer within ${Math.round(boundMs / 1000)} s`)))
      void worker.terminate()
    })
    worker.on('message', (answer: Result<T>) => resolve(answer))
    worker.on('error', (error) => { cause = String(error) })
    worker.on('exit', (code) => {
      bound.cancel()
      resolve(fail(failure('BUG_UNEXPECTED', `${name}: ${cause} (exit ${code})`)))
    })
  })
}
