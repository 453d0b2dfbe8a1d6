// Calls for help: which events are one call, how long each stands, when a taken one is spoken of again. Pure.
// Architecture section 6, "Emergency"; domain.md section 2, points 9 to 12 and 19.
import type { Step } from '../../../native/kit/machine.ts'
import type { HandOnTo } from '../../contract/switching.ts'

/** A radio, and a second radio beside it, repeat what they tell for up to this long. */
export const REPEAT_MS = 10_000

export type EmergencyKind = 'call' | 'status'

/** How this position stood to the RBS. `down`: it is out, or not to be reached from here. `away`: worked by something else. */
export type ByRbs = 'at' | 'away' | 'down'

/** One call for help. */
export interface Emergency {
  readonly id: string
  readonly kind: EmergencyKind
  /** SSI; absent where the network does not say who. */
  readonly from?: string
  readonly gssi?: string
  /** Ids of all devices that heard it, in that order. */
  readonly devices: readonly string[]
  readonly raisedUtcMs: number
  /** How the position stood to the RBS when it was heard. */
  readonly rbs: ByRbs
  /** Monotonic moment it was last heard; absent: in an earlier run. */
  readonly heardMs?: number
  /** `atMs` monotonic; absent: in an earlier run. */
  readonly taken?: { readonly utcMs: number; readonly atMs?: number }
  /** That it is not handed on was said aloud. */
  readonly reminded?: true
  readonly handedOn?: { readonly to: HandOnTo; readonly utcMs: number }
}

export interface EmergencyState {
  /** Oldest first. */
  readonly all: readonly Emergency[]
  readonly rbs: ByRbs
  /** Monotonic moment since when it stands so. */
  readonly rbsSinceMs: number
}

export interface HeardEmergency {
  readonly device: string
  readonly kind: EmergencyKind
  readonly from?: string | undefined
  readonly gssi?: string | undefined
}

export type EmergencyEvent =
  /** `id`: what it is called when it is a new one. */
  | ({ readonly event: 'heard'; readonly id: string; readonly utcMs: number } & HeardEmergency)
  | { readonly event: 'taken'; readonly id: string; readonly utcMs: number }
  | { readonly event: 'handed-on'; readonly id: string; readonly to: HandOnTo; readonly utcMs: number }
  | { readonly event: 'restored'; readonly all: readonly Emergency[] }
  | { readonly event: 'rbs-changed'; readonly rbs: ByRbs }
  | { readonly event: 'time-passed' }

export type EmergencyEffect =
  | { readonly effect: 'raise'; readonly emergency: Emergency; readonly because: 'new' | 'another-device' | 'restored' }
  /** Taken and not handed on for too long: said softly, once. `again`: it was said in an earlier run. */
  | { readonly effect: 'remind'; readonly emergency: Emergency; readonly again: boolean }
  | { readonly effect: 'end-reminder'; readonly id: string }
  | { readonly effect: 'wake'; readonly ms: number }
  | { readonly effect: 'sleep' }

export interface EmergencySettings {
  /** So long after the return to the RBS it is said that a taken one was not handed on. */
  readonly handOnMs: number
}

export type EmergencyStep = Step<EmergencyState, EmergencyEffect>

/** So long after its taking a call that was heard beside an answering RBS is nobody's to hand on any more. */
export const SETTLED_MS = 3_600_000

/** Handed on ones that are still shown. */
const MOST_HANDED_ON = 32

export const NO_EMERGENCIES: EmergencyState = { all: [], rbs: 'at', rbsSinceMs: 0 }

/** Heard while this position did not work by an RBS that answers: nobody has confirmed there that it is known. */
const isUnconfirmed = ({ rbs }: Emergency): boolean => rbs !== 'at'

export const isOpen = ({ taken }: Emergency): boolean => taken === undefined

const waitsToBeHandedOn = ({ taken, handedOn }: Emergency): boolean => taken !== undefined && handedOn === undefined

/** Whoever works by an RBS that answers has the call there too. It stands for a while, and then makes room. */
function withoutSettled(step: EmergencyStep, nowMs: number): EmergencyStep {
  const isSettled = (one: Emergency): boolean => !isUnconfirmed(one) && waitsToBeHandedOn(one) && nowMs - (one.taken?.atMs ?? Number.NEGATIVE_INFINITY) >= SETTLED_MS
  return step.state.all.some(isSettled) ? { ...step, state: { ...step.state, all: step.state.all.filter((one) => !isSettled(one)) } } : step
}

export function reduceEmergencies({ handOnMs }: EmergencySettings) {
  const decide = (state: EmergencyState, event: EmergencyEvent, nowMs: number): EmergencyStep => {
    switch (event.event) {
      case 'heard':
        return heard(state, event, nowMs)
      case 'taken':
        return reminding(handOnMs, change(state, event.id, isOpen, { taken: { utcMs: event.utcMs, atMs: nowMs } }), nowMs)
      case 'handed-on': {
        const handed = change(state, event.id, waitsToBeHandedOn, { handedOn: { to: event.to, utcMs: event.utcMs } })
        return reminding(handOnMs, forgetOldest(handed), nowMs, [{ effect: 'end-reminder', id: event.id }])
      }
      case 'restored':
        return restored(handOnMs, state, event.all, nowMs)
      case 'rbs-changed':
        return event.rbs === state.rbs ? { state, effects: [] } : reminding(handOnMs, { ...state, rbs: event.rbs, rbsSinceMs: nowMs }, nowMs)
      case 'time-passed':
        return reminding(handOnMs, state, nowMs)
    }
  }
  return (state: EmergencyState, event: EmergencyEvent, nowMs: number): EmergencyStep => withoutSettled(decide(state, event, nowMs), nowMs)
}

