// From the record to lines over a window: how each service stood, and which channel was used. What the record does not know
// is drawn as unknown, never as ok.
import type { MomentView } from '../../electron/contract/record.ts'
import type { TimelineEntry, Topics, TraceLevel } from '../../electron/contract/topics.ts'
import { alternativeLabel, asText, channelLabel, isRbs } from './console-view.ts'
import type { ReviewWindow } from './review-window.ts'
import type { Words } from './words.ts'

/** Kinds that change a line. */
export const LINE_KINDS = ['service.changed', 'watch.unstable', 'watch.stable', 'unstable.lifted', 'host.started', 'host.stopped', 'switch.switched', 'switch.returned', 'switch.restored', 'switch.group-changed', 'drill.ended'] as const
const LINES: ReadonlySet<string> = new Set(LINE_KINDS)

/** Stands before a start that no stop came before: from here on nobody watched. No entry of the record: read from the one before the start. */
export const GONE_KIND = 'host.gone'

export interface WindowRecord {
  /** As it stood when the window begins. */
  readonly base: MomentView
  /** Oldest first. */
  readonly changes: readonly TimelineEntry[]
  /** There were more: the lines are whole up to here only. */
  readonly wholeUntilUtcMs?: number
}

type Point = readonly [utcMs: number, level: TraceLevel, unstable: boolean]

export interface ServiceLine {
  readonly id: string
  readonly label: string
  readonly points: readonly Point[]
}

const LEVELS: ReadonlySet<unknown> = new Set(['ok', 'degraded', 'down', 'unknown'] satisfies TraceLevel[])
const isLevel = (value: unknown): value is TraceLevel => LEVELS.has(value)

/** In the order of the screen; services the site no longer has come last, by the name the record gives them. */
export function serviceLines(record: WindowRecord | undefined, window: ReviewWindow, services: Topics['services']): readonly ServiceLine[] {
  // Not read yet: their places are there, and nothing is drawn.
  if (!record) return Object.values(services).map(({ id, label }) => ({ id, label, points: [] }))
  const { base, changes } = record
  const points = new Map<string, Point[]>()
  const isKnown = base.host === 'running'
  for (const { id, now, unstableSinceUtcMs } of base.services) points.set(id, [[window.fromUtcMs, isKnown ? now : 'unknown', unstableSinceUtcMs !== undefined]])
  for (const id of Object.keys(services)) if (!points.has(id)) points.set(id, [[window.fromUtcMs, 'unknown', false]])
  for (const entry of changes) addTo(points, entry, window.fromUtcMs)
  const order = [...Object.keys(services), ...[...points.keys()].filter((id) => services[id] === undefined)]
  return order.map((id) => ({ id, label: services[id]?.label ?? id, points: points.get(id) ?? [] }))
}

function addTo(points: Map<string, Point[]>, { kind, payload, utcMs }: TimelineEntry, fromUtcMs: number): void {
  if (kind === 'host.started' || kind === 'host.stopped' || kind === GONE_KIND) {
    // Nobody watches between two runs.
    for (const line of points.values()) put(line, utcMs, 'unknown', false)
    return
  }
  const { service, to, at } = payload
  if (typeof service !== 'string') return
  const line = points.get(service) ?? points.set(service, [[fromUtcMs, 'unknown', false]]).get(service) ?? []
  const [, level, unstable] = line.at(-1) ?? [0, 'unknown' as const, false]
  if (kind === 'service.changed' && isLevel(to)) put(line, typeof at === 'number' ? at : utcMs, to, unstable)
  else if (kind === 'watch.unstable') put(line, utcMs, level, true)
  else if (kind === 'watch.stable' || kind === 'unstable.lifted') put(line, utcMs, level, false)
}

/** A clock that was set back makes no line that runs backwards. */
function put(line: Point[], utcMs: number, level: TraceLevel, unstable: boolean): void {
  line.push([Math.max(utcMs, line.at(-1)?.[0] ?? utcMs), level, unstable])
}

