// All speech channels opened: what each is proven by, and the guided spoken test of one. Closing it stops no test: the strip and
// the transmit block go on saying that one runs.
import { useMemo, type ReactNode } from 'react'
import { AskButton } from '../app/AskButton.tsx'
import { useLastAsk } from '../app/console-context.tsx'
import { channelDetails, type ChannelDetail } from '../model/channels-detail.ts'
import { refusalSentence } from '../model/refusal.ts'
import type { SpokenGuide } from '../model/spoken-model.ts'
import type { Words } from '../model/words.ts'
import { Button } from '../ui/Button.tsx'
import { Overlay } from '../ui/Overlay.tsx'
import { Shape } from '../ui/Shape.tsx'
import { TONES } from '../ui/shapes.ts'
import { TraceLine } from '../ui/TraceLine.tsx'
import type { PanelProps } from './panel-props.ts'
import './channels-detail.css'

interface ChannelsDetailProps extends PanelProps {
  readonly onClose: () => void
}

const TRACE_WIDTH = 232

export function ChannelsDetail({ view, words, onClose }: ChannelsDetailProps): ReactNode {
  const details = useMemo(() => channelDetails(view, words), [view, words])
  const last = useLastAsk()
  const isOurs = last.outcome === 'refused' && last.ask.call.startsWith('spoken.')
  const guide = details.find((one) => one.guide)?.guide
  const isRunning = guide?.stop !== undefined
  return (
    <Overlay title={words.text('channels.detail')} className="channels-detail" onClose={onClose}>
      <div className="channels-test">
        {guide ? <Guide guide={guide} words={words} /> : <p className="channels-hint">{words.text('spoken.hint')}</p>}
        <p className="channels-refusal" role="status">{isOurs ? refusalSentence(last, words) : ''}</p>
      </div>
      <div className="channels-all" tabIndex={0} role="group" aria-label={words.text('channels.title')}>
        {details.map((detail) => (
          <Detail key={detail.id} detail={detail} canBegin={!isRunning} nowUtcMs={view.nowUtcMs} words={words} />
        ))}
      </div>
      <div className="channels-keys">
        <Button onPress={onClose}>{words.text('settings.close')}</Button>
      </div>
    </Overlay>
  )
}

interface DetailProps {
  readonly detail: ChannelDetail
  readonly canBegin: boolean
  readonly nowUtcMs: number
  readonly words: Words
}

function Detail({ detail: { name, shape, word, facts, trace, begin }, canBegin, nowUtcMs, words }: DetailProps): ReactNode {
  return (
    <section className="channels-one" aria-label={name}>
      <div className="channels-one-head">
        <h3>{name}</h3>
        <span className={`channels-word tone-${TONES[shape]}`}>
          <Shape kind={shape} size={16} />
          <span>{word}</span>
        </span>
        {begin && <AskButton ask={canBegin ? begin.ask : undefined} label={begin.label}>{words.text('spoken.begin')}</AskButton>}
      </div>
      <dl>
        {facts.map(({ label, value }) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
        <div>
          <dt>{words.text('channels.history')}</dt>
          <dd>
            {trace && <TraceLine points={trace.points} fromUtcMs={trace.fromUtcMs} toUtcMs={nowUtcMs} width={TRACE_WIDTH} height={14} />}
            <span className="channels-said">{trace?.said ?? words.text('channels.history.count', { count: 0, since: '' })}</span>
          </dd>
        </div>
      </dl>
    </section>
  )
}

/** Each step with its number, the one to do now in full; clock and keys keep their places, and the channels below theirs. */
function Guide({ guide: { title, steps, left, heard, stop, outcome }, words }: { readonly guide: SpokenGuide; readonly words: Words }): ReactNode {
  if (outcome) {
    return (
      <div className="channels-guide" role="status">
        <b>{title}</b>
        <p className={`channels-outcome tone-${TONES[outcome.shape]}`}>
          <Shape kind={outcome.shape} size={20} />
          <b>{outcome.text}</b>
        </p>
      </div>
    )
  }
  return (
    <div className="channels-guide" role="group" aria-label={title}>
      <div className="channels-guide-head">
        <b>{title}</b>
        <b className="tabular">{left}</b>
      </div>
      <ol>
        {steps.map(({ text, say, state }) => (
          <li key={text} className={`is-${state}`} aria-current={state === 'now' ? 'step' : undefined}>
            <span>{text}</span>
            {say !== undefined && <q>{say}</q>}
          </li>
        ))}
      </ol>
      <div className="channels-guide-keys">
        <AskButton ask={heard} look={heard ? 'act' : 'plain'} size="critical">{words.text('spoken.heard')}</AskButton>
        <AskButton ask={stop} size="critical">{words.text('spoken.stop')}</AskButton>
      </div>
    </div>
  )
}
