import { describe, expect, it } from 'vitest'
import { beatMissedAtMs, missBeat, readBeat, takeBeat, takeNumber, type BeatNumbers, type BeatRhythm } from '../../../electron/host/watch/probes/beat.ts'

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
    expect(readBeat(text, token) !== undefined).toBe(expected)
  })

  it.each([
    ['beat 7', undefined, 7],
    ['beat s3cret 7\n', 's3cret', 7],
    ['beat 7', '7', undefined],
    ['beat 7 8', '7', 8],
    ['beat -7', undefined, 'none'],
    ['beat 7.5', undefined, 'none'],
    ['beat 1e3', undefined, 'none'],
    ['beat 7 7', undefined, 'none'],
    ['beat 9999999999999999', undefined, 'none'],
  ])('%j with token %j has number %j', (text, token, expected) => {
    const beat = readBeat(text, token)
    expect(beat ? beat.number : 'none').toBe(expected)
  })
})

describe('numbers of beats', () => {
  const newsOf = (...numbers: readonly (number | undefined)[]) => {
    let state: BeatNumbers = {}
    return numbers.map((number) => {
      const taken = takeNumber(state, number === undefined ? {} : { number })
      state = taken.numbers
      return taken.news
    })
  }

  it('rise: a copy of the network and a late one prove nothing', () => {
    expect(newsOf(5, 6, 6, 5, 9, 10)).toEqual(['new', 'new', 'again', 'again', 'new', 'new'])
  })

  it('that begin low again and rise tell a sender that was restarted, with its second beat', () => {
    expect(newsOf(500, 501, 1, 2, 3)).toEqual(['new', 'new', 'again', 'restarted', 'new'])
  })

  it('are wanted of nobody', () => {
    expect(newsOf(undefined, 4, undefined, 4)).toEqual(['new', 'new', 'new', 'again'])
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

  it('misses none of a sender that is now a little early and now a little late', () => {
    for (const [periodMs, jitterMs] of [[850, 80], [890, 30], [950, 80], [1_000, 80], [1_000, 200]] as const) {
      let rhythm = RHYTHM
      let missed = 0
      for (let turn = 1; turn <= 3_000; turn++) {
        const atMs = turn * periodMs + Math.round(jitterMs * Math.sin(turn * turn))
        for (; beatMissedAtMs(rhythm) <= atMs; missed++) rhythm = missBeat(rhythm).rhythm
        rhythm = takeBeat(rhythm, atMs).rhythm
      }
      expect(missed, `${periodMs} ± ${jitterMs}`).toBe(0)
    }
  })

  it('misses a beat 800 ms after it was due, and then the next', () => {
    expect(beatMissedAtMs(RHYTHM)).toBe(1_800)
    const missed = missBeat(RHYTHM)
    expect(missed.dueMs).toBe(1_000)
    expect(beatMissedAtMs(missed.rhythm)).toBe(2_800)
  })
})
