// What the rest of the host knows of looking back. Nothing that speaks waits for it, and neither does what is written.
import type { Result } from '../../../../native/kit/result.ts'
import type { MomentInput, MomentView, SearchInput, SearchOutput } from '../../../contract/record.ts'
import type { LedgerEvent } from '../port.ts'
import type { Due, DueAsked } from './due-words.ts'

export type { Due, DueAsked, DueKeeps, DueKinds, Place } from './due-words.ts'

export interface RecordReader {
  /** @returns STORE_BUSY after 2 s, with how far it is in `detail` while the index is being made; STORE_UNREADABLE */
  search(input: SearchInput): Promise<Result<SearchOutput>>
  /** @returns as `search` */
  moment(input: MomentInput): Promise<Result<MomentView>>
  /** What was true right after this entry, as a keyframe holds it. @returns as `search`, STORE_BUSY after a minute */
  state(seq: number): Promise<Result<unknown>>
  /** What is old enough to be deleted, in a slice of the record. @returns as `state` */
  due(asked: DueAsked): Promise<Result<Due>>
  /** Whether there is a text beside this entry. @returns as `search` */
  hasText(seq: number): Promise<Result<boolean>>
  /** Everything the ledger tells: what came is read, what was deleted forgotten, a record set aside let go. */
  ledgerEvent(event: LedgerEvent): void
  /** Bounded by half a second. */
  close(): Promise<void>
}
