// The speech channels in the plan's order, never re-sorted, and the other means as cards that are struck out when they share
// what failed.
import type { ChannelView, SiteView, Topics } from '../../electron/contract/topics.ts'
import { alternativeLabel, isRbs, isUnfit, rbsLabel, type ConsoleView } from './console-view.ts'
import { stateWord, toneOf, type ServiceTone } from './service-cells.ts'
import { spokenAge } from './spoken-model.ts'
import type { Ask } from './switch-face.ts'
import type { Words } from './words.ts'

export interface ChannelRowModel {
  readonly id: string
  readonly name: string
  readonly note: string
  readonly shape: 'ok' | 'reachable' | 'ready' | Exclude<ServiceTone, 'ok'>
  readonly word: string
  readonly wordNote: string
  readonly place: 'plain' | 'current' | 'next' | 'struck-out'
  readonly ask?: Ask
}

export function channelRows(view: ConsoleView, words: Words): ChannelRowModel[] {
  const { topics } = view
  const maySwitch = topics.site.site !== undefined && topics.site.site.mode !== 'observe' && !topics.site.site.callTaking
  return Object.values(topics.channels).map((channel) => {
    const current = topics.switch.switch?.channel === channel.id
    const ask: Ask = isRbs(channel) ? { call: 'return.accept', input: {} } : { call: 'switch.to', input: { to: channel.id } }
    const row = isRbs(channel) ? rbsRow(channel, view, words) : radioRow(channel, view, words)
    const isNext = !current && topics.switch.switch?.next === channel.id
    return {
      ...(current ? { ...row, ...currentState(view, words), place: 'current' as const } : isNext ? { ...row, note: words.text('channel.next'), place: 'next' as const } : row),
      ...(maySwitch && !current ? { ask } : {}),
    }
  })
}

function currentState({ topics }: ConsoleView, words: Words): Partial<ChannelRowModel> {
  const state = topics.switch.switch
  // It stands on its own site, or has no link: what its readiness says goes before that you work by it.
  if (!state || isUnfit(topics.channels[state.channel])) return {}
  if (!state.confirmed) return { shape: 'unknown', word: words.text('channel.unconfirmed'), wordNote: words.text('since', { time: words.clock(state.sinceUtcMs) }) }
  // What the RBS is worth stands there, also while you work by it.
  if (isRbs(topics.channels[state.channel])) return {}
  return { shape: 'ready', word: words.text('channel.current'), wordNote: words.text('since', { time: words.clock(state.sinceUtcMs) }) }
}

function rbsRow(channel: ChannelView, { topics, nowUtcMs }: ConsoleView, words: Words): ChannelRowModel {
  const service = Object.values(topics.services).find((one) => one.role === 'console')
  const base = { id: channel.id, name: channel.label, note: channel.audio?.microphone ?? '', place: 'plain' as const }
  if (!service) return { ...base, shape: 'unknown', word: words.text('condition.unknown'), wordNote: '' }
  const tone = toneOf(service, nowUtcMs)
  return {
    ...base,
    shape: tone === 'ok' ? (service.proof === 'proven' ? 'ok' : 'reachable') : tone,
    word: stateWord(service, tone, words),
    wordNote: words.text('since', { time: words.clock(service.sinceUtcMs) }),
  }
}

const SHAPES: Readonly<Record<ChannelView['readiness'], ChannelRowModel['shape']>> = { ready: 'ready', stale: 'unknown', failed: 'down', 'struck-out': 'down', unknown: 'unknown' }

function radioRow(channel: ChannelView, view: ConsoleView, words: Words): ChannelRowModel {
  return {
    id: channel.id,
    name: channel.fixedGroup === undefined ? channel.label : alternativeLabel(view.topics, channel.id, undefined, words),
    note: audioNote(channel, words),
    shape: SHAPES[channel.readiness],
    word: words.text(`readiness.${channel.readiness}`),
    wordNote: readinessNote(channel, view, words),
    place: channel.readiness === 'struck-out' ? 'struck-out' : 'plain',
  }
}

/** Which microphone, and whether anybody records it. */
export const audioNote = ({ audio }: ChannelView, words: Words): string =>
  audio ? words.text('channel.audio', { microphone: audio.microphone, recorded: audio.recorded ? 'yes' : 'no' }) : words.text('channel.undeclared')

/** Why it is not ready, or the two proofs that it is, each named: its radio answered, and it was heard. */
function readinessNote(channel: ChannelView, { topics, nowUtcMs }: ConsoleView, words: Words): string {
  if (channel.readiness === 'struck-out') return words.text('channel.shares', { service: topics.services[channel.cause ?? '']?.label ?? channel.cause ?? '' })
  if (channel.cause !== undefined) return words.coded('cause', channel.cause)
  if (channel.verifiedUtcMs === undefined) return ''
  return words.text('channel.proofs', { tested: words.text('channel.tested', { time: words.clock(channel.verifiedUtcMs) }), spoken: spokenAge(channel, nowUtcMs, words) })
}

export interface CardModel {
  readonly id: string
  readonly title: string
  readonly note: string
  readonly use: 'usable' | 'struck-out'
  readonly steps: readonly string[]
}

export function cardModels(cards: SiteView['cards'], topics: Pick<Topics, 'services'>, words: Words): CardModel[] {
  return cards.map((card) => {
    const failed = card.dependsOn.map((id) => topics.services[id]).find((service) => service?.now === 'down')
    return {
      id: card.id,
      title: card.label,
      note: failed ? words.text('channel.shares', { service: failed.label }) : words.text('card.steps', { count: card.steps.length }),
      use: failed ? 'struck-out' : 'usable',
      steps: card.steps,
    }
  })
}

/** "Spreken via RBS", "U werkt via Mobilofoon – INC-1": in one line what the main view says large. */
export function activeSentence({ topics }: ConsoleView, words: Words): string {
  const state = topics.switch.switch
  const active = state && topics.channels[state.channel]
  if (!active || isRbs(active)) return `${words.text('via.rbs')} ${active?.label ?? rbsLabel(topics.channels)}`
  return `${words.text('via.alternative')} ${alternativeLabel(topics, state.channel, state.group, words)}`
}
