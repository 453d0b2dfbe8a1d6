// The line of the open storing on the dispatcher's page: its number, what came of the last click, and two taps that may be
// left alone: what it did to the work, and whether anybody in the field is in danger. They are held out for a minute after a
// click or an opening, fold away by themselves or when tapped, and stay to be reached and changed. Pure.
import { DANGERS, EFFECTS } from '../../electron/contract/faults.ts'
import { namedSymptom, openFaults, saidAt } from '../../electron/contract/open-faults.ts'
import type { FaultView } from '../../electron/contract/topics.ts'
import type { ConsoleView } from './console-view.ts'
import type { Ask } from './switch-face.ts'
import type { Words } from './words.ts'

/** As long as what just happened is fresh; later it is a choice of its own. */
export const OFFERED_MS = 60_000
const SECOND_MS = 1000

export type Question = 'effect' | 'danger'

/** What a person chose on this page; it holds until the next click or opening. */
export interface LineChoice {
  /** The newest click or opening it was chosen after. */
  readonly since: number
  readonly number?: string
  /** Opened by hand. */
  readonly question?: Question
  /** What was held out is put away. */
  readonly folded?: true
}

export interface QuestionFace {
  readonly question: Question
  /** One word, and the whole for a screen reader. */
  readonly caption: string
  readonly label: string
  readonly isOpen: boolean
  readonly answer: string
  readonly choices: readonly { readonly word: string; readonly pressed: boolean; readonly ask: Ask | undefined }[]
}

export interface FaultLine {
  readonly number: string
  readonly status: { readonly text: string; readonly warns: boolean }
  /** How many entries belong to it. */
  readonly count: string
  /** Read aloud when it changes; `''`: nothing that the last action does not say already. */
  readonly aloud: string
  /** The newest click or opening. */
  readonly since: number
  /** There are others: which this is, and the one after it. */
  readonly others?: { readonly at: number; readonly of: number; readonly next: string }
  readonly questions: readonly [effect: QuestionFace, danger: QuestionFace]
  readonly symptom?: { readonly text: string; /** Absent: a person said so. */ readonly confirm?: Ask }
}

/** undefined: no storing is open. */
export function faultLine({ topics, nowUtcMs }: Pick<ConsoleView, 'topics' | 'nowUtcMs'>, choice: LineChoice, words: Words): FaultLine | undefined {
  const open = openFaults(topics.faults, { nowUtcMs, isDrill: topics.site.site?.drill !== undefined })
  const [first] = open
  if (!first) return undefined
  const since = Math.max(...open.map(saidAt))
  const chosen = choice.since === since ? choice : undefined
  const at = Math.max(0, open.findIndex(({ number }) => number === chosen?.number))
  const fault = open[at] ?? first
  // Nobody who begins a drill has seen an effect of it yet.
  const isOffered = !fault.number.startsWith('O') && isFresh(saidAt(fault), nowUtcMs)
  const isOpen = (question: Question): boolean => chosen?.question === question || (isOffered && !chosen?.folded && fault[question] === undefined)
  const next = open[(at + 1) % open.length]
  return {
    number: fault.number,
    status: statusOf(fault, nowUtcMs, words),
    count: words.text('fault.count', { count: fault.entries }),
    aloud: aloudOf(fault, nowUtcMs, words),
    since,
    ...(next && open.length > 1 ? { others: { at: at + 1, of: open.length, next: next.number } } : {}),
    questions: [effectFace(fault, isOpen('effect'), words), dangerFace(fault, isOpen('danger'), words)],
    ...symptomOf(fault, words),
  }
}

/** A moment further ahead than the page's clock can stand behind was before that clock went back: long ago. */
function isFresh(utcMs: number, nowUtcMs: number): boolean {
  const agoMs = nowUtcMs - utcMs
  return agoMs > -2 * SECOND_MS && agoMs < OFFERED_MS
}

function statusOf(fault: FaultView, nowUtcMs: number, words: Words): FaultLine['status'] {
  const { number, openedUtcMs, clicked, late } = fault
  if (late && late.savedUtcMs === undefined) return { text: words.text('fault.late'), warns: true }
  const savedUtcMs = late?.savedUtcMs ?? 0
  // A later click is the newer news.
  if (isFresh(savedUtcMs, nowUtcMs) && savedUtcMs >= (clicked?.utcMs ?? 0)) return { text: words.text('fault.saved', { time: words.clock(savedUtcMs) }), warns: false }
  if (clicked && isFresh(clicked.utcMs, nowUtcMs)) {
    const time = words.clock(clicked.utcMs)
    return { text: clicked.as === 'opened' ? words.text('fault.opened', { time }) : words.text('fault.attached', { time }), warns: false }
  }
  return { text: words.text(number.startsWith('O') ? 'drill.counts-not' : 'fault.open', { length: words.passed(Math.max(0, nowUtcMs - openedUtcMs)) }), warns: false }
}

function aloudOf({ number, late }: FaultView, nowUtcMs: number, words: Words): string {
  if (!late) return ''
  if (late.savedUtcMs === undefined) return words.text('fault.late.aloud', { number })
  return isFresh(late.savedUtcMs, nowUtcMs) ? words.text('fault.saved.aloud', { number, time: words.clock(late.savedUtcMs) }) : ''
}

function effectFace({ number, effect: said }: FaultView, isOpen: boolean, words: Words): QuestionFace {
  const choices = EFFECTS.map((effect) => ({ word: words.coded('effect', effect), pressed: said === effect, ask: changed(said === effect, { number, change: { what: 'effect', effect } }) }))
  return { question: 'effect', caption: words.text('fault.effect'), label: words.text('fault.effect.label'), isOpen, answer: answerOf(choices, words), choices }
}

function dangerFace({ number, danger: said }: FaultView, isOpen: boolean, words: Words): QuestionFace {
  const choices = DANGERS.map((danger) => ({ word: words.coded('danger', danger), pressed: said === danger, ask: changed(said === danger, { number, change: { what: 'danger', danger } }) }))
  return { question: 'danger', caption: words.text('fault.danger'), label: words.text('fault.danger.label'), isOpen, answer: answerOf(choices, words), choices }
}

/** What stands already is not said again. */
const changed = (stands: boolean, input: Extract<Ask, { call: 'fault.change' }>['input']): Ask | undefined => (stands ? undefined : { call: 'fault.change', input })

const answerOf = (choices: QuestionFace['choices'], words: Words): string => choices.find(({ pressed }) => pressed)?.word ?? words.text('fault.unsaid')

function symptomOf(fault: FaultView, words: Words): Pick<FaultLine, 'symptom'> {
  const { number } = fault
  const symptom = namedSymptom(fault)
  if (!symptom) return {}
  const text = words.coded('symptom', symptom.code)
  return { symptom: symptom.proposed ? { text, confirm: { call: 'fault.change', input: { number, change: { what: 'symptom', symptom: symptom.code } } } } : { text } }
}
