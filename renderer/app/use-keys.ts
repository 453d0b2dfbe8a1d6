// The console's keys while this window has the focus: each does what its button on the screen does at this moment.
import { useEffect, useRef } from 'react'
import { actionOf } from '../../electron/contract/keys.ts'
import type { ConsoleView } from '../model/console-view.ts'
import { askOfKey } from '../model/key-asks.ts'
import type { StripModel } from '../model/strip-model.ts'
import { useAsk, useShell } from './console-context.tsx'

interface KeysOptions {
  /** Whether what is on screen is true now; else keys do nothing, like the buttons that are gone. */
  readonly live: boolean
  readonly onUnitReport: () => void
}

export function useKeys(view: ConsoleView, strip: StripModel, { live, onUnitReport }: KeysOptions): void {
  const ask = useAsk()
  const tellShell = useShell()
  const now = useRef({ view, strip, live, onUnitReport })
  useEffect(() => {
    now.current = { view, strip, live, onUnitReport }
  })
  useEffect(() => {
    const take = (event: KeyboardEvent): void => {
      const action = actionOf(event)
      if (action === undefined) return
      event.preventDefault()
      // A key that repeats was pressed once.
      if (event.repeat || !now.current.live) return
      if (action === 'show-main') return tellShell({ packet: 'show', view: 'main' })
      if (action === 'unit-report') return now.current.onUnitReport()
      const wanted = askOfKey(action, now.current.view, now.current.strip)
      if (wanted) void ask(wanted)
    }
    addEventListener('keydown', take)
    return () => removeEventListener('keydown', take)
  }, [ask, tellShell])
}
