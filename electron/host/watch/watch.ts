// The live watch: probers feed one reducer, one timer gives it time, its effects become changes for the rest of the host.
import { createUtcAhead, type Clock, type Random, type Timer } from '../../../native/kit/clock.ts'
import { failure, type Failure } from '../../../native/kit/errors.ts'
import { fail, ok, type Result } from '../../../native/kit/result.ts'
import { memoryOf, negativeProofs, type ConditionMemory } from './condition-state.ts'
import { BEAT_EVERY_MS } from './own-health.ts'
import type { OwnNetwork } from './own-network.ts'
import type { OpenProbe } from './probe.ts'
import { createProber, type Prober } from './prober.ts'
import { readSavedWatch, saveWatch, type SavedWatch } from './saved.ts'
import { DEFAULT_WATCH_SETTINGS, type WatchSettings } from './settings.ts'
import { asTraced, inWholeMs, type WatchTracePort } from './traced.ts'
import type { ConditionEvent, PeopleEvent, ServiceConfig } from './types.ts'
import { utcOf, viewWatch, type Moment, type WatchView } from './view.ts'
import { createWatchState, reduceWatch, watchDueMs, type WatchEffect, type WatchEvent, type WatchState } from './watch-machine.ts'

/** What is shown of the last replies is refreshed this often. */
const SAMPLES_EVERY_MS = 1_000

/** `utcMs`: the moment `atMs` on the wall clock. */
type Told<Effect> = Effect extends WatchEffect ? Effect & { readonly utcMs: number } : never

export type WatchChange =
  | Told<WatchEffect>
  /** Its silence proves nothing; tried again by itself, except when the site file is wrong. */
  | { readonly effect: 'announce-probe-unusable'; readonly service: string; readonly probe: string; readonly error: Failure; readonly atMs: number; readonly utcMs: number }
  | { readonly effect: 'announce-probe-usable'; readonly service: string; readonly probe: string; readonly atMs: number; readonly utcMs: number }
  /** So many results came in since the last time; they change no condition by themselves. */
  | { readonly effect: 'announce-samples'; readonly count: number; readonly atMs: number; readonly utcMs: number }

export interface WatchDeps {
  readonly clock: Clock
  readonly random: Random
  readonly services: readonly ServiceConfig[]
  /** What is absent has its default. */
  readonly settings?: Partial<WatchSettings>
  readonly openProbe: OpenProbe
  /** Absent: the network is taken to be there. */
  readonly ownNetwork?: OwnNetwork
  /** Called in order, never from within `view` or `createWatch`. Must not throw. */
  readonly onChange: (change: WatchChange) => void
  /** Hears everything the watch is told, as it is told: from that alone `replay` reaches the same conclusions. */
  readonly trace?: WatchTracePort
}

export interface Watch {
  start(): void
  /** Ends every probe; bounded by the slowest probe's own close. */
  stop(): Promise<void>
  view(): WatchView
  /** Something suggests a fault of this service (a press was refused, a connection broke): ask it at once. */
  hint(serviceId: string): void
  /** A person says that this service fails them, or takes that back. Asks nothing: that is a hint. */
  hearPeople(serviceId: string, said: PeopleEvent): void
  /** Different probes that say at this moment that the service is down; 0 while it is not. */
  negativeProofs(serviceId: string): number
  /** Planned: recorded, no alarm, no penalty. */
  beginMaintenance(serviceId: string): void
  endMaintenance(serviceId: string): void
  /** A supervisor vouches that the cause of the unstable label is gone. */
  liftUnstable(serviceId: string): void
  /** Everything up to now is told, own health first. @returns that moment, in whole ms of the monotonic clock */
  settle(): number
  save(): SavedWatch
  /** @returns STORE_UNREADABLE, CALL_REFUSED after `start` */
  restore(saved: unknown): Result<void>
}

export function createWatch(deps: WatchDeps): Watch {
  return new LiveWatch(deps)
}

