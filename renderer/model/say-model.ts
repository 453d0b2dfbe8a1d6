// The switch card on screen: the sentence to announce, what the channel does not carry, whether it is due, and the preset text.
// The site's own sentence wins; ours names room, position, channel and group.
import type { SwitchCardView } from '../../electron/contract/switching.ts'
import type { Topics } from '../../electron/contract/topics.ts'
import { channelLabel, isEmergencyOpen, plannedGroup, rbsLabel, type ConsoleView } from './console-view.ts'
import type { Ask } from './switch-face.ts'
import type { Words } from './words.ts'

export interface SayModel {
  readonly sentence: string
  /** What is lost, the worst first. */
  readonly losses: readonly string[]
  readonly said: { readonly look: 'act' | 'plain'; readonly label: string; readonly detail: string; readonly ask: Ask }
  readonly preset?: PresetFace
}

export interface PresetFace {
  readonly label: string
  readonly detail: string
  readonly text: string
  /** Absent: it cannot be pressed now, and `detail` says why. */
  readonly ask?: Ask
}

export const isSayDue = ({ say }: Pick<Topics, 'say'>, nowUtcMs: number): boolean => say.card?.dueUtcMs !== undefined && say.card.dueUtcMs <= nowUtcMs

/** undefined: nothing is to be said. */
export function sayModel({ topics, nowUtcMs }: Pick<ConsoleView, 'topics' | 'nowUtcMs'>, words: Words): SayModel | undefined {
  const { card } = topics.say
  if (!card) return undefined
  const isDue = isSayDue(topics, nowUtcMs)
  const state = topics.switch.switch
  // One bright block at a time: calls for help and the way back go before it.
  // Nobody is to be told that we are back while the RBS is gone again.
  const isGoneAgain = card.occasion === 'returned' && state?.advised === true
  const isFirst = isDue && !isGoneAgain && !isEmergencyOpen(topics) && state?.returnOffered !== true && state?.countdown === undefined
  const preset = presetFace(card, words)
  return {
    sentence: sentenceOf(card, topics, words),
    losses: card.loses.map((loss) => words.coded('lost', loss)),
    said: { look: isFirst ? 'act' : 'plain', label: words.text('say.done'), detail: whenOf(card, isDue, words), ask: { call: 'say.said', input: {} } },
    ...(preset ? { preset } : {}),
  }
}

function sentenceOf(card: SwitchCardView, topics: Topics, words: Words): string {
  const { site } = topics.site
  const sentence = card.sentence ?? ownSentence(card, topics, words)
  return site?.drill ? words.text('say.drill', { sentence }) : sentence
}

function ownSentence({ occasion, channel, group, loses }: SwitchCardView, topics: Topics, words: Words): string {
  const { site } = topics.site
  const from = { room: site?.room ?? '', position: site?.label ?? '' }
  if (occasion === 'returned') return words.text('say.returned', { ...from, rbs: rbsLabel(topics.channels) })
  const through = { ...from, channel: throughWhat(channel, group, topics, words) }
  return loses.includes('status') ? words.text('say.alternative-status', through) : words.text('say.alternative', through)
}

/** A set that is in no group of the plan is named alone. */
function throughWhat(channel: string, group: string, { channels, site }: Topics, words: Words): string {
  const label = channelLabel(channels, channel)
  const named = plannedGroup(site.site, group)
  return named === undefined ? label : words.text('say.through', { channel: label, group: named })
}

function whenOf({ occasion, saidCount, dueUtcMs }: SwitchCardView, isDue: boolean, words: Words): string {
  if (occasion === 'returned') return words.text('say.once')
  return isDue || saidCount === 0 || dueUtcMs === undefined ? words.text('say.now') : words.text('say.again', { time: words.minute(dueUtcMs) })
}

function presetFace({ preset, group }: SwitchCardView, words: Words): PresetFace | undefined {
  if (!preset) return undefined
  const { text, sentTo, sending, failed } = preset
  const face = { label: words.text('say.preset'), text: words.text('say.preset.text', { text }) }
  if (sending) return { ...face, detail: words.text('say.preset.sending') }
  if (sentTo.includes(group)) return { ...face, detail: words.text(failed === 'unconfirmed' ? 'say.preset.unconfirmed' : 'say.preset.sent') }
  const detail = failed === undefined || failed === 'unconfirmed' ? words.text('source.supervisor') : words.text('say.preset.failed')
  return { ...face, detail, ask: { call: 'say.preset', input: {} } }
}
