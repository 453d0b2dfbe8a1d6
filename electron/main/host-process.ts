// The host in Electron's utility process: started, restarted with back-off and ended as rules/restart-machine.ts decides.
import { utilityProcess, type MessagePortMain, type UtilityProcess } from 'electron'
import type { Clock, Timer } from '../contract/clock.ts'
import { GOES_ON, type ToHost, type ToShell } from '../contract/link.ts'
import type { HostState } from '../contract/shell.ts'
import { beginRestart, reduceRestart, type RestartEffect, type RestartEvent, type RestartState, type RestartStep, type RestartTimer } from './rules/restart-machine.ts'

export interface HostProcess {
  start(): void
  /** Over the shell's own pipe; dropped while no process is there. */
  send(packet: ToHost): void
  /** Hands a page's port over. @returns whether a running host has it; when not, the port is still the caller's */
  adopt(page: string, port: MessagePortMain): boolean
  readonly isRunning: boolean
  /** Asks the host to end and kills it after STOP_MS. Never rejects; done at the latest KILLED_MS after that. */
  stop(): Promise<void>
}

export interface HostProcessDeps {
  readonly clock: Clock
  /** The built host. */
  readonly entry: string
  readonly args: readonly string[]
  readonly onPacket: (packet: ToShell) => void
  readonly onState: (state: HostState) => void
}

// The host holds little and lives long: without these V8 keeps 15 MB of room for garbage it never makes.
const MEMORY_FLAGS = ['--max-semi-space-size=1', '--optimize-for-size']
const SERVICE_NAME = 'Achterwacht host'

export function createHostProcess(deps: HostProcessDeps): HostProcess {
  return new RunningHostProcess(deps)
}

class RunningHostProcess implements HostProcess {
  readonly #deps: HostProcessDeps
  readonly #timers = new Map<RestartTimer, Timer>()
  readonly #onEnded = new Set<() => void>()
  #state: RestartState = { phase: 'ended' }
  #child: UtilityProcess | undefined

  constructor(deps: HostProcessDeps) {
    this.#deps = deps
  }

  start(): void {
    this.#take(beginRestart())
  }

  send(packet: ToHost): void {
    this.#child?.postMessage(packet)
  }

  adopt(page: string, port: MessagePortMain): boolean {
    if (!this.isRunning || !this.#child) return false
    this.#child.postMessage({ packet: 'page-port', page }, [port])
    return true
  }

  get isRunning(): boolean {
    return this.#state.phase === 'running'
  }

  stop(): Promise<void> {
    return new Promise((resolve) => {
      this.#onEnded.add(resolve)
      this.#dispatch({ event: 'stop' })
      this.#tellEnded()
    })
  }

  #dispatch(event: RestartEvent): void {
    this.#take(reduceRestart(this.#state, event))
  }

  #take({ state, effects }: RestartStep): void {
    this.#state = state
    for (const effect of effects) this.#act(effect)
    this.#tellEnded()
  }

  #tellEnded(): void {
    if (this.#state.phase === 'ended') for (const tell of this.#onEnded) tell()
  }

  #act(effect: RestartEffect): void {
    switch (effect.effect) {
      case 'launch':
        return this.#launch(effect.site === 'goes-on' ? [GOES_ON] : [])
      case 'ask-to-end':
        return this.send({ packet: 'stop' })
      case 'kill':
        return kill(this.#child)
      case 'start-timer':
        this.#timers.get(effect.timer)?.cancel()
        this.#timers.set(effect.timer, this.#deps.clock.after(effect.ms, () => this.#dispatch({ event: 'timer-expired', timer: effect.timer })))
        return undefined
      case 'stop-timer':
        return this.#timers.get(effect.timer)?.cancel()
      case 'tell':
        return this.#deps.onState(effect.state)
    }
  }

  #launch(more: readonly string[]): void {
    const { entry, args } = this.#deps
    const child = utilityProcess.fork(entry, [...args, ...more], { execArgv: [...MEMORY_FLAGS], serviceName: SERVICE_NAME, stdio: 'inherit' })
    this.#child = child
    child.on('message', (packet: ToShell) => this.#receive(packet))
    // A process that never ran exits as well: Electron reports no other failure to start.
    child.on('exit', (code) => {
      if (this.#child !== child) return
      this.#child = undefined
      this.#dispatch({ event: 'exited', code })
    })
  }

  #receive(packet: ToShell): void {
    if (packet.packet === 'taking-over') this.#dispatch({ event: 'taking-over' })
    if (packet.packet === 'ready') this.#dispatch({ event: 'ready' })
    if (packet.packet === 'refused') this.#dispatch({ event: 'refused', error: packet.error, problems: packet.problems })
    this.#deps.onPacket(packet)
  }
}

/** UtilityProcess.kill() asks politely: a host that hangs does not listen. */
function kill(child: UtilityProcess | undefined): void {
  if (child?.pid === undefined) return
  try {
    process.kill(child.pid, 'SIGKILL')
  } catch {
    // It ended by itself in the same moment; its exit follows.
  }
}
