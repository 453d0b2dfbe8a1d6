// Breaks the simulated world by click. Lies below the console in the page's flow, never over it, in a frame of its own kind:
// upright bars, where a drill has slanted ones. A group and no landmark: whoever places it on a page says which it is.
import { useId, type ReactNode } from 'react'
import type { DemoAction, DemoView } from '../../electron/contract/demo.ts'
import type { TextKey } from '../i18n/catalogue.ts'
import { useLanguage, useText } from '../i18n/TextProvider.tsx'
import { Button } from '../ui/Button.tsx'
import { CHOICE_GROUPS, HEAL, isSo, lightOf, obstacleOf, type Choice, type ChoiceGroup, type Obstacle } from './choices.ts'
import './demo.css'

interface DemoPanelProps {
  readonly demo: DemoView
  readonly onBreak: (action: DemoAction) => void
  readonly open: boolean
  readonly onToggle: () => void
}

export function DemoPanel({ demo, onBreak, open, onToggle }: DemoPanelProps): ReactNode {
  const text = useText()
  const language = useLanguage()
  const id = useId()
  return (
    <div className="demo-panel" role="group" aria-labelledby={`${id}-title`}>
      <div className="demo-head">
        <h2 className="demo-title" id={`${id}-title`}>{text('demo.title')}</h2>
        {demo.scenario && (
          <p className="demo-scenario">
            {text('demo.scenario', { scenario: demo.scenario.title[language], speed: demo.scenario.speed })}
            {demo.scenario.at !== undefined && <> {text('demo.scenario.at', { at: demo.scenario.at })}</>}
          </p>
        )}
        {open && <Button onPress={() => onBreak(HEAL.action)}>{text(HEAL.text)}</Button>}
        <button type="button" className="demo-choice" aria-expanded={open} aria-controls={`${id}-groups`} onClick={onToggle}>
          {text(open ? 'demo.close' : 'demo.open')}
        </button>
      </div>
      <div className="demo-groups" id={`${id}-groups`} hidden={!open}>
        {CHOICE_GROUPS.map((group) => <DemoGroup key={group.title} group={group} demo={demo} onBreak={onBreak} />)}
      </div>
    </div>
  )
}

interface DemoGroupProps extends Pick<DemoPanelProps, 'demo' | 'onBreak'> {
  readonly group: ChoiceGroup
}

function DemoGroup({ group, demo, onBreak }: DemoGroupProps): ReactNode {
  const text = useText()
  const id = useId()
  const sentence = (obstacle: Obstacle): string => ('known' in obstacle ? text(obstacle.known) : obstacle.words)
  const reasons = new Set(group.choices.flatMap(({ action }) => obstacleOf(demo, action) ?? []).map(sentence))
  return (
    <fieldset className="demo-group">
      <legend className="demo-legend">{text(group.title)}</legend>
      <div className="demo-choices">
        {group.choices.map((choice) => (
          <DemoChoice
            key={choice.text}
            choice={choice}
            isPressed={isSo(demo, choice.action)}
            light={lightOf(demo, choice.action)}
            reasonId={obstacleOf(demo, choice.action) && `${id}-reason`}
            onBreak={onBreak}
          />
        ))}
      </div>
      {reasons.size > 0 && <p className="demo-reason" id={`${id}-reason`}>{text('demo.cannot', { reason: [...reasons].join('; ') })}</p>}
    </fieldset>
  )
}

interface DemoChoiceProps extends Pick<DemoPanelProps, 'onBreak'> {
  readonly choice: Choice
  readonly isPressed: boolean
  /** Of a key that is lit. */
  readonly light: TextKey | undefined
  /** Where it stands why this cannot be pressed; absent: it can. */
  readonly reasonId: string | undefined
}

/** An inert one can still be reached by keyboard, so that its reason is read. */
function DemoChoice({ choice, isPressed, light, reasonId, onBreak }: DemoChoiceProps): ReactNode {
  const text = useText()
  const isInert = reasonId !== undefined
  return (
    <button
      type="button"
      className="demo-choice"
      aria-pressed={isPressed}
      aria-disabled={isInert || undefined}
      aria-describedby={reasonId}
      onClick={isInert ? undefined : () => onBreak(choice.action)}
    >
      {light === undefined ? text(choice.text) : text('demo.lit', { key: text(choice.text), light: text(light) })}
    </button>
  )
}
