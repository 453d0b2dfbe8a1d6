// One command at a time to the radio. Source: V.250 (a command ends with its final result), EN 300 392-5.
// Floor commands go before everything that waits; what is on the line already is not interrupted, unless it said that it yields.
import type { Clock, Timer } from '../kit/clock.ts'
import type { PeiMessage } from './message.ts'
import type { FinalResult } from './messages/result.ts'

export interface Command {
  readonly text: string
  readonly timeoutMs: number
  /** `floor`: before all others. `normal`: in order. */
  readonly rank: 'floor' | 'normal'
  /** A floor command that waits takes its place this long after it went out; its own end is `dropped` then. */
  readonly yieldsAfterMs?: number
  /** Looked at when its turn comes: what nobody wants any more is not written. */
  readonly isWanted?: () => boolean
}

export type CommandOutcome =
  | { readonly outcome: 'result'; readonly result: FinalResult; readonly answers: readonly PeiMessage[] }
  | { readonly outcome: 'unanswered' }
  /** The line went away, the queue was emptied, or it yielded, before an answer. */
  | { readonly outcome: 'dropped' }
  /** It was not wanted any more when its turn came: the radio knows nothing of it. */
  | { readonly outcome: 'unwanted' }

export interface CommandQueue {
  send(command: Command): Promise<CommandOutcome>
  /** An answer line of the running command. */
  acceptAnswer(message: PeiMessage): void
  acceptResult(result: FinalResult): void
  /** The network's verdict came before the result of the command that asked for it: what waits need not wait longer. */
  acceptVerdict(): void
  /** Whether the line is the echo of the running command, or of the digits that a message has behind it. */
  echoOf(text: string): 'command' | 'digits' | undefined
  /** Drops everything that waits or runs. */
  clear(): void
  /** What the running command asks, as its prefix (`+CREG`), to tell an answer from an event. */
  readonly runningPrefix: string | undefined
}

interface Entry {
  readonly command: Command
  readonly answers: PeiMessage[]
  readonly settle: (outcome: CommandOutcome) => void
  /** A late result came while this one ran: of the two, none is owed any more. */
  sawLate: boolean
}

/** A radio takes one command at a time: after a time-out one result at most is late, and comes within this or never. */
const LATE_MS = 3000
/** After the grant the radio still owes the end of D, and until then any character aborts the call: only a release goes out meanwhile. */
const SETTLE_MS = 1000
/** Some radios say 35 to the line break behind a message that went (README, quirk 9). */
const STRAY_MS = 300
const SYNTAX_ERROR = 35
const SENDS_MESSAGE = /^AT\+CMGS=/
const ASKS_FLOOR = /^AT(D|\+CTXD=)/
const DONE: FinalResult = { final: true, ok: true, result: 'OK' }
/** `+CMGS: <i>`: it is the radio's now; with a status it is news of an earlier one. */
const isTakenMessage = (answer: PeiMessage): boolean => 'cmd' in answer && answer.cmd === '+CMGS' && answer.sdsStatus === undefined
/** A message is written in two lines, and comes back in two. */
const LINE_BREAK = /[\r\n\u001a]+/
const PREFIX = /^AT(\+[A-Z]+|[A-Z])/

