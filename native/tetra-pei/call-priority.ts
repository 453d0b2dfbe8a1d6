// The priority that our set-ups carry. Source: EN 300 392-5, +CTSDC; 15 is an emergency, and the setting sticks in the radio:
// what is not taken back makes an emergency call of the next plain press.
import type { Clock } from '../kit/clock.ts'
import type { RadioEvent } from '../kit/driver.ts'
import { BUSY_BACK_OFF_MS } from './cme-errors.ts'
import type { Command, CommandOutcome } from './command-queue.ts'
import type { CallForm } from './initialise.ts'
import { YIELD_MS } from './asking.ts'
import { encodeCallSettings, GROUP_CALL, GROUP_EMERGENCY_CALL, withoutClir } from './messages/call-setup.ts'

export interface CallPriority {
  /** Queues what must stand in the radio before the set-up that follows; nothing at all for a plain one, as a rule. */
  beforeDial(kind: 'plain' | 'emergency'): void
  /** Takes the emergency priority back, where one may stick; else nothing. A release does not wait for it. */
  restore(): Promise<void>
  /** The same in one try. */
  restoreOnce(timeoutMs: number): Promise<void>
  /** Plain settings were written by somebody else. */
  written(): void
}

export interface CallPriorityOptions {
  readonly clock: Clock
  readonly send: (command: Command) => Promise<CommandOutcome>
  readonly callForm: () => CallForm
  readonly emit: (event: RadioEvent) => void
}

const COMMAND_MS = 2000
/** The end of the set-up comes within this of its verdict; a command sent before it could abort the call (V.250). */
const SET_UP_OVER_MS = 500

export function createCallPriority({ clock, send, callForm, emit }: CallPriorityOptions): CallPriority {
  let sticks = false

  const settings = (kind: 'plain' | 'emergency'): string => {
    const wanted = kind === 'emergency' ? GROUP_EMERGENCY_CALL : GROUP_CALL
    return encodeCallSettings(callForm() === 'without-clir' ? withoutClir(wanted) : wanted)
  }
  const isTaken = (outcome: CommandOutcome): boolean => outcome.outcome === 'result' && outcome.result.ok
  const write = async (rank: Command['rank'], timeoutMs: number): Promise<void> => {
    const outcome = await send({ text: settings('plain'), timeoutMs, rank, ...(rank === 'normal' ? { yieldsAfterMs: YIELD_MS } : {}) })
    if (isTaken(outcome)) sticks = false
  }

  return {
    beforeDial(kind) {
      if (kind === 'plain') return sticks ? void write('floor', COMMAND_MS) : undefined
      // Before the answer: a radio that took it and said nothing holds it all the same.
      sticks = true
      void send({ text: settings('emergency'), timeoutMs: COMMAND_MS, rank: 'floor' }).then((outcome) => {
        if (outcome.outcome !== 'dropped') emit({ event: 'own-emergency', as: isTaken(outcome) ? 'set-up' : 'plain' })
      })
    },
    async restoreOnce(timeoutMs) {
      if (sticks) await write('normal', timeoutMs)
    },
    async restore() {
      for (const pauseMs of [SET_UP_OVER_MS, ...BUSY_BACK_OFF_MS]) {
        if (!sticks) return
        await new Promise<void>((resolve) => void clock.after(pauseMs, resolve))
        if (sticks) await write('normal', COMMAND_MS)
      }
    },
    written() {
      sticks = false
    },
  }
}
