// What is to be said on the air after a switch, and when again. Pure. Sources: domain.md 2, points 14 and 25: an announcement
// at entering and leaving, repeated meanwhile; a group that is turned to has heard nothing yet.
import type { Step } from '../../../native/kit/machine.ts'
import { RETURN_STANDS_MS, UNTOLD_MS, type Card, type Preset, type SayEffect, type SayEvent, type SayState } from './types.ts'

export interface SayRules {
  /** The sentence is said again after this. */
  readonly everyMs: number
}

export type SayStep = Step<SayState, SayEffect>

const NOT_SENT: Preset = { sentTo: [] }
const STOP: SayEffect = { effect: 'stop-timer' }
const stay = (state: SayState): SayStep => ({ state, effects: [] })
const become = (card: Card): SayStep => ({ state: { card }, effects: [] })

export function reduceSay({ everyMs }: SayRules) {
  return (state: SayState, event: SayEvent, nowMs: number): SayStep => {
    const { card } = state
    switch (event.event) {
      case 'switched':
        return { state: { card: switched(card, event, nowMs) }, effects: [STOP] }
      case 'returned':
        return returned(card, event.channel, nowMs)
      case 'group-changed':
        return card?.occasion === 'alternative' && card.channel === event.channel && card.group !== event.group ? become(unsaid({ ...card, group: event.group, dueAtMs: nowMs })) : stay(state)
      case 'said':
        return said(state, everyMs, nowMs)
      case 'preset-asked':
        return card ? become({ ...card, preset: { sentTo: card.preset.sentTo, sendingTo: event.group } }) : stay(state)
      case 'preset-ended':
        return card?.preset.sendingTo === event.group ? become({ ...card, preset: ended(card.preset, event) }) : stay(state)
      case 'time-passed':
        return card?.occasion === 'returned' && nowMs - card.switchedAtMs >= RETURN_STANDS_MS ? { state: {}, effects: [] } : stay(state)
    }
  }
}

/** From one alternative to the next is one time away from the RBS: a group that has the text has it. */
function switched(before: Card | undefined, { channel, group }: Extract<SayEvent, { event: 'switched' }>, nowMs: number): Card {
  const preset = before?.occasion === 'alternative' ? before.preset : NOT_SENT
  return { switchedAtMs: nowMs, channel, group, occasion: 'alternative', saidCount: 0, dueAtMs: nowMs, preset }
}

function returned(before: Card | undefined, channel: string, nowMs: number): SayStep {
  if (before?.occasion !== 'alternative') return { state: {}, effects: [STOP] }
  const isToldToAnybody = before.saidCount > 0 || before.preset.sentTo.length > 0 || before.preset.sendingTo !== undefined
  if (!isToldToAnybody && nowMs - before.switchedAtMs < UNTOLD_MS) return { state: {}, effects: [STOP] }
  const card: Card = { switchedAtMs: nowMs, channel, group: before.group, occasion: 'returned', saidCount: 0, dueAtMs: nowMs, preset: NOT_SENT }
  return { state: { card }, effects: [{ effect: 'start-timer', ms: RETURN_STANDS_MS }] }
}

function said(state: SayState, everyMs: number, nowMs: number): SayStep {
  const { card } = state
  if (!card) return stay(state)
  // Once is enough to say that we are back.
  if (card.occasion === 'returned') return { state: {}, effects: [STOP] }
  return become({ ...card, saidAtMs: nowMs, saidCount: card.saidCount + 1, dueAtMs: nowMs + everyMs })
}

function unsaid({ saidAtMs: _said, ...card }: Card): Card {
  return card
}

function ended({ sentTo }: Preset, { group, outcome, word }: Extract<SayEvent, { event: 'preset-ended' }>): Preset {
  if (outcome === 'sent') return { sentTo: [...sentTo, group] }
  // It may have gone: hundreds of radios do not get it twice to make one console sure.
  if (outcome === 'unconfirmed') return { sentTo: [...sentTo, group], failed: 'unconfirmed' }
  return { sentTo, failed: word ?? '' }
}
