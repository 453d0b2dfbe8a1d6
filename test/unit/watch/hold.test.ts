import { describe, expect, it } from 'vitest'
import { holdBroke, holdServed, mayHold, NEVER_BROKE } from '../../../electron/host/watch/probes/hold.ts'

/** When each break of a server that ends every connection `lifeMs` after it is held lets the next be held, in seconds. */
function rests(breaks: number, lifeMs: number): readonly number[] {
  let hold = NEVER_BROKE
  let nowMs = 0
  return Array.from({ length: breaks }, () => {
    nowMs += lifeMs
    hold = holdBroke(hold, nowMs)
    const restMs = hold.mayHoldMs - nowMs
    nowMs = hold.mayHoldMs
    return restMs / 1_000
  })
}

describe('a held connection', () => {
  it('may be held from the start', () => {
    expect(mayHold(NEVER_BROKE, 0)).toBe(true)
  })

  it('is not renewed within a second of its break, and may be afterwards', () => {
    const hold = holdBroke(NEVER_BROKE, 5_000)
    expect(mayHold(hold, 5_999)).toBe(false)
    expect(mayHold(hold, 6_000)).toBe(true)
  })

  it('that a server always ends is tried ever more seldom, never less than each five minutes', () => {
    expect(rests(12, 10)).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300, 300])
  })

  it('costs a server that ends every connection at once no more than 300 extra questions a day', () => {
    const day = 86_400
    let seconds = 0
    let breaks = 0
    for (const restS of rests(1_000, 0)) {
      seconds += restS
      if (seconds > day) break
      breaks++
    }
    expect(breaks).toBeLessThanOrEqual(300)
  })

  it('that lived until the next question wipes out what was before: a server that dies now and then is held at once again', () => {
    const hold = holdServed(holdBroke(holdBroke(NEVER_BROKE, 0), 1_000))
    expect(holdBroke(hold, 10_000).mayHoldMs).toBe(11_000)
  })
})
