// The live state as lines of text. Pure: topics in, lines out. What works comes first; nothing is shown that is not true now.
import { numberedSentence } from '../../contract/numbered-sentences.ts'
import { isSpokenTestRunning } from '../../contract/switching.ts'
import type { AlarmView, ChannelView, PttView, ServiceView, SwitchView, TimelineEntry, TopicName, Topics } from '../../contract/topics.ts'
import type { ConditionNow, DiagnosisKind } from '../../contract/words.ts'
import { causeText, conditionKey, isCutOff } from './cause-text.ts'
import { correctedNoteText, faultChangedText } from './fault-text.ts'
import { unitToldText, whyText } from './people-text.ts'
import { profileText } from './shift-lines.ts'
import { standingTexts } from './standing-lines.ts'
import { clockTime, day, type Text } from './text.ts'

export interface ScreenInput {
  readonly topic: <Name extends TopicName>(name: Name) => Topics[Name]
  readonly text: Text
  readonly nowUtcMs: number
  readonly columns: number
  readonly rows: number
  /** What stands above everything while the host is not running. */
  readonly hostTrouble?: string
  /** Answer to the last key; `''` as none. */
  readonly message?: string
  readonly prompt?: string
  readonly demo: boolean
}

/** Shape and word carry the state; colour only speeds it up. */
const SHAPES: Readonly<Record<ConditionNow | 'proven' | 'unstable', string>> = { proven: '◉', ok: '○', degraded: '△', unstable: '◇', down: '■', unknown: '?' }
const READINESS_SHAPES: Readonly<Record<ChannelView['readiness'], string>> = { ready: '✓', stale: '?', failed: '■', 'struck-out': '✗', unknown: '?' }

export type Emphasis = 'plain' | 'dim' | 'bold' | 'act' | 'limited' | 'unstable' | 'down' | 'unknown'

export interface ScreenLine {
  readonly text: string
  readonly emphasis: Emphasis
}

const line = (text = '', emphasis: Emphasis = 'plain'): ScreenLine => ({ text, emphasis })

export function renderScreen(input: ScreenInput): ScreenLine[] {
  const top = [titleLine(input), ...troubleLines(input), ...alarmLines(input), headline(input), line(), ...serviceLines(input), line()]
  const middle = [...workLines(input), ...standingTexts(input).map((one) => line(one, 'dim')), line(), ...channelLines(input), line()]
  const bottom = [...recordLines(input), ...(input.message ? [line(input.message, 'bold')] : []), ...promptLines(input), ...keyLines(input)]
  const space = Math.max(0, input.rows - top.length - middle.length - bottom.length - 1)
  const log = logLines(input, space)
  return [...top, ...middle, ...log, ...bottom].map((one) => ({ ...one, text: fit(one.text, input.columns) })).slice(0, input.rows)
}

/** The RBS may be called otherwise at this site. */
export function rbsLabel(channels: Topics['channels']): string {
  return Object.values(channels).find((channel) => channel.kind === 'rbs')?.label ?? 'RBS'
}

export function groupLabel(site: Topics['site'], gssi: string | undefined): string {
  return [...(site.site?.groups ?? []), ...(site.site?.otherGroups ?? [])].find((group) => group.gssi === gssi)?.label ?? gssi ?? ''
}

function titleLine({ topic, text, nowUtcMs, columns }: ScreenInput): ScreenLine {
  const { site } = topic('site')
  const drill = site?.drill ? ` · ${text('drill.transmits-only', { group: site.drill.group })}` : ''
  const left = site ? `ACHTERWACHT  ${site.label} · ${site.room}${site.simulated ? ` · ${text('simulated')}` : ''}${profileText(site, text)}${drill}` : 'ACHTERWACHT'
  const right = clockTime(nowUtcMs)
  return line(`${left}${' '.repeat(Math.max(2, columns - left.length - right.length))}${right}`, 'bold')
}

const troubleLines = ({ hostTrouble }: ScreenInput): ScreenLine[] => (hostTrouble === undefined ? [] : [line(hostTrouble, 'down')])

