// A report of a unit is in the record: said in the row it was made in, beside the key that takes it back.
import type { ReactNode } from 'react'
import type { Words } from '../model/words.ts'
import { Icon } from '../ui/Icon.tsx'

export interface Told {
  readonly seq: number
  readonly utcMs: number
  /** Of its melding; absent while the record cannot give one. */
  readonly report?: string
}

interface ToldUnitProps {
  readonly told: Told
  readonly words: Words
}

export function ToldUnit({ told, words }: ToldUnitProps): ReactNode {
  const time = words.clock(told.utcMs)
  return (
    <span className="unit-told" role="status">
      <Icon kind="check" size={14} />
      <span>
        {words.text('people.done', { time })}
        {told.report !== undefined && <span>{` ${told.report}`}</span>}
      </span>
    </span>
  )
}
