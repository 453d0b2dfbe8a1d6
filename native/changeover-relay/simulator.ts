// A change-over relay that is a program: a coil, a contact, and what can go wrong with either. Drives demo and tests.
import type { Clock, Timer } from '../kit/clock.ts'

export interface SimulatedRelay {
  /** Power on the coil. */
  draw(drawn: boolean): void
  /** Fault: the armature does not move. */
  jam(jammed: boolean): void
  /** Fault: the contact's wire is broken and always reads as at the RBS. */
  breakContact(broken: boolean): void
  /** Somebody moves the armature by hand. */
  push(atRadio: boolean): void
  readonly isAtRadio: boolean
}

const MOVE_MS = 10

export function createSimulatedRelay({ clock, tell }: { readonly clock: Clock; readonly tell: (contact: boolean) => void }): SimulatedRelay {
  let drawn = false
  let atRadio = false
  let jammed = false
  let broken = false
  let moving: Timer | undefined
  const told = (): void => tell(atRadio && !broken)
  const settle = (): void => {
    moving?.cancel()
    moving = clock.after(MOVE_MS, () => {
      if (!jammed) atRadio = drawn
      told()
    })
  }
  return {
    draw(next) {
      drawn = next
      settle()
    },
    jam(next) {
      jammed = next
      settle()
    },
    breakContact(next) {
      broken = next
      told()
    },
    push(next) {
      atRadio = next
      told()
    },
    get isAtRadio() {
      return atRadio
    },
  }
}
