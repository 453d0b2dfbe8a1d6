// Lines into rotating files through winston's File transport. At the first full disk that one falls silent for ever and
// keeps every further line in memory (seen with winston 3.19): here it is then given up and made anew.
import { join } from 'node:path'
import type winston from 'winston'
import type { Clock } from '../../../native/kit/clock.ts'
import { createWatchedFs } from './watched-fs.ts'

export interface FileSinkOptions {
  readonly folder: string
  readonly file: string
  readonly clock: Clock
  readonly maxBytes: number
  readonly maxFiles: number
}

export interface FileSink {
  readonly dropped: number
  /** Never throws. */
  write(line: string): void
  close(): Promise<void>
}

/** After a failure, lines are dropped this long before the file is tried again. */
export const RETRY_MS = 10_000
/** Lines handed over and not yet with the system. */
const WAITING_MAX = 5_000
const CLOSE_MS = 1_000

type Winston = typeof winston
type FileTransport = InstanceType<Winston['transports']['File']>

type State =
  | { readonly at: 'loading'; readonly lines: string[] }
  | { readonly at: 'open'; readonly transport: FileTransport; waiting: number }
  | { readonly at: 'failed'; readonly retryAtMs: number }
  | { readonly at: 'closed' }

export function createFileSink(options: FileSinkOptions): FileSink {
  let state: State = { at: 'loading', lines: [] }
  let dropped = 0
  let loadedLibrary: Winston | undefined

  const failed = (): State => ({ at: 'failed', retryAtMs: options.clock.monotonicMs() + RETRY_MS })
  const open = (library: Winston): State => {
    let opened: Extract<State, { at: 'open' }> | undefined
    const giveUp = (): void => {
      if (opened === undefined || state !== opened) return
      dropped += opened.waiting
      state = failed()
      opened.transport.destroy()
    }
    const watchedFs = createWatchedFs({
      onLines: (count) => {
        if (opened) opened.waiting -= count
      },
      onError: giveUp,
    })
    try {
      const transport = new library.transports.File({
        filename: join(options.folder, options.file),
        maxsize: options.maxBytes,
        maxFiles: options.maxFiles,
        tailable: true,
        format: library.format.printf((info) => String(info.message)),
        options: { flags: 'a', fs: watchedFs },
      })
      // Stays for good: an error without a listener would end the process.
      transport.on('error', giveUp)
      opened = { at: 'open', transport, waiting: 0 }
      return opened
    } catch {
      return failed() // the folder cannot be made
    }
  }
  const write = (line: string): void => {
    if (state.at === 'failed' && loadedLibrary && options.clock.monotonicMs() >= state.retryAtMs) state = open(loadedLibrary)
    if (state.at === 'loading' && state.lines.length < WAITING_MAX) state.lines.push(line)
    else if (state.at === 'open' && state.waiting < WAITING_MAX) {
      state.waiting++
      state.transport.write({ level: 'info', message: line })
    } else dropped++
  }

  // Loading takes some 50 ms, which the start of the host need not wait for.
  const loaded = import('winston').then(
    ({ default: library }) => {
      loadedLibrary = library
      const lines = state.at === 'loading' ? state.lines : []
      state = open(library)
      for (const line of lines) write(line)
    },
    () => {
      dropped += state.at === 'loading' ? state.lines.length : 0
      state = failed()
    },
  )

  return {
    get dropped() {
      return dropped
    },
    write,
    async close() {
      await loaded
      if (state.at === 'open') await ended(options.clock, state.transport)
      if (state.at === 'open') dropped += state.waiting
      state = { at: 'closed' }
    },
  }
}

/** The file has everything, or could not be written; at most CLOSE_MS. */
function ended(clock: Clock, transport: FileTransport): Promise<void> {
  return new Promise((resolve) => {
    const timer = clock.after(CLOSE_MS, resolve)
    const end = (): void => {
      timer.cancel()
      resolve()
    }
    transport.once('finish', end)
    transport.once('error', end)
    transport.end()
  })
}
