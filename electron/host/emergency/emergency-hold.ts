// How long calls for help hold an automatic switch back. A switch would move a radio out of the group that calls, so it waits
// until that device is lost or 10 s without an event (architecture section 6). Calls that never end may not hold it for ever:
// the channel in use is dead, whoever sits there hears the call and can answer nobody. Pure.

interface Run {
  /** Of the first event since the last pause. */
  readonly firstMs: number
  readonly lastMs: number
}

/** By device. */
export type EmergencyHold = Readonly<Record<string, Run>>

export interface HoldBounds {
  /** So long without an event is a pause. */
  readonly quietMs: number
  /** What comes later in one run holds nothing back any more. */
  readonly mostMs: number
}

export function heardOn(hold: EmergencyHold, device: string, nowMs: number, { quietMs }: HoldBounds): EmergencyHold {
  const before = hold[device]
  const goesOn = before !== undefined && nowMs - before.lastMs < quietMs
  return { ...hold, [device]: { firstMs: goesOn ? before.firstMs : nowMs, lastMs: nowMs } }
}

export function lostOn(hold: EmergencyHold, device: string): EmergencyHold {
  const { [device]: _lost, ...rest } = hold
  return rest
}

/** The last event that still holds back, of any device that is there; undefined: none. */
export function holdsSinceMs(hold: EmergencyHold, { mostMs, quietMs }: HoldBounds): number | undefined {
  const moments = Object.values(hold).map(({ firstMs, lastMs }) => Math.min(lastMs, firstMs + mostMs - quietMs))
  return moments.length === 0 ? undefined : Math.max(...moments)
}

/** It goes on, and holds nothing back any more. */
export const isOverlong = (hold: EmergencyHold, device: string, { mostMs, quietMs }: HoldBounds): boolean => {
  const run = hold[device]
  return run !== undefined && run.lastMs > run.firstMs + mostMs - quietMs
}
