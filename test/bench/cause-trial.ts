// One fault played in virtual time: each probe asked by the host's own schedule, each answer judged by the host's own
// reducer, nothing else of the host. What was said of the cause, and when it was right for good.
import type { DiagnosisKind } from '../../electron/contract/words.ts'
import { createSchedule, reduceSchedule, scheduleDueMs, type ScheduleState } from '../../electron/host/watch/schedule.ts'
import { DEFAULT_WATCH_SETTINGS as SETTINGS } from '../../electron/host/watch/settings.ts'
import type { ProbeResult, ServiceConfig } from '../../electron/host/watch/types.ts'
import { createWatchState, reduceWatch, watchDueMs, type WatchEvent, type WatchState } from '../../electron/host/watch/watch-machine.ts'
import type { Seeded } from '../support/seeded.ts'
import type { BrokenProbe, Fault, FaultService } from './cause-faults.ts'

/** Watched this long after the onset: long enough for every wait there is. */
const WATCHED_MS = 22_000
/** A healthy network loses so many of its answers all the same. */
const USUAL_LOSS = 0.005

export interface Trial {
  readonly fault: Fault
  readonly said: readonly { readonly atMs: number; readonly kind: DiagnosisKind }[]
  readonly isRight: boolean
  /** From the onset until it was right and stayed so; Infinity when it was not. */
  readonly tookMs: number
  /** Causes named on the way that were not the one. */
  readonly wrong: readonly DiagnosisKind[]
}

interface Asked {
  readonly atMs: number
  readonly probe: string
  readonly sentMs: number
  readonly regular: boolean
  readonly result: ProbeResult
}

export function tryFault(fault: Fault, chance: Seeded): Trial {
  const play = new Play(fault, chance)
  play.run(fault.onsetMs + WATCHED_MS)
  const { said } = play
  const last = said.at(-1)
  const isRight = last?.kind === fault.truth
  const since = said.filter(({ atMs }) => atMs >= fault.onsetMs)
  const named = since.map(({ kind }) => kind).filter((kind) => kind !== 'unknown' && kind !== 'normal' && kind !== fault.truth)
  return { fault, said, isRight, tookMs: isRight ? Math.max(0, (last?.atMs ?? 0) - fault.onsetMs) : Infinity, wrong: named }
}

class Play {
  readonly said: { readonly atMs: number; readonly kind: DiagnosisKind }[] = []
  readonly #fault: Fault
  readonly #chance: Seeded
  readonly #schedules = new Map<string, ScheduleState>()
  readonly #brokenBy: ReadonlyMap<string, BrokenProbe>
  #underWay: readonly Asked[] = []
  #state: WatchState

