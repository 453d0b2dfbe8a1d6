// When the host is started, started again and ended. Pure: the same numbers as electron/host/supervisor.ts.
import { EXIT_TAKE_OVER } from '../../contract/link.ts'
import type { HostState } from '../../contract/shell.ts'

// The first restart is at once: a radio may be keyed, and only a running host can hang it up.
export const HOST_AGAIN_MS = [0, 250, 500, 1000, 2000, 5000] as const
export const CALM_MS = 60_000 // after so long a run the count starts anew
export const STOP_MS = 10_000 // the host ends by itself within 9.5 s
export const KILLED_MS = 1000 // a killed process that nobody reports gone is left to the system
export const REFUSED_MS = 1000 // a utility process with nothing left to do does not always end by itself

/** `goes-on`: one that ran has died, and the next works by the same site file, whatever lies there by now. */
export type SiteChoice = 'newest' | 'goes-on'

export type RestartState =
  | { readonly phase: 'starting'; readonly attempt: number; readonly site: SiteChoice }
  | { readonly phase: 'running'; readonly attempt: number }
  /** It said that it ends by itself and is to be started again at once. */
  | { readonly phase: 'taking-over'; readonly attempt: number }
  | { readonly phase: 'waiting'; readonly attempt: number; readonly site: SiteChoice }
  /** It said why it cannot run and is about to end; starting it again would not help. */
  | { readonly phase: 'refusing' }
  | { readonly phase: 'refused' }
  | { readonly phase: 'ending' }
  | { readonly phase: 'ended' }

export type RestartTimer = 'again' | 'calm' | 'kill' | 'killed'

export type RestartEvent =
  | { readonly event: 'ready' }
  | Pick<Extract<HostState, { host: 'refused' }>, 'error' | 'problems'> & { readonly event: 'refused' }
  | { readonly event: 'taking-over' }
  | { readonly event: 'exited'; readonly code: number }
  | { readonly event: 'timer-expired'; readonly timer: RestartTimer }
  | { readonly event: 'stop' }

export type RestartEffect =
  | { readonly effect: 'launch'; readonly site: SiteChoice }
  | { readonly effect: 'ask-to-end' }
  | { readonly effect: 'kill' }
  | { readonly effect: 'start-timer'; readonly timer: RestartTimer; readonly ms: number }
  | { readonly effect: 'stop-timer'; readonly timer: RestartTimer }
  | { readonly effect: 'tell'; readonly state: HostState }

export interface RestartStep {
  readonly state: RestartState
  readonly effects: readonly RestartEffect[]
}

const tell = (state: HostState): RestartEffect => ({ effect: 'tell', state })
const start = (timer: RestartTimer, ms: number): RestartEffect => ({ effect: 'start-timer', timer, ms })
const stop = (timer: RestartTimer): RestartEffect => ({ effect: 'stop-timer', timer })

const after = (first: RestartEffect, { state, effects }: RestartStep): RestartStep => ({ state, effects: [first, ...effects] })

/** The wait before start number `attempt + 1`, ms; the last one of the table holds for all further ones. */
export const againMs = (table: readonly number[], attempt: number): number => table[Math.min(attempt, table.length - 1)] ?? 0

export const beginRestart = (attempt = 0, site: SiteChoice = 'newest'): RestartStep => ({ state: { phase: 'starting', attempt, site }, effects: [tell({ host: 'starting' }), { effect: 'launch', site }] })

export function reduceRestart(state: RestartState, event: RestartEvent): RestartStep {
  switch (event.event) {
    case 'ready':
      // What was said before it could hear is lost.
      if (state.phase === 'ending') return { state, effects: [{ effect: 'ask-to-end' }] }
      if (state.phase !== 'starting') return { state, effects: [] }
      return { state: { phase: 'running', attempt: state.attempt }, effects: [tell({ host: 'running' }), start('calm', CALM_MS)] }
    case 'refused':
      // It was told to end before it could hear, and will not serve: nothing to wait for.
      if (state.phase === 'ending') return { state, effects: [{ effect: 'kill' }] }
      if (state.phase !== 'starting') return { state, effects: [] }
      return { state: { phase: 'refusing' }, effects: [tell({ host: 'refused', error: event.error, problems: event.problems }), start('kill', REFUSED_MS)] }
    case 'taking-over':
      if (state.phase !== 'running') return { state, effects: [] }
      return { state: { phase: 'taking-over', attempt: state.attempt }, effects: [tell({ host: 'taking-over' })] }
    case 'exited':
      return exited(state, event.code)
    case 'timer-expired':
      return expired(state, event.timer)
    case 'stop':
      return stopped(state)
  }
}

function exited(state: RestartState, code: number): RestartStep {
  switch (state.phase) {
    case 'taking-over':
      if (code !== EXIT_TAKE_OVER) return exited({ phase: 'running', attempt: state.attempt }, code)
      return after(stop('calm'), beginRestart(state.attempt))
    case 'starting':
    case 'running': {
      const ms = againMs(HOST_AGAIN_MS, state.attempt)
      const site = state.phase === 'starting' ? state.site : 'goes-on'
      return { state: { phase: 'waiting', attempt: state.attempt + 1, site }, effects: [stop('calm'), tell({ host: 'died', againInMs: ms }), start('again', ms)] }
    }
    // What it said stays on the screen: it is the only help there is.
    case 'refusing':
      return { state: { phase: 'refused' }, effects: [stop('kill')] }
    case 'ending':
      return { state: { phase: 'ended' }, effects: [stop('kill'), stop('killed'), tell({ host: 'ended' })] }
    case 'waiting':
    case 'refused':
    case 'ended':
      return { state, effects: [] }
  }
}

function expired(state: RestartState, timer: RestartTimer): RestartStep {
  switch (timer) {
    case 'again':
      return state.phase === 'waiting' ? beginRestart(state.attempt, state.site) : { state, effects: [] }
    case 'calm':
      return state.phase === 'running' ? { state: { phase: 'running', attempt: 0 }, effects: [] } : { state, effects: [] }
    case 'kill':
      if (state.phase === 'refusing') return { state, effects: [{ effect: 'kill' }] }
      return state.phase === 'ending' ? { state, effects: [{ effect: 'kill' }, start('killed', KILLED_MS)] } : { state, effects: [] }
    case 'killed':
      return state.phase === 'ending' ? { state: { phase: 'ended' }, effects: [tell({ host: 'ended' })] } : { state, effects: [] }
  }
}

function stopped(state: RestartState): RestartStep {
  switch (state.phase) {
    case 'starting':
    case 'running':
    case 'taking-over':
      return { state: { phase: 'ending' }, effects: [stop('calm'), { effect: 'ask-to-end' }, start('kill', STOP_MS)] }
    // It listens no more, and holds nothing.
    case 'refusing':
      return { state: { phase: 'ending' }, effects: [stop('kill'), { effect: 'kill' }, start('killed', KILLED_MS)] }
    case 'waiting':
    case 'refused':
      return { state: { phase: 'ended' }, effects: [stop('again'), tell({ host: 'ended' })] }
    case 'ending':
    case 'ended':
      return { state, effects: [] }
  }
}
