// The keys of the terminal: each is one call of the contract; its answer is shown, refusals in words.
import type { Clock, Timer } from '../../../native/kit/clock.ts'
import type { Result } from '../../../native/kit/result.ts'
import type { Symptom } from '../../contract/words.ts'
import type { ConsoleSession } from '../console-session.ts'
import type { Text } from '../terminal/text.ts'
import { createFaultKeys } from './fault-keys.ts'

export interface KeyDeps {
  readonly clock: Clock
  readonly session: ConsoleSession
  readonly text: () => Text
  readonly tell: (line: string) => void
  readonly setPrompt: (prompt: string | undefined) => void
  readonly end: () => void
}

export interface Keys {
  take(key: string): void
  /** A note is being typed, or a question waits for its digit: every key belongs to it. */
  readonly isPrompting: boolean
}

const ENTER = '\r'
const ESCAPE = '\u001b'
const BACKSPACE = '\u007f'
const CTRL_C = '\u0003'
/** A note never keeps the keys: without typing it gives them back. */
const PROMPT_MS = 10_000
/** A terminal has no key-up: it repeats a held key, so the press ends when the repeating does. */
const KEY_UP_MS = 700
const ALIVE_MS = 100
const SOURCE = 'terminal'
/** As many alarms as one call names. */
const MOST_AT_ONCE = 64
/** What the dispatcher notices, said by one key. */
const TAPS: Readonly<Record<string, Symptom>> = { w: 'speech-drops', k: 'ptt-refused', l: 'no-reception' }

export function createKeys({ clock, session, text, tell, setPrompt, end }: KeyDeps): Keys {
  const { client } = session
  let note: string | undefined
  let noteTimer: Timer | undefined
  let heldUntilMs = 0
  let alive: Timer | undefined

  const answer = async (reply: Promise<Result<unknown>>): Promise<void> => {
    const said = await reply
    if (said.ok) return
    const { code, detail } = said.error
    if (code.startsWith('STORE_')) return tell(text()(code === 'STORE_SPOOL_FULL' ? 'call.unrecorded' : 'call.done-unrecorded', { cause: text()(`error.${code}`, { detail }) }))
    // What is in the way of another plan has words of its own.
    const refusal = [`press.${detail}`, `take-over.${detail}`].map((key) => [key, text()(key)] as const).find(([key, words]) => words !== key)?.[1]
    tell(text()('call.refused', { cause: code === 'CALL_REFUSED' && refusal !== undefined ? refusal : text()(`error.${code}`, { detail }) }))
  }
  const faultKeys = createFaultKeys({ clock, session, text, tell, answer })
  const setNote = (next: string | undefined): void => {
    note = next
    setPrompt(next)
    noteTimer?.cancel()
    if (next !== undefined) noteTimer = clock.after(PROMPT_MS, () => setNote(undefined))
  }
  const recordNote = async (words: string): Promise<void> => {
    const reply = await client.call('note.add', { text: words })
    tell(reply.ok ? text()('note.done', { seq: reply.value.seq }) : text()('note.failed', { cause: text()(`error.${reply.error.code}`, { detail: reply.error.detail }) }))
  }
  const takeNoteKey = (key: string): void => {
    const typed = note ?? ''
    if (key === ESCAPE) return setNote(undefined)
    if (key === BACKSPACE) return setNote(typed.slice(0, -1))
    if (key !== ENTER) return setNote(typed + key)
    setNote(undefined)
    if (typed.trim() !== '') void recordNote(typed)
  }
  const keepAlive = (): void => {
    if (clock.monotonicMs() >= heldUntilMs) {
      alive = undefined
      void client.call('ptt.release', { source: SOURCE })
      return
    }
    void client.call('ptt.keep-alive', { source: SOURCE })
    alive = clock.after(ALIVE_MS, keepAlive)
  }
  const talk = (): void => {
    heldUntilMs = clock.monotonicMs() + KEY_UP_MS
    if (alive) return
    void answer(client.call('ptt.press', { source: SOURCE }))
    alive = clock.after(ALIVE_MS, keepAlive)
  }
  const unseen = (kind: 'emergency' | 'other'): readonly string[] =>
    Object.values(session.topic('alarms')).filter((alarm) => (alarm.kind === 'emergency') === (kind === 'emergency') && !alarm.acknowledged).map(({ id }) => id)

  const press = (key: string): void => {
    if (faultKeys.take(key)) return
    const groups = session.topic('site').site?.groups ?? []
    const group = groups.find((one) => String(one.key) === key)
    if (group) return void answer(client.call('group.select', { group: group.gssi }))
    const symptom = TAPS[key]
    if (symptom) return void answer(client.call('people.tap', { symptom }))
    switch (key) {
      case 's':
        return void answer(client.call('switch.to', {}))
      case 'b':
        return void answer(client.call('switch.stay', {}))
      case 't':
        return void answer(client.call('return.accept', {}))
      case 'u':
        return void answer(client.call('switch.undo', {}))
      case 'p':
        return talk()
      case 'n':
        return setNote('')
      case 'g': {
        // All that stand on the screen: a cause comes with what it explains.
        const alarms = unseen('other').slice(0, MOST_AT_ONCE)
        return alarms.length === 0 ? undefined : void answer(client.call('alarm.acknowledge', { alarms }))
      }
      case 'a': {
        const [alarm] = unseen('emergency')
        return alarm === undefined ? undefined : void answer(client.call('emergency.take', { alarm }))
      }
      case 'q':
        return end()
      default:
        return undefined
    }
  }

  return {
    get isPrompting() {
      return note !== undefined || faultKeys.isAsking
    },
    take(key) {
      if (key === CTRL_C) return end()
      return note === undefined ? press(key) : takeNoteKey(key)
    },
  }
}
