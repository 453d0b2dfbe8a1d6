import { describe, expect, it } from 'vitest'
import { clearBySupervisor, clearByTime, countDown, endDown, latelyDown, penaltyAt, STABLE, stableAgainMs, type Instability } from '../../../electron/host/watch/instability.ts'
import { DEFAULT_WATCH_SETTINGS as SETTINGS } from '../../../electron/host/watch/settings.ts'
import { scene, type Scene } from './scene.ts'

const MINUTE = 60_000
/** Downs at these minutes, each two minutes long. */
const downs = (...minutes: readonly number[]): Instability =>
  minutes.reduce((of, minute) => endDown(countDown(of, SETTINGS, minute * MINUTE), (minute + 2) * MINUTE), STABLE)

describe('the penalty', () => {
  it('follows its golden trace with a half-life of four hours', () => {
    const one = countDown(STABLE, SETTINGS, 0)
    expect([0, 60, 240, 480].map((minute) => Math.round(penaltyAt(one, SETTINGS, minute * MINUTE)))).toEqual([1_000, 841, 500, 250])
  })

  it('labels the third down of the patterns that were simulated, never the second', () => {
    expect(downs(0, 6).unstable).toBeUndefined()
    expect(downs(0, 6, 12).unstable).toEqual({ sinceMs: 12 * MINUTE, count: 3 })
    expect(downs(0, 35, 70).unstable).toEqual({ sinceMs: 70 * MINUTE, count: 3 })
  })

  it('does not label a down a day', () => {
    expect(downs(...Array.from({ length: 30 }, (_, day) => day * 24 * 60)).unstable).toBeUndefined()
  })

  it('counts on while labelled and starts anew when the penalty has faded', () => {
    expect(downs(0, 6, 12, 18, 24).unstable).toEqual({ sinceMs: 12 * MINUTE, count: 5 })
    expect(downs(0, 6, 24 * 60).count).toBe(1)
  })

  it('ends 60 min after the last down ended, not while down', () => {
    expect(stableAgainMs(downs(0, 6, 12), SETTINGS)).toBe((14 + 60) * MINUTE)
    expect(stableAgainMs(countDown(downs(0, 6), SETTINGS, 12 * MINUTE), SETTINGS)).toBe(Infinity)
  })

  it('is gone when a supervisor lifts it', () => {
    const lifted = clearBySupervisor(downs(0, 6, 12), 20 * MINUTE)
    expect(lifted.unstable).toBeUndefined()
    expect(countDown(lifted, SETTINGS, 21 * MINUTE).unstable).toBeUndefined()
  })
})

describe('a service that is quiet again', () => {
  const quiet = clearByTime(downs(0, 6, 12))

  it('is said to have been down as long as that weighs, and not while it bears the label', () => {
    expect(latelyDown(downs(0, 6, 12), SETTINGS, 30 * MINUTE)).toBeUndefined()
    expect(latelyDown(quiet, SETTINGS, 80 * MINUTE)).toEqual({ count: 3, upSinceMs: 14 * MINUTE })
    expect(latelyDown(quiet, SETTINGS, 24 * 60 * MINUTE)).toBeUndefined()
  })

  it('is nothing to speak of after two downs, or when a supervisor vouched for it', () => {
    expect(latelyDown(downs(0, 6), SETTINGS, 10 * MINUTE)).toBeUndefined()
    expect(latelyDown(clearBySupervisor(downs(0, 6, 12), 20 * MINUTE), SETTINGS, 21 * MINUTE)).toBeUndefined()
  })
})

describe('the label of a service', () => {
  const flap = (at: Scene, fromMs: number): Scene => at.fails(fromMs, 'refused').replies(fromMs + 1_000, fromMs + 59_000)
  const flapped = flap(flap(flap(scene({ settings: { goodMs: 3_000 } }).replies(1_000, 9_000), 10_000), 70_000), 130_000)
  const labels = (at: Scene) => at.effects.filter((one) => one.effect === 'announce-unstable' || one.effect === 'announce-stable')

  it('stands beside its condition, which goes its own way', () => {
    expect(labels(flapped)).toEqual([{ effect: 'announce-unstable', service: 'rbs', atMs: 130_000, count: 3 }])
    expect(flapped.changes.slice(-3)).toEqual(['ok→down@130000 (refused)', 'down→degraded@133000 (recovering)', 'degraded→ok@136000 (good-again)'])
    expect(flapped.state.now).toBe('ok')
    expect(flapped.state.instability.unstable).toEqual({ sinceMs: 130_000, count: 3 })
  })

  it('counts on with each further down', () => {
    expect(labels(flap(flapped, 190_000)).at(-1)).toEqual({ effect: 'announce-unstable', service: 'rbs', atMs: 190_000, count: 4 })
  })

  it('goes by time, stamped with its due time', () => {
    const after = flapped.replies(190_000, 190_000 + 61 * MINUTE)
    expect(labels(after).at(-1)).toEqual({ effect: 'announce-stable', service: 'rbs', atMs: 133_000 + 60 * MINUTE, count: 3, by: 'time' })
  })

  it('goes by a supervisor, recorded as such', () => {
    expect(labels(flapped.event(190_000, { kind: 'unstable-lifted' })).at(-1))
      .toEqual({ effect: 'announce-stable', service: 'rbs', atMs: 190_000, count: 3, by: 'supervisor' })
  })

  it('does not come from downs in planned maintenance', () => {
    const planned = scene().replies(1_000, 9_000).event(9_500, { kind: 'maintenance-began' })
    const at = flap(flap(flap(flap(planned, 10_000), 70_000), 130_000), 190_000)
    expect(labels(at)).toEqual([])
    expect(at.effects.filter((one) => one.effect === 'announce-change' && one.to === 'down')).toHaveLength(4)
    expect(at.effects.findLast((one) => one.effect === 'announce-change')).toMatchObject({ maintenance: true })
  })
})
