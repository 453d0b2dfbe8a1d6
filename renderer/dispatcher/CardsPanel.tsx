// Other means: steps to follow. No pedal, never what you work via.
import { useState, type ReactNode } from 'react'
import { cardModels } from '../model/channels-model.ts'
import { Button } from '../ui/Button.tsx'
import { Card } from '../ui/Card.tsx'
import { Panel } from '../ui/Panel.tsx'
import type { PanelProps } from './panel-props.ts'

export function CardsPanel({ view, words }: PanelProps): ReactNode {
  const [open, setOpen] = useState<string>()
  const cards = cardModels(view.topics.site.site?.cards ?? [], view.topics, words)
  const shown = cards.find((card) => card.id === open)
  if (shown) {
    return (
      <Panel title={shown.title} note={shown.note} className="cards">
        <ol className="cards-steps">
          {shown.steps.map((step) => (
            <li key={step}>{step}</li>
          ))}
        </ol>
        <div className="cards-close">
          <Button onPress={() => setOpen(undefined)}>{words.text('card.close')}</Button>
        </div>
      </Panel>
    )
  }
  return (
    <Panel title={words.text('cards.title')} note={words.text('cards.note')} className="cards">
      <div className="cards-grid">
        {cards.map((card) => (
          <Card key={card.id} title={card.title} note={card.note} use={card.use} expanded={false} onPress={() => setOpen(card.id)} />
        ))}
      </div>
    </Panel>
  )
}
