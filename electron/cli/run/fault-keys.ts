// Storingen by the keys of the terminal: one click, two questions by a digit each, and the proposed symptom confirmed. A question
// never keeps the keys: without an answer it gives them back.
import type { Clock, Timer } from '../../../native/kit/clock.ts'
import type { Result } from '../../../native/kit/result.ts'
import type { CallInput, CallOutput } from '../../contract/calls.ts'
import { DANGERS, EFFECTS, type FaultChange } from '../../contract/faults.ts'
import { namedSymptom, openFaults } from '../../contract/open-faults.ts'
import type { FaultView } from '../../contract/topics.ts'
import type { ConsoleSession } from '../console-session.ts'
import type { Text } from '../terminal/text.ts'

export interface FaultKeyDeps {
  readonly clock: Clock
  readonly session: ConsoleSession
  readonly text: () => Text
  readonly tell: (line: string) => void
  /** Says why when it is refused. */
  readonly answer: (reply: Promise<Result<unknown>>) => Promise<void>
}

export interface FaultKeys {
  /** True when the key was one of these. */
  take(key: string): boolean
  /** A question waits: the next key is its answer. */
  readonly isAsking: boolean
}

/** As a note: a question that nobody answers is over. */
const QUESTION_MS = 10_000

interface Asked {
  readonly choices: readonly FaultChange[]
  readonly number: string
}

export function createFaultKeys({ clock, session, text, tell, answer }: FaultKeyDeps): FaultKeys {
  let asked: Asked | undefined
  let timer: Timer | undefined

  const shown = (): FaultView | undefined => openFaults(session.topic('faults'), { nowUtcMs: clock.utcMs(), isDrill: session.topic('site').site?.drill !== undefined })[0]
  const change = (input: CallInput<'fault.change'>): void => void answer(session.client.call('fault.change', input))
  const end = (): void => {
    asked = undefined
    timer?.cancel()
    // What the digits meant must not stand there when they mean groups again.
    tell('')
  }
  const ask = (question: 'effect' | 'danger', choices: readonly FaultChange[], words: readonly string[]): void => {
    const fault = shown()
    if (!fault) return tell(text()('fault.none'))
    asked = { choices, number: fault.number }
    timer?.cancel()
    timer = clock.after(QUESTION_MS, end)
    const options = words.map((word, at) => `${at + 1} ${text()(`${question}.${word}`)}`).join(' · ')
    tell(text()('fault.ask', { number: fault.number, question: text()(question === 'effect' ? 'fault.effect.label' : 'fault.danger.label'), options }))
  }
  const takeAnswer = ({ choices, number }: Asked, key: string): void => {
    const wanted = choices[Number(key) - 1]
    end()
    if (wanted) change({ number, change: wanted })
  }
  const report = async (): Promise<void> => {
    const reply = await session.client.call('fault.report', {})
    if (reply.ok) return tell(reportedText(reply.value, text()))
    return answer(Promise.resolve(reply))
  }
  const confirm = (): void => {
    const fault = shown()
    if (!fault) return tell(text()('fault.none'))
    const symptom = namedSymptom(fault)
    if (!symptom?.proposed) return tell(text()('fault.none-proposed'))
    change({ number: fault.number, change: { what: 'symptom', symptom: symptom.code } })
  }

  return {
    get isAsking() {
      return asked !== undefined
    },
    take(key) {
      if (asked) return (takeAnswer(asked, key), true)
      switch (key) {
        case 'm':
          return (void report(), true)
        case 'f':
          return (ask('effect', EFFECTS.map((effect) => ({ what: 'effect', effect })), EFFECTS), true)
        case 'd':
          return (ask('danger', DANGERS.map((danger) => ({ what: 'danger', danger })), DANGERS), true)
        case 'c':
          return (confirm(), true)
        default:
          return false
      }
    },
  }
}

/** What a click came to. */
function reportedText({ number, opened }: CallOutput<'fault.report'>, text: Text): string {
  if (number === undefined) return text('entry.fault.pressed')
  return text(opened === true ? 'entry.fault.opened' : 'entry.fault.reported', { number })
}
