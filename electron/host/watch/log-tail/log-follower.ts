// Follows one log file, one look at a time. It reads and never writes; how files are opened is handed in.
import { encodingOf, endLines, lineEnd, startLines, takeBytes, LINE_BYTES_MAX, type LineState } from './log-lines.ts'
import { placeAt, planStep, type FilePlace, type FileSight } from './follow-plan.ts'
import type { LogLook } from './log-messages.ts'
import type { JudgeLine } from './log-words.ts'

/** Clocks of a share and of this machine differ: a file that is not clearly older than our beginning is new. */
const SKEW_MS = 60_000

/** An open file. */
export interface LogFile {
  sight(): Promise<FileSight>
  /** Up to `bytes` from `at`; fewer when the file has become shorter. */
  read(at: number, bytes: number): Promise<Uint8Array>
  close(): Promise<void>
}

export interface LogFiles {
  /** Rejects with the system's own error, its `code` beside it. */
  open(path: string): Promise<LogFile>
  /** Number of the file that bears this name now; rejects as `open`. */
  numberOf(path: string): Promise<string>
  /**
   * Whether the file may stay open between looks, so that the last lines before a rotation are read too. On Windows not:
   * a held file whose name is deleted keeps that name from the program that writes it.
   */
  readonly mayHold: boolean
}

export interface LogFollower {
  /** One look; never throws. The first one only notes where the log ends: what stands there already is no news. */
  look(): Promise<LogLook>
  readonly looking: boolean
  close(): Promise<void>
}

const CHUNK_BYTES = 65_536

interface Gathered {
  lines: number
  skipped: number
  telling?: Extract<LogLook, { found: 'file' }>['telling']
}

/** @param beganUtcMs  a file that appears later and is older than this was only out of reach: what stands in it is no news either */
export function createLogFollower(path: string, judge: JudgeLine, files: LogFiles, beganUtcMs: number): LogFollower {
  return new Follower(path, judge, files, beganUtcMs)
}

class Follower implements LogFollower {
  readonly #path: string
  readonly #judge: JudgeLine
  readonly #files: LogFiles
  readonly #beganUtcMs: number
  #file: { readonly open: LogFile; readonly number: string } | undefined
  #place: FilePlace | undefined
  #looking = false
  #lines: LineState = startLines('utf-8', false)
  /** Of the first file it meets: one that is there at once is old, one that comes later is new unless it is clearly older. */
  #meets: 'whatever-is-there' | 'what-comes' | 'known' = 'whatever-is-there'

  constructor(path: string, judge: JudgeLine, files: LogFiles, beganUtcMs: number) {
    this.#path = path
    this.#judge = judge
    this.#files = files
    this.#beganUtcMs = beganUtcMs
  }

  get looking(): boolean {
    return this.#looking
  }

  async look(): Promise<LogLook> {
    this.#looking = true
    const look = await this.#lookOnce()
    this.#looking = false
    return look
  }

  async #lookOnce(): Promise<LogLook> {
    const gathered: Gathered = { lines: 0, skipped: 0 }
    try {
      await this.#finishOld(gathered)
      this.#file ??= { open: await this.#files.open(this.#path), number: '' }
      const { open } = this.#file
      const sight = await open.sight()
      this.#file = { open, number: sight.number }
      if (this.#isOld(sight)) await this.#begin(open, sight)
      else await this.#goOn(open, sight, gathered)
      if (!this.#files.mayHold) await this.close()
    } catch (cause) {
      await this.close()
      const look = nothing(cause)
      if (look.found === 'nothing' && look.cause === 'missing' && this.#meets === 'whatever-is-there') this.#meets = 'what-comes'
      return gathered.lines > 0 ? { found: 'file', ...gathered } : look
    }
    this.#meets = 'known'
    return { found: 'file', ...gathered }
  }

  async close(): Promise<void> {
    const held = this.#file
    this.#file = undefined
    await held?.open.close().catch(() => undefined)
  }

  /** Another file bears the name: what the held one still got is read before it is let go. */
  async #finishOld(gathered: Gathered): Promise<void> {
    if (!this.#file) return
    const now = await this.#files.numberOf(this.#path).catch(() => undefined)
    if (now === this.#file.number) return
    const { open } = this.#file
    await this.#goOn(open, await open.sight(), gathered)
    await this.close()
  }

  #isOld(sight: FileSight): boolean {
    return this.#meets === 'whatever-is-there' || (this.#meets === 'what-comes' && sight.bornMs < this.#beganUtcMs - SKEW_MS)
  }

  /** Behind the last complete line: a half line that is finished later is news. */
  async #begin(open: LogFile, sight: FileSight): Promise<void> {
    const encoding = encodingOf(sight.head)
    const even = encoding === 'utf-16le' ? sight.bytes - (sight.bytes % 2) : sight.bytes
    const from = Math.max(0, even - LINE_BYTES_MAX)
    const tail = await open.read(from, even - from)
    let behind = -1
    for (let end = lineEnd(tail, 0, encoding); end >= 0; end = lineEnd(tail, behind, encoding)) behind = end + (encoding === 'utf-16le' ? 2 : 1)
    const isHalfway = behind < 0 && from > 0
    this.#lines = startLines(encoding, isHalfway)
    this.#place = placeAt(sight, behind >= 0 ? from + behind : isHalfway ? even : 0)
  }

  async #goOn(open: LogFile, sight: FileSight, gathered: Gathered): Promise<void> {
    const plan = planStep(this.#place, sight)
    if (plan.step === 'anew') this.#tell(endLines(this.#lines), gathered)
    // Of a file that was empty until now nobody could tell what it is written in.
    if (plan.step === 'anew' || this.#place?.offset === 0) this.#lines = startLines(encodingOf(sight.head), false)
    if (plan.skipped > 0) this.#lines = startLines(this.#lines.encoding, true)
    gathered.skipped += plan.skipped
    let at = plan.from
    while (at < plan.to) {
      const bytes = await open.read(at, Math.min(CHUNK_BYTES, plan.to - at))
      if (bytes.length === 0) break
      at += bytes.length
      const taken = takeBytes(this.#lines, bytes)
      this.#lines = taken.state
      this.#tell(taken.lines, gathered)
    }
    this.#place = placeAt(sight, at)
  }

  #tell(lines: readonly string[], gathered: Gathered): void {
    gathered.lines += lines.length
    for (const line of lines) {
      const telling = this.#judge(line)
      if (telling) gathered.telling = telling
    }
  }
}

function nothing(cause: unknown): LogLook {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : ''
  const detail = code === '' ? String(cause) : code
  if (code === 'ENOENT' || code === 'ENOTDIR') return { found: 'nothing', cause: 'missing', detail }
  return { found: 'nothing', cause: code === 'EACCES' || code === 'EPERM' ? 'denied' : 'failed', detail }
}
