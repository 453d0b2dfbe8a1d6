// A scenario at speed: the order and the short gaps stay as they were, and what measures is never hurried.
import { describe, expect, it } from 'vitest'
import { failure } from '../../../native/kit/errors.ts'
import { fail, ok, type Result } from '../../../native/kit/result.ts'
import { GAP_MS, LEAD_MS, pacedSettings, playlistOf, type PlayStep } from '../../sim/scenarios/playlist.ts'
import { createPlayer, type PlayerDeps } from '../../sim/scenarios/player.ts'
import { createManualClock } from '../../support/manual-clock.ts'
import { settingsSchema } from '../../../electron/host/site/settings.ts'
import { truthOf, truthWith } from './stage.ts'

const HANG = { fault: 'hang' } as const
const hour = 3_600_000

describe('a playlist', () => {
  const truth = truthWith([
    { fromMs: hour, untilMs: hour + 5_000, is: HANG },
    { fromMs: hour + 2_000, untilMs: hour + 605_000, service: 'c2000', is: { fault: 'searching' } },
    { fromMs: 2 * hour, untilMs: 2 * hour + 60_000, is: HANG },
  ], 3 * hour)

  it('leaves out the calm before, keeps short gaps as they were, and shortens the long ones to no less than people need', () => {
    const laterMs = Math.round((hour - 605_000) / 60)
    expect(playlistOf(truth, 60).map(({ playMs, happens }) => [playMs, happens])).toEqual([
      [LEAD_MS, { kind: 'change', service: 'rbs', is: HANG }],
      [LEAD_MS + 2_000, { kind: 'change', service: 'c2000', is: { fault: 'searching' } }],
      [LEAD_MS + 5_000, { kind: 'change', service: 'rbs' }],
      [LEAD_MS + 5_000 + GAP_MS, { kind: 'change', service: 'c2000' }],
      [LEAD_MS + 5_000 + GAP_MS + laterMs, { kind: 'change', service: 'rbs', is: HANG }],
      [LEAD_MS + 5_000 + 2 * GAP_MS + laterMs, { kind: 'change', service: 'rbs' }],
    ])
  })

  it('at speed 1 is the scenario as it was', () => {
    expect(playlistOf(truth, 1).map(({ playMs, realMs }) => realMs - playMs)).toEqual(Array.from({ length: 6 }, () => hour - LEAD_MS))
  })

  it('keeps the order of the real outages at any speed, reports among them, and gives every change its time', async () => {
    for (const name of ['2020-09-police-ict', '2020-01-c2000-migration'] as const) {
      const real = await truthOf(name, name.startsWith('2020-09') ? 'OB' : 'NL', 1)
      const steps = playlistOf(real, 600)
      expect(steps.map((one) => one.realMs)).toEqual(steps.map((one) => one.realMs).toSorted((a, b) => a - b))
      expect(steps.filter((one) => one.playMs < 0)).toEqual([])
      const changes = steps.filter((one) => one.happens.kind === 'change')
      for (const [at, one] of changes.entries()) {
        const next = changes[at + 1]
        if (!next) break
        const realGapMs = next.realMs - one.realMs
        expect(next.playMs - one.playMs).toBeGreaterThanOrEqual(Math.min(realGapMs, GAP_MS) - 1)
        expect(next.playMs - one.playMs).toBeLessThanOrEqual(realGapMs + 1)
      }
    }
  })

  it('with nothing but reports begins at the first of them', () => {
    const report = { atMs: 2 * hour, service: 'c2000', symptom: 'poor-audio', unit: '21-4001' } as const
    expect(playlistOf({ ...truthWith([]), reports: [report, { ...report, atMs: 3 * hour }] }, 60).map((one) => one.playMs)).toEqual([LEAD_MS, LEAD_MS + 60_000])
  })
})

describe('settings at speed', () => {
  const delivered = settingsSchema.parse({})

  it('are those delivered at speed 1, and keep the memory of hours in proportion', () => {
    const { goodMs, holdMs, holdMaxMs, penaltyHalfLifeMs, unstableClearMs, relapseMemoryMs, peopleHalfLifeMs } = delivered
    expect(pacedSettings(delivered, 1)).toEqual({ goodMs, holdMs, holdMaxMs, penaltyHalfLifeMs, unstableClearMs, relapseMemoryMs, peopleHalfLifeMs })
    expect(pacedSettings(delivered, 10)).toMatchObject({ penaltyHalfLifeMs: 24 * 60_000, unstableClearMs: 6 * 60_000, goodMs: 6_000 })
  })

  it('make a correct site file at any speed', () => {
    for (const speed of [1, 2, 60, 10_000]) expect(settingsSchema.safeParse(pacedSettings(delivered, speed)).success).toBe(true)
    const { holdMs, holdMaxMs, unstableClearMs } = pacedSettings(delivered, 10_000)
    expect(holdMs).toBeLessThan(holdMaxMs)
    expect(unstableClearMs).toBeGreaterThan(3 * GAP_MS)
  })
})

describe('a player', () => {
  const STEPS: readonly PlayStep[] = [
    { playMs: 100, realMs: 1_000, happens: { kind: 'change', service: 'rbs', is: HANG } },
    { playMs: 250, realMs: 2_000, happens: { kind: 'report', report: { atMs: 2_000, service: 'c2000', symptom: 'poor-audio', unit: '21-4001' } } },
    { playMs: 300, realMs: 3_000, happens: { kind: 'change', service: 'rbs' } },
  ]

  function play(stage: Partial<PlayerDeps['stage']> = {}) {
    const clock = createManualClock()
    const told: string[] = []
    const player = createPlayer(STEPS, {
      clock,
      stage: {
        async set(service, is) {
          told.push(`${clock.monotonicMs()} ${service} ${is?.fault ?? 'works'}`)
          return ok()
        },
        async report({ unit, symptom }) {
          told.push(`${clock.monotonicMs()} ${unit} ${symptom}`)
        },
        ...stage,
      },
      onStep: (step, done) => { if (done && !done.ok) told.push(`${step.playMs} ${done.error.code}`) },
      onEnd: () => told.push('end'),
    })
    return { clock, told, player }
  }

  it('does each step at its time, in order, and says when it is over', async () => {
    const { clock, told, player } = play()
    player.start()
    player.start()
    await clock.advanceAsync(1_000)
    expect(told).toEqual(['100 rbs hang', '250 21-4001 poor-audio', '300 rbs works', 'end'])
    expect(clock.pending).toBe(0)
  })

  it('does nothing more once it was stopped, and waits for what it was doing', async () => {
    const { promise, resolve } = Promise.withResolvers<Result<void>>()
    const { clock, told, player } = play({ set: () => promise })
    player.start()
    await clock.advanceAsync(150)
    let stopped = false
    const stopping = player.stop().then(() => { stopped = true })
    await clock.advanceAsync(0)
    expect(stopped).toBe(false)
    resolve(ok())
    await stopping
    await clock.advanceAsync(1_000)
    expect(told).toEqual([])
    expect(clock.pending).toBe(0)
  })

  it('goes on when a simulator cannot have its port back, and tells it', async () => {
    const { clock, told, player } = play({ set: async () => fail(failure('LINK_BUSY', 'taken')) })
    player.start()
    await clock.advanceAsync(1_000)
    expect(told).toEqual(['100 LINK_BUSY', '250 21-4001 poor-audio', '300 LINK_BUSY', 'end'])
  })
})
