// One command at a time to the radio. Source: V.250 (a command ends with its final result), EN 300 392-5.
// Floor commands go before everything that waits; what is on the line already is never interrupted.
import type { Clock, Timer } from '../kit/clock.ts'
import type { PeiMessage } from './message.ts'
import type { FinalResult } from './messages/result.ts'

export interface Command {
  readonly text: string
  readonly timeoutMs: number
  /** `floor`: before all others. `normal`: in order. */
  readonly rank: 'floor' | 'normal'
}

export type CommandOutcome =
  | { readonly outcome: 'result'; readonly result: FinalResult; readonly answers: readonly PeiMessage[] }
  | { readonly outcome: 'unanswered' }
  /** The line went away, or the queue was emptied, before an answer. */
  | { readonly outcome: 'dropped' }

export interface CommandQueue {
  send(command: Command): Promise<CommandOutcome>
  /** An answer line of the running command. */
  acceptAnswer(message: PeiMessage): void
  acceptResult(result: FinalResult): void
  /** True when the line is the echo of the running command. */
  isEcho(text: string): boolean
  /** Drops everything that waits or runs. */
  clear(): void
  /** What the running command asks, as its prefix (`+CREG`), to tell an answer from an event. */
  readonly runningPrefix: string | undefined
}

interface Entry {
  readonly command: Command
  readonly answers: PeiMessage[]
  readonly settle: (outcome: CommandOutcome) => void
}

const PREFIX = /^AT(\+[A-Z]+|[A-Z])/

export function createCommandQueue(clock: Clock, write: (text: string) => void): CommandQueue {
  const floor: Entry[] = []
  const normal: Entry[] = []
  let running: Entry | undefined
  let timer: Timer | undefined

  const finish = (outcome: CommandOutcome): void => {
    const done = running
    timer?.cancel()
    running = undefined
    done?.settle(outcome)
    next()
  }
  const next = (): void => {
    if (running) return
    running = floor.shift() ?? normal.shift()
    if (!running) return
    timer = clock.after(running.command.timeoutMs, () => finish({ outcome: 'unanswered' }))
    write(`${running.command.text}\r`)
  }

  return {
    send(command) {
      return new Promise((settle) => {
        ;(command.rank === 'floor' ? floor : normal).push({ command, answers: [], settle })
        next()
      })
    },
    acceptAnswer(message) {
      running?.answers.push(message)
    },
    acceptResult(result) {
      // Without a running command it is the late answer of one that timed out: nothing waits for it.
      if (running) finish({ outcome: 'result', result, answers: running.answers })
    },
    isEcho: (text) => running?.command.text === text,
    clear() {
      const dropped = [...(running ? [running] : []), ...floor.splice(0), ...normal.splice(0)]
      timer?.cancel()
      running = undefined
      for (const one of dropped) one.settle({ outcome: 'dropped' })
    },
    get runningPrefix() {
      return running ? PREFIX.exec(running.command.text)?.[1] : undefined
    },
  }
}
