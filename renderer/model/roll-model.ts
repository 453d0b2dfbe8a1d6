// The roll call on screen: who answered, how many of all, and what can be pressed.
import type { RollCallView } from '../../electron/contract/switching.ts'
import type { Topics } from '../../electron/contract/topics.ts'
import { plannedGroup, type ConsoleView } from './console-view.ts'
import type { Ask } from './switch-face.ts'
import type { Words } from './words.ts'

export interface RollModel {
  readonly count?: string
  /** In which group, since or until when; or when the next one is due. */
  readonly note: string
  readonly key: { readonly label: string; readonly look: 'act' | 'plain'; readonly ask: Ask }
  readonly units: readonly RollUnitFace[]
}

export interface RollUnitFace {
  readonly unit: string
  readonly isHere: boolean
  /** For who hears the page: the call sign with what is known of it. */
  readonly label: string
  /** Absent: the round has ended. */
  readonly ask?: Ask
}

export const isRollDue = ({ rollCall }: Pick<Topics, 'rollCall'>, nowUtcMs: number): boolean => rollCall.dueUtcMs !== undefined && rollCall.dueUtcMs <= nowUtcMs

export function rollModel({ topics, nowUtcMs }: Pick<ConsoleView, 'topics' | 'nowUtcMs'>, words: Words): RollModel {
  const { call, dueUtcMs } = topics.rollCall
  const isDue = isRollDue(topics, nowUtcMs)
  const next = dueUtcMs === undefined ? undefined : isDue ? words.text('roll.due') : words.text('roll.next', { time: words.minute(dueUtcMs) })
  if (!call) return { note: next ?? words.text('roll.hint'), key: beginKey(words), units: [] }
  const count = words.text('roll.count', { answered: call.units.filter(({ answeredUtcMs }) => answeredUtcMs !== undefined).length, of: call.units.length })
  const { begunUtcMs, endedUtcMs } = call
  const units = call.units.map((unit) => unitFace(unit, endedUtcMs === undefined, words))
  if (endedUtcMs === undefined) return { count, note: words.text('roll.in', { group: plannedGroup(topics.site.site, call.group) ?? '–', time: words.minute(begunUtcMs) }), key: { label: words.text('roll.end'), look: 'plain', ask: { call: 'roll.end', input: {} } }, units }
  return { count, note: next ?? words.text('roll.ended', { time: words.minute(endedUtcMs) }), key: beginKey(words), units }
}

const beginKey = (words: Words): RollModel['key'] => ({ label: words.text('roll.begin'), look: 'plain', ask: { call: 'roll.begin', input: {} } })

function unitFace({ label: unit, answeredUtcMs, by }: RollCallView['units'][number], isOpen: boolean, words: Words): RollUnitFace {
  const isHere = answeredUtcMs !== undefined
  const time = isHere ? words.clock(answeredUtcMs) : ''
  const label = !isHere ? words.text('roll.waiting', { unit }) : words.text(by === 'radio' ? 'roll.heard' : 'roll.ticked', { unit, time })
  return { unit, isHere, label, ...(isOpen ? { ask: { call: 'roll.tick', input: { unit, present: !isHere } } as const } : {}) }
}

/** Who is still awaited first, each in the order of the plan. */
export const awaitedFirst = (units: readonly RollUnitFace[]): readonly string[] => [...units.filter(({ isHere }) => !isHere), ...units.filter(({ isHere }) => isHere)].map(({ unit }) => unit)

/** In an order that was taken before; who is not in it comes last. */
export function inOrder(units: readonly RollUnitFace[], order: readonly string[]): readonly RollUnitFace[] {
  const places = new Map(order.map((unit, at) => [unit, at]))
  const placeOf = ({ unit }: RollUnitFace): number => places.get(unit) ?? order.length
  return units.toSorted((one, other) => placeOf(one) - placeOf(other))
}
