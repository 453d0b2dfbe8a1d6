// The short faults in real time, several roads a fault; and HAProxy's modelled rule on the very same plans, to be held
// against the real HAProxy.
import { gapsOf, type Gap } from '../../sim/road-faults.ts'
import { FAULT_MATRIX, LIVE_ONSET_MS, type FaultClass } from './fault-matrix.ts'
import { runLive, type LiveDeps, type LiveRoad, type LiveRun, type LiveWatched } from './live.ts'
import { addScores, firstAfter, scoreTold, touchesAny, type Score } from './score.ts'
import { chanceFor } from './seeds.ts'
import { simulateHaproxy } from './simulated-peers.ts'

/** The model draws its phases anew this often: a plan of a few minutes has few faults in it. */
export const MODEL_RUNS = 5

export interface LiveResult {
  readonly of: Pick<FaultClass, 'id' | 'label' | 'kind'>
  readonly transport: LiveRoad['transport']
  readonly achterwacht: Score
  readonly haproxy: Score
  readonly misses: Score
  readonly haproxyModel: Score
  /** Silence found by Achterwacht, counted from the last reply it had. */
  readonly downAfterReplyMs: readonly number[]
  /** Infinity when not within the run. */
  readonly degradedMs: readonly number[]
}

export interface LiveResults {
  readonly results: readonly LiveResult[]
  readonly run: LiveRun
  readonly runMs: number
}

export type MeasureLiveDeps = Pick<LiveDeps, 'clock' | 'random' | 'onProgress' | 'runMs'>

export async function measureLive(deps: MeasureLiveDeps): Promise<LiveResults> {
  const classes = FAULT_MATRIX.filter((one) => one.live !== undefined)
  const run = await runLive({ ...deps, chance: chanceFor('live'), roads: [...roadsOf(classes, 'tcp', deps.runMs), ...roadsOf(classes.filter(isAskedOverUdp), 'udp', deps.runMs)] })
  const results = (['tcp', 'udp'] as const).flatMap((transport) => classes.flatMap((of) => {
    const roads = run.roads.filter((road) => road.transport === transport && classOf(road) === of.id)
    return roads.length === 0 ? [] : [resultOf(of, roads, { untilMs: deps.runMs, standstills: run.ownStandstills })]
  }))
  return { results, run, runMs: deps.runMs }
}

/** Without a connection that could break, a refusal is found by the next question only. */
const isAskedOverUdp = ({ id }: FaultClass): boolean => id === 'cut' || id === 'hang'

function roadsOf(classes: readonly FaultClass[], transport: LiveRoad['transport'], runMs: number): readonly LiveRoad[] {
  return classes.flatMap(({ id, live }) => Array.from({ length: live?.copies ?? 0 }, (_, copy): LiveRoad => {
    const name = `${id}--${transport}${copy}`
    return { id: name, transport, plan: live?.plan(chanceFor(`live plan ${name}`), runMs) ?? [] }
  }))
}

const classOf = ({ id }: LiveRoad): string => id.split('--')[0] ?? ''

interface Span {
  readonly untilMs: number
  readonly standstills: readonly Gap[]
}

function resultOf(of: FaultClass, roads: readonly LiveWatched[], { untilMs, standstills }: Span): LiveResult {
  const score = (who: 'achterwacht' | 'haproxy' | 'misses'): Score => addScores(roads.map((road) => scoreTold(road.plan, road[who], untilMs, standstills)))
  const model = roads.flatMap(({ id, plan }) => Array.from({ length: MODEL_RUNS }, (_, run) =>
    scoreTold(plan, simulateHaproxy({ plan, untilMs, chance: chanceFor(`haproxy beside ${id} ${run}`) }), untilMs)))
  return {
    of,
    transport: roads[0]?.transport ?? 'tcp',
    achterwacht: score('achterwacht'),
    haproxy: score('haproxy'),
    misses: score('misses'),
    haproxyModel: addScores(model),
    downAfterReplyMs: roads.flatMap((road) => afterReply(road, standstills)),
    degradedMs: of.kind === 'limited' ? roads.map((road) => firstAfter(road.achterwacht, LIVE_ONSET_MS, 'degraded') ?? Infinity) : [],
  }
}

/** Only where a gap was the cause, and no standstill of our own. */
function afterReply({ plan, achterwacht }: LiveWatched, standstills: readonly Gap[]): readonly number[] {
  const gaps = gapsOf(plan, Infinity)
  return achterwacht.words.flatMap(({ word, atMs, afterLastReplyMs }) => {
    if (word !== 'down' || afterLastReplyMs === undefined) return []
    const silence: Gap = { fromMs: atMs - afterLastReplyMs, toMs: atMs }
    return touchesAny(gaps, { fromMs: atMs, toMs: atMs }) && !touchesAny(standstills, silence) ? [afterLastReplyMs] : []
  })
}
