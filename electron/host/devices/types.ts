// Words of devices that other areas share.
import type { RadioVerification } from '../../../native/kit/driver.ts'
import type { Result } from '../../../native/kit/result.ts'

/** `switch`: it is the active channel, or is asked to be. `test`: a spoken test. `debt`: what we keyed may still be on the air. */
export type LeaseUse = 'switch' | 'test' | 'debt'

/** The line of a radio that is not this desk's own. */
export interface Lease {
  /** Holds the line, or keeps trying to, until it is let go of for the same reason. Nothing while it is stopped. */
  take(use: LeaseUse): void
  letGo(use: LeaseUse): void
  /** Somebody here works by it, or means to. */
  readonly isHeld: boolean
  /** @returns when the radio answers on the line that is held; LINK_BUSY when another has it, else why it does not; bounded */
  whenUp(boundMs: number): Promise<Result<void>>
  /** Opens, proves, lets go. @returns LINK_BUSY when another has it, LINK_CLOSED when it was given up for a use; bounded by some 4 s */
  look(groups: readonly string[]): Promise<Result<RadioVerification>>
}
