// One of a few views in the same place: reached by Tab once, chosen with the arrows. A mark says that another wants to be seen.
import { useRef, type ReactNode } from 'react'
import { arrowStep } from './arrow-step.ts'
import './tabs.css'

export interface TabFace<Id extends string> {
  readonly id: Id
  readonly label: string
  /** What the mark means, for who hears the page. */
  readonly mark?: string | undefined
}

interface TabsProps<Id extends string> {
  readonly label: string
  readonly tabs: readonly TabFace<Id>[]
  readonly chosen: Id
  /** Id of what the chosen one shows. */
  readonly controls: string
  readonly onChoose: (id: Id) => void
}

export function Tabs<Id extends string>({ label, tabs, chosen, controls, onChoose }: TabsProps<Id>): ReactNode {
  const list = useRef<HTMLDivElement>(null)
  return (
    <div
      ref={list}
      className="ui-tabs"
      role="tablist"
      aria-label={label}
      onKeyDown={(event) => {
        const step = arrowStep(event.key, { columns: tabs.length })
        const at = tabs.findIndex(({ id }) => id === chosen)
        const next = step === undefined ? undefined : tabs[(at + step + tabs.length) % tabs.length]
        if (!next) return
        event.preventDefault()
        onChoose(next.id)
        list.current?.querySelectorAll('button')[tabs.indexOf(next)]?.focus()
      }}
    >
      {tabs.map(({ id, label: name, mark }) => (
        <button key={id} type="button" role="tab" className="ui-tab" aria-selected={id === chosen} aria-controls={id === chosen ? controls : undefined} tabIndex={id === chosen ? 0 : -1} onClick={() => onChoose(id)}>
          <span>{name}</span>
          <span className={`ui-tab-mark ${mark === undefined ? '' : 'is-on'}`}>{mark !== undefined && <span className="hidden-text">{mark}</span>}</span>
        </button>
      ))}
    </div>
  )
}
