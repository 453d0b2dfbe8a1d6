// One page: a strip, a main view, or both under each other where the shell has one window.
import { useEffect, useMemo, useRef, useState, type ReactNode } from 'react'
import type { PageView } from '../../electron/contract/shell.ts'
import { DemoPanel } from '../demo/DemoPanel.tsx'
import { AlarmList } from '../dispatcher/AlarmList.tsx'
import { ChannelsDetail } from '../dispatcher/ChannelsDetail.tsx'
import { Dispatcher } from '../dispatcher/Dispatcher.tsx'
import { ServiceDetail } from '../dispatcher/ServiceDetail.tsx'
import { rbsLabel } from '../model/console-view.ts'
import { lastViaOf } from '../model/last-via.ts'
import { refusalSentence } from '../model/refusal.ts'
import { stripModel, type StripModel } from '../model/strip-model.ts'
import { Review } from '../review/Review.tsx'
import { Strip } from '../strip/Strip.tsx'
import { StripLost } from '../strip/StripLost.tsx'
import { stale } from '../strip/stale.ts'
import { useConsoleView, useFrame, useLastAsk, useShell, useSoundState, useWords } from './console-context.tsx'
import { Settings } from './Settings.tsx'
import { soundWords } from './sound-words.ts'
import { useKeys } from './use-keys.ts'
import './page.css'

/** What lies over the main view; never over the strip. */
type Overlay = { readonly open: 'nothing' } | { readonly open: 'settings' } | { readonly open: 'alarms' } | { readonly open: 'review' } | { readonly open: 'channels' } | { readonly open: 'service'; readonly id: string }
const NO_OVERLAY: Overlay = { open: 'nothing' }

interface PageProps {
  readonly show: PageView
}

export function Page({ show }: PageProps): ReactNode {
  const frame = useFrame()
  const words = useWords()
  const view = useConsoleView()
  const last = useLastAsk()
  const tellShell = useShell()
  const [overlay, setOverlay] = useState<Overlay>(NO_OVERLAY)
  const close = (): void => setOverlay(NO_OVERLAY)
  // A strip is too low to open anything in: the main window comes forward.
  const openService = (id: string): void => (show === 'strip' ? tellShell({ packet: 'show', view: 'main' }) : setOverlay({ open: 'service', id }))
  const [demoOpen, setDemoOpen] = useState(false)
  const [isReporting, setReporting] = useState(false)
  const soundTrouble = soundWords(useSoundState(), words)
  const model = useMemo(() => stripModel(view, words, soundTrouble), [view, words, soundTrouble])
  const { link, linkSinceUtcMs, host, preferences, demo } = frame
  const under = show === 'main' ? 'nothing' : 'strip'
  const isLive = link.link === 'live'
  const emergency = useLastEmergency(model, isLive)
  const via = useLastVia(lastViaOf(view.topics, words), isLive)
  const isTrue = (link.link === 'live' || link.link === 'stale') && view.topics.site.site !== undefined
  // What was being typed is gone with the console it was for: it must not open again by itself.
  if (isReporting && !isTrue) setReporting(false)
  // A strip has no room for a form: the main window comes forward.
  const openReport = (): void => {
    // Its form lies under what covers the main view whole.
    if (overlay.open === 'review') close()
    setReporting(true)
  }
  useKeys(view, model, { live: isTrue, onUnitReport: () => (show === 'strip' ? tellShell({ packet: 'show', view: 'main' }) : openReport()) })
  const refusal = last.outcome === 'refused' ? refusalSentence(last, words, view.topics.site.site) : undefined
  const strip = isTrue
    ? <Strip model={link.link === 'stale' ? stale(model, linkSinceUtcMs, words) : model} words={words} nowUtcMs={view.nowUtcMs} shell={view.shell} refusal={refusal} onService={openService} />
    : <StripLost link={link} sinceUtcMs={linkSinceUtcMs} host={host} rbs={rbsLabel(view.topics.channels)} emergency={emergency} via={via} words={words} />
  return (
    <main className={`page show-${show} ${preferences.stripRows === 2 ? 'strip-two-rows' : ''}`}>
      <h1 className="hidden-text">{words.text('page.title')}</h1>
      {show !== 'main' && strip}
      {show === 'main' && !isTrue && strip}
      {show !== 'strip' && (
        <div className="page-main">
          {/* Covered whole it is not drawn: out of the way of the keyboard, and nothing of it to scroll. */}
          {isTrue && (
            <div className={overlay.open === 'review' ? 'page-covered' : 'page-under'}>
              <Dispatcher under={under} onSettings={() => setOverlay({ open: 'settings' })} onAlarms={() => setOverlay({ open: 'alarms' })} onReview={() => setOverlay({ open: 'review' })} onChannels={() => setOverlay({ open: 'channels' })} onService={openService} reporting={isReporting} onReporting={setReporting} />
            </div>
          )}
          {overlay.open === 'settings' && <Settings onClose={close} />}
          {overlay.open === 'alarms' && isTrue && <AlarmList view={view} words={words} onClose={close} />}
          {overlay.open === 'channels' && isTrue && <ChannelsDetail view={view} words={words} onClose={close} />}
          {overlay.open === 'review' && isTrue && <Review view={view} words={words} under={under} onClose={close} />}
          {overlay.open === 'service' && isTrue && <ServiceDetail service={overlay.id} view={view} words={words} onClose={close} />}
        </div>
      )}
      {show !== 'strip' && demo && isTrue && <DemoPanel demo={demo} open={demoOpen} onToggle={() => setDemoOpen(!demoOpen)} onBreak={(action) => tellShell({ packet: 'break', action })} />}
    </main>
  )
}

/** What was known of an open emergency call when the console was last heard: it is said also when it can no more be asked. */
function useLastEmergency({ emergency }: StripModel, isLive: boolean): string | undefined {
  const kept = useRef<string>(undefined)
  useEffect(() => {
    if (isLive) kept.current = emergency && `${emergency.title} ${emergency.who}`
  })
  return kept.current
}

/** What the position worked via when the console was last heard. A console that is back says it a moment later. */
function useLastVia(via: string | undefined, isLive: boolean): string | undefined {
  const kept = useRef<string>(undefined)
  useEffect(() => {
    if (isLive && via !== undefined) kept.current = via
  })
  return kept.current
}
