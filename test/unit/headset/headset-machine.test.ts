// The machine of a headset: its whole table, and what must hold in every line of it.
import { expect, test } from 'vitest'
import { INITIAL_HEADSET, reduceHeadset } from '../../../native/headset/headset-machine.ts'
import type { HeadsetEffect, HeadsetInputEvent, HeadsetState } from '../../../native/headset/headset-types.ts'
import { toHex } from '../../../native/kit/bytes.ts'
import { goldenTable, inWords } from '../../support/golden-table.ts'
import { HEADSET, layoutOfHeadset } from '../../support/headset-descriptors.ts'

const NOW = 100_000
/** So long that nothing of then is answered now; events come 5 s apart where a state does not say otherwise. */
const LONG_AGO = NOW - 60_000
const layout = layoutOfHeadset(HEADSET)
type Timed = HeadsetInputEvent & { readonly atMs?: number }

const run = (...events: readonly Timed[]): HeadsetState =>
  events.reduce<HeadsetState>((state, { atMs, ...event }, index) => reduceHeadset(state, event as HeadsetInputEvent, atMs ?? LONG_AGO + index * 5_000).state, INITIAL_HEADSET)
const opened: Timed = { event: 'opened', layout }
const report = (bits: number, atMs?: number): Timed => ({ event: 'reported', report: Uint8Array.of(1, bits), ...(atMs === undefined ? {} : { atMs }) })
const taken = (bits: number): Timed => ({ event: 'taken', report: Uint8Array.of(1, bits) })
const [HOOK, FLASH, MUTE] = [1, 2, 8]
const inCall = [opened, taken(1), report(HOOK)]

const STATES: Record<string, HeadsetState> = {
  'closed': INITIAL_HEADSET,
  'just opened': run({ ...opened, atMs: NOW - 20 }),
  'lamps taken, nothing heard': run(opened, taken(1)),
  'in a call': run(...inCall),
  'in a call, flash held': run(...inCall, report(HOOK | FLASH)),
  'flash held at the opening': run(opened, taken(1), report(HOOK | FLASH)),
  'muted': run(...inCall, report(HOOK | MUTE), taken(3)),
  'muted just now': run(...inCall, report(HOOK | MUTE, NOW - 100)),
  'opened just now': run(...inCall, report(HOOK | MUTE), taken(3), report(HOOK), report(HOOK | MUTE, NOW - 100)),
  'locked': run(...inCall, report(HOOK | MUTE), taken(3), report(HOOK), report(HOOK | MUTE, NOW - 9_000), report(HOOK | MUTE, NOW - 8_950)),
  'call ended by the key': run(...inCall, report(0, NOW - 200)),
  'call opened anew just now': run(...inCall, report(0, NOW - 400), { event: 'rearm-due', atMs: NOW - 100 }),
  'hold lit': run(...inCall, { event: 'shown', lights: { hold: 'on' } }),
}
const EVENTS: Record<string, HeadsetInputEvent> = {
  'opened': { event: 'opened', layout },
  'report: call': report(HOOK),
  'report: no call': report(0),
  'report: call, flash': report(HOOK | FLASH),
  'report: call, mute pressed': report(HOOK | MUTE),
  'report cut off': { event: 'reported', report: Uint8Array.of(1) },
  'report of another id': { event: 'reported', report: Uint8Array.of(7, 0xff) },
  'hold shown': { event: 'shown', lights: { hold: 'on', mute: 'on', 'off-hook': 'off' } },
  'nothing shown': { event: 'shown', lights: {} },
  'off-hook taken': taken(1),
  'off-hook and mute taken': taken(3),
  'refused': { event: 'refused' },
  're-arm due': { event: 'rearm-due' },
  'lost': { event: 'lost' },
  'stopped': { event: 'stopped' },
}

const words = (state: HeadsetState): string => {
  if (state.phase === 'closed') return 'closed'
  const { on, isMuted, microphone, isRearming, heard } = state
  const names = (set: ReadonlySet<string>): string => [...set].toSorted().join('+') || 'nothing'
  return [heard.size === 0 ? 'unheard' : `on ${names(on)}`, `mute lamp ${isMuted ? 'lit' : 'dark'}`, `microphone ${microphone}`, ...(isRearming ? ['re-arming'] : [])].join(', ')
}
const effectWords = (effect: HeadsetEffect): string => {
  if (effect.effect === 'write') return `write ${effect.reports.map(toHex).join(' then ')}`
  return effect.effect === 'tell' ? inWords(effect.event) : inWords(effect)
}

test('the table of all states and events is the reviewed one', async () => {
  const table = goldenTable<HeadsetState, HeadsetInputEvent, HeadsetEffect>({ states: STATES, events: EVENTS, step: (state, event) => reduceHeadset(state, event, NOW), state: words, effect: effectWords })
  await expect(table).toMatchFileSnapshot('../../fixtures/headset/headset-table.txt')
})

test('every report that is written while it is open holds the call open, but the one that ends it to begin it anew', () => {
  for (const [name, state] of Object.entries(STATES)) {
    for (const [eventName, event] of Object.entries(EVENTS)) {
      if (event.event === 'stopped') continue
      for (const effect of reduceHeadset(state, event, NOW).effects) {
        if (effect.effect === 'write') expect((effect.reports.at(-1)?.[1] ?? 0) & 1, `${name} + ${eventName}`).toBe(1)
      }
    }
  }
})

test('neither hook nor mute is ever held for us: no press of theirs lasts', () => {
  for (const state of Object.values(STATES)) {
    for (const event of Object.values(EVENTS)) {
      const held = new Set<string>()
      for (const effect of reduceHeadset(state, event, NOW).effects) {
        if (effect.effect !== 'tell') continue
        if (effect.event.kind === 'down') held.add(effect.event.name)
        if (effect.event.kind === 'up') held.delete(effect.event.name)
      }
      expect(['hook', 'mute'].filter((name) => held.has(name))).toEqual([])
    }
  }
})
