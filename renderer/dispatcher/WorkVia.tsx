// The one thing never in doubt: what you work via, since when, who speaks now, and which microphone is yours.
import type { ReactNode } from 'react'
import { alternativeLabel, isRbs, rbsLabel } from '../model/console-view.ts'
import { handOnKey } from '../model/hand-on.ts'
import { simulated } from '../model/drill-model.ts'
import { microphoneOf } from '../model/spoken-model.ts'
import { lastHeard, stripModel } from '../model/strip-model.ts'
import { Button } from '../ui/Button.tsx'
import type { PanelProps } from './panel-props.ts'
import './hand-on.css'

interface WorkViaProps extends PanelProps {
  /** What is shown may be old: said in the place of the headline. */
  readonly stale: string | undefined
  readonly onHandOn: () => void
}

export function WorkVia({ view, words, stale, onHandOn }: WorkViaProps): ReactNode {
  const { topics, nowUtcMs } = view
  const state = topics.switch.switch
  const active = state ? topics.channels[state.channel] : undefined
  const onRbs = isRbs(active)
  const handOn = handOnKey(view, words)
  // The pedal of the RBS is real: nobody is told to speak by it in a drill.
  const isOwnPedal = onRbs && topics.site.site?.drill !== undefined
  const name = active?.label ?? state?.channel ?? ''
  const big = onRbs && topics.site.site?.drill ? words.text('drill.via-channel', { channel: name }) : onRbs || !state ? name : alternativeLabel(topics, state.channel, state.group, words)
  return (
    <section className="work-via ui-panel" aria-label={words.text(onRbs ? 'via.rbs' : 'via.alternative')}>
      <div className="work-via-head">
        <h2>{words.text(onRbs ? 'via.rbs' : 'via.alternative')}</h2>
        {state && <span className="tabular">{words.text('via.since', { time: words.clock(state.sinceUtcMs), length: words.passed(nowUtcMs - state.sinceUtcMs) })}</span>}
        {(!handOn || stale !== undefined) && <b className={stale === undefined ? '' : 'is-stale'}>{stale ?? simulated(stripModel(view, words).message.headline, topics, words)}</b>}
      </div>
      {handOn && stale === undefined && (
        <Button className="hand-on-key" layout="column" onPress={onHandOn}>
          <b>{handOn.label}</b>
          <small>{handOn.detail}</small>
        </Button>
      )}
      <p className={`work-via-channel ${big.length > LONG ? 'is-long' : ''}`}>{big}</p>
      <div className="work-via-facts">
        {onRbs ? <LastProof view={view} words={words} /> : <SpeaksNow view={view} words={words} />}
        <div>
          <span className="work-via-label">{words.text('via.speak-into')}</span>
          <b>{isOwnPedal ? words.text('drill.no-microphone', { rbs: name }) : microphoneOf(topics)}</b>
        </div>
      </div>
    </section>
  )
}

/** More letters than this do not fit at 76 px. */
const LONG = 20

function LastProof({ view, words }: PanelProps): ReactNode {
  const heard = lastHeard(view)
  return (
    <div>
      <span className="work-via-label">{words.text('via.last-proof', { rbs: rbsLabel(view.topics.channels) })}</span>
      <b>{heard === undefined ? words.text('via.unmeasured') : words.clock(heard)}</b>
    </div>
  )
}

function SpeaksNow({ view, words }: PanelProps): ReactNode {
  const { ptt } = view.topics.ptt
  const { site } = view.topics.site
  const before = ptt?.lastHeard && words.text('via.before', { unit: ptt.lastHeard.unit ?? words.text('via.unknown-unit'), time: words.clock(ptt.lastHeard.untilUtcMs) })
  const isOurs = ptt?.phase === 'talking' || ptt?.localKey === true
  const nobody = words.text(ptt?.hearingUnknown === true ? 'via.unknown' : 'via.nobody')
  const now = isOurs ? `${site?.label ?? ''} (${words.text('via.you')})` : ptt?.heard === undefined ? nobody : (ptt.heardUnit ?? words.text('via.unknown-unit'))
  return (
    <div>
      <span className="work-via-label">
        {words.text('via.speaks-now')} <span>{before}</span>
      </span>
      <b>{now}</b>
    </div>
  )
}
