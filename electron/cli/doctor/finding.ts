// What the doctor says: checks in codes, and the words for them by key, so that a judgement is pure and speaks both languages.
import type { Failure } from '../../../native/kit/errors.ts'
import type { Text } from '../terminal/text.ts'

export type CheckState = 'ok' | 'warning' | 'failed' | 'unknown'

export interface Words {
  readonly key: string
  readonly values?: Readonly<Record<string, string | number>>
}

export interface Finding {
  /** Stable, for programs: `device.pedal.open`. */
  readonly id: string
  readonly state: CheckState
  readonly title: Words
  readonly detail: Words
  /** What to do, in the technician's language. */
  readonly cure?: Words
}

/** One check as `--json` gives it. Source: FORMATS, doctor. */
export interface Check {
  readonly id: string
  readonly title: string
  readonly state: CheckState
  readonly detail: string
  readonly cure: string
}

export const words = (key: string, values?: Words['values']): Words => (values ? { key, values } : { key })

/** What a failure says to people; the texts are those of the console itself. */
export const failureWords = ({ code, detail }: Failure): Words => words(`error.${code}`, { detail })

export function toCheck({ id, state, title, detail, cure }: Finding, text: Text): Check {
  const say = (one: Words): string => text(one.key, one.values)
  return { id, title: say(title), state, detail: say(detail), cure: cure ? say(cure) : '' }
}
