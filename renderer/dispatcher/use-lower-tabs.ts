// Keeps which tab is open below: told of the person's letters and choices, and of each switch card that comes and goes.
import { useEffect, useReducer } from 'react'
import { useClock } from '../app/console-context.tsx'
import { LOWER_START, reduceLower, type LowerEvent, type LowerState, type LowerTab } from '../model/lower-tabs.ts'

interface Timed {
  readonly event: LowerEvent
  readonly nowMs: number
}

const reduce = (state: LowerState, { event, nowMs }: Timed): LowerState => reduceLower(state, event, nowMs)

export function useLowerTabs(switchedUtcMs: number | undefined, first: LowerTab): { readonly open: LowerTab; readonly choose: (tab: LowerTab) => void } {
  const clock = useClock()
  // The card that stands when the page opens is met before its first picture.
  const [state, dispatch] = useReducer(reduce, { ...LOWER_START, open: first }, (start) => reduceLower(start, { event: 'card', switchedUtcMs }, clock.monotonicMs()))
  useEffect(() => dispatch({ event: { event: 'card', switchedUtcMs }, nowMs: clock.monotonicMs() }), [clock, switchedUtcMs])
  useEffect(() => {
    const typed = (): void => dispatch({ event: { event: 'typed' }, nowMs: clock.monotonicMs() })
    addEventListener('input', typed)
    return () => removeEventListener('input', typed)
  }, [clock])
  return { open: state.open, choose: (tab) => dispatch({ event: { event: 'chosen', tab }, nowMs: clock.monotonicMs() }) }
}
