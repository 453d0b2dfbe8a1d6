// What is known of each device from what it has told by itself: for a technician's tool, which must not ask a device that
// the console is working with. Pure, one device a state.
import type { RadioEvent } from '../../../native/kit/driver.ts'
import type { HidButtonsEvent } from '../../../native/registry.ts'
import type { DeviceFacts, Quantiles } from './words.ts'

export interface FactsState {
  readonly facts: Omit<DeviceFacts, 'id' | 'driver' | 'about' | 'refused' | 'answerMs'>
  /** When the command that runs was sent. */
  readonly askedMs?: number
  /** Newest last. */
  readonly answersMs: readonly number[]
}

export interface Now {
  readonly monotonicMs: number
  readonly utcMs: number
}

const ANSWERS_KEPT = 200
const COMMAND = /^AT/i
/** Source: V.250 and EN 300 392-5, final results. */
const FINAL_RESULT = /^(?:OK|ERROR|NO CARRIER|BUSY|NO ANSWER|NO DIALTONE|\+CM[ES] ERROR.*|[0-8])$/

export const beginFacts = (utcMs: number): FactsState => ({ facts: { link: 'opening', sinceUtcMs: utcMs }, answersMs: [] })

export function reduceRadioFacts(state: FactsState, event: RadioEvent, now: Now): FactsState {
  switch (event.event) {
    case 'link': {
      const { link } = event
      // A radio tells while it is being initialised, before it is up. Of one that went, nothing is known to be so any more.
      const { cause: _cause, detail: _detail, ...told } = state.facts
      const facts = link.link === 'up' ? { ...told, link: 'up' as const, sinceUtcMs: now.utcMs } : { sinceUtcMs: now.utcMs, ...link }
      return { facts, answersMs: state.answersMs }
    }
    case 'registration':
      return { ...state, facts: { ...state.facts, registration: event.registration, cell: event.cell } }
    case 'group':
      return { ...state, facts: { ...state.facts, group: event.gssi } }
    case 'mode':
      return { ...state, facts: { ...state.facts, mode: event.mode } }
    case 'signal': {
      const { signalDbm: _before, ...facts } = state.facts
      return { ...state, facts: { ...facts, ...(event.dbm === undefined ? {} : { signalDbm: event.dbm }) } }
    }
    case 'battery':
      return { ...state, facts: { ...state.facts, batteryPercent: event.percent } }
    case 'wire':
      return hearWire({ ...state, facts: { ...state.facts, ...(event.direction === 'in' ? { lastLineUtcMs: now.utcMs } : {}) } }, event, now.monotonicMs)
    default:
      return state
  }
}

function hearWire(state: FactsState, { direction, line }: Extract<RadioEvent, { event: 'wire' }>, nowMs: number): FactsState {
  const { askedMs, ...rest } = state
  if (direction === 'out') return COMMAND.test(line) ? { ...rest, askedMs: nowMs } : state
  if (direction !== 'in' || askedMs === undefined || !FINAL_RESULT.test(line.trim())) return state
  return { ...rest, answersMs: [...state.answersMs, nowMs - askedMs].slice(-ANSWERS_KEPT) }
}

export function reduceButtonFacts(state: FactsState, event: HidButtonsEvent, now: Now): FactsState {
  if (event.kind === 'link') {
    if (event.state !== 'lost') return { ...state, facts: { link: event.state, sinceUtcMs: now.utcMs } }
    return { ...state, facts: { link: 'down', sinceUtcMs: now.utcMs, cause: event.cause.code, detail: event.cause.detail } }
  }
  return { ...state, facts: { ...state.facts, lastLineUtcMs: now.utcMs } }
}

/** @returns undefined when nothing was measured */
export function quantiles(samples: readonly number[]): Quantiles | undefined {
  const sorted = samples.toSorted((one, other) => one - other)
  const at = (share: number): number => round(sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? 0)
  return sorted.length === 0 ? undefined : { n: sorted.length, p50: at(0.5), p95: at(0.95) }
}

const round = (ms: number): number => Math.round(ms * 10) / 10

const DIGITS_SHOWN = 3

/** `••••417`: enough to tell two radios of a room apart, as on the technician's screen. */
export const maskIdentity = (identity: string): string => `${'•'.repeat(Math.max(0, identity.length - DIGITS_SHOWN))}${identity.slice(-DIGITS_SHOWN)}`
