// The host's end of the line to the reading thread.
import { Worker } from 'node:worker_threads'
import type { FromReader, ToReader } from './reader-protocol.ts'

export interface ReaderPort {
  post(message: ToReader): void
  /** Ends the thread, also in the middle of a question; `onGone` is not called then. */
  end(): Promise<void>
}

export interface ReaderListener {
  /** It runs. */
  readonly onUp: () => void
  readonly onMessage: (message: FromReader) => void
  /** Once, when it dies by itself. */
  readonly onGone: (cause: string) => void
}

export type StartReader = (listener: ReaderListener) => ReaderPort

/** Runs the reader of this folder in a worker thread. */
export function readerInThread(folder: string, url: URL = new URL('../../reader-thread.ts', import.meta.url)): StartReader {
  return ({ onUp, onMessage, onGone }) => {
    const worker = new Worker(url, { name: 'ledger-reader', workerData: { folder } })
    let ended = false
    let cause = 'ended without a word'
    worker.on('online', onUp)
    worker.on('message', onMessage)
    worker.on('error', (error) => { cause = String(error) })
    worker.on('exit', (code) => {
      if (!ended) onGone(`${cause} (exit ${code})`)
      ended = true
    })
    return {
      post: (message) => { if (!ended) worker.postMessage(message) },
      async end() {
        ended = true
        await worker.terminate()
      },
    }
  }
}
