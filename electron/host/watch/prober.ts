// Runs one probe: asks it when its schedule says so, and makes a sample of whatever comes of each question.
import type { Clock, Timer } from '../../../native/kit/clock.ts'
import { failure, type Failure } from '../../../native/kit/errors.ts'
import { fail } from '../../../native/kit/result.ts'
import { hardCauseOf } from './probe-evidence.ts'
import type { Probe, ProbeEars, PushedResult } from './probe.ts'
import { createSchedule, reduceSchedule, scheduleDueMs, type ScheduleEvent, type ScheduleState } from './schedule.ts'
import type { WatchSettings } from './settings.ts'
import type { ProbeResult, Sample } from './types.ts'

/** A probe that cannot be opened, such as a heartbeat whose port is taken, is tried again this often. */
const REOPEN_MS = 5_000
/** Questions under way at once; the time-out divided by the fast interval gives five. */
const UNDER_WAY_MAX = 16
/** Without a reason of ours each time-out would make an error with its stack: hundreds a second when all is silent. */
const OVER = 'question over'

export interface ProberDeps {
  readonly id: string
  readonly probe: Probe
  readonly clock: Clock
  readonly settings: WatchSettings
  /** Fraction of the interval before the first question. */
  readonly phase: number
  /** Called before anything else whenever a timer wakes us: own health must speak first. */
  readonly onWake: () => void
  readonly onSample: (sample: Sample) => void
  readonly onUnusable: (error: Failure) => void
  readonly onUsable: () => void
}

export interface Prober {
  start(): void
  /** Ends within the probe's own bound; no sample comes afterwards. */
  stop(): Promise<void>
  /** Something suggests a fault: one question at once. */
  hint(): void
}

export function createProber(deps: ProberDeps): Prober {
  return new RunningProber(deps)
}

class RunningProber implements Prober {
  readonly #deps: ProberDeps
  #schedule: ScheduleState | undefined
  #timer: Timer | undefined
  /** When the timer that runs is due, while it waits for the schedule. */
  #armedMs: number | undefined
  #running = false
  #unusableBy: Failure | undefined
  readonly #underWay = new Set<() => void>()

  constructor(deps: ProberDeps) {
    this.#deps = deps
  }

  start(): void {
    if (this.#running) return
    this.#running = true
    void this.#open()
  }

  async stop(): Promise<void> {
    this.#running = false
    this.#timer?.cancel()
    for (const drop of [...this.#underWay]) drop()
    await this.#deps.probe.close()
  }

  hint(): void {
    this.#dispatch({ kind: 'hinted' })
  }

  async #open(): Promise<void> {
    const { probe, settings, phase } = this.#deps
    const ears: ProbeEars = { push: (pushed) => this.#takePushed(pushed), suspect: () => this.hint(), lost: (error) => this.#lose(error) }
    const opened = await probe.open?.(ears).catch((cause: unknown) => fail(failure('BUG_UNEXPECTED', String(cause))))
    // Stopped meanwhile: what has just been opened is closed again.
    if (!this.#running) return probe.close()
    if (opened && !opened.ok) return this.#rest(opened.error)
    if (this.#unusableBy) this.#deps.onUsable()
    this.#unusableBy = undefined
    if (!probe.ask) return
    this.#schedule = createSchedule(settings, phase, this.#nowMs())
    this.#arm()
  }

  #lose(error: Failure): void {
    if (!this.#running || this.#unusableBy) return
    this.#schedule = undefined
    for (const drop of [...this.#underWay]) drop()
    this.#rest(error)
    void this.#deps.probe.close()
  }

  #rest(error: Failure): void {
    this.#timer?.cancel()
    this.#armedMs = undefined
    const before = this.#unusableBy
    this.#unusableBy = error
    // Told once: a program that is not there would otherwise fill the record each five seconds.
    if (before?.code !== error.code || before.detail !== error.detail) this.#deps.onUnusable(error)
    this.#timer = this.#deps.clock.after(REOPEN_MS, () => void this.#open())
  }

  // ── asking ───────────────────────────────────────────────────────────────────────────────

  #dispatch(event: ScheduleEvent): void {
    if (!this.#running || !this.#schedule) return
    const step = reduceSchedule(this.#schedule, event, this.#nowMs())
    this.#schedule = step.state
    for (const effect of step.effects) this.#ask(effect.regular)
    this.#arm()
  }

  #arm(): void {
    if (!this.#schedule) return
    const dueMs = scheduleDueMs(this.#schedule)
    // An answer changes nothing of when the next question goes out.
    if (dueMs === this.#armedMs) return
    this.#timer?.cancel()
    this.#armedMs = dueMs
    this.#timer = this.#deps.clock.after(Math.max(0, dueMs - this.#deps.clock.monotonicMs()), () => {
      this.#armedMs = undefined
      this.#deps.onWake()
      this.#dispatch({ kind: 'time-passed' })
    })
  }

  /** One question, bounded by itself: it neither waits for an earlier one nor delays a later one. */
  #ask(regular: boolean): void {
    const { probe, clock, settings } = this.#deps
    if (!probe.ask || this.#underWay.size >= UNDER_WAY_MAX) return
    const sentMs = this.#nowMs()
    const abort = new AbortController()
    let open = true
    const end = (): void => {
      open = false
      timer.cancel()
      this.#underWay.delete(drop)
    }
    const drop = (): void => {
      end()
      abort.abort(OVER)
    }
    // Who has answered has let go by itself.
    const finish = (result: ProbeResult): void => {
      if (!open) return
      end()
      this.#deps.onWake()
      this.#take({ probe: this.#deps.id, sentMs, atMs: this.#nowMs(), regular, result })
    }
    const giveUp = (result: ProbeResult): void => {
      abort.abort(OVER)
      finish(result)
    }
    const timer = clock.after(settings.probeTimeoutMs, () => giveUp({ kind: 'timeout' }))
    this.#underWay.add(drop)
    // A probe that throws is a defect of ours: it must not read as the target's refusal.
    probe.ask(abort.signal).then(finish, (cause: unknown) => giveUp({ kind: 'timeout', detail: `BUG_UNEXPECTED ${String(cause)}` }))
  }

  #takePushed(pushed: PushedResult): void {
    if (!this.#running || this.#unusableBy) return
    this.#deps.onWake()
    this.#take({ probe: this.#deps.id, atMs: this.#nowMs(), ...pushed })
  }

  #take(sample: Sample): void {
    this.#deps.onSample(sample)
    const isReply = sample.result.kind === 'reply' && hardCauseOf(sample) === undefined
    this.#dispatch({ kind: isReply ? 'replied' : 'missed' })
  }

  /** Whole milliseconds, so that live samples and traces are of one kind. */
  #nowMs(): number {
    return Math.floor(this.#deps.clock.monotonicMs())
  }
}