function alarmLines({ topic, text }: ScreenInput): ScreenLine[] {
  const alarms = causesFirst(Object.values(topic('alarms')).toSorted((one, other) => rank(one) - rank(other)))
  return alarms.flatMap((alarm) => {
    const cause = topic('alarms')[alarm.causedBy ?? '']
    const emphasis: Emphasis = alarm.acknowledged || cause ? 'plain' : 'down'
    const said = `${alarm.acknowledged ? '  ' : '! '}${cause ? '  ↳ ' : ''}${alarmText(alarm, text, topic('site'), topic('services'))}  ${text('since', { time: clockTime(alarm.sinceUtcMs) })}`
    const problems = alarm.id === 'site' ? (topic('site').site?.problems ?? []) : []
    return [line(said, emphasis), ...problems.slice(0, PROBLEMS_SHOWN).map((problem) => line(`    ${problem}`, emphasis))]
  })
}

/** Each consequence right after what explains it. */
function causesFirst(alarms: readonly AlarmView[]): readonly AlarmView[] {
  const isUnder = ({ causedBy }: AlarmView): boolean => alarms.some(({ id }) => id === causedBy)
  return alarms.filter((alarm) => !isUnder(alarm)).flatMap((alarm) => [alarm, ...alarms.filter(({ causedBy }) => causedBy === alarm.id)])
}

const PROBLEMS_SHOWN = 3

const rank = (alarm: AlarmView): number => ['emergency', 'critical', 'error', 'warning'].indexOf(alarm.severity)

export function alarmText(alarm: AlarmView, text: Text, site: Topics['site'], services: Topics['services'] = {}): string {
  const params: Record<string, string> = { group: groupLabel(site, asText(alarm.params['gssi'])), problems: '', service: '', count: '', device: '', source: '', detail: '', channel: '', whom: 'none' }
  for (const [key, value] of Object.entries(alarm.params)) params[key] = asText(value) ?? ''
  if (alarm.kind === 'device' || alarm.kind === 'record') return [params['device'], text(`error.${alarm.code}`, params)].filter(Boolean).join(': ')
  const isRadio = alarm.code === 'service-down' && services[alarm.id.slice(alarm.id.indexOf(':') + 1)]?.role === 'witness'
  return text(isRadio ? 'alarm.service-not-heard' : `alarm.${alarm.code}`, params)
}

const asText = (value: unknown): string | undefined => (typeof value === 'string' ? value : typeof value === 'number' ? String(value) : undefined)

function headline({ topic, text, nowUtcMs }: ScreenInput): ScreenLine {
  const services = topic('services')
  const { diagnosis } = topic('diagnosis')
  if (!diagnosis || Object.keys(services).length === 0) return line(text('headline.none'), 'unknown')
  if (diagnosis.kind === 'normal' && diagnosis.fails.length + diagnosis.limited.length + diagnosis.unknown.length === 0) return line(text('headline.calm', { time: clockTime(nowUtcMs) }))
  const group = (ids: readonly string[]): string => ids.map((id) => services[id]?.label ?? id).join(', ')
  const says = (ids: readonly string[], condition: string): string[] => (ids.length > 0 ? [text('headline.working', { services: group(ids), state: text(condition) })] : [])
  const working = diagnosis.works.filter((id) => !(isCutOff(diagnosis) && services[id]?.role === 'witness'))
  const works = [...new Set(working.map((id) => services[id]?.proof ?? 'reachable'))]
  const parts = [
    ...works.flatMap((proof) => says(working.filter((id) => services[id]?.proof === proof), `condition.ok.${proof}`)),
    ...says(diagnosis.limited, 'condition.degraded'),
    ...says(diagnosis.unknown, 'condition.unknown'),
    ...diagnosis.fails.flatMap((id) => says([id], conditionKey('down', services[id]?.role))),
  ]
  const dependency = services[diagnosis.dependency ?? '']?.label ?? diagnosis.dependency ?? ''
  const verdict = causeText(diagnosis, { console: rbsLabel(topic('channels')), dependency }, text)
  const emphasis: Emphasis = diagnosis.fails.length > 0 ? 'down' : diagnosis.limited.length > 0 ? 'limited' : 'unknown'
  return line(`${parts.join(' – ')}   (${verdict}, ${text('since', { time: clockTime(diagnosis.sinceUtcMs) })})`, emphasis)
}

