// What must hold of the condition of a service whatever happens, in whatever order.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { SYMPTOMS } from '../../../electron/contract/people.ts'
import type { Registration } from '../../../electron/contract/words.ts'
import { createCondition, type ConditionState } from '../../../electron/host/watch/condition-state.ts'
import { conditionDueMs } from '../../../electron/host/watch/condition-time.ts'
import { reduceCondition } from '../../../electron/host/watch/condition.ts'
import { SETTING_ORDER, settingsSchema } from '../../../electron/host/site/settings.ts'
import { DEFAULT_WATCH_SETTINGS, type WatchSettings } from '../../../electron/host/watch/settings.ts'
import type { ConditionEffect, ConditionEvent, ProbeResult, ServiceConfig } from '../../../electron/host/watch/types.ts'

const SERVICE: ServiceConfig = {
  id: 'rbs', role: 'console', label: 'RBS', dependsOn: [], viaOwnNetwork: true,
  probes: [
    { id: 'a', weight: 'primary', latencyLimitMs: 300 },
    { id: 'b', weight: 'primary', latencyLimitMs: 300 },
    { id: 's', weight: 'secondary', latencyLimitMs: 300 },
  ],
}
const SETTINGS = { ...DEFAULT_WATCH_SETTINGS, goodMs: 3_000 }

interface Timed {
  readonly atMs: number
  readonly event: ConditionEvent
}

const result: fc.Arbitrary<ProbeResult> = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: 0, max: 700 }).map((latencyMs) => ({ kind: 'reply', latencyMs }) as const) },
  { weight: 4, arbitrary: fc.constant({ kind: 'timeout' } as const) },
  { weight: 1, arbitrary: fc.constantFrom<ProbeResult>({ kind: 'refused' }, { kind: 'unreachable' }, { kind: 'unplugged' }) },
  { weight: 1, arbitrary: fc.constantFrom<Registration>('home', 'none', 'searching').map((registration) => ({ kind: 'reply', latencyMs: 5, registration }) as const) },
)
const sampled = fc.record({ probe: fc.constantFrom('a', 'b', 's'), agoMs: fc.integer({ min: 0, max: 900 }), regular: fc.boolean(), result })
  .map(({ agoMs, ...sample }) => (atMs: number): ConditionEvent => ({ kind: 'sampled', sample: { ...sample, atMs, sentMs: Math.max(0, atMs - agoMs) } }))
const said = fc.constantFrom<ConditionEvent>(
  { kind: 'own-network-lost' }, { kind: 'own-network-found' }, { kind: 'heard-own' }, { kind: 'maintenance-began' }, { kind: 'maintenance-ended' },
  { kind: 'unstable-lifted' }, { kind: 'probe-unusable', probe: 'b' }, { kind: 'probe-usable', probe: 'b' },
).map((event) => (): ConditionEvent => event)
const people: fc.Arbitrary<() => ConditionEvent> = fc.oneof(
  fc.record({ report: fc.constantFrom('1', '2', '3', '4', '5', '6'), symptom: fc.constantFrom(...SYMPTOMS), from: fc.constantFrom('dispatcher' as const, 'unit' as const), unit: fc.constantFrom('a', 'b', 'c'), agoMs: fc.nat(200_000) })
    .map((told) => (): ConditionEvent => ({ kind: 'people-told', ...told })),
  fc.constantFrom('1', '2', '3').map((report) => (): ConditionEvent => ({ kind: 'people-retracted', report })),
)

/** `gap`: time since the event before it, so that a standstill never reaches back behind one. */
const trace = (makers: fc.Arbitrary<(atMs: number, gapMs: number) => ConditionEvent>) =>
  fc.array(fc.tuple(fc.integer({ min: 0, max: 3_000 }), makers), { maxLength: 120 }).map((steps) => {
    let atMs = 0
    return steps.map(([gapMs, make]): Timed => {
      atMs += gapMs
      return { atMs, event: make(atMs, gapMs) }
    })
  })
