// What the person who wants to speak must know, in one word: never "U zendt" before the floor was granted to us.
import type { ChannelView, PttView, Topics } from '../../electron/contract/topics.ts'
import { activeChannel, channelLabel, isUnfit, rbsLabel, type ConsoleView } from './console-view.ts'
import { runningTest } from './spoken-model.ts'
import { secondsUntil } from './switch-face.ts'
import type { Words } from './words.ts'

export interface PttFace {
  /** `live`: on the air now, the bright block. `trouble`: nobody hears you, or a radio cannot be told to stop. */
  readonly look: 'live' | 'waiting' | 'ready' | 'receiving' | 'trouble' | 'off'
  readonly word: string
  /** Smaller, below: who, by which key, why. */
  readonly detail: string
  /** Who is heard, where the site file knows the unit. */
  readonly unit?: string
  /** While on the air: how long still, and how long already, ms. */
  readonly leftMs?: number
  readonly spokenMs?: number
}

export function pttFace({ topics, nowUtcMs }: ConsoleView, words: Words): PttFace {
  const { ptt } = topics.ptt
  if (!ptt) return { look: 'off', word: words.text('ptt.none'), detail: '' }
  if (ptt.mayTransmit.length > 0) return { look: 'trouble', word: words.text('ptt.may-transmit'), detail: words.text('ptt.may-transmit.detail') }
  switch (ptt.phase) {
    case 'talking':
      return talking(ptt, nowUtcMs, { words, hardTimeoutMs: topics.site.site?.bounds.hardTimeoutMs, by: unfitWord(pressedChannel(topics), words) ?? unproven(topics.channels[ptt.channel ?? ''], words) ?? source(ptt, { topics }, words) })
    case 'waiting':
      return { look: 'waiting', word: words.text('ptt.waiting'), detail: ptt.queued === true ? words.text('ptt.queued.detail') : words.text('ptt.not-yet') }
    case 'refused':
      return refused(ptt, words)
    case 'idle':
      return idle(ptt, { topics, nowUtcMs, shell: undefined }, words)
  }
}

/** What a press goes to: what is worked by, or the channel of a spoken test. */
const pressedChannel = (topics: Topics): ChannelView | undefined => topics.channels[topics.ptt.ptt?.channel ?? ''] ?? activeChannel(topics)

interface Talking {
  readonly words: Words
  readonly by: string
  readonly hardTimeoutMs: number | undefined
}

function talking(ptt: PttView, nowUtcMs: number, { words, by, hardTimeoutMs }: Talking): PttFace {
  const leftMs = Math.min(secondsUntil(ptt.endsUtcMs ?? nowUtcMs, nowUtcMs) * 1000, hardTimeoutMs ?? Infinity)
  return { look: 'live', word: words.text('ptt.talking'), detail: by, leftMs, spokenMs: Math.max(0, nowUtcMs - (ptt.sinceUtcMs ?? nowUtcMs)) }
}

/** Why the channel itself cannot be relied on, whoever has the floor. */
const unfitWord = (channel: ChannelView | undefined, words: Words): string | undefined => (isUnfit(channel) && channel?.cause !== undefined ? words.coded('cause', channel.cause) : undefined)

/** A set that tells nothing back: that its line is keyed is all anybody knows. */
const unproven = (channel: ChannelView | undefined, words: Words): string | undefined => (channel?.sendingProof === 'line' ? words.text('ptt.line-only') : undefined)

/** Which key holds it: `pedal:middle` is the pedal's label, `<page>/…` is a screen. */
function source(ptt: PttView, { topics }: Pick<ConsoleView, 'topics'>, words: Words): string {
  const by = ptt.by ?? ''
  const device = topics.devices[by.split(':')[0] ?? '']
  if (by.includes('/')) return words.text('ptt.by-screen')
  return device ? words.text('ptt.by-device', { device: device.label }) : ''
}

/** Causes that ask the person to let go and press anew. */
const ANEW: ReadonlySet<string> = new Set(['stuck', 'switching', 'timed-out', 'cut'])

function refused(ptt: PttView, words: Words): PttFace {
  const cause = ptt.cause ?? 'no-floor'
  if (ANEW.has(cause)) return { look: 'trouble', word: words.text('ptt.release-first'), detail: words.coded('ptt.short', cause) }
  // The network does not say why it gave no floor; whom one hears is why.
  if (ptt.heard !== undefined && (cause === 'no-floor' || cause === 'group-busy')) return { look: 'trouble', word: words.text('ptt.short.group-busy'), detail: ptt.heardUnit ?? words.text('ptt.heard') }
  const word = words.coded('ptt.short', cause)
  const detail = words.coded('ptt.refused', cause)
  return { look: 'trouble', word, detail: detail === word ? '' : detail }
}

function idle(ptt: PttView, view: ConsoleView, words: Words): PttFace {
  const { topics } = view
  if (ptt.stuck.length > 0) return { look: 'trouble', word: words.text('ptt.release-first'), detail: words.text('ptt.stuck') }
  if (ptt.target === 'none') return { look: 'off', word: words.text('ptt.none'), detail: '' }
  if (ptt.target === 'rbs') return { look: 'off', word: words.text('ptt.via-rbs'), detail: words.text('ptt.rbs', { rbs: rbsLabel(topics.channels) }) }
  const channel = pressedChannel(topics)
  // On its own site a radio still transmits: to those who stand there.
  if (isUnfit(channel) && channel?.cause === 'local-site') return { look: 'trouble', word: words.text('ptt.local-site'), detail: words.text('ptt.local-site.detail') }
  if (isUnfit(channel)) return { look: 'trouble', word: words.text('ptt.unconfirmed'), detail: unfitWord(channel, words) ?? '' }
  if (topics.switch.switch?.confirmed === false) return { look: 'trouble', word: words.text('ptt.unconfirmed'), detail: words.text('channel.unconfirmed') }
  if (ptt.localKey) return { look: 'receiving', word: words.text('ptt.local-key'), detail: '' }
  if (ptt.heard !== undefined) return receiving(ptt.heardUnit, words)
  if (areButtonsGone(topics.devices)) return { look: 'trouble', word: words.text('ptt.pedal-gone'), detail: words.text('ptt.pedal-gone.detail') }
  if (ptt.hearingUnknown === true) return { look: 'ready', word: words.text('ptt.idle'), detail: words.text('ptt.hearing-unknown') }
  if (ptt.unread.length > 0) return { look: 'ready', word: words.text('ptt.idle'), detail: words.text('ptt.unread') }
  const test = runningTest(topics)
  return { look: 'ready', word: words.text('ptt.idle'), detail: test ? words.text('spoken.ptt', { channel: channelLabel(topics.channels, test.channel) }) : '' }
}

function receiving(unit: string | undefined, words: Words): PttFace {
  const face = { look: 'receiving', word: words.text('ptt.receiving') } as const
  return unit === undefined ? { ...face, detail: words.text('ptt.heard') } : { ...face, detail: words.text('ptt.heard-unit', { unit }), unit }
}

/** Which of several speaks is not known here, so one that is left may be the pedal. */
function areButtonsGone(devices: Topics['devices']): boolean {
  const buttons = Object.values(devices).filter(({ transmits }) => transmits === true)
  return buttons.length > 0 && buttons.every(({ link }) => link === 'down')
}
