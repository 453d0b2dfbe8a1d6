// What an earlier run had said and heard, from its entries: folded through the same machines, so that a crash forgets neither an
// announcement nor a unit that answered.
import type { SwitchReport } from '../fallback/types.ts'
import type { StoredEntry } from '../ledger/port.ts'
import { NO_ROLL_CALL, reduceRoll, type RollRules } from './roll-machine.ts'
import { reduceSay, type SayRules } from './say-machine.ts'
import {
  PRESET_ASKED_KIND, PRESET_FAILED_KIND, PRESET_SENT_KIND, PRESET_UNCONFIRMED_KIND, ROLL_ANSWERED_KIND, ROLL_BEGUN_KIND, ROLL_ENDED_KIND, SAID_KIND,
  type RollEvent, type RollState, type SayEvent, type SayState,
} from './types.ts'

const SWITCHED_KIND = 'switch.switched'
const RETURNED_KIND = 'switch.returned'
const GROUP_CHANGED_KIND = 'switch.group-changed'

/** What a start reads: of switching and saying, and apart from it of who answered, which in a long outage is far more. */
export const SAYING_KINDS = [SWITCHED_KIND, RETURNED_KIND, GROUP_CHANGED_KIND, SAID_KIND, PRESET_ASKED_KIND, PRESET_SENT_KIND, PRESET_FAILED_KIND, PRESET_UNCONFIRMED_KIND] as const
/** Days of switching on and off, each sentence said every quarter of an hour. */
export const SAYING_LOOKED_AT = 1000
export const ROLL_KINDS = [ROLL_BEGUN_KIND, ROLL_ANSWERED_KIND, ROLL_ENDED_KIND] as const
/** The last two of the longest list, each unit ticked and unticked. */
export const ROLL_LOOKED_AT = 1000

/** The position's clock, for entries of a run whose monotonic time is gone. A clock that was set back makes nothing of the future. */
export interface Moment {
  readonly nowMs: number
  readonly utcMs: number
}

const monotonicOf = ({ nowMs, utcMs }: Moment) => (entry: StoredEntry): number => nowMs - Math.max(0, utcMs - entry.utcMs)

/** @param newestFirst  undefined: the record could not be read, and everything is to be said anew */
export function earlierSay(newestFirst: readonly StoredEntry[] | undefined, rules: SayRules, moment: Moment): SayState {
  const reduce = reduceSay(rules)
  const at = monotonicOf(moment)
  return (newestFirst ?? []).toReversed().reduce<SayState>((state, entry) => {
    const event = isOfDrill(entry) ? undefined : sayEventOf(entry)
    return event ? reduce(state, event, at(entry)).state : state
  }, {})
}

export function earlierRoll(newestFirst: readonly StoredEntry[] | undefined, rules: RollRules, moment: Moment): RollState {
  const reduce = reduceRoll(rules)
  const at = monotonicOf(moment)
  return (newestFirst ?? []).toReversed().reduce<RollState>((state, entry) => {
    const event = isOfDrill(entry) ? undefined : rollEventOf(entry)
    return event ? reduce(state, event, at(entry)).state : state
  }, NO_ROLL_CALL)
}

/** What a report of the switch means for what is to be said; undefined: nothing. */
export function sayEventOfReport(report: SwitchReport, rbs: string): SayEvent | undefined {
  switch (report.report) {
    case 'switched':
      return { event: 'switched', channel: report.to, group: report.group ?? '' }
    case 'returned':
      return { event: 'returned', channel: rbs }
    case 'group-changed':
      return { event: 'group-changed', channel: report.channel, group: report.group }
    default:
      return undefined
  }
}

/** A drill's own switch moved nothing real, and what was said and who was called in it was for practice. */
const isOfDrill = ({ payload }: StoredEntry): boolean => payload['drill'] !== undefined

function sayEventOf(entry: StoredEntry): SayEvent | undefined {
  const { kind, payload } = entry
  const group = text(payload['group']) ?? ''
  switch (kind) {
    case SWITCHED_KIND: {
      const channel = text(payload['to'])
      return channel === undefined ? undefined : { event: 'switched', channel, group }
    }
    case RETURNED_KIND: {
      const { after } = payload
      const channel = typeof after === 'object' && after !== null && 'channel' in after ? text(after.channel) : undefined
      return { event: 'returned', channel: channel ?? '' }
    }
    case GROUP_CHANGED_KIND: {
      const channel = text(payload['channel'])
      return channel === undefined ? undefined : { event: 'group-changed', channel, group }
    }
    case SAID_KIND:
      return { event: 'said' }
    case PRESET_ASKED_KIND:
      return { event: 'preset-asked', group }
    case PRESET_SENT_KIND:
      return { event: 'preset-ended', group, outcome: 'sent' }
    case PRESET_UNCONFIRMED_KIND:
      return { event: 'preset-ended', group, outcome: 'unconfirmed' }
    case PRESET_FAILED_KIND:
      return { event: 'preset-ended', group, outcome: 'failed', word: text(payload['detail']) ?? '' }
    default:
      return undefined
  }
}

function rollEventOf(entry: StoredEntry): RollEvent | undefined {
  const { kind, payload, content } = entry
  // What is heard and ended in a drill may be of a round that was begun before it.
  switch (kind) {
    case SWITCHED_KIND:
      return { event: 'switched' }
    case RETURNED_KIND:
      return { event: 'returned' }
    case ROLL_BEGUN_KIND:
      return content === undefined ? undefined : { event: 'begun', group: text(payload['group']) ?? '', units: content.split('\n') }
    case ROLL_ANSWERED_KIND:
      if (content === undefined) return undefined
      return payload['present'] === false ? { event: 'unticked', unit: content } : { event: 'answered', unit: content, by: payload['by'] === 'radio' ? 'radio' : 'person' }
    case ROLL_ENDED_KIND:
      return { event: 'ended' }
    default:
      return undefined
  }
}

const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined)
