// Samples of a scenario are asked for as the live console asks.
import { describe, expect, it } from 'vitest'
import { sampleTruth } from '../../../electron/cli/scenario/sampler.ts'
import { traceLines } from '../../../electron/cli/scenario/trace-lines.ts'
import { DEFAULT_WATCH_SETTINGS, type Sample } from '../../../electron/host/watch/index.ts'
import type { ScenarioFault } from '../../sim/scenarios/scenario-schema.ts'
import type { Truth } from '../../sim/scenarios/truth.ts'
import { truthOf, truthWith } from './stage.ts'

const MINUTE = { fromMs: 0, untilMs: 60_000 }

function samplesOf(truth: Truth, probe: string, window = MINUTE): readonly Sample[] {
  return [...sampleTruth(truth, DEFAULT_WATCH_SETTINGS, window)].filter((one) => one.probe === probe)
}

const during = (is: ScenarioFault, fromMs = 10_000, untilMs = 40_000): Truth => truthWith([{ fromMs, untilMs, is }])

describe('a probe of a scenario', () => {
  it('is asked once a second in a phase of its own, and answers within what the model says', () => {
    const all = [...sampleTruth(truthWith([]), DEFAULT_WATCH_SETTINGS, MINUTE)]
    for (const probe of ['rbs-sip', 'control-radio']) {
      const own = all.filter((one) => one.probe === probe)
      expect(own).toHaveLength(60)
      expect(new Set(own.map((one, at) => one.sentMs - at * 1000)).size).toBe(1)
      expect(own.every((one) => one.regular && one.result.kind === 'reply' && one.atMs - one.sentMs === one.result.latencyMs && one.result.latencyMs >= 5)).toBe(true)
    }
    expect(all.map((one) => one.atMs)).toEqual(all.map((one) => one.atMs).toSorted((a, b) => a - b))
    expect((all[0]?.sentMs ?? 0) - (all[1]?.sentMs ?? 0)).not.toBe(0)
  })

  it('is asked each 250 ms after a miss, for ten seconds, and then once a second again', () => {
    const own = samplesOf(during({ fault: 'hang' }), 'rbs-sip')
    const missed = own.filter((one) => one.result.kind === 'timeout')
    expect(missed.every((one) => one.atMs - one.sentMs === 800)).toBe(true)
    const fast = own.filter((one) => !one.regular)
    const firstMs = missed[0]?.atMs ?? Number.NaN
    expect(fast.map((one) => one.sentMs)).toEqual(Array.from({ length: 40 }, (_, at) => firstMs + at * 250))
    expect(own.filter((one) => one.regular).map((one) => Math.floor(one.sentMs / 1000))).toEqual(Array.from({ length: 60 }, (_, at) => at))
  })

  it('gets from a hung process, when it goes on, what was left in its queue', () => {
    const late = samplesOf(during({ fault: 'hang' }, 10_000, 15_000), 'rbs-sip').filter((one) => one.sentMs >= 14_300 && one.sentMs < 15_000)
    expect(late.length).toBeGreaterThan(1)
    for (const one of late) expect(one).toMatchObject({ result: { kind: 'reply' }, atMs: expect.toSatisfy((atMs: number) => atMs >= 15_000 && atMs < 15_100) })
  })

  it('is refused at once by a process that is gone', () => {
    const refused = samplesOf(during({ fault: 'refuse' }, 10_000, 20_000), 'rbs-sip').filter((one) => one.result.kind === 'refused')
    expect(refused.every((one) => one.atMs - one.sentMs === 1 && one.sentMs >= 10_000 && one.sentMs < 20_000)).toBe(true)
    expect(refused.length).toBeGreaterThan(40)
  })

  it('loses the share that is lost, and is late by what it is slow', () => {
    const hour = { fromMs: 0, untilMs: 3_600_000 }
    const lossy = samplesOf(during({ fault: 'lose', percent: 30 }, 0, 3_600_000), 'rbs-sip', hour)
    expect(lossy.filter((one) => one.result.kind === 'timeout').length / lossy.length).toBeCloseTo(0.3, 1)
    const slow = samplesOf(during({ fault: 'slow', byMs: 500 }), 'rbs-sip').filter((one) => one.sentMs >= 10_000 && one.sentMs < 40_000)
    expect(slow.every((one) => one.result.kind === 'reply' && (one.result.latencyMs ?? 0) >= 505)).toBe(true)
    expect(samplesOf(during({ fault: 'slow', byMs: 900 }), 'rbs-sip').some((one) => one.result.kind === 'timeout')).toBe(true)
  })

  it('of a control radio answers while it searches, and says so', () => {
    const radio = samplesOf(truthWith([{ fromMs: 10_000, untilMs: 12_000, service: 'c2000', is: { fault: 'searching' } }]), 'control-radio')
    for (const { sentMs, result } of radio) expect(result).toMatchObject({ kind: 'reply', registration: sentMs >= 10_000 && sentMs < 12_000 ? 'searching' : 'home', cell: 'wide' })
    expect(radio.some((one) => !one.regular)).toBe(true)
  })
})

describe('a trace', () => {
  it('says services and probes first, re-probes as such, and the reports it is given that have a key', async () => {
    const truth = await truthOf('2020-01-c2000-migration', 'NL', 1)
    const window = { fromMs: 0, untilMs: 3_600_000 }
    const [header, ...lines] = [...traceLines(truth, sampleTruth(truth, DEFAULT_WATCH_SETTINGS, window), truth.reports.filter((one) => one.atMs < window.untilMs))].map((line) => JSON.parse(line) as Record<string, unknown>)
    expect(header).toMatchObject({ trace: 1, services: [{ id: 'rbs', role: 'console', probes: ['rbs-sip'], dependsOn: [] }, { id: 'c2000', role: 'witness' }, { id: 'tel-112' }], probes: { 'rbs-sip': { weight: 'primary', latencyLimitMs: 300 } } })
    expect(header).toMatchObject({ scenario: { id: '2020-01-c2000-migration', room: 'NL', seed: 1, t0: '2020-01-26T23:00:00.000Z' } })
    const times = lines.map((one) => Number(one['t']))
    expect(times).toEqual(times.toSorted((a, b) => a - b))
    const taps = lines.filter((one) => one['tap'] !== undefined)
    expect(taps).toHaveLength(truth.reports.filter((one) => one.atMs < 3_600_000 && one.tap !== undefined).length)
    expect(taps.length).toBeGreaterThan(0)
    for (const tap of taps) expect(tap).toMatchObject({ service: 'rbs', from: 'unit', tap: expect.stringMatching(/^(speech-drops|ptt-refused|no-reception)$/) })
  })

  it('leaves a re-probe marked and a regular sample bare', () => {
    const lines = [...traceLines(during({ fault: 'hang' }), sampleTruth(during({ fault: 'hang' }), DEFAULT_WATCH_SETTINGS, MINUTE), [])].slice(1)
    expect(lines.some((line) => line.endsWith('"probe":"rbs-sip","result":"timeout","regular":false}'))).toBe(true)
    expect(lines.some((line) => line.includes('"regular":true'))).toBe(false)
  })
})
