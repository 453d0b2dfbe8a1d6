// The whole strip as data: fixed zones, and what stands in each now. Pure, so that its table is reviewed line by line.
import { standingFault } from '../../electron/contract/open-faults.ts'
import type { AlarmView, ChannelView, SwitchView, Topics } from '../../electron/contract/topics.ts'
import { lastUnseen, unseenNames } from './alarm-list.ts'
import { alarmSentence } from './alarm-sentence.ts'
import { alternativeLabel, channelLabel, groupLabel, isRbs, rbsLabel, type ConsoleView } from './console-view.ts'
import { emergencyOf, type EmergencyModel } from './emergency.ts'
import { shortMode } from './site-mode.ts'
import { headlineOf, worksOf } from './headline.ts'
import { pttFace, type PttFace } from './ptt-face.ts'
import { fitCells, serviceCells, type ServiceCellModel, type ServiceTone } from './service-cells.ts'
import { runningTest, spokenMessage } from './spoken-model.ts'
import { switchFace, type Ask, type SwitchFace } from './switch-face.ts'
import type { Words } from './words.ts'

export interface StripModel {
  readonly identity: { readonly position: string; readonly room: string; readonly simulated: boolean; readonly mode: string; readonly drill?: string }
  readonly services: readonly ServiceCellModel[]
  readonly message: MessageModel
  readonly acknowledge: AcknowledgeFace
  readonly switch: SwitchFace
  /** "Blijf op RBS" takes the place of what you work via during a countdown. */
  readonly stay?: { readonly label: string; readonly ask: Ask }
  readonly via: ViaModel
  readonly report: ReportFace
  readonly emergency?: EmergencyModel
}

export interface MessageModel {
  readonly headline: string
  readonly evidence: string
  readonly tone: ServiceTone
  /** Never scrolls away: what the alternatives are worth, or which groups nobody hears. */
  readonly permanent: { readonly text: string; readonly warns: boolean }
}

export type AcknowledgeFace =
  | { readonly face: 'none' }
  | { readonly face: 'press'; readonly detail: string; readonly ask: Ask }
  | { readonly face: 'seen'; readonly time: string }

export interface ViaModel {
  readonly title: string
  readonly channel: string
  readonly detail: string
  readonly look: PttFace['look']
}

export interface ReportFace {
  readonly label: string
  /** The open storing it is attached to. */
  readonly number?: string
  readonly ask: Ask
}

export const STRIP_CELLS = 6

/** @param soundTrouble  what is wrong with this page's sound, in words; a screen that cannot be heard says so */
export function stripModel(view: ConsoleView, words: Words, soundTrouble?: string): StripModel {
  const { topics, nowUtcMs } = view
  const { site } = topics.site
  const state = topics.switch.switch
  const emergency = emergencyOf(view, words)
  const countdown = state?.countdown
  return {
    identity: { position: site?.label ?? '', room: site?.room ?? '', simulated: site?.simulated ?? false, mode: shortMode(site, words), ...(site?.drill ? { drill: site.drill.group } : {}) },
    services: fitCells(serviceCells(topics, nowUtcMs, words), STRIP_CELLS),
    message: messageOf(view, words, soundTrouble),
    acknowledge: acknowledgeFace(topics, words),
    switch: switchFace(view, words),
    ...(countdown ? { stay: { label: words.text('switch.stay', { rbs: rbsLabel(topics.channels) }), ask: { call: 'switch.stay', input: {} } as const } } : {}),
    via: viaOf(view, words),
    report: reportFace(view, words),
    ...(emergency ? { emergency } : {}),
  }
}

