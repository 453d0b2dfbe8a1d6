// When what waits is written, and what an outage is. Pure: it counts entries, the ledger holds them.
import { failure, type Failure } from '../../../native/kit/errors.ts'
import type { Step } from '../../../native/kit/machine.ts'

/** `record` promises an answer within a second, so a disk that is silent this long is an outage. */
export const STALL_MS = 900
export const RETRY_MS = 1000
/** One commit. More would keep a slow disk busy beyond STALL_MS. */
export const BATCH = 1000

export interface Outage {
  readonly error: Failure
  /** Entries written since the disk answers again. */
  readonly written: number
}

export interface OutboxState {
  /** `opening` and `writing`: the writer owes an answer. `waiting`: a retry is due; `reopen` says with what it begins. */
  readonly link: 'opening' | 'idle' | 'writing' | 'waiting-to-open' | 'waiting-to-write' | 'waiting-to-start'
  /** Entries not yet durable, those on their way included. */
  readonly waiting: number
  /** Somebody waits for one of them, or their second is over. */
  readonly urgent: boolean
  readonly outage: Outage | undefined
}

export type OutboxEvent =
  | { readonly event: 'added'; readonly count: number; readonly urgent: boolean }
  | { readonly event: 'second-over' }
  /** `already`: entries of the last batch found durable. */
  | { readonly event: 'opened'; readonly already: number }
  | { readonly event: 'written'; readonly count: number }
  | { readonly event: 'not-opened'; readonly error: Failure }
  | { readonly event: 'not-written'; readonly error: Failure; readonly closed: boolean }
  | { readonly event: 'store-lost' }
  | { readonly event: 'writer-gone'; readonly error: Failure }
  | { readonly event: 'stalled' }
  | { readonly event: 'retry-due' }

export type OutboxEffect =
  | { readonly effect: 'start-writer' }
  | { readonly effect: 'open' }
  | { readonly effect: 'write'; readonly count: number }
  /** Tells everybody who waits; their entries stay. */
  | { readonly effect: 'answer'; readonly error: Failure }
  | { readonly effect: 'retry-later' }
  | { readonly effect: 'announce-failed'; readonly error: Failure; readonly waiting: number }
  | { readonly effect: 'announce-recovered'; readonly outage: Outage }

export const OUTBOX_START: OutboxState = { link: 'opening', waiting: 0, urgent: false, outage: undefined }

type Next = Step<OutboxState, OutboxEffect>

export function reduceOutbox(state: OutboxState, event: OutboxEvent): Next {
  switch (event.event) {
    case 'added':
      return added(state, event)
    case 'second-over':
      return proceed({ ...state, urgent: state.urgent || state.waiting > 0 })
    case 'opened':
      return proceed(settled({ ...state, link: 'idle' }, event.already))
    case 'written':
      return proceed(settled({ ...state, link: 'idle' }, event.count))
    case 'not-opened':
      return failed({ ...state, link: 'waiting-to-open' }, event.error)
    case 'not-written':
      // After `store-lost` the batch comes back unwritten; it goes again once the store is open.
      if (state.link !== 'writing') return { state, effects: [] }
      return failed({ ...state, link: event.closed ? 'waiting-to-open' : 'waiting-to-write' }, event.error)
    case 'store-lost':
      // A batch on its way comes back; somebody may still wait for it.
      return { state: { ...state, link: 'opening', urgent: state.waiting > 0 }, effects: [{ effect: 'open' }] }
    case 'writer-gone':
      return failed({ ...state, link: 'waiting-to-start' }, event.error)
    case 'stalled':
      return isOwed(state) ? announce(state, failure('STORE_BUSY', 'the disk does not answer')) : { state, effects: [] }
    case 'retry-due':
      return retry(state)
  }
}

function added(state: OutboxState, { count, urgent }: { count: number; urgent: boolean }): Next {
  const next = { ...state, waiting: state.waiting + count, urgent: state.urgent || urgent }
  if (!state.outage) return proceed(next)
  return { state: next, effects: urgent ? [{ effect: 'answer', error: state.outage.error }] : [] }
}

function settled(state: OutboxState, count: number): OutboxState {
  const outage = state.outage && { ...state.outage, written: state.outage.written + count }
  return { ...state, waiting: state.waiting - count, outage }
}

/** Writes when the writer is free and somebody waits; ends an outage when nothing is left of it. */
function proceed(state: OutboxState): Next {
  if (state.link !== 'idle') return { state, effects: [] }
  if (state.outage && state.waiting === 0) {
    return { state: { ...state, urgent: false, outage: undefined }, effects: [{ effect: 'announce-recovered', outage: state.outage }] }
  }
  if (state.waiting === 0) return { state: { ...state, urgent: false }, effects: [] }
  if (!state.urgent && !state.outage) return { state, effects: [] }
  const count = Math.min(state.waiting, BATCH)
  return { state: { ...state, link: 'writing', urgent: count < state.waiting }, effects: [{ effect: 'write', count }] }
}

function failed(state: OutboxState, error: Failure): Next {
  const told = announce({ ...state, urgent: true }, error)
  return { state: told.state, effects: [...told.effects, { effect: 'retry-later' }] }
}

/** Says it once per outage; a changed cause only reaches those who wait. */
function announce(state: OutboxState, error: Failure): Next {
  const outage = { error, written: state.outage?.written ?? 0 }
  const answer: OutboxEffect = { effect: 'answer', error }
  const effects = state.outage ? [answer] : [answer, { effect: 'announce-failed', error, waiting: state.waiting } as const]
  return { state: { ...state, outage }, effects }
}

function retry(state: OutboxState): Next {
  switch (state.link) {
    case 'waiting-to-start':
      return { state: { ...state, link: 'opening' }, effects: [{ effect: 'start-writer' }, { effect: 'open' }] }
    case 'waiting-to-open':
      return { state: { ...state, link: 'opening' }, effects: [{ effect: 'open' }] }
    case 'waiting-to-write':
      return proceed({ ...state, link: 'idle' })
    case 'opening':
    case 'idle':
    case 'writing':
      return { state, effects: [] }
  }
}

const isOwed = (state: OutboxState): boolean => state.link === 'opening' || state.link === 'writing'
