// Is what the page holds still true? Pure: packets, closings and the passing of time in; live, stale or lost out.
// A host that stands still is as dead to a dispatcher as one that is gone, so silence counts, not only a closed pipe.
import { TAKE_OVER_MS } from '../../electron/contract/link.ts'
import type { HostState } from '../../electron/contract/shell.ts'

/** Without a pulse this long (three are missing) the page says since when its data is old. */
export const STALE_MS = 1500
/** Without a pulse this long it says that Achterwacht does not work. */
export const LOST_MS = 3000
/** At start the host may need this long before the page calls it dead. */
export const START_MS = 8000
/** From a closed pipe to the next attempt; the last one repeats. */
export const AGAIN_MS = [0, 250, 500, 1000, 2000] as const
/** A pipe that does not open is given up after this. */
export const OPEN_MS = 4000

export type LostCause = 'pipe' | 'silent' | 'died' | 'refused' | 'ended'

export type LinkView =
  | { readonly link: 'connecting'; readonly sinceMs: number }
  | { readonly link: 'live' }
  /** It begins anew with another plan: said beforehand, and no outage yet. */
  | { readonly link: 'taking-over'; readonly sinceMs: number }
  | { readonly link: 'stale'; readonly sinceMs: number }
  | { readonly link: 'lost'; readonly sinceMs: number; readonly cause: LostCause }

export interface LinkState {
  readonly view: LinkView
  readonly pipe: 'opening' | 'open' | 'closed'
  readonly attempt: number
  /** Last sign of life of the host. */
  readonly heardMs: number | undefined
  readonly host: HostState | undefined
}

export type LinkEvent =
  | { readonly event: 'pipe-opened' }
  | { readonly event: 'pipe-closed' }
  /** A pulse, a topic or a reply: the host lives. */
  | { readonly event: 'host-heard' }
  | { readonly event: 'host-told'; readonly state: HostState }
  | { readonly event: 'timer-expired'; readonly timer: LinkTimer }

export type LinkTimer = 'silence' | 'open'

export type LinkEffect =
  | { readonly effect: 'open-pipe' }
  | { readonly effect: 'close-pipe' }
  /** Asks for everything anew. */
  | { readonly effect: 'subscribe' }
  /** What is held is not true any more: calls fail, topics are dropped. */
  | { readonly effect: 'forget' }
  | { readonly effect: 'start-timer'; readonly timer: LinkTimer; readonly ms: number }

export interface LinkStep {
  readonly state: LinkState
  readonly effects: readonly LinkEffect[]
}

export const beginLink = (nowMs: number): LinkStep => ({
  state: { view: { link: 'connecting', sinceMs: nowMs }, pipe: 'opening', attempt: 0, heardMs: undefined, host: undefined },
  effects: [{ effect: 'open-pipe' }, startTimer('open', OPEN_MS), startTimer('silence', START_MS)],
})

export function reduceLink(state: LinkState, event: LinkEvent, nowMs: number): LinkStep {
  switch (event.event) {
    case 'pipe-opened':
      return { state: { ...state, pipe: 'open', attempt: 0 }, effects: [{ effect: 'subscribe' }] }
    case 'pipe-closed':
      return pipeClosed(state, nowMs)
    case 'host-heard':
      return hostHeard(state, nowMs)
    case 'host-told':
      return hostTold(state, event.state, nowMs)
    case 'timer-expired':
      return event.timer === 'open' ? openExpired(state, nowMs) : silenceExpired(state, nowMs)
  }
}

function pipeClosed(state: LinkState, nowMs: number): LinkStep {
  const ms = AGAIN_MS[Math.min(state.attempt, AGAIN_MS.length - 1)] ?? 0
  const next: LinkState = { ...state, pipe: 'closed', attempt: state.attempt + 1, heardMs: undefined }
  const effects: LinkEffect[] = [{ effect: 'forget' }, startTimer('open', ms)]
  // The pipe of a host that begins anew ends with it.
  if (state.view.link === 'taking-over') return { state: next, effects }
  // Not yet connected once: the host may still be starting, which is no outage.
  if (state.view.link === 'connecting' && nowMs - state.view.sinceMs < START_MS) return { state: next, effects }
  return { state: { ...next, view: lostSince(state, 'pipe', nowMs) }, effects }
}

