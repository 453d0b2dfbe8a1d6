// When the key that has the focus goes away, the focus stays in its part: on the first key that stands there then. Who has the
// focus elsewhere keeps it.
import { useLayoutEffect, type RefObject } from 'react'

export function useKeptFocus(part: RefObject<HTMLElement | null>): void {
  // Before what is drawn now replaces it.
  const hadFocus = part.current?.contains(document.activeElement) ?? false
  useLayoutEffect(() => {
    const now = part.current
    if (hadFocus && now && !now.contains(document.activeElement)) now.querySelector('button')?.focus()
  })
}
