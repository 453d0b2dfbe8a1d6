// Acts once nothing has changed for a while. A page draws anew each second; that alone is no sign of life of the person.
import { useEffect, useRef } from 'react'
import type { Clock } from '../../electron/contract/clock.ts'

interface Quiet {
  readonly clock: Clock
  readonly quietMs: number
  /** A change of it begins the wait anew. */
  readonly sign: string
}

/** @param onQuiet  may be another function at every drawing: the newest is called */
export function useQuiet({ clock, quietMs, sign }: Quiet, onQuiet: () => void): void {
  const newest = useRef(onQuiet)
  useEffect(() => {
    newest.current = onQuiet
  })
  useEffect(() => {
    const timer = clock.after(quietMs, () => newest.current())
    return () => timer.cancel()
  }, [clock, quietMs, sign])
}
