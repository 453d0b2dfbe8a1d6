// Debian packages the tests need, and why. None of them starts a service of its own.
import { accessSync, constants, existsSync, readdirSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { runChild } from '../electron/child.mjs'

/**
 * What a package is known by: a command in PATH, or a shared library.
 *
 * @typedef {{ readonly package: string, readonly why: string } & ({ readonly command: string } | { readonly library: string })} DebianPackage
 */

/** @type {readonly DebianPackage[]} */
export const DEBIAN_PACKAGES = [
  { package: 'socat', command: 'socat', why: 'pairs of pseudo-terminals, so that serialport opens a real tty' },
  { package: 'libusb-1.0-0', library: 'libusb-1.0.so.0', why: 'node-hid loads it, in tests and in the console' },
  { package: 'chromium', command: 'chromium', why: 'the page is tested in a real browser' },
  { package: 'qemu-system-x86', command: 'qemu-system-x86_64', why: 'a guest whose kernel has devices: drivers meet real ones in it' },
]

const APT_MS = 5 * 60_000
const APT_OPTIONS = ['-o', 'DPkg::Lock::Timeout=60', '-q']
const LISTS = '/var/lib/apt/lists'

/**
 * Installs what is missing where that is possible.
 *
 * @param {(text: string) => void} say
 * @returns {Promise<readonly string[]>} what is still missing, each with its reason and its cure
 */
export async function prepareDebian(say) {
  const missing = DEBIAN_PACKAGES.filter((row) => !isThere(row))
  if (missing.length === 0) return []
  const names = missing.map((row) => row.package)
  const advice = missing.map((row) => `${'command' in row ? row.command : row.library} (${row.why}): apt-get install ${row.package}`)
  if (!existsSync('/etc/debian_version') || process.getuid?.() !== 0) return advice
  say(`installing Debian packages: ${names.join(' ')}`)
  const failed = await aptInstall(names)
  if (failed === undefined) return []
  return [...advice, failed.trimEnd().split('\n').slice(-5).join('\n')]
}

/**
 * @param {readonly string[]} names
 * @returns {Promise<string | undefined>} what apt said when it failed
 */
async function aptInstall(names) {
  const install = ['install', '-y', '--no-install-recommends', ...names]
  if (hasLists() && (await apt(install)).code === 0) return undefined
  // No lists, or lists that name versions the mirror no longer has.
  const updated = await apt(['update'])
  const installed = await apt(install)
  return installed.code === 0 ? undefined : updated.output + installed.output
}

/** @param {readonly string[]} args */
function apt(args) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', LC_ALL: 'C.UTF-8' }
  return runChild('apt-get', [...APT_OPTIONS, ...args], { env, capture: true, timeoutMs: APT_MS })
}

function hasLists() {
  return existsSync(LISTS) && readdirSync(LISTS).some((name) => name.includes('_Packages'))
}

/** @param {DebianPackage} row */
export function isThere(row) {
  return 'command' in row ? hasCommand(row.command) : hasLibrary(row.library)
}

/** Debian's folders for shared libraries are named after the processor. @param {string} library */
function hasLibrary(library) {
  const folders = ['/usr/lib', '/lib'].flatMap((folder) => (existsSync(folder) ? [folder, ...readdirSync(folder).filter((name) => name.endsWith('-linux-gnu')).map((name) => join(folder, name))] : []))
  return folders.some((folder) => existsSync(join(folder, library)))
}

/** @param {string} command */
function hasCommand(command) {
  return (process.env.PATH ?? '').split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, command), constants.X_OK)
      return true
    } catch {
      return false
    }
  })
}
