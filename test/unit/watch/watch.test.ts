// The live watch on a manual clock and probes a test plays by hand.
import { encodeWatchEvent } from '../../../electron/host/watch/trace-line.ts'
import { describe, expect, it } from 'vitest'
import type { Probe } from '../../../electron/host/watch/probe.ts'
import type { ServiceConfig } from '../../../electron/host/watch/types.ts'
import { failure } from '../../../native/kit/errors.ts'
import { fail, ok } from '../../../native/kit/result.ts'
import { primary } from './scene.ts'
import { QUICK, RBS, stage, type Stage } from './stage.ts'

const C2000: ServiceConfig = { id: 'c2000', role: 'witness', label: 'C2000', dependsOn: [], viaOwnNetwork: false, probes: [primary('radio')] }

describe('the live watch', () => {
  it('finds a service that stops answering unknown at 2.5 s and down at 4 s after its last reply', async () => {
    const at = stage([RBS])
    at.watch.start()
    await at.manual.advanceAsync(3_100)
    at.answers.set('sip', 'silent')
    at.answers.set('tcp', 'silent')
    await at.manual.advanceAsync(10_000)
    expect(at.lines()).toEqual(['rbs unknown→ok@0 (first-reply)', 'rbs ok→unknown@5500 (silent)', 'rbs unknown→down@7000 (silent)'])
    expect(at.watch.negativeProofs('rbs')).toBe(2)
    await at.watch.stop()
  })

  it('finds a refusal at the next question, and recovery by three replies', async () => {
    const at = stage([RBS], { settings: { goodMs: 3_000 } })
    at.watch.start()
    await at.manual.advanceAsync(1_500)
    at.answers.set('sip', { kind: 'refused' })
    await at.manual.advanceAsync(1_000)
    at.answers.set('sip', QUICK)
    await at.manual.advanceAsync(8_000)
    expect(at.lines().slice(1)).toEqual([
      'rbs ok→down@2000 (refused)', 'rbs down→degraded@4000 (recovering)', 'rbs degraded→ok@7000 (good-again)',
    ])
    await at.watch.stop()
  })

  it('asks at once when told that something is wrong', async () => {
    const at = stage([RBS])
    at.watch.start()
    await at.manual.advanceAsync(1_500)
    at.answers.set('sip', { kind: 'refused' })
    at.watch.hint('rbs')
    await at.manual.advanceAsync(1)
    expect(at.lines().at(-1)).toBe('rbs ok→down@1500 (refused)')
    at.watch.hint('nobody')
    await at.watch.stop()
  })

  it('a standstill of our own makes no failure', async () => {
    const at = stage([RBS])
    at.watch.start()
    await at.manual.advanceAsync(1_050)
    // Questions under way when we stood still would all time out at once.
    at.answers.set('sip', 'silent')
    await at.manual.advanceAsync(1_000)
    at.clock.stall(1_200)
    at.answers.set('sip', QUICK)
    await at.manual.advanceAsync(5_000)
    expect(at.lines()).toEqual(['rbs unknown→ok@0 (first-reply)'])
    expect(at.changes.flatMap((one) => (one.effect === 'announce-health' ? [one.to] : []))).toEqual(['lagged', 'well'])
    await at.watch.stop()
  })

  it('after a sleep in which its own time stood still it shows nothing as it was, and a trace tells the same', async () => {
    const told: string[] = []
    const at = stage([RBS], { trace: { began: () => {}, told: (event, atMs) => { if (event.kind === 'own') told.push(encodeWatchEvent(event, atMs, () => '') ?? '') } } })
    at.watch.start()
    await at.manual.advanceAsync(1_050)
    at.answers.set('sip', 'silent')
    at.manual.stepUtc(8 * 3_600_000)
    await at.manual.advanceAsync(100)
    expect(at.lines().slice(1)).toEqual(['rbs ok→unknown@1100 (own-standstill)'])
    expect(told).toEqual([`{"t":1100,"host":"resume","ms":0,"sleptMs":${8 * 3_600_000}}`])
    await at.watch.stop()
  })

  it('after sleep says for a moment that it does not know, and never down', async () => {
    const at = stage([RBS])
    at.watch.start()
    await at.manual.advanceAsync(1_050)
    at.clock.stall(8 * 3_600_000)
    await at.manual.advanceAsync(3_000)
    expect(at.lines().slice(1).map((one) => one.replace(/@\d+/, ''))).toEqual(['rbs ok→unknown (own-standstill)', 'rbs unknown→ok (answers-again)'])
    expect(at.changes.flatMap((one) => (one.effect === 'announce-health' ? [one.to] : []))).toEqual(['resumed', 'well'])
    await at.watch.stop()
  })

  it('without its own network says so and knows nothing of the services behind it', async () => {
    const at = stage([RBS, C2000])
    at.watch.start()
    await at.manual.advanceAsync(1_050)
    at.network.say('lost')
    at.answers.set('sip', { kind: 'refused' })
    await at.manual.advanceAsync(10_000)
    expect(at.watch.view()).toMatchObject({
      diagnosis: { kind: 'own-workstation' }, ownHealth: { health: 'network-down' },
      services: [{ id: 'rbs', now: 'unknown', negativeProofs: 0 }, { id: 'c2000', now: 'ok' }],
    })
    at.network.say('found')
    at.answers.set('sip', QUICK)
    await at.manual.advanceAsync(3_000)
    expect(at.watch.view()).toMatchObject({ diagnosis: { kind: 'normal' }, services: [{ now: 'ok' }, { now: 'ok' }] })
    await at.watch.stop()
  })

  it.each([
    ['planned maintenance', (at: Stage) => at.watch.beginMaintenance('rbs')],
    ['word of our own network', (at: Stage) => at.network.say('found')],
    ['a seen alarm', (at: Stage) => void at.watch.settle()],
  ])('%s that waited while we stood still makes no silence of theirs: own health speaks first', async (_what, say) => {
    const at = stage([RBS])
    at.watch.start()
    await at.manual.advanceAsync(2_000)
    at.clock.stall(6_000)
    say(at)
    await at.manual.advanceAsync(3_000)
    expect(at.lines()).toEqual(['rbs unknown→ok@0 (first-reply)', 'rbs ok→unknown@8000 (own-standstill)', 'rbs unknown→ok@9000 (answers-again)'])
    await at.watch.stop()
  })

  it('shows speech the control radio heard as the proof of the console', async () => {
    const at = stage([RBS, C2000])
    at.watch.start()
    await at.manual.advanceAsync(2_000)
    expect(at.watch.view().services[0]).toMatchObject({ now: 'ok', proof: 'reachable' })
    at.ears.get('radio')?.push({ result: { kind: 'reply', heardOwn: true }, sentMs: 2_000, regular: false })
    await at.manual.advanceAsync(400)
    expect(at.watch.view().services[0]).toMatchObject({ proof: 'proven', lastHeardOwnAgoMs: 400 })
    await at.manual.advanceAsync(60_000)
    expect(at.watch.view().services[0]).toMatchObject({ now: 'ok', proof: 'reachable', lastHeardOwnAgoMs: 60_400 })
    await at.watch.stop()
  })

  it('a probe that cannot be opened is told once, and never counts as silence', async () => {
    const busy: Probe = { open: async () => fail(failure('LINK_BUSY', 'port 45070')), close: async () => {} }
    const at = stage([{ ...RBS, probes: [primary('beat')] }], { openProbe: () => ok(busy) })
    at.watch.start()
    await at.manual.advanceAsync(12_000)
    expect(at.watch.view().services[0]).toMatchObject({ now: 'unknown', why: { code: 'not-measurable' }, probes: [{ id: 'beat', state: 'unusable' }] })
    expect(at.changes.filter((one) => one.effect === 'announce-probe-unusable')).toHaveLength(1)
    await at.watch.stop()
  })

  it('a probe the site file has wrong is told once', async () => {
    const at = stage([RBS], { openProbe: () => fail(failure('SITE_INVALID', 'everyMs')) })
    at.watch.start()
    await at.manual.advanceAsync(20_000)
    expect(at.changes.map((one) => one.effect).filter((one) => one === 'announce-probe-unusable')).toHaveLength(2)
    await at.watch.stop()
  })

  it('shows each service as the page draws it, moments in UTC and ages in monotonic time', async () => {
    const at = stage([RBS])
    const startUtcMs = at.clock.utcMs()
    at.watch.start()
    await at.manual.advanceAsync(1_250)
    at.manual.stepUtc(3_600_000)
    expect(at.watch.view().services[0]).toEqual({
      id: 'rbs', role: 'console', label: 'RBS', dependsOn: [], viaOwnNetwork: true, now: 'ok', heardOwnCount: 0,
      // Somebody set the clock: what we say now is in the time people see now.
      sinceUtcMs: startUtcMs + 3_600_000, sinceAgoMs: 1_250,
      why: { code: 'first-reply', probe: 'sip' }, proof: 'reachable', lastReplyAgoMs: 250, negativeProofs: 0, maintenance: false,
      probes: [
        { id: 'sip', state: 'answering', latencyMs: 1, lastReplyAgoMs: 250 },
        { id: 'tcp', state: 'answering', latencyMs: 1, lastReplyAgoMs: 250 },
      ],
    })
    await at.watch.stop()
  })

  it('says each second how many samples came, every one of them counted', async () => {
    const at = stage([RBS])
    at.watch.start()
    await at.manual.advanceAsync(3_000)
    const batches = at.changes.flatMap((one) => (one.effect === 'announce-samples' ? [one.count] : []))
    expect(batches.reduce((sum, count) => sum + count, 0)).toBe(at.asked.length - 2)
    expect(batches.length).toBe(3)
    await at.watch.stop()
  })

  it('tells a change made by a listener after the change that made it', async () => {
    const told: string[] = []
    const at = stage([RBS], {
      onChange: (change) => {
        told.push(change.effect)
        if (change.effect === 'announce-change' && change.to === 'ok') at.network.say('lost')
      },
    })
    at.watch.start()
    await at.manual.advanceAsync(1)
    expect(told).toEqual(['announce-change', 'announce-diagnosis', 'announce-change', 'announce-health', 'announce-diagnosis'])
    await at.watch.stop()
  })

  it('once stopped holds no timer, asks nothing and tells nothing', async () => {
    const at = stage([RBS, C2000])
    at.watch.start()
    await at.manual.advanceAsync(2_000)
    await at.watch.stop()
    const { changes, asked } = at
    const before = [changes.length, asked.length]
    await at.manual.advanceAsync(60_000)
    expect([changes.length, asked.length]).toEqual(before)
    expect(at.manual.pending).toBe(0)
  })

  it('a supervisor lifts the unstable label, and maintenance keeps it from coming', async () => {
    const at = stage([RBS], { settings: { goodMs: 1_000 } })
    at.watch.start()
    await at.manual.advanceAsync(100)
    const flap = async (): Promise<void> => {
      at.answers.set('sip', { kind: 'refused' })
      at.watch.hint('rbs')
      await at.manual.advanceAsync(1_000)
      at.answers.set('sip', QUICK)
      await at.manual.advanceAsync(10_000)
    }
    for (let time = 0; time < 3; time++) await flap()
    expect(at.watch.view().services[0]).toMatchObject({ now: 'ok', unstable: { count: 3 } })
    at.watch.liftUnstable('rbs')
    expect(at.watch.view().services[0]?.unstable).toBeUndefined()
    at.watch.beginMaintenance('rbs')
    for (let time = 0; time < 3; time++) await flap()
    at.watch.endMaintenance('rbs')
    expect(at.watch.view().services[0]).toMatchObject({ maintenance: false })
    expect(at.watch.view().services[0]?.unstable).toBeUndefined()
    await at.watch.stop()
  })
})
