// What you work via, and in its place "Blijf op RBS" while a switch counts down.
import type { ReactNode } from 'react'
import { AskButton } from '../app/AskButton.tsx'
import type { StripModel } from '../model/strip-model.ts'

interface ViaZoneProps {
  readonly via: StripModel['via']
  readonly stay: StripModel['stay']
  readonly keycap: string | undefined
}

export function ViaZone({ via, stay, keycap }: ViaZoneProps): ReactNode {
  return (
    <div className={`strip-via ${via.look === 'live' && !stay ? 'ui-act' : ''}`} data-zone="via">
      {stay ? (
        <AskButton ask={stay.ask} size="critical" layout="column" keycap={keycap}>
          <span>{stay.label}</span>
        </AskButton>
      ) : (
        <>
          <span className="strip-via-title">{via.title}</span>
          <b>{via.channel}</b>
          <span className="strip-via-detail">{via.detail}</span>
        </>
      )}
    </div>
  )
}
