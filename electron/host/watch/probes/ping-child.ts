// One `ping` child from its start to its end: whether it runs, what it writes, and why it ended.
import type { ChildProcess } from 'node:child_process'
import type { Clock } from '../../../../native/kit/clock.ts'
import { failure, type Failure } from '../../../../native/kit/errors.ts'
import { splitPingLines } from './ping-lines.ts'
import { startPing, type PingProgram } from './ping-program.ts'

export type PingEnd =
  /** By its own words nothing leaves this machine towards the target. */
  | { readonly why: 'no-road'; readonly detail: string }
  /** After a long life: it asked as often as it was told, or somebody ended it. */
  | { readonly why: 'old-age' }
  /** For a reason of its own, which says nothing of the target. */
  | { readonly why: 'broken'; readonly error: Failure }

export interface PingEvents {
  readonly onLine: (line: string) => void
  /** It goes on, and says that nothing leaves this machine. */
  readonly onTrouble: (detail: string) => void
  /** It ended after it had run; not after `stop`. */
  readonly onEnd: (end: PingEnd) => void
}

export interface RunningPing {
  /** undefined once it runs, else why it does not. Bounded by 2 s. */
  readonly started: Promise<PingEnd | undefined>
  /** Nothing is heard of it afterwards. Bounded by 0.5 s. */
  stop(): Promise<void>
}

/** It writes its heading at once; one that does not is taken to run. */
const HEADING_MS = 2_000
/** One that ends sooner did not end of old age. */
const LIFE_MIN_MS = 10_000
const END_MS = 500
const SAID_MAX = 1_000

/** Words of iputils about the road, not about itself. */
const NO_ROAD = /unreachable|no route|cannot assign requested address|address family/i
const NOT_ALLOWED = /not permitted|permission denied/i

export function runPing(program: PingProgram, address: string, clock: Clock, events: PingEvents): RunningPing {
  const child = startPing(program, address)
  const startMs = clock.monotonicMs()
  let isOver = false
  let errors = ''
  let said = ''
  child.stdout?.setEncoding('latin1').on('data', (text: string) => {
    const { lines, rest } = splitPingLines(said + text)
    said = rest
    for (const line of lines) if (!isOver) events.onLine(line)
  })
  child.stderr?.setEncoding('latin1').on('data', (text: string) => {
    errors = (errors + text).slice(-SAID_MAX)
    if (!isOver && NO_ROAD.test(lastLine(errors))) events.onTrouble(lastLine(errors))
  })
  const started = new Promise<PingEnd | undefined>((resolve) => {
    let runs = false
    const isRunning = (): void => {
      runs = true
      timer.cancel()
      resolve(undefined)
    }
    const ended = (end: PingEnd): void => {
      timer.cancel()
      if (runs && !isOver) events.onEnd(end)
      isOver = true
      resolve(end)
    }
    const timer = clock.after(HEADING_MS, isRunning)
    child.stdout?.once('data', isRunning)
    child.once('error', ({ message }) => ended({ why: 'broken', error: failure('LINK_MISSING', `${message}. ${program.cure}`) }))
    child.once('close', () => ended(whyEnded(lastLine(errors), runs ? clock.monotonicMs() - startMs : 0, program)))
  })
  return {
    started,
    stop() {
      isOver = true
      return endChild(child, clock)
    },
  }
}

function whyEnded(reason: string, livedMs: number, { cure }: PingProgram): PingEnd {
  if (NO_ROAD.test(reason)) return { why: 'no-road', detail: reason }
  if (NOT_ALLOWED.test(reason)) return { why: 'broken', error: failure('LINK_DENIED', `${reason}. ${cure}`) }
  if (livedMs >= LIFE_MIN_MS) return { why: 'old-age' }
  return { why: 'broken', error: failure('LINK_LOST', reason === '' ? 'ping ended at once' : reason) }
}

const lastLine = (text: string): string => text.trim().split(/\r?\n/).at(-1) ?? ''

/** It ends at once when told; one that does not is killed. */
function endChild(child: ChildProcess, clock: Clock): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return Promise.resolve()
  return new Promise((resolve) => {
    const timer = clock.after(END_MS, () => {
      child.kill('SIGKILL')
      resolve()
    })
    child.once('close', () => {
      timer.cancel()
      resolve()
    })
    child.kill()
  })
}
