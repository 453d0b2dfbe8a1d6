// Questions and settings outside the floor, with the patience each refusal deserves. Source: EN 300 392-5, error codes; the
// policies are argued in cme-errors.ts. The pauses for a busy radio are spent beside the line, so no press waits behind one.
import type { Clock } from '../kit/clock.ts'
import { failure, type ErrorCode } from '../kit/errors.ts'
import { fail, ok, type Result } from '../kit/result.ts'
import { BUSY_BACK_OFF_MS, type CmePolicy } from './cme-errors.ts'
import type { Command, CommandOutcome } from './command-queue.ts'
import { answerOf, isDone } from './initialise.ts'

export type Answered = Extract<CommandOutcome, { outcome: 'result' }>

export const COMMAND_MS = 2000 // a radio that has not answered by then is counted silent
export const QUESTION_MS = 1000
export const YIELD_MS = 200 // four times the answer time we reckon with; a release waits no longer for the answer to a question

export interface AskOptions {
  readonly timeoutMs?: number
  /** A press that waits takes its place after this; the answer is then lost. */
  readonly yieldsAfterMs?: number
  /** Looked at before each further try at a busy radio: what nobody wants any more is not said. */
  readonly isWanted?: () => boolean
}

export interface Asking {
  /** @returns LINK_CLOSED, LINK_TIMEOUT, DEVICE_BUSY after four tries, or what the radio's refusal means */
  ask(text: string, options?: AskOptions): Promise<Result<Answered>>
  /** The same with the bare outcome, while the radio is being set up. */
  sendPatiently(command: Command, isWanted?: () => boolean): Promise<CommandOutcome>
}

export interface AskingOptions {
  readonly clock: Clock
  readonly name: string
  readonly isUp: () => boolean
  readonly send: (command: Command) => Promise<CommandOutcome>
  /** A command was refused because there is no network: whoever keeps the picture looks. */
  readonly onNoNetwork: () => void
}

const CODE_OF: Readonly<Partial<Record<CmePolicy, ErrorCode>>> = {
  'back-off': 'DEVICE_BUSY',
  network: 'DEVICE_NO_NETWORK',
  state: 'DEVICE_STATE',
  unsupported: 'DEVICE_UNSUPPORTED',
}

export function createAsking({ clock, name, isUp, send, onNoNetwork }: AskingOptions): Asking {
  async function sendPatiently(command: Command, isWanted: () => boolean = () => true): Promise<CommandOutcome> {
    let outcome = await send(command)
    for (const pauseMs of BUSY_BACK_OFF_MS) {
      if (policyOf(outcome) !== 'back-off') break
      await new Promise<void>((resolve) => void clock.after(pauseMs, resolve))
      if (!isWanted()) break
      outcome = await send(command)
    }
    if (policyOf(outcome) === 'network') onNoNetwork()
    return outcome
  }
  return {
    sendPatiently,
    async ask(text, { timeoutMs = QUESTION_MS, yieldsAfterMs, isWanted } = {}) {
      const closed = failure('LINK_CLOSED', name)
      if (!isUp()) return fail(closed)
      const outcome = await sendPatiently({ text, timeoutMs, rank: 'normal', ...(yieldsAfterMs === undefined ? {} : { yieldsAfterMs }) }, isWanted)
      switch (outcome.outcome) {
        case 'unanswered':
          return fail(failure('LINK_TIMEOUT', text))
        case 'dropped':
        case 'unwanted':
          return fail(closed)
        case 'result':
          if (outcome.result.ok || isDone(outcome)) return ok(outcome)
          return fail(failure(CODE_OF[policyOf(outcome) ?? 'fail'] ?? 'DEVICE_DENIED', answerOf(outcome)))
      }
    },
  }
}

export function policyOf(outcome: CommandOutcome): CmePolicy | undefined {
  return outcome.outcome === 'result' && 'policy' in outcome.result ? outcome.result.policy : undefined
}
