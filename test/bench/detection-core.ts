// How fast a fault is found, and how rarely one is invented.
import { reduceCondition } from '../../electron/host/watch/condition.ts'
import { createCondition } from '../../electron/host/watch/condition-state.ts'
import { createProbeOpener, createWatch, watchedSite } from '../../electron/host/watch/index.ts'
import { createSchedule, reduceSchedule, scheduleDueMs } from '../../electron/host/watch/schedule.ts'
import { DEFAULT_WATCH_SETTINGS } from '../../electron/host/watch/settings.ts'
import type { ProbeResult, ServiceConfig } from '../../electron/host/watch/types.ts'
import type { Clock, Random } from '../../native/kit/clock.ts'
import { createChance } from '../sim/chance.ts'
import { startKamailio, type Kamailio } from '../support/kamailio.ts'
import { quantilesOf } from './quantiles.ts'
import type { BenchRow } from './row.ts'

export interface DetectionBenchDeps {
  readonly clock: Clock
  readonly random: Random
  /** How many times each fault is made. */
  readonly rounds?: number
  readonly days?: number
}

const BENCH = 'detection-core'
const ROUNDS = 5
const DAYS = 30
const WAIT_MS = 15_000
const SERVICE: ServiceConfig =
  { id: 'rbs', role: 'console', label: 'RBS', dependsOn: [], viaOwnNetwork: true, probes: [{ id: 'sip', weight: 'primary', latencyLimitMs: 300 }] }

export async function* benchDetectionCore(deps: DetectionBenchDeps): AsyncGenerator<BenchRow> {
  const kamailio = await startKamailio()
  try {
    const rounds = deps.rounds ?? ROUNDS
    const hangs: { readonly unknownMs: number; readonly downMs: number }[] = []
    for (let round = 0; round < rounds; round++) hangs.push(await measureHang(deps, kamailio))
    const against = { source: 'architecture section 5', edge: 'Kamailio 5.6, SIP OPTIONS over UDP' }
    yield row('hang → unknown after last reply', hangs.map((one) => one.unknownMs), { ...against, max: 2_600 })
    yield row('hang → down after last reply', hangs.map((one) => one.downMs), { ...against, max: 4_200 })

    const kills: number[] = []
    for (let round = 0; round < rounds * 2; round++) kills.push(await measureKill(deps, kamailio))
    yield { ...row('killed → down by refusal', kills, { ...against, max: 2_000 }), value: round(quantilesOf(kills).p95) }
  } finally {
    await kamailio.stop()
  }
  yield* simulateLoss(deps.days ?? DAYS, deps.clock)
}

// ── live ───────────────────────────────────────────────────────────────────────────────────

interface Live {
  lastReplyMs(): number
  becomes(to: string): Promise<number>
  stop(): Promise<void>
}

function watchLive({ clock, random }: DetectionBenchDeps, port: number): Live {
  const site = watchedSite([{
    id: 'rbs', role: 'console', label: 'RBS', dependsOn: [],
    probes: [{ id: 'sip', weight: 'primary', kind: 'sip', transport: 'udp', host: '127.0.0.1', port }],
  }])
  const open = createProbeOpener({ clock, random, settings: DEFAULT_WATCH_SETTINGS, witnessRadio: () => undefined })
  const target = site.targets.get('sip')
  if (!target) throw new Error('BUG_UNEXPECTED: the bench has no probe')
  const told = new Map<string, number>()
  let onTold: () => void = () => {}
  const watch = createWatch({
    clock, random, services: site.services,
    openProbe: () => open(target),
    onChange: (change) => {
      if (change.effect !== 'announce-change') return
      told.set(change.to, clock.monotonicMs())
      onTold()
    },
  })
  watch.start()
  return {
    lastReplyMs: () => clock.monotonicMs() - (watch.view().services[0]?.lastReplyAgoMs ?? 0),
    becomes: (to) => new Promise((resolve, reject) => {
      const timer = clock.after(WAIT_MS, () => reject(new Error(`not ${to} within ${WAIT_MS} ms`)))
      onTold = () => {
        const atMs = told.get(to)
        if (atMs === undefined) return
        timer.cancel()
        resolve(atMs)
      }
      onTold()
    }),
    stop: () => watch.stop(),
  }
}

