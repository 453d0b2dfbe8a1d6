// The npm packages and the locked Node, for both commands: `npm start` and `npm test`. Plain JS for any Node >= 18.
import { existsSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { runChild } from './child.mjs'

export const ROOT = fileURLToPath(new URL('..', import.meta.url))

const OLDEST_OUTER = 18
const OLDEST_OWN = 24 // the first that strips types and has node:sqlite without a flag
const RETRIES = ['--fetch-retry-mintimeout=2000', '--fetch-retry-maxtimeout=8000'] // npm's own let an offline desk wait 80 s
const INSTALL_MS = 15 * 60_000 // about 100 MB over the slowest line a meldkamer has

/**
 * What went wrong, for a person: one line in both languages, and the words of the tool that failed.
 *
 * @typedef {object} Trouble
 * @property {false} ok
 * @property {string} nl
 * @property {string} en
 * @property {number} code  to exit with
 * @property {string} [detail]
 */

/** @typedef {(nl: string, en: string) => void} Say */

/**
 * Makes node_modules what the lock file says and finds the Node that runs everything after this.
 *
 * @param {Say} say
 * @returns {Promise<{ ok: true, node: string } | Trouble>}
 */
export async function prepare(say) {
  if (majorOf(process.versions.node) < OLDEST_OUTER) {
    return trouble(
      `Node ${process.versions.node} is te oud; nodig is Node ${OLDEST_OUTER} of nieuwer.`,
      `Node ${process.versions.node} is too old; Node ${OLDEST_OUTER} or newer is needed.`,
    )
  }
  if (!isInstalled(ROOT)) {
    const installed = await install(say)
    if (!installed.ok) return installed
  }
  return findNode(ROOT)
}

/**
 * Compares the lock file with npm's own record of what it installed. npm writes that record last, so after a broken
 * installation it is missing; and an `npm ci` typed by hand counts as much as ours.
 *
 * @param {string} root
 */
export function isInstalled(root) {
  const wanted = readPackages(join(root, 'package-lock.json'))
  const present = readPackages(join(root, 'node_modules', '.package-lock.json'))
  if (!wanted || !present) return false
  for (const [path, entry] of Object.entries(wanted)) {
    if (path === '' || (entry.optional && !isForHere(entry))) continue
    const there = present[path]
    if (!there || there.version !== entry.version || there.integrity !== entry.integrity) return false
  }
  return true
}

/**
 * The locked Node of this platform, or an outer one that is new enough.
 *
 * @param {string} root
 * @returns {{ ok: true, node: string } | Trouble}
 */
export function findNode(root) {
  const system = process.platform === 'win32' ? 'win' : process.platform
  const binary = process.platform === 'win32' ? 'node.exe' : 'node'
  const locked = join(root, 'node_modules', `node-${system}-${process.arch}`, 'bin', binary)
  if (existsSync(locked)) return { ok: true, node: locked }
  if (majorOf(process.versions.node) >= OLDEST_OWN) return { ok: true, node: process.execPath }
  return trouble(
    `Voor ${system}-${process.arch} is geen eigen Node meegeleverd; installeer Node ${OLDEST_OWN} of nieuwer (nu ${process.versions.node}).`,
    `There is no Node of our own for ${system}-${process.arch}; install Node ${OLDEST_OWN} or newer (now ${process.versions.node}).`,
  )
}

/**
 * Says in both languages why npm gave up, from the codes in its output.
 *
 * @param {string} output
 * @returns {readonly [nl: string, en: string]}
 */
export function explainNpm(output) {
  for (const [pattern, nl, en] of NPM_CAUSES) if (pattern.test(output)) return [nl, en]
  return ['npm ci mislukte.', 'npm ci failed.']
}

/** @type {readonly (readonly [RegExp, string, string])[]} */
const NPM_CAUSES = [
  [/ENOSPC/, 'De schijf is vol.', 'The disk is full.'],
  [/EACCES|EPERM|EROFS/, 'Geen schrijfrecht in node_modules of in de npm-cache.', 'No right to write in node_modules or the npm cache.'],
  [/EUSAGE|in sync/, 'package.json en package-lock.json horen niet bij elkaar.', 'package.json and package-lock.json do not belong together.'],
  [/EINTEGRITY/, 'Een pakket is niet wat het slotbestand zegt; er is mee geknoeid of de cache is stuk.', 'A package is not what the lock file says; it was tampered with or the cache is broken.'],
  [/CERT|SELF_SIGNED|UNABLE_TO/, 'Het certificaat van het pakketregister wordt niet vertrouwd (proxy? NODE_EXTRA_CA_CERTS).', 'The registry\'s certificate is not trusted (proxy? NODE_EXTRA_CA_CERTS).'],
  [/\bE40[137]\b|\b407\b/, 'De proxy of het pakketregister weigert (npm config get proxy, registry).', 'The proxy or the registry refuses (npm config get proxy, registry).'],
  [/\bE404\b|ETARGET|ENOVERSIONS/, 'Het pakketregister heeft een pakket niet (npm config get registry).', 'The registry lacks a package (npm config get registry).'],
  [/ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|ENOTCACHED/, 'Het pakketregister is niet bereikbaar: geen netwerk, geen DNS of een proxy.', 'The package registry cannot be reached: no network, no DNS, or a proxy.'],
]

/**
 * @param {Say} say
 * @returns {Promise<{ ok: true } | Trouble>}
 */
async function install(say) {
  if (process.platform === 'win32' && process.execPath.includes('node_modules')) {
    return trouble(
      'De pakketten zijn veranderd, maar Windows vervangt geen programma dat draait: typ eerst npm ci.',
      'The packages have changed, but Windows does not replace a running program: type npm ci first.',
    )
  }
  const began = performance.now()
  say('pakketten installeren, dit duurt hooguit enkele minuten …', 'installing packages, this takes a few minutes at most …')
  // --prefer-offline: the lock file holds each package's hash, so a cached one is as good and works without a network.
  const wish = ['ci', '--no-fund', '--no-audit', '--prefer-offline', '--ignore-scripts', '--include=dev', '--include=optional', ...RETRIES]
  const npm = npmCommand()
  const ended = await runChild(npm.command, [...npm.before, ...wish], {
    cwd: ROOT,
    env: npmEnvironment(),
    capture: true,
    shell: npm.shell,
    timeoutMs: INSTALL_MS,
  })
  if (ended.how === 'not-started') {
    return trouble('npm ontbreekt; het hoort bij Node (Debian: apt-get install npm).', 'npm is missing; it comes with Node (Debian: apt-get install npm).')
  }
  if (ended.how === 'interrupted') return { ...trouble('afgebroken.', 'interrupted.'), code: ended.code }
  if (ended.how === 'too-late') return trouble('npm ci duurde te lang.', 'npm ci took too long.', ended.output)
  if (ended.code !== 0) return trouble(...explainNpm(ended.output), ended.output)
  const seconds = Math.round((performance.now() - began) / 1000)
  say(`pakketten geïnstalleerd in ${seconds} s.`, `packages installed in ${seconds} s.`)
  return { ok: true }
}

/** npm by the path it gives to its scripts; its Node is the outer one, for ours is about to be replaced. */
function npmCommand() {
  const cli = process.env.npm_execpath ?? ''
  if (basename(cli) === 'npm-cli.js') {
    return { command: process.env.npm_node_execpath ?? process.execPath, before: [cli], shell: false }
  }
  return { command: 'npm', before: [], shell: process.platform === 'win32' }
}

function npmEnvironment() {
  if (majorOf(process.versions.node) >= OLDEST_OWN) return process.env
  const preload = `--require ${JSON.stringify(join(ROOT, 'electron', 'as-own-node.cjs'))}`
  return { ...process.env, NODE_OPTIONS: `${process.env.NODE_OPTIONS ?? ''} ${preload}`.trim() }
}

/**
 * @typedef {{ version?: string, integrity?: string, optional?: boolean, os?: string[], cpu?: string[], libc?: string[] }} LockEntry
 */

/**
 * @param {string} path
 * @returns {Record<string, LockEntry> | undefined}
 */
function readPackages(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8')).packages
  } catch {
    return undefined
  }
}

/**
 * Whether an optional package is the one for this platform. One that names no processor may hang below a package of
 * another platform, so its absence says nothing.
 *
 * @param {LockEntry} entry
 */
function isForHere(entry) {
  if (!entry.cpu?.includes(process.arch)) return false
  const libc = existsSync('/etc/alpine-release') ? 'musl' : 'glibc'
  return (!entry.os || entry.os.includes(process.platform)) && (!entry.libc || entry.libc.includes(libc))
}

/** @param {string} version */
function majorOf(version) {
  return Number(version.split('.')[0])
}

/**
 * @param {string} nl
 * @param {string} en
 * @param {string} [detail]
 * @returns {Trouble}
 */
function trouble(nl, en, detail) {
  return { ok: false, nl, en, code: 1, ...(detail ? { detail: essence(detail) } : {}) }
}

/**
 * npm says what happened first and how to ask for help last.
 *
 * @param {string} output
 */
function essence(output) {
  const lines = output.split('\n').filter((line) => line.trim() !== '')
  const errors = lines.filter((line) => /^npm (?:error|ERR!)/.test(line))
  return (errors.length > 0 ? errors : lines).slice(0, 8).join('\n')
}
