// Runs one child process to its end: a stop reaches it once, has a bound, and leaves nothing of it behind.
import { spawn } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { constants } from 'node:os'

const END_MS = 5000 // the host's own orderly end is bounded by 3 s
const LAST_WORD_MS = 1000 // between the last polite signal and the kill
const ORPHAN_CHECK_MS = 250
const PIPE_MS = 1000 // output that is still in the pipe after the exit; a grandchild may hold the pipe open for ever

/**
 * @typedef {object} Ended
 * @property {number} code  exit code; 128 + n after signal n; 127 when it could not be started
 * @property {'exited' | 'interrupted' | 'too-late' | 'not-started'} how
 * @property {string} output  what it wrote, when captured
 */

/**
 * @typedef {object} ChildOptions
 * @property {string} [cwd]
 * @property {Record<string, string | undefined>} [env]
 * @property {boolean} [capture]  keep its output instead of showing it
 * @property {boolean} [shell]
 * @property {number} [timeoutMs]  stop it after this time; absent: it may run for ever
 * @property {number} [endMs]  from the request to stop until the kill
 */

/**
 * Starts a child in our own process group and resolves when it has ended.
 *
 * A terminal's Ctrl-C reaches the whole group by itself, so with a terminal SIGINT and SIGHUP are not passed on;
 * only if the child is still there near the bound does it get a SIGTERM. Without a terminal every signal is passed on
 * at once. After `endMs` the child and all its descendants are killed.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {ChildOptions} [options]
 * @returns {Promise<Ended>}
 */
export function runChild(command, args, options = {}) {
  const endMs = options.endMs ?? END_MS
  const hasTerminal = Boolean(process.stdin.isTTY || process.stdout.isTTY || process.stderr.isTTY)
  const child = spawn(command, args, {
    cwd: options.cwd,
    env: options.env ?? process.env,
    shell: options.shell ?? false,
    stdio: options.capture ? ['ignore', 'pipe', 'pipe'] : 'inherit',
  })

  /** @type {Ended['how']} */
  let how = 'exited'
  let output = ''
  /** @type {NodeJS.Timeout[]} */
  const timers = []
  const passedOn = new Set()

  /** @param {NodeJS.Signals} signal */
  const passOn = (signal) => {
    if (!passedOn.has(signal)) child.kill(signal)
    passedOn.add(signal)
  }
  /** @param {Ended['how']} why */
  const stop = (why) => {
    if (how !== 'exited') return
    how = why
    timers.push(setTimeout(() => passOn('SIGTERM'), Math.max(0, endMs - LAST_WORD_MS)))
    timers.push(setTimeout(() => killTree(child.pid), endMs))
  }
  /** @param {NodeJS.Signals} signal */
  const onSignal = (signal) => {
    stop('interrupted')
    if (signal === 'SIGTERM' || !hasTerminal) passOn(signal)
  }

  /** @type {NodeJS.Signals[]} */
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP']
  for (const signal of signals) process.on(signal, onSignal)
  // npm runs a script through a shell that dies of SIGTERM without passing it on: being adopted is how we hear of it.
  const parent = process.ppid
  const orphanCheck = setInterval(() => {
    if (process.ppid !== parent) onSignal('SIGTERM')
  }, ORPHAN_CHECK_MS)
  if (process.env.npm_lifecycle_event === undefined) clearInterval(orphanCheck)
  if (options.timeoutMs !== undefined) {
    timers.push(
      setTimeout(() => {
        stop('too-late')
        passOn('SIGTERM')
      }, options.timeoutMs),
    )
  }
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text) => {
      output += text
    })
  }

  return new Promise((resolve) => {
    /** @param {number} code */
    const finish = (code) => {
      clearInterval(orphanCheck)
      for (const timer of timers) clearTimeout(timer)
      for (const signal of signals) process.off(signal, onSignal)
      child.stdout?.destroy()
      child.stderr?.destroy()
      resolve({ code, how, output })
    }
    child.on('error', (error) => {
      if (child.pid !== undefined) return
      how = 'not-started'
      output += error.message
      finish(127)
    })
    child.on('exit', (code, signal) => {
      const passed = code ?? 128 + (signal ? constants.signals[signal] : 0)
      if (!options.capture) return finish(passed)
      timers.push(setTimeout(() => finish(passed), PIPE_MS))
      child.on('close', () => finish(passed))
    })
  })
}

/**
 * Kills a process and everything below it. A killed parent cannot end its own children, so on Linux they are found
 * first; elsewhere they end when their pipes break.
 *
 * @param {number | undefined} pid
 */
function killTree(pid) {
  if (pid === undefined) return
  for (const one of [pid, ...descendants(pid)]) {
    try {
      process.kill(one, 'SIGKILL')
    } catch {
      // it ended by itself in between
    }
  }
}

/**
 * @param {number} pid
 * @returns {number[]}
 */
function descendants(pid) {
  if (process.platform !== 'linux') return []
  /** @type {Map<number, number[]>} */
  const childrenOf = new Map()
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue
    const parent = parentOf(name)
    if (parent !== undefined) childrenOf.set(parent, [...(childrenOf.get(parent) ?? []), Number(name)])
  }
  const found = [...(childrenOf.get(pid) ?? [])]
  for (const one of found) found.push(...(childrenOf.get(one) ?? []))
  return found
}

/**
 * @param {string} pid
 * @returns {number | undefined}
 */
function parentOf(pid) {
  try {
    // proc(5): pid (name) state ppid …; the name may itself hold blanks and brackets.
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1')
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1])
  } catch {
    return undefined
  }
}
