// Debian's Kamailio packages, downloaded and unpacked into the project's cache. Never installed: installing would start a service.
import { spawn } from 'node:child_process'
import { existsSync, globSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const CACHE = fileURLToPath(new URL('../../.cache/kamailio/', import.meta.url))
const ROOT = join(CACHE, 'root')

const APT_MS = 120_000
const COMMAND_MS = 30_000

export function kamailioPaths(): { readonly binary: string; readonly libraries: string; readonly modules: string } {
  const modules = globSync(join(ROOT, 'usr/lib/*/kamailio/modules'))[0] ?? join(ROOT, 'usr/lib/kamailio/modules')
  const own = dirname(modules)
  return { binary: join(ROOT, 'usr/sbin/kamailio'), modules, libraries: [own, dirname(own), join(ROOT, 'usr/lib'), join(ROOT, 'lib')].join(':') }
}

/** Concurrent callers each unpack into a folder of their own; the first to rename it into place wins. */
export async function ensureKamailio(): Promise<void> {
  if (existsSync(kamailioPaths().binary)) return
  await mkdir(CACHE, { recursive: true })
  const work = await mkdtemp(join(CACHE, 'work-'))
  try {
    await download(['kamailio'], work)
    await unpackInto(work)
    const missing = await missingPackages(work)
    if (missing.length > 0) {
      await download(missing, work)
      await unpackInto(work)
    }
    await rename(join(work, 'root'), ROOT).catch((cause: unknown) => {
      if (!existsSync(kamailioPaths().binary)) throw cause
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
  if (second.code !== 0) throw new Error(`Kamailio cannot be downloaded; on Debian: apt-get update && apt-get download kamailio\n${updated.output}\n${second.output}`)
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
async function missingPackages(work: string): Promise<readonly string[]> {
  const linked = await run('ldd', ['root/usr/sbin/kamailio'], { folder: work, withinMs: COMMAND_MS })
  if (!linked.output.includes('not found')) return []
  const wanted = await run('apt-get', ['install', '--print-uris', '-qq', '--no-install-recommends', 'kamailio'], { folder: work, withinMs: COMMAND_MS })
  return [...wanted.output.matchAll(/^'[^']+' ([a-z0-9.+-]+)_/gm)].map((match) => match[1] ?? '').filter((name) => name !== '' && name !== 'kamailio')
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
