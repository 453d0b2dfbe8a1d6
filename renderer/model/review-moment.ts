// One moment of the record in words: what was known then, and nothing that became known later.
import type { MomentService, MomentView } from '../../electron/contract/record.ts'
import type { ServiceView } from '../../electron/contract/topics.ts'
import type { ShapeKind } from '../ui/shapes.ts'
import { alarmSentence } from './alarm-sentence.ts'
import { alternativeLabel, anyGroupLabel, channelLabel, isRbs, rbsLabel, type ConsoleView } from './console-view.ts'
import { momentText } from './review-window.ts'
import { stateWord, toneOf } from './service-cells.ts'
import type { Words } from './words.ts'

export interface MomentRow {
  readonly key: string
  readonly label: string
  readonly value: string
  readonly since?: string
  readonly shape?: ShapeKind
}

export interface MomentModel {
  /** Which moment this is the state of. */
  readonly time: string
  readonly simulated: boolean
  readonly services: readonly MomentRow[]
  readonly rows: readonly MomentRow[]
}

export function momentModel(moment: MomentView, view: ConsoleView, words: Words): MomentModel {
  const since = (utcMs: number | undefined): { readonly since?: string } => (utcMs === undefined ? {} : { since: momentText(utcMs, moment.utcMs, words) })
  const hostTrouble = moment.host !== 'running'
  return {
    time: momentText(moment.utcMs, view.nowUtcMs, words),
    simulated: moment.simulated === true,
    services: hostTrouble ? [] : servicesInOrder(moment, view).map((service) => ({ ...serviceRow(service, moment.utcMs, view, words), ...since(service.sinceUtcMs) })),
    rows: [
      ...(hostTrouble ? [{ key: 'host', label: words.text('review.then.host'), value: words.text(`review.host.${moment.host}`), shape: 'unknown' as const, ...since(moment.hostSinceUtcMs) }] : []),
      ...emergencyRows(moment, words),
      ...(hostTrouble ? [] : [...judgedRow(moment, view, words).map((row) => ({ ...row, ...since(moment.diagnosis?.sinceUtcMs) })), ...spokenRows(moment, view, words), devicesRow(moment, view, words)]),
      // Of a console that did not run, or of which nothing is known, nothing is said to be absent.
      ...(hostTrouble && moment.alarms.length === 0 ? [] : alarmRows(moment, view, words)),
      ...(hostTrouble && moment.faults.length === 0 ? [] : [{ key: 'faults', label: words.text('review.then.faults'), value: moment.faults.length === 0 ? words.text('review.none') : moment.faults.join(', ') }]),
    ],
  }
}

function servicesInOrder({ services }: MomentView, { topics }: ConsoleView): readonly MomentService[] {
  const order = Object.keys(topics.services)
  const place = ({ id }: MomentService): number => (order.includes(id) ? order.indexOf(id) : order.length)
  return services.toSorted((one, other) => place(one) - place(other))
}

function serviceRow(service: MomentService, utcMs: number, { topics }: ConsoleView, words: Words): MomentRow {
  const known = topics.services[service.id]
  const label = known?.label ?? service.id
  // End-to-end proof is not kept per moment: what answered is said to have answered.
  const then: ServiceView = {
    id: service.id, role: known?.role ?? 'other', label, now: service.now, sinceUtcMs: service.sinceUtcMs, why: service.why ?? {}, proof: 'reachable', maintenance: service.maintenance === true, probes: [],
    ...(service.unstableSinceUtcMs === undefined ? {} : { unstable: { count: 0, sinceUtcMs: service.unstableSinceUtcMs } }),
  }
  const tone = toneOf(then, utcMs)
  // On and off: which of the two it was at this moment.
  const { unstable: _label, ...now } = then
  const word = stateWord(then, tone, words)
  const value = tone === 'unstable' ? words.text('review.unstable-now', { word, now: stateWord(now, service.now, words) }) : word
  return { key: service.id, label, value, shape: tone === 'ok' ? 'reachable' : tone }
}

const emergencyRows = ({ emergencies }: MomentView, words: Words): readonly MomentRow[] =>
  emergencies.map(({ id, sinceUtcMs }) => ({ key: id, label: words.text('emergency.call'), value: words.text('since', { time: words.clock(sinceUtcMs) }), shape: 'emergency' as const }))

function judgedRow({ diagnosis }: MomentView, { topics }: ConsoleView, words: Words): readonly MomentRow[] {
  if (!diagnosis) return []
  return [{ key: 'diagnosis', label: words.text('review.then.judged'), value: words.coded('diagnosis', diagnosis.kind, { console: rbsLabel(topics.channels), dependency: '–' }) }]
}

function spokenRows({ channel, ptt }: MomentView, { topics }: ConsoleView, words: Words): readonly MomentRow[] {
  const known = channel && topics.channels[channel.id]
  const via = channel && (isRbs(known) ? channelLabel(topics.channels, channel.id) : channel.group === undefined ? channelLabel(topics.channels, channel.id) : alternativeLabel(topics, channel.id, channel.group, words))
  const said = ptt && words.text(`review.ptt.${ptt.phase}`, { group: anyGroupLabel(topics, ptt.group) })
  return [
    ...(via === undefined || channel === undefined ? [] : [{ key: 'via', label: words.text('review.then.via'), value: via, since: words.clock(channel.sinceUtcMs) }]),
    ...(said === undefined || ptt === undefined ? [] : [{ key: 'ptt', label: words.text('review.then.ptt'), value: said, since: words.clock(ptt.sinceUtcMs) }]),
  ]
}

function devicesRow({ devices }: MomentView, { topics }: ConsoleView, words: Words): MomentRow {
  const gone = devices.filter(({ link }) => link !== 'up' && link !== 'free').map(({ id }) => topics.devices[id]?.label ?? id)
  const label = words.text('review.then.devices')
  if (devices.length === 0) return { key: 'devices', label, value: words.text('condition.unknown') }
  return { key: 'devices', label, value: gone.length === 0 ? words.text('review.devices-up', { count: devices.length }) : words.text('review.devices-gone', { names: gone.join(', ') }), ...(gone.length === 0 ? {} : { shape: 'down' as const }) }
}

function alarmRows({ alarms }: MomentView, view: ConsoleView, words: Words): readonly MomentRow[] {
  const standing = alarms.filter(({ kind }) => kind !== 'emergency')
  const label = words.text('review.then.alarms')
  if (standing.length === 0) return [{ key: 'alarms', label, value: words.text('review.none') }]
  return standing.map((alarm) => ({ key: alarm.id, label, value: `${alarmSentence(alarm, view, words)}${alarm.acknowledged ? ` (${words.text('review.seen')})` : ''}` }))
}
