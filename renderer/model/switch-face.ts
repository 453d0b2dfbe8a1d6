// The one switch button: what it says, what a press asks, and whether it is the thing to press now. Channel and group are
// always named. Bright only while switching is advised now.
import type { CallInput, CallName } from '../../electron/contract/calls.ts'
import { UNDO_MS, type SwitchView, type Topics } from '../../electron/contract/topics.ts'
import { activeChannel, alternativeLabel, channelLabel, isEmergencyOpen, isRbs, isUnfit, rbsLabel, rbsService, whomToCall, type ConsoleView } from './console-view.ts'
import { spokenAge } from './spoken-model.ts'
import type { Words } from './words.ts'

/** A call of the contract with its input, as a button asks it. */
export type Ask = { readonly [Name in CallName]: { readonly call: Name; readonly input: CallInput<Name> } }[CallName]

export interface SwitchFace {
  /** `act`: press it now. `plain`: may be pressed. `inert`: cannot be pressed. */
  readonly look: 'act' | 'plain' | 'inert'
  readonly shape: 'ready' | 'unknown' | 'down' | 'waiting' | 'back' | 'none'
  readonly upper: string
  readonly main: string
  readonly ask?: Ask
  /** Which key does the same. */
  readonly key?: 'switch' | 'back'
}

const SECOND_MS = 1000

export function switchFace(view: ConsoleView, words: Words): SwitchFace {
  const face = faceOf(view, words)
  return face.look === 'act' && isEmergencyOpen(view.topics) ? { ...face, look: 'plain' } : face
}

function faceOf(view: ConsoleView, words: Words): SwitchFace {
  const { topics } = view
  const state = topics.switch.switch
  const { site } = topics.site
  if (!state || !site) return { look: 'inert', shape: 'none', upper: '', main: '' }
  if (site.mode === 'observe' || site.callTaking) return { look: 'inert', shape: 'none', upper: 'Achterwacht', main: words.text('switch.watches-only') }
  if (state.phase === 'deferred') return deferred(view, state, words)
  if (state.phase === 'confirming') return { look: 'inert', shape: 'waiting', upper: words.text('switch.busy'), main: target(topics, state, state.to, words) }
  const back = isRbs(topics.channels[state.channel]) ? undefined : wayBack(view, state, words)
  return back ?? wayOut(view, state, words)
}

/** "Mobilofoon – INC-1", or the RBS alone. */
export function target(topics: Topics, state: SwitchView, channel: string | undefined, words: Words): string {
  if (isRbs(channel === undefined ? undefined : topics.channels[channel])) return channelLabel(topics.channels, channel)
  return alternativeLabel(topics, channel, state.wantedGroup, words)
}

/** Whole seconds; rounded down, because the page's clock stands up to a second behind: else 6 of 5 would be left. */
export const secondsUntil = (utcMs: number, nowUtcMs: number): number => Math.max(0, Math.floor((utcMs - nowUtcMs) / SECOND_MS))

function deferred({ topics }: ConsoleView, state: SwitchView, words: Words): SwitchFace {
  const upper = words.text('switch.towards', { target: target(topics, state, state.to, words) })
  if (state.deferredBy === 'emergency') return { look: 'plain', shape: 'waiting', upper, main: words.text('switch.deferred.emergency'), ask: switchTo(state.to), key: 'switch' }
  return { look: 'plain', shape: 'waiting', upper, main: words.text('switch.deferred.own-transmission'), ask: switchTo(state.to), key: 'switch' }
}

const switchTo = (to: string | undefined): Ask => ({ call: 'switch.to', input: to === undefined ? {} : { to } })

