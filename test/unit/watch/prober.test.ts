import { describe, expect, it } from 'vitest'
import { createProber, type Prober } from '../../../electron/host/watch/prober.ts'
import type { Probe, ProbeEars } from '../../../electron/host/watch/probe.ts'
import { DEFAULT_WATCH_SETTINGS } from '../../../electron/host/watch/settings.ts'
import type { ProbeResult, Sample } from '../../../electron/host/watch/types.ts'
import { failure } from '../../../native/kit/errors.ts'
import { fail, ok } from '../../../native/kit/result.ts'
import { createManualClock, type ManualClock } from '../../support/manual-clock.ts'

interface Bench {
  readonly clock: ManualClock
  readonly prober: Prober
  readonly samples: Sample[]
  readonly told: string[]
  readonly signals: AbortSignal[]
  closed: number
}

function bench(probe: (bench: Bench) => Partial<Probe>): Bench {
  const clock = createManualClock()
  const samples: Sample[] = []
  const told: string[] = []
  const at: Bench = { clock, samples, told, signals: [], closed: 0, prober: undefined as unknown as Prober }
  const given = probe(at)
  const prober = createProber({
    id: 'sip',
    probe: { close: async () => { at.closed++ }, ...given },
    clock,
    settings: DEFAULT_WATCH_SETTINGS,
    phase: 0.1,
    onWake: () => {},
    onSample: (sample) => samples.push(sample),
    onUnusable: (error) => told.push(`unusable ${error.code} @${clock.monotonicMs()}`),
    onUsable: () => told.push(`usable @${clock.monotonicMs()}`),
  })
  return Object.assign(at, { prober })
}

const never = (): Promise<ProbeResult> => new Promise(() => {})
const lines = (samples: readonly Sample[]): readonly string[] => samples.map((one) => `${one.regular ? 'r' : 'f'} ${one.sentMs}→${one.atMs} ${one.result.kind}`)

