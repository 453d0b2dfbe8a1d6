// Replays a trace through exactly the reducers the host runs: what the console would have called each service, which cause
// it would have named, and what would have sounded. Pure but for its memory; constant in space. Source: FORMATS, `replay`.
import { ok, type Result } from '../../native/kit/result.ts'
import type { ConditionNow, DiagnosisKind } from '../contract/words.ts'
import { alarmEventOf, createServiceAlarms, reduceServiceAlarms, type ServiceAlarmEvent, type ServiceAlarmsState, type ServiceAlarmStep, type ServiceAtStart } from './alarm/service-alarm-machine.ts'
import type { StandingServiceAlarm } from './alarm/alarmed-service.ts'
import { createTraceReader, type TracePart } from './trace-reader.ts'
import { createWatchState, isUnseen, reduceWatch, sameOutageUntilMs, type WatchEffect, type WatchEvent, type WatchSettings, type WatchState } from './watch/index.ts'
import { setupOf, type TraceHeader } from './watch/trace-header.ts'
import { createRegularRule, sentMsOf, type RegularRule, type SampleLine, type TraceLine } from './watch/trace-line.ts'

/** In the order of their keys as they are printed. `why` of the label: what set it or took it away. */
export type ReplayOutput =
  | { readonly t: number; readonly service: string; readonly from: ConditionNow | 'unstable'; readonly to: ConditionNow | 'unstable'; readonly why: string }
  | { readonly t: number; readonly diagnosis: DiagnosisKind }
  | { readonly t: number; readonly alarm: string; readonly kind: 'sounds' }

export interface ReplayEnd {
  readonly end: true
  /** Lines that told a result. */
  readonly samples: number
  /** Lines printed with `from` and `to`, those of the label among them. */
  readonly transitions: number
  /** Annunciations that sounded. */
  readonly alarms: number
}

export interface Replay {
  /** One line of the trace. @returns what it brought about, in order; WIRE_MALFORMED with the number of the line */
  take(text: string): Result<readonly ReplayOutput[]>
  /** @returns WIRE_MALFORMED when there was no header */
  end(): Result<ReplayEnd>
}

export function createReplay(): Replay {
  const reader = createTraceReader()
  const count = { samples: 0, transitions: 0, alarms: 0 }
  let waiting: Extract<TracePart, { part: 'header' }> | undefined
  let run: Run | undefined

  const tally = (printed: readonly ReplayOutput[]): readonly ReplayOutput[] => {
    for (const one of printed) {
      if ('from' in one) count.transitions += 1
      if ('alarm' in one) count.alarms += 1
    }
    return printed
  }

  return {
    take(text) {
      const read = reader.read(text)
      if (!read.ok) return read
      const { value } = read
      if (value.part === 'blank') return ok(NOTHING)
      if (value.part === 'header') {
        waiting = value
        return ok(NOTHING)
      }
      const { line } = value
      const before: ReplayOutput[] = []
      // Watching begins with the first line, for a header that does not say when: or when its question was sent.
      if (waiting) {
        run = new Run(waiting.header, waiting.settings, startOf(line, waiting.settings))
        before.push(...run.begin())
        waiting = undefined
      }
      if (line.line === 'sample') count.samples += 1
      return ok(tally([...before, ...(run?.take(line) ?? NOTHING)]))
    },
    end() {
      const ended = reader.end()
      return ended.ok ? ok({ end: true, ...count }) : ended
    },
  }
}

const NOTHING: readonly ReplayOutput[] = []

const standingOf = ({ code, severity, sinceMs, count, acknowledged, causedBy }: NonNullable<TraceHeader['standing']>[string]): StandingServiceAlarm => ({
  code, severity, sinceMs, acknowledged,
  ...(count !== undefined && { count }),
  ...(causedBy !== undefined && { causedBy, heard: { atMs: sinceMs, code, severity, as: causedBy } }),
})

const startOf = (line: TraceLine, settings: WatchSettings): number =>
  line.line === 'sample' ? Math.min(line.t, sentMsOf(line, settings.probeTimeoutMs)) : line.t

// ── one run of a console ───────────────────────────────────────────────────────────────────

/** From one start of the console to its end: the part that knows the state. */
class Run {
  readonly #settings: WatchSettings
  readonly #regular: RegularRule = createRegularRule()
  readonly #labelled = new Set<string>()
  readonly #now = new Map<string, ConditionNow>()
  readonly #servicesOf = new Map<string, readonly string[]>()
  #watch: WatchState
  #alarms: ServiceAlarmsState
  #lastMs: number
  #printed: ReplayOutput[] = []
  /** What sounds at a moment is told when all is told that happened then. */
  #sounding: Extract<ReplayOutput, { readonly alarm: string }>[] = []

