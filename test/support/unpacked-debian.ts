// Debian packages downloaded and unpacked into the project's cache. Never installed: installing would start a service.
import { spawn } from 'node:child_process'
import { existsSync, globSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const CACHE = fileURLToPath(new URL('../../.cache/', import.meta.url))

const APT_MS = 120_000
const COMMAND_MS = 30_000

export interface UnpackedPackage {
  /** Name of the package, and of its folder in the cache. */
  readonly package: string
  /** Path of its program inside the package: `usr/sbin/kamailio`. */
  readonly program: string
}

/** Where it lies, whether or not it is there yet. `libraries`: for LD_LIBRARY_PATH, its own folders first. */
export function unpackedPaths({ package: name, program }: UnpackedPackage): { readonly root: string; readonly binary: string; readonly libraries: string } {
  const root = join(CACHE, name, 'root')
  const own = globSync(join(root, 'usr/lib/*-linux-gnu'))
  const named = globSync(join(root, `usr/lib/*/${name}`))
  return { root, binary: join(root, program), libraries: [...named, ...own, join(root, 'usr/lib'), join(root, 'lib')].join(':') }
}

/**
 * Fetches and unpacks it unless it is there.
 *
 * @throws with the cure when it cannot be had: never skipped
 * @remarks Concurrent callers each unpack into a folder of their own; the first to rename it into place wins.
 */
export async function ensureUnpacked(wanted: UnpackedPackage): Promise<void> {
  const { root, binary } = unpackedPaths(wanted)
  if (existsSync(binary)) return
  const { package: name, program } = wanted
  const folder = join(CACHE, name)
  await mkdir(folder, { recursive: true })
  const work = await mkdtemp(join(folder, 'work-'))
  try {
    await download([name], work)
    await unpackInto(work)
    const missing = await missingPackages(work, name, program)
    if (missing.length > 0) {
      await download(missing, work)
      await unpackInto(work)
    }
    await rename(join(work, 'root'), root).catch((cause: unknown) => {
      if (!existsSync(binary)) throw cause
    })
  } finally {
    await rm(work, { recursive: true, force: true })
  }
}

async function download(packages: readonly string[], folder: string): Promise<void> {
  const first = await run('apt-get', ['download', '-q', ...packages], { folder, withinMs: APT_MS })
  if (first.code === 0) return
  // No lists, or lists that name versions the mirror no longer has. Another run may be updating at this moment: then it is done for us.
  const updated = await run('apt-get', ['update', '-q'], { folder, withinMs: APT_MS })
  const second = await run('apt-get', ['download', '-q', ...packages], { folder, withinMs: APT_MS })
  if (second.code !== 0) throw new Error(`${packages.join(' ')} cannot be downloaded; on Debian: apt-get update && apt-get download ${packages.join(' ')}\n${updated.output}\n${second.output}`)
}

async function unpackInto(work: string): Promise<void> {
  const files = (await readdir(work)).filter((name) => name.endsWith('.deb'))
  for (const file of files) {
    const unpacked = await run('dpkg-deb', ['-x', file, 'root'], { folder: work, withinMs: COMMAND_MS })
    if (unpacked.code !== 0) throw new Error(`cannot unpack ${file}: ${unpacked.output}`)
    await rm(join(work, file))
  }
}

/** What apt would install beside it, asked only when a library is really missing: most machines have them all. */
async function missingPackages(work: string, name: string, program: string): Promise<readonly string[]> {
  const linked = await run('ldd', [join('root', program)], { folder: work, withinMs: COMMAND_MS })
  if (!linked.output.includes('not found')) return []
  // Simulated: `--print-uris` leaves out what apt has in its own cache.
  const wanted = await run('apt-get', ['install', '--simulate', '-qq', '--no-install-recommends', name], { folder: work, withinMs: COMMAND_MS })
  return [...wanted.output.matchAll(/^Inst ([a-z0-9.+-]+)/gm)].map((match) => match[1] ?? '').filter((one) => one !== '' && one !== name)
}

interface Ran {
  readonly code: number | null
  readonly output: string
}

function run(command: string, args: readonly string[], options: { readonly folder: string; readonly withinMs: number }): Promise<Ran> {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: options.folder, timeout: options.withinMs, env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive', LC_ALL: 'C.UTF-8' } })
    let output = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => { output += text })
    child.stderr.setEncoding('utf8').on('data', (text: string) => { output += text })
    child.once('error', (error) => resolve({ code: null, output: error.message }))
    child.once('close', (code) => resolve({ code, output }))
  })
}
