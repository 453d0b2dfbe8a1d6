// Days at one desk in simulated time: what the watch says of radio control goes into the real switch reducer, its timers run, a
// radio answers, and a person does as told. What comes out is where the position spoke, and for how long into nothing.
import { isSwitchAdvised } from '../../../electron/host/fallback/automatic.ts'
import { initialSwitch, switchReducer } from '../../../electron/host/fallback/switch-machine.ts'
import type { SwitchEvent, SwitchFacts, SwitchPlan, SwitchReport, SwitchSettings, SwitchState, SwitchTimer } from '../../../electron/host/fallback/types.ts'
import { SECOND_MS } from '../detection/told.ts'

export const RADIO = 'desk-radio'
const RBS = 'rbs'
const GROUP = '4037001'
/** Command, selection and reading back at a radio that answers in 50 ms: bench `switch`, median. */
const CONFIRM_MS = 157

/** As a site is delivered. */
export const SETTINGS: SwitchSettings = {
  confirmMs: 1000, settleMs: 3000, countdownMs: 5000, holdMs: 60_000, holdMaxMs: 3_600_000, relapseMemoryMs: 14_400_000,
  ownSpeechMs: 30_000, forceAfterMs: 1000, cutMs: 2000, emergencyQuietMs: 10_000, hardTimeoutMs: 120_000,
}

/** Who moves the position away from radio control: the console after its countdown, or a person so long after the advice. */
export type Mover = { readonly by: 'console' } | { readonly by: 'person'; readonly afterMs: number }

export interface Word {
  readonly atMs: number
  readonly word: SwitchFacts['rbs']
}

export interface Span {
  readonly fromMs: number
  readonly toMs: number
}

export interface DeskDays {
  readonly words: readonly Word[]
  readonly untilMs: number
  readonly mover: Mover
  /** Accepted this long after it was offered; absent: never. */
  readonly acceptsAfterMs?: number
  /** Emergency calls that the radio hears: they hold an automatic switch back. */
  readonly emergenciesMs?: readonly number[]
}

export interface Told {
  readonly atMs: number
  readonly report: SwitchReport
}

export interface DeskLog {
  readonly told: readonly Told[]
  /** Times at which switching away was advised, while the position was on radio control. */
  readonly advisedMs: readonly number[]
  /** When the position spoke through the alternative. */
  readonly away: readonly Span[]
}

interface Due {
  readonly atMs: number
  readonly run: () => void
}

const READY: SwitchFacts['readiness'] = { [RADIO]: { state: 'ready', verifiedAtMs: 0 } }
const AT_FIRST: SwitchFacts = { rbs: 'ok', ownNetworkDown: false, networkSilent: false, manned: true, proofs: 0, readiness: READY, ownTransmission: false, heard: false, emergencyOpen: false }
/** The SIP answer and the heartbeat of one RBS are two proofs; a word of the watch alone is none. */
const PROOFS = 2

export function spendDays(days: DeskDays): DeskLog {
  const desk = new Desk(days)
  desk.run()
  return desk.log()
}

class Desk {
  readonly #days: DeskDays
  readonly #reduce: ReturnType<typeof switchReducer>
  readonly #due: Due[] = []
  readonly #timers = new Map<SwitchTimer, Due>()
  readonly #told: Told[] = []
  readonly #advisedMs: number[] = []
  readonly #away: { fromMs: number; toMs: number }[] = []
  #state: SwitchState
  #facts = AT_FIRST
  #nowMs = 0

  constructor(days: DeskDays) {
    this.#days = days
    const plan: SwitchPlan = { channels: [{ id: RBS, kind: 'rbs' }, { id: RADIO, kind: 'tetra' }], groups: [GROUP], mode: 'act', automatic: days.mover.by === 'console' }
    this.#reduce = switchReducer(plan, SETTINGS)
    this.#state = initialSwitch(plan, SETTINGS, { facts: AT_FIRST, nowMs: 0 })
    for (const { atMs, word } of days.words) this.#at(atMs, () => this.#tell({ rbs: word, proofs: word === 'down' ? PROOFS : 0 }))
    for (const atMs of days.emergenciesMs ?? []) this.#at(atMs, () => this.#tell({ lastEmergencyMs: atMs }))
  }