/** A piece of the lane "Gebruikt". */
export interface UsedPiece {
  readonly fromUtcMs: number
  readonly toUtcMs: number
  readonly label: string
  readonly use: 'rbs' | 'alternative' | 'unknown'
}

/** @param untilUtcMs  where the lane ends: now, of a window that reaches beyond it */
export function usedPieces({ base, changes }: WindowRecord, untilUtcMs: number, topics: Pick<Topics, 'channels' | 'site'>, words: Words): readonly UsedPiece[] {
  const rbs = Object.values(topics.channels).find(isRbs)?.id
  const pieces: { fromUtcMs: number; channel: string | undefined; group: string | undefined }[] = [{ fromUtcMs: base.utcMs, channel: base.channel?.id, group: base.channel?.group }]
  for (const { kind, payload, utcMs } of changes) {
    const last = pieces.at(-1)
    const group = asText(payload['group']) || undefined
    if (kind === 'host.stopped' || kind === GONE_KIND) pieces.push({ fromUtcMs: utcMs, channel: undefined, group: undefined })
    // On what a console comes up it says when it starts; an older record only what it had restored.
    else if (kind === 'host.started') pieces.push({ fromUtcMs: utcMs, channel: asText(payload['channel']) || asText(payload['restored']) || undefined, group })
    else if (kind === 'switch.switched') pieces.push({ fromUtcMs: utcMs, channel: asText(payload['to']) || undefined, group })
    else if (kind === 'switch.returned') pieces.push({ fromUtcMs: utcMs, channel: asText(payload['to']) || rbs, group: undefined })
    // What the drill worked by is thrown away with it: its switch never returned.
    else if (kind === 'drill.ended') pieces.push({ fromUtcMs: utcMs, ...standsAfter(payload['after']) })
    else if (kind === 'switch.restored') pieces.push({ fromUtcMs: utcMs, channel: asText(payload['channel']) || last?.channel, group: group ?? last?.group })
    else if (kind === 'switch.group-changed' && last?.channel === (asText(payload['channel']) || last?.channel)) pieces.push({ fromUtcMs: utcMs, channel: last?.channel, group })
  }
  const named = pieces.map(({ fromUtcMs, channel, group }, at) => ({
    fromUtcMs,
    toUtcMs: pieces[at + 1]?.fromUtcMs ?? untilUtcMs,
    label: channel === undefined ? words.text('condition.unknown') : channel === rbs ? (topics.channels[channel]?.label ?? channel) : group === undefined ? channelLabel(topics.channels, channel) : alternativeLabel(topics, channel, group, words),
    use: channel === undefined ? ('unknown' as const) : channel === rbs ? ('rbs' as const) : ('alternative' as const),
  }))
  return joined(named.filter((piece) => piece.toUtcMs > piece.fromUtcMs))
}

function standsAfter(after: unknown): { readonly channel: string | undefined; readonly group: string | undefined } {
  const { channel, group } = typeof after === 'object' && after !== null ? (after as { readonly channel?: unknown; readonly group?: unknown }) : {}
  return { channel: asText(channel) || undefined, group: asText(group) || undefined }
}

function joined(pieces: readonly UsedPiece[]): readonly UsedPiece[] {
  const whole: UsedPiece[] = []
  for (const piece of pieces) {
    const last = whole.at(-1)
    if (last && last.label === piece.label && last.use === piece.use) whole[whole.length - 1] = { ...last, toUtcMs: piece.toUtcMs }
    else whole.push(piece)
  }
  return whole
}

/** What was recorded after the reading, of a window that reaches until now. */
export function withLiveChanges(record: WindowRecord, topics: Pick<Topics, 'timeline'>, window: ReviewWindow): WindowRecord {
  if (!window.live || record.wholeUntilUtcMs !== undefined) return record
  const last = record.changes.at(-1)?.seq ?? record.base.seq
  const newer = Object.values(topics.timeline).filter((entry) => entry.seq > last && LINES.has(entry.kind))
  return newer.length === 0 ? record : { ...record, changes: [...record.changes, ...newer.toSorted((one, other) => one.seq - other.seq)] }
}
