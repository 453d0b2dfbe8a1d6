// Life of the line to one radio: open, probe, hang up what may be keyed, initialise, watch, come back.
// Pure. Nothing is keyed and nothing initialised on a radio that still owes us a hang-up.
import type { ErrorCode } from '../kit/errors.ts'
import type { Step } from '../kit/machine.ts'

export type LinkState =
  | { readonly link: 'closed' }
  | { readonly link: 'opening'; readonly attempt: number }
  /** The line is open; does a radio answer? `tries` counts probes without an answer. */
  | { readonly link: 'probing'; readonly attempt: number; readonly tries: number }
  | { readonly link: 'hanging-up'; readonly attempt: number }
  | { readonly link: 'initialising'; readonly attempt: number }
  | { readonly link: 'up'; readonly sinceMs: number; readonly misses: number }
  /** The line is closed until the next attempt. */
  | { readonly link: 'waiting'; readonly attempt: number; readonly cause: ErrorCode; readonly untilMs: number }

export type LinkEvent =
  | { readonly event: 'started' }
  | { readonly event: 'stopped' }
  | { readonly event: 'opened' }
  | { readonly event: 'open-failed'; readonly cause: ErrorCode }
  | { readonly event: 'lost'; readonly cause: ErrorCode }
  | { readonly event: 'probe-answered'; readonly owesHangUp: boolean }
  | { readonly event: 'probe-unanswered' }
  | { readonly event: 'hung-up' }
  | { readonly event: 'hang-up-failed' }
  | { readonly event: 'initialised' }
  | { readonly event: 'initialising-failed' }
  | { readonly event: 'command-answered' }
  | { readonly event: 'command-unanswered' }
  /** Our own command came back although echo was switched off: the radio has restarted without saying so. */
  | { readonly event: 'restart-seen' }
  /** It was plugged in, or something like it. */
  | { readonly event: 'device-arrived' }
  | { readonly event: 'timer-expired' }

export type LinkEffect =
  | { readonly effect: 'open' }
  | { readonly effect: 'close' }
  | { readonly effect: 'probe' }
  | { readonly effect: 'hang-up' }
  | { readonly effect: 'initialise' }
  | { readonly effect: 'start-timer'; readonly ms: number }
  | { readonly effect: 'stop-timer' }
  | { readonly effect: 'up' }
  /** Came down from up, or could not come up: told once each time the cause changes hands from radio to line. */
  | { readonly effect: 'down'; readonly cause: ErrorCode }

const BACKOFF_MS = [250, 500, 1000, 2000, 5000] as const // then 5 s for ever; a link in /dev/serial comes a moment after its node
const PROBE_PAUSE_MS = 500 // between probes of a line that is open and silent
const PROBES_BEFORE_REOPEN = 8 // a USB adapter in long use can hang until it is opened anew
const MISSES_ALLOWED = 2 // commands in a row without a final result

const backoff = (attempt: number): number => BACKOFF_MS[Math.min(attempt, BACKOFF_MS.length - 1)] ?? 5000

type LinkStep = Step<LinkState, LinkEffect>
const stay = (state: LinkState): LinkStep => ({ state, effects: [] })
const go = (state: LinkState, ...effects: LinkEffect[]): LinkStep => ({ state, effects })

export const INITIAL_LINK: LinkState = { link: 'closed' }