const stoodStill = fc.constantFrom('own-lag' as const, 'own-resume' as const).map((kind) => (_: number, gapMs: number): ConditionEvent => ({ kind, ms: gapMs }))
const anything = trace(fc.oneof({ weight: 12, arbitrary: sampled }, { weight: 2, arbitrary: said }, { weight: 2, arbitrary: people }, { weight: 1, arbitrary: stoodStill }))
const healthyHost = trace(sampled)
const withPeople = trace(fc.oneof({ weight: 3, arbitrary: sampled }, { weight: 2, arbitrary: people }))
const onlyPeople = trace(people)

function play(events: readonly Timed[]): { readonly states: readonly ConditionState[]; readonly effects: readonly ConditionEffect[] } {
  let state = createCondition(SERVICE, SETTINGS, 0)
  const states: ConditionState[] = []
  const effects: ConditionEffect[] = []
  for (const { atMs, event } of events) {
    const step = reduceCondition(state, event, atMs)
    state = step.state
    states.push(state)
    effects.push(...step.effects)
  }
  return { states, effects }
}
const changesOf = (effects: readonly ConditionEffect[]) => effects.filter((one) => one.effect === 'announce-change')

describe('the condition of a service', () => {
  it('changes in an unbroken chain, and never from down to ok', () => {
    fc.assert(fc.property(anything, (events) => {
      let now = 'unknown'
      for (const change of changesOf(play(events).effects)) {
        expect(change.from).toBe(now)
        expect(change.to).not.toBe(change.from)
        expect(`${change.from}→${change.to}`).not.toBe('down→ok')
        now = change.to
      }
    }), { numRuns: 400 })
  })

  it('tells what happened in the order in which it did', () => {
    fc.assert(fc.property(anything, (events) => {
      const moments = play(events).effects.map(({ atMs }) => atMs)
      expect(moments).toEqual(moments.toSorted((one, other) => one - other))
    }), { numRuns: 400 })
  })

  it('leaves down for unknown only when we ourselves could no longer see', () => {
    fc.assert(fc.property(anything, (events) => {
      for (const change of changesOf(play(events).effects)) {
        if (change.from === 'down' && change.to === 'unknown') expect(['own-network-down', 'not-measurable']).toContain(change.why.code)
      }
    }), { numRuns: 400 })
  })

  it('does not depend on how often it is told that time passes', () => {
    fc.assert(fc.property(withPeople, fc.array(fc.integer({ min: 0, max: 200_000 }), { maxLength: 40 }), (events, ticks) => {
      const endMs = (events.at(-1)?.atMs ?? 0) + 60_000
      const end: Timed = { atMs: endMs, event: { kind: 'time-passed' } }
      const extra = ticks.filter((atMs) => atMs < endMs).map((atMs): Timed => ({ atMs, event: { kind: 'time-passed' } }))
      const mixed = [...events, ...extra].toSorted((one, other) => one.atMs - other.atMs)
      expect(play([...mixed, end]).effects).toEqual(play([...events, end]).effects)
    }), { numRuns: 300 })
  })

  it('has nothing overdue once it was told the time', () => {
    fc.assert(fc.property(anything, (events) => {
      let state = createCondition(SERVICE, SETTINGS, 0)
      for (const { atMs, event } of events) {
        state = reduceCondition(reduceCondition(state, event, atMs).state, { kind: 'time-passed' }, atMs).state
        expect(conditionDueMs(state)).toBeGreaterThan(atMs)
      }
    }), { numRuns: 300 })
  })

  it('is down exactly 4 s after the last reply of any primary when only time-outs follow', () => {
    fc.assert(fc.property(healthyHost, (events) => {
      const misses = events.filter(({ event }) => event.kind === 'sampled' && (event.sample.result.kind === 'reply' || event.sample.result.kind === 'timeout'))
        .filter(({ event }) => event.kind !== 'sampled' || event.sample.result.kind !== 'reply' || event.sample.result.registration === undefined)
      const { states, effects } = play(misses)
      const last = states.at(-1)
      const replies = last?.probes.filter((one) => one.weight === 'primary').flatMap((one) => one.lastReplyMs ?? []) ?? []
      if (!last || replies.length === 0 || last.now === 'down') return
      const after = reduceCondition(last, { kind: 'time-passed' }, (misses.at(-1)?.atMs ?? 0) + 100_000)
      const down = changesOf([...effects, ...after.effects]).findLast((one) => one.to === 'down')
      expect(down?.atMs).toBe(Math.max(...replies) + SETTINGS.silenceDownMs)
    }), { numRuns: 400 })
  })

  it('is not down while a primary answered less than 4 s ago and nothing was refused', () => {
    fc.assert(fc.property(healthyHost, (events) => {
      const soft = events.filter(({ event }) => event.kind !== 'sampled' || event.sample.result.kind === 'timeout' || (event.sample.result.kind === 'reply' && event.sample.result.registration === undefined))
      let state = createCondition(SERVICE, SETTINGS, 0)
      for (const { atMs, event } of soft) {
        const step = reduceCondition(state, event, atMs)
        for (const change of changesOf(step.effects)) {
          if (change.to !== 'down') continue
          // As they stood when it was called down: a reply at that very millisecond comes after it.
          const replies = state.probes.filter((one) => one.weight === 'primary').flatMap((one) => one.lastReplyMs ?? [])
          const youngest = Math.max(-Infinity, ...replies)
          if (Number.isFinite(youngest)) expect(change.atMs - youngest).toBeGreaterThanOrEqual(SETTINGS.silenceDownMs)
        }
        state = step.state
      }
    }), { numRuns: 400 })
  })

  it('is never made down, unstable or penalised by what people say, nor kept from it', () => {
    fc.assert(fc.property(withPeople, (events) => {
      const without = play(events.map((one): Timed => (one.event.kind.startsWith('people-') ? { ...one, event: { kind: 'time-passed' } } : one)))
      const downs = (effects: readonly ConditionEffect[]) => effects.filter((one) => one.effect === 'announce-unstable' || (one.effect === 'announce-change' && (one.to === 'down' || one.from === 'down'))).map((one) => `${one.effect} ${one.atMs}`)
      const played = play(events)
      expect(downs(played.effects)).toEqual(downs(without.effects))
      expect(played.states.at(-1)?.instability).toEqual(without.states.at(-1)?.instability)
    }), { numRuns: 400 })
  })

  it('is only ever ok or degraded by their word while it answers', () => {
    fc.assert(fc.property(onlyPeople, (events) => {
      let state = reduceCondition(createCondition(SERVICE, SETTINGS, 0), { kind: 'sampled', sample: { probe: 'a', sentMs: 0, atMs: 0, regular: true, result: { kind: 'reply', latencyMs: 1 } } }, 0).state
      for (const { atMs, event } of events) {
        for (let ms = Math.max(0, atMs - 2_000); ms < atMs; ms += 500) state = reduceCondition(state, { kind: 'sampled', sample: { probe: 'a', sentMs: ms, atMs: ms, regular: true, result: { kind: 'reply', latencyMs: 1 } } }, ms).state
        state = reduceCondition(state, event, atMs).state
        expect(['ok', 'degraded']).toContain(state.now)
      }
    }), { numRuns: 200 })
  })

  it('a secondary probe alone never makes it down', () => {
    fc.assert(fc.property(healthyHost, (events) => {
      const alone = events.map((one): Timed => (one.event.kind === 'sampled' ? { ...one, event: { ...one.event, sample: { ...one.event.sample, probe: 's' } } } : one))
      const beside = alone.flatMap((one): readonly Timed[] => [
        { atMs: one.atMs, event: { kind: 'sampled', sample: { probe: 'a', sentMs: one.atMs, atMs: one.atMs, regular: false, result: { kind: 'reply', latencyMs: 1 } } } }, one,
      ])
      expect(changesOf(play(beside).effects).filter((one) => one.to === 'down')).toEqual([])
      expect(changesOf(play(alone).effects).filter((one) => one.to === 'down')).toEqual([])
    }), { numRuns: 200 })
  })

  it('keeps its bounds: scores, windows and lists do not grow', () => {
    fc.assert(fc.property(anything, (events) => {
      for (const state of play(events).states) {
        expect(state.replies.length).toBeLessThanOrEqual(SETTINGS.recoverReplies)
        for (const probe of state.probes) {
          expect(probe.loss.points).toBeGreaterThanOrEqual(0)
          expect(probe.loss.points).toBeLessThanOrEqual(SETTINGS.cusumCap)
          expect(probe.slow.latencies.length).toBeLessThanOrEqual(20)
        }
      }
    }), { numRuns: 100 })
  })
})

