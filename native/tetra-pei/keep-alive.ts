// Keeps proof that a radio is still there: one that nobody uses, and one that we speak through; keeps what it does not tell by
// itself fresh; and keeps it registered for the services it forgets at a restart.
// Source: EN 300 392-5, +CTSP (a radio restarts without a word), +CTBCT (a cell in local site trunking says registered).
import type { Clock, Timer } from '../kit/clock.ts'
import type { Result } from '../kit/result.ts'
import { NO_ANSWER } from './initialise.ts'

export interface KeepAlive {
  /** The radio came up, its services fresh. */
  start(): void
  /** We speak from now on. */
  floorGranted(): void
  stop(): void
}

/** What is asked again and again; a radio that cannot answer one is asked it no more. */
export interface Question {
  readonly text: string
  readonly everyMs: () => number
  /** Absent: always. */
  readonly isWanted?: () => boolean
}

export interface KeepAliveOptions {
  readonly clock: Clock
  readonly isUp: () => boolean
  /** A question on the line would hold the next press back. */
  readonly isInUse: () => boolean
  readonly isTalking: () => boolean
  /** The most needed first. */
  readonly questions: readonly Question[]
  readonly ask: (text: string) => Promise<Result<unknown>>
  /** The radio cannot: marked off, and told. */
  readonly onRefused: (text: string, answer: string) => void
  readonly onAnswered: (text: string) => void
  readonly isOff: (text: string) => boolean
  /** Asks for a bare sign of life, and yields to a release. @returns false when the radio was silent; having yielded is not silence */
  readonly askWhileTalking: () => Promise<boolean>
  /** Registers for the services again. */
  readonly renew: () => Promise<void>
  /** Something was refused for a reason that passes: renewed soon. */
  readonly isPartial: () => boolean
  /** Puts right what could not be put right before. */
  readonly tidy: () => Promise<void>
}

const TICK_MS = 5000 // a site that lost the network is known within this
const AT_A_TICK = 2 // questions at most, 50 ms each: a press meets one in a hundred
const SIGN_OF_LIFE_MS = 10_000
const TALKING_MS = 3000 // whoever speaks into a dead radio learns it within 5 s: this, and two answers that do not come
const RENEW_EVERY_MS = 600_000
const RENEW_PARTIAL_MS = 60_000
const SILENCES_TO_OFF = 2 // one lost answer is a lost answer, and no reason to ask no more

export function createKeepAlive(options: KeepAliveOptions): KeepAlive {
  const { clock, isUp, isInUse, isTalking, ask, askWhileTalking } = options
  const askedMs = new Map<string, number>()
  let timer: Timer | undefined
  const silences = new Map<string, number>()
  let renewedMs = 0
  let lastSignMs = 0

  const plan = (): void => {
    timer?.cancel()
    timer = clock.after(isTalking() ? TALKING_MS : TICK_MS, () => void keepAwake())
  }
  async function watchTalking(): Promise<void> {
    if (!(await askWhileTalking()) && isTalking()) await askWhileTalking()
    if (isUp()) plan()
  }
  /** Longest overdue first, counted in its own interval. */
  const due = (): string[] => {
    const nowMs = clock.monotonicMs()
    const late = ({ text, everyMs }: Question): number => (nowMs - (askedMs.get(text) ?? 0)) / everyMs()
    return options.questions
      .filter((one) => !options.isOff(one.text) && (one.isWanted?.() ?? true) && late(one) >= 1)
      .toSorted((one, other) => late(other) - late(one))
      .slice(0, AT_A_TICK)
      .map(({ text }) => text)
  }
  /** @returns whether the radio is there */
  async function put(text: string): Promise<boolean> {
    askedMs.set(text, clock.monotonicMs())
    const asked = await ask(text)
    if (!asked.ok && asked.error.code === 'DEVICE_UNSUPPORTED') options.onRefused(text, asked.error.detail)
    if (!asked.ok && asked.error.code === 'LINK_TIMEOUT') return false
    if (asked.ok) options.onAnswered(text)
    silences.delete(text)
    lastSignMs = clock.monotonicMs()
    return true
  }
  /** Two silences in a row are a silent radio, so the second is asked at once; the third tells a late answer from none. */
  async function lookForLife(unanswered: string): Promise<void> {
    const isThere = (await put('AT')) || (isUp() && (await put('AT')))
    if (!isThere || unanswered === 'AT') return
    const count = (silences.get(unanswered) ?? 0) + 1
    silences.set(unanswered, count)
    if (count >= SILENCES_TO_OFF) options.onRefused(unanswered, NO_ANSWER)
  }
  async function askWhatIsDue(): Promise<void> {
    const questions = due()
    if (questions.length === 0 && clock.monotonicMs() - lastSignMs >= SIGN_OF_LIFE_MS) questions.push('AT')
    for (const text of questions) {
      if (isInUse()) return
      if (await put(text)) continue
      return lookForLife(text)
    }
  }
  async function keepAwake(): Promise<void> {
    if (isTalking()) return watchTalking()
    if (isInUse()) return plan()
    await askWhatIsDue()
    if (isUp() && !isInUse()) await options.tidy()
    const renewEveryMs = options.isPartial() ? RENEW_PARTIAL_MS : RENEW_EVERY_MS
    if (isUp() && clock.monotonicMs() - renewedMs >= renewEveryMs) {
      renewedMs = clock.monotonicMs()
      silences.clear()
      await options.renew()
    }
    if (isUp()) plan()
  }

  return {
    start() {
      const nowMs = clock.monotonicMs()
      renewedMs = nowMs
      silences.clear()
      lastSignMs = nowMs
      for (const { text } of options.questions) askedMs.set(text, nowMs)
      plan()
    },
    floorGranted: plan,
    stop: () => timer?.cancel(),
  }
}
