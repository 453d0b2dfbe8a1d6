// What lies below: the log, what is to be announced, or the roll call, under one row of tabs. The line of the open storing stays
// between, whichever is open.
import { useId, type ReactNode } from 'react'
import { LOWER_TABS, type LowerTab } from '../model/lower-tabs.ts'
import { isRollDue, rollModel } from '../model/roll-model.ts'
import { isSayDue } from '../model/say-model.ts'
import { Tabs } from '../ui/Tabs.tsx'
import { FaultRow } from './FaultRow.tsx'
import type { PanelProps } from './panel-props.ts'
import { RollCallPanel } from './RollCallPanel.tsx'
import { SayPanel } from './SayPanel.tsx'
import { TimelineLines } from './TimelineLines.tsx'
import { useLowerTabs } from './use-lower-tabs.ts'

interface TimelinePanelProps extends PanelProps {
  /** What is open at first. */
  readonly first?: LowerTab
}

export function TimelinePanel({ view, words, first = 'log' }: TimelinePanelProps): ReactNode {
  const { topics, nowUtcMs } = view
  const { open, choose } = useLowerTabs(topics.say.card?.switchedUtcMs, first)
  const id = useId()
  const labels = { log: words.text('timeline.title'), say: words.text('say.tab'), roll: words.text('roll.tab') }
  const marks = { log: false, say: isSayDue(topics, nowUtcMs), roll: isRollDue(topics, nowUtcMs) }
  const notes = { log: words.text('timeline.newest'), say: '', roll: rollModel(view, words).note }
  return (
    <section className={`ui-panel timeline shows-${open}`} aria-label={words.text('lower.name')}>
      <div className="timeline-tabs">
        <Tabs
          label={words.text('lower.tabs')}
          tabs={LOWER_TABS.map((tab) => ({ id: tab, label: labels[tab], ...(marks[tab] ? { mark: words.text('lower.marked') } : {}) }))}
          chosen={open}
          controls={id}
          onChoose={choose}
        />
        {notes[open] !== '' && <span>{notes[open]}</span>}
      </div>
      <FaultRow view={view} words={words} />
      <div id={id} className="timeline-body" role="tabpanel" aria-label={labels[open]}>
        {open === 'log' && <TimelineLines view={view} words={words} />}
        {open === 'say' && <SayPanel view={view} words={words} />}
        {open === 'roll' && <RollCallPanel view={view} words={words} />}
      </div>
    </section>
  )
}
