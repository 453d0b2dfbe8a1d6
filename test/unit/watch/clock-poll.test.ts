import { describe, expect, it } from 'vitest'
import { createClockPoll, isMeasurementDue, stillSays, takeMeasured, type ClockMeasured, type ClockPoll } from '../../../electron/host/watch/probes/clock-poll.ts'
import type { ProbeResult } from '../../../electron/host/watch/types.ts'

const GOOD: ProbeResult = { kind: 'reply', latencyMs: 2, detail: 'offset +3 ms, stratum 2' }
const LOST: ProbeResult = { kind: 'timeout' }

/** Asked each second from 0 on: at which seconds the server is really asked, while `result` says what comes of it. */
function measuredAt(seconds: number, result: (second: number) => Partial<ClockMeasured> = () => ({}), utcAheadMs: (second: number) => number = () => 0): readonly number[] {
  let poll: ClockPoll = createClockPoll(64_000)
  const asked: number[] = []
  for (let second = 0; second < seconds; second++) {
    const nowMs = second * 1_000
    if (!isMeasurementDue(poll, nowMs, utcAheadMs(second))) continue
    asked.push(second)
    poll = takeMeasured(poll, { result: GOOD, sentMs: nowMs, utcAheadMs: utcAheadMs(second), ...result(second) })
  }
  return asked
}

describe('a time server', () => {
  it('that answers is asked once in its interval', () => {
    expect(measuredAt(200)).toEqual([0, 64, 128, 192])
  })

  it('is asked again at the next second after a lost answer, and thrice before it counts as back', () => {
    expect(measuredAt(140, (second) => ({ result: second === 64 ? LOST : GOOD }))).toEqual([0, 64, 65, 66, 67, 131])
  })

  it('that is dead is asked four times in a row and then ever more seldom, in the end as before', () => {
    expect(measuredAt(400, (second) => ({ result: second === 0 ? GOOD : LOST }))).toEqual([0, 64, 65, 66, 67, 71, 79, 95, 127, 191, 255, 319, 383])
  })

  it('that wants to be asked less is, each time by half, down to once in 1024 s', () => {
    const slower = measuredAt(8_000, () => ({ wish: 'slower' }))
    expect(slower.slice(0, 6)).toEqual([0, 128, 384, 896, 1_920, 2_944])
    expect(measuredAt(600, (second) => (second === 0 ? { wish: 'slower' } : {}))).toEqual([0, 128, 256, 384, 512])
  })

  it('that wants not to be asked is left alone for 1024 s', () => {
    expect(measuredAt(2_100, () => ({ result: { kind: 'refused', detail: 'NTP DENY' }, wish: 'never' }))).toEqual([0, 1_024, 2_048])
  })

  it('is asked at once when our clock was set or the machine slept, unless it asked to be left alone', () => {
    expect(measuredAt(60, undefined, (second) => (second < 20 ? 0 : 3_600_000))).toEqual([0, 20])
    expect(measuredAt(60, undefined, (second) => second * 4)).toEqual([0])
    expect(measuredAt(60, () => ({ wish: 'never' }), (second) => (second < 20 ? 0 : 3_600_000))).toEqual([0])
  })
})

describe('between two measurements', () => {
  const says = (result: ProbeResult) => stillSays({ result, sentMs: 1_000, utcAheadMs: 0 }, 13_000)

  it('the last one speaks, with its age and without a latency nobody measured', () => {
    expect(says(GOOD)).toEqual({ kind: 'reply', detail: 'offset +3 ms, stratum 2, 12 s ago' })
  })

  it('what was not fine stays so, what was refused or lost too', () => {
    expect(says({ ...GOOD, limited: 'offset +9000 ms' })).toMatchObject({ kind: 'reply', limited: 'offset +9000 ms' })
    expect(says({ kind: 'refused', detail: 'ECONNREFUSED' })).toEqual({ kind: 'refused', detail: 'ECONNREFUSED, 12 s ago' })
    expect(says(LOST)).toEqual({ kind: 'timeout', detail: '12 s ago' })
  })
})
