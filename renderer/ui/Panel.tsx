// One part of a window: a surface with its name, a remark beside it, and at the right what is true of all of it.
import { useId, type ReactNode } from 'react'
import './panel.css'

interface PanelProps {
  readonly title: string
  readonly note?: string | undefined
  readonly aside?: ReactNode
  readonly className?: string
  readonly children?: ReactNode
}

export function Panel({ title, note, aside, className = '', children }: PanelProps): ReactNode {
  const id = useId()
  return (
    <section className={`ui-panel ${className}`} aria-labelledby={id}>
      <div className="ui-panel-head">
        <h2 id={id}>{title}</h2>
        {note !== undefined && <span className="ui-panel-note">{note}</span>}
        {aside !== undefined && <span className="ui-panel-aside">{aside}</span>}
      </div>
      {children}
    </section>
  )
}
