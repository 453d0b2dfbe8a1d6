// A field takes the focus when it opens, and gives it back to whatever had it when it closes: a transmit key that was under
// the space bar is under it again. Who moved on meanwhile keeps what they chose.
import { useEffect, type RefObject } from 'react'

export function useBorrowedFocus(field: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const before = document.activeElement
    field.current?.focus()
    return () => {
      const isNowhere = document.activeElement === null || document.activeElement === document.body
      if (isNowhere && before instanceof HTMLElement && before.isConnected) before.focus()
    }
  }, [field])
}
