// npm test [-- PART|PATH …]: installs what is missing, then checks and tests in order, with the locked Node.
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join, relative, resolve } from 'node:path'
import { runChild } from '../electron/child.mjs'
import { prepare, ROOT } from '../electron/install.mjs'
import { prepareDebian } from './debian.mjs'
import { add, lastLine, NOTHING, strict, tallyVitest } from './tally.mjs'

/** @typedef {import('./tally.mjs').Tally} Tally */

/**
 * One line of the programme. A check is one program that ends well or not; a layer is a run of vitest over folders.
 *
 * @typedef {object} Check
 * @property {'check'} kind
 * @property {string} part
 * @property {string} title
 * @property {readonly string[]} command
 * @property {number} budgetS
 *
 * @typedef {object} Layer
 * @property {'layer'} kind
 * @property {readonly string[]} folders
 * @property {number} budgetS
 * @property {readonly string[]} [flags]
 * @property {string} [prepare]  a program that makes ready what the layer needs, on time of its own
 */

const TSCONFIGS = ['tsconfig.json', 'native/tsconfig.json', 'electron/contract/tsconfig.json', 'electron/main/tsconfig.json', 'renderer/tsconfig.json', 'test/page.tsconfig.json']

/** @type {readonly (Check | Layer)[]} */
const PROGRAMME = [
  ...TSCONFIGS.map(
    (path) =>
      /** @type {Check} */ ({ kind: 'check', part: 'types', title: `types ${path}`, command: ['typescript/bin/tsc', '--noEmit', '-p', path], budgetS: 20 }),
  ),
  { kind: 'check', part: 'lint', title: 'lint', command: ['oxlint/bin/oxlint', '-c', '.oxlintrc.json', '-f', 'unix', 'electron', 'native', 'renderer', 'test'], budgetS: 10 },
  { kind: 'layer', folders: ['unit', 'property', 'contract'], budgetS: 60 },
  // Two files at a time: they mostly wait for processes and clocks, and more at once would cost their time limits.
  { kind: 'layer', folders: ['integration'], budgetS: 120, flags: ['--maxWorkers=2'] },
  { kind: 'layer', folders: ['e2e'], budgetS: 150, flags: ['--no-file-parallelism'] },
  { kind: 'layer', folders: ['hil'], budgetS: 90, flags: ['--no-file-parallelism'], prepare: 'test/hil/guest-image/prepare.ts' },
]

const PARTS = [...new Set(PROGRAMME.flatMap((step) => (step.kind === 'check' ? [step.part] : step.folders)))]

/** A step may take this many times its budget, on a slow machine, before it counts as hung. */
const HUNG_AFTER_BUDGETS = 5
/** Downloads of 83 MB on a slow line, and 10 s of building; once, later there is nothing to do. */
const PREPARE_MS = 6 * 60_000

/** @param {Check | Layer} step */
const hungAfterMs = (step) => step.budgetS * HUNG_AFTER_BUDGETS * 1000

const inCi = !['', '0', 'false'].includes((process.env.CI ?? '').toLowerCase())

process.exitCode = await main(process.argv.slice(2))

/**
 * @param {readonly string[]} args
 * @returns {Promise<number>} the exit code
 */
async function main(args) {
  const programme = choose(args)
  if (!programme) return 2
  const ready = await prepare((_nl, en) => say(en))
  if (!ready.ok) {
    if (ready.detail) say(ready.detail)
    say(ready.en)
    return ready.code
  }
  const missing = await prepareDebian(say)
  for (const one of missing) say(`missing: ${one}`)
  if (missing.length > 0 && inCi) {
    say('in CI nothing may be missing')
    return 1
  }
  const total = await runAll(programme, ready.node)
  if (typeof total === 'number') return total
  const result = inCi ? strict(total) : total
  for (const problem of result.problems) say(`failed: ${problem}`)
  if (!inCi) for (const title of result.skipped) say(`skipped: ${title}`)
  say(lastLine(result))
  return result.failed === 0 ? 0 : 1
}

/**
 * @param {readonly (Check | Layer)[]} programme
 * @param {string} node
 * @returns {Promise<Tally | number>} a number is the exit code after an interruption
 */
