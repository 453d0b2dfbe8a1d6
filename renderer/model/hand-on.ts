// Emergency calls that were taken here and are nobody else's yet: a calm line in a fixed place until they are handed on.
// Source: architecture section 6; domain.md section 2, point 12: taken here is not known at the RBS.
import { HAND_ON_TO, type EmergencyView, type HandOnTo } from '../../electron/contract/switching.ts'
import { activeChannel, groupLabel, isRbs, rbsLabel, type ConsoleView } from './console-view.ts'
import type { Ask } from './switch-face.ts'
import type { Words } from './words.ts'

export interface HandOnLine {
  readonly id: string
  /** "21-4131 op INC-2". */
  readonly who: string
  readonly facts: string
  /** One a target, in their order. */
  readonly asks: readonly { readonly label: string; readonly ask: Ask }[]
}

export interface HandOnModel {
  /** Oldest first. */
  readonly waiting: readonly HandOnLine[]
  /** Handed on in this run, newest first. */
  readonly done: readonly { readonly id: string; readonly text: string }[]
}

/** The oldest that waits, as it is said where there is room for one. */
export interface HandOnKey {
  readonly label: string
  readonly detail: string
}

export function handOnModel({ topics }: Pick<ConsoleView, 'topics'>, words: Words): HandOnModel {
  const all = oldestFirst(topics.emergencies)
  return {
    waiting: waitingOf(all).map((one) => ({
      id: one.id,
      who: whoOf(one, groupLabel(topics.site.site, one.gssi), words),
      facts: words.text('hand-on.facts', { taken: words.clock(one.takenUtcMs ?? 0), raised: words.clock(one.raisedUtcMs), device: one.device, rbs: rbsLabel(topics.channels), saw: one.unconfirmed ? 'unconfirmed' : 'unknown' }),
      asks: HAND_ON_TO.map((to) => ({ label: handOnTo(to, rbsLabel(topics.channels), words), ask: { call: 'emergency.hand-on', input: { alarm: one.id, to } } })),
    })),
    done: all.flatMap(({ id, handedOn, unit, gssi }) => (handedOn ? [{ id, text: words.text('hand-on.done', { who: whoOf({ unit }, groupLabel(topics.site.site, gssi), words), time: words.clock(handedOn.utcMs), to: handedOnTo(handedOn.to, rbsLabel(topics.channels), words) }) }] : [])).toReversed(),
  }
}

export function handOnKey(view: Pick<ConsoleView, 'topics'>, words: Words): HandOnKey | undefined {
  const { topics } = view
  const waiting = waitingOf(oldestFirst(topics.emergencies))
  const [first] = waiting
  if (!first) return undefined
  const who = whoOf(first, groupLabel(topics.site.site, first.gssi), words)
  // Back at the RBS it is to be told there; while working by something else nobody there could be asked.
  const isBack = first.unconfirmed && isRbs(activeChannel(topics))
  const detail = words.text(isBack ? 'hand-on.not-confirmed' : 'hand-on.not-yet', { taken: words.clock(first.takenUtcMs ?? 0), rbs: rbsLabel(topics.channels) })
  const label = waiting.length > 1 ? words.text('hand-on.more', { who, count: waiting.length - 1 }) : words.text('hand-on.key', { who })
  return { label, detail }
}

export const handOnTo = (to: HandOnTo, rbs: string, words: Words): string => words.coded('hand-on.to', to, { rbs })

/** The same, inside a sentence. */
export function handedOnTo(to: HandOnTo, rbs: string, words: Words): string {
  const said = handOnTo(to, rbs, words)
  return said.charAt(0).toLocaleLowerCase() + said.slice(1)
}

const oldestFirst = (emergencies: Readonly<Record<string, EmergencyView>>): readonly EmergencyView[] => Object.values(emergencies).toSorted((one, other) => one.raisedUtcMs - other.raisedUtcMs)

/** Who worked by an RBS that answers has it there: nothing is asked of them. */
const waitingOf = (all: readonly EmergencyView[]): readonly EmergencyView[] => all.filter(({ takenUtcMs, handedOn, unconfirmed }) => takenUtcMs !== undefined && !handedOn && unconfirmed)

/** "21-4131 op INC-2", as much of it as is known. */
export function whoOf({ unit }: { readonly unit?: string | undefined }, group: string, words: Words): string {
  if (unit !== undefined && unit !== '') return group === '' ? unit : words.text('emergency.unit-in-group', { unit, group })
  return group === '' ? words.text('emergency.unit-unknown') : words.text('emergency.unknown-in-group', { group })
}