function messageOf(view: ConsoleView, words: Words, soundTrouble: string | undefined): MessageModel {
  const permanent = permanentLine(view, words)
  const pressing = pressingMessage(view, words)
  if (pressing) return { ...pressing, permanent }
  const { text, evidence, tone } = headlineOf(view, words)
  const own = ownTrouble(view, words)
  // Nothing wrong with the services: then what is wrong with our own things is the news. Radio comes before paper.
  if (tone === 'ok' && own) {
    const works = own.kind === 'device' ? worksOf(view, words) : undefined
    const headline = works === undefined ? own.headline : words.text('headline.works-fails', { works, fails: own.headline })
    return { headline, evidence: own.evidence ?? text, tone: own.tone, permanent }
  }
  if (tone === 'ok' && soundTrouble !== undefined) return { headline: soundTrouble, evidence: text, tone: 'degraded', permanent }
  // What came and went while nobody looked leaves a line until somebody has seen it.
  return { headline: text, evidence: (tone === 'ok' ? lastUnseen(view, words) : undefined) ?? evidence, tone, permanent }
}

export interface OwnTrouble {
  readonly kind: AlarmView['kind']
  readonly headline: string
  readonly evidence?: string
  readonly tone: ServiceTone
  readonly count: number
}

/** What is wrong with the console's own things, worst first: record, devices, pedal, site file. */
export function ownTrouble({ topics }: Pick<ConsoleView, 'topics'>, words: Words): OwnTrouble | undefined {
  const standing = Object.values(topics.alarms).filter((alarm) => !SAID_BY_SERVICES.has(alarm.kind)).toSorted((one, other) => SEVERITIES.indexOf(one.severity) - SEVERITIES.indexOf(other.severity))
  const count = standing.length
  const failing = topics.record.record?.failing
  if (failing) {
    const evidence = words.text('record.waiting', { waiting: failing.waiting, cause: words.coded('record.cause', failing.code) })
    return { kind: 'record', headline: words.text('record.not-writing'), evidence, tone: 'down', count: Math.max(1, count) }
  }
  const [worst] = standing
  if (!worst) return undefined
  const evidence = worst.kind === 'device' ? { evidence: words.text('since', { time: words.clock(worst.sinceUtcMs) }) } : {}
  return { kind: worst.kind, headline: alarmSentence(worst, { topics }, words), ...evidence, tone: worst.severity === 'warning' ? 'degraded' : 'down', count }
}

const SEVERITIES: readonly AlarmView['severity'][] = ['emergency', 'critical', 'error', 'warning']
const SAID_BY_SERVICES: ReadonlySet<AlarmView['kind']> = new Set(['service', 'emergency'])

/** What goes before the state of services: something the person must do or must not believe now. */
function pressingMessage(view: ConsoleView, words: Words): Omit<MessageModel, 'permanent'> | undefined {
  const { topics } = view
  const { ptt } = topics.ptt
  const state = topics.switch.switch
  const active = state ? topics.channels[state.channel] : undefined
  const speakInto = active?.audio && !isRbs(active) ? words.text('switch.speak-into', { microphone: active.audio.microphone }) : ''
  if (ptt && ptt.mayTransmit.length > 0) {
    return { headline: words.text('ptt.may-transmit-on', { channel: channelLabel(topics.channels, ptt.mayTransmit[0]) }), evidence: words.text('ptt.may-transmit.detail'), tone: 'down' }
  }
  const test = runningTest(topics)
  const isUnheard = ptt?.phase === 'refused' && ptt.cause !== undefined
  if (test && !isUnheard) return { ...spokenMessage(view, test, words), tone: 'degraded' }
  const mustRelease = ptt?.phase === 'refused' && (ptt.cause === 'stuck' || ptt.cause === 'switching' || ptt.cause === 'timed-out' || ptt.cause === 'cut')
  if (mustRelease || (ptt?.target === 'channel' && ptt.stuck.length > 0)) return { headline: words.text('ptt.release-first'), evidence: speakInto, tone: 'degraded' }
  if (state?.phase === 'deferred' && state.deferredBy === 'own-transmission') {
    const { text, tone } = headlineOf(view, words)
    return { headline: text, evidence: words.text('switch.press-again'), tone }
  }
  const failed = topics.alarms['switch-failed']
  if (failed) return { headline: alarmSentence(failed, { topics }, words), evidence: switchedNowhere(state, topics.channels, words), tone: 'down' }
  return undefined
}

const switchedNowhere = (state: SwitchView | undefined, channels: Readonly<Record<string, ChannelView>>, words: Words): string =>
  words.text('switch.still-on', { channel: channelLabel(channels, state?.channel) })

