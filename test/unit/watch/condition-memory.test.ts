// What a service is after we looked away from it: over a restart, a lost network of our own, planned work. One outage is
// one outage, however often we looked.
import { describe, expect, it } from 'vitest'
import { memoryOf, type ConditionMemory } from '../../../electron/host/watch/condition-state.ts'
import { DEFAULT_WATCH_SETTINGS as SETTINGS } from '../../../electron/host/watch/settings.ts'
import { primary, scene, serviceOf, type Scene } from './scene.ts'

const MINUTE_MS = 60_000

/** Replied until 1 s, silent since, down at 5 s. */
const down = (): Scene => scene().reply(1_000).miss(2_800).until(9_000)
/** A host that left at 9 s and came back after `awayMs`: its monotonic clock starts anew, so ages become negative moments. */
const memoryAfter = (at: Scene, awayMs: number): ConditionMemory => {
  const { outage, instability, ...rest } = memoryOf(at.state, 9_000)
  const shift = 9_000 + awayMs
  return {
    ...rest,
    instability: { ...instability, atMs: instability.atMs - shift },
    ...(outage && { outage: { ...outage, sinceMs: outage.sinceMs - shift, seenMs: outage.seenMs - shift } }),
  }
}
const again = (awayMs = 3_000): Scene => scene({ memory: memoryAfter(down(), awayMs) })

describe('down when we left', () => {
  it('is unknown with the word that it was down, until something is measured', () => {
    const { state } = again()
    expect([state.now, state.why]).toEqual(['unknown', { code: 'was-down', sinceMs: -7_000 }])
    expect(again().until(30_000).state.now).toBe('unknown')
  })

  it('is the same outage when found so again: the same moment, no second penalty', () => {
    const at = again().miss(900).until(4_100)
    expect(at.changes).toEqual(['unknown→down@4100 (still-down)'])
    expect(at.state).toMatchObject({ now: 'down', sinceMs: -7_000, instability: { points: 1_000, count: 1 } })
    expect(at.effects.some((one) => one.effect === 'announce-unstable')).toBe(false)
  })

  it('keeps the hard reason it is found with', () => {
    expect(again().fails(500, 'refused').state.why).toEqual({ code: 'refused', probe: 'sip' })
  })

  it('is an outage of its own when we were away for longer than anybody can vouch for', () => {
    const at = again(SETTINGS.outageMemoryMs).miss(900).until(4_100)
    expect(at.state).toMatchObject({ now: 'down', sinceMs: 4_100, why: { code: 'never-answered' } })
    expect(at.state.instability.count).toBe(2)
  })

  it('needs the three replies that end any down, and owes its good time', () => {
    expect(again().reply(500).reply(1_000).state.why.code).toBe('was-down')
    expect(again().reply(500).reply(1_000).reply(1_500).changes).toEqual(['unknown→degraded@1500 (recovering)'])
    expect(again().reply(500).until(4_499).changes).toEqual([])
    expect(again().reply(500).until(4_500).state).toMatchObject({ now: 'down', sinceMs: -7_000, instability: { count: 1 } })
  })

  it('lets the label begin its good time when it is seen to be up, not before', () => {
    expect(again().state.instability.upSinceMs).toBeUndefined()
    expect(again().replies(500, 2_500).state.instability.upSinceMs).toBe(2_500)
  })
})

describe('our own network lost and found during an outage', () => {
  const blind = (): Scene => down().event(10_000, { kind: 'own-network-lost' }).event(20_000, { kind: 'own-network-found' })

  it('does not make two outages of one', () => {
    const at = blind().miss(22_900).until(30_000)
    expect(at.state).toMatchObject({ now: 'down', sinceMs: 5_000, instability: { points: 1_000, count: 1 } })
  })

  it('and a service that came back meanwhile earns its ok', () => {
    expect(blind().replies(22_500, 24_500).changes.at(-1)).toBe('unknown→degraded@22500 (recovering)')
    expect(blind().reply(22_500).until(26_500).state).toMatchObject({ now: 'down', sinceMs: 26_500, instability: { count: 2 } })
  })
})

describe('planned maintenance', () => {
  const planned = (): Scene => scene().reply(1_000).event(1_100, { kind: 'maintenance-began' }).fails(1_200, 'refused')

  it('lets a failure weigh nothing, and weigh from the moment the work is over', () => {
    expect(planned().state.instability.points).toBe(0)
    const over = planned().event(MINUTE_MS, { kind: 'maintenance-ended' })
    expect(over.state.instability).toMatchObject({ points: 1_000, count: 1, atMs: MINUTE_MS })
    expect(over.event(70_000, { kind: 'maintenance-ended' }).state.instability.count).toBe(1)
  })

  it('is told when it begins and when it ends, once', () => {
    const told = planned().event(1_300, { kind: 'maintenance-began' }).event(1_400, { kind: 'maintenance-ended' }).effects
    expect(told.flatMap((one) => (one.effect === 'announce-maintenance' ? [[one.atMs, one.on]] : []))).toEqual([[1_100, true], [1_400, false]])
  })
})

describe('scores and an outage', () => {
  it('what is missed while down is that failure, and no relapse of loss', () => {
    let at = scene().reply(1_000)
    for (let ms = 2_800; ms <= 20_800; ms += 1_000) at = at.miss(ms)
    expect(at.state.probes[0]?.loss).toMatchObject({ limited: false })
    expect(at.state.now).toBe('down')
  })

  it('how often loss came back outlives a restart', () => {
    const memory: ConditionMemory = { recovering: false, instability: scene().state.instability, relapses: { sip: { count: 2, endedMs: -1_000 } } }
    let at = scene({ memory }).reply(500)
    for (let ms = 1_000; ms <= 5_000; ms += 1_000) at = at.reply(ms - 300, 'sip', { kind: 'reply' }).miss(ms)
    expect(memoryOf(at.state, 6_000).relapses).toEqual({ sip: { count: 3, endedMs: 6_000 } })
  })
})

describe('silence under the label', () => {
  const labelled = (): Scene => {
    const penalty = { points: 2_900, atMs: 0, count: 3, upSinceMs: 0, unstable: { sinceMs: 0, count: 3 } }
    return scene({ service: serviceOf([primary('sip')]), memory: { recovering: false, instability: penalty } }).reply(1_000)
  }

  it('changes nothing before 4 s', () => {
    expect(labelled().until(4_999).changes).toEqual(['unknown→ok@1000 (first-reply)'])
    expect(labelled().until(5_000).changes.at(-1)).toBe('ok→down@5000 (silent)')
  })

  it('is unknown at once when the label goes meanwhile', () => {
    const at = labelled().event(4_000, { kind: 'unstable-lifted' })
    expect(at.changes.at(-1)).toBe('ok→unknown@4000 (silent)')
  })
})