/** @param onLate  a result came that nobody waits for any more: the radio is alive */
export function createCommandQueue(clock: Clock, write: (text: string) => void, onLate: () => void = () => undefined): CommandQueue {
  const floor: Entry[] = []
  const normal: Entry[] = []
  let running: Entry | undefined
  let timer: Timer | undefined
  let sentMs = Number.NEGATIVE_INFINITY
  let lateUntilMs = Number.NEGATIVE_INFINITY
  let settling: Timer | undefined
  let strayUntilMs = Number.NEGATIVE_INFINITY

  /** What is on the line already may still be answered. */
  const expectLate = (unanswered: Entry): void => {
    if (!unanswered.sawLate) lateUntilMs = clock.monotonicMs() + LATE_MS
  }
  /** Taking a late OK for that of +CUTXC would leave a radio keyed that never heard it. */
  const isLate = (): boolean => {
    const answersItself = running !== undefined && running.answers.length > 0
    return !answersItself && clock.monotonicMs() < lateUntilMs
  }
  /** The message went all the same: in place of its OK, or after it. */
  const isStray = (result: FinalResult): boolean => {
    const isSyntax = 'code' in result && result.code === SYNTAX_ERROR
    if (!isSyntax || clock.monotonicMs() >= strayUntilMs) return false
    strayUntilMs = Number.NEGATIVE_INFINITY
    return true
  }
  const finish = (outcome: CommandOutcome): void => {
    const done = running
    timer?.cancel()
    running = undefined
    if (done && outcome.outcome !== 'result') expectLate(done)
    done?.settle(outcome)
    next()
  }
  const takeWanted = (): Entry | undefined => {
    for (;;) {
      const entry = floor.shift() ?? (settling ? undefined : normal.shift())
      if (entry?.command.isWanted?.() !== false) return entry
      entry.settle({ outcome: 'unwanted' })
    }
  }
  const next = (): void => {
    if (running) return
    running = takeWanted()
    if (!running) return
    sentMs = clock.monotonicMs()
    timer = clock.after(running.command.timeoutMs, () => finish({ outcome: 'unanswered' }))
    // A message ends with its own mark; a CR behind it is taken for a command of its own.
    write(SENDS_MESSAGE.test(running.command.text) ? running.command.text : `${running.command.text}\r`)
  }
  const settled = (): void => {
    settling?.cancel()
    settling = undefined
    next()
  }
  /** Not at once: a radio that is about to answer takes no second command, and a release lost so is told again only 2 s later. */
  const yieldToFloor = (): void => {
    const yieldsAfterMs = running?.command.yieldsAfterMs
    if (yieldsAfterMs === undefined || floor.length === 0) return
    timer?.cancel()
    timer = clock.after(Math.max(0, sentMs + yieldsAfterMs - clock.monotonicMs()), () => finish({ outcome: 'dropped' }))
  }

  return {
    send(command) {
      return new Promise((settle) => {
        ;(command.rank === 'floor' ? floor : normal).push({ command, answers: [], settle, sawLate: false })
        next()
        yieldToFloor()
      })
    },
    acceptAnswer(message) {
      running?.answers.push(message)
    },
    acceptResult(result) {
      if (isLate()) {
        lateUntilMs = Number.NEGATIVE_INFINITY
        if (running) running.sawLate = true
        settled()
        return onLate()
      }
      if (!running) return
      const isMessage = SENDS_MESSAGE.test(running.command.text)
      if (isMessage && running.answers.some(isTakenMessage)) {
        strayUntilMs = clock.monotonicMs() + STRAY_MS
        if (isStray(result)) return finish({ outcome: 'result', result: DONE, answers: running.answers })
      } else if (isStray(result)) return onLate()
      finish({ outcome: 'result', result, answers: running.answers })
    },
    acceptVerdict() {
      if (!running || !ASKS_FLOOR.test(running.command.text)) return
      expectLate(running)
      settling?.cancel()
      settling = clock.after(SETTLE_MS, settled)
      finish({ outcome: 'result', result: DONE, answers: running.answers })
    },
    echoOf(text) {
      const [command, digits] = running?.command.text.split(LINE_BREAK) ?? []
      if (text === command) return 'command'
      return text === digits ? 'digits' : undefined
    },
    clear() {
      const dropped = [...(running ? [running] : []), ...floor.splice(0), ...normal.splice(0)]
      timer?.cancel()
      settling?.cancel()
      settling = undefined
      if (running) expectLate(running)
      running = undefined
      for (const one of dropped) one.settle({ outcome: 'dropped' })
    },
    get runningPrefix() {
      return running ? PREFIX.exec(running.command.text)?.[1] : undefined
    },
  }
}