  run(): void {
    for (;;) {
      const next = this.#due.shift()
      if (!next || next.atMs > this.#days.untilMs) break
      this.#nowMs = next.atMs
      next.run()
    }
    const last = this.#away.at(-1)
    if (last?.toMs === Infinity) last.toMs = this.#days.untilMs
  }

  log(): DeskLog {
    return { told: this.#told, advisedMs: this.#advisedMs, away: this.#away }
  }

  #at(atMs: number, run: () => void): Due {
    const due = { atMs, run }
    const after = this.#due.findLastIndex((one) => one.atMs <= atMs)
    this.#due.splice(after + 1, 0, due)
    return due
  }

  #cancel(timer: SwitchTimer): void {
    const due = this.#timers.get(timer)
    if (due) this.#due.splice(this.#due.indexOf(due), 1)
    this.#timers.delete(timer)
  }

  #tell(changed: Partial<SwitchFacts>): void {
    this.#facts = { ...this.#facts, ...changed }
    this.#dispatch({ event: 'facts-changed', facts: this.#facts })
  }

  #dispatch(event: SwitchEvent): void {
    const before = this.#state
    const step = this.#reduce(before, event, this.#nowMs)
    this.#state = step.state
    for (const effect of step.effects) {
      if (effect.effect === 'select') {
        const { channel, group } = effect
        this.#at(this.#nowMs + CONFIRM_MS, () => this.#dispatch({ event: 'channel-confirmed', channel, group }))
      } else if (effect.effect === 'start-timer') this.#start(effect.timer, effect.ms)
      else if (effect.effect === 'stop-timer') this.#cancel(effect.timer)
      else if (effect.effect === 'report') this.#report(effect.report)
    }
    this.#follow(before)
  }

  #start(timer: SwitchTimer, ms: number): void {
    this.#cancel(timer)
    this.#timers.set(timer, this.#at(this.#nowMs + ms, () => {
      this.#timers.delete(timer)
      this.#dispatch({ event: 'timer-expired', timer })
    }))
  }

  #report(report: SwitchReport): void {
    this.#told.push({ atMs: this.#nowMs, report })
    const last = this.#away.at(-1)
    if (report.report === 'switched') this.#away.push({ fromMs: this.#nowMs, toMs: Infinity })
    if (report.report === 'returned' && last) last.toMs = this.#nowMs
    const { acceptsAfterMs } = this.#days
    if (report.report === 'return-offered' && acceptsAfterMs !== undefined) {
      this.#at(this.#nowMs + acceptsAfterMs, () => this.#state.returnOffered && this.#dispatch({ event: 'return-pressed' }))
    }
  }

  /** The person sees the advice, and presses if it still stands. */
  #follow(before: SwitchState): void {
    const isNew = this.#isAdvised(this.#state) && !this.#isAdvised(before)
    if (!isNew) return
    this.#advisedMs.push(this.#nowMs)
    const { mover } = this.#days
    if (mover.by === 'person') this.#at(this.#nowMs + mover.afterMs, () => this.#isAdvised(this.#state) && this.#dispatch({ event: 'switch-pressed' }))
  }

  readonly #isAdvised = (state: SwitchState): boolean => state.active.channel === RBS && isSwitchAdvised(state)
}

// ── against the truth ──────────────────────────────────────────────────────────────────────

/** How long the position spoke through radio control while it carried nothing, ms. @param gaps  in order */
export function deadMs(gaps: readonly Span[], away: readonly Span[]): number {
  const covered = gaps.reduce((sum, gap) => sum + away.reduce((part, span) => part + overlapMs(gap, span), 0), 0)
  return gaps.reduce((sum, { fromMs, toMs }) => sum + toMs - fromMs, 0) - covered
}

const overlapMs = (one: Span, other: Span): number => Math.max(0, Math.min(one.toMs, other.toMs) - Math.max(one.fromMs, other.fromMs))

export const countOf = ({ told }: DeskLog, kind: SwitchReport['report']): number => told.filter(({ report }) => report.report === kind).length

export const seconds = (ms: number): number => ms / SECOND_MS