function serviceLines({ topic, text }: ScreenInput): ScreenLine[] {
  return Object.values(topic('services')).map((service) => {
    const word = conditionWord(service, text)
    const why = whyText(service, text)
    const shape = service.unstable ? SHAPES.unstable : service.now === 'ok' && service.proof === 'proven' ? SHAPES.proven : SHAPES[service.now]
    return line(`  ${shape} ${service.label.padEnd(14)} ${word.padEnd(22)} ${text('since', { time: clockTime(service.sinceUtcMs) })}   ${why}`, emphasisOf(service))
  })
}

export function conditionWord(service: ServiceView, text: Text): string {
  const now = service.now === 'ok' ? text(`condition.ok.${service.proof}`) : text(conditionKey(service.now, service.role))
  return service.unstable ? `${text('condition.unstable')} (${service.unstable.count}×), ${now}` : now
}

function emphasisOf(service: ServiceView): Emphasis {
  if (service.now === 'down') return 'down'
  if (service.unstable) return 'unstable'
  return service.now === 'degraded' ? 'limited' : service.now === 'unknown' ? 'unknown' : 'plain'
}

function workLines(input: ScreenInput): ScreenLine[] {
  const { topic, text } = input
  const view = topic('switch').switch
  if (!view) return []
  const channels = topic('channels')
  const active = channels[view.channel]
  const unconfirmed = view.confirmed ? '' : `  (${text('channel.unconfirmed')})`
  const via = active?.kind === 'rbs'
    ? text('channel.rbs', { label: active.label, heard: lastHeard(topic) })
    : text('works-via', { channel: view.group === undefined ? (active?.label ?? view.channel) : text('channel.alternative', { label: active?.label ?? view.channel, group: active?.fixedGroup === view.group ? (active?.fixedGroupLabel ?? groupLabel(topic('site'), view.group)) : groupLabel(topic('site'), view.group) }) })
  return [line(`${via}${unconfirmed}`, 'bold'), pttLine(input), ...actionLines(input, view, active)]
}

function lastHeard(topic: ScreenInput['topic']): string {
  const console = Object.values(topic('services')).find((service) => service.role === 'console')
  return console?.lastHeardOwnUtcMs === undefined ? 'none' : clockTime(console.lastHeardOwnUtcMs)
}

function pttLine({ topic, text }: ScreenInput): ScreenLine {
  const { ptt } = topic('ptt')
  if (!ptt) return line()
  if (ptt.mayTransmit.length > 0) return line(text('ptt.may-transmit'), 'down')
  return line(pttWord(ptt, topic, text), ptt.phase === 'talking' ? 'act' : ptt.phase === 'refused' ? 'limited' : 'plain')
}

export function pttWord(ptt: PttView, topic: ScreenInput['topic'], text: Text): string {
  switch (ptt.phase) {
    case 'waiting':
      return text(ptt.queued ? 'ptt.queued' : 'ptt.waiting')
    case 'talking':
      return [
        ptt.softPassed ? text('ptt.talking-long', { time: clockTime(ptt.endsUtcMs ?? 0) }) : text('ptt.talking'),
        ...(topic('channels')[ptt.channel ?? '']?.sendingProof === 'line' ? [text('ptt.line-only')] : []),
      ].join(' – ')
    case 'refused':
      return text(`ptt.refused.${ptt.cause ?? 'no-floor'}`)
    case 'idle':
      break
  }
  if (ptt.stuck.length > 0) return text('ptt.stuck')
  if (ptt.unread.length > 0 && ptt.target === 'channel') return text('ptt.unread')
  if (ptt.localKey) return text('ptt.local-key')
  if (ptt.target === 'none') return text('ptt.none')
  if (ptt.target === 'rbs') return text('ptt.rbs', { rbs: rbsLabel(topic('channels')) })
  if (topic('switch').switch?.confirmed === false) return text('ptt.unconfirmed')
  if (ptt.hearingUnknown === true) return `${text('ptt.idle')} – ${text('ptt.hearing-unknown')}`
  return ptt.heard === undefined ? text('ptt.idle') : `${text('ptt.idle')} – ${text('ptt.heard')}`
}

/** In the place of a group, where a set is in none. */
const NO_GROUP = '–'

