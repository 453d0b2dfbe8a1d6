// What the host's thread and the reading thread say to each other. Plain data: it crosses by structured clone.
import type { MomentInput, MomentView, SearchInput } from '../../../contract/record.ts'
import type { Result } from '../../../../native/kit/result.ts'
import type { Due, DueAsked } from './due-words.ts'
import type { Found } from './search-entries.ts'

export type Question =
  | { readonly ask: 'search'; readonly input: SearchInput }
  | { readonly ask: 'moment'; readonly input: MomentInput }
  /** The state right after this entry, as a keyframe holds it. */
  | { readonly ask: 'state'; readonly seq: number }
  /** What of it is old enough to be deleted. */
  | { readonly ask: 'due'; readonly asked: DueAsked }
  /** Whether there is a text beside this entry. */
  | { readonly ask: 'text'; readonly seq: number }

export type Answer = Found | MomentView | { readonly state: unknown } | Due | { readonly held: boolean }

export type ToReader =
  | { readonly type: 'question'; readonly id: number; readonly question: Question }
  /** There is more to read, or something to forget. */
  | { readonly type: 'read-on' }
  /** Another record may stand here now, or the writer wants the file for itself: close everything, open anew at the next message. */
  | { readonly type: 'let-go' }

export type FromReader =
  | { readonly type: 'answer'; readonly id: number; readonly result: Result<Answer> }
  /** It works and is not done: whoever waits may know why. */
  | { readonly type: 'reading'; readonly through: number; readonly head: number }
