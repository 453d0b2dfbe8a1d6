// Tells a driver that its device may be there again, so that it need not wait for its next attempt.
import type { Unsubscribe } from './transport.ts'

export interface Arrivals {
  onArrived(listener: () => void): Unsubscribe
}

/** Where nobody watches what is plugged in. */
export const NO_ARRIVALS: Arrivals = { onArrived: () => () => undefined }
