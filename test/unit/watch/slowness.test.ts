import { describe, expect, it } from 'vitest'
import { measureSlowness, NOT_SLOW, percentile95, type Slowness } from '../../../electron/host/watch/slowness.ts'
import { scene } from './scene.ts'

const RULE = { limitMs: 300, forMs: 30_000, replies: 20 }
const measure = (latencies: readonly number[], from: Slowness = NOT_SLOW, startMs = 0): Slowness =>
  latencies.reduce((slow, latencyMs, turn) => measureSlowness(slow, latencyMs, RULE, startMs + turn * 1_000), from)
const times = (count: number, latencyMs: number): readonly number[] => Array.from({ length: count }, () => latencyMs)

describe('the 95th percentile', () => {
  it('is the nearest rank', () => {
    expect(percentile95([])).toBe(0)
    expect(percentile95([7])).toBe(7)
    expect(percentile95([...times(19, 5), 900])).toBe(5)
    expect(percentile95([...times(18, 5), 800, 900])).toBe(800)
    expect(percentile95([900, 1, 20, 3])).toBe(900)
  })
})

describe('slow for long', () => {
  it('needs the percentile over its limit for 30 s', () => {
    expect(measure(times(30, 500)).limited).toBe(false)
    expect(measure(times(31, 500)).limited).toBe(true)
  })

  it('a single slow reply a minute never makes it', () => {
    const minute = [...times(59, 5), 2_000]
    expect(measure([...times(30, 5), ...minute, ...minute, ...minute]).limited).toBe(false)
  })

  it('ends when the percentile was under its limit for 30 s', () => {
    const slow = measure(times(31, 500))
    // The percentile turns when one slow reply is left of twenty: at the 19th quick one.
    expect(measure(times(48, 5), slow, 31_000).limited).toBe(true)
    expect(measure(times(49, 5), slow, 31_000).limited).toBe(false)
  })

  it('keeps twenty replies and no more', () => {
    expect(measure(times(500, 5)).latencies).toHaveLength(20)
  })
})

it('a slow service is degraded and says how slow', () => {
  let at = scene()
  for (let ms = 1_000; ms <= 31_000; ms += 1_000) at = at.reply(ms, 'sip', { kind: 'reply', latencyMs: 450 })
  expect(at.changes.at(-1)).toBe('ok→degraded@31000 (slow)')
  expect(at.state.why).toEqual({ code: 'slow', probe: 'sip', p95Ms: 450, limitMs: 300 })
})