function permanentLine({ topics }: ConsoleView, words: Words): MessageModel['permanent'] {
  const { coverage } = topics.coverage
  const { site } = topics.site
  const state = topics.switch.switch
  if (!coverage || !state || site?.callTaking === true) return { text: '', warns: false }
  if (!isRbs(topics.channels[state.channel])) {
    const groups = coverage.unheard.map((gssi) => groupLabel(site, gssi)).join(', ')
    const byEar = (coverage.byEarOnly ?? []).map((gssi) => groupLabel(site, gssi)).join(', ')
    if (groups === '' && byEar !== '') return { text: words.text('coverage.by-ear', { groups: byEar }), warns: true }
    return groups === '' ? { text: words.text('coverage.all-heard'), warns: false } : { text: words.text('coverage.unheard', { groups }), warns: true }
  }
  const [reason] = coverage.reasons
  const values: Record<string, string | number> = {}
  if (reason && 'count' in reason) values['count'] = reason.count
  if (reason && 'dependency' in reason) values['dependency'] = topics.services[reason.dependency]?.label ?? reason.dependency
  const because = reason ? words.coded('sufficiency', reason.code, values) : ''
  return { text: words.text(`alternatives.${coverage.sufficiency}`, { because }), warns: coverage.sufficiency !== 'sufficient' }
}

function acknowledgeFace(topics: Topics, words: Words): AcknowledgeFace {
  const faults = Object.values(topics.alarms).filter((alarm) => alarm.kind !== 'emergency')
  const unseen = unseenNames(topics)
  if (unseen.length > 0) {
    const isOver = faults.every((alarm) => alarm.acknowledged)
    return { face: 'press', detail: words.text(isOver ? 'acknowledge.over' : 'acknowledge.sound-off'), ask: { call: 'alarm.acknowledge', input: { alarms: unseen.slice(0, MOST_AT_ONCE) } } }
  }
  const seen = faults.flatMap((alarm) => alarm.acknowledgedUtcMs ?? [])
  return seen.length === 0 ? { face: 'none' } : { face: 'seen', time: words.clock(Math.max(...seen)) }
}

/** As many as one call names; the rest at the next press. */
const MOST_AT_ONCE = 64

function viaOf(view: ConsoleView, words: Words): ViaModel {
  const { topics } = view
  const state = topics.switch.switch
  if (!state) return { title: '', channel: '', detail: '', look: 'off' }
  const active = topics.channels[state.channel]
  if (isRbs(active)) {
    const heard = lastHeard(view)
    return { title: words.text('via.rbs'), channel: active?.label ?? '', detail: heard === undefined ? words.text('via.unmeasured') : words.text('via.last-heard', { time: words.clock(heard) }), look: 'off' }
  }
  const ptt = pttFace(view, words)
  const channel = alternativeLabel(topics, state.channel, state.group, words)
  return { title: words.text('via.alternative'), channel, detail: viaDetail(ptt, words), look: ptt.look }
}

/** The headline says what to do about a press that does not count; here stands why. */
function viaDetail({ look, word, detail, unit, leftMs }: PttFace, words: Words): string {
  if (unit !== undefined) return unit
  if (look === 'live') return words.text('via.talking', { left: words.left(leftMs ?? 0) })
  if (word === words.text('ptt.release-first')) return detail
  return look === 'trouble' || detail === '' ? word : `${word}, ${detail}`
}

/** Speech of this position through the RBS, as a control radio last heard it. */
export function lastHeard({ topics }: Pick<ConsoleView, 'topics'>): number | undefined {
  return Object.values(topics.services).find((service) => service.role === 'console')?.lastHeardOwnUtcMs
}

function reportFace({ topics, nowUtcMs }: ConsoleView, words: Words): ReportFace {
  const ask: Ask = { call: 'fault.report', input: {} }
  if (topics.site.site?.drill) return { label: words.text('report.this-is-real'), ask }
  const standing = standingFault(topics.faults, { nowUtcMs, isDrill: false })
  return standing ? { label: words.text('report.more'), number: standing.number, ask } : { label: words.text('report.new'), ask }
}