  constructor(header: TraceHeader, settings: WatchSettings, startMs: number) {
    const setup = setupOf(header, settings, startMs)
    this.#settings = settings
    this.#lastMs = setup.nowMs
    this.#watch = createWatchState(setup)
    this.#alarms = createServiceAlarms(this.#watch.services.map((one): ServiceAtStart => {
      const { service: { id, role, dependsOn, viaOwnNetwork }, now, sinceMs, maintenance, instability: { unstable } } = one
      if (unstable) this.#labelled.add(id)
      const standing = header.standing?.[id]
      return { id, role, dependsOn, viaOwnNetwork, now, sinceMs, maintenance, ...(unstable && { unstable }), ...(standing && { standing: standingOf(standing) }), ...(isUnseen(one) && { wasDownUntilMs: sameOutageUntilMs(one) }) }
    }), settings)
    for (const probe of header.probes) this.#servicesOf.set(probe, header.services.filter((one) => one.probes.some(({ id }) => id === probe)).map((one) => one.id))
  }

  begin(): readonly ReplayOutput[] {
    this.#sound({ kind: 'began' }, this.#lastMs)
    return this.#take()
  }

  take(line: TraceLine): readonly ReplayOutput[] {
    for (const event of this.#eventsOf(line)) this.#step(event, line.t)
    this.#sound(line.line === 'acknowledged' ? { kind: 'acknowledged', service: line.service } : { kind: 'time-passed' }, line.t)
    this.#lastMs = line.t
    return this.#take()
  }

  #step(event: WatchEvent, atMs: number): void {
    const step = reduceWatch(this.#watch, event, atMs)
    this.#watch = step.state
    for (const effect of step.effects) {
      // An alarm that time alone raised before it.
      this.#sound({ kind: 'time-passed' }, effect.atMs)
      this.#tellSounds(effect.atMs)
      this.#print(effect)
      const alarm = alarmEventOf(effect)
      if (alarm) this.#sound(alarm, effect.atMs)
    }
  }

  #eventsOf(line: TraceLine): readonly WatchEvent[] {
    switch (line.line) {
      case 'sample': return [{ kind: 'sampled', sample: this.#sampleOf(line) }]
      case 'own': return [{ kind: 'own', event: this.#ownOf(line) }]
      case 'service': return [{ kind: 'for-service', service: line.service, event: line.event }]
      case 'usable': {
        const event = { kind: line.usable ? 'probe-usable' : 'probe-unusable', probe: line.probe } as const
        return (this.#servicesOf.get(line.probe) ?? []).map((service) => ({ kind: 'for-service', service, event }))
      }
      case 'acknowledged':
      case 'tick': return [{ kind: 'time-passed' }]
    }
  }

  #sampleOf(line: SampleLine): Extract<WatchEvent, { kind: 'sampled' }>['sample'] {
    const { probe, t: atMs, result } = line
    const sentMs = sentMsOf(line, this.#settings.probeTimeoutMs)
    return { probe, sentMs, atMs, regular: this.#regular.isRegular(probe, sentMs, line.regular), result }
  }

  #ownOf(line: Extract<TraceLine, { line: 'own' }>): Extract<WatchEvent, { kind: 'own' }>['event'] {
    switch (line.own) {
      case 'lag': return { kind: 'stood-still', as: 'lagged', ms: line.ms }
      case 'resume': return { kind: 'stood-still', as: 'resumed', ms: line.ms ?? line.t - this.#lastMs, ...(line.sleptMs !== undefined && { sleptMs: line.sleptMs }) }
      case 'network-down': return { kind: 'network-lost' }
      case 'network-up': return { kind: 'network-found' }
    }
  }

  // ── what is printed ────────────────────────────────────────────────────────────────────────

  /** What happened at one moment in its order, conditions and labels with the cause they show; then what sounds. */
  #take(): readonly ReplayOutput[] {
    this.#tellSounds(Infinity)
    if (this.#printed.length === 0) return NOTHING
    const printed = this.#printed
    this.#printed = []
    return printed
  }

  #tellSounds(beforeMs: number): void {
    if (this.#sounding.length === 0) return
    this.#printed.push(...this.#sounding.filter(({ t }) => t < beforeMs))
    this.#sounding = this.#sounding.filter(({ t }) => t >= beforeMs)
  }

  #sound(event: ServiceAlarmEvent, atMs: number): void {
    const step: ServiceAlarmStep = reduceServiceAlarms(this.#alarms, event, atMs)
    this.#alarms = step.state
    for (const one of step.effects) if (one.effect === 'sounds') this.#sounding.push({ t: one.atMs, alarm: one.service, kind: 'sounds' })
  }

  #print(effect: WatchEffect): void {
    switch (effect.effect) {
      case 'announce-change': {
        const { atMs: t, service, from, to, why } = effect
        this.#now.set(service, to)
        return void this.#printed.push({ t, service, from, to, why: why.code })
      }
      case 'announce-unstable':
        // One line when the label is set; further downs only count.
        if (this.#labelled.has(effect.service)) return
        this.#labelled.add(effect.service)
        return void this.#printed.push({ t: effect.atMs, service: effect.service, from: this.#nowOf(effect.service), to: 'unstable', why: 'downs' })
      case 'announce-stable':
        this.#labelled.delete(effect.service)
        return void this.#printed.push({ t: effect.atMs, service: effect.service, from: 'unstable', to: this.#nowOf(effect.service), why: effect.by })
      case 'announce-diagnosis':
        if (effect.from.kind === effect.to.kind) return
        return void this.#printed.push({ t: effect.atMs, diagnosis: effect.to.kind })
      default:
    }
  }

  #nowOf(service: string): ConditionNow {
    return this.#now.get(service) ?? 'unknown'
  }
}
