// The record as evidence: checked or not, by which code it can be named over the phone, and written out for others.
import { useEffect, useRef, useState, type ReactNode } from 'react'
import type { CallOutput } from '../../electron/contract/calls.ts'
import type { CallResult } from '../../electron/contract/host-client.ts'
import { useLink } from '../app/console-context.tsx'
import type { PanelProps } from '../dispatcher/panel-props.ts'
import { refusedExport, refusedReading } from '../model/review-trouble.ts'
import { exportOf, EXPORTS, sizeText, verdictModel } from '../model/review-verdict.ts'
import type { ReviewWindow } from '../model/review-window.ts'
import { Button } from '../ui/Button.tsx'
import { Chip } from '../ui/Chip.tsx'
import { Icon } from '../ui/Icon.tsx'
import { Shape } from '../ui/Shape.tsx'

interface RecordPanelProps extends PanelProps {
  readonly number: string | undefined
  readonly window: ReviewWindow
}

export function RecordPanel(props: RecordPanelProps): ReactNode {
  return (
    <div className="review-record">
      <Check {...props} />
      <Export {...props} />
      <p className="review-people">{props.words.text('review.people')}</p>
    </div>
  )
}

interface Checked {
  readonly answer: CallResult<CallOutput<'record.check'>>
  readonly utcMs: number
}

function Check({ view, words }: PanelProps): ReactNode {
  const link = useLink()
  const [checked, setChecked] = useState<Checked>()
  const [isChecking, setChecking] = useState(false)
  const check = async (): Promise<void> => {
    setChecking(true)
    const answer = await link.call('record.check', {})
    setChecked({ answer, utcMs: view.nowUtcMs })
    setChecking(false)
  }
  const { record } = view.topics.record
  const verdict = checked?.answer.ok === true ? verdictModel(checked.answer.value, words) : undefined
  const title = isChecking ? 'review.record.checking' : verdict === undefined ? 'review.record.unchecked' : verdict.whole ? 'review.record.checked' : 'review.record.damaged'
  return (
    <>
      <div className="review-verdict" role="status">
        {verdict && !verdict.whole ? <Shape kind="down" size={28} /> : <Icon kind="log" size={28} />}
        <div>
          <b>{words.text(title)}</b>
          <span>{checked?.answer.ok === false ? refusedReading(checked.answer.error, words) : verdict?.sentence}</span>
          {verdict && verdict.verdict !== '' && <small className="mono">{verdict.verdict}</small>}
        </div>
      </div>
      <p className="review-head-code">
        {verdict && checked ? words.text('review.record.head', { time: words.clock(checked.utcMs) }) : words.text('review.record.head-now', { seq: record?.seq ?? 0 })}
        <b className="mono">{verdict?.headCode ?? record?.headCode}</b>
      </p>
      <Button look={isChecking ? 'inert' : 'plain'} onPress={() => void check()}>{words.text(verdict ? 'review.record.again' : 'review.record.check')}</Button>
    </>
  )
}

type Written =
  | { readonly step: 'none' }
  | { readonly step: 'busy' }
  | { readonly step: 'answered'; readonly answer: CallResult<CallOutput<'record.export'>> }

function Export({ number, window, words }: RecordPanelProps): ReactNode {
  const link = useLink()
  const [masked, mask] = useState(true)
  const [written, setWritten] = useState<Written>({ step: 'none' })
  const write = async (what: (typeof EXPORTS)[number]): Promise<void> => {
    setWritten({ step: 'busy' })
    setWritten({ step: 'answered', answer: await link.call('record.export', exportOf(what, { number, window, masked })) })
  }
  const said = useRef<HTMLParagraphElement>(null)
  // Where it was written stands last, and in a low window below the edge.
  useEffect(() => {
    if (written.step === 'answered') said.current?.scrollIntoView({ block: 'nearest' })
  }, [written])
  return (
    <>
      <div className="review-masked">
        <h3>{words.text('review.export.title')}</h3>
        <Chip label={words.text('review.export.masked')} pressed={masked} onPress={() => mask(!masked)} />
        {!masked && <small>{words.text('review.export.unmasked')}</small>}
      </div>
      <div className="review-exports">
        {EXPORTS.map((what) => <Button key={what} look={written.step === 'busy' ? 'inert' : 'plain'} onPress={() => void write(what)}>{words.text(`review.export.${what}`)}</Button>)}
      </div>
      <p ref={said} className="review-written" role="status">{writtenText(written, words)}</p>
    </>
  )
}

function writtenText(written: Written, words: PanelProps['words']): string {
  if (written.step === 'none') return ''
  if (written.step === 'busy') return words.text('review.export.busy')
  if (!written.answer.ok) return refusedExport(written.answer.error, words)
  const { entries, bytes, path } = written.answer.value
  return words.text('review.export.done', { entries, size: sizeText(bytes, words), path })
}