/** What can be pressed now, the one thing to press first; advice never stands beside a healthy RBS. */
function actionLines({ topic, text, nowUtcMs }: ScreenInput, view: SwitchView, active: ChannelView | undefined): ScreenLine[] {
  const site = topic('site')
  const channels = topic('channels')
  const rbs = rbsLabel(channels)
  const named = (id: string | undefined): { channel: string; group: string } => ({ channel: (id === undefined ? undefined : channels[id]?.label) ?? id ?? '', group: channels[id ?? '']?.fixedGroupLabel ?? (groupLabel(site, channels[id ?? '']?.fixedGroup ?? view.wantedGroup) || NO_GROUP) })
  const lines: ScreenLine[] = []
  const { test } = topic('spokenTest')
  if (test && isSpokenTestRunning(test)) lines.push(line(text('spoken.runs', { channel: `${channels[test.channel]?.label ?? test.channel} – ${groupLabel(site, test.group) || NO_GROUP}` }), 'bold'))
  if (view.phase === 'confirming') lines.push(line(text('switch.confirming', named(view.to)), 'bold'))
  if (view.phase === 'deferred') lines.push(line(text(`switch.deferred.${view.deferredBy ?? 'own-transmission'}`), 'bold'))
  if (view.countdown) {
    const seconds = Math.max(0, Math.ceil((view.countdown.endsUtcMs - nowUtcMs) / 1000))
    lines.push(line(`${text('switch.countdown', { ...named(view.countdown.to), seconds })}   [b] ${text('switch.stay', { rbs })}`, 'act'))
  } else if (active?.kind === 'rbs') {
    if (view.advised) lines.push(view.next ? line(`[s] ${text('switch.to', named(view.next))}`, 'act') : line(text('switch.nothing-ready', { whom: site.site?.lastResort ?? text('switch.whom') }), 'down'))
    else if (view.next) lines.push(line(text('switch.ready-if-worse', named(view.next)), 'dim'))
  }
  if (active && active.kind !== 'rbs') {
    if (view.confirmed && active.audio) lines.push(line(text('switch.speak-into', { microphone: active.audio.microphone })))
    if (view.returnOffered) lines.push(line(`[t] ${text('return.offered', { rbs })}`, 'act'))
    else if (view.hold) lines.push(line(view.hold.over ? text('return.hold-over', { rbs }) : text('return.hold', { rbs, time: clockTime(view.hold.endsUtcMs ?? 0) }), 'dim'))
  }
  if (view.undo !== undefined && view.phase === 'settled') lines.push(line(`[u] ${text('switch.undo')}`, 'dim'))
  return lines
}

function channelLines({ topic, text }: ScreenInput): ScreenLine[] {
  const channels = Object.values(topic('channels')).map((channel) => {
    const cause = channel.cause === undefined ? '' : `  ${channel.readiness === 'struck-out' ? channel.cause : text(`cause.${channel.cause}`)}`
    const age = channel.verifiedUtcMs !== undefined && channel.kind !== 'rbs' ? `  ${clockTime(channel.verifiedUtcMs)}` : ''
    return line(`  ${READINESS_SHAPES[channel.readiness]} ${channel.label.padEnd(14)} ${text(`readiness.${channel.readiness}`)}${age}${cause}`, channel.readiness === 'ready' ? 'plain' : 'unknown')
  })
  const cards = topic('site').site?.cards ?? []
  return [line(text('speech-channels'), 'dim'), ...channels, ...(cards.length > 0 ? [line(`${text('other-means')}: ${cards.map((card) => card.label).join(', ')}`, 'dim')] : [])]
}

function recordLines({ topic, text }: ScreenInput): ScreenLine[] {
  const { record } = topic('record')
  if (!record) return []
  if (record.failing) return [line(text('record.failing', { cause: text(`error.${record.failing.code}`, { detail: '' }), waiting: record.failing.waiting }), 'down')]
  return [line(text('record.head', { seq: record.seq, anchored: record.anchoredSeq, code: record.headCode || '–' }), 'dim')]
}

function promptLines({ prompt, text }: ScreenInput): ScreenLine[] {
  return prompt === undefined ? [] : [line(text('note.prompt', { text: `${prompt}_` }), 'bold')]
}

/** A low terminal has its rows for what is true now. */
const TAP_KEYS_FROM_ROWS = 30

