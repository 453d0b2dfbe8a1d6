// npm start [-- --site FILE]: installs what is missing, builds what has changed, runs the console with the locked Node.
import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { runChild } from './child.mjs'
import { prepare, ROOT } from './install.mjs'

const BUILD_MS = 120_000
const BUILT_FROM = join(ROOT, 'dist', 'built-from.json')

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
  const entry = await entryPoint(ready.node)
  if (typeof entry === 'number') return entry
  const console = await runChild(ready.node, [...entry, ...command], { cwd: ROOT })
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
 * The built command line, built anew when a source has changed. Sources run as well as a bundle, only more slowly, so
 * a build that fails never keeps the console from starting.
 *
 * @param {string} node
 * @returns {Promise<readonly string[] | number>} what to run, or the exit code of an interrupted build
 */
async function entryPoint(node) {
  const built = ['--enable-source-maps', join(ROOT, 'dist', 'cli', 'main.js')]
  if (isBuilt()) return built
  say('bouwen …', 'building …')
  const vite = join(ROOT, 'node_modules', 'vite', 'bin', 'vite.js')
  const ended = await runChild(node, [vite, 'build', '--config', join(ROOT, 'electron', 'vite.config.ts'), '--configLoader', 'native'], {
    cwd: ROOT,
    capture: true,
    timeoutMs: BUILD_MS,
  })
  if (ended.how === 'interrupted') return ended.code
  if (ended.code === 0) return built
  process.stderr.write(`${ended.output.trimEnd()}\n`)
  say('bouwen mislukte; de console start uit de bronnen.', 'the build failed; the console starts from its sources.')
  return [join(ROOT, 'electron', 'cli', 'main.ts')]
}

/** Whether each file the bundle was made from still has the content it was made from. */
function isBuilt() {
  try {
    const madeFrom = Object.entries(JSON.parse(readFileSync(BUILT_FROM, 'utf8')))
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
