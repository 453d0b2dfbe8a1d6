// Each state, unseen and seen.
import type { Story } from '../gallery/story.ts'
import { ServiceCell, type Attention } from './ServiceCell.tsx'
import type { ShapeKind } from './shapes.ts'
import { SPAN, TRACES, type StoryTrace } from './story-traces.ts'

const WORDS: Readonly<Record<Exclude<ShapeKind, 'ready' | 'emergency'>, readonly [word: string, trace: StoryTrace]>> = {
  ok: ['in orde', 'fine'],
  reachable: ['bereikbaar', 'fine'],
  degraded: ['beperkt', 'degraded'],
  unstable: ['instabiel', 'unstable'],
  down: ['uitgevallen', 'down'],
  unknown: ['onbekend', 'unknown'],
}
const STATES = Object.keys(WORDS) as (keyof typeof WORDS)[]
const ATTENTIONS: readonly Attention[] = ['unseen', 'seen']

const story = (shape: keyof typeof WORDS, attention: Attention, name: string = WORDS[shape][0]): Story => ({
  name: attention === 'calm' ? name : `${name}, ${attention}`,
  width: 116,
  height: 71,
  render: () => (
    <ServiceCell shape={shape} name="RBS" word={name} attention={attention} trace={{ points: TRACES[WORDS[shape][1]], ...SPAN, width: 88 }} onPress={() => undefined} />
  ),
})

export const stories: readonly Story[] = [
  story('ok', 'calm'),
  story('reachable', 'calm'),
  story('ok', 'calm', 'vannacht 9× weg'),
  ...STATES.filter((shape) => shape !== 'ok' && shape !== 'reachable').flatMap((shape) => ATTENTIONS.map((attention) => story(shape, attention))),
  story('down', 'unseen', 'niet gehoord'),
  {
    name: 'wide, no button',
    width: 210,
    height: 62,
    render: () => <ServiceCell shape="unstable" name="RBS" word="instabiel" attention="seen" trace={{ points: TRACES.unstable, ...SPAN, width: 180 }} />,
  },
]
