// What a storing was, in one sentence and a few facts; each fact is changed by two taps, and back by two more. What was said
// before stays in the record.
import { DANGERS, EFFECTS, FAULT_SYMPTOMS, OWNERS, type FaultChange } from '../../electron/contract/faults.ts'
import type { FaultView } from '../../electron/contract/topics.ts'
import type { ConsoleView } from './console-view.ts'
import { momentText } from './review-window.ts'
import type { Ask } from './switch-face.ts'
import type { TextKey, Words } from './words.ts'

export interface FactChoice {
  readonly label: string
  readonly chosen: boolean
  readonly ask: Ask
}

export interface FactRow {
  readonly id: 'effect' | 'danger' | 'symptom' | 'owner' | 'begun'
  readonly label: string
  readonly value: string
  readonly choices: readonly FactChoice[]
}

export interface FaultModel {
  readonly number: string
  readonly title: string
  /** Closed for this centre, or for how long it is open. */
  readonly state: string
  readonly sentence: string
  readonly facts: readonly FactRow[]
  readonly links: readonly { readonly to: string; readonly unlink: Ask }[]
  /** To close or to open again; `inert` says why not. */
  readonly end: { readonly label: string; readonly ask?: Ask }
}

export function changeAsk(number: string, change: FaultChange): Ask {
  return { call: 'fault.change', input: { number, change } }
}

/** @param cursorUtcMs  where the reader stands: the moment that can be named as its beginning */
export function faultModel(fault: FaultView, cursorUtcMs: number, view: ConsoleView, words: Words): FaultModel {
  const label = serviceLabel(fault, view)
  return {
    number: fault.number,
    title: label === undefined ? words.text('review.fault.by-person') : label,
    state: stateText(fault, view.nowUtcMs, words),
    sentence: sentenceOf(fault, view.nowUtcMs, words),
    facts: [...chosenFacts(fault, words), begunFact(fault, cursorUtcMs, view.nowUtcMs, words)],
    links: (fault.links ?? []).map((to) => ({ to, unlink: changeAsk(fault.number, { what: 'unlink', to }) })),
    end: endOf(fault, label, view, words),
  }
}

export const serviceLabel = ({ service }: FaultView, { topics }: ConsoleView): string | undefined => (service === undefined ? undefined : (topics.services[service]?.label ?? service))

export function stateText(fault: FaultView, nowUtcMs: number, words: Words): string {
  if (fault.state === 'open') return words.text('review.open-for', { length: words.passed(nowUtcMs - fault.openedUtcMs) })
  return fault.closedUtcMs === undefined ? words.text('review.closed') : words.text('review.closed-at', { time: momentText(fault.closedUtcMs, nowUtcMs, words) })
}

function sentenceOf(fault: FaultView, nowUtcMs: number, words: Words): string {
  const time = (utcMs: number): string => momentText(utcMs, nowUtcMs, words)
  const begun = fault.begunUtcMs === undefined ? words.text('review.begun-unknown') : words.text('review.begun-at', { time: time(fault.begunUtcMs) })
  const found = words.text(fault.openedBy === 'person' ? 'review.found-by-person' : 'review.found-by-watch', { time: time(fault.openedUtcMs) })
  return [begun, found, stateText(fault, nowUtcMs, words)].join('; ')
}

function chosenFacts(fault: FaultView, words: Words): readonly FactRow[] {
  const unsaid = words.text('review.unsaid')
  const choosing = { number: fault.number, words }
  const row = (id: 'effect' | 'danger' | 'symptom' | 'owner', value: string | undefined, choices: readonly (FactChoice)[]): FactRow => ({ id, label: words.text(`review.fact.${id}`), value: value ?? unsaid, choices })
  const symptom = fault.symptom && words.text(`symptom.${fault.symptom.code}`)
  return [
    row('symptom', symptom === undefined ? undefined : fault.symptom?.proposed === true ? words.text('review.proposed', { symptom }) : symptom, FAULT_SYMPTOMS.map((one) => choice(choosing, `symptom.${one}`, { what: 'symptom', symptom: one }, fault.symptom?.code === one && !fault.symptom.proposed))),
    row('effect', fault.effect && words.text(`effect.${fault.effect}`), EFFECTS.map((one) => choice(choosing, `effect.${one}`, { what: 'effect', effect: one }, fault.effect === one))),
    row('danger', fault.danger && words.text(`danger.${fault.danger}`), DANGERS.map((one) => choice(choosing, `danger.${one}`, { what: 'danger', danger: one }, fault.danger === one))),
    row('owner', fault.owner && words.text(`owner.${fault.owner}`), OWNERS.map((one) => choice(choosing, `owner.${one}`, { what: 'owner', owner: one }, fault.owner === one))),
  ]
}

interface Choosing {
  readonly number: string
  readonly words: Words
}

const choice = ({ number, words }: Choosing, key: TextKey, change: FaultChange, chosen: boolean): FactChoice => ({ label: words.text(key), chosen, ask: changeAsk(number, change) })

function begunFact(fault: FaultView, cursorUtcMs: number, nowUtcMs: number, words: Words): FactRow {
  const time = (utcMs: number): string => momentText(utcMs, nowUtcMs, words)
  const at = Math.round(cursorUtcMs)
  const moments = [at, fault.openedUtcMs].filter((utcMs, place, all) => utcMs <= fault.openedUtcMs && all.indexOf(utcMs) === place)
  return {
    id: 'begun', label: words.text('review.fact.begun'), value: fault.begunUtcMs === undefined ? words.text('review.unsaid') : time(fault.begunUtcMs),
    choices: moments.map((utcMs) => ({
      label: words.text(utcMs === fault.openedUtcMs ? 'review.begun-when-found' : 'review.begun-at-cursor', { time: time(utcMs) }),
      chosen: fault.begunUtcMs === utcMs,
      ask: changeAsk(fault.number, { what: 'begun', utcMs }),
    })),
  }
}

function endOf(fault: FaultView, label: string | undefined, { topics }: ConsoleView, words: Words): FaultModel['end'] {
  if (fault.state === 'closed') return { label: words.text('review.reopen'), ask: changeAsk(fault.number, { what: 'state', state: 'open' }) }
  const service = topics.services[fault.service ?? '']
  if (service?.now === 'down' && !service.maintenance) return { label: words.text('review.close-not-yet', { service: label ?? '' }) }
  return { label: words.text('review.close'), ask: changeAsk(fault.number, { what: 'state', state: 'closed' }) }
}
