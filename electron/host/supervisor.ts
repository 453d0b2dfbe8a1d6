// Keeps one host process running: starts it, restarts it with back-off when it dies, ends it with the shell.
// Used by every shell that is plain Node; Electron's main does the same with a utilityProcess.
import { fork, type ChildProcess } from 'node:child_process'
import type { Clock, Timer } from '../../native/kit/clock.ts'
import type { Failure } from '../../native/kit/errors.ts'
import { EXIT_TAKE_OVER, GOES_ON, type ToHost, type ToShell } from '../contract/link.ts'

export interface SupervisorOptions {
  readonly clock: Clock
  /** Path of the host's entry, TypeScript or built. */
  readonly entry: string
  readonly args: readonly string[]
  readonly onPacket: (packet: ToShell) => void
  readonly onState: (state: SupervisorState) => void
}

export type SupervisorState =
  | { readonly host: 'starting'; readonly attempt: number }
  | { readonly host: 'running'; readonly pid: number; readonly tookMs: number }
  /** It ends by itself and is started again at once with another plan. */
  | { readonly host: 'taking-over' }
  | { readonly host: 'died'; readonly cause: string; readonly againInMs: number }
  /** It cannot run and trying again would not help: site file, second start. */
  | { readonly host: 'refused'; readonly error: Failure; readonly problems: readonly string[] }
  | { readonly host: 'ended' }

export interface Supervisor {
  start(): void
  send(packet: ToHost): void
  readonly pid: number | undefined
  /** Asks the host to end, waits, then kills it. Bounded by 10 s. */
  stop(): Promise<void>
}

// The first restart is at once: a radio may be keyed, and only a running host can hang it up.
const AGAIN_MS = [0, 250, 500, 1000, 2000, 5000] as const
// The host holds little and lives long: without these V8 keeps 15 MB of room for garbage it never makes.
const MEMORY_FLAGS = ['--max-semi-space-size=1', '--optimize-for-size'] as const
const CALM_MS = 60_000 // after so long a run the count starts anew
const STOP_MS = 10_000

export function createSupervisor(options: SupervisorOptions): Supervisor {
  const { clock, entry, args, onPacket, onState } = options
  let child: ChildProcess | undefined
  let attempt = 0
  let ending = false
  let refused = false
  let isTakingOver = false
  /** Said to the next start beside the arguments. */
  let more: readonly string[] = []
  let timer: Timer | undefined
  let calm: Timer | undefined

  const receive = (packet: ToShell): void => {
    if (packet.packet === 'refused') {
      refused = true
      onState({ host: 'refused', error: packet.error, problems: packet.problems })
    }
    if (packet.packet === 'taking-over') {
      isTakingOver = true
      onState({ host: 'taking-over' })
    }
    if (packet.packet === 'ready') {
      more = [GOES_ON]
      onState({ host: 'running', pid: child?.pid ?? 0, tookMs: packet.tookMs })
      calm = clock.after(CALM_MS, () => (attempt = 0))
    }
    onPacket(packet)
  }
  const exited = (code: number | null, signal: NodeJS.Signals | null): void => {
    // Asked for by itself and ended in good order: no crash, and nothing to wait for.
    const isPlanned = isTakingOver && code === EXIT_TAKE_OVER
    isTakingOver = false
    if (!isPlanned || ending) return died(signal ?? `exit ${code}`)
    child = undefined
    calm?.cancel()
    more = []
    begin()
  }
  const died = (cause: string): void => {
    child = undefined
    calm?.cancel()
    if (ending || refused) return onState({ host: 'ended' })
    const againInMs = AGAIN_MS[Math.min(attempt, AGAIN_MS.length - 1)] ?? 0
    attempt += 1
    onState({ host: 'died', cause, againInMs })
    timer = clock.after(againInMs, begin)
  }
  function begin(): void {
    onState({ host: 'starting', attempt })
    const started = launch()
    if (!started) return
    child = started
    started.on('message', (packet) => receive(packet as ToShell))
    // No pid: it never ran, and no exit will tell. Anything else is a packet that did not arrive; the exit follows.
    started.on('error', (cause) => (started.pid === undefined ? died(cause.message) : undefined))
    started.on('exit', exited)
  }
  function launch(): ChildProcess | undefined {
    try {
      // `advanced` keeps undefined apart from absent; stdin is the shell's own.
      return fork(entry, [...args, ...more], { execArgv: [...MEMORY_FLAGS], serialization: 'advanced', stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
    } catch (cause) {
      died(cause instanceof Error ? cause.message : String(cause)) // out of memory or processes, perhaps not for long
      return undefined
    }
  }

  return {
    start: begin,
    send: (packet) => {
      if (child?.connected) child.send(packet)
    },
    get pid() {
      return child?.pid
    },
    async stop() {
      ending = true
      timer?.cancel()
      const running = child
      if (running?.pid === undefined) return
      const gone = new Promise<void>((resolve) => running.once('exit', () => resolve()))
      if (running.connected) running.send({ packet: 'stop' } satisfies ToHost)
      const kill = clock.after(STOP_MS, () => running.kill('SIGKILL'))
      await gone
      kill.cancel()
    },
  }
}
