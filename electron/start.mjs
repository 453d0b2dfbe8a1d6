// npm start [-- --site FILE]: installs what is missing, builds what has changed, runs the console with the locked Node.
// The console and its page are separate builds; the Electron shell is built where Electron's binary is.
import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { runChild } from './child.mjs'
import { prepare, ROOT } from './install.mjs'

const BUILD_MS = 120_000

/**
 * @typedef {object} Build
 * @property {string} config  of Vite
 * @property {string} folder  what it fills; `built-from.json` in it names its sources
 * @property {readonly [nl: string, en: string]} without  what happens when it fails and there is no earlier one
 */

/** @type {Readonly<Record<'console' | 'page' | 'electron', Build>>} */
const BUILDS = {
  console: {
    config: join('electron', 'vite.config.ts'),
    folder: join(ROOT, 'dist'),
    without: ['bouwen mislukte; de console start uit de bronnen.', 'the build failed; the console starts from its sources.'],
  },
  page: {
    config: join('renderer', 'vite.config.ts'),
    folder: join(ROOT, 'dist', 'page'),
    without: ['de pagina bouwen mislukte; de console start in de terminal.', 'the build of the page failed; the console starts in the terminal.'],
  },
  electron: {
    config: join('electron', 'main', 'vite.config.ts'),
    folder: join(ROOT, 'dist', 'main'),
    without: ['Electron-deel bouwen mislukte; de console start in een browser.', 'the build of the Electron part failed; the console starts in a browser.'],
  },
}
/** An earlier page or Electron shell shows this console too; an earlier console may not know what the sources now say. */
const EARLIER = ['bouwen mislukte; een eerder gebouwde wordt gebruikt', 'the build failed; an earlier one is used']

process.exitCode = await start(process.argv.slice(2))

/**
 * @param {readonly string[]} args
 * @returns {Promise<number>} the exit code
 */
async function start(args) {
  const command = commandFor(args)
  if (!command) return 2
  const ready = await prepare(say)
  if (!ready.ok) {
    if (ready.detail) process.stderr.write(`${ready.detail}\n`)
    say(ready.nl, ready.en)
    return ready.code
  }
  const built = await buildAll(ready.node)
  if (typeof built === 'number') return built
  const console = await runChild(ready.node, [...entryPoint(built), ...command], { cwd: ROOT })
  if (console.how === 'not-started') {
    say(`${ready.node} start hier niet: ${console.output}`, 'the locked Node does not run on this system.')
  }
  return console.code
}

/**
 * `demo` without a site file; other arguments are the command's own.
 *
 * @param {readonly string[]} args
 * @returns {readonly string[] | undefined} undefined when the site file is not there, which has been said
 */
function commandFor(args) {
  const at = args.indexOf('--site')
  if (at < 0) return ['demo', ...args]
  const named = args[at + 1]
  // npm runs scripts in the package's folder; the path was typed in the user's.
  const site = named && resolve(process.env.INIT_CWD ?? process.cwd(), named)
  if (site && existsSync(site)) return ['run', ...args.slice(0, at), '--site', site, ...args.slice(at + 2)]
  say(`geen sitebestand: ${site ?? '--site FILE'}`, 'no such site file.')
  return undefined
}

/**
 * Builds what has changed, beside each other. A build that fails never keeps the console from starting.
 *
 * @param {string} node
 * @returns {Promise<ReadonlySet<string> | number>} which builds are as the sources say, or the exit code of an interruption
 */
async function buildAll(node) {
  const wanted = Object.entries(BUILDS).filter(([name]) => name !== 'electron' || hasElectron())
  const stale = wanted.filter(([, build]) => !isBuilt(build))
  if (stale.length > 0) say('bouwen …', 'building …')
  const ended = await Promise.all(stale.map(async ([name, build]) => ({ name, build, ended: await runBuild(node, build) })))
  const interrupted = ended.find((one) => one.ended.how === 'interrupted')
  if (interrupted) return interrupted.ended.code
  const failed = ended.filter((one) => one.ended.code !== 0)
  for (const one of failed) tellFailure(one.name, one.build, one.ended.output)
  return new Set(wanted.map(([name]) => name).filter((name) => !failed.some((one) => one.name === name)))
}

/**
 * @param {string} node
 * @param {Build} build
 */
function runBuild(node, { config }) {
  const vite = join(ROOT, 'node_modules', 'vite', 'bin', 'vite.js')
  return runChild(node, [vite, 'build', '--config', join(ROOT, config), '--configLoader', 'native'], { cwd: ROOT, capture: true, timeoutMs: BUILD_MS })
}

/**
 * @param {string} name
 * @param {Build} build
 * @param {string} output
 */
function tellFailure(name, build, output) {
  process.stderr.write(`${output.trimEnd()}\n`)
  const isThere = name !== 'console' && existsSync(join(build.folder, 'built-from.json'))
  const [nl, en] = isThere ? EARLIER : build.without
  say(isThere ? `${name}: ${nl}` : nl, isThere ? `${name}: ${en}` : en)
}

/**
 * Sources run as well as a bundle, only more slowly.
 *
 * @param {ReadonlySet<string>} built
 * @returns {readonly string[]}
 */
function entryPoint(built) {
  if (built.has('console')) return ['--enable-source-maps', join(ROOT, 'dist', 'cli', 'main.js')]
  return [join(ROOT, 'electron', 'cli', 'main.ts')]
}

/** Looked for on disk only: to import the package without its binary starts a download. */
function hasElectron() {
  const binary = process.platform === 'win32' ? 'electron.exe' : 'electron'
  return existsSync(join(ROOT, 'node_modules', 'electron', 'dist', binary))
}

/**
 * Whether each file the build was made from still has the content it was made from.
 *
 * @param {Build} build
 */
function isBuilt({ folder }) {
  try {
    const madeFrom = Object.entries(JSON.parse(readFileSync(join(folder, 'built-from.json'), 'utf8')))
    return madeFrom.every(([path, hash]) => sha256(join(ROOT, path)) === hash)
  } catch {
    return false
  }
}

/** @param {string} path */
function sha256(path) {
  return createHash('sha256').update(readFileSync(path)).digest('hex')
}

/**
 * Progress and trouble, on standard error: standard output belongs to the command.
 *
 * @param {string} nl
 * @param {string} en
 */
function say(nl, en) {
  process.stderr.write(`achterwacht: ${nl} / ${en}\n`)
}
