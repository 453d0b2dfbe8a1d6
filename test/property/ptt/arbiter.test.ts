// Whatever happens in whatever order: nobody keyed by accident, nothing keyed that could be hung up.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { pttReducer } from '../../../electron/host/ptt/arbiter.ts'
import { INITIAL_PTT, type PttEvent, type PttState } from '../../../electron/host/ptt/types.ts'

const reduce = pttReducer({ softTimeoutMs: 45_000, hardTimeoutMs: 120_000, rearmMs: 250, pageKeepAliveMs: 300 })
const sources = fc.constantFrom('pedal', 'panel', 'page')
const channels = fc.constantFrom('desk-radio', 'second')
const event: fc.Arbitrary<PttEvent> = fc.oneof(
  fc.record({ event: fc.constant('source-added' as const), source: sources, kind: fc.constantFrom('device' as const, 'page' as const) }),
  fc.record({ event: fc.constant('source-read' as const), source: sources, down: fc.boolean() }),
  fc.record({ event: fc.constantFrom('source-pressed' as const, 'source-pressed' as const, 'source-released' as const, 'source-kept-alive' as const, 'source-removed' as const), source: sources }),
  fc.record({ event: fc.constant('target-changed' as const), target: fc.oneof(fc.constant({ kind: 'rbs' as const }), fc.constant({ kind: 'none' as const }), channels.map((channel) => ({ kind: 'channel' as const, channel, group: '1' }))) }),
  fc.record({ event: fc.constant('switching-changed' as const), switching: fc.boolean() }),
  fc.constant({ event: 'everything-released' as const }),
  fc.record({ event: fc.constantFrom('floor-queued' as const, 'floor-granted' as const, 'hung-up' as const), channel: channels }),
  fc.record({ event: fc.constantFrom('floor-refused' as const, 'floor-ended' as const), channel: channels, cause: fc.constantFrom('group-busy' as const, 'no-floor' as const, 'interrupted' as const) }),
  fc.record({ event: fc.constant('link-lost' as const), channel: channels, mayTransmit: fc.boolean() }),
  fc.record({ event: fc.constant('timer-expired' as const), timer: fc.constantFrom('soft', 'hard', 'rearm:pedal', 'rearm:page', 'alive:page', 'alive:panel') }),
)

/** What the radios were told, kept beside the machine: requested and not yet given back. */
function play(events: readonly PttEvent[], check: (state: PttState, keyed: ReadonlySet<string>, event: PttEvent) => void): void {
  let state = INITIAL_PTT
  const keyed = new Set<string>()
  events.forEach((one, at) => {
    const step = reduce(state, one, at)
    if (one.event === 'floor-refused' || one.event === 'floor-ended' || one.event === 'link-lost') keyed.delete(one.channel)
    for (const effect of step.effects) {
      if (effect.effect === 'request-floor') {
        expect(state.mayTransmit).not.toContain(effect.channel)
        expect(keyed.size).toBe(0)
        keyed.add(effect.channel)
      }
      if (effect.effect === 'release-floor') keyed.delete(effect.channel)
    }
    state = step.state
    check(state, keyed, one)
  })
}

test('never asks for two floors at once, and holds none without a key that is down', () => {
  fc.assert(fc.property(fc.array(event, { maxLength: 60, size: 'max' }), (events) => {
    play(events, (state, keyed) => {
      expect(keyed.size).toBeLessThanOrEqual(1)
      const anyDown = Object.values(state.sources).some((source) => source.position === 'down')
      if (!anyDown) expect(keyed.size).toBe(0)
      if (keyed.size > 0) expect(['waiting', 'talking']).toContain(state.transmission.phase)
    })
  }), { numRuns: 3000 })
})

test('is idle, and keyed nowhere, once every key has gone', () => {
  fc.assert(fc.property(fc.array(event, { maxLength: 60, size: 'max' }), (events) => {
    const gone: PttEvent[] = ['pedal', 'panel', 'page'].map((source) => ({ event: 'source-removed', source }))
    play([...events, ...gone], (state, keyed, last) => {
      if (last !== gone[2]) return
      expect(keyed.size).toBe(0)
      expect(state.transmission.phase).toBe('idle')
    })
  }), { numRuns: 2000 })
})
