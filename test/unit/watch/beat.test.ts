import { describe, expect, it } from 'vitest'
import { beatMissedAtMs, isBeat, missBeat, takeBeat, type BeatRhythm } from '../../../electron/host/watch/probes/beat.ts'

describe('a beat', () => {
  it.each([
    ['beat', undefined, true],
    [' beat\r\n', undefined, true],
    ['beat s3cret', 's3cret', true],
    ['beat\ts3cret\n', 's3cret', true],
    ['beat', 's3cret', false],
    ['beat S3CRET', 's3cret', false],
    ['beat s3cret more', 's3cret', false],
    ['beat s3cret', undefined, false],
    ['', undefined, false],
    ['BEAT', undefined, false],
    ['heartbeat', undefined, false],
  ])('%j with token %j: %j', (text, token, expected) => {
    expect(isBeat(text, token)).toBe(expected)
  })
})

describe('the rhythm', () => {
  const RHYTHM: BeatRhythm = { everyMs: 1_000, graceMs: 800, lastMs: 0 }

  it('takes one beat a second as the regular one, also of two that come a little early', () => {
    let rhythm = RHYTHM
    const regular = [500, 1_000, 1_480, 1_990, 2_500, 2_890].map((ms) => {
      const taken = takeBeat(rhythm, ms)
      rhythm = taken.rhythm
      return taken.regular
    })
    expect(regular).toEqual([false, true, false, true, false, true])
  })

  it('misses a beat 800 ms after it was due, and then the next', () => {
    expect(beatMissedAtMs(RHYTHM)).toBe(1_800)
    const missed = missBeat(RHYTHM)
    expect(missed.dueMs).toBe(1_000)
    expect(beatMissedAtMs(missed.rhythm)).toBe(2_800)
  })
})
