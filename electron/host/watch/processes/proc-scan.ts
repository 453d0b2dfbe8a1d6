// Programs on Linux, from /proc: known by the name the kernel keeps (`comm`) or, since a program may rename itself (Node 24
// is called MainThread), by the file it runs. One that was found is asked for by its number, one file a second; only while it
// is missing all of /proc is gone through, at most once a scan time for all probes together and in slices. Read at once and
// not through Node's thread pool: `comm`, `stat` and `exe` are answered from the kernel's memory without a lock of the
// program looked at. `cmdline` is not read: a program that hangs can hold up whoever asks for that.
import { closeSync, openSync, readdirSync, readlinkSync, readSync } from 'node:fs'
import { basename } from 'node:path'
import type { Clock } from '../../../../native/kit/clock.ts'
import type { ProcessList } from './process-list.ts'

/** What the kernel keeps of a name. Source: proc(5), /proc/pid/comm, TASK_COMM_LEN. */
const COMM_CHARS = 15

const SCAN_FRESH_MS = 800
/** About a millisecond of the event loop. */
const SLICE = 100
const READ_BYTES = 512
/** A process takes its name in the moment after it was made; who kept one over two scans is asked again each eighth. */
const SETTLED_SCANS = 2
const ASK_AGAIN_SCANS = 8

export interface ProcFiles {
  /** Numbers of all processes. */
  list(): readonly string[]
  /** The beginning of a file below /proc; undefined when it is gone. */
  read(path: string): string | undefined
  /** Name of the file that a process runs; undefined where that may not be known (another user's). */
  runs(pid: string): string | undefined
  /** Lets others have their turn. */
  pause(): Promise<void>
}

/** What a process was called, and since which scan. */
interface Seen {
  readonly comm: string
  readonly scan: number
}

/** A process is its number and the moment it started: numbers are used again. */
interface Found {
  readonly pid: string
  readonly comm: string
  readonly started: string
}

export function createProcScan(clock: Clock, files: ProcFiles = procFiles()): ProcessList {
  return new ProcScan(clock, files)
}

class ProcScan implements ProcessList {
  readonly #clock: Clock
  readonly #files: ProcFiles
  readonly #wanted = new Map<string, number>()
  readonly #found = new Map<string, Found>()
  /** Names by number at the last scan: what is called as it was runs what it ran. */
  #seen = new Map<string, Seen>()
  #scans = 0
  #scanned: { readonly names: ReadonlySet<string>; readonly atMs: number } = { names: new Set(), atMs: -Infinity }
  #scanning: Promise<void> | undefined

  constructor(clock: Clock, files: ProcFiles) {
    this.#clock = clock
    this.#files = files
  }

  want(name: string): void {
    const before = this.#wanted.get(name) ?? 0
    this.#wanted.set(name, before + 1)
    // Nobody has asked yet what runs under the names that are known.
    if (before > 0) return
    this.#seen.clear()
    this.#scanned = { names: new Set(), atMs: -Infinity }
  }

  leave(name: string): void {
    const left = (this.#wanted.get(name) ?? 1) - 1
    if (left > 0) return void this.#wanted.set(name, left)
    this.#wanted.delete(name)
    this.#found.delete(name)
  }

  async sees(name: string): Promise<boolean> {
    if (this.#isStill(name)) return true
    const isLost = this.#found.delete(name)
    await this.#scanning
    // What the last scan did not look for it cannot have missed.
    if (isLost || !this.#scanned.names.has(name) || this.#clock.monotonicMs() - this.#scanned.atMs >= SCAN_FRESH_MS) {
      await (this.#scanning ??= this.#scan().finally(() => { this.#scanning = undefined }))
    }
    return this.#found.has(name)
  }

  #isStill(name: string): boolean {
    const found = this.#found.get(name)
    const now = found && this.#lookAt(found.pid)
    if (!found || !now || now.started !== found.started) return false
    return now.comm === found.comm || this.#bears(now, name)
  }

  async #scan(): Promise<void> {
    const missing = new Set([...this.#wanted.keys()].filter((name) => !this.#found.has(name)))
    const seen = new Map<string, Seen>()
    this.#scans += 1
    const pids = this.#files.list()
    for (let at = 0; at < pids.length; at += SLICE) {
      for (const pid of pids.slice(at, at + SLICE)) this.#examine(pid, missing, seen)
      await this.#files.pause()
    }
    this.#seen = seen
    this.#scanned = { names: missing, atMs: this.#clock.monotonicMs() }
  }

  #examine(pid: string, missing: ReadonlySet<string>, seen: Map<string, Seen>): void {
    const before = this.#seen.get(pid)
    const isSettled = before !== undefined && this.#scans - before.scan > SETTLED_SCANS
    if (isSettled && (Number(pid) + this.#scans) % ASK_AGAIN_SCANS !== 0) return void seen.set(pid, before)
    const comm = this.#files.read(`${pid}/comm`)?.trimEnd()
    if (comm === undefined) return
    const isKnown = before?.comm === comm
    seen.set(pid, isKnown ? before : { comm, scan: this.#scans })
    const runs = isKnown ? undefined : this.#files.runs(pid)
    for (const name of missing) {
      if (runs !== name && !isCommOf(comm, name)) continue
      const now = this.#lookAt(pid)
      if (now) this.#found.set(name, now)
    }
  }

  #bears({ pid, comm }: Found, name: string): boolean {
    return isCommOf(comm, name) || this.#files.runs(pid) === name
  }

  /** `12 (name) S …`: a name may hold brackets, the state stands behind the last one, the start 20 words on. Source: proc(5), /proc/pid/stat. */
  #lookAt(pid: string): Found | undefined {
    const stat = this.#files.read(`${pid}/stat`)
    const behind = stat?.lastIndexOf(')') ?? -1
    if (stat === undefined || behind < 0) return undefined
    const [state = '', ...rest] = stat.slice(behind + 2).split(' ')
    // Dead and not yet buried is not running.
    return /^[ZXx]/.test(state) ? undefined : { pid, comm: stat.slice(stat.indexOf('(') + 1, behind), started: rest[18] ?? '' }
  }
}

const isCommOf = (comm: string, name: string): boolean => comm === name.slice(0, COMM_CHARS)

function procFiles(): ProcFiles {
  const buffer = Buffer.alloc(READ_BYTES)
  return {
    list: () => readdirSync('/proc').filter((name) => name.charCodeAt(0) <= 0x39),
    read(path) {
      let file: number
      try {
        file = openSync(`/proc/${path}`, 'r')
      } catch {
        return undefined
      }
      try {
        return buffer.toString('latin1', 0, readSync(file, buffer, 0, READ_BYTES, 0))
      } catch {
        return undefined
      } finally {
        closeSync(file)
      }
    },
    runs(pid) {
      try {
        // Of a program that was replaced while it runs the kernel says so behind its name.
        return basename(readlinkSync(`/proc/${pid}/exe`)).replace(/ \(deleted\)$/, '')
      } catch {
        return undefined
      }
    },
    pause: () => new Promise((resolve) => { setImmediate(resolve) }),
  }
}
