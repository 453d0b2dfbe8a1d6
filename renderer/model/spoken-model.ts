// The spoken test as a person is led through it, and what is left of it afterwards: an age beside each channel.
import { isSpokenTestRunning, SPOKEN_TEST_MS, type HeardBy, type SpokenTestView } from '../../electron/contract/switching.ts'
import type { ChannelView, Topics } from '../../electron/contract/topics.ts'
import { activeChannel, alternativeLabel, groupLabel, type ConsoleView } from './console-view.ts'
import type { Ask } from './switch-face.ts'
import type { Words } from './words.ts'

const HOUR_MS = 3_600_000
/** Up to then the time of day says which day is meant. */
const TODAY_HOURS = 20
const DAYS_FROM_HOURS = 72

/** "spreekproef 21:36", "spreekproef 26 u oud", "nog geen spreekproef". */
export function spokenAge(channel: Pick<ChannelView, 'spokenTest'> | undefined, nowUtcMs: number, words: Words): string {
  const test = channel?.spokenTest
  if (!test) return words.text('spoken.age.none')
  const hours = Math.floor((nowUtcMs - test.utcMs) / HOUR_MS)
  if (!test.old && hours < TODAY_HOURS) return words.text('spoken.age.at', { time: words.minute(test.utcMs) })
  return hours < DAYS_FROM_HOURS ? words.text('spoken.age.hours', { hours: Math.max(0, hours) }) : words.text('spoken.age.days', { days: Math.floor(hours / 24) })
}

export const runningTest = ({ spokenTest: { test } }: Pick<Topics, 'spokenTest'>): SpokenTestView | undefined => (test && isSpokenTestRunning(test) ? test : undefined)

/** Into which to speak now: during a spoken test that of the channel under test, whatever else one works by. */
export function microphoneOf(topics: Topics): string {
  const test = runningTest(topics)
  return (test ? topics.channels[test.channel] : activeChannel(topics))?.audio?.microphone ?? ''
}

/** In the strip, whatever lies over the main view: whoever presses must know where it goes. */
export function spokenMessage({ topics, nowUtcMs }: ConsoleView, test: SpokenTestView, words: Words): { readonly headline: string; readonly evidence: string } {
  return {
    headline: words.text('spoken.runs', { channel: alternativeLabel(topics, test.channel, test.group, words) }),
    evidence: words.text('spoken.runs.left', { time: words.left(leftMs(test, nowUtcMs)) }),
  }
}

/** A word that a text can choose by. */
export const heardByWord = (by: HeardBy): 'radio' | 'colleague' => (by === 'control-radio' ? 'radio' : 'colleague')

/** The page's clock stands up to a second behind: never more than a test may take. */
const leftMs = ({ endsUtcMs }: SpokenTestView, nowUtcMs: number): number => Math.min(SPOKEN_TEST_MS, Math.max(0, (endsUtcMs ?? nowUtcMs) - nowUtcMs))

export interface SpokenStep {
  readonly text: string
  /** What is to be said, under it. */
  readonly say?: string
  readonly state: 'done' | 'now' | 'ahead'
}

export interface SpokenGuide {
  readonly title: string
  readonly steps: readonly SpokenStep[]
  /** While it runs. */
  readonly left?: string
  readonly heard?: Ask
  readonly stop?: Ask
  readonly outcome?: { readonly shape: 'ready' | 'down'; readonly text: string }
}

const ORDER: readonly SpokenTestView['step'][] = ['selecting', 'speak', 'listen', 'passed']

/** The test of this channel, running or as it ended; undefined: none in this run. */
export function spokenGuide({ topics, nowUtcMs }: ConsoleView, channel: ChannelView, words: Words): SpokenGuide | undefined {
  const { test } = topics.spokenTest
  if (test?.channel !== channel.id) return undefined
  const title = words.text('spoken.title', { channel: alternativeLabel(topics, test.channel, test.group, words) })
  if (!isSpokenTestRunning(test)) return { title, steps: [], outcome: outcomeOf(test, words) }
  const spoken = test.step === 'listen' || topics.ptt.ptt?.phase === 'talking'
  return {
    title,
    steps: stepTexts(test, { topics, channel }, words).map((step, at) => ({ ...step, state: at < ORDER.indexOf(test.step) ? 'done' : at === ORDER.indexOf(test.step) ? 'now' : 'ahead' })),
    left: words.left(leftMs(test, nowUtcMs)),
    ...(spoken ? { heard: { call: 'spoken.heard', input: {} } as const } : {}),
    stop: { call: 'spoken.stop', input: {} },
  }
}

function stepTexts(test: SpokenTestView, { topics, channel }: { readonly topics: Topics; readonly channel: ChannelView }, words: Words): readonly Omit<SpokenStep, 'state'>[] {
  const { site } = topics.site
  const group = groupLabel(site, test.group)
  const first = topics.ptt.ptt?.hearingUnknown === true ? 'spoken.step.listen-first' : channel.fixedGroup === undefined ? 'spoken.step.selecting' : 'spoken.step.own-group'
  return [
    { text: words.text(first, { group }) },
    { text: words.text('spoken.step.speak', { microphone: channel.audio?.microphone ?? '' }), say: words.text('spoken.sentence', { label: site?.label ?? '', room: site?.room ?? '', group: group === '' ? channel.label : group }) },
    { text: test.witness === undefined ? words.text('spoken.step.colleague') : words.text('spoken.step.witness', { device: test.witness }) },
  ]
}

function outcomeOf({ heardBy, end, doneUtcMs = 0 }: SpokenTestView, words: Words): NonNullable<SpokenGuide['outcome']> {
  const time = words.clock(doneUtcMs)
  if (heardBy !== undefined) return { shape: 'ready', text: words.text('spoken.passed', { time, by: heardByWord(heardBy) }) }
  return { shape: 'down', text: words.text('spoken.failed', { time, cause: words.coded('spoken', end ?? 'interrupted') }) }
}
