// What one probe of a scenario learns, question by question: asked exactly as the live console asks (schedule.ts), answered as
// the truth has it. One stream a probe and a merge of them, so that three days or two months take the same memory.
import { hardCauseOf } from '../../host/watch/probe-evidence.ts'
import { createSchedule, reduceSchedule, scheduleDueMs, type ScheduleEffect } from '../../host/watch/schedule.ts'
import type { WatchSettings } from '../../host/watch/settings.ts'
import type { ProbeResult, Sample } from '../../host/watch/types.ts'
import { createChance, type Chance } from '../../../test/sim/scenarios/chance.ts'
import type { ScenarioProbe, ScenarioService } from '../../../test/sim/scenarios/scenario-schema.ts'
import { timelineOf, type Piece } from '../../../test/sim/scenarios/timeline.ts'
import type { Truth } from '../../../test/sim/scenarios/truth.ts'

export interface SampleWindow {
  /** Since the scenario began. Truth before it is not asked about. */
  readonly fromMs: number
  readonly untilMs: number
}

/** How long a refusal takes: the other machine is there and says no. */
const REFUSAL_MS = 1

/** All samples of a room in order of the moment they are known. */
export function* sampleTruth(truth: Truth, settings: WatchSettings, window: SampleWindow): Generator<Sample> {
  const streams = truth.scenario.services.flatMap((service) => service.probes.map((probe) => sampleProbe({ truth, settings, window, service, probe })))
  const heads = streams.map((stream) => stream.next())
  for (;;) {
    let first = -1
    let firstMs = Infinity
    for (let at = 0; at < heads.length; at++) {
      const head = heads[at]
      if (!head || head.done || head.value.atMs >= firstMs) continue
      first = at
      firstMs = head.value.atMs
    }
    const [head, stream] = [heads[first], streams[first]]
    if (!head || head.done || !stream) return
    yield head.value
    heads[first] = stream.next()
  }
}

interface ProbeStream {
  readonly truth: Truth
  readonly settings: WatchSettings
  readonly window: SampleWindow
  readonly service: ScenarioService
  readonly probe: ScenarioProbe
}

function* sampleProbe({ truth, settings, window, service, probe }: ProbeStream): Generator<Sample> {
  const chance = createChance(truth.seed, truth.scenario.id, truth.room.code, 'probe', probe.id)
  const answers = createAnswers({ pieces: timelineOf(truth, service.id), service, probe, chance, settings })
  let schedule = createSchedule(settings, chance.fraction(), window.fromMs)
  // Answers overtake each other: kept in the order in which they are known.
  const underWay: Sample[] = []
  const ask = (effects: readonly ScheduleEffect[], sentMs: number): void => {
    for (const { regular } of effects) {
      const sample = { probe: probe.id, sentMs, regular, ...answers(sentMs) }
      const at = underWay.findIndex((one) => one.atMs > sample.atMs)
      underWay.splice(at < 0 ? underWay.length : at, 0, sample)
    }
  }
  for (;;) {
    const nowMs = Math.min(scheduleDueMs(schedule), underWay[0]?.atMs ?? Infinity)
    if (nowMs >= window.untilMs) return
    const known = underWay[0] !== undefined && underWay[0].atMs <= nowMs ? underWay.shift() : undefined
    if (known) yield known
    const step = reduceSchedule(schedule, { kind: known ? (isReply(known) ? 'replied' : 'missed') : 'time-passed' }, nowMs)
    schedule = step.state
    ask(step.effects, nowMs)
  }
}

const isReply = (sample: Sample): boolean => sample.result.kind === 'reply' && hardCauseOf(sample) === undefined

// ── answers ────────────────────────────────────────────────────────────────────────────────

type Answer = Pick<Sample, 'atMs' | 'result'>

interface AnswerSource extends Pick<ProbeStream, 'service' | 'probe' | 'settings'> {
  readonly pieces: readonly Piece[]
  readonly chance: Chance
}

/** Asked with times that never go back. */
function createAnswers({ pieces, service, probe, chance, settings }: AnswerSource): (sentMs: number) => Answer {
  let next = 0
  const pieceAt = (atMs: number): Piece | undefined => {
    while (next < pieces.length && (pieces[next] as Piece).untilMs <= atMs) next++
    const piece = pieces[next]
    return piece && piece.fromMs <= atMs ? piece : undefined
  }
  const { leastMs, meanMs } = probe.latency
  const timeout = (sentMs: number): Answer => ({ atMs: sentMs + settings.probeTimeoutMs, result: { kind: 'timeout' } })
  const reply = (sentMs: number, byMs: number, isSearching: boolean): Answer => {
    const latencyMs = Math.round(byMs + leastMs + chance.exponential(Math.max(0, meanMs - leastMs)))
    return latencyMs >= settings.probeTimeoutMs ? timeout(sentMs) : { atMs: sentMs + latencyMs, result: answered(service, latencyMs, isSearching) }
  }
  return (sentMs) => {
    const piece = pieceAt(sentMs)
    switch (piece?.is.fault) {
      case undefined: return reply(sentMs, 0, false)
      case 'refuse': return { atMs: sentMs + REFUSAL_MS, result: { kind: 'refused' } }
      // A process that goes on answers what was left in its queue.
      case 'hang': return reply(sentMs, piece.untilMs - sentMs, false)
      case 'lose': return chance.happens(piece.is.percent / 100) ? timeout(sentMs) : reply(sentMs, 0, false)
      case 'slow': return reply(sentMs, piece.is.byMs, false)
      case 'searching': return reply(sentMs, 0, true)
    }
  }
}

/** A control radio answers also while it searches, and says so. */
function answered({ role }: ScenarioService, latencyMs: number, isSearching: boolean): ProbeResult {
  if (role !== 'witness') return { kind: 'reply', latencyMs }
  return { kind: 'reply', latencyMs, registration: isSearching ? 'searching' : 'home', cell: 'wide' }
}
