// The cursor's steps: from line to line, by minutes, to the ends of what is looked at. Never into what has not been yet.
import type { MomentView } from '../../electron/contract/record.ts'
import type { Cursor } from './review-entries.ts'

export type CursorWay = 'previous' | 'next' | 'minute-back' | 'minute-on' | 'begin' | 'end'

interface CursorRoom {
  readonly fromUtcMs: number
  /** Now, or the end of what is looked at. */
  readonly untilUtcMs: number
  /** The line on that side, of those shown. */
  readonly line: { readonly seq: number; readonly utcMs: number } | undefined
  /** The moment at the cursor, which knows its neighbours beyond what is shown. */
  readonly moment: Pick<MomentView, 'previous' | 'next'> | undefined
}

const MINUTE_MS = 60_000

/** @returns undefined where there is nothing further that way */
export function moveCursor(cursor: Cursor, way: CursorWay, { fromUtcMs, untilUtcMs, line, moment }: CursorRoom): Cursor | undefined {
  switch (way) {
    case 'previous':
    case 'next': {
      const to = line ?? moment?.[way]
      return to && { utcMs: to.utcMs, seq: to.seq }
    }
    case 'minute-back': return { utcMs: cursor.utcMs - MINUTE_MS }
    case 'minute-on': return { utcMs: Math.min(untilUtcMs, cursor.utcMs + MINUTE_MS) }
    case 'begin': return { utcMs: fromUtcMs }
    case 'end': return { utcMs: untilUtcMs }
  }
}

interface Key {
  readonly key: string
  readonly shiftKey: boolean
  readonly ctrlKey: boolean
  readonly altKey: boolean
  readonly metaKey: boolean
}

/** undefined: not a key of the cursor. */
export function cursorWayOf({ key, shiftKey, ctrlKey, altKey, metaKey }: Key): CursorWay | undefined {
  if (ctrlKey || altKey || metaKey) return undefined
  if (key === 'ArrowLeft') return shiftKey ? 'minute-back' : 'previous'
  if (key === 'ArrowRight') return shiftKey ? 'minute-on' : 'next'
  if (shiftKey) return undefined
  if (key === 'Home') return 'begin'
  return key === 'End' ? 'end' : undefined
}