function heard(state: EmergencyState, event: Extract<EmergencyEvent, { event: 'heard' }>, nowMs: number): EmergencyStep {
  const { id, device, kind, from, gssi, utcMs } = event
  const same = state.all.findLast((one) => isSame(one, event, nowMs))
  if (!same) {
    const emergency: Emergency = {
      id, kind, devices: [device], raisedUtcMs: utcMs, rbs: state.rbs, heardMs: nowMs,
      ...(from === undefined ? {} : { from }), ...(gssi === undefined ? {} : { gssi }),
    }
    return { state: { ...state, all: [...state.all, emergency] }, effects: [{ effect: 'raise', emergency, because: 'new' }] }
  }
  const isKnownThere = same.devices.includes(device)
  const group = same.gssi ?? gssi
  const known: Emergency = { ...same, heardMs: nowMs, devices: isKnownThere ? same.devices : [...same.devices, device], ...(group === undefined ? {} : { gssi: group }) }
  const isShown = isKnownThere || !isOpen(same)
  return { state: replace(state, known), effects: isShown ? [] : [{ effect: 'raise', emergency: known, because: 'another-device' }] }
}

/**
 * Whether it is a call that is known. Where that is in doubt it is another one: two rings for one call cost a press, one ring
 * for two calls costs somebody's help.
 */
function isSame(one: Emergency, { device, kind, from, gssi }: HeardEmergency, nowMs: number): boolean {
  if (one.kind !== kind || one.from !== from || one.handedOn) return false
  const isLately = one.heardMs !== undefined && nowMs - one.heardMs < REPEAT_MS
  // What comes on longer after somebody took it was pressed anew, also by a unit that never stopped.
  if (one.taken && (one.taken.atMs === undefined || nowMs - one.taken.atMs >= REPEAT_MS || !isLately)) return false
  const isHere = one.devices.includes(device)
  // The same unit in another group is another call for help: others hear it, or nobody does. Only a second device that does
  // not know the group says nothing else than the first.
  const isSameGroup = one.gssi === gssi || (!isHere && isLately && from !== undefined && (one.gssi === undefined || gssi === undefined))
  if (!isSameGroup) return false
  if (from !== undefined) return true
  // Of units that nobody names: a group carries one call at a time, so what two radios hear there at once is one.
  return isLately && (isHere || (kind === 'call' && gssi !== undefined))
}

function restored(handOnMs: number, state: EmergencyState, found: readonly Emergency[], nowMs: number): EmergencyStep {
  const news = found.filter(({ id }) => !state.all.some((one) => one.id === id))
  const all = [...news, ...state.all].toSorted((one, other) => one.raisedUtcMs - other.raisedUtcMs)
  const raised = news.filter(isOpen).map((emergency) => ({ effect: 'raise', emergency, because: 'restored' }) as const)
  const reminded = news.filter((one) => one.reminded && waitsToBeHandedOn(one)).map((emergency) => ({ effect: 'remind', emergency, again: true }) as const)
  return reminding(handOnMs, { ...state, all }, nowMs, [...raised, ...reminded])
}

/** Says what is due, and when to look again. */
function reminding(handOnMs: number, state: EmergencyState, nowMs: number, before: readonly EmergencyEffect[] = []): EmergencyStep {
  const waiting = state.rbs === 'at' ? state.all.filter((one) => waitsToBeHandedOn(one) && isUnconfirmed(one) && !one.reminded) : []
  const dueMs = (one: Emergency): number => Math.max(state.rbsSinceMs, one.taken?.atMs ?? Number.NEGATIVE_INFINITY) + handOnMs
  const due = waiting.filter((one) => dueMs(one) <= nowMs)
  const next = Math.min(...waiting.filter((one) => !due.includes(one)).map(dueMs))
  const told = due.reduce((step, one) => replace(step, { ...one, reminded: true }), state)
  return {
    state: told,
    effects: [
      ...before,
      ...due.map((emergency) => ({ effect: 'remind', emergency, again: false }) as const),
      Number.isFinite(next) ? { effect: 'wake', ms: next - nowMs } : { effect: 'sleep' },
    ],
  }
}

function change(state: EmergencyState, id: string, fits: (one: Emergency) => boolean, to: Partial<Emergency>): EmergencyState {
  const one = state.all.find((other) => other.id === id)
  return one && fits(one) ? replace(state, { ...one, ...to }) : state
}

const replace = (state: EmergencyState, next: Emergency): EmergencyState => ({ ...state, all: state.all.map((one) => (one.id === next.id ? next : one)) })

function forgetOldest(state: EmergencyState): EmergencyState {
  const over = state.all.filter((one) => one.handedOn).length - MOST_HANDED_ON
  if (over <= 0) return state
  const old = new Set(state.all.filter((one) => one.handedOn).slice(0, over).map(({ id }) => id))
  return { ...state, all: state.all.filter(({ id }) => !old.has(id)) }
}
