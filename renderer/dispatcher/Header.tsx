// Who and where, and the time.
import type { ReactNode } from 'react'
import { SimulationMark } from '../ui/SimulationMark.tsx'
import { modeSentence } from '../model/site-mode.ts'
import { Tag } from '../ui/Tag.tsx'
import type { PanelProps } from './panel-props.ts'

export function Header({ view, words }: PanelProps): ReactNode {
  const { site } = view.topics.site
  return (
    <div className="dispatcher-header">
      <b className="dispatcher-app">{words.text('page.title')}</b>
      <span>{site?.room}</span>
      <b>{site?.label}</b>
      <span>{words.text('page.dispatcher')}</span>
      {site && <span>{modeSentence(site, words)}</span>}
      {site?.simulated === true && <SimulationMark text={words.text('simulated')} />}
      {site?.drill && <Tag look="drill">{words.text('drill.transmits-only', { group: site.drill.group })}</Tag>}
      <span className="dispatcher-date">{words.date(view.nowUtcMs)}</span>
      <b className="dispatcher-clock tabular">{words.clock(view.nowUtcMs)}</b>
    </div>
  )
}