  constructor(fault: Fault, chance: Seeded) {
    this.#fault = fault
    this.#chance = chance
    this.#brokenBy = new Map(fault.broken.map((one) => [one.probe, one]))
    this.#state = createWatchState({ services: fault.services.map(toConfig), settings: SETTINGS, nowMs: 0, utcMs: 0 })
    this.said.push({ atMs: 0, kind: this.#state.diagnosis.kind })
    for (const { id: service, probes } of fault.services) {
      for (const { id } of probes) {
        if (this.#brokenBy.get(id)?.how === 'unusable') this.#take({ kind: 'for-service', service, event: { kind: 'probe-unusable', probe: id } }, 0)
        else this.#schedules.set(id, createSchedule(SETTINGS, chance.fraction(), 0))
      }
    }
  }

  run(untilMs: number): void {
    for (let nowMs = this.#nextMs(0); nowMs <= untilMs; nowMs = this.#nextMs(nowMs)) {
      this.#own(nowMs)
      const arrived = this.#underWay.filter(({ atMs }) => atMs <= nowMs)
      this.#underWay = this.#underWay.filter(({ atMs }) => atMs > nowMs)
      for (const { probe, sentMs, regular, result } of arrived) {
        this.#take({ kind: 'sampled', sample: { probe, sentMs, atMs: nowMs, regular, result } }, nowMs)
        this.#schedule(probe, isReply(result) ? 'replied' : 'missed', nowMs)
      }
      for (const [probe, schedule] of this.#schedules) if (scheduleDueMs(schedule) <= nowMs) this.#schedule(probe, 'time-passed', nowMs)
      if (watchDueMs(this.#state) <= nowMs) this.#take({ kind: 'time-passed' }, nowMs)
    }
  }

  /** While this workstation stands still nothing of it runs. */
  #nextMs(afterMs: number): number {
    let next = watchDueMs(this.#state)
    for (const schedule of this.#schedules.values()) next = Math.min(next, scheduleDueMs(schedule))
    for (const { atMs } of this.#underWay) next = Math.min(next, atMs)
    const { ownNetworkLostMs = Infinity, standstills } = this.#fault
    if (ownNetworkLostMs > afterMs) next = Math.min(next, ownNetworkLostMs)
    for (const { atMs, ms } of standstills) {
      if (afterMs < atMs + ms && next >= atMs) return atMs + ms
    }
    return Math.max(next, afterMs)
  }

  #own(nowMs: number): void {
    const { ownNetworkLostMs, standstills } = this.#fault
    if (ownNetworkLostMs === nowMs) this.#take({ kind: 'own', event: { kind: 'network-lost' } }, nowMs)
    for (const { atMs, ms } of standstills) if (atMs + ms === nowMs) this.#take({ kind: 'own', event: { kind: 'stood-still', as: 'lagged', ms } }, nowMs)
  }

  #schedule(probe: string, kind: 'replied' | 'missed' | 'time-passed', nowMs: number): void {
    const schedule = this.#schedules.get(probe)
    if (!schedule) return
    const step = reduceSchedule(schedule, { kind }, nowMs)
    this.#schedules.set(probe, step.state)
    for (const { regular } of step.effects) this.#underWay = [...this.#underWay, { probe, sentMs: nowMs, regular, ...this.#answer(probe, nowMs) }]
  }

  #answer(probe: string, sentMs: number): Pick<Asked, 'atMs' | 'result'> {
    const broken = this.#brokenBy.get(probe)
    const how = broken && sentMs >= broken.fromMs && sentMs < broken.untilMs ? broken.how : undefined
    const latencyMs = this.#chance.between(1, 60)
    const soon = (result: ProbeResult): Pick<Asked, 'atMs' | 'result'> => ({ atMs: sentMs + latencyMs, result })
    const lost: Pick<Asked, 'atMs' | 'result'> = { atMs: sentMs + SETTINGS.probeTimeoutMs, result: { kind: 'timeout' } }
    const radio = (registration: 'home' | 'searching', cell: 'wide' | 'local'): Pick<Asked, 'atMs' | 'result'> => soon({ kind: 'reply', latencyMs, registration, cell })
    switch (how) {
      case 'hang':
      case 'unusable': return lost
      case 'loses-half': return this.#chance.hits(0.5) ? lost : soon({ kind: 'reply', latencyMs })
      case 'refused':
      case 'unreachable':
      case 'unplugged': return soon({ kind: how })
      case 'not-registered': return radio('searching', 'wide')
      case 'local-cell': return radio('home', 'local')
      case undefined:
        if (this.#chance.hits(USUAL_LOSS)) return lost
        return probe.startsWith('c2000') ? radio('home', 'wide') : soon({ kind: 'reply', latencyMs })
    }
  }

  #take(event: WatchEvent, nowMs: number): void {
    const step = reduceWatch(this.#state, event, nowMs)
    this.#state = step.state
    for (const effect of step.effects) {
      if (effect.effect === 'announce-diagnosis' && effect.from.kind !== effect.to.kind) this.said.push({ atMs: effect.atMs, kind: effect.to.kind })
    }
  }
}

/** A radio that answers that it is not registered is a failure to its schedule too. */
const isReply = (result: ProbeResult): boolean => result.kind === 'reply' && (result.registration === undefined || result.registration === 'home')

const toConfig = ({ id, role, dependsOn, probes }: FaultService): ServiceConfig => ({
  id, role, label: id, dependsOn, viaOwnNetwork: role !== 'witness',
  probes: probes.map((probe) => ({ id: probe.id, weight: probe.primary ? 'primary' : 'secondary', latencyLimitMs: 300 })),
})
