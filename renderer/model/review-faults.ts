// Storingen, newest first: those this console holds, and earlier ones as the record tells them. Nothing is made up for what
// the record does not say.
import { DANGERS, EFFECTS, FAULT_SYMPTOMS, OWNERS } from '../../electron/contract/faults.ts'
import type { FaultView, TimelineEntry, Topics } from '../../electron/contract/topics.ts'
import { asText } from './console-view.ts'

/** An earlier storing, from its opening and what was said of it since. @param entries  any order, newest enough to hold its opening */
export function recordedFaults(entries: readonly TimelineEntry[]): readonly FaultView[] {
  const faults = new Map<string, FaultView>()
  for (const entry of entries.toSorted((one, other) => one.seq - other.seq)) {
    const number = asText(entry.payload['number'])
    if (number === '') continue
    const before = faults.get(number)
    if (entry.kind === 'fault.opened') faults.set(number, openedBy(entry, number))
    else if (before && entry.kind === 'fault.changed') faults.set(number, { ...changed(before, entry), entries: before.entries + 1 })
  }
  return [...faults.values()]
}

function openedBy({ payload, utcMs, role }: TimelineEntry, number: string): FaultView {
  const service = asText(payload['service'])
  const { begunUtcMs: begun, foundUtcMs: found } = payload
  const symptom = oneOf(FAULT_SYMPTOMS, payload['symptom'])
  return {
    number, openedUtcMs: typeof found === 'number' ? found : utcMs, openedBy: payload['by'] === 'person' || role !== 'system' ? 'person' : 'automatic', state: 'open', entries: 1,
    ...(service === '' ? {} : { service }),
    ...(typeof begun === 'number' ? { begunUtcMs: begun } : {}),
    ...(symptom ? { symptom: { code: symptom, proposed: true } } : {}),
  }
}

function changed(fault: FaultView, { payload: { what, to }, utcMs }: TimelineEntry): FaultView {
  switch (what) {
    case 'effect': return withPart(fault, 'effect', oneOf(EFFECTS, to))
    case 'danger': return withPart(fault, 'danger', oneOf(DANGERS, to))
    case 'owner': return withPart(fault, 'owner', oneOf(OWNERS, to))
    case 'begun': return withPart(fault, 'begunUtcMs', typeof to === 'number' ? to : undefined)
    case 'symptom': {
      const code = oneOf(FAULT_SYMPTOMS, to)
      return withPart(fault, 'symptom', code && { code, proposed: false })
    }
    case 'state': return to === 'closed' ? { ...fault, state: 'closed', closedUtcMs: utcMs } : reopened(fault)
    case 'link': return { ...fault, links: [...new Set([...(fault.links ?? []), asText(to)])] }
    case 'unlink': return { ...fault, links: (fault.links ?? []).filter((one) => one !== asText(to)) }
    default: return fault
  }
}

const withPart = <Part extends 'effect' | 'danger' | 'owner' | 'begunUtcMs' | 'symptom'>(fault: FaultView, part: Part, value: FaultView[Part] | undefined): FaultView => (value === undefined ? fault : { ...fault, [part]: value })

function reopened({ closedUtcMs: _closed, ...fault }: FaultView): FaultView {
  return { ...fault, state: 'open' }
}

const oneOf = <Word extends string>(all: readonly Word[], word: unknown): Word | undefined => all.find((one) => one === word)

/** What this console holds goes before what the record told when it was read. */
export function allFaults(topics: Pick<Topics, 'faults'>, recorded: readonly FaultView[]): readonly FaultView[] {
  const held = Object.values(topics.faults)
  const numbers = new Set(held.map(({ number }) => number))
  return [...held, ...recorded.filter(({ number }) => !numbers.has(number))].toSorted((one, other) => other.openedUtcMs - one.openedUtcMs || (one.number < other.number ? 1 : -1))
}

/** The one that is opened first: what stands, else the last one. */
export const firstShown = (faults: readonly FaultView[]): FaultView | undefined => faults.find(({ state }) => state === 'open') ?? faults[0]

/** One step through the list, which has the newest on top. */
export function besideFault(faults: readonly FaultView[], number: string | undefined, way: 'older' | 'newer'): FaultView | undefined {
  const at = faults.findIndex((fault) => fault.number === number)
  if (at < 0) return way === 'older' ? faults[0] : undefined
  return faults[at + (way === 'older' ? 1 : -1)]
}
