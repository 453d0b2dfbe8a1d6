// While a drill runs nothing outside its groups is keyed, whatever is pressed, turned, lost or confirmed, in whatever order:
// the drill's own switch, the aim and the arbiter together.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { drillAim } from '../../../electron/host/drill/drill-aim.ts'
import { initialSwitch, switchReducer } from '../../../electron/host/fallback/switch-machine.ts'
import type { Readiness, SwitchEvent, SwitchFacts, SwitchPlan, SwitchState } from '../../../electron/host/fallback/types.ts'
import { pttReducer } from '../../../electron/host/ptt/arbiter.ts'
import { INITIAL_PTT, type PttEvent, type PttState } from '../../../electron/host/ptt/types.ts'

const DRILL = ['91', '92']
const REAL = ['1', '2']
const SETTINGS = { confirmMs: 1000, settleMs: 3000, countdownMs: 5000, holdMs: 60_000, holdMaxMs: 3_600_000, relapseMemoryMs: 14_400_000, ownSpeechMs: 30_000, forceAfterMs: 1000, cutMs: 2000, emergencyQuietMs: 10_000, hardTimeoutMs: 120_000 }
const PLAN: SwitchPlan = { channels: [{ id: 'rbs', kind: 'rbs' }, { id: 'desk', kind: 'tetra' }, { id: 'set', kind: 'keyed', fixedGroup: '92' }], groups: DRILL, mode: 'act', automatic: true }
const FACTS: SwitchFacts = { rbs: 'down', ownNetworkDown: false, proofs: 2, readiness: {}, ownTransmission: false, heard: false, emergencyOpen: false, manned: true, networkSilent: false }
const READY: Readiness = { state: 'ready', verifiedAtMs: 0 }

const channel = fc.constantFrom('desk', 'set')
const group = fc.constantFrom(...DRILL, ...REAL, '')
const readiness: fc.Arbitrary<Readiness> = fc.constantFrom<Readiness>(READY, READY, { state: 'failed', cause: 'link-lost' }, { state: 'unknown', cause: 'not-verified' })
const facts = fc.record({ rbs: fc.constantFrom('ok' as const, 'down' as const), ownTransmission: fc.boolean(), heard: fc.boolean(), desk: readiness, set: readiness })
  .map(({ desk, set, ...rest }): SwitchEvent => ({ event: 'facts-changed', facts: { ...FACTS, ...rest, readiness: { rbs: { state: 'ready', verifiedAtMs: 0 }, desk, set } } }))
const switchEvent: fc.Arbitrary<SwitchEvent> = fc.oneof(
  facts,
  fc.record({ event: fc.constant('switch-pressed' as const), to: channel, group }),
  fc.record({ event: fc.constant('switch-pressed' as const) }),
  fc.record({ event: fc.constant('group-pressed' as const), group }),
  fc.record({ event: fc.constantFrom('undo-pressed' as const, 'return-pressed' as const, 'stay-pressed' as const) }),
  // Devices confirm what they like, and are turned by hand.
  fc.record({ event: fc.constantFrom('channel-confirmed' as const, 'group-observed' as const), channel, group }),
  fc.record({ event: fc.constant('channel-refused' as const), channel, cause: fc.constant('DEVICE_DENIED') }),
  fc.record({ event: fc.constant('timer-expired' as const), timer: fc.constantFrom('confirm' as const, 'countdown' as const, 'cut' as const, 'reconfirm' as const) }),
)
const pttEvent: fc.Arbitrary<PttEvent> = fc.oneof(
  fc.record({ event: fc.constantFrom('source-pressed' as const, 'source-released' as const), source: fc.constant('pedal') }),
  fc.record({ event: fc.constantFrom('floor-granted' as const, 'hung-up' as const), channel }),
  fc.record({ event: fc.constant('everything-released' as const) }),
)
const happening = fc.oneof(
  switchEvent.map((event) => ({ of: 'switch' as const, event })),
  pttEvent.map((event) => ({ of: 'press' as const, event })),
  // The radio that is asked takes its group.
  fc.constant({ of: 'answer' as const }),
  // What the radio itself was last seen on, apart from what it told the switch.
  fc.record({ of: fc.constant('seen' as const), channel, group: fc.constantFrom(...DRILL, ...REAL) }),
)

test('no floor is ever asked for outside the groups of the drill, and none on a radio that was seen elsewhere', () => {
  const step = switchReducer(PLAN, SETTINGS)
  const press = pttReducer({ softTimeoutMs: 45_000, hardTimeoutMs: 120_000, rearmMs: 250, pageKeepAliveMs: 300 })
  let keyed = 0
  fc.assert(fc.property(fc.array(happening, { maxLength: 60, size: 'max' }), (happenings) => {
    let nowMs = 0
    let state: SwitchState = initialSwitch(PLAN, SETTINGS, { facts: { ...FACTS, readiness: { desk: READY, set: READY } }, nowMs, saved: { channel: 'rbs', wantedGroup: '91' } })
    let ptt: PttState = INITIAL_PTT
    const seen: Record<string, string> = {}
    const dispatch = (event: PttEvent): void => {
      const next = press(ptt, event, nowMs)
      for (const effect of next.effects) {
        if (effect.effect !== 'request-floor') {
          expect(effect.effect).not.toBe('count-rbs-press')
          continue
        }
        keyed += 1
        expect(DRILL).toContain(effect.group)
        expect(DRILL).toContain(seen[effect.channel] ?? '91')
      }
      ptt = next.state
    }
    const aim = (): void => dispatch({ event: 'target-changed', target: drillAim({ active: state.active, seen: seen[state.active.channel] }, DRILL) })
    dispatch({ event: 'source-added', source: 'pedal', kind: 'device' })
    dispatch({ event: 'source-read', source: 'pedal', down: false })
    aim()
    for (const one of happenings) {
      nowMs += 700
      if (one.of === 'press') dispatch(one.event)
      if (one.of === 'seen') seen[one.channel] = one.group
      const { step: asked } = state
      if (one.of === 'answer' && asked.phase === 'confirming') {
        seen[asked.to] = asked.group
        state = step(state, { event: 'channel-confirmed', channel: asked.to, group: asked.group }, nowMs).state
      }
      if (one.of === 'switch') state = step(state, one.event, nowMs).state
      aim()
    }
  }), { numRuns: 3000 })
  // A property that never keys would prove nothing.
  expect(keyed).toBeGreaterThan(100)
})

test('a press on the RBS reaches nothing, and is refused with a cause that a person understands', () => {
  expect(drillAim({ active: { channel: 'rbs' } }, DRILL)).toEqual({ kind: 'none', because: 'drill-group' })
})
