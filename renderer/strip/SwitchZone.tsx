// The switch: one rectangle, channel and group always named.
import type { ReactNode } from 'react'
import { AskButton } from '../app/AskButton.tsx'
import type { SwitchFace } from '../model/switch-face.ts'
import { Shape } from '../ui/Shape.tsx'
import type { ShapeKind } from '../ui/shapes.ts'

interface SwitchZoneProps {
  readonly face: SwitchFace
  readonly keycap: string | undefined
}

const SHAPES: Readonly<Record<SwitchFace['shape'], ShapeKind | undefined>> = { ready: 'ready', unknown: 'unknown', down: 'down', waiting: 'reachable', back: 'reachable', none: undefined }

/** More letters than this do not fit at 20 px beside a keycap. */
const LONG = 18

export function SwitchZone({ face, keycap }: SwitchZoneProps): ReactNode {
  const shape = SHAPES[face.shape]
  return (
    <div className="strip-switch" data-zone="switch">
      <AskButton ask={face.ask} look={face.look} size="critical" keycap={keycap}>
        <span className="strip-switch-shape">{shape && <Shape kind={shape} size={28} />}</span>
        <span className="strip-switch-text">
          <span className="upper">{face.upper}</span>
          <span className={`main ${face.main.length > LONG ? 'is-long' : ''}`}>{face.main}</span>
        </span>
      </AskButton>
    </div>
  )
}