async function measureHang(deps: DetectionBenchDeps, kamailio: Kamailio): Promise<{ readonly unknownMs: number; readonly downMs: number }> {
  const live = watchLive(deps, kamailio.port)
  try {
    await live.becomes('ok')
    // A random moment of the interval, as faults come.
    await pause(deps.clock, 1_000 + deps.random.fraction() * DEFAULT_WATCH_SETTINGS.probeEveryMs)
    kamailio.hang()
    const unknownAtMs = await live.becomes('unknown')
    const lastReplyMs = live.lastReplyMs()
    const downAtMs = await live.becomes('down')
    return { unknownMs: unknownAtMs - lastReplyMs, downMs: downAtMs - lastReplyMs }
  } finally {
    kamailio.resume()
    await live.stop()
  }
}

async function measureKill(deps: DetectionBenchDeps, kamailio: Kamailio): Promise<number> {
  const live = watchLive(deps, kamailio.port)
  try {
    await live.becomes('ok')
    await pause(deps.clock, deps.random.fraction() * DEFAULT_WATCH_SETTINGS.probeEveryMs)
    const killedMs = deps.clock.monotonicMs()
    const killed = kamailio.kill()
    const downAtMs = await live.becomes('down')
    await killed
    return downAtMs - killedMs
  } finally {
    await live.stop()
    await kamailio.restart()
  }
}

const pause = (clock: Clock, ms: number): Promise<void> => new Promise((resolve) => { clock.after(ms, resolve) })

// ── simulated ──────────────────────────────────────────────────────────────────────────────

const LOSS = 0.01
const DAY_MS = 86_400_000
const LATENCY_MS = 5
const SEED = 20_200_915

export interface LossCounts {
  readonly down: number
  readonly degraded: number
  readonly unknown: number
  readonly samples: number
}

/** The schedule and the reducer, as they run live, against a network that loses each exchange with this chance. */
export function simulateLossyDays(days: number, loss: number, seed: number): LossCounts {
  const chance = createChance(seed)
  const settings = DEFAULT_WATCH_SETTINGS
  let schedule = createSchedule(settings, 0, 0)
  let state = createCondition(SERVICE, settings, 0)
  const counts = { down: 0, degraded: 0, unknown: 0, samples: 0 }
  const underWay: { readonly atMs: number; readonly sentMs: number; readonly regular: boolean; readonly result: ProbeResult }[] = []

  for (;;) {
    const first = underWay[0]?.atMs ?? Infinity
    const nowMs = Math.min(scheduleDueMs(schedule), first)
    if (nowMs > days * DAY_MS) return counts
    const known = first <= nowMs ? underWay.shift() : undefined
    if (known) {
      counts.samples++
      const step = reduceCondition(state, { kind: 'sampled', sample: { probe: 'sip', ...known } }, nowMs)
      state = step.state
      for (const effect of step.effects) if (effect.effect === 'announce-change' && effect.to !== 'ok') counts[effect.to]++
    }
    const asked = reduceSchedule(schedule, { kind: known ? (known.result.kind === 'reply' ? 'replied' : 'missed') : 'time-passed' }, nowMs)
    schedule = asked.state
    for (const { regular } of asked.effects) {
      const lost = chance() < loss
      const atMs = nowMs + (lost ? settings.probeTimeoutMs : LATENCY_MS)
      const at = underWay.findIndex((one) => one.atMs > atMs)
      underWay.splice(at < 0 ? underWay.length : at, 0, { atMs, sentMs: nowMs, regular, result: lost ? { kind: 'timeout' } : { kind: 'reply', latencyMs: LATENCY_MS } })
    }
  }
}

function* simulateLoss(days: number, clock: Clock): Generator<BenchRow> {
  const startMs = clock.monotonicMs()
  const counts = simulateLossyDays(days, LOSS, SEED)
  const tookMs = clock.monotonicMs() - startMs
  const against = { days, lossPercent: LOSS * 100, samples: counts.samples, seed: SEED }
  const one = (figure: string, value: number, unit: string, max: number): BenchRow =>
    ({ bench: BENCH, figure, unit, value, p50: value, p99: value, n: 1, against: { ...against, max } })
  yield one('false down in simulated days', counts.down, 'downs', 0)
  yield one('false unknown in simulated days', counts.unknown, 'unknowns', 3)
  yield one('false degraded in simulated days', counts.degraded, 'degradeds', 1)
  yield one('simulated days took', Math.round(tookMs), 'ms', 30_000)
}

// ── figures ────────────────────────────────────────────────────────────────────────────────

function row(figure: string, values: readonly number[], against: BenchRow['against']): BenchRow {
  const { p50, p99, n } = quantilesOf(values)
  return { bench: BENCH, figure, unit: 'ms', value: round(Math.max(...values)), p50: round(p50), p99: round(p99), n, against }
}

const round = (ms: number): number => Math.round(ms * 10) / 10