function wayOut({ topics, nowUtcMs }: ConsoleView, state: SwitchView, words: Words): SwitchFace {
  if (state.countdown) {
    const { to, endsUtcMs } = state.countdown
    return { look: 'act', shape: 'ready', upper: words.text('switch.in-seconds', { seconds: secondsUntil(endsUtcMs, nowUtcMs) }), main: target(topics, state, to, words), ask: switchTo(to), key: 'switch' }
  }
  if (isQuiet(topics, nowUtcMs)) return { look: 'inert', shape: 'waiting', upper: words.text('switch.busy'), main: target(topics, state, state.next, words) }
  if (state.next === undefined) return { look: 'inert', shape: state.advised ? 'down' : 'unknown', upper: words.text('switch.none-ready'), main: words.text('switch.call-for-help', { whom: whomToCall(topics.site.site, words) }) }
  const next = topics.channels[state.next]
  const main = target(topics, state, state.next, words)
  // The screen names the channel and the press asks for that one: never for what came to stand there meanwhile.
  const press = { main, ask: switchTo(state.next), key: 'switch' as const }
  if (state.advised) return { look: 'act', shape: 'ready', upper: words.text('switch.switch-to'), ...press }
  const isCalm = Object.values(topics.services).every((service) => service.role !== 'console' || (service.now === 'ok' && !service.unstable))
  const upper = isCalm ? words.text('switch.ready', { spoken: spokenAge(next, nowUtcMs, words) }) : words.text('switch.if-worse')
  return { look: 'plain', shape: 'ready', upper, ...press }
}

/** An end further ahead than presses are ever left uncounted was set before the clock went back: over. */
export function isQuiet({ switch: { switch: state }, site: { site } }: Topics, nowUtcMs: number): boolean {
  const leftMs = (state?.quietUntilUtcMs ?? 0) - nowUtcMs
  return leftMs > 0 && leftMs <= (site?.bounds.settleMs ?? 0) + SECOND_MS
}

/** 0: the undo is over, or the clock went back behind the switch. */
export function undoLeftMs({ sinceUtcMs }: SwitchView, nowUtcMs: number): number {
  const ageMs = nowUtcMs - Math.floor(sinceUtcMs / SECOND_MS) * SECOND_MS
  return ageMs < 0 ? 0 : Math.max(0, UNDO_MS - ageMs)
}

/** What one works by does not carry speech either. */
const isLost = (topics: Topics, state: SwitchView): boolean => !state.confirmed || isUnfit(activeChannel(topics))

/** On an alternative the same rectangle leads back; undefined when going on to another one is what to press. */
function wayBack({ topics, nowUtcMs }: ConsoleView, state: SwitchView, words: Words): SwitchFace | undefined {
  const rbs = rbsLabel(topics.channels)
  const main = words.text('return.offered', { rbs })
  if (isQuiet(topics, nowUtcMs)) return { look: 'inert', shape: 'back', upper: words.text('switch.busy'), main }
  const console = rbsService(topics.services)
  const isNeeded = !state.confirmed && console?.now === 'ok' && !console.unstable
  const look = isNeeded ? 'act' : 'plain'
  const undoMs = undoLeftMs(state, nowUtcMs)
  if (state.undo !== undefined && undoMs > 0) {
    const isHome = isRbs(topics.channels[state.undo])
    const goal = isHome ? main : words.text('switch.back-to', { channel: channelLabel(topics.channels, state.undo) })
    return { look: isHome ? look : 'plain', shape: 'back', upper: words.text('switch.undo-left', { seconds: Math.ceil(undoMs / SECOND_MS) }), main: goal, ask: { call: 'switch.undo', input: {} }, key: 'back' }
  }
  if (state.returnOffered) return { look: 'act', shape: 'ready', upper: words.text('return.now'), main, ask: { call: 'return.accept', input: {} }, key: 'back' }
  if (!isNeeded && state.advised && (state.next !== undefined || isLost(topics, state))) return undefined
  const upper = console?.now === 'down' ? words.text('return.rbs-away', { rbs, time: words.clock(console.sinceUtcMs) }) : words.text('return.any-time')
  return { look, shape: 'back', upper, main, ask: { call: 'return.accept', input: {} }, key: 'back' }
}