class LiveWatch implements Watch {
  readonly #deps: WatchDeps
  readonly #settings: WatchSettings
  readonly #probers = new Map<string, readonly Prober[]>()
  readonly #utcAhead: () => number
  #state: WatchState
  #phase: 'new' | 'running' | 'ended' = 'new'
  #timer: Timer | undefined
  /** When the timer that runs is due; Infinity when none does. */
  #armedMs = Infinity
  #beat: Timer | undefined
  #batch: Timer | undefined
  #samples = 0
  #lastMs = -Infinity
  #remembers = false
  readonly #outbox: WatchChange[] = []
  #telling = false
  #endNetwork: (() => void) | undefined

  constructor(deps: WatchDeps) {
    this.#deps = deps
    this.#utcAhead = createUtcAhead(deps.clock)
    this.#settings = { ...DEFAULT_WATCH_SETTINGS, ...deps.settings }
    this.#state = this.#fresh(this.#moment())
  }

  start(): void {
    if (this.#phase !== 'new') return
    const memory = Object.fromEntries(this.#state.services.map((one) => [one.service.id, memoryOf(one, this.#nowMs())]))
    // Time before the start is no silence of anybody's.
    const moment = this.#moment()
    this.#state = this.#fresh(moment, memory)
    this.#phase = 'running'
    this.#tellBegin(moment)
    this.#endNetwork = this.#deps.ownNetwork?.watch((word) => {
      this.#wake()
      this.#take({ kind: 'own', event: { kind: word === 'found' ? 'network-found' : 'network-lost' } })
    })
    for (const service of this.#deps.services) {
      this.#probers.set(service.id, service.probes.flatMap((probe) => this.#startProber(service.id, probe.id)))
    }
    this.#keepBeating()
    this.#keepCounting()
    this.#arm()
  }

  async stop(): Promise<void> {
    this.#endTrace()
    this.#phase = 'ended'
    for (const timer of [this.#timer, this.#beat, this.#batch]) timer?.cancel()
    this.#endNetwork?.()
    const probers = [...this.#probers.values()].flat()
    this.#probers.clear()
    await Promise.all(probers.map((prober) => prober.stop()))
  }

  view(): WatchView {
    const nowMs = this.#nowMs()
    return viewWatch(this.#state, { nowMs, utcMs: Math.round(nowMs + this.#utcAhead()) })
  }

  hint(serviceId: string): void {
    for (const prober of this.#probers.get(serviceId) ?? []) prober.hint()
  }

  hearPeople(serviceId: string, said: PeopleEvent): void {
    this.#tell(serviceId, said)
  }

  negativeProofs(serviceId: string): number {
    const state = this.#state.services.find((one) => one.service.id === serviceId)
    return state ? negativeProofs(state) : 0
  }

  beginMaintenance(serviceId: string): void {
    this.#tell(serviceId, { kind: 'maintenance-began' })
  }

  endMaintenance(serviceId: string): void {
    this.#tell(serviceId, { kind: 'maintenance-ended' })
  }

  liftUnstable(serviceId: string): void {
    this.#tell(serviceId, { kind: 'unstable-lifted' })
  }

  settle(): number {
    this.#wake()
    this.#take({ kind: 'time-passed' })
    return this.#lastMs
  }

  save(): SavedWatch {
    return saveWatch(this.#state.services, this.#nowMs(), this.#deps.clock.utcMs())
  }

  restore(saved: unknown): Result<void> {
    if (this.#phase !== 'new') return fail(failure('CALL_REFUSED', 'the watch has started'))
    const memory = readSavedWatch(saved, this.#nowMs(), this.#deps.clock.utcMs())
    if (!memory.ok) return memory
    this.#state = this.#fresh(this.#moment(), memory.value)
    this.#remembers = true
    return ok()
  }

  // ── probes ───────────────────────────────────────────────────────────────────────────────

  #startProber(service: string, probe: string): readonly Prober[] {
    const unusable = (error: Failure): void => {
      this.#tell(service, { kind: 'probe-unusable', probe })
      this.#announce([{ effect: 'announce-probe-unusable', service, probe, error, ...this.#stamp() }])
    }
    const opened = this.#deps.openProbe(probe)
    if (!opened.ok) {
      unusable(opened.error)
      return []
    }
    const prober = createProber({
      id: probe,
      probe: opened.value,
      clock: this.#deps.clock,
      settings: this.#settings,
      phase: this.#deps.random.fraction(),
      onWake: () => this.#wake(),
      onSample: (sample) => {
        this.#samples += 1
        this.#take({ kind: 'sampled', sample: inWholeMs(sample, this.#lastMs) })
      },
      onUnusable: unusable,
      onUsable: () => {
        this.#tell(service, { kind: 'probe-usable', probe })
        this.#announce([{ effect: 'announce-probe-usable', service, probe, ...this.#stamp() }])
      },
    })
    prober.start()
    return [prober]
  }

  #keepCounting(): void {
    this.#batch = this.#deps.clock.after(SAMPLES_EVERY_MS, () => {
      this.#wake()
      const count = this.#samples
      this.#samples = 0
      if (count > 0) this.#announce([{ effect: 'announce-samples', count, ...this.#stamp() }])
      this.#keepCounting()
    })
  }

  // ── the reducer and its time ─────────────────────────────────────────────────────────────

  #keepBeating(): void {
    this.#beat = this.#deps.clock.after(BEAT_EVERY_MS, () => {
      this.#wake()
      this.#keepBeating()
    })
  }

  /** Own health speaks before anything else that woke us: it alone knows whether we stood still. */
  #wake(): void {
    this.#take({ kind: 'own', event: { kind: 'beat', utcMs: this.#deps.clock.utcMs() } })
  }

