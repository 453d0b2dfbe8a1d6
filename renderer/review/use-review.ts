// What the page of looking back shows: the reader's choices, the answers of the record to them, and what has come since.
import { useCallback, useEffect, useMemo, useReducer } from 'react'
import type { CallResult } from '../../electron/contract/host-client.ts'
import type { MomentView } from '../../electron/contract/record.ts'
import type { FaultView } from '../../electron/contract/topics.ts'
import { useClock, useLink } from '../app/console-context.tsx'
import type { ConsoleView } from '../model/console-view.ts'
import { CORRECTING_KINDS, forgotten, reviewLines, withLive, type Cursor, type EntryQuery } from '../model/review-entries.ts'
import { allFaults, firstShown, recordedFaults } from '../model/review-faults.ts'
import { readEntries, readFaults, readMoment, readWindow, type Call, type FoundEntries } from '../model/review-reading.ts'
import { noteTexts } from '../model/review-note.ts'
import { passesByItself } from '../model/review-trouble.ts'
import { BEGIN_REVIEW, reduceReview, type ReviewEvent, type ReviewState } from '../model/review-state.ts'
import type { TimelineLine } from '../model/timeline-model.ts'
import { withLiveChanges, type WindowRecord } from '../model/review-traces.ts'
import { foundCursor, windowOf, type ReviewWindow } from '../model/review-window.ts'
import type { Words } from '../model/words.ts'
import { useLatest } from './use-latest.ts'

export interface ReviewShown {
  readonly state: ReviewState
  readonly dispatch: (event: ReviewEvent) => void
  readonly faults: readonly FaultView[]
  readonly moreFaults: boolean
  readonly fault: FaultView | undefined
  readonly window: ReviewWindow
  readonly cursor: Cursor
  /** Undefined until it was read. */
  readonly record: WindowRecord | undefined
  readonly lines: readonly TimelineLine[]
  readonly notes: ReadonlyMap<number, string>
  readonly moreLines: boolean
  readonly isReading: boolean
  /** The last moment that was read, and whether the cursor stands there. */
  readonly moment: { readonly view: MomentView; readonly isOfCursor: boolean } | undefined
  /** Why the record cannot be read. */
  readonly trouble: { readonly code: string; readonly detail: string } | undefined
}

/** Entries of a growing window are read anew once so many were written: what came between is held by the timeline until then. */
const READ_EVERY = 100

export function useReview(view: ConsoleView, words: Words): ReviewShown {
  const { topics, nowUtcMs } = view
  const call = useCall()
  const [state, dispatch] = useReducer(reduceReview, BEGIN_REVIEW)
  const found = useLatest(state.faultPages, `${state.faultPages} ${state.attempt}`, useCallback((pages) => readFaults(call, pages), [call]))
  const recorded = found.shown?.answer
  const faults = useMemo(() => allFaults(topics, recorded?.ok === true ? recordedFaults(recorded.value.entries) : []), [topics.faults, recorded])
  useFirstSubject({ state, dispatch, faults, nowUtcMs, isKnown: recorded !== undefined })

  const { subject = { on: 'lately' } } = state
  const fault = subject.on === 'fault' ? faults.find(({ number }) => number === subject.number) : undefined
  const window = useSame(windowOf(subject, fault, nowUtcMs))
  const cursor = state.cursor ?? { utcMs: nowUtcMs }
  const turn = `${state.attempt} ${window.live ? Math.floor((topics.record.record?.seq ?? 0) / READ_EVERY) : ''}`
  const isReady = state.subject !== undefined

  const windowAnswer = useLatest(window, isReady ? `${keyOf(window)} ${turn}` : undefined, useCallback((asked) => readWindow(call, asked), [call]))
  const entriesAsked = { window, query: state.query, pages: state.pages }
  const entriesAnswer = useLatest(entriesAsked, isReady ? `${JSON.stringify(entriesAsked)} ${turn}` : undefined, useCallback(({ query, ...of }) => readEntries(call, query, of), [call]))
  const momentAnswer = useLatest(cursor, isReady ? `${cursor.utcMs} ${cursor.seq ?? ''} ${state.attempt}` : undefined, useCallback((asked) => readMoment(call, asked), [call]))

  const record = useMemo(() => {
    const shown = windowAnswer.shown
    // Lines of another storing are none of this one.
    if (shown?.answer.ok !== true || shown.question.fromUtcMs !== window.fromUtcMs) return undefined
    return withLiveChanges(shown.answer.value, topics, window)
  }, [windowAnswer.shown, topics.timeline, window])
  const { lines, notes, more } = useLines({ shown: entriesAnswer.shown, window, query: state.query }, view, words)
  const moment = momentAnswer.shown
  const trouble = troubleOf(recorded, windowAnswer.shown?.answer, entriesAnswer.shown?.answer, moment?.answer)
  useAskedAgain(trouble, state.attempt, dispatch)
  return {
    state, dispatch, faults, fault, window, cursor, record, lines, notes, moreLines: more,
    moreFaults: recorded?.ok === true && recorded.value.more,
    isReading: entriesAnswer.asking !== undefined || windowAnswer.asking !== undefined,
    moment: moment?.answer.ok === true ? { view: moment.answer.value, isOfCursor: moment.question.utcMs === cursor.utcMs && moment.question.seq === cursor.seq } : undefined,
    trouble,
  }
}

