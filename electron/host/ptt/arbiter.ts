// Who may transmit where: the press arbiter. Architecture section 6, "Pedal" and "PTT".
// Pure: the edge (ptt.ts) carries out the effects. Its table of all states and events is test/fixtures/ptt/arbiter-table.txt.
import type { Reduce, Step } from '../../../native/kit/machine.ts'
import type {
  BoundChannel, PttEffect, PttEvent, PttSettings, PttSource, PttState, RefusalCause, SourcePosition, Transmission,
} from './types.ts'

type PttStep = Step<PttState, PttEffect>

const SOFT = 'soft'
const HARD = 'hard'
const rearmTimer = (source: string): string => `rearm:${source}`
const aliveTimer = (source: string): string => `alive:${source}`

const stay = (state: PttState): PttStep => ({ state, effects: [] })
const then = (state: PttState, ...effects: PttEffect[]): PttStep => ({ state, effects })

/** The arbiter for these settings. */
export const pttReducer = (settings: PttSettings): Reduce<PttState, PttEvent, PttEffect> =>
  (state, event, nowMs) => reducePtt(settings, state, event, nowMs)

/** Decides one event. Everything that un-keys is unconditional; everything that keys has to pass `pressed`. */
function reducePtt(settings: PttSettings, state: PttState, event: PttEvent, nowMs: number): PttStep {
  switch (event.event) {
    case 'source-added':
      return added(settings, state, event)
    case 'source-read':
      return withKnown(state, event.source, (source) => {
        if (source.position === 'unread') return firstRead(state, source, event.down)
        return event.down ? pressed(settings, state, source, nowMs) : released(settings, state, source)
      })
    case 'source-pressed':
      return withKnown(state, event.source, (source) => pressed(settings, state, source, nowMs))
    case 'source-released':
      return withKnown(state, event.source, (source) => released(settings, state, source))
    case 'source-kept-alive':
      return withKnown(state, event.source, (source) =>
        source.kind === 'page' && isHeld(source)
          ? then(state, { effect: 'start-timer', timer: aliveTimer(source.id), ms: settings.pageKeepAliveMs })
          : stay(state))
    case 'source-removed':
      return removed(settings, state, event.source)
    case 'target-changed':
      return targetChanged(state, event.target, nowMs)
    case 'switching-changed':
      return stay({ ...state, switching: event.switching })
    case 'everything-released':
      return ended(state, 'cut', nowMs)
    case 'floor-queued':
      return floorQueued(state, event.channel)
    case 'floor-granted':
      return floorGranted(settings, state, event.channel, nowMs)
    case 'floor-refused':
    case 'floor-ended':
      return isBoundTo(state.transmission, event.channel) ? floorLost(state, event.cause, nowMs) : stay(state)
    case 'link-lost':
      return linkLost(state, event.channel, event.mayTransmit, nowMs)
    case 'hung-up':
      return stay({ ...state, mayTransmit: state.mayTransmit.filter((channel) => channel !== event.channel) })
    case 'timer-expired':
      return timerExpired(settings, state, event.timer, nowMs)
  }
}

/** A source that appears again was away in between: what it held is released first. */
function added(settings: PttSettings, state: PttState, event: Extract<PttEvent, { event: 'source-added' }>): PttStep {
  const gone = removed(settings, state, event.source)
  const source: PttSource = { id: event.source, kind: event.kind, position: 'unread', timedOut: false }
  return { state: withSource(gone.state, source), effects: gone.effects }
}

/** The first report of a device: what is down in it was not pressed for us. */
function firstRead(state: PttState, source: PttSource, down: boolean): PttStep {
  return stay(withPosition(state, source, down ? 'stuck' : 'up'))
}

function pressed(settings: PttSettings, state: PttState, source: PttSource, nowMs: number): PttStep {
  switch (source.position) {
    case 'down':
    case 'stuck':
      return stay(state)
    case 'unread':
      // The edge of a device whose rest position was never seen proves nothing: "pedaal vast" until one release.
      return stay(withPosition(state, source, 'stuck'))
    case 'rearming':
      // Up for less than rearmMs after a time-out: a bounce, not a release.
      return then(withPosition(state, source, 'stuck'), { effect: 'stop-timer', timer: rearmTimer(source.id) })
    case 'up':
      return pressedArmed(settings, withPosition(state, source, 'down'), source, nowMs)
  }
}

function pressedArmed(settings: PttSettings, state: PttState, source: PttSource, nowMs: number): PttStep {
  const alive: PttEffect[] =
    source.kind === 'page' ? [{ effect: 'start-timer', timer: aliveTimer(source.id), ms: settings.pageKeepAliveMs }] : []
  if (joins(state, source)) return then(state, ...alive)
  if (state.target.kind === 'rbs') return then(state, ...alive, { effect: 'count-rbs-press', source: source.id })

  const refusal = refusalOf(state)
  if (refusal) {
    return then({ ...state, transmission: { phase: 'refused', cause: refusal, sinceMs: nowMs, by: source.id } }, ...alive)
  }
  const bound = state.target as BoundChannel
  return then(
    { ...state, transmission: { phase: 'waiting', bound, sinceMs: nowMs, queued: false, by: source.id } },
    { effect: 'request-floor', channel: bound.channel, group: bound.group },
    ...alive,
  )
}

