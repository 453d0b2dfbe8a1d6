// When a storing opens, and to which one a report belongs. Pure: incident.ts writes and shows. One storing a cause.
import type { Step } from '../../../native/kit/machine.ts'
import { applyChange, changeFault, seriesOf } from './fault-change.ts'
import { nextNumber } from './numbers.ts'
import type { Fault, FaultDescription, FaultEffect, FaultEvent, FaultMemory, FaultSeries, FaultState, HeldPress, OpenedBy } from './types.ts'

export type FaultStep = Step<FaultState, FaultEffect>

/** A report this long after the trouble is still about it; later it is a matter of its own. As long as the flight recorder runs on. */
export const AFTERMATH_MS = 30 * 60_000
/** Systems that work on and off for days are one storing, closed in between or not: 15–17 September 2020. */
export const RELAPSE_MS = 24 * 3_600_000
/** Who works by ear often notices first: what is measured this soon after a click is what was clicked for. */
export const NOTICED_FIRST_MS = 120_000
/** What is kept whole around the finding. Source: architecture section 7, reliability-hmi.md part E. */
export const FROZEN_BEFORE_MS = 10 * 60_000
export const FROZEN_AFTER_MS = 30 * 60_000

export const NO_FAULTS: FaultState = { known: false, faults: [], troubled: [], held: [], last: {} }

/** @param room  code of the room, part of every number */
export function faultReducer(room: string): (state: FaultState, event: FaultEvent, utcMs: number) => FaultStep {
  return (state, event, utcMs) => {
    switch (event.event) {
      case 'restored':
        return restored(room, state, event.memory, utcMs)
      case 'trouble-seen':
        return troubled(room, state, event, utcMs)
      case 'trouble-over':
        return stay(over(state, event.service, utcMs))
      case 'reported':
        return state.known ? reported(room, state, event.series, utcMs) : hold(state, event, utcMs)
      case 'changed':
        return changed(state, event, utcMs)
      case 'described':
        return stay(change(state, (fault) => fault.number === event.number, (fault) => described(fault, event.as)))
      case 'opening-lost':
        return stay({ ...state, faults: state.faults.filter(({ number, recorded }) => recorded || number !== event.number) })
      case 'change-lost':
        return stay(change(state, ({ number }) => number === event.before.number, ({ entries, recorded }) => ({ ...event.before, entries, recorded })))
      case 'opening-recorded':
        return stay(change(state, (fault) => fault.number === event.number, (fault) => ({ ...fault, recorded: true })))
      case 'entry-recorded':
        return stay(change(state, (fault) => fault.recorded && isOpen(fault), (fault) => ({ ...fault, entries: fault.entries + 1 })))
      case 'entries-found':
        return stay(change(state, isOpen, (fault) => ({ ...fault, entries: fault.entries + (event.counts[fault.number] ?? 0) })))
      case 'committed':
        return freeze(state, event)
    }
  }
}

/** The one that what is said now belongs to: the newest cause that is going on or was a moment ago, else the one a person opened. */
export function standingFault({ faults, troubled: now }: FaultState, series: FaultSeries, utcMs: number): Fault | undefined {
  const candidates = faults.filter((fault) => isOpen(fault) && seriesOf(fault) === series)
  const goesOn = (fault: Fault): boolean => now.some(({ service }) => service === fault.service) || utcMs - fault.seenUtcMs < AFTERMATH_MS
  return candidates.findLast(goesOn) ?? candidates.findLast((one) => one.service === undefined)
}

/** Until when a click belongs to one of which no trouble is measured; undefined: its trouble goes on. */
export const standsUntilUtcMs = ({ service, seenUtcMs }: Fault, now: FaultState['troubled']): number | undefined =>
  now.some((one) => one.service === service) ? undefined : seenUtcMs + AFTERMATH_MS

const isOpen = ({ state }: Fault): boolean => state === 'open'

const stay = (state: FaultState): FaultStep => ({ state, effects: [] })

const then = (step: FaultStep, next: (state: FaultState) => FaultStep): FaultStep => {
  const { state, effects } = next(step.state)
  return { state, effects: [...step.effects, ...effects] }
}

function change(state: FaultState, which: (fault: Fault) => boolean, to: (fault: Fault) => Fault): FaultState {
  return state.faults.some(which) ? { ...state, faults: state.faults.map((fault) => (which(fault) ? to(fault) : fault)) } : state
}

// ── after the record was read ──────────────────────────────────────────────────────────────

