// Acts when a value has rested for a while.
import { useEffect, useRef } from 'react'
import { useClock } from '../app/console-context.tsx'

export function useDelayed<Value>(value: Value, restMs: number, act: (value: Value) => void): void {
  const clock = useClock()
  const newest = useRef(act)
  useEffect(() => {
    newest.current = act
  })
  useEffect(() => {
    const timer = clock.after(restMs, () => newest.current(value))
    return () => timer.cancel()
  }, [clock, restMs, value])
}
