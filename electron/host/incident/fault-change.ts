// What a person may say of a storing, and what that changes: every change is what was and what is, and erases nothing. Pure.
import { DANGERS, EFFECTS, FAULT_SYMPTOMS, OWNERS, type FaultChange } from '../../contract/faults.ts'
import type { Json } from '../../contract/words.ts'
import type { Fault, FaultRefusal, FaultState } from './types.ts'

/** A storing of weeks names its meldingen, a supplier's ticket and a few others. */
export const MOST_LINKS = 100

export type ChangeOutcome =
  | { readonly refused: FaultRefusal }
  | { readonly fault: Fault; readonly from: Json; readonly to: Json }

export function changeFault(state: Pick<FaultState, 'faults' | 'troubled'>, fault: Fault, change: FaultChange, utcMs: number): ChangeOutcome {
  const from = valueOf(fault, change)
  const to = wantedOf(change)
  const refused = refusalOf(state, fault, change, utcMs)
  if (refused !== undefined) return { refused }
  return { fault: applyChange(fault, { what: change.what, to }, utcMs), from, to }
}

/** Also of what an earlier run recorded, where it reads as one of ours; else the storing stays as it is. */
export function applyChange(fault: Fault, { what, to }: { readonly what: unknown; readonly to: unknown }, utcMs: number): Fault {
  switch (what) {
    case 'effect':
      return withOne(fault, 'effect', EFFECTS.find((one) => one === to))
    case 'danger':
      return withOne(fault, 'danger', DANGERS.find((one) => one === to))
    case 'owner':
      return withOne(fault, 'owner', OWNERS.find((one) => one === to))
    case 'symptom': {
      const code = FAULT_SYMPTOMS.find((one) => one === to)
      return code === undefined ? fault : { ...fault, symptom: { code, proposed: false } }
    }
    case 'begun':
      return typeof to === 'number' ? { ...fault, begunUtcMs: to } : fault
    case 'state':
      return to === 'closed' ? closed(fault, utcMs) : to === 'open' ? reopened(fault) : fault
    case 'cause':
      return typeof to === 'string' && fault.service === undefined ? { ...fault, service: to } : fault
    case 'link':
      return typeof to === 'string' && !fault.links.includes(to) ? { ...fault, links: [...fault.links, to] } : fault
    case 'unlink':
      return { ...fault, links: fault.links.filter((one) => one !== to) }
    default:
      return fault
  }
}

const withOne = <Key extends 'effect' | 'danger' | 'owner'>(fault: Fault, key: Key, value: Fault[Key]): Fault => (value === undefined ? fault : { ...fault, [key]: value })

/** Half an hour after the finding is kept; of one that is closed sooner, what is there. */
function closed(fault: Fault, utcMs: number): Fault {
  const { freeze } = fault
  return { ...fault, state: 'closed', closedUtcMs: utcMs, ...(freeze ? { freeze: { ...freeze, toUtcMs: Math.max(freeze.fromUtcMs, Math.min(freeze.toUtcMs, utcMs)) } } : {}) }
}

function reopened({ closedUtcMs: _closed, past: _past, ...fault }: Fault): Fault {
  return { ...fault, state: 'open' }
}

function wantedOf(change: FaultChange): Json {
  switch (change.what) {
    case 'effect':
      return change.effect
    case 'danger':
      return change.danger
    case 'symptom':
      return change.symptom
    case 'begun':
      return change.utcMs
    case 'owner':
      return change.owner
    case 'state':
      return change.state
    case 'link':
    case 'unlink':
      return change.to
  }
}

function valueOf(fault: Fault, change: FaultChange): Json {
  switch (change.what) {
    case 'begun':
      return fault.begunUtcMs ?? null
    case 'symptom':
      return fault.symptom?.code ?? null
    case 'link':
      return null
    case 'unlink':
      return change.to
    default:
      return fault[change.what] ?? null
  }
}

function refusalOf({ faults, troubled }: Pick<FaultState, 'faults' | 'troubled'>, fault: Fault, change: FaultChange, utcMs: number): FaultRefusal | undefined {
  switch (change.what) {
    // Saying what was only proposed is news.
    case 'symptom':
      return fault.symptom?.code === change.symptom && !fault.symptom.proposed ? 'nothing-changes' : undefined
    case 'begun':
      if (change.utcMs > Math.min(fault.openedUtcMs, utcMs)) return 'begun-too-late'
      return fault.begunUtcMs === change.utcMs ? 'nothing-changes' : undefined
    case 'state':
      if (fault.state === change.state) return 'nothing-changes'
      if (change.state === 'closed') return troubled.some(({ service }) => service === fault.service) ? 'still-in-trouble' : undefined
      return faults.some((one) => one !== fault && one.state === 'open' && isSameCause(one, fault)) ? 'cause-is-open' : undefined
    case 'link':
      if (change.to === fault.number || fault.links.includes(change.to)) return 'nothing-changes'
      return fault.links.length >= MOST_LINKS ? 'too-many-links' : undefined
    case 'unlink':
      return fault.links.includes(change.to) ? undefined : 'nothing-changes'
    default:
      return valueOf(fault, change) === wantedOf(change) ? 'nothing-changes' : undefined
  }
}

export const seriesOf = ({ number }: Pick<Fault, 'number'>): 'S' | 'O' => (number.startsWith('O') ? 'O' : 'S')

/** What only people say has one storing at a time, a drill its own. */
export const isSameCause = (one: Fault, other: Fault): boolean => one.service === other.service && seriesOf(one) === seriesOf(other)
