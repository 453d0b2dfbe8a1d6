// What whoever clicked wants to know a moment later: when a storing was last clicked, and whether everything that was said of
// it is on disk. Of this run only: an earlier one wrote what it could, or nobody knows of it.
import type { Failure } from '../../../native/kit/errors.ts'
import type { FaultView } from '../../contract/topics.ts'

export interface FaultSayings {
  clicked(number: string, click: NonNullable<FaultView['clicked']>): void
  /** Something said of it could not be written. Returns whether it waits in memory. */
  unwritten(number: string, error: Failure): boolean
  /** An entry that names it is in the record. Returns whether that changes what is told. */
  written(number: string, utcMs: number): boolean
  of(number: string): Pick<FaultView, 'clicked' | 'late'>
}

/** Failures after which the record does not try again. Source: electron/host/ledger/port.ts, `record`. */
const NOT_KEPT: ReadonlySet<string> = new Set(['STORE_SPOOL_FULL', 'CALL_INVALID', 'CALL_REFUSED'])

interface Late {
  /** Entries that wait; they are written in their order. */
  readonly waiting: number
  readonly savedUtcMs?: number
}

export function createFaultSayings(): FaultSayings {
  const clicks = new Map<string, NonNullable<FaultView['clicked']>>()
  const lates = new Map<string, Late>()
  return {
    clicked: (number, click) => void clicks.set(number, click),
    unwritten(number, { code }) {
      if (NOT_KEPT.has(code)) return false
      lates.set(number, { waiting: (lates.get(number)?.waiting ?? 0) + 1 })
      return true
    },
    written(number, utcMs) {
      const waiting = lates.get(number)?.waiting ?? 0
      if (waiting === 0) return false
      lates.set(number, waiting === 1 ? { waiting: 0, savedUtcMs: utcMs } : { waiting: waiting - 1 })
      return waiting === 1
    },
    of(number) {
      const click = clicks.get(number)
      const late = lates.get(number)
      return { ...(click ? { clicked: click } : {}), ...(late ? { late: late.savedUtcMs === undefined ? {} : { savedUtcMs: late.savedUtcMs } } : {}) }
    },
  }
}