export function reduceLink(state: LinkState, event: LinkEvent, nowMs: number): LinkStep {
  if (event.event === 'stopped') return state.link === 'closed' ? stay(state) : go({ link: 'closed' }, { effect: 'stop-timer' }, { effect: 'close' })
  if (event.event === 'lost') return lost(state, event.cause, nowMs)
  switch (state.link) {
    case 'closed':
      return event.event === 'started' ? go({ link: 'opening', attempt: 0 }, { effect: 'open' }) : stay(state)
    case 'opening':
      if (event.event === 'opened') return go({ link: 'probing', attempt: state.attempt, tries: 0 }, { effect: 'probe' })
      return event.event === 'open-failed' ? wait(state.attempt, event.cause, nowMs) : stay(state)
    case 'probing':
      return probing(state, event, nowMs)
    case 'hanging-up':
      if (event.event === 'hung-up') return go({ link: 'initialising', attempt: state.attempt }, { effect: 'initialise' })
      return event.event === 'hang-up-failed' ? probeAgain(state.attempt) : stay(state)
    case 'initialising':
      if (event.event === 'initialised') return go({ link: 'up', sinceMs: nowMs, misses: 0 }, { effect: 'up' })
      return event.event === 'initialising-failed' ? probeAgain(state.attempt) : stay(state)
    case 'up':
      return up(state, event)
    case 'waiting':
      // Its waits begin anew: what was plugged in this moment may not be ready for a while.
      if (event.event === 'device-arrived') return go({ link: 'opening', attempt: 0 }, { effect: 'stop-timer' }, { effect: 'open' })
      return event.event === 'timer-expired' ? go({ link: 'opening', attempt: state.attempt }, { effect: 'open' }) : stay(state)
  }
}

function probing(state: Extract<LinkState, { link: 'probing' }>, event: LinkEvent, nowMs: number): LinkStep {
  switch (event.event) {
    case 'probe-answered':
      return event.owesHangUp
        ? go({ link: 'hanging-up', attempt: state.attempt }, { effect: 'stop-timer' }, { effect: 'hang-up' })
        : go({ link: 'initialising', attempt: state.attempt }, { effect: 'stop-timer' }, { effect: 'initialise' })
    case 'probe-unanswered': {
      const tries = state.tries + 1
      if (tries >= PROBES_BEFORE_REOPEN) {
        const waiting = wait(state.attempt, 'DEVICE_SILENT', nowMs)
        return go(waiting.state, { effect: 'close' }, ...waiting.effects)
      }
      const said: LinkEffect[] = tries === MISSES_ALLOWED ? [{ effect: 'down', cause: 'DEVICE_SILENT' }] : []
      return go({ ...state, tries }, ...said, { effect: 'start-timer', ms: PROBE_PAUSE_MS })
    }
    case 'timer-expired':
      return go(state, { effect: 'probe' })
    default:
      return stay(state)
  }
}

function up(state: Extract<LinkState, { link: 'up' }>, event: LinkEvent): LinkStep {
  switch (event.event) {
    case 'command-answered':
      return stay(state.misses === 0 ? state : { ...state, misses: 0 })
    case 'command-unanswered': {
      const misses = state.misses + 1
      if (misses < MISSES_ALLOWED) return stay({ ...state, misses })
      return go({ link: 'probing', attempt: 0, tries: 0 }, { effect: 'down', cause: 'DEVICE_SILENT' }, { effect: 'probe' })
    }
    case 'restart-seen':
      return go({ link: 'probing', attempt: 0, tries: 0 }, { effect: 'down', cause: 'DEVICE_SILENT' }, { effect: 'probe' })
    default:
      return stay(state)
  }
}

const probeAgain = (attempt: number): LinkStep =>
  go({ link: 'probing', attempt, tries: 0 }, { effect: 'start-timer', ms: PROBE_PAUSE_MS })

function lost(state: LinkState, cause: ErrorCode, nowMs: number): LinkStep {
  if (state.link === 'closed' || state.link === 'waiting') return stay(state)
  const attempt = 'attempt' in state ? state.attempt : 0
  return wait(attempt, cause, nowMs)
}

function wait(attempt: number, cause: ErrorCode, nowMs: number): LinkStep {
  const ms = backoff(attempt)
  return go({ link: 'waiting', attempt: attempt + 1, cause, untilMs: nowMs + ms }, { effect: 'down', cause }, { effect: 'start-timer', ms })
}
