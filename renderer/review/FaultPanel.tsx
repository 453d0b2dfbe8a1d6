// What the storing was: a sentence, and facts that two taps change. The choices stand where the facts stood, so nothing moves.
import { useState, type KeyboardEvent, type ReactNode } from 'react'
import { AskButton } from '../app/AskButton.tsx'
import { useAsk } from '../app/console-context.tsx'
import { changeAsk, type FactRow, type FaultModel } from '../model/review-facts.ts'
import type { ReviewSubject } from '../model/review-window.ts'
import type { Words } from '../model/words.ts'
import { Button } from '../ui/Button.tsx'
import { Panel } from '../ui/Panel.tsx'
import { LineForm } from './LineForm.tsx'

interface FaultPanelProps {
  readonly model: FaultModel | undefined
  /** What is looked back on instead. */
  readonly subject: ReviewSubject | undefined
  readonly words: Words
}

export function FaultPanel({ model, subject, words }: FaultPanelProps): ReactNode {
  if (!model) {
    const title = subject?.on === 'fault' ? subject.number : subject?.on === 'moment' ? words.text('review.around', { time: `${words.day(subject.utcMs)} ${words.clock(subject.utcMs)}` }) : words.text('review.lately')
    return <Panel title={title} className="review-facts">{subject?.on === 'fault' && <p className="review-empty">{words.text('review.unknown-fault')}</p>}</Panel>
  }
  return (
    <Panel title={model.title} className="review-facts">
      <p className="review-sentence">{model.sentence}</p>
      <Facts key={model.number} model={model} words={words} />
    </Panel>
  )
}

function Facts({ model, words }: { readonly model: FaultModel; readonly words: Words }): ReactNode {
  const [opened, setOpened] = useState<FactRow['id'] | 'links'>()
  // Whoever comes back from a choice stands where he went in.
  const [left, setLeft] = useState<FactRow['id'] | 'links'>()
  const open = (id: FactRow['id'] | 'links'): void => setOpened(id)
  const close = (): void => {
    setLeft(opened)
    setOpened(undefined)
  }
  const row = model.facts.find(({ id }) => id === opened)
  if (row) return <Choices row={row} words={words} onClose={close} />
  if (opened === 'links') return <Links model={model} words={words} onClose={close} />
  const links = model.links.map(({ to }) => to).join(', ')
  return (
    <div className="review-fact-rows">
      {model.facts.map((fact) => <Fact key={fact.id} focused={left === fact.id} wide={fact.id === 'symptom'} label={fact.label} value={fact.value} onOpen={() => open(fact.id)} />)}
      <Fact wide focused={left === 'links'} label={words.text('review.fact.links')} value={links === '' ? words.text('review.none') : links} onOpen={() => open('links')} />
      <AskButton ask={model.end.ask} className="review-end">{model.end.label}</AskButton>
    </div>
  )
}

interface FactProps {
  readonly label: string
  readonly value: string
  readonly wide?: boolean
  readonly focused: boolean
  readonly onOpen: () => void
}

const Fact = ({ label, value, wide = false, focused, onOpen }: FactProps): ReactNode => (
  <button type="button" className={`review-fact ${wide ? 'is-wide' : ''}`} title={value} autoFocus={focused} onClick={onOpen}>
    <small>{label}</small>
    <span>{value}</span>
  </button>
)

/** Escape leaves the choice, not the page. */
const leaving = (onClose: () => void) => (event: KeyboardEvent): void => {
  if (event.key !== 'Escape') return
  event.stopPropagation()
  onClose()
}

function Choices({ row, words, onClose }: { readonly row: FactRow; readonly words: Words; readonly onClose: () => void }): ReactNode {
  const press = useAsk()
  return (
    <div className="review-choices" role="group" aria-label={row.label} onKeyDown={leaving(onClose)}>
      <small>{row.label}</small>
      {row.choices.map(({ label, chosen, ask }, at) => (
        <button
          key={label}
          type="button"
          className="ui-chip"
          aria-pressed={chosen}
          autoFocus={at === 0}
          onClick={() => {
            if (!chosen) void press(ask)
            onClose()
          }}
        >
          {label}
        </button>
      ))}
      <Button onPress={onClose}>{words.text('review.choose-back')}</Button>
    </div>
  )
}

function Links({ model, words, onClose }: { readonly model: FaultModel; readonly words: Words; readonly onClose: () => void }): ReactNode {
  const press = useAsk()
  return (
    <div className="review-choices" role="group" aria-label={words.text('review.fact.links')} onKeyDown={leaving(onClose)}>
      <small>{words.text('review.fact.links')}</small>
      {model.links.map(({ to, unlink }) => <AskButton key={to} ask={unlink}>{words.text('review.unlink', { number: to })}</AskButton>)}
      <LineForm label={words.text('review.link-to')} action={words.text('review.link-add')} longest={64} focused onSend={async (to) => (await press(changeAsk(model.number, { what: 'link', to }))).ok} />
      <Button onPress={onClose}>{words.text('review.choose-back')}</Button>
    </div>
  )
}
