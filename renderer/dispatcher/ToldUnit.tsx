// A report of a unit is in the record: said where it was made, with the way to take it back.
import type { ReactNode } from 'react'
import type { Words } from '../model/words.ts'
import { Button } from '../ui/Button.tsx'
import { Icon } from '../ui/Icon.tsx'

export interface Told {
  readonly seq: number
  readonly utcMs: number
}

interface ToldUnitProps {
  readonly told: Told
  readonly words: Words
  readonly onUndo: () => void
}

export function ToldUnit({ told, words, onUndo }: ToldUnitProps): ReactNode {
  return (
    <>
      <span className="unit-told" role="status">
        <Icon kind="check" size={14} />
        <b>{words.text('people.done', { time: words.clock(told.utcMs) })}</b>
      </span>
      <Button onPress={onUndo}>{words.text('last-action.undo')}</Button>
    </>
  )
}