  #tell(service: string, event: ConditionEvent): void {
    this.#wake()
    this.#take({ kind: 'for-service', service, event })
  }

  #take(event: WatchEvent): void {
    if (this.#phase !== 'running') return
    // A sample counts from when it was known: a line of a trace has one time.
    const nowMs = event.kind === 'sampled' ? event.sample.atMs : Math.max(this.#lastMs, this.#nowMs())
    this.#lastMs = nowMs
    const step = reduceWatch(this.#state, event, nowMs)
    const traced = asTraced(event, this.#state.health, step.state.health)
    if (traced) this.#deps.trace?.told(traced, nowMs)
    this.#state = step.state
    const moment = this.#moment()
    this.#announce(step.effects.map((effect) => ({ ...effect, utcMs: utcOf(effect.atMs, moment) })))
    this.#arm()
  }

  /** So that a trace goes on for as long as somebody watched, and not only up to the last answer. */
  #endTrace(): void {
    if (this.#phase === 'running') this.#deps.trace?.told({ kind: 'time-passed' }, this.settle())
  }

  #tellBegin({ nowMs: atMs, utcMs }: Moment): void {
    const { services, trace } = this.#deps
    this.#lastMs = atMs
    trace?.began({ atMs, utcMs, services, settings: this.#settings, ...(this.#remembers && { remembered: this.save() }) })
  }

  /** One change after the other, also when a listener's answer to one makes the next. */
  #announce(changes: readonly WatchChange[]): void {
    this.#outbox.push(...changes)
    if (this.#telling) return
    this.#telling = true
    try {
      for (let next = this.#outbox.shift(); next !== undefined; next = this.#outbox.shift()) this.#deps.onChange(next)
    } finally {
      this.#telling = false
    }
  }

  #arm(): void {
    const due = this.#phase === 'running' ? watchDueMs(this.#state) : Infinity
    // Few events move it.
    if (due === this.#armedMs) return
    this.#timer?.cancel()
    this.#armedMs = due
    if (due === Infinity) return
    this.#timer = this.#deps.clock.after(Math.max(0, due - this.#deps.clock.monotonicMs()), () => {
      this.#armedMs = Infinity
      this.#wake()
      this.#take({ kind: 'time-passed' })
    })
  }

  #fresh(moment: Moment, memory?: Readonly<Record<string, ConditionMemory>>): WatchState {
    return createWatchState({ services: this.#deps.services, settings: this.#settings, ...moment, memory })
  }

  #nowMs(): number {
    return Math.floor(this.#deps.clock.monotonicMs())
  }

  #moment(): Moment {
    return { nowMs: this.#nowMs(), utcMs: this.#deps.clock.utcMs() }
  }

  #stamp(): { readonly atMs: number; readonly utcMs: number } {
    return { atMs: this.#nowMs(), utcMs: this.#deps.clock.utcMs() }
  }
}
