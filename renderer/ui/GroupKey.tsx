// A talkgroup of the plan. The bar says which one is selected, the outline in which one an emergency call came.
import type { ReactNode } from 'react'
import './group-key.css'

export type GroupKeyState = 'plain' | 'selected' | 'calling' | 'selected-calling'

interface GroupKeyProps {
  readonly label: string
  readonly note: string
  readonly state: GroupKeyState
  readonly onPress: () => void
}

const LOOKS: Readonly<Record<GroupKeyState, string>> = {
  plain: '',
  selected: 'is-selected',
  calling: 'is-calling',
  'selected-calling': 'is-selected is-calling',
}

export function GroupKey({ label, note, state, onPress }: GroupKeyProps): ReactNode {
  return (
    <button type="button" className={`ui-group ${LOOKS[state]}`} aria-pressed={state === 'selected' || state === 'selected-calling'} onClick={onPress}>
      {label}
      <small>{note}</small>
    </button>
  )
}

interface EmptyGroupKeyProps {
  readonly text: string
}

/** A place the plan leaves open: it keeps the others where they are. */
export const EmptyGroupKey = ({ text }: EmptyGroupKeyProps): ReactNode => <div className="ui-group is-empty">{text}</div>
