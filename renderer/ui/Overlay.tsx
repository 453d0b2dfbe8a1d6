// A panel over the main view, for as long as a person looks at it: it takes the keyboard, gives it back where it was, and
// goes at Escape. It never lies over the strip, and what goes on below goes on.
import { useEffect, useLayoutEffect, useRef, useState, type ReactNode } from 'react'
import { Panel } from './Panel.tsx'
import './overlay.css'

interface OverlayProps {
  readonly title: string
  readonly aside?: ReactNode
  readonly className?: string
  readonly onClose: () => void
  readonly children: ReactNode
}

export function Overlay({ title, aside, className = '', onClose, children }: OverlayProps): ReactNode {
  const inside = useRef<HTMLDivElement>(null)
  // Asked before what lies below may be put out of reach, and with it the focus.
  const [before] = useState(() => (typeof document === 'undefined' ? null : document.activeElement))
  useEffect(() => {
    // One that is longer than its room opens at its title.
    inside.current?.focus({ preventScroll: true })
    return () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus()
    }
  }, [before])
  const held = useRef<Element>(undefined)
  // A key that did its work is gone, and the keyboard with it: without this Escape would be heard by nobody.
  useLayoutEffect(() => {
    if (held.current?.isConnected === false && document.activeElement === document.body) inside.current?.focus({ preventScroll: true })
  })
  return (
    <Panel title={title} aside={aside} className={`ui-overlay ${className}`}>
      <div
        ref={inside}
        className="ui-overlay-inside"
        tabIndex={-1}
        onFocus={(event) => {
          held.current = event.target
        }}
        onKeyDown={(event) => {
          if (event.key === 'Escape') onClose()
        }}
      >
        {children}
      </div>
    </Panel>
  )
}
