// The main view of a dispatcher, after DESIGN section 5: left what you work by and what you say, right the ways out and back.
import type { ReactNode } from 'react'
import { useConsoleView, useFrame, useWords } from '../app/console-context.tsx'
import { emergencyOf } from '../model/emergency.ts'
import { CardsPanel } from './CardsPanel.tsx'
import { ChannelsPanel } from './ChannelsPanel.tsx'
import { EmergencyBlock } from './EmergencyBlock.tsx'
import { Footer } from './Footer.tsx'
import { GroupsPanel } from './GroupsPanel.tsx'
import { Header } from './Header.tsx'
import { NotesPanel } from './NotesPanel.tsx'
import { PttBlock } from './PttBlock.tsx'
import { ReturnPanel } from './ReturnPanel.tsx'
import { ServicesRow } from './ServicesRow.tsx'
import { TimelinePanel } from './TimelinePanel.tsx'
import { WorkVia } from './WorkVia.tsx'
import './dispatcher.css'

interface DispatcherProps {
  /** Under a strip, which has clock and services already. */
  readonly under: 'nothing' | 'strip'
  readonly onSettings: () => void
  readonly onAlarms: () => void
  readonly onReview: () => void
  readonly onService: (id: string) => void
  readonly onChannels: () => void
  /** The form for a report of a unit is open. */
  readonly reporting: boolean
  readonly onReporting: (open: boolean) => void
}

export function Dispatcher({ under, onSettings, onAlarms, onReview, onService, onChannels, reporting, onReporting }: DispatcherProps): ReactNode {
  const view = useConsoleView()
  const words = useWords()
  const { link, linkSinceUtcMs } = useFrame()
  const { site } = view.topics.site
  const emergency = emergencyOf(view, words)
  const frame = emergency ? 'frame-emergency' : site?.drill ? 'frame-drill' : ''
  return (
    <div className={`dispatcher under-${under} ${frame}`}>
      {under === 'nothing' && <Header view={view} words={words} />}
      {under === 'nothing' && <ServicesRow view={view} words={words} onService={onService} />}
      <div className="dispatcher-left">
        {emergency ? <EmergencyBlock emergency={emergency} view={view} words={words} /> : <WorkVia view={view} words={words} stale={link.link === 'stale' ? words.text('link.stale', { time: words.clock(linkSinceUtcMs) }) : undefined} />}
        <GroupsPanel view={view} words={words} />
        <PttBlock view={view} words={words} />
        <NotesPanel view={view} words={words} reporting={reporting} onReporting={onReporting} />
        <TimelinePanel topics={view.topics} nowUtcMs={view.nowUtcMs} words={words} />
      </div>
      <div className="dispatcher-right">
        <ReturnPanel view={view} words={words} />
        <ChannelsPanel view={view} words={words} onChannels={onChannels} />
        <CardsPanel view={view} words={words} />
      </div>
      <Footer view={view} words={words} onSettings={onSettings} onAlarms={onAlarms} onReview={onReview} />
    </div>
  )
}
