// Keeps the topics at what is true now: each `show` reads the parts and sets what changed.
import { createUtcAhead } from '../../native/kit/clock.ts'
import { TIMELINE_LENGTH, type ChannelView } from '../contract/topics.ts'
import { READINESS_KIND } from './channel-history.ts'
import type { Ears } from './ears.ts'
import { coverageOf, type Alternative } from './fallback/coverage.ts'
import type { Readiness, SwitchReport } from './fallback/types.ts'
import { ACTION_COUNTED_KIND } from './incident/action-entries.ts'
import { REPORT_COUNTED_KIND } from './incident/report-entries.ts'
import type { Parts } from './parts.ts'
import { CONTENT_DELETED_KIND } from './ledger/entry.ts'
import type { StoredEntry } from './ledger/port.ts'
import { SAVED_KIND } from './incident/fault-memory.ts'
import { KEPT_KIND } from './moment/kept-moment.ts'
import { NOT_KEPT_KIND } from './moments.ts'
import { BEGAN_KIND, SAMPLES_KIND, WATCH_KIND } from './recorder.ts'
import type { Site, SiteKeyedRadio, SiteRadio } from './site/schema.ts'
import { isDeletedByAge, toTimeline, withoutTexts } from './timeline-entry.ts'
import { channelViews, diagnosisView, pttView, servicesView, siteView, switchView, utcAt } from './views.ts'

export interface Presenter {
  showSite(): void
  showSwitch(lastReport: SwitchReport | undefined): void
  showPtt(): void
  showCoverage(): void
  showWatch(): void
  showSpoken(): void
  showRecord(trouble: object): void
  addToTimeline(entries: readonly StoredEntry[]): void
  /** Another record has begun: under the numbers of what is shown stand other entries now. */
  emptyTimeline(): void
}

const NOT_VERIFIED: Readiness = { state: 'unknown', cause: 'not-verified' }

/** Class B entries are no news for people, nor is what a later run needs to go on counting. */
const NOT_ON_TIMELINE: ReadonlySet<string> = new Set([BEGAN_KIND, SAMPLES_KIND, WATCH_KIND, SAVED_KIND, REPORT_COUNTED_KIND, ACTION_COUNTED_KIND, KEPT_KIND, NOT_KEPT_KIND, READINESS_KIND])

export function createPresenter({ deps, topics, fallback, channels, ptt, watch, maintenance, unitOf, spoken, channelHistory }: Parts, ears: Ears): Presenter {
  const { site, clock } = deps
  const listening = listeningDevices(site)
  const ahead = createUtcAhead(clock)
  const spokenOf = (channel: string): Pick<Alternative, 'spoken'> => {
    const last = spoken.last(channel)
    return last ? { spoken: last.old ? 'long-ago' : 'lately' } : {}
  }
  const proofsOf = (channel: string): Pick<ChannelView, 'spokenTest' | 'history'> => {
    const last = spoken.last(channel)
    return { ...(last ? { spokenTest: last } : {}), history: channelHistory.of(channel) }
  }
  const showCoverage = (): void => {
    const { active, wantedGroup } = fallback.state
    const { readiness, next } = fallback
    const alternatives = site.plan.channels.flatMap((channel) =>
      // Direct mode hears no group of the plan, and makes up for no alternative that is missing.
      channel.kind === 'rbs' || (channel.kind === 'dmo' && channel.id !== active.channel) ? [] : [{ channel: channel.id, device: channel.device, readiness: readiness[channel.id] ?? NOT_VERIFIED, isFixed: channel.kind !== 'tetra', ...spokenOf(channel.id) }])
    const devices = listening.map(({ id, label, driver }) => {
      const hears = ears.hears(id)
      return { id, label, byEarOnly: driver === 'keyed-radio', ...(hears === undefined ? {} : { hears }) }
    })
    topics.set('coverage', { coverage: coverageOf({ groups: site.plan.groups.map((group) => group.gssi), devices, alternatives, active, next, wantedGroup }) })
  }
  return {
    showCoverage,
    showSite: () => topics.set('site', { site: siteView(site, deps.siteTrouble) }),
    showSwitch(lastReport) {
      topics.set('switch', { switch: switchView(fallback, lastReport, utcAt(ahead()), clock.monotonicMs()) })
      const views = channelViews(site.plan.channels, fallback, channels, utcAt(ahead()))
      topics.set('channels', Object.fromEntries(Object.entries(views).map(([id, view]) => [id, { ...view, ...proofsOf(id) }])))
      showCoverage()
    },
    showPtt() {
      const ear = ears.on(spoken.aim?.channel ?? fallback.state.active.channel)
      topics.set('ptt', { ptt: pttView(ptt.state, { ear, unitOf, settings: site.settings }, utcAt(ahead())) })
    },
    showWatch() {
      const view = watch.view()
      topics.set('services', servicesView(view, { maintenance, site }))
      topics.set('diagnosis', { diagnosis: diagnosisView(view) })
    },
    showSpoken() {
      const { view } = spoken
      if (view) topics.set('spokenTest', { test: view })
    },
    showRecord: (trouble) => topics.set('record', { record: { ...deps.ledger.head, ...trouble } }),
    emptyTimeline: () => topics.remove('timeline', Object.keys(topics.value('timeline'))),
    addToTimeline(entries) {
      const news = entries.filter((entry) => !NOT_ON_TIMELINE.has(entry.kind) && !isDeletedByAge(entry))
      const deletions = entries.filter(({ kind }) => kind === CONTENT_DELETED_KIND)
      for (const deletion of deletions) topics.set('timeline', withoutTexts(topics.value('timeline'), deletion))
      if (news.length === 0) return
      topics.set('timeline', Object.fromEntries(news.map((entry) => [String(entry.seq), toTimeline(entry)])))
      const seqs = Object.keys(topics.value('timeline')).map(Number).toSorted((one, other) => one - other)
      topics.remove('timeline', seqs.slice(0, Math.max(0, seqs.length - TIMELINE_LENGTH)).map(String))
    },
  }
}

/** Radios that hear the network: those of the channels, and the control radio. */
function listeningDevices(site: Site): readonly (SiteRadio | SiteKeyedRadio)[] {
  const witnesses = site.services.filter((service) => service.role === 'witness').flatMap((service) => service.probes)
  const used = new Set([
    ...site.plan.channels.flatMap((channel) => (channel.kind === 'tetra' || (channel.kind === 'keyed' && channel.hears) ? [channel.device] : [])),
    ...witnesses.flatMap((probe) => (probe.kind === 'witness' ? [probe.device] : [])),
  ])
  return site.devices.filter((device) => device.driver === 'tetra-pei' || device.driver === 'keyed-radio').filter((radio) => used.has(radio.id))
}
