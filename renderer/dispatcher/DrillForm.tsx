// A drill is chosen by its story: one press begins it, and the overlay goes as soon as it runs.
import { useEffect, type ReactNode } from 'react'
import { AskButton } from '../app/AskButton.tsx'
import { useLastAsk } from '../app/console-context.tsx'
import { drillChoices, mayDrill } from '../model/drill-model.ts'
import { refusalSentence } from '../model/refusal.ts'
import { Button } from '../ui/Button.tsx'
import { Overlay } from '../ui/Overlay.tsx'
import { Shape } from '../ui/Shape.tsx'
import type { PanelProps } from './panel-props.ts'
import './drill-form.css'

interface DrillFormProps extends PanelProps {
  readonly onClose: () => void
}

export function DrillForm({ view, words, onClose }: DrillFormProps): ReactNode {
  const { intro, ends, stories } = drillChoices(view, words)
  const last = useLastAsk()
  const mayChoose = mayDrill(view.topics)
  // It runs, or the position is back in service: nothing is left to choose.
  useEffect(() => {
    if (!mayChoose) onClose()
  }, [mayChoose, onClose])
  return (
    <Overlay title={words.text('drill.title')} aside={<span>{words.text('strip.out-of-service')}</span>} className="drill-form" onClose={onClose}>
      <p>{intro}</p>
      <p>{ends}</p>
      <ul>
        {stories.map(({ story, label, detail, ask }) => (
          <li key={story}>
            <AskButton ask={ask} size="critical" layout="column">
              <b>{label}</b>
              <small>{detail}</small>
            </AskButton>
          </li>
        ))}
      </ul>
      {/* Its room is kept, so that a refusal moves no key. */}
      <p className="drill-form-refusal" role="status">
        {last.outcome === 'refused' && last.ask.call === 'drill.begin' && (
          <>
            <Shape kind="degraded" size={16} />
            <b>{refusalSentence(last, words)}</b>
          </>
        )}
      </p>
      <div className="drill-form-keys">
        <Button onPress={onClose}>{words.text('settings.close')}</Button>
      </div>
    </Overlay>
  )
}
