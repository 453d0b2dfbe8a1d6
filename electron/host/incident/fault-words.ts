// Storingen in the words of the record and of the screen. Pure.
import type { FaultView } from '../../contract/topics.ts'
import type { JsonObject } from '../../contract/words.ts'
import type { Begun } from './begun.ts'
import { CHANGED_KIND, FROZEN_KIND, OPENED_KIND, PLACED_KIND, PRESSED_KIND, REPORTED_KIND } from './fault-memory.ts'
import type { FaultPicture } from './picture.ts'
import type { Proposal } from './symptom.ts'
import type { Fault, FaultEffect } from './types.ts'

/** Of the moment a storing was opened, or of the click that may open one. */
export interface FaultMoment extends FaultPicture {
  readonly begun: Begun
  readonly proposal: Proposal
}

export interface FaultEntry {
  readonly kind: string
  readonly payload: object
  readonly picture?: JsonObject
  readonly identities?: string
}

/** @param fault  as it is after the effect was decided */
export function entryOf(effect: FaultEffect, fault: Fault | undefined, moment: FaultMoment | undefined): FaultEntry {
  switch (effect.effect) {
    case 'record-opened': {
      const { number, service, by, foundUtcMs, after, presses } = effect
      return { kind: OPENED_KIND, payload: { number, service, by, foundUtcMs, after, presses, ...begunParts(moment), freeze: fault?.freeze }, ...pictureParts(moment) }
    }
    case 'record-reported':
      return { kind: REPORTED_KIND, payload: { number: effect.number } }
    case 'record-pressed': {
      const { press, series } = effect
      return { kind: PRESSED_KIND, payload: { press, series, ...begunParts(moment) }, ...pictureParts(moment) }
    }
    case 'record-placed':
      return { kind: PLACED_KIND, payload: { number: effect.number, presses: effect.presses } }
    case 'record-changed': {
      const { number, what, from, to, because, before } = effect
      const wasProposed = what === 'symptom' && before.symptom?.proposed ? { proposed: true } : {}
      return { kind: CHANGED_KIND, payload: { number, what, from, to, because, ...wasProposed, ...(because === undefined ? {} : { service: fault?.service, freeze: fault?.freeze }) } }
    }
    case 'record-frozen': {
      const { effect: _, ...window } = effect
      return { kind: FROZEN_KIND, payload: window }
    }
    case 'refuse':
      throw new Error('BUG_UNEXPECTED: a refusal is no entry')
  }
}

function begunParts(moment: FaultMoment | undefined): object {
  if (!moment) return {}
  const { begun, proposal } = moment
  return {
    begun: begun.begun,
    begunUtcMs: begunUtcMs(begun),
    ...(begun.begun === 'at' ? { notBeforeUtcMs: begun.notBeforeUtcMs } : {}),
    ...(begun.begun === 'before' ? { begunBeforeUtcMs: begun.utcMs } : {}),
    symptom: proposal.symptom,
    because: proposal.because,
  }
}

/** undefined: nobody knows, or only that it was before a certain moment. */
export const begunUtcMs = (begun: Begun): number | undefined => (begun.begun === 'at' || begun.begun === 'said' ? begun.utcMs : undefined)

const pictureParts = (moment: FaultMoment | undefined): FaultPicture | object =>
  moment ? { picture: moment.picture, ...(moment.identities === undefined ? {} : { identities: moment.identities }) } : {}

export function toFaultView(fault: Fault): FaultView {
  const { number, openedUtcMs, openedBy, begunUtcMs: began, service, state, closedUtcMs, symptom, effect, danger, owner, links, entries } = fault
  return {
    number, openedUtcMs, openedBy, state, entries,
    ...(began === undefined ? {} : { begunUtcMs: began }),
    ...(service === undefined ? {} : { service }),
    ...(closedUtcMs === undefined ? {} : { closedUtcMs }),
    ...(symptom === undefined ? {} : { symptom }),
    ...(effect === undefined ? {} : { effect }),
    ...(danger === undefined ? {} : { danger }),
    ...(owner === undefined ? {} : { owner }),
    ...(links.length === 0 ? {} : { links }),
  }
}