/** What went wrong, and what was clicked, before the record could be read gets its storing now. */
function restored(room: string, before: FaultState, memory: FaultMemory, utcMs: number): FaultStep {
  // What was clicked in this run may stand in the record already.
  const held = [...memory.held.filter(({ press }) => !before.held.some((one) => one.press === press)), ...before.held]
  const known: FaultState = { ...before, known: true, held: [], last: memory.last, faults: memory.faults }
  const withTrouble = before.troubled.reduce((step, one) => then(step, (state) => troubled(room, state, one, utcMs)), stay(known))
  return (['S', 'O'] as const).reduce((step, series) => then(step, (state) => placed(room, state, held.filter((one) => one.series === series), utcMs)), withTrouble)
}

function placed(room: string, state: FaultState, held: readonly HeldPress[], utcMs: number): FaultStep {
  const [first] = held
  if (!first) return stay(state)
  const presses = held.map(({ press }) => press)
  const fault = standingFault(state, first.series, utcMs)
  if (!fault) return open(room, state, { by: 'person', series: first.series, utcMs: first.utcMs, presses })
  return { state: seen(state, (one) => one === fault, utcMs), effects: [{ effect: 'record-placed', number: fault.number, presses }] }
}

// ── trouble ────────────────────────────────────────────────────────────────────────────────

interface TroubleSeen {
  readonly service: string
  readonly together?: readonly string[]
  /** When it was first seen, where that was before the record could be read. */
  readonly sinceUtcMs?: number
}

function troubled(room: string, before: FaultState, { service, together = [], sinceUtcMs }: TroubleSeen, utcMs: number): FaultStep {
  const earlier = before.troubled.find((one) => one.service === service)
  const now = { service, together, sinceUtcMs: earlier?.sinceUtcMs ?? utcMs }
  const state = { ...before, troubled: earlier ? before.troubled.map((one) => (one === earlier ? now : one)) : [...before.troubled, now] }
  if (!state.known) return stay(state)
  if (state.faults.some((fault) => isOpen(fault) && fault.service === service)) return stay(seen(state, (fault) => isOpen(fault) && fault.service === service, utcMs))
  // What went down with it has opened the storing of their cause.
  const shared = state.faults.findLast((fault) => isOpen(fault) && together.includes(fault.service ?? '') && state.troubled.some((one) => one.service === fault.service))
  if (shared) return stay(seen(state, (fault) => fault === shared, utcMs))
  const before24h = state.faults.findLast((fault) => fault.service === service && !isOpen(fault))
  if (before24h?.closedUtcMs !== undefined && utcMs - before24h.closedUtcMs < RELAPSE_MS) return relapsed(state, before24h, utcMs)
  const noticed = state.faults.findLast((fault) => isOpen(fault) && fault.service === undefined && seriesOf(fault) === 'S' && utcMs - fault.seenUtcMs < NOTICED_FIRST_MS)
  if (noticed) return measured(state, noticed, service, utcMs)
  return open(room, state, { by: 'automatic', series: 'S', service, utcMs: sinceUtcMs ?? utcMs, ...(before24h ? { after: before24h.number } : {}) })
}

function relapsed(state: FaultState, fault: Fault, utcMs: number): FaultStep {
  const again: Fault = { ...withWindow(applyChange(fault, { what: 'state', to: 'open' }, utcMs), utcMs), seenUtcMs: utcMs }
  return {
    state: change(state, (one) => one === fault, () => again),
    effects: [{ effect: 'record-changed', number: fault.number, what: 'state', from: 'closed', to: 'open', because: 'relapse', before: fault }],
  }
}

/** A person said it before anything was measured: one storing, whose cause is known from here on. */
function measured(state: FaultState, fault: Fault, service: string, utcMs: number): FaultStep {
  const known: Fault = { ...withWindow(applyChange(fault, { what: 'cause', to: service }, utcMs), utcMs), seenUtcMs: utcMs }
  return {
    state: change(state, (one) => one === fault, () => known),
    effects: [{ effect: 'record-changed', number: fault.number, what: 'cause', from: null, to: service, because: 'measured', before: fault }],
  }
}

function over(state: FaultState, service: string, utcMs: number): FaultState {
  if (!state.troubled.some((one) => one.service === service)) return state
  return seen({ ...state, troubled: state.troubled.filter((one) => one.service !== service) }, (fault) => isOpen(fault) && fault.service === service, utcMs)
}

