// Keeps proof that a radio nobody uses is still there, and registered for the services it forgets at a restart.
// Source: EN 300 392-5, +CTSP; a radio restarts without a word.
import type { Clock, Timer } from '../kit/clock.ts'

export interface KeepAlive {
  /** The radio came up, its services fresh. */
  start(): void
  stop(): void
}

export interface KeepAliveOptions {
  readonly clock: Clock
  readonly isUp: () => boolean
  /** A question on the line would hold the next press back. */
  readonly isInUse: () => boolean
  /** @returns false when the radio was silent; a refusal is an answer too */
  readonly ask: (text: string) => Promise<boolean>
  readonly registerServices: () => Promise<void>
}

const KEEP_ALIVE_MS = 10_000
const SERVICES_EVERY_MS = 600_000

export function createKeepAlive({ clock, isUp, isInUse, ask, registerServices }: KeepAliveOptions): KeepAlive {
  let timer: Timer | undefined
  let servicesDueMs = 0

  const plan = (): void => {
    timer?.cancel()
    timer = clock.after(KEEP_ALIVE_MS, () => void keepAwake())
  }
  async function keepAwake(): Promise<void> {
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
    stop: () => timer?.cancel(),
  }
}