/** A further key joins the press that is running. One that was refused ends with its own keys: it holds up no other key. */
function joins({ transmission, sources }: PttState, pressing: PttSource): boolean {
  if (transmission.phase !== 'refused') return transmission.phase !== 'idle'
  return Object.values(sources).some((source) => source.id !== pressing.id && source.position === 'down')
}

function refusalOf(state: PttState): RefusalCause | undefined {
  if (state.switching) return 'switching'
  if (state.target.kind !== 'channel') return (state.target.kind === 'none' ? state.target.because : undefined) ?? 'no-channel'
  return state.mayTransmit.includes(state.target.channel) ? 'hanging-up' : undefined
}

function released(settings: PttSettings, state: PttState, source: PttSource): PttStep {
  const timers: PttEffect[] = source.kind === 'page' ? [{ effect: 'stop-timer', timer: aliveTimer(source.id) }] : []
  switch (source.position) {
    case 'up':
      return stay(state)
    case 'unread':
      return then(withPosition(state, source, 'up'), ...timers)
    case 'rearming':
      return stay(state)
    case 'stuck':
      return source.timedOut
        ? then(withPosition(state, source, 'rearming'), ...timers, { effect: 'start-timer', timer: rearmTimer(source.id), ms: settings.rearmMs })
        : afterKeyUp(withPosition(state, source, 'up'), timers)
    case 'down':
      return afterKeyUp(withPosition(state, source, 'up'), timers)
  }
}

/** The press lasts while any key is counted; with the last one up the floor goes back. */
function afterKeyUp(state: PttState, effects: readonly PttEffect[]): PttStep {
  const { transmission } = state
  if (transmission.phase === 'idle') return { state, effects }
  const holder = Object.values(state.sources).find((source) => source.position === 'down')
  if (holder) return { state: { ...state, transmission: { ...transmission, by: holder.id } }, effects }
  if (transmission.phase === 'refused') {
    const stillHeld = Object.values(state.sources).some((source) => source.position === 'stuck' && source.timedOut)
    return { state: stillHeld ? state : { ...state, transmission: { phase: 'idle' } }, effects }
  }
  const over = unkey(state, { phase: 'idle' })
  return { state: over.state, effects: [...effects, ...over.effects] }
}

function removed(settings: PttSettings, state: PttState, id: string): PttStep {
  const source = state.sources[id]
  if (!source) return stay(state)
  const letGo = isHeld(source)
    ? released(settings, state, { ...source, timedOut: false })
    : stay(state)
  const { [id]: _gone, ...sources } = letGo.state.sources
  const rest: PttState = { ...letGo.state, sources }
  const noneHeld = !Object.values(sources).some(isHeld)
  const idle = rest.transmission.phase === 'refused' && noneHeld ? { ...rest, transmission: { phase: 'idle' } as const } : rest
  return { state: idle, effects: [...letGo.effects, { effect: 'stop-timer', timer: rearmTimer(id) }, { effect: 'stop-timer', timer: aliveTimer(id) }] }
}

/** A running press keeps its bound channel; the switch defers or cuts it by `everything-released`. */
function targetChanged(state: PttState, target: PttState['target'], nowMs: number): PttStep {
  const held = Object.values(state.sources).filter((source) => source.position === 'down')
  const [first] = held
  const next: PttState = { ...state, target }
  if (first === undefined || state.transmission.phase !== 'idle') return stay(next)
  // A pedal held on the RBS through a switch must be released and pressed anew: it was not meant for this radio.
  const sources = { ...state.sources }
  for (const source of held) sources[source.id] = { ...source, position: 'stuck' }
  if (target.kind !== 'channel') return stay({ ...next, sources })
  return stay({ ...next, sources, transmission: { phase: 'refused', cause: 'stuck', sinceMs: nowMs, by: first.id } })
}

function floorQueued(state: PttState, channel: string): PttStep {
  const { transmission } = state
  if (transmission.phase !== 'waiting' || transmission.bound.channel !== channel) return stay(state)
  return stay({ ...state, transmission: { ...transmission, queued: true } })
}

