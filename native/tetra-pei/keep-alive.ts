// Keeps proof that a radio is still there: one that nobody uses, and one that we speak through; and that it is registered
// for the services it forgets at a restart.
// Source: EN 300 392-5, +CTSP; a radio restarts without a word.
import type { Clock, Timer } from '../kit/clock.ts'

export interface KeepAlive {
  /** The radio came up, its services fresh. */
  start(): void
  /** We speak from now on. */
  floorGranted(): void
  stop(): void
}

export interface KeepAliveOptions {
  readonly clock: Clock
  readonly isUp: () => boolean
  /** A question on the line would hold the next press back. */
  readonly isInUse: () => boolean
  readonly isTalking: () => boolean
  /** @returns false when the radio was silent; a refusal is an answer too */
  readonly ask: (text: string) => Promise<boolean>
  /** Asks for a bare sign of life, and yields to a release. @returns false when the radio was silent; having yielded is not silence */
  readonly askWhileTalking: () => Promise<boolean>
  readonly registerServices: () => Promise<void>
}

const KEEP_ALIVE_MS = 10_000
const TALKING_MS = 3000 // whoever speaks into a dead radio learns it within 5 s: this, and two answers that do not come
const SERVICES_EVERY_MS = 600_000

export function createKeepAlive({ clock, isUp, isInUse, isTalking, ask, askWhileTalking, registerServices }: KeepAliveOptions): KeepAlive {
  let timer: Timer | undefined
  let servicesDueMs = 0

  const plan = (): void => {
    timer?.cancel()
    timer = clock.after(isTalking() ? TALKING_MS : KEEP_ALIVE_MS, () => void keepAwake())
  }
  async function watchTalking(): Promise<void> {
    if (!(await askWhileTalking()) && isTalking()) await askWhileTalking()
    if (isUp()) plan()
  }
  async function keepAwake(): Promise<void> {
    if (isTalking()) return watchTalking()
    if (isInUse()) return plan()
    // One lost answer is a lost answer; two in a row is a silent radio, so the second is asked at once.
    if (!(await ask('AT+CTBCT?'))) await ask('AT')
    if (isUp() && clock.monotonicMs() >= servicesDueMs) {
      servicesDueMs = clock.monotonicMs() + SERVICES_EVERY_MS
      await registerServices()
    }
    if (isUp()) plan()
  }

  return {
    start() {
      servicesDueMs = clock.monotonicMs() + SERVICES_EVERY_MS
      plan()
    },
    floorGranted: plan,
    stop: () => timer?.cancel(),
  }
}
