// One speech channel, and the whole row is its button: key, name, limitation, readiness and the age of its proof.
import type { ReactNode } from 'react'
import { Keycap } from './Keycap.tsx'
import { Shape } from './Shape.tsx'
import { TONES, type ShapeKind } from './shapes.ts'
import './tone.css'
import './channel-row.css'

/** The bar says what you work via, the outline what the switch key would take next. */
export type ChannelPlace = 'plain' | 'current' | 'next' | 'struck-out'

interface ChannelRowProps {
  readonly cap?: string | undefined
  readonly name: string
  readonly note: ReactNode
  readonly shape: ShapeKind
  readonly word: string
  readonly wordNote: string
  readonly place: ChannelPlace
  /** Absent where it cannot be switched to from here: the row still says why, and can be reached to read it. */
  readonly onPress?: (() => void) | undefined
}

const PLACES: Readonly<Record<ChannelPlace, string>> = { plain: '', current: 'is-current', next: 'is-next', 'struck-out': 'is-struck-out' }

export function ChannelRow({ cap, name, note, shape, word, wordNote, place, onPress }: ChannelRowProps): ReactNode {
  return (
    <button type="button" className={`ui-channel ${PLACES[place]}`} aria-current={place === 'current' || undefined} aria-disabled={!onPress || undefined} onClick={onPress}>
      {cap !== undefined && <Keycap cap={cap} />}
      <span className="ui-channel-texts">
        <span className="ui-channel-name">{name}</span>
        <span className="ui-channel-note">{note}</span>
      </span>
      <span className={`ui-channel-state tone-${TONES[shape]}`}>
        <Shape kind={shape} />
        <span>{word}</span>
        <small>{wordNote}</small>
      </span>
    </button>
  )
}