function useCall(): Call {
  const link = useLink()
  return useMemo<Call>(() => (name, input) => link.call(name, input), [link])
}

const keyOf = ({ fromUtcMs, toUtcMs }: ReviewWindow): string => `${fromUtcMs} ${toUtcMs}`

/** The same object while nothing of it changes: each second brings a new frame. */
function useSame(window: ReviewWindow): ReviewWindow {
  return useMemo(() => window, [window.fromUtcMs, window.toUtcMs, window.live])
}

/** A record that is busy, at its first question or on a full disk, mostly answers a moment later. */
const AGAIN_MS = 2000

/** What passes by itself is asked again by itself, and said as long as it lasts; what does not waits for a person. */
function useAskedAgain(trouble: ReviewShown['trouble'], attempt: number, dispatch: (event: ReviewEvent) => void): void {
  const clock = useClock()
  const isPassing = trouble !== undefined && passesByItself(trouble)
  useEffect(() => {
    if (!isPassing) return undefined
    const timer = clock.after(AGAIN_MS, () => dispatch({ event: 'asked-again' }))
    return () => timer.cancel()
  }, [clock, isPassing, attempt, dispatch])
}

function troubleOf(...answers: readonly (CallResult<unknown> | undefined)[]): ReviewShown['trouble'] {
  for (const answer of answers) if (answer?.ok === false) return answer.error
  return undefined
}

interface FirstSubject {
  readonly state: ReviewState
  readonly dispatch: (event: ReviewEvent) => void
  readonly faults: readonly FaultView[]
  readonly nowUtcMs: number
  readonly isKnown: boolean
}

/** What is open goes first, at once; else the last one, when the record has told which that is. A later storing changes nothing. */
function useFirstSubject({ state, dispatch, faults, nowUtcMs, isKnown }: FirstSubject): void {
  const first = firstShown(faults)
  const mayChoose = state.subject === undefined && (isKnown || first?.state === 'open')
  useEffect(() => {
    if (!mayChoose) return
    if (first) dispatch({ event: 'chosen', subject: { on: 'fault', number: first.number }, cursor: foundCursor(first) })
    else dispatch({ event: 'chosen', subject: { on: 'lately' }, cursor: { utcMs: nowUtcMs } })
  }, [mayChoose])
}

type Lines = Pick<ReviewShown, 'lines' | 'notes'> & { readonly more: boolean }
const NO_LINES: Lines = { lines: [], notes: new Map(), more: false }

interface LinesOf {
  readonly shown: { readonly question: { readonly window: ReviewWindow; readonly query: EntryQuery }; readonly answer: CallResult<FoundEntries> } | undefined
  readonly window: ReviewWindow
  readonly query: EntryQuery
}

function useLines({ shown, window, query }: LinesOf, { topics }: ConsoleView, words: Words): Lines {
  const labels = Object.values(topics.channels).map((channel) => channel.label).join()
  return useMemo(() => {
    const isMine = shown?.answer.ok === true && shown.question.query.scope === query.scope && (query.scope === 'all' || shown.question.window.fromUtcMs === window.fromUtcMs)
    if (!isMine || !shown.answer.ok) return NO_LINES
    const { found, corrections, more } = shown.answer.value
    const correcting: readonly string[] = CORRECTING_KINDS
    const since = Object.values(topics.timeline).filter(({ kind }) => correcting.includes(kind))
    const all = { found: forgotten(more ? found : withLive(found, topics, shown.question.query, window), topics), corrections: forgotten([...corrections, ...since], topics) }
    return { lines: reviewLines(all, topics, words), notes: noteTexts([...all.corrections, ...all.found]), more }
    // Its sentences need the labels of channels and devices, and nothing that changes each second.
  }, [shown, topics.timeline, topics.site, labels, words, window, query.scope])
}
