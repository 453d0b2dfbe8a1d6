// The Debian packages the guest is made of: downloaded and unpacked, never installed. Source: reference/hil.md, "Packages".
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, readdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'

/** Everything beside the kernel. The libraries come along so that the guest does not depend on the machine that builds it. */
const PACKAGES = [
  'busybox-static', // shell and mount
  'udev', // rules for rights; udevadm tells serialport what a port is
  'xz-utils', // runs here, for the kernel
  'libacl1', 'libblkid1', 'libcap2', 'libkmod2', 'liblzma5', 'libpcre2-8-0', 'libselinux1', 'libssl3', 'libzstd1', // udev
  'libc6', 'libgcc-s1', 'libstdc++6', // node
  'libudev1', 'libusb-1.0-0', // node-hid
] as const
/** Depends on the kernel that is current; the cloud kernel has no USB. */
const KERNEL_OF = 'linux-image-amd64'

const ASK_MS = 20_000
const DOWNLOAD_MS = 4 * 60_000 // 83 MB
const UNPACK_MS = 60_000
const LAST_WORDS = 600

export class CannotBuild extends Error {}

/**
 * Makes sure of a folder with the downloaded packages.
 *
 * @returns names of the files in it, which carry the versions
 * @throws {CannotBuild} with what is missing and its cure
 */
export async function ensurePackages(cache: string, say: (text: string) => void): Promise<{ readonly folder: string; readonly files: readonly string[] }> {
  const folder = join(cache, 'packages')
  if (!existsSync(folder)) await download(folder, cache, say)
  const files = (await readdir(folder)).filter((name) => name.endsWith('.deb')).toSorted()
  const missing = PACKAGES.filter((name) => !files.some((file) => file.startsWith(`${name}_`)))
  if (missing.length === 0) return { folder, files }
  await rm(folder, { recursive: true })
  return ensurePackages(cache, say)
}

async function download(folder: string, cache: string, say: (text: string) => void): Promise<void> {
  const work = `${folder}-${process.pid}`
  const lists = join(cache, 'apt')
  await mkdir(work, { recursive: true })
  try {
    say('downloading the Debian packages of the guest (83 MB)')
    if (await fetchAll(work, [])) return await rename(work, folder)
    // No lists, or lists that name versions the mirror no longer has. Lists of our own need no rights.
    const own = ['-o', `Dir::State=${lists}`, '-o', `Dir::State::lists=${join(lists, 'lists')}`, '-o', `Dir::Cache=${lists}`, '-o', 'Dir::State::status=/var/lib/dpkg/status', '-o', 'APT::Sandbox::User=']
    await mkdir(join(lists, 'lists', 'partial'), { recursive: true })
    await mkdir(join(lists, 'archives', 'partial'), { recursive: true })
    const updated = await run('apt-get', [...own, '-q', 'update'], { folder: work, withinMs: DOWNLOAD_MS })
    if (await fetchAll(work, own)) return await rename(work, folder)
    throw new CannotBuild(`the guest's Debian packages cannot be downloaded: apt-get update && apt-get download ${KERNEL_OF}\n${updated.output.slice(-LAST_WORDS)}`)
  } finally {
    await rm(lists, { recursive: true, force: true })
    await rm(work, { recursive: true, force: true })
  }
}

async function fetchAll(work: string, options: readonly string[]): Promise<boolean> {
  const depends = await run('apt-cache', [...options, 'depends', KERNEL_OF], { folder: work, withinMs: ASK_MS })
  const kernel = /Depends: (linux-image-\S+)/.exec(depends.output)?.[1]
  if (kernel === undefined) return false
  const fetched = await run('apt-get', [...options, '-q', 'download', kernel, ...PACKAGES], { folder: work, withinMs: DOWNLOAD_MS })
  return fetched.code === 0
}

/** Unpacks into two folders: `kernel` and `root`, everything else. */
export async function unpackPackages(folder: string, files: readonly string[], into: string): Promise<void> {
  for (const file of files) {
    const target = join(into, file.startsWith('linux-image-') ? 'kernel' : 'root')
    await mkdir(target, { recursive: true })
    const unpacked = await run('dpkg-deb', ['-x', join(folder, file), target], { folder: into, withinMs: UNPACK_MS })
    if (unpacked.code !== 0) throw new CannotBuild(`cannot unpack ${file}: ${unpacked.output.slice(-LAST_WORDS)}`)
  }
}

export interface Ran {
  readonly code: number | null
  readonly output: string
}

/** Runs a program to its end; a program that is not there is an answer too. */
export function run(command: string, args: readonly string[], options: { readonly folder: string; readonly withinMs: number }): Promise<Ran> {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: options.folder, timeout: options.withinMs, stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive', LC_ALL: 'C.UTF-8' } })
    let output = ''
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        output += text
      })
    }
    child.once('error', (error) => resolve({ code: null, output: error.message }))
    child.once('close', (code) => resolve({ code, output }))
  })
}
