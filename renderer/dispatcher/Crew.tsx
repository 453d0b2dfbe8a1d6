// "Ploeg": who sits here by which plan, opened from the word in the header and from the settings. What is a supervisor's asks twice.
import { useState, type ReactNode } from 'react'
import { AskButton } from '../app/AskButton.tsx'
import { useAsk, useLastAsk } from '../app/console-context.tsx'
import { crewModel, type CrewModel } from '../model/crew-model.ts'
import { refusalSentence } from '../model/refusal.ts'
import type { Ask } from '../model/switch-face.ts'
import type { Words } from '../model/words.ts'
import { Button } from '../ui/Button.tsx'
import { Overlay } from '../ui/Overlay.tsx'
import { Tag } from '../ui/Tag.tsx'
import type { PanelProps } from './panel-props.ts'
import './crew.css'

interface CrewProps extends PanelProps {
  readonly onClose: () => void
}

export function Crew({ view, words, onClose }: CrewProps): ReactNode {
  const model = crewModel(view, words)
  const last = useLastAsk()
  if (!model) return undefined
  const refusal = last.outcome === 'refused' ? refusalSentence(last, words) : ''
  return (
    <Overlay title={words.text('crew.title')} aside={model.since} className="crew" onClose={onClose}>
      <h3>{words.text('crew.profiles')}</h3>
      <Profiles model={model} words={words} />
      {model.due !== undefined && <p className="crew-warns">{model.due}</p>}
      <h3>{words.text('crew.seat')}</h3>
      <Seat seat={model.seat} words={words} />
      <h3>{words.text('crew.file')}</h3>
      <p className={model.file.warns ? 'crew-warns' : ''}>{model.file.text}</p>
      {model.file.problems.map((problem) => <p key={problem} className="crew-problem">{problem}</p>)}
      {model.file.adopt && <Twice ask={model.file.adopt} label={words.text('crew.file.adopt')} sure={words.text('crew.adopt.sure')} words={words} />}
      <h3>{words.text('crew.position')}</h3>
      <Twice key={model.position.isOut ? 'out' : 'in'} ask={model.position.ask} label={words.text(model.position.isOut ? 'crew.in-service' : 'crew.out')} sure={words.text('crew.out.sure')} status={{ text: model.position.text, warns: model.position.isOut }} words={words} />
      {/* The line stays where it is whether something is said or not. */}
      <p className="crew-refusal" role="status">{refusal}</p>
      <div className="crew-keys">
        <Button onPress={onClose}>{words.text('settings.close')}</Button>
      </div>
    </Overlay>
  )
}

function Profiles({ model, words }: { readonly model: CrewModel; readonly words: Words }): ReactNode {
  return (
    <ul className="crew-profiles">
      {model.profiles.map(({ id, label, detail, isInUse, begin }) => (
        <li key={id}>
          <div>
            <b>{label}</b> {isInUse && <Tag>{words.text('crew.in-use')}</Tag>}
            <small>{detail}</small>
          </div>
          <AskButton ask={begin} label={`${words.text('crew.begin')}: ${label}`}>{words.text('crew.begin')}</AskButton>
        </li>
      ))}
    </ul>
  )
}

function Seat({ seat, words }: { readonly seat: CrewModel['seat']; readonly words: Words }): ReactNode {
  const { isManned, note, sitDown, leave } = seat
  return (
    <div className="crew-keys">
      <SeatKey isOn={isManned} ask={sitDown}>{words.text('crew.manned')}</SeatKey>
      <SeatKey isOn={!isManned} ask={leave}>{words.text('crew.unmanned')}</SeatKey>
      <span className="crew-note">{note}</span>
    </div>
  )
}

/** What is so already is shown pressed, and asks nothing. One key for both, so that it keeps the keyboard. */
function SeatKey({ isOn, ask, children }: { readonly isOn: boolean; readonly ask: Ask; readonly children: ReactNode }): ReactNode {
  const press = useAsk()
  return <Button pressed={isOn} onPress={() => void (isOn ? undefined : press(ask))}>{children}</Button>
}

interface TwiceProps {
  readonly ask: Ask
  readonly label: string
  /** Whose it is. */
  readonly sure: string
  readonly words: Words
  /** How it stands, above the key: the question takes its line, so that nothing moves under a finger. */
  readonly status?: { readonly text: string; readonly warns: boolean }
}

function Twice({ ask, label, sure, words, status }: TwiceProps): ReactNode {
  const [step, go] = useState<'rest' | 'sure' | 'not'>('rest')
  const isChoosing = step === 'sure'
  return (
    <>
      {status && <p className={status.warns && !isChoosing ? 'crew-warns' : ''}>{isChoosing ? sure : status.text}</p>}
      <div className="crew-keys">
        {isChoosing ? <AskButton ask={ask}>{label}</AskButton> : <Button focused={step === 'not'} onPress={() => go('sure')}>{label}</Button>}
        {isChoosing && <Button focused onPress={() => go('not')}>{words.text('crew.not')}</Button>}
        {isChoosing && !status && <span className="crew-note">{sure}</span>}
      </div>
    </>
  )
}
