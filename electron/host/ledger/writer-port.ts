// The host's end of the line to the writer.
import { Worker } from 'node:worker_threads'
import type { FromWriter, ToWriter } from './writer-protocol.ts'

export interface WriterPort {
  post(message: ToWriter): void
  /** Ends the writer at once and resolves when it is gone; `onGone` is not called then. */
  end(): Promise<void>
}

export interface WriterListener {
  readonly onMessage: (message: FromWriter) => void
  /** Once, when the writer dies by itself. */
  readonly onGone: (cause: string) => void
}

export type StartWriter = (listener: WriterListener) => WriterPort

/** Runs the writer in a worker thread. A bundled host hands in the URL of its own writer file. */
export function writerInThread(url: URL = new URL('./writer-thread.ts', import.meta.url)): StartWriter {
  return ({ onMessage, onGone }) => {
    const worker = new Worker(url, { name: 'ledger-writer' })
    let ended = false
    let cause = 'ended without a word'
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
