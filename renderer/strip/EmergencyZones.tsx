// An emergency call fills the strip: who and where in the place of the services, its own key in the place of the message.
// Never in the rectangle of acknowledging or switching.
import type { ReactNode } from 'react'
import { AskButton } from '../app/AskButton.tsx'
import type { EmergencyModel } from '../model/emergency.ts'
import type { Words } from '../model/words.ts'
import { Shape } from '../ui/Shape.tsx'

interface EmergencyTitleProps {
  readonly emergency: EmergencyModel
  readonly words: Words
}

export function EmergencyTitle({ emergency, words }: EmergencyTitleProps): ReactNode {
  const { title, who, evidence, more } = emergency
  return (
    <div className="strip-services strip-emergency-title" data-zone="services" role="alert">
      <Shape kind="emergency" size={48} />
      <div>
        <b>
          {title} {who}
        </b>
        <span>
          {evidence}
          {more > 0 && `; ${words.text('emergency.more', { count: more })}`}
        </span>
      </div>
    </div>
  )
}

interface EmergencyKeyProps extends EmergencyTitleProps {
  readonly keycap: string | undefined
}

export function EmergencyKey({ emergency, keycap, words }: EmergencyKeyProps): ReactNode {
  return (
    <div className="strip-emergency-key">
      <AskButton ask={emergency.ask} look="act" size="critical" keycap={keycap}>
        <span>{words.text('emergency.take')}</span>
      </AskButton>
    </div>
  )
}