describe('whatever a site sets within its bounds', () => {
  // The bounds and the orders are those the site file is checked by; recovery within reach is the third check of it.
  const ranges = Object.entries(settingsSchema.shape).flatMap(([name, schema]) => {
    const { minValue, maxValue } = schema.unwrap() as unknown as { readonly minValue: number; readonly maxValue: number }
    return name in DEFAULT_WATCH_SETTINGS ? [[name, fc.oneof({ weight: 2, arbitrary: fc.constant(DEFAULT_WATCH_SETTINGS[name as keyof WatchSettings]) }, fc.integer({ min: minValue, max: maxValue }))] as const] : []
  })
  const anySettings = (fc.record(Object.fromEntries(ranges)) as fc.Arbitrary<WatchSettings>).filter((settings) => {
    const value = (name: string): number | undefined => (settings as unknown as Readonly<Record<string, number>>)[name]
    const inOrder = SETTING_ORDER.every(({ low, high, strict }) => {
      const [one, other] = [value(low), value(high)]
      return one === undefined || other === undefined || (strict ? one < other : one <= other)
    })
    return inOrder && settings.probeEveryMs * (settings.recoverReplies - 1) <= settings.recoverWithinMs
  })
  const withSettings = (settings: WatchSettings, events: readonly Timed[], each: (state: ConditionState, effects: readonly ConditionEffect[], atMs: number, event: ConditionEvent) => void): void => {
    let state = createCondition(SERVICE, settings, 0)
    for (const { atMs, event } of events) {
      const step = reduceCondition(state, event, atMs)
      state = step.state
      each(state, step.effects, atMs, event)
    }
  }

  it('a service never goes straight from down to ok, nor by way of an unknown that only we were', () => {
    fc.assert(fc.property(anySettings, anything, (settings, events) => {
      let owed = false
      withSettings(settings, events, (_state, effects) => {
        for (const change of changesOf(effects)) {
          if (change.to === 'down') owed = true
          if (change.to === 'ok') expect(owed).toBe(false)
          if (change.to === 'degraded') owed = false
        }
      })
    }), { numRuns: 300 })
  })

  it('silence as long as its limit is always down, and never sooner', () => {
    fc.assert(fc.property(anySettings, fc.integer({ min: 1, max: 40 }), (settings, replies) => {
      const events: Timed[] = []
      for (let turn = 0; turn < replies; turn++) events.push({ atMs: turn * 50, event: { kind: 'sampled', sample: { probe: 'a', sentMs: turn * 50, atMs: turn * 50, regular: true, result: { kind: 'reply', latencyMs: 1 } } } })
      const lastMs = (replies - 1) * 50
      events.push({ atMs: lastMs + settings.silenceDownMs - 1, event: { kind: 'time-passed' } }, { atMs: lastMs + settings.silenceDownMs, event: { kind: 'time-passed' } })
      const seen: string[] = []
      withSettings(settings, events, (state) => seen.push(state.now))
      expect(seen.slice(-2).map((now) => now === 'down')).toEqual([false, true])
    }), { numRuns: 300 })
  })

  it('ok is not said of a last reply older than its limit, unless we could not hear or the label stands beside it', () => {
    fc.assert(fc.property(anySettings, healthyHost, (settings, events) => {
      withSettings(settings, events, (state, _effects, atMs) => {
        if (state.now !== 'ok' || state.instability.unstable) return
        const last = Math.max(...state.probes.filter((one) => one.weight === 'primary').flatMap((one) => one.lastReplyMs ?? []))
        expect(atMs - last).toBeLessThan(settings.silenceUnknownMs)
      })
    }), { numRuns: 300 })
  })
})
