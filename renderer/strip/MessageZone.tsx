// Three lines: what works and what does not, the evidence, and what may never scroll away.
import type { ReactNode } from 'react'
import type { MessageModel } from '../model/strip-model.ts'
import type { Words } from '../model/words.ts'
import { Shape } from '../ui/Shape.tsx'

interface MessageZoneProps {
  readonly message: MessageModel
  readonly refusal: string | undefined
  readonly words: Words
}

/** From so many letters on the permanent line is set smaller rather than cut. */
const LONG = 37

export function MessageZone({ message, refusal, words }: MessageZoneProps): ReactNode {
  const { headline, evidence, tone, permanent } = message
  return (
    <div className="strip-text">
      <p className={`strip-headline ${tone === 'ok' ? 'is-calm' : ''}`}>{headline}</p>
      <p className="strip-evidence">{refusal ?? evidence}</p>
      <p className={`strip-permanent ${permanent.warns ? 'warns' : ''} ${permanent.text.length > LONG ? 'is-long' : ''}`}>
        {permanent.warns && <Shape kind="degraded" size={16} />}
        <span>{permanent.text}</span>
      </p>
      <Spoken message={message} words={words} />
    </div>
  )
}

/** For a screen reader: without the seconds that tick, and interrupting only when something is down. */
function Spoken({ message: { headline, evidence, tone }, words }: Pick<MessageZoneProps, 'message' | 'words'>): ReactNode {
  const said = tone === 'ok' ? words.text('headline.calm.spoken') : `${headline}. ${evidence}`
  return (
    <span className="hidden-text" role="status" aria-live={tone === 'down' ? 'assertive' : 'polite'}>
      {said}
    </span>
  )
}
