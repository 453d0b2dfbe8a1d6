// A field takes the focus when it opens, and gives it back to whatever had it when it closes: a transmit key that was under
// the space bar is under it again. Who moved on meanwhile keeps what they chose.
import { useEffect, useRef, type RefObject } from 'react'

export function useBorrowedFocus(field: RefObject<HTMLElement | null>): void {
  const before = useRef<Element>(null)
  useEffect(() => {
    // React may run this twice for one opening: the second time it is the field itself that has the focus.
    if (document.activeElement !== field.current) before.current = document.activeElement
    field.current?.focus()
    return () => {
      const isNowhere = document.activeElement === null || document.activeElement === document.body
      if (isNowhere && before.current instanceof HTMLElement && before.current.isConnected) before.current.focus()
    }
  }, [field])
}
