// Who has a port open that we cannot have: the other programs of this user tell, the system's own do not. Linux only.
// Source: proc(5), /proc/PID/fd and /proc/PID/comm.
import { readdir, readFile, readlink, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Clock } from '../kit/clock.ts'
import { bounded } from './bounded.ts'

export interface HolderOptions {
  readonly clock: Clock
  readonly proc?: string
  readonly uid?: number | undefined
  readonly ownPid?: number
}

/** Some 120 processes take 0.1 s; longer than this nobody waits for a name. */
const LOOK_MS = 1_000
const PROCESSES_MAX = 2_000
const FILES_MAX = 1_000

/** `minicom (4711)`, or undefined when nobody says. Never rejects. */
export async function holderOf(node: string, options: HolderOptions): Promise<string | undefined> {
  const { clock, proc = '/proc', uid = process.getuid?.(), ownPid = process.pid } = options
  let late = false
  const look = async (): Promise<string | undefined> => {
    const pids = (await readdir(proc)).filter((name) => /^\d+$/.test(name) && Number(name) !== ownPid).toReversed().slice(0, PROCESSES_MAX)
    // Newest first: whoever took the port away took it lately.
    for (const pid of pids) {
      if (late) return undefined
      const folder = join(proc, pid)
      // Another user's are not ours to look into, and root may not spend the time on all there are.
      if (uid !== undefined && (await stat(folder).catch(() => undefined))?.uid !== uid) continue
      if (await hasOpen(join(folder, 'fd'), node)) return `${(await readFile(join(folder, 'comm'), 'utf8').catch(() => '?')).trim()} (${pid})`
    }
    return undefined
  }
  const looked = await bounded(clock, LOOK_MS, look().catch(() => undefined))
  late = !looked.done
  return looked.done ? looked.value : undefined
}

async function hasOpen(folder: string, node: string): Promise<boolean> {
  const files = await readdir(folder).catch(() => [])
  for (const file of files.slice(0, FILES_MAX)) {
    if ((await readlink(join(folder, file)).catch(() => '')) === node) return true
  }
  return false
}
