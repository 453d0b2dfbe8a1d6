// A keyed set that is a program: what stands behind the wires. It knows nothing of how they are told to it, so it serves
// a simulated serial port, a terminal server and a USB interface alike. Drives demo, rehearsal and tests.
import type { Clock, Timer } from '../kit/clock.ts'

export interface SimulatedSetOptions {
  readonly clock: Clock
  /** Tells back over the wires: somebody is heard; the set is on the air. */
  readonly tell: (state: { readonly carrier: boolean; readonly sending: boolean }) => void
  /** From keying to being on the air, and back. */
  readonly riseMs?: number
  /** The set's own time-out: it stops by itself, and must be un-keyed before it sends again. */
  readonly ownLimitMs?: number
}

export interface SimulatedSet {
  /** What the wire says now. */
  key(keyed: boolean): void
  /** Somebody else sends, or stops. */
  hear(carrier: boolean): void
  /** Somebody presses the set's own microphone. */
  pressMicrophone(pressed: boolean): void
  /** Fault: the contact is welded, the set does not stop. */
  weld(welded: boolean): void
  /** Fault: the set takes no keying. */
  deaden(dead: boolean): void
  readonly isSending: boolean
  /** Times it went on the air. */
  readonly sendings: number
}

const RISE_MS = 30

export function createSimulatedSet({ clock, tell, riseMs = RISE_MS, ownLimitMs }: SimulatedSetOptions): SimulatedSet {
  let wire = false
  let microphone = false
  let carrier = false
  let welded = false
  let dead = false
  let timedOut = false
  let sending = false
  let sendings = 0
  let moving: Timer | undefined
  let limit: Timer | undefined

  const wanted = (): boolean => !dead && ((wire && !timedOut) || microphone || (welded && sending))
  const move = (): void => {
    const next = wanted()
    if (next === sending) return
    sending = next
    limit?.cancel()
    if (sending) {
      sendings += 1
      if (ownLimitMs !== undefined) limit = clock.after(ownLimitMs, () => { timedOut = true; move() })
    }
    tell({ carrier, sending })
  }
  const settle = (): void => {
    moving?.cancel()
    moving = clock.after(riseMs, move)
  }
  return {
    key(keyed) {
      wire = keyed
      if (!keyed) timedOut = false
      settle()
    },
    hear(next) {
      carrier = next
      tell({ carrier, sending })
    },
    pressMicrophone(pressed) {
      microphone = pressed
      settle()
    },
    weld(next) {
      welded = next
      settle()
    },
    deaden(next) {
      dead = next
      settle()
    },
    get isSending() {
      return sending
    },
    get sendings() {
      return sendings
    },
  }
}
