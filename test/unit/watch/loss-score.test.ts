import { describe, expect, it } from 'vitest'
import { CLEAN_LOSS, endLoss, lossEndsMs, restartLoss, scoreLoss, type LossScore } from '../../../electron/host/watch/loss-score.ts'
import { DEFAULT_WATCH_SETTINGS as SETTINGS } from '../../../electron/host/watch/settings.ts'
import { primary, scene, secondary, serviceOf } from './scene.ts'

const play = (pattern: string, from: LossScore = CLEAN_LOSS, startMs = 0): LossScore =>
  [...pattern].reduce((loss, one, turn) => scoreLoss(loss, one === 'x' ? 'miss' : 'reply', SETTINGS, startMs + turn * 1_000), from)

describe('the loss score', () => {
  it('follows its golden trace: +3.40 a miss, −0.35 a reply, floor 0, cap 20, limited at 14.5', () => {
    let loss = CLEAN_LOSS
    const trace = [...'.x..........x.xxx.xxxx.'].map((one, turn) => {
      loss = scoreLoss(loss, one === 'x' ? 'miss' : 'reply', SETTINGS, turn * 1_000)
      return `${one} ${(loss.points / 100).toFixed(2)}${loss.limited ? ' limited' : ''}`
    })
    expect(trace).toMatchInlineSnapshot(`
      [
        ". 0.00",
        "x 3.40",
        ". 3.05",
        ". 2.70",
        ". 2.35",
        ". 2.00",
        ". 1.65",
        ". 1.30",
        ". 0.95",
        ". 0.60",
        ". 0.25",
        ". 0.00",
        "x 3.40",
        ". 3.05",
        "x 6.45",
        "x 9.85",
        "x 13.25",
        ". 12.90",
        "x 16.30 limited",
        "x 19.70 limited",
        "x 20.00 limited",
        "x 20.00 limited",
        ". 19.65 limited",
      ]
    `)
  })

  it('takes five misses in a row', () => {
    expect(play('xxxx').limited).toBe(false)
    expect(play('xxxxx').limited).toBe(true)
  })

  it('ends when it was 0 for 30 s, and a miss in between starts that wait anew', () => {
    const clean = play('xxxxx' + '.'.repeat(49))
    // 17.00 takes 49 replies: turn 53.
    expect(clean.zeroSinceMs).toBe(53_000)
    expect(lossEndsMs(clean, SETTINGS)).toBe(83_000)
    const again = scoreLoss(clean, 'miss', SETTINGS, 60_000)
    expect(lossEndsMs(again, SETTINGS)).toBe(Infinity)
  })

  it('waits twice as long after each relapse within the hour, ten minutes at most', () => {
    let loss = CLEAN_LOSS
    let nowMs = 0
    const waits: number[] = []
    for (let time = 0; time < 7; time++) {
      loss = play('xxxxx' + '.'.repeat(49), loss, nowMs)
      const endsMs = lossEndsMs(loss, SETTINGS)
      waits.push(endsMs - (loss.zeroSinceMs ?? 0))
      loss = endLoss(loss, endsMs)
      nowMs = endsMs + 60_000
    }
    expect(waits).toEqual([30_000, 60_000, 120_000, 240_000, 480_000, 600_000, 600_000])
  })

  it('forgets relapses after an hour without one', () => {
    const ended = endLoss(play('xxxxx' + '.'.repeat(49)), 83_000)
    const soon = play('xxxxx', ended, 83_000 + 3_590_000)
    const late = play('xxxxx', ended, 83_000 + 3_600_001)
    expect([soon.relapses, late.relapses]).toEqual([1, 0])
  })

  it('starts at 0 when a service comes back from down, remembering the relapse', () => {
    expect(restartLoss(play('xxxxx'), 9_000)).toEqual({ points: 0, limited: false, relapses: 0, endedMs: 9_000 })
    expect(restartLoss(play('xx'), 9_000)).toEqual({ points: 0, limited: false, relapses: 0 })
  })
})

describe('a service with loss', () => {
  const misses = (fromMs: number, count: number) => {
    let at = scene().replies(1_000, fromMs)
    for (let turn = 1; turn <= count; turn++) {
      const ms = fromMs + turn * 1_000
      at = at.miss(ms).event(ms + 10, { kind: 'sampled', sample: { probe: 'sip', sentMs: ms + 5, atMs: ms + 10, regular: false, result: { kind: 'reply', latencyMs: 5 } } })
    }
    return at
  }

  it('is degraded although it is never silent, on regular samples only', () => {
    expect(misses(3_000, 4).state.now).toBe('ok')
    expect(misses(3_000, 5).changes.at(-1)).toBe('ok→degraded@8000 (loss)')
  })

  it('is ok 30 s after the score came to 0, by time alone', () => {
    const at = misses(3_000, 5).replies(9_000, 90_000)
    expect(at.changes.at(-1)).toBe('degraded→ok@87000 (ended)')
  })

  it('on a secondary probe is no matter of the service', () => {
    let at = scene({ service: serviceOf([primary('sip'), secondary('tcp')]) })
    for (let ms = 1_000; ms < 30_000; ms += 1_000) {
      at = at.reply(ms).reply(ms, 'tcp').miss(ms + 300, 'tcp', ms + 1)
    }
    expect(at.state.now).toBe('ok')
  })
})
