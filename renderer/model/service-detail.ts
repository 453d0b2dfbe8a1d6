// What stands behind one cell: since when, why, on whose word. Facts only; what to do stands on the keys.
import type { ServiceView } from '../../electron/contract/topics.ts'
import type { ConsoleView } from './console-view.ts'
import { diagnosisSentence, probeWord } from './diagnosis-sentence.ts'
import { peopleSaying, whySentence } from './people-model.ts'
import { stateWord, toneOf, type ServiceTone } from './service-cells.ts'
import type { Ask } from './switch-face.ts'
import type { Words } from './words.ts'

export interface ServiceDetailModel {
  readonly title: string
  readonly word: string
  readonly tone: ServiceTone
  readonly proven: boolean
  /** Of all services together; '' while nothing is judged. */
  readonly judgement: string
  /** What a supervisor may press. */
  readonly work: ServiceWork
  readonly facts: readonly { readonly label: string; readonly value: string }[]
  readonly probes: readonly ProbeLine[]
}

export interface ProbeLine {
  readonly id: string
  /** What it asks; the id is the site's own name for it. */
  readonly asks: string
  readonly state: string
  readonly latency: string
  readonly detail: string
}

export interface ServiceWork {
  readonly begin?: readonly { readonly label: string; readonly ask: Ask }[]
  readonly end?: Ask
  /** Takes the label "instabiel" away. */
  readonly lift?: Ask
}

/** What planned work mostly takes; longer work stands in the site file. */
const HOURS = [1, 4, 12] as const
const DAY_MS = 24 * 3_600_000

/** @returns undefined when there is no such service (any more) */
export function serviceDetail({ topics, nowUtcMs }: ConsoleView, id: string, words: Words): ServiceDetailModel | undefined {
  const service = topics.services[id]
  if (!service) return undefined
  const tone = toneOf(service, nowUtcMs)
  return {
    title: service.label,
    word: stateWord(service, tone, words),
    tone,
    proven: tone === 'ok' && service.proof === 'proven' && !service.maintenance,
    work: workOf(service, words),
    judgement: diagnosisSentence(topics, words),
    facts: factsOf(service, nowUtcMs, words),
    probes: service.probes.map((probe) => probeLine(probe, words)),
  }
}

function probeLine({ id, kind, state, cause, latencyMs, detail = '' }: ServiceView['probes'][number], words: Words): ProbeLine {
  const said = { id, asks: probeWord({ id, ...(kind && { kind }) }, words), state: stateOf(state, cause, words) }
  // What its last answer said is not true of one that gives none.
  return { ...said, ...(state === 'answering' ? { latency: latencyMs === undefined ? '' : words.text('service.latency', { ms: latencyMs }), detail } : { latency: '', detail: '' }) }
}

/** A control radio that searches was not refused by anybody, nor is a cable that is out. */
function stateOf(state: string, cause: string | undefined, words: Words): string {
  if (state !== 'failed' || cause === undefined || cause === 'refused') return words.coded('probe', state)
  return words.text(cause === 'unplugged' ? 'why.unplugged' : 'why.deregistered')
}

function workOf({ id, maintenance, unstable }: ServiceView, words: Words): ServiceWork {
  const lift = unstable ? { lift: { call: 'unstable.lift', input: { service: id } } as const } : {}
  if (maintenance) return { end: { call: 'maintenance.end', input: { service: id } }, ...lift }
  const begin = HOURS.map((hours) => ({ label: words.text('service.work.hours', { hours }), ask: { call: 'maintenance.begin', input: { service: id, minutes: hours * 60 } } as const }))
  return { begin, ...lift }
}

function factsOf(service: ServiceView, nowUtcMs: number, words: Words): ServiceDetailModel['facts'] {
  const { maintenanceUntilUtcMs: untilUtcMs, wasDownSinceUtcMs } = service
  const until = untilUtcMs === undefined ? '' : untilUtcMs - nowUtcMs < DAY_MS ? words.minute(untilUtcMs) : `${words.day(untilUtcMs)} ${words.minute(untilUtcMs)}`
  const moment = (utcMs: number | undefined): string => (utcMs === undefined ? words.text('via.unmeasured') : words.clock(utcMs))
  // Where people are the reason, the reason says it, with those who joined since.
  const told = service.why['code'] === 'people' ? service.people : undefined
  const people = told ? undefined : peopleSaying(service, words)
  return [
    { label: words.text('service.since'), value: words.clock(service.sinceUtcMs) },
    { label: words.text('service.why'), value: whySentence(told ? { why: { ...service.why, count: told.count, symptoms: told.symptoms } } : service, words) },
    ...(wasDownSinceUtcMs === undefined ? [] : [{ label: words.text('service.was-down'), value: words.clock(wasDownSinceUtcMs) }]),
    ...(untilUtcMs === undefined ? [] : [{ label: words.text('service.maintenance'), value: words.text('service.until', { time: until }) }]),
    ...(service.unstable ? [{ label: words.text('service.unstable'), value: words.text('service.unstable.value', { count: service.unstable.count, time: words.clock(service.unstable.sinceUtcMs) }) }] : []),
    ...(people === undefined ? [] : [{ label: words.text('service.people'), value: people }]),
    { label: words.text('service.last-reply'), value: moment(service.lastReplyUtcMs) },
    ...(service.role === 'console' ? [{ label: words.text('service.last-heard'), value: moment(service.lastHeardOwnUtcMs) }] : []),
    ...heardFacts(service, words),
    ...service.probes.flatMap(({ exchange }) => (exchange ? [{ label: words.text('service.exchange'), value: words.text('service.exchange.value', { time: words.clock(exchange.utcMs), s: seconds(exchange.tookMs) }) }] : [])),
  ]
}

function heardFacts({ heardOwnCount, heardAfterPressMs }: ServiceView, words: Words): ServiceDetailModel['facts'] {
  if (heardOwnCount === undefined) return []
  const count = { label: words.text('service.heard-count'), value: words.text('service.heard-count.value', { count: heardOwnCount }) }
  if (heardAfterPressMs === undefined) return [count]
  return [count, { label: words.text('service.heard-after'), value: words.text('service.heard-after.value', { s: seconds(heardAfterPressMs) }) }]
}

/** To tenths; a shorter delay than one is told as one, for nothing is heard at once. */
const seconds = (ms: number): number => Math.max(0.1, Math.round(ms / 100) / 10)
