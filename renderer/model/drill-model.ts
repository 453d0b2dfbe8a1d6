// What a drill adds to the screen: that it is one, what it pretends, and what is really so meanwhile. DESIGN section 9: five
// independent cues, none of them alone.
import { DRILL_STORIES, type DrillStory } from '../../electron/contract/switching.ts'
import type { ServiceView, Topics } from '../../electron/contract/topics.ts'
import { rbsLabel, type ConsoleView } from './console-view.ts'
import { plainWord, toneOf, worse, type ServiceTone } from './service-cells.ts'
import type { Ask } from './switch-face.ts'
import type { Words } from './words.ts'

export interface RealState {
  readonly text: string
  /** Where there is no room for the moment it was measured. */
  readonly short: string
  readonly tone: ServiceTone
}

/** What is measured, whatever the drill says: of its own service as the host tells it, of the others as they stand. */
export function realState({ topics, nowUtcMs }: Pick<ConsoleView, 'topics' | 'nowUtcMs'>, words: Words): RealState | undefined {
  const drill = topics.site.site?.drill
  if (!drill) return undefined
  const services = Object.values(topics.services)
  const own = services.find(({ pretended }) => pretended === true)
  const others = services.filter((one) => one !== own).map((service) => ({ service, tone: toneOf(service, nowUtcMs) }))
  const [worst] = others.filter(({ tone }) => tone !== 'ok').toSorted((one, other) => worse(one.tone, other.tone))
  const said = (text: string, tone: ServiceTone): RealState => ({ text, short: text, tone })
  if (worst) return said(words.text('drill.real.trouble', { service: worst.service.label, condition: plainWord(worst.service, worst.tone, words) }), worst.tone)
  if (drill.real !== 'ok') return said(words.text('drill.real.unmeasured', { rbs: rbsLabel(topics.channels) }), 'unknown')
  return { ...said(words.text('drill.real.ok', { time: words.clock(own?.lastReplyUtcMs ?? nowUtcMs) }), 'ok'), short: words.text('diagnosis.normal') }
}

/** What the drill says of the services, said to be of the drill. */
export const simulated = (said: string, { site: { site } }: Pick<Topics, 'site'>, words: Words): string => (site?.drill ? words.text('drill.simulated', { said }) : said)

/** A service whose condition is a story. */
export const isPretended = (service: ServiceView | undefined): boolean => service?.pretended === true

/** Where a drill may be chosen: out of service, with groups for it, and none running. */
export const mayDrill = ({ site: { site } }: Pick<Topics, 'site'>): boolean =>
  site?.outOfServiceUtcMs !== undefined && site.drill === undefined && site.mode !== 'observe' && (site.otherGroups?.length ?? 0) > 0

export interface StoryChoice {
  readonly story: DrillStory
  readonly label: string
  readonly detail: string
  readonly ask: Ask
}

export interface DrillChoices {
  readonly intro: string
  readonly ends: string
  readonly stories: readonly StoryChoice[]
}

export function drillChoices({ topics }: Pick<ConsoleView, 'topics'>, words: Words): DrillChoices {
  const rbs = rbsLabel(topics.channels)
  const groups = (topics.site.site?.otherGroups ?? []).map(({ label }) => label).join(', ')
  return {
    intro: words.text('drill.intro', { rbs, groups }),
    ends: words.text('drill.ends'),
    stories: DRILL_STORIES.map((story) => ({
      story,
      label: words.text(`drill.story.${story}`, { rbs }),
      detail: words.text(`drill.story.${story}.detail`),
      ask: { call: 'drill.begin', input: { story } },
    })),
  }
}
