// What the edges of this area ask of the rest of the host.
import type { Result } from '../../../native/kit/result.ts'
import type { Role } from '../../contract/words.ts'

export interface SayRecorder {
  person(kind: string, payload: object, options?: { readonly role?: Role; readonly content?: string }): Promise<Result<{ readonly seq: number }>>
  note(kind: string, payload: object, content?: string): void
}

/** What the position works by now. */
export interface WorksBy {
  readonly channel: string
  /** Absent on the RBS. */
  readonly group?: string
  readonly confirmed: boolean
}

export type Recorded = Promise<Result<{ readonly seq: number }>>
/** Said beside a press that came from a panel. */
export interface Via {
  readonly via?: string
}
