// When to look what is plugged in: soon after an event, once more when slow nodes have come, and by the clock only where no
// event can be had. Pure. Source: reference/hid-consoles.md, sections 3.1 and 3.2.
import type { Step } from '../../kit/machine.ts'

export type ScanTimer = 'settle' | 'second' | 'third' | 'poll' | 'retry'

export type ScanState =
  | { readonly scan: 'stopped' }
  | {
    /** `again`: something changed while it was looked; one more scan follows, never two. */
    readonly scan: 'idle' | 'running' | 'again'
    /** Whether events come; else the clock must do. */
    readonly hears: boolean
    readonly settling: boolean
    /** Scans in a row that failed. */
    readonly failures: number
  }

export type ScanEvent =
  | { readonly event: 'started'; readonly hears: boolean }
  | { readonly event: 'stopped' }
  | { readonly event: 'changed' }
  | { readonly event: 'events-found' }
  | { readonly event: 'events-lost' }
  | { readonly event: 'scanned' }
  /** Or did not see everything: it is worth another try. */
  | { readonly event: 'scan-failed' }
  | { readonly event: 'timer-expired'; readonly timer: ScanTimer }

export type ScanEffect =
  | { readonly effect: 'scan' }
  | { readonly effect: 'start-timer'; readonly timer: ScanTimer; readonly ms: number }
  | { readonly effect: 'stop-timer'; readonly timer: ScanTimer }

/** One plugging in makes several nodes: they are looked at together. */
export const SETTLE_MS = 50
/** Serial nodes come later than the event of their USB device, and rights later than nodes. */
export const SECOND_MS = 1_000
export const THIRD_MS = 3_000
export const POLL_MS = 5_000
/** After a scan that failed; the last one repeats. A wedged device stays wedged until somebody pulls it. */
export const RETRY_MS = [1_000, 2_000, 5_000, 10_000, 30_000] as const

const ALL_TIMERS: readonly ScanTimer[] = ['settle', 'second', 'third', 'poll', 'retry']

type ScanStep = Step<ScanState, ScanEffect>
type Running = Exclude<ScanState, { scan: 'stopped' }>

export const INITIAL_SCAN: ScanState = { scan: 'stopped' }

const stay = (state: ScanState): ScanStep => ({ state, effects: [] })
const go = (state: ScanState, ...effects: ScanEffect[]): ScanStep => ({ state, effects })
const timer = (name: ScanTimer, ms: number): ScanEffect => ({ effect: 'start-timer', timer: name, ms })

export function reduceScan(state: ScanState, event: ScanEvent): ScanStep {
  if (state.scan === 'stopped') return event.event === 'started' ? begin(event.hears) : stay(state)
  switch (event.event) {
    case 'started':
      return stay(state)
    case 'stopped':
      return go(INITIAL_SCAN, ...ALL_TIMERS.map((name): ScanEffect => ({ effect: 'stop-timer', timer: name })))
    case 'changed': {
      const rescans = [timer('second', SECOND_MS), timer('third', THIRD_MS)]
      // Not begun anew with each event: a device that comes and goes for ever must not keep the scan waiting for ever.
      return state.settling ? go(state, ...rescans) : go({ ...state, settling: true }, timer('settle', SETTLE_MS), ...rescans)
    }
    case 'events-found':
      // What was plugged in before they came was told by none.
      return state.hears ? stay(state) : also(look({ ...state, hears: true }), { effect: 'stop-timer', timer: 'poll' })
    case 'events-lost':
      return state.hears ? go({ ...state, hears: false }, timer('poll', POLL_MS)) : stay(state)
    case 'scanned':
      return also(ended({ ...state, failures: 0 }), { effect: 'stop-timer', timer: 'retry' })
    case 'scan-failed':
      return also(ended({ ...state, failures: state.failures + 1 }), timer('retry', retryMs(state.failures)))
    case 'timer-expired':
      return expired(state, event.timer)
  }
}

function begin(hears: boolean): ScanStep {
  const first = go({ scan: 'running', hears, settling: false, failures: 0 }, { effect: 'scan' })
  return hears ? first : also(first, timer('poll', POLL_MS))
}

function expired(state: Running, name: ScanTimer): ScanStep {
  if (name === 'settle') return look({ ...state, settling: false })
  if (name !== 'poll') return look(state)
  if (state.hears) return stay(state)
  // While scans fail their own waits hold: the clock must not press on with a system that does not answer.
  return also(state.failures > 0 ? stay(state) : look(state), timer('poll', POLL_MS))
}

const look = (state: Running): ScanStep =>
  state.scan === 'idle' ? go({ ...state, scan: 'running' }, { effect: 'scan' }) : stay({ ...state, scan: 'again' })

const ended = (state: Running): ScanStep =>
  state.scan === 'again' ? go({ ...state, scan: 'running' }, { effect: 'scan' }) : stay({ ...state, scan: 'idle' })

const also = (step: ScanStep, effect: ScanEffect): ScanStep => ({ state: step.state, effects: [...step.effects, effect] })

const retryMs = (failures: number): number => RETRY_MS[Math.min(failures, RETRY_MS.length - 1)] ?? POLL_MS
