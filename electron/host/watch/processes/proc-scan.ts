// Programs on Linux, from /proc. A program that was seen is asked for by its number, one file a second; only while it is
// missing all of /proc is gone through, at most once a scan time for all probes together and in slices. Read at once and not
// through Node's thread pool: `comm` and `stat` are answered from the kernel's memory without a lock of the program looked at.
// `cmdline` is not read: a program that hangs can hold up whoever asks for that.
import { closeSync, openSync, readdirSync, readSync } from 'node:fs'
import type { Clock } from '../../../../native/kit/clock.ts'
import type { ProcessList } from './process-list.ts'

/** What the kernel keeps of a name. Source: proc(5), /proc/pid/comm, TASK_COMM_LEN. */
export const COMM_CHARS = 15

const SCAN_FRESH_MS = 800
/** About a millisecond of the event loop. */
const SLICE = 100
const READ_BYTES = 256

export interface ProcFiles {
  /** Numbers of all processes. */
  list(): readonly string[]
  /** The beginning of a file below /proc; undefined when it is gone. */
  read(path: string): string | undefined
  /** Lets others have their turn. */
  pause(): Promise<void>
}

export function createProcScan(clock: Clock, files: ProcFiles = procFiles()): ProcessList {
  const wanted = new Map<string, number>()
  const found = new Map<string, string>()
  let scanned: { readonly names: ReadonlySet<string>; readonly atMs: number } = { names: new Set(), atMs: -Infinity }
  let scanning: Promise<void> | undefined

  const isAlive = (pid: string, comm: string): boolean => {
    const stat = files.read(`${pid}/stat`)
    // `12 (name) S …`: a name may hold brackets, the state stands behind the last one. Z and X are dead and not yet buried.
    const behind = stat?.lastIndexOf(')') ?? -1
    if (stat === undefined || behind < 0) return false
    return stat.slice(stat.indexOf('(') + 1, behind) === comm && !/[ZXx]/.test(stat.charAt(behind + 2))
  }
  const scan = async (): Promise<void> => {
    const missing = new Set([...wanted.keys()].filter((comm) => !found.has(comm)))
    const pids = files.list()
    for (let at = 0; at < pids.length; at += SLICE) {
      for (const pid of pids.slice(at, at + SLICE)) {
        const comm = files.read(`${pid}/comm`)?.trimEnd()
        if (comm !== undefined && missing.has(comm) && isAlive(pid, comm)) found.set(comm, pid)
      }
      await files.pause()
    }
    scanned = { names: missing, atMs: clock.monotonicMs() }
  }

  return {
    want: (name) => void wanted.set(commOf(name), (wanted.get(commOf(name)) ?? 0) + 1),
    leave(name) {
      const comm = commOf(name)
      const left = (wanted.get(comm) ?? 1) - 1
      if (left > 0) return void wanted.set(comm, left)
      wanted.delete(comm)
      found.delete(comm)
    },
    async sees(name) {
      const comm = commOf(name)
      const pid = found.get(comm)
      if (pid !== undefined && isAlive(pid, comm)) return true
      found.delete(comm)
      await scanning
      // What the last scan did not look for it cannot have missed.
      if (!scanned.names.has(comm) || clock.monotonicMs() - scanned.atMs >= SCAN_FRESH_MS) {
        await (scanning ??= scan().finally(() => { scanning = undefined }))
      }
      return found.has(comm)
    },
  }
}

const commOf = (name: string): string => name.slice(0, COMM_CHARS)

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
    pause: () => new Promise((resolve) => { setImmediate(resolve) }),
  }
}
