// Keeps the topics at what is true now: each `show` reads the parts and sets what changed.
import { TIMELINE_LENGTH, type TimelineEntry } from '../contract/topics.ts'
import type { SwitchReport } from './fallback/types.ts'
import type { Parts } from './parts.ts'
import type { StoredEntry } from './ledger/port.ts'
import { SAMPLES_KIND, WATCH_KIND } from './recorder.ts'
import { channelViews, diagnosisView, pttView, servicesView, siteView, switchView, utcAt } from './views.ts'

/** What is heard on the channels: from the radios, for screen and switching. */
export interface Heard {
  /** Channel → SSI of who speaks, `''` when the network does not say. */
  readonly speakers: ReadonlyMap<string, string>
  /** Channels whose radio is keyed by its own microphone. */
  readonly localKeys: ReadonlySet<string>
}

export interface Presenter {
  showSite(): void
  showSwitch(lastReport: SwitchReport | undefined): void
  showPtt(heard: Heard): void
  showWatch(): void
  showRecord(trouble: object): void
  addToTimeline(entries: readonly StoredEntry[]): void
}

/** Class B entries are no news for people. */
const NOT_ON_TIMELINE: ReadonlySet<string> = new Set([SAMPLES_KIND, WATCH_KIND])

export function createPresenter({ deps, topics, fallback, channels, ptt, watch }: Parts): Presenter {
  const { site, clock } = deps
  return {
    showSite: () => topics.set('site', { site: siteView(site, deps.siteTrouble) }),
    showSwitch(lastReport) {
      topics.set('switch', { switch: switchView(fallback, lastReport, utcAt(clock)) })
      topics.set('channels', channelViews(site.plan.channels, fallback, channels, utcAt(clock)))
    },
    showPtt({ speakers, localKeys }) {
      const { channel } = fallback.state.active
      topics.set('ptt', { ptt: pttView(ptt.state, { localKey: localKeys.has(channel), heard: speakers.get(channel), settings: site.settings }, utcAt(clock)) })
    },
    showWatch() {
      const view = watch.view()
      topics.set('services', servicesView(view, clock))
      topics.set('diagnosis', { diagnosis: diagnosisView(view) })
    },
    showRecord: (trouble) => topics.set('record', { record: { ...deps.ledger.head, ...trouble } }),
    addToTimeline(entries) {
      const news = entries.filter((entry) => !NOT_ON_TIMELINE.has(entry.kind))
      if (news.length === 0) return
      topics.set('timeline', Object.fromEntries(news.map((entry) => [String(entry.seq), toTimeline(entry)])))
      const seqs = Object.keys(topics.value('timeline')).map(Number).toSorted((one, other) => one - other)
      topics.remove('timeline', seqs.slice(0, Math.max(0, seqs.length - TIMELINE_LENGTH)).map(String))
    },
  }
}

function toTimeline({ seq, utcMs, kind, actor, payload, content }: StoredEntry): TimelineEntry {
  return { seq, utcMs, kind, role: actor.role, payload, ...(content === undefined ? {} : { content }) }
}
