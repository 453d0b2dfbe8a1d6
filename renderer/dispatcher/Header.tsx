// Who and where, and the time.
import type { ReactNode } from 'react'
import { realState, type RealState } from '../model/drill-model.ts'
import { Shape } from '../ui/Shape.tsx'
import { SimulationMark } from '../ui/SimulationMark.tsx'
import { modeSentence } from '../model/site-mode.ts'
import { Tag } from '../ui/Tag.tsx'
import type { PanelProps } from './panel-props.ts'

interface HeaderProps extends PanelProps {
  readonly onCrew: () => void
}

export function Header({ view, words, onCrew }: HeaderProps): ReactNode {
  const { site } = view.topics.site
  const real = realState(view, words)
  return (
    <div className="dispatcher-header">
      <b className="dispatcher-app">{words.text('page.title')}</b>
      {!site?.drill && <span>{site?.room}</span>}
      <b>{site?.label}</b>
      {!site?.drill && <button type="button" className="dispatcher-role" onClick={onCrew}>{words.text('page.dispatcher')}</button>}
      {site?.outOfServiceUtcMs !== undefined && <Tag>{words.text('strip.out-of-service')}</Tag>}
      {site && !site.drill && <span>{modeSentence(site, words)}</span>}
      {site?.simulated === true && <SimulationMark text={words.text('simulated')} />}
      {site?.drill && <Tag look="drill">{words.text('drill.transmits-only', { group: site.drill.group })}</Tag>}
      {real ? <RealLine real={real} words={words} /> : <span className="dispatcher-date">{words.date(view.nowUtcMs)}</span>}
      <b className="dispatcher-clock tabular">{words.clock(view.nowUtcMs)}</b>
    </div>
  )
}

/** Beside the clock: what is measured, whatever the drill says. */
const RealLine = ({ real, words }: { readonly real: RealState; readonly words: PanelProps['words'] }): ReactNode => (
  <b className="dispatcher-date dispatcher-real">
    <Shape kind={real.tone === 'ok' ? 'reachable' : real.tone} size={14} />
    {words.text('drill.real', { said: real.text })}
  </b>
)