function keyLines({ topic, text, demo, rows }: ScreenInput): ScreenLine[] {
  const rbs = rbsLabel(topic('channels'))
  return [line(text('keys.run', { rbs }), 'dim'), ...(rows < TAP_KEYS_FROM_ROWS ? [] : [line(text('keys.taps'), 'dim'), line(text('keys.fault'), 'dim')]), ...(demo ? [line(text('keys.demo', { rbs }), 'dim')] : [])]
}

function logLines({ topic, text }: ScreenInput, space: number): ScreenLine[] {
  if (space < 2) return []
  const entries = Object.values(topic('timeline')).toSorted((one, other) => one.seq - other.seq)
  const shown = entries.flatMap((entry) => entryLine(entry, topic, text)).slice(-(space - 1))
  return [line(text('log'), 'dim'), ...shown]
}

/** One line of the log, or none for what only the record keeps. */
export function entryLine(entry: TimelineEntry, topic: ScreenInput['topic'], text: Text): ScreenLine[] {
  const key = `entry.${entry.kind}`
  // Only another verdict is news; the same one on other evidence the record keeps.
  if (entry.kind === 'diagnosis.changed' && entry.payload['from'] === entry.payload['to']) return []
  const values = entryValues(entry, topic, text)
  const sentence = numberedSentence(entry, { text, day }) ?? unitToldText(entry, text) ?? faultChangedText(entry, topic('services'), text) ?? correctedNoteText(entry, topic('timeline'), text) ?? text(key, values)
  if (sentence === key) return []
  const drill = asText(entry.payload['drill'])
  const said = drill === undefined || entry.kind.startsWith('drill.') ? sentence : text('drill.line', { text: sentence })
  return [line(`  ${String(entry.seq).padStart(5)}  ${clockTime(entry.utcMs)}  ${said}`)]
}

function causeOfEntry(payload: TimelineEntry['payload'], topic: ScreenInput['topic'], text: Text): string {
  const because = asText(payload['because'])
  const dependency = asText(payload['dependency']) ?? ''
  const judged = { kind: asText(payload['to']) as DiagnosisKind, ...(because === undefined ? {} : { because }) }
  return causeText(judged, { console: rbsLabel(topic('channels')), dependency: topic('services')[dependency]?.label ?? dependency }, text)
}

function entryValues({ kind, payload, content }: TimelineEntry, topic: ScreenInput['topic'], text: Text): Record<string, string> {
  const channels = topic('channels')
  const label = (value: unknown): string => channels[asText(value) ?? '']?.label ?? asText(value) ?? ''
  const condition = asText(payload['to']) ?? ''
  const service = topic('services')[asText(payload['service']) ?? '']
  return {
    service: service?.label ?? asText(payload['service']) ?? '',
    to: kind === 'emergency.handed-on' ? text(`hand-on.to.${condition}`, { rbs: rbsLabel(channels) }) : service ? text(condition === 'ok' ? 'condition.ok.reachable' : conditionKey(condition, service.role)) : label(payload['to']),
    from: label(payload['from']),
    kind: causeOfEntry(payload, topic, text),
    group: groupLabel(topic('site'), asText(payload['group'])),
    channel: label(payload['channel']),
    cause: text(`ptt.refused.${asText(payload['cause']) ?? ''}`),
    device: topic('devices')[asText(payload['device']) ?? '']?.label ?? '',
    code: asText(payload['code']) ?? '',
    number: asText(payload['number']) ?? '',
    note: asText(payload['note']) ?? '',
    of: asText(payload['of']) ?? '',
    label: asText(payload['label']) ?? '',
    profile: asText(payload['profile']) ?? '',
    version: asText(payload['version']) ?? '',
    report: asText(payload['report']) ?? '',
    symptom: text(`symptom.${asText(payload['symptom']) ?? ''}`),
    count: asText(payload['count']) ?? '',
    answered: asText(payload['answered']) ?? '',
    alarm: alarmLabel(asText(payload['alarm']) ?? '', topic),
    end: text(`spoken.${asText(payload['end']) ?? ''}`),
    text: content ?? '',
  }
}

/** What the alarm is about; its own words are gone when it is. */
function alarmLabel(alarm: string, topic: ScreenInput['topic']): string {
  const [, about = ''] = alarm.split(':')
  return topic('services')[about]?.label ?? topic('devices')[about]?.label ?? alarm
}

const fit = (text: string, columns: number): string => (text.length > columns ? `${text.slice(0, Math.max(0, columns - 1))}…` : text)
