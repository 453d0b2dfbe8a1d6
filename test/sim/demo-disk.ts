// A small file system for the demo's record, so that a full disk can be shown without filling a real one: a tmpfs of our own.
import { execFile } from 'node:child_process'
import { statfsSync } from 'node:fs'
import { mkdir, open, readFile, rm, type FileHandle } from 'node:fs/promises'
import { join } from 'node:path'
import { failure } from '../../native/kit/errors.ts'
import { fail, ok, type Result } from '../../native/kit/result.ts'

export interface DemoDisk {
  readonly folder: string
  /** No free page is left, whoever took the last one. */
  readonly isFull: boolean
  /** Takes all room there is now. */
  fill(): Promise<void>
  /** Gives back what `fill` took. */
  empty(): Promise<void>
  /** Takes the file system away with all that is in it. */
  close(): Promise<void>
}

/** First word of a failure's detail; a page has a sentence for each. */
export type DemoDiskObstacle = 'not-linux' | 'no-right-to-mount' | 'mount-failed'

/** Hours of a demo's record; memory is taken only as it is used. */
const SIZE = '64m'
/** `mount` and `umount` of a tmpfs take some 10 ms. */
const MOUNT_MS = 5_000
/** As the source of the mount, so that a later run knows whose it was. */
const MARK = 'achterwacht-demo-'
const CHUNKS_BYTES = [1 << 20, 4096]

/**
 * Mounts a tmpfs at `folder`, which is made when it is not there. Mounts of earlier runs that ended without `close` are
 * taken away first.
 *
 * @returns DEVICE_UNSUPPORTED where this process cannot mount; the detail begins with a DemoDiskObstacle
 */
export async function openDemoDisk(folder: string): Promise<Result<DemoDisk>> {
  if (process.platform !== 'linux') return cannot('not-linux', process.platform)
  if (process.getuid?.() !== 0) return cannot('no-right-to-mount', 'not root')
  await unmountLeftovers()
  await mkdir(folder, { recursive: true })
  const mounted = await run('mount', ['-t', 'tmpfs', '-o', `size=${SIZE},mode=0700,nosuid,nodev,noexec`, `${MARK}${process.pid}`, folder])
  return mounted.ok ? ok(new TmpfsDisk(folder)) : cannot('mount-failed', mounted.error.detail)
}

const cannot = (obstacle: DemoDiskObstacle, detail: string): Result<DemoDisk> => fail(failure('DEVICE_UNSUPPORTED', `${obstacle}: ${detail}`))

class TmpfsDisk implements DemoDisk {
  readonly folder: string
  readonly #filler: string
  #isOpen = true

  constructor(folder: string) {
    this.folder = folder
    this.#filler = join(folder, 'filler')
  }

  get isFull(): boolean {
    return this.#isOpen && statfsSync(this.folder).bavail === 0
  }

  async fill(): Promise<void> {
    if (!this.#isOpen) return
    const file = await open(this.#filler, 'a')
    try {
      for (const bytes of CHUNKS_BYTES) await writeUntilFull(file, Buffer.alloc(bytes, 1))
    } finally {
      await file.close()
    }
  }

  async empty(): Promise<void> {
    if (this.#isOpen) await rm(this.#filler, { force: true })
  }

  async close(): Promise<void> {
    if (!this.#isOpen) return
    this.#isOpen = false
    await unmount(this.folder)
  }
}

/** Ends, because the file system does. */
async function writeUntilFull(file: FileHandle, chunk: Buffer): Promise<void> {
  try {
    for (;;) await file.writeFile(chunk)
  } catch (cause) {
    if (!(cause instanceof Error && 'code' in cause && cause.code === 'ENOSPC')) throw cause
  }
}

/** Lazy: it is gone from the tree at once, also while somebody still has a file open in it. */
const unmount = (folder: string): Promise<Result<string>> => run('umount', ['-l', folder])

async function unmountLeftovers(): Promise<void> {
  const table = await readFile('/proc/self/mounts', 'utf8')
  for (const line of table.split('\n')) {
    const [source = '', folder = ''] = line.split(' ')
    const owner = source.startsWith(MARK) ? Number(source.slice(MARK.length)) : Number.NaN
    if (Number.isInteger(owner) && !isAlive(owner)) await unmount(unescape(folder))
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

/** The kernel writes spaces, tabs, line ends and backslashes in paths as octal. */
const unescape = (path: string): string => path.replace(/\\([0-7]{3})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)))

function run(command: string, argv: readonly string[]): Promise<Result<string>> {
  return new Promise((resolve) => {
    execFile(command, [...argv], { timeout: MOUNT_MS, encoding: 'utf8' }, (error, stdout, stderr) =>
      resolve(error ? fail(failure('DEVICE_UNSUPPORTED', stderr.trim() || error.message)) : ok(stdout)),
    )
  })
}