const seen = (state: FaultState, which: (fault: Fault) => boolean, utcMs: number): FaultState =>
  change(state, which, (fault) => ({ ...fault, seenUtcMs: utcMs }))

// ── people ─────────────────────────────────────────────────────────────────────────────────

function reported(room: string, state: FaultState, series: FaultSeries, utcMs: number): FaultStep {
  const fault = standingFault(state, series, utcMs)
  if (!fault) return open(room, state, { by: 'person', series, utcMs })
  return { state: seen(state, (one) => one === fault, utcMs), effects: [{ effect: 'record-reported', number: fault.number }] }
}

function hold(state: FaultState, { press, series }: { readonly press: string; readonly series: FaultSeries }, utcMs: number): FaultStep {
  return { state: { ...state, held: [...state.held, { press, series, utcMs }] }, effects: [{ effect: 'record-pressed', press, series }] }
}

function changed(state: FaultState, { number, change: wanted }: Extract<FaultEvent, { event: 'changed' }>, utcMs: number): FaultStep {
  const fault = state.faults.find((one) => one.number === number)
  if (!fault) return { state, effects: [{ effect: 'refuse', cause: 'no-such-fault' }] }
  const outcome = changeFault(state, fault, wanted, utcMs)
  if ('refused' in outcome) return { state, effects: [{ effect: 'refuse', cause: outcome.refused }] }
  return {
    state: change(state, (one) => one === fault, () => outcome.fault),
    effects: [{ effect: 'record-changed', number, what: wanted.what, from: outcome.from, to: outcome.to, before: fault }],
  }
}

// ── opening and freezing ───────────────────────────────────────────────────────────────────

interface Opening {
  readonly by: OpenedBy
  readonly series: FaultSeries
  readonly service?: string
  readonly utcMs: number
  readonly after?: string
  readonly presses?: readonly string[]
}

function open(room: string, state: FaultState, { by, series, service, utcMs, after, presses }: Opening): FaultStep {
  const { number, last } = nextNumber(state.last, { series, room, utcMs })
  const cause = service === undefined ? {} : { service }
  const fault: Fault = withWindow({
    number, ...cause, openedBy: by, openedUtcMs: utcMs, seenUtcMs: utcMs, state: 'open', links: after === undefined ? [] : [after], recorded: false, entries: 0,
  }, utcMs)
  return {
    state: { ...state, last, faults: [...state.faults, fault] },
    effects: [{ effect: 'record-opened', number, ...cause, by, foundUtcMs: utcMs, ...(after === undefined ? {} : { after }), ...(presses ? { presses } : {}) }],
  }
}

/** A window that is not over yet goes on to the end of the new one. */
function withWindow(fault: Fault, utcMs: number): Fault {
  const { fromUtcMs, fromSeq } = fault.freeze ?? { fromUtcMs: utcMs - FROZEN_BEFORE_MS, fromSeq: 0 }
  return { ...fault, freeze: { fromUtcMs, toUtcMs: utcMs + FROZEN_AFTER_MS, fromSeq } }
}

function described(fault: Fault, { begunUtcMs, symptom, fromSeq }: FaultDescription): Fault {
  return {
    ...fault,
    ...(begunUtcMs === undefined ? {} : { begunUtcMs }),
    ...(symptom === undefined ? {} : { symptom: { code: symptom, proposed: true } }),
    ...(fromSeq === undefined || !fault.freeze || fault.freeze.fromSeq > 0 ? {} : { freeze: { ...fault.freeze, fromSeq } }),
  }
}

/** Samples wait for the end of their second, and are in the record in order: what is later than the window shows that it is whole. */
function freeze(state: FaultState, { seq, utcMs }: { readonly seq: number; readonly utcMs: number }): FaultStep {
  const due = (fault: Fault): boolean => fault.freeze !== undefined && fault.recorded && utcMs > fault.freeze.toUtcMs
  return {
    state: change(state, due, ({ freeze: _over, ...fault }) => fault),
    effects: state.faults.filter(due).flatMap(({ number, freeze: window }) => (window ? [{ effect: 'record-frozen', number, fromUtcMs: window.fromUtcMs, toUtcMs: window.toUtcMs, toSeq: seq - 1, fromSeq: firstOf(window.fromSeq, seq - 1) }] as const : [])),
  }
}

/** A record that was set aside meanwhile counts from 1 again: all of the new one may belong to it. */
const firstOf = (fromSeq: number, toSeq: number): number => (fromSeq > 0 && fromSeq <= toSeq ? fromSeq : 1)
