// Which of the open storingen a click belongs to now, and in which order they are shown: page and terminal say the same as the
// console does. Source: electron/host/incident/fault-machine.ts, standingFault.
import type { FaultView, Topics } from './topics.ts'

export interface FaultNow {
  readonly nowUtcMs: number
  /** Clicks go to the drill's own series. */
  readonly isDrill: boolean
}

/** undefined: "Meld storing" opens a new one. */
export function standingFault(faults: Topics['faults'], { nowUtcMs, isDrill }: FaultNow): FaultView | undefined {
  const candidates = byOpening(faults).filter(({ number }) => number.startsWith('O') === isDrill)
  const goesOn = ({ standsUntilUtcMs }: FaultView): boolean => standsUntilUtcMs === undefined || nowUtcMs < standsUntilUtcMs
  return candidates.find(goesOn) ?? candidates.find(({ service }) => service === undefined)
}

/** The one that a click belongs to comes first, then whichever was last clicked or opened. */
export function openFaults(faults: Topics['faults'], now: FaultNow): readonly FaultView[] {
  const first = standingFault(faults, now)
  const others = byOpening(faults).filter((one) => one !== first).toSorted((one, other) => saidAt(other) - saidAt(one))
  return first ? [first, ...others] : others
}

/** When it opened, or was last clicked. */
export const saidAt = ({ openedUtcMs, clicked }: FaultView): number => Math.max(openedUtcMs, clicked?.utcMs ?? 0)

/** "Something else" is no proposal: it stands in the record where nothing is known, and only a person can mean it. */
export const namedSymptom = ({ symptom }: FaultView): FaultView['symptom'] => (symptom?.proposed === true && symptom.code === 'other' ? undefined : symptom)

/** Newest first: numbers are given in the order of opening, and no clock that went back changes that. */
const byOpening = (faults: Topics['faults']): readonly FaultView[] =>
  Object.values(faults).filter(({ state }) => state === 'open').toSorted((one, other) => other.number.localeCompare(one.number, 'en', { numeric: true }))