/** What was under way when the host died arrives after the word that it did. */
const GONE: ReadonlySet<HostState['host'] | undefined> = new Set(['taking-over', 'died', 'refused', 'ended'])

function hostHeard(state: LinkState, nowMs: number): LinkStep {
  if (GONE.has(state.host?.host)) return { state, effects: [] }
  const heard: LinkState = { ...state, heardMs: nowMs, view: { link: 'live' } }
  if (state.view.link === 'live') return { state: heard, effects: [] }
  // What was dropped, or may have been missed, is asked for anew; the first pulse answers the first subscription.
  const again: LinkEffect[] = state.view.link === 'lost' && state.pipe === 'open' ? [{ effect: 'subscribe' }] : []
  return { state: heard, effects: [...again, startTimer('silence', STALE_MS)] }
}

function hostTold(state: LinkState, host: HostState, nowMs: number): LinkStep {
  const told: LinkState = { ...state, host }
  switch (host.host) {
    case 'starting':
      return { state: told, effects: [] }
    case 'running':
      return { state: told, effects: state.pipe === 'open' ? [{ effect: 'subscribe' }] : [] }
    case 'taking-over':
      // Lost before it was said: an outage that is shown is not taken back before the console is.
      if (state.view.link === 'lost') return { state: told, effects: [] }
      return { state: { ...told, heardMs: undefined, view: { link: 'taking-over', sinceMs: nowMs } }, effects: [{ effect: 'forget' }, startTimer('silence', TAKE_OVER_MS)] }
    case 'died':
    case 'refused':
    case 'ended':
      return { state: { ...told, heardMs: undefined, view: lostSince(state, host.host, nowMs) }, effects: [{ effect: 'forget' }] }
  }
}

/** One timer for both: tries again when the pipe is closed, gives up on one that does not open. */
function openExpired(state: LinkState, nowMs: number): LinkStep {
  switch (state.pipe) {
    case 'open':
      return { state, effects: [] }
    case 'closed':
      return { state: { ...state, pipe: 'opening' }, effects: [{ effect: 'open-pipe' }, startTimer('open', OPEN_MS)] }
    case 'opening': {
      const closed = pipeClosed(state, nowMs)
      return { state: closed.state, effects: [{ effect: 'close-pipe' }, ...closed.effects] }
    }
  }
}

function silenceExpired(state: LinkState, nowMs: number): LinkStep {
  const { view, heardMs } = state
  if (view.link === 'lost') return { state, effects: [] }
  if (view.link === 'taking-over') {
    const leftMs = TAKE_OVER_MS - (nowMs - view.sinceMs)
    if (leftMs > 0) return { state, effects: [startTimer('silence', leftMs)] }
    return { state: { ...state, view: { link: 'lost', sinceMs: view.sinceMs, cause: 'silent' } }, effects: [] }
  }
  if (view.link === 'connecting') {
    const waitedMs = nowMs - view.sinceMs
    if (waitedMs < START_MS) return { state, effects: [startTimer('silence', START_MS - waitedMs)] }
    return { state: { ...state, view: { link: 'lost', sinceMs: view.sinceMs, cause: 'silent' } }, effects: [] }
  }
  const since = heardMs ?? nowMs
  const silentMs = nowMs - since
  if (silentMs < STALE_MS) return { state, effects: [startTimer('silence', STALE_MS - silentMs)] }
  if (silentMs < LOST_MS) return { state: { ...state, view: { link: 'stale', sinceMs: since } }, effects: [startTimer('silence', LOST_MS - silentMs)] }
  return { state: { ...state, view: { link: 'lost', sinceMs: since, cause: 'silent' } }, effects: [{ effect: 'forget' }] }
}

/** The outage began when it was first lost, whatever is learned about its cause later. */
function lostSince({ view, heardMs }: LinkState, cause: LostCause, nowMs: number): LinkView {
  if (view.link === 'lost') return { ...view, cause: view.cause === 'refused' ? 'refused' : cause }
  return { link: 'lost', sinceMs: view.link === 'live' ? (heardMs ?? nowMs) : view.link === 'stale' || view.link === 'taking-over' ? view.sinceMs : nowMs, cause }
}

const startTimer = (timer: LinkTimer, ms: number): LinkEffect => ({ effect: 'start-timer', timer, ms })
