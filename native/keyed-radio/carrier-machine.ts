// Is somebody on the channel? The carrier wire, debounced. Pure. Unknown counts as busy, never as clear: an interface that
// has said nothing yet (CM108) and a wire that cannot be read prove no silence.
import type { Level } from '../kit/key-line.ts'
import type { Step } from '../kit/machine.ts'

export interface CarrierSettings {
  readonly onMs: number
  readonly offMs: number
}

/** `unwired`: the set tells nothing, ever. */
export type Carrier = 'busy' | 'clear' | 'unknown' | 'unwired'

export interface CarrierState {
  readonly raw: Level
  readonly told: Carrier
  /** We send ourselves, or just did: the wire says nothing of others. */
  readonly isDeaf: boolean
}

export type CarrierEvent =
  | { readonly event: 'sensed'; readonly carrier: Level }
  | { readonly event: 'settled' }
  | { readonly event: 'sending-began' }
  | { readonly event: 'sending-ended' }

export type CarrierEffect =
  | { readonly effect: 'start-timer'; readonly ms: number }
  | { readonly effect: 'stop-timer' }
  | { readonly effect: 'tell'; readonly carrier: Carrier }

type CarrierStep = Step<CarrierState, CarrierEffect>

const MEANS: Readonly<Record<Level, Carrier>> = { on: 'busy', off: 'clear', unknown: 'unknown', 'not-wired': 'unwired' }

export const initialCarrier = (raw: Level): CarrierState => ({ raw, told: MEANS[raw], isDeaf: false })

export function carrierReducer(settings: CarrierSettings, afterSendingMs: number) {
  return (state: CarrierState, event: CarrierEvent): CarrierStep => {
    switch (event.event) {
      case 'sensed':
        return sensed(settings, state, event.carrier)
      case 'settled':
        return settle({ ...state, isDeaf: false })
      case 'sending-began':
        return { state: { ...state, isDeaf: true }, effects: [{ effect: 'stop-timer' }] }
      case 'sending-ended':
        return state.isDeaf ? { state, effects: [{ effect: 'start-timer', ms: afterSendingMs }] } : { state, effects: [] }
    }
  }
}

function sensed({ onMs, offMs }: CarrierSettings, state: CarrierState, raw: Level): CarrierStep {
  if (raw === state.raw) return { state, effects: [] }
  const next = { ...state, raw }
  if (state.isDeaf) return { state: next, effects: [] }
  // What cannot be told any more is unknown at once: waiting would go on showing the old answer as true.
  if (raw === 'unknown' || raw === 'not-wired') return settle(next, { effect: 'stop-timer' })
  if (MEANS[raw] === state.told) return { state: next, effects: [{ effect: 'stop-timer' }] }
  return { state: next, effects: [{ effect: 'start-timer', ms: raw === 'on' ? onMs : offMs }] }
}

function settle(state: CarrierState, ...before: CarrierEffect[]): CarrierStep {
  const told = MEANS[state.raw]
  if (told === state.told) return { state, effects: before }
  return { state: { ...state, told }, effects: [...before, { effect: 'tell', carrier: told }] }
}
