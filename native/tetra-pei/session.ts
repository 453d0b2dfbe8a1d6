// One conversation with a radio over an open line: bytes to messages, messages to answers and events.
// Source: EN 300 392-5 and V.250; unsolicited lines may stand between a command and its result, and one prefix can be both.
import { latin1ToBytes } from '../kit/bytes.ts'
import type { Clock, Timer } from '../kit/clock.ts'
import type { RadioEvent } from '../kit/driver.ts'
import type { SerialTransport } from '../kit/transport.ts'
import { createCommandQueue, type Command, type CommandOutcome } from './command-queue.ts'
import { decodeLine, giveUpPending, INITIAL_DECODER, noteSent, USER_DATA_MS, type DecoderState } from './decoder.ts'
import { createFramer } from './framer.ts'
import { EVENT_PREFIXES, isFault, isFinalResult, prefixOf, type PeiMessage } from './message.ts'

type Wire = Extract<RadioEvent, { event: 'wire' }>

export interface SessionOptions {
  readonly clock: Clock
  readonly transport: SerialTransport
  /** Every message that is news: events, and answers that also tell a state. */
  readonly onMessage: (message: PeiMessage) => void
  readonly onWire: (wire: Wire) => void
  /** A command got its final result, or did not. */
  readonly onOutcome: (outcome: CommandOutcome['outcome']) => void
  /** Our own command came back although echo was off: the radio has restarted. */
  readonly onRestart: () => void
}

export interface Session {
  send(command: Command): Promise<CommandOutcome>
  /** Forgets everything that waits or is half read: the line was lost, or the radio restarted. */
  reset(): void
}

/** A line comes in one go: at 1200 baud a byte takes 8 ms, and a terminal server sends what it has within 200 ms. */
const HALF_LINE_MS = 1000
const ECHO_OFF = 'ATE0'

export function createSession(options: SessionOptions): Session {
  const { clock, transport, onWire } = options
  const framer = createFramer()
  let decoder: DecoderState = INITIAL_DECODER
  let pendingTimer: Timer | undefined
  let halfLineTimer: Timer | undefined
  let echoOff = false

  const write = (text: string): void => {
    decoder = noteSent(decoder, text)
    onWire({ event: 'wire', direction: 'out', line: text.trimEnd() })
    transport.write(latin1ToBytes(text))
  }
  const queue = createCommandQueue(clock, write, () => options.onOutcome('result'))

  const discard = (line: string): void => onWire({ event: 'wire', direction: 'discarded', line })
  const watchPending = (): void => {
    pendingTimer?.cancel()
    if (!decoder.pending) return
    pendingTimer = clock.after(USER_DATA_MS, () => {
      const gaveUp = giveUpPending(decoder)
      decoder = gaveUp.state
      if (gaveUp.dropped) discard(gaveUp.dropped.line)
    })
  }
  const deliver = (message: PeiMessage, line: string): void => {
    if (isFinalResult(message)) return queue.acceptResult(message)
    const prefix = prefixOf(line)
    const isEvent = prefix !== undefined && EVENT_PREFIXES.has(prefix)
    if (!isEvent && (prefix === undefined || prefix === queue.runningPrefix)) queue.acceptAnswer(message)
    // Not every radio ends D before the grant: a release must not wait for its OK with the radio on the air.
    if (prefix === '+CTXG') queue.acceptVerdict()
    options.onMessage(message)
  }
  const takeLine = (line: string): void => {
    onWire({ event: 'wire', direction: 'in', line })
    const echo = queue.echoOf(line)
    if (echo === 'command' && echoOff) options.onRestart()
    if (echo === 'command') return
    // With echo off the same digits are somebody else's message: a status that crosses ours.
    if (echo === 'digits' && !echoOff && !decoder.pending) return
    const step = decodeLine(decoder, line)
    decoder = step.state
    watchPending()
    if (step.dropped) discard(step.dropped.line)
    if (isFault(step.output)) return discard(step.output.line)
    deliver(step.output, line)
  }

  const giveUpHalfLine = (): void => {
    for (const frame of framer.flush()) if (frame.kind === 'discarded') discard(frame.bytes)
  }
  /** Otherwise the line end in front of the next answer would complete it: half a grant reads as a grant. */
  const watchHalfLine = (): void => {
    halfLineTimer?.cancel()
    halfLineTimer = framer.held > 0 ? clock.after(HALF_LINE_MS, giveUpHalfLine) : undefined
  }
  transport.onData((bytes) => {
    for (const frame of framer.push(bytes)) {
      if (frame.kind === 'line') takeLine(frame.text)
      else discard(frame.bytes)
    }
    watchHalfLine()
  })

  return {
    async send(command) {
      const outcome = await queue.send(command)
      if (outcome.outcome === 'unanswered') giveUpHalfLine()
      if (outcome.outcome === 'result' && outcome.result.ok && command.text === ECHO_OFF) echoOff = true
      options.onOutcome(outcome.outcome)
      return outcome
    },
    reset() {
      pendingTimer?.cancel()
      halfLineTimer?.cancel()
      framer.flush()
      decoder = INITIAL_DECODER
      echoOff = false
      queue.clear()
    },
  }
}
