// Achterwacht in simulated time: the schedule, the reducer and the service alarms that the host runs, against a plan of faults.
import { createSchedule, reduceSchedule, scheduleDueMs, type ScheduleState } from '../../../electron/host/watch/schedule.ts'
import { DEFAULT_WATCH_SETTINGS, type WatchSettings } from '../../../electron/host/watch/settings.ts'
import type { ProbeResult, Sample, ServiceConfig } from '../../../electron/host/watch/types.ts'
import { createWatchState, reduceWatch, watchDueMs, type WatchEvent, type WatchState } from '../../../electron/host/watch/watch-machine.ts'
import type { Chance } from '../../sim/chance.ts'
import { readPlan, type PlanReader } from '../../sim/road-faults.ts'
import { SimulatedAlarms } from './simulated-alarms.ts'
import type { SimulatedRun } from './simulated-peers.ts'
import { askSimulated, QUESTION_TIMEOUT_MS, type SimulatedAnswer, type Told, type ToldWord } from './told.ts'

const PROBE = 'sip'
const SERVICE: ServiceConfig =
  { id: 'rbs', role: 'console', label: 'RBS', dependsOn: [], viaOwnNetwork: true, probes: [{ id: PROBE, weight: 'primary', latencyLimitMs: 300 }] }

export interface SimulatedWatchRun extends SimulatedRun {
  readonly settings?: Partial<WatchSettings>
}

export function simulateWatch(run: SimulatedWatchRun): Told {
  const watch = new SimulatedWatch(run)
  watch.runUntil(run.untilMs)
  return watch
}

class SimulatedWatch implements Told {
  readonly words: { atMs: number; word: ToldWord; afterLastReplyMs?: number }[] = []
  readonly #reader: PlanReader
  readonly #chance: Chance
  readonly #alarms = new SimulatedAlarms(SERVICE)
  readonly #underWay: Sample[] = []
  #schedule: ScheduleState
  #state: WatchState

  constructor({ plan, chance, settings: given }: SimulatedWatchRun) {
    const settings = { ...DEFAULT_WATCH_SETTINGS, probeTimeoutMs: QUESTION_TIMEOUT_MS, ...given }
    this.#reader = readPlan(plan)
    this.#chance = chance
    this.#schedule = createSchedule(settings, chance(), 0)
    this.#state = createWatchState({ services: [SERVICE], settings, nowMs: 0, utcMs: 0 })
  }

  get levels(): Told['levels'] {
    return this.#alarms.levels
  }

  get sounds(): Told['sounds'] {
    return this.#alarms.sounds
  }

  runUntil(untilMs: number): void {
    for (;;) {
      const knownMs = this.#underWay[0]?.atMs ?? Infinity
      const nowMs = Math.min(scheduleDueMs(this.#schedule), knownMs, watchDueMs(this.#state), this.#alarms.dueMs)
      if (nowMs > untilMs) return
      const sample = knownMs <= nowMs ? this.#underWay.shift() : undefined
      if (sample) this.#take({ kind: 'sampled', sample }, nowMs)
      else if (watchDueMs(this.#state) <= nowMs) this.#take({ kind: 'time-passed' }, nowMs)
      if (this.#alarms.dueMs <= nowMs) this.#alarms.passTime(nowMs)
      this.#ask(sample === undefined ? 'time-passed' : sample.result.kind === 'reply' ? 'replied' : 'missed', nowMs)
    }
  }

  #take(event: WatchEvent, nowMs: number): void {
    const step = reduceWatch(this.#state, event, nowMs)
    this.#state = step.state
    for (const effect of step.effects) {
      this.#alarms.takeEffect(effect)
      if (effect.effect !== 'announce-change') continue
      const { why } = effect
      this.words.push({ atMs: effect.atMs, word: effect.to, ...(why.code === 'silent' && { afterLastReplyMs: effect.atMs - why.lastReplyMs }) })
    }
  }

  #ask(kind: 'time-passed' | 'replied' | 'missed', nowMs: number): void {
    const step = reduceSchedule(this.#schedule, { kind }, nowMs)
    this.#schedule = step.state
    for (const { regular } of step.effects) {
      const answer = askSimulated(this.#reader, this.#chance, nowMs)
      const sample: Sample = { probe: PROBE, sentMs: nowMs, atMs: answer.atMs, regular, result: resultOf(answer) }
      const at = this.#underWay.findIndex((one) => one.atMs > sample.atMs)
      this.#underWay.splice(at < 0 ? this.#underWay.length : at, 0, sample)
    }
  }
}

/** As the probes have it: only a refusal is said by the target itself. */
function resultOf({ result, latencyMs }: SimulatedAnswer): ProbeResult {
  switch (result) {
    case 'reply': return { kind: 'reply', latencyMs }
    case 'timeout':
    case 'refused': return { kind: result }
    case 'reset': return { kind: 'unreachable' }
  }
}
