// When a storing opens, and to which one a report belongs. Pure: incident.ts writes and shows. One storing a cause.
import type { Step } from '../../../native/kit/machine.ts'
import { nextNumber } from './numbers.ts'
import type { Fault, FaultEffect, FaultEvent, FaultState, OpenedBy } from './types.ts'

export type FaultStep = Step<FaultState, FaultEffect>

/** A report this long after the trouble is still about it; later it is a matter of its own. As long as the flight recorder runs on. */
export const AFTERMATH_MS = 30 * 60_000

export const NO_FAULTS: FaultState = { known: false, open: [], troubled: [], last: {} }

/** @param room  code of the room, part of every number */
export function faultReducer(room: string): (state: FaultState, event: FaultEvent, utcMs: number) => FaultStep {
  return (state, event, utcMs) => {
    switch (event.event) {
      case 'restored':
        return restored(room, { ...state, known: true, open: event.memory.open, last: event.memory.last }, utcMs)
      case 'trouble-seen':
        return troubled(room, state, event, utcMs)
      case 'trouble-over':
        return stay(over(state, event.service, utcMs))
      case 'reported':
        return state.known ? reported(room, state, utcMs) : stay(state)
      case 'opening-recorded':
        return stay(change(state, (fault) => fault.number === event.number, (fault) => ({ ...fault, recorded: true })))
      case 'entry-recorded':
        return stay(change(state, (fault) => fault.recorded, (fault) => ({ ...fault, entries: fault.entries + 1 })))
      case 'entries-found':
        return stay(change(state, () => true, (fault) => ({ ...fault, entries: fault.entries + (event.counts[fault.number] ?? 0) })))
    }
  }
}

const stay = (state: FaultState): FaultStep => ({ state, effects: [] })

function change(state: FaultState, which: (fault: Fault) => boolean, to: (fault: Fault) => Fault): FaultState {
  return state.open.some(which) ? { ...state, open: state.open.map((fault) => (which(fault) ? to(fault) : fault)) } : state
}

/** What went wrong before the record could be read gets its storing now. */
function restored(room: string, state: FaultState, utcMs: number): FaultStep {
  return state.troubled.reduce<FaultStep>((step, service) => {
    const next = troubled(room, step.state, { service }, utcMs)
    return { state: next.state, effects: [...step.effects, ...next.effects] }
  }, stay(state))
}

function troubled(room: string, before: FaultState, { service, together = [] }: { readonly service: string; readonly together?: readonly string[] }, utcMs: number): FaultStep {
  const state = before.troubled.includes(service) ? before : { ...before, troubled: [...before.troubled, service] }
  if (!state.known) return stay(state)
  if (state.open.some((fault) => fault.service === service)) return stay(seen(state, (fault) => fault.service === service, utcMs))
  // What went down with it has opened the storing of their cause.
  const shared = state.open.findLast((fault) => fault.service !== undefined && together.includes(fault.service) && state.troubled.includes(fault.service))
  if (shared) return stay(seen(state, (fault) => fault === shared, utcMs))
  return open(room, state, { by: 'automatic', service, utcMs })
}

function over(state: FaultState, service: string, utcMs: number): FaultState {
  if (!state.troubled.includes(service)) return state
  return seen({ ...state, troubled: state.troubled.filter((one) => one !== service) }, (fault) => fault.service === service, utcMs)
}

const seen = (state: FaultState, which: (fault: Fault) => boolean, utcMs: number): FaultState =>
  change(state, which, (fault) => ({ ...fault, seenUtcMs: utcMs }))

/** Belongs to the newest cause that is going on or was a moment ago; else a person is the only one who knows of one. */
function reported(room: string, state: FaultState, utcMs: number): FaultStep {
  const goesOn = (fault: Fault): boolean => (fault.service !== undefined && state.troubled.includes(fault.service)) || utcMs - fault.seenUtcMs < AFTERMATH_MS
  const fault = state.open.findLast(goesOn) ?? state.open.findLast((one) => one.service === undefined)
  if (!fault) return open(room, state, { by: 'person', utcMs })
  return { state: seen(state, (one) => one === fault, utcMs), effects: [{ effect: 'record-reported', number: fault.number }] }
}

interface Opening {
  readonly by: OpenedBy
  readonly service?: string
  readonly utcMs: number
}

function open(room: string, state: FaultState, { by, service, utcMs }: Opening): FaultStep {
  const { number, last } = nextNumber(state.last, { series: 'S', room, utcMs })
  const cause = service === undefined ? {} : { service }
  return {
    state: {
      ...state,
      last,
      open: [...state.open, { number, ...cause, openedBy: by, openedUtcMs: utcMs, seenUtcMs: utcMs, recorded: false, entries: 0 }],
    },
    effects: [{ effect: 'record-opened', number, ...cause, by }],
  }
}
