// The host's side of the log reader: one process for all logs of the site, started with the first of them, started anew
// when it dies. Why a process: log-child.ts.
import { fork, type ChildProcess } from 'node:child_process'
import type { Clock, Timer } from '../../../../native/kit/clock.ts'
import { failure } from '../../../../native/kit/errors.ts'
import { fail, ok, type Result } from '../../../../native/kit/result.ts'
import { childPort, SMALL_CHILD_FLAGS } from '../../../../native/transport/child-port.ts'
import type { FromReader, LogLook, ToReader } from './log-messages.ts'
import type { LogWords } from './log-words.ts'

export interface FollowedLog {
  /** @returns what changed since the look before. One at a time: asked again meanwhile, the same one answers. It may never, so the asker has a bound of his own */
  look(): Promise<LogLook>
  leave(): void
}

export interface LogReader {
  /** @returns LINK_UNSUPPORTED where there is no program to read with, LINK_BUSY with more than LOGS_MAX */
  follow(log: LogWords & { readonly path: string }): Result<FollowedLog>
}

/** A running reader process. */
export interface ReaderProcess {
  send(message: ToReader): void
  onMessage(listener: (message: FromReader) => void): void
  /** Comes once, however it ended. */
  onGone(listener: () => void): void
  kill(): void
}

export interface LogReaderDeps {
  readonly clock: Clock
  /** Undefined: there is no Node that can be started here (a packaged Electron). */
  readonly start: (() => ReaderProcess) | undefined
}

/** A thread each, and two for whoever else reads. */
const LOGS_MAX = 16
const THREADS = LOGS_MAX + 2
/** Within the silence that is borne: the death of a reader is none of the service's. */
const RESTART_MS = 1_000

interface Entry {
  readonly follow: ToReader
  /** The one look that is under way, and who is told of it. */
  pending: { readonly look: Promise<LogLook>; readonly answer: (look: LogLook) => void } | undefined
}

const notRead = (detail: string): LogLook => ({ found: 'nothing', cause: 'failed', detail })

export function createLogReader({ clock, start }: LogReaderDeps): LogReader {
  const logs = new Map<number, Entry>()
  let running: ReaderProcess | undefined
  let restart: Timer | undefined
  let last = 0

  const settle = (entry: Entry | undefined, look: LogLook): void => {
    const pending = entry?.pending
    if (entry) entry.pending = undefined
    pending?.answer(look)
  }
  const begin = (): void => {
    if (running || !start || logs.size === 0) return
    const child = start()
    running = child
    child.onMessage(({ log, look }) => settle(logs.get(log), look))
    child.onGone(() => {
      if (running !== child) return
      running = undefined
      for (const entry of logs.values()) settle(entry, notRead('the log reader ended'))
      restart = clock.after(RESTART_MS, begin)
    })
    for (const { follow } of logs.values()) child.send(follow)
  }
  const end = (): void => {
    restart?.cancel()
    const child = running
    running = undefined
    child?.kill()
  }

  return {
    follow({ path, good, bad }) {
      if (!start) return fail(failure('LINK_UNSUPPORTED', 'no program to read logs with'))
      if (logs.size >= LOGS_MAX) return fail(failure('LINK_BUSY', `more than ${LOGS_MAX} logs`))
      const log = ++last
      const entry: Entry = { follow: { ask: 'follow', log, path, good, bad }, pending: undefined }
      logs.set(log, entry)
      if (running) running.send(entry.follow)
      else begin()
      return ok({
        look: () => {
          if (!running) return Promise.resolve(notRead('the log reader is being started'))
          if (!entry.pending) {
            let answer: (look: LogLook) => void = () => undefined
            const look = new Promise<LogLook>((resolve) => { answer = resolve })
            entry.pending = { look, answer }
            running.send({ ask: 'look', log })
          }
          return entry.pending.look
        },
        leave: () => {
          if (!logs.delete(log)) return
          if (logs.size === 0) end()
          else running?.send({ ask: 'leave', log })
        },
      })
    },
  }
}

/** @param node  the Node that runs it */
export function readerProcess(node: string, environment: NodeJS.ProcessEnv): ReaderProcess {
  const env = { ...environment, UV_THREADPOOL_SIZE: String(THREADS) }
  const child: ChildProcess = fork(new URL('./log-child.ts', import.meta.url), { execPath: node, execArgv: [...SMALL_CHILD_FLAGS], env, stdio: ['ignore', 'ignore', 'ignore', 'ipc'] })
  // It must not keep the host alive.
  child.unref()
  child.channel?.unref()
  return childPort<ToReader, FromReader>(child)
}