function floorGranted(settings: PttSettings, state: PttState, channel: string, nowMs: number): PttStep {
  const { transmission } = state
  if (isBoundTo(transmission, channel)) {
    if (transmission.phase === 'talking') return stay(state)
    return then(
      { ...state, transmission: { phase: 'talking', bound: transmission.bound, sinceMs: nowMs, warned: false, by: transmission.by } },
      { effect: 'start-timer', timer: SOFT, ms: settings.softTimeoutMs },
      { effect: 'start-timer', timer: HARD, ms: settings.hardTimeoutMs },
    )
  }
  // A grant nobody waits for: given back at once, or somebody would be on the air without knowing.
  return then(state, { effect: 'release-floor', channel })
}

function floorLost(state: PttState, cause: RefusalCause, nowMs: number): PttStep {
  const { transmission } = state
  if (transmission.phase === 'idle' || transmission.phase === 'refused') return stay(state)
  return then({ ...state, transmission: { phase: 'refused', cause, sinceMs: nowMs, by: transmission.by } }, ...stopTimeouts(transmission))
}

function linkLost(state: PttState, channel: string, mayTransmit: boolean, nowMs: number): PttStep {
  const marked = mayTransmit && !state.mayTransmit.includes(channel) ? { ...state, mayTransmit: [...state.mayTransmit, channel] } : state
  return isBoundTo(state.transmission, channel) ? floorLost(marked, 'link-lost', nowMs) : stay(marked)
}

function timerExpired(settings: PttSettings, state: PttState, timer: string, nowMs: number): PttStep {
  if (timer === SOFT) {
    return state.transmission.phase === 'talking' ? stay({ ...state, transmission: { ...state.transmission, warned: true } }) : stay(state)
  }
  if (timer === HARD) return state.transmission.phase === 'talking' ? ended(state, 'timed-out', nowMs) : stay(state)
  const [kind, id = ''] = splitTimer(timer)
  return withKnown(state, id, (source) => {
    if (kind === 'rearm') return source.position === 'rearming' ? afterKeyUp(withSource(state, { ...source, position: 'up', timedOut: false }), []) : stay(state)
    return kind === 'alive' && isHeld(source) ? pageSilent(settings, state, source, nowMs) : stay(state)
  })
}

/**
 * The page fell silent: as good as a released key, it may be hung or hidden. Whoever still holds it must not believe to be
 * heard once the page is back.
 */
function pageSilent(settings: PttSettings, state: PttState, source: PttSource, nowMs: number): PttStep {
  const { transmission } = state
  const isAlone = source.position === 'down' && !Object.values(state.sources).some((other) => other.id !== source.id && other.position === 'down')
  if (!isAlone || (transmission.phase !== 'waiting' && transmission.phase !== 'talking')) return released(settings, state, source)
  return unkey(withPosition(state, source, 'stuck'), { phase: 'refused', cause: 'page-silent', sinceMs: nowMs, by: source.id })
}

/** Ends the press for the person: every key still held must come up, and stay up for rearmMs, before it counts again. */
function ended(state: PttState, cause: RefusalCause, nowMs: number): PttStep {
  const { transmission } = state
  if (transmission.phase !== 'waiting' && transmission.phase !== 'talking') return stay(state)
  const sources = { ...state.sources }
  for (const source of Object.values(sources)) {
    if (source.position === 'down') sources[source.id] = { ...source, position: 'stuck', timedOut: true }
  }
  return unkey({ ...state, sources }, { phase: 'refused', cause, sinceMs: nowMs, by: transmission.by })
}

function unkey(state: PttState, next: Transmission): PttStep {
  const { transmission } = state
  if (transmission.phase !== 'waiting' && transmission.phase !== 'talking') return stay({ ...state, transmission: next })
  return then(
    { ...state, transmission: next },
    { effect: 'release-floor', channel: transmission.bound.channel },
    ...stopTimeouts(transmission),
  )
}

const stopTimeouts = (transmission: Transmission): PttEffect[] =>
  transmission.phase === 'talking' ? [{ effect: 'stop-timer', timer: SOFT }, { effect: 'stop-timer', timer: HARD }] : []

function isBoundTo(transmission: Transmission, channel: string): transmission is Extract<Transmission, { bound: BoundChannel }> {
  return (transmission.phase === 'waiting' || transmission.phase === 'talking') && transmission.bound.channel === channel
}

const isHeld = (source: PttSource): boolean => source.position === 'down' || source.position === 'stuck'

function withKnown(state: PttState, id: string, step: (source: PttSource) => PttStep): PttStep {
  const source = state.sources[id]
  return source ? step(source) : stay(state)
}

const withSource = (state: PttState, source: PttSource): PttState => ({ ...state, sources: { ...state.sources, [source.id]: source } })

function withPosition(state: PttState, source: PttSource, position: SourcePosition): PttState {
  return withSource(state, { ...source, position, timedOut: source.timedOut && position !== 'up' && position !== 'down' })
}

function splitTimer(timer: string): [string, string] {
  const at = timer.indexOf(':')
  return at < 0 ? [timer, ''] : [timer.slice(0, at), timer.slice(at + 1)]
}
