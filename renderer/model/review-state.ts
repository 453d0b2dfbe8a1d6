// What a reader has chosen: what to look back on, where the cursor stands, which lines. Pure; answers of the record live elsewhere.
import { NO_QUERY, type Cursor, type EntryQuery } from './review-entries.ts'
import type { ReviewSubject } from './review-window.ts'

export type ReviewTab = 'reports' | 'actions' | 'record'

export interface ReviewState {
  /** Absent until it is known which storingen there are; then it changes by a person only. */
  readonly subject?: ReviewSubject
  readonly cursor?: Cursor
  readonly query: EntryQuery
  /** Pages of 200 lines. */
  readonly pages: number
  readonly faultPages: number
  readonly tab: ReviewTab
  /** Asked again after a failure. */
  readonly attempt: number
}

export type ReviewEvent =
  | { readonly event: 'chosen'; readonly subject: ReviewSubject; readonly cursor: Cursor }
  | { readonly event: 'moved'; readonly cursor: Cursor }
  | { readonly event: 'queried'; readonly query: Partial<EntryQuery> }
  | { readonly event: 'more-lines' | 'more-faults' | 'asked-again' }
  | { readonly event: 'turned'; readonly tab: ReviewTab }

const FIRST_PAGES = 2

export const BEGIN_REVIEW: ReviewState = { query: NO_QUERY, pages: FIRST_PAGES, faultPages: 1, tab: 'reports', attempt: 0 }

export function reduceReview(state: ReviewState, event: ReviewEvent): ReviewState {
  switch (event.event) {
    // Who takes another storing looks at it first; the words he searched for stay, the whole record does not.
    case 'chosen': return { ...state, subject: event.subject, cursor: event.cursor, query: { ...state.query, scope: 'window' }, pages: FIRST_PAGES }
    case 'moved': return { ...state, cursor: event.cursor }
    case 'queried': return { ...state, query: { ...state.query, ...event.query }, pages: FIRST_PAGES }
    case 'more-lines': return { ...state, pages: state.pages + FIRST_PAGES }
    case 'more-faults': return { ...state, faultPages: state.faultPages + 1 }
    case 'asked-again': return { ...state, attempt: state.attempt + 1 }
    case 'turned': return { ...state, tab: event.tab }
  }
}
