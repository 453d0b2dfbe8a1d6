// The program's log: JSON lines in files that rotate, one line a transition. For technicians; the record is the ledger.
// A log that cannot be written drops lines and counts them: it never throws into the host and never eats its memory.
import type { Clock } from '../../../native/kit/clock.ts'
import { createFileSink } from './file-sink.ts'
import { redact } from './redact.ts'

export type LogLevel = 'info' | 'warn' | 'error'
export type LogFields = Readonly<Record<string, unknown>>

/** What the rest of the host knows of the log. `event` is dotted and past tense: `switch.confirmed`, `pedal.lost`. */
export interface Log {
  info(event: string, fields?: LogFields): void
  warn(event: string, fields?: LogFields): void
  error(event: string, fields?: LogFields): void
}

export interface FileLog extends Log {
  /** Lines that were not written, since the start: the file could not be written, or far too much came at once. */
  readonly dropped: number
  /** Writes what waits and closes the file; bounded by 1 s. */
  close(): Promise<void>
}

export interface FileLogOptions {
  readonly folder: string
  readonly clock: Clock
  /** Takes warnings and errors as well, one line each, without line end. */
  readonly stderr?: (line: string) => void
}

/** Ten files of ten megabytes: some weeks of a position that is not flapping. */
const FILE_MAX_BYTES = 10 * 1024 * 1024
const FILES_MAX = 10

/** `host.jsonl` is the present file, `host1.jsonl` the one before it, up to `host9.jsonl`. */
export const LOG_FILE = 'host.jsonl'

export function createFileLog(options: FileLogOptions): FileLog {
  const sink = createFileSink({
    folder: options.folder,
    file: LOG_FILE,
    clock: options.clock,
    maxBytes: FILE_MAX_BYTES,
    maxFiles: FILES_MAX,
  })
  const write = (level: LogLevel, event: string, fields: LogFields = {}): void => {
    const line = formatLine(options.clock.utcMs(), level, event, fields)
    sink.write(line)
    if (level !== 'info') tell(options.stderr, line)
  }
  return {
    info: (event, fields) => write('info', event, fields),
    warn: (event, fields) => write('warn', event, fields),
    error: (event, fields) => write('error', event, fields),
    get dropped() {
      return sink.dropped
    },
    close: () => sink.close(),
  }
}

function formatLine(utcMs: number, level: LogLevel, event: string, fields: LogFields): string {
  const head = { t: new Date(utcMs).toISOString(), level, event }
  try {
    // The head is put in twice: first for its place in the line, last so that no field can take its name.
    return JSON.stringify(Object.assign({ ...head }, redact(fields), head))
  } catch (cause) {
    return JSON.stringify({ ...head, unloggable: cause instanceof Error ? cause.message : String(cause) })
  }
}

/** A closed stderr is no reason to stop. */
function tell(stderr: FileLogOptions['stderr'], line: string): void {
  try {
    stderr?.(line)
  } catch {
    // Nobody is left to be told.
  }
}