async function runAll(programme, node) {
  let total = NOTHING
  for (const step of programme) {
    if (step.kind === 'layer' && step.prepare) {
      // The layer fails by itself when this did not work, and says why.
      const prepared = await run(node, ['--disable-warning=ExperimentalWarning', join(ROOT, step.prepare)], PREPARE_MS)
      if (prepared.how === 'interrupted') return prepared.code
    }
    const began = performance.now()
    const tally = step.kind === 'check' ? await runCheck(step, node) : await runLayer(step, node)
    if (typeof tally === 'number') return tally
    const seconds = (performance.now() - began) / 1000
    const title = step.kind === 'check' ? step.title : step.folders.join(', ')
    const verdict = tally.failed === 0 ? 'ok' : 'FAILED'
    const over = seconds > step.budgetS ? ', OVER BUDGET' : ''
    say(`== ${title}: ${verdict}, ${lastLine(tally)}, ${seconds.toFixed(1)} s of ${step.budgetS} s${over}`)
    total = add(total, tally)
  }
  return total
}

/**
 * @param {Check} check
 * @param {string} node
 * @returns {Promise<Tally | number>}
 */
async function runCheck(check, node) {
  const [program = '', ...args] = check.command
  const ended = await run(node, [module(program), ...args], hungAfterMs(check))
  if (ended.how === 'interrupted') return ended.code
  if (ended.code === 0) return { ...NOTHING, passed: 1 }
  return { ...NOTHING, failed: 1, problems: [`${check.title}${ended.how === 'too-late' ? ' hung' : ''}`] }
}

/**
 * @param {Layer} layer
 * @param {string} node
 * @returns {Promise<Tally | number>}
 */
async function runLayer(layer, node) {
  const folder = mkdtempSync(join(tmpdir(), 'achterwacht-test-'))
  const report = join(folder, 'report.json')
  try {
    const filters = layer.folders.map((name) => (PARTS.includes(name) ? `test/${name}/` : name))
    const flags = ['--config', 'test/vitest.config.ts', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
    const args = ['run', ...flags, ...(layer.flags ?? []), ...(inCi ? ['--allowOnly=false'] : []), ...filters]
    const ended = await run(node, [module('vitest/vitest.mjs'), ...args], hungAfterMs(layer))
    if (ended.how === 'interrupted') return ended.code
    return tallyVitest(readReport(report), ended.code)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/**
 * Our programs by their own path and Node: `.bin` would take whichever Node stands first in PATH.
 *
 * @param {string} node
 * @param {readonly string[]} args
 * @param {number} timeoutMs
 */
function run(node, args, timeoutMs) {
  const plain = process.stdout.isTTY ? {} : { NO_COLOR: '1' }
  const env = { ...process.env, ...plain, PATH: `${dirname(node)}${delimiter}${process.env.PATH ?? ''}` }
  return runChild(node, args, { cwd: ROOT, env, timeoutMs })
}

/**
 * The whole programme, or the parts and test files that were named.
 *
 * @param {readonly string[]} args
 * @returns {readonly (Check | Layer)[] | undefined} undefined after wrong use, which has been said
 */
function choose(args) {
  if (args.length === 0) return PROGRAMME
  /** @type {(Check | Layer)[]} */
  const chosen = []
  for (const arg of args) {
    const path = asPath(arg)
    const steps = PROGRAMME.filter((step) => (step.kind === 'check' ? step.part === arg : step.folders.includes(arg)))
    if (steps.length > 0) chosen.push(...steps.map((step) => (step.kind === 'layer' ? { ...step, folders: [arg] } : step)))
    else if (path) chosen.push({ kind: 'layer', folders: [path], budgetS: 60 })
    else {
      say(`usage: npm test [-- PART|PATH …], where PART is one of: ${PARTS.join(', ')}; there is no ${arg}`)
      return undefined
    }
  }
  return chosen
}

/**
 * @param {string} arg
 * @returns {string | undefined} the path from the repository's root, when there is such a file or folder
 */
function asPath(arg) {
  // npm runs scripts in the package's folder; the path was typed in the user's.
  for (const base of [process.env.INIT_CWD ?? process.cwd(), ROOT]) {
    const path = resolve(base, arg)
    if (existsSync(path) && path.startsWith(ROOT)) return relative(ROOT, path)
  }
  return undefined
}

/** @param {string} path */
function readReport(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch {
    return undefined
  }
}

/** @param {string} path */
function module(path) {
  return join(ROOT, 'node_modules', path)
}

/** @param {string} text */
function say(text) {
  process.stdout.write(`${text}\n`)
}
