// One room of an outage of the past, played through in simulated time: the watch, the switch and the coverage of the host, with a
// radio on the desk, a control radio beside it, and units that call for help now and then.
import { coverageOf } from '../../../electron/host/fallback/coverage.ts'
import type { Truth } from '../../sim/scenarios/truth.ts'
import { createChance } from '../../sim/scenarios/chance.ts'
import { timelineOf } from '../../sim/scenarios/timeline.ts'
import { watchTruth } from '../../support/scenario-watch.ts'
import { deadMs, RADIO, spendDays, type DeskLog, type Mover, type Span, type Word } from './desk-days.ts'

/** Assumed: a call for help in a room each so long on average, in any of its groups alike. */
const CALL_EACH_MS = 3 * 3_600_000
export const GROUPS = ['4037001', '4037002', '4037003', '4037004'] as const
/** Where the two radios stand: the desk radio in the group the position speaks in, the control radio in the next. */
const [DESK_GROUP, CONTROL_GROUP] = GROUPS

export interface WatchedRoom {
  readonly truth: Truth
  readonly untilMs: number
  readonly words: readonly Word[]
  /** Radio control carried nothing. */
  readonly gaps: readonly Span[]
  /** The control radio heard no network. */
  readonly deafMs: number
  readonly calls: readonly { readonly atMs: number; readonly gssi: string }[]
}

export interface PlayedRoom {
  readonly log: DeskLog
  readonly deadMs: number
  readonly awayMs: number
  readonly longestHoldMs: number
  readonly calls: { readonly byRbs: number; readonly byRadio: number; readonly missed: number }
}

export function watchRoom(truth: Truth, untilMs: number): WatchedRoom {
  const window = { fromMs: 0, untilMs }
  const { changes } = watchTruth(truth, window, ['rbs', 'c2000', 'office-ict'])
  const spans = (service: string, faults: readonly string[]): readonly Span[] => joined(
    timelineOf(truth, service).filter(({ is, fromMs }) => faults.includes(is.fault) && fromMs < untilMs).map((piece) => ({ fromMs: piece.fromMs, toMs: Math.min(piece.untilMs, untilMs) })))
  return {
    truth,
    untilMs,
    words: changes.filter(({ service }) => service === 'rbs').map(({ atMs, to }) => ({ atMs, word: to })),
    gaps: spans('rbs', ['hang', 'refuse']),
    deafMs: totalMs(spans('c2000', ['searching', 'hang', 'refuse'])),
    calls: drawCalls(truth, untilMs),
  }
}

export function playRoom({ words, untilMs, gaps, calls }: WatchedRoom, mover: Mover): PlayedRoom {
  const heard = heardGroups()
  const log = spendDays({ words, untilMs, mover, acceptsAfterMs: 2000, emergenciesMs: calls.filter(({ gssi }) => gssi === DESK_GROUP).map(({ atMs }) => atMs) })
  const isIn = (spans: readonly Span[], atMs: number): boolean => spans.some(({ fromMs, toMs }) => fromMs <= atMs && atMs < toMs)
  const ofRbs = (atMs: number): boolean => !isIn(log.away, atMs) && !isIn(gaps, atMs)
  const rest = calls.filter(({ atMs }) => !ofRbs(atMs))
  const byRadio = rest.filter(({ gssi }) => heard.includes(gssi)).length
  return {
    log,
    deadMs: deadMs(gaps, log.away),
    awayMs: totalMs(log.away),
    longestHoldMs: Math.max(0, ...log.told.map(({ report }) => (report.report === 'hold-started' ? report.ms : 0))),
    calls: { byRbs: calls.length - rest.length, byRadio, missed: rest.length - byRadio },
  }
}

/** As the coverage table on the screen has it while the position works by its desk radio. */
export function unheardGroups(): readonly string[] {
  return coverage().unheard
}

const heardGroups = (): readonly string[] => GROUPS.filter((gssi) => !unheardGroups().includes(gssi))

const coverage = () => coverageOf({
  groups: GROUPS,
  devices: [{ id: RADIO, label: RADIO, hears: DESK_GROUP }, { id: 'control-radio', label: 'control-radio', hears: CONTROL_GROUP }],
  alternatives: [{ channel: RADIO, device: RADIO, readiness: { state: 'ready', verifiedAtMs: 0 } }],
  active: { channel: RADIO, confirmed: true },
  next: undefined,
  wantedGroup: DESK_GROUP,
})

function drawCalls({ seed, scenario, room }: Truth, untilMs: number): WatchedRoom['calls'] {
  const chance = createChance(seed, scenario.id, room.code, 'calls for help')
  const calls: { atMs: number; gssi: string }[] = []
  for (let atMs = chance.exponential(CALL_EACH_MS); atMs < untilMs; atMs += chance.exponential(CALL_EACH_MS)) {
    calls.push({ atMs: Math.round(atMs), gssi: GROUPS[Math.floor(chance.fraction() * GROUPS.length)] ?? DESK_GROUP })
  }
  return calls
}

function joined(spans: readonly Span[]): readonly Span[] {
  const all: { fromMs: number; toMs: number }[] = []
  for (const span of spans) {
    const last = all.at(-1)
    if (last && span.fromMs <= last.toMs) last.toMs = Math.max(last.toMs, span.toMs)
    else all.push({ ...span })
  }
  return all
}

export const totalMs = (spans: readonly Span[]): number => spans.reduce((sum, { fromMs, toMs }) => sum + toMs - fromMs, 0)
