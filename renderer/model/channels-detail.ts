// Every channel as a person checks it before it is needed: proven when, spoken into where, losing what, and how it went lately.
import type { ChannelView } from '../../electron/contract/topics.ts'
import type { TraceLevel, TracePoint } from '../ui/trace-segments.ts'
import { channelRows, type ChannelRowModel } from './channels-model.ts'
import { isRbs, type ConsoleView } from './console-view.ts'
import { heardByWord, spokenAge, spokenGuide, type SpokenGuide } from './spoken-model.ts'
import type { Ask } from './switch-face.ts'
import type { TextKey, Words } from './words.ts'

export interface ChannelDetail extends Pick<ChannelRowModel, 'id' | 'name' | 'shape' | 'word'> {
  readonly facts: readonly { readonly label: string; readonly value: string }[]
  /** Absent where no readiness is known to have changed. */
  readonly trace?: { readonly points: readonly TracePoint[]; readonly fromUtcMs: number; readonly said: string }
  /** Begins its spoken test; absent for the RBS, which the control radio proves. */
  readonly begin?: { readonly ask: Ask; readonly label: string }
  readonly guide?: SpokenGuide
}

const LEVELS: Readonly<Record<ChannelView['readiness'], TraceLevel>> = { ready: 'ok', stale: 'degraded', failed: 'down', 'struck-out': 'down', unknown: 'unknown' }

export function channelDetails(view: ConsoleView, words: Words): readonly ChannelDetail[] {
  const { topics } = view
  const isTesting = topics.site.site !== undefined && topics.site.site.mode !== 'observe' && !topics.site.site.callTaking
  return channelRows(view, words).flatMap(({ id, name, shape, word }) => {
    const channel = topics.channels[id]
    if (!channel) return []
    const guide = spokenGuide(view, channel, words)
    const begin = isTesting && !isRbs(channel) ? { begin: { ask: { call: 'spoken.begin', input: { channel: id } } as const, label: words.text('spoken.begin.label', { channel: name }) } } : {}
    return [{ id, name, shape, word, facts: factsOf(channel, view, words), ...traceOf(channel, words), ...begin, ...(guide ? { guide } : {}) }]
  })
}

function factsOf(channel: ChannelView, { nowUtcMs }: ConsoleView, words: Words): ChannelDetail['facts'] {
  const { audio, verifiedUtcMs, cause, loses, spokenTest } = channel
  const fact = (label: TextKey, value: string): ChannelDetail['facts'][number] => ({ label: words.text(label), value })
  const age = spokenAge(channel, nowUtcMs, words)
  const verified = verifiedUtcMs === undefined ? undefined : words.text('channels.verified.ago', { time: words.clock(verifiedUtcMs), ago: words.passed(Math.max(0, nowUtcMs - verifiedUtcMs)) })
  return [
    fact('channels.verified', verified ?? (cause === undefined || channel.readiness === 'struck-out' ? words.text(`readiness.${channel.readiness}`) : words.coded('cause', cause))),
    fact('channels.spoken', isRbs(channel) ? words.text('spoken.age.rbs') : spokenTest ? words.text('channels.spoken.value', { age, by: heardByWord(spokenTest.by) }) : age),
    ...(audio
      ? [fact('channels.microphone', audio.microphone), fact('channels.loudspeaker', audio.loudspeaker), fact('channels.recorded', words.text('channels.recorded.value', { recorded: audio.recorded ? 'yes' : 'no' }))]
      : [fact('channels.microphone', words.text('channel.undeclared'))]),
    fact('channels.loses', loses.length === 0 ? words.text('channels.loses.nothing') : loses.map((loss) => words.text(`loses.${loss}`)).join(', ')),
  ]
}

function traceOf({ history = [] }: ChannelView, words: Words): Pick<ChannelDetail, 'trace'> {
  const [first] = history
  if (!first) return {}
  const points = history.map(({ utcMs, readiness, between = 0 }): TracePoint => [utcMs, LEVELS[readiness], between > 0])
  const count = history.reduce((sum, { between = 0 }) => sum + 1 + between, 0)
  return { trace: { points, fromUtcMs: first.utcMs, said: words.text('channels.history.count', { count, since: `${words.day(first.utcMs)} ${words.minute(first.utcMs)}` }) } }
}