describe('a prober', () => {
  it('makes a sample of each answer, with its own clock', async () => {
    const at = bench(({ clock }) => ({
      ask: () => new Promise((resolve) => { clock.after(20, () => resolve({ kind: 'reply', latencyMs: 20 })) }),
    }))
    at.prober.start()
    await at.clock.advanceAsync(2_500)
    expect(lines(at.samples)).toEqual(['r 100→120 reply', 'r 1100→1120 reply', 'r 2100→2120 reply'])
  })

  it('never waits for a hanging question: after the first miss one at once and one each 250 ms, each bounded by 800 ms', async () => {
    const at = bench((own) => ({ ask: (signal) => { own.signals.push(signal); return never() } }))
    at.prober.start()
    await at.clock.advanceAsync(2_000)
    expect(lines(at.samples)).toEqual(['r 100→900 timeout', 'f 900→1700 timeout', 'r 1100→1900 timeout', 'f 1150→1950 timeout'])
    expect(at.signals.map((one) => one.aborted)).toEqual([true, true, true, true, false, false, false])
  })

  it('gives up a question whose time is over, with a word and no error; who has answered has let go by itself', async () => {
    let number = 0
    const at = bench((own) => ({
      ask: (signal) => {
        own.signals.push(signal)
        return ++number === 1 ? Promise.resolve({ kind: 'reply', latencyMs: 0 }) : never()
      },
    }))
    at.prober.start()
    await at.clock.advanceAsync(1_950)
    expect(at.signals.slice(0, 2).map(({ aborted, reason }) => [aborted, String(reason)])).toEqual([[false, 'undefined'], [true, 'question over']])
  })

  it('tells a question that broke by a defect of ours to let go all the same', async () => {
    const at = bench((own) => ({ ask: (signal) => { own.signals.push(signal); return Promise.reject(new Error('defect')) } }))
    at.prober.start()
    await at.clock.advanceAsync(150)
    expect(at.signals[0]?.aborted).toBe(true)
  })

  it('waits with one timer, however often it is asked and answered', async () => {
    const at = bench(() => ({ ask: async () => ({ kind: 'reply', latencyMs: 0 }) }))
    at.prober.start()
    await at.clock.advanceAsync(20_000)
    expect(at.clock.pending).toBe(1)
    at.prober.hint()
    await at.clock.advanceAsync(100)
    expect(at.clock.pending).toBe(1)
    await at.prober.stop()
    expect(at.clock.pending).toBe(0)
  })

  it('asks 5 times a second for 10 s at most, then once', async () => {
    const at = bench((own) => ({ ask: (signal) => { own.signals.push(signal); return never() } }))
    at.prober.start()
    await at.clock.advanceAsync(10_900)
    expect(at.signals).toHaveLength(11 + 40)
    await at.clock.advanceAsync(20_000)
    expect(at.signals).toHaveLength(31 + 40)
  })

  it('drops an answer that comes after its time-out', async () => {
    const at = bench(({ clock }) => ({
      ask: () => new Promise((resolve) => { clock.after(801, () => resolve({ kind: 'reply', latencyMs: 801 })) }),
    }))
    at.prober.start()
    await at.clock.advanceAsync(1_050)
    expect(lines(at.samples)).toEqual(['r 100→900 timeout'])
  })

  it('asks at once at a hint, and as the fast question it is', async () => {
    const at = bench(() => ({ ask: async () => ({ kind: 'reply', latencyMs: 0 }) }))
    at.prober.start()
    await at.clock.advanceAsync(600)
    at.prober.hint()
    await at.clock.advanceAsync(100)
    expect(lines(at.samples)).toEqual(['r 100→100 reply', 'f 600→600 reply'])
  })

  it('takes a probe that throws for silence, not for a refusal, and says that it is a defect', async () => {
    const at = bench(() => ({ ask: () => Promise.reject(new Error('oops')) }))
    at.prober.start()
    await at.clock.advanceAsync(100)
    expect(at.samples[0]?.result).toEqual({ kind: 'timeout', detail: 'BUG_UNEXPECTED Error: oops' })
  })

  it('takes a deregistered control radio for a miss of its schedule: it looks again at once', async () => {
    const at = bench(() => ({ ask: async () => ({ kind: 'reply', latencyMs: 1, registration: 'none' }) }))
    at.prober.start()
    await at.clock.advanceAsync(400)
    expect(lines(at.samples)).toEqual(['r 100→100 reply', 'f 100→100 reply', 'f 350→350 reply'])
  })

  it('passes on what a probe says by itself, and asks at once when it suspects a fault', async () => {
    let ears: ProbeEars | undefined
    const at = bench(() => ({
      open: async (given) => { ears = given; return ok() },
      ask: async () => ({ kind: 'reply', latencyMs: 0 }),
    }))
    at.prober.start()
    await at.clock.advanceAsync(500)
    ears?.push({ result: { kind: 'reply', heardOwn: true }, sentMs: 480, regular: false })
    ears?.suspect()
    await at.clock.advanceAsync(0)
    expect(lines(at.samples)).toEqual(['r 100→100 reply', 'f 480→500 reply', 'f 500→500 reply'])
  })

  it('tries a probe again that cannot be opened, says so once for each reason, and says when that works', async () => {
    let tries = 0
    const at = bench(() => ({
      open: async () => (++tries < 4 ? fail(failure(tries < 3 ? 'LINK_BUSY' : 'LINK_DENIED')) : ok()),
      ask: async () => ({ kind: 'reply', latencyMs: 0 }),
    }))
    at.prober.start()
    await at.clock.advanceAsync(15_200)
    expect(at.told).toEqual(['unusable LINK_BUSY @0', 'unusable LINK_DENIED @10000', 'usable @15000'])
    expect(lines(at.samples)).toEqual(['r 15100→15100 reply'])
  })

  it('takes a probe whose opening throws for unusable', async () => {
    const at = bench(() => ({ open: () => Promise.reject(new Error('oops')) }))
    at.prober.start()
    await at.clock.advanceAsync(1)
    expect(at.told).toEqual(['unusable BUG_UNEXPECTED @0'])
    await at.prober.stop()
  })

  it('stopped while a probe is being opened, closes what comes of it', async () => {
    let finish: (() => void) | undefined
    const at = bench(() => ({ open: () => new Promise((resolve) => { finish = () => resolve(ok()) }) }))
    at.prober.start()
    await at.prober.stop()
    finish?.()
    await at.clock.advanceAsync(1)
    expect(at.closed).toBe(2)
    expect(at.clock.pending).toBe(0)
  })

  it('once stopped takes no sample, holds no timer and has let go of every question', async () => {
    const at = bench((own) => ({ ask: (signal) => { own.signals.push(signal); return never() } }))
    at.prober.start()
    await at.clock.advanceAsync(1_500)
    const before = at.samples.length
    await at.prober.stop()
    await at.clock.advanceAsync(5_000)
    expect(at.samples).toHaveLength(before)
    expect(at.clock.pending).toBe(0)
    expect(at.signals.every((one) => one.aborted)).toBe(true)
    expect(at.closed).toBe(1)
  })

  it('whose child or line is gone by our own fault says nothing until it is opened again', async () => {
    let ears: ProbeEars | undefined
    const at = bench(() => ({ open: async (given) => { ears = given; return ok() }, ask: never }))
    at.prober.start()
    await at.clock.advanceAsync(500)
    ears?.lost(failure('LINK_LOST', 'ping'))
    ears?.lost(failure('LINK_LOST', 'ping'))
    ears?.push({ result: { kind: 'timeout' }, sentMs: 500, regular: true })
    await at.clock.advanceAsync(4_900)
    expect(at.samples).toEqual([])
    expect(at.closed).toBe(1)
    await at.clock.advanceAsync(1_600)
    expect(at.told).toEqual(['unusable LINK_LOST @500', 'usable @5500'])
    expect(lines(at.samples)).toEqual(['r 5600→6400 timeout'])
    await at.prober.stop()
  })
})
