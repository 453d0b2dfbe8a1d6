// The line of a channel's readiness: every change, nothing twice, and of one that chatters no more than the record can bear.
import { expect, test } from 'vitest'
import { EVERY_MS, lookAtReadiness, MOST_KEPT, withEarlier, type HistoryEntry, type ReadinessHistory } from '../../../electron/host/fallback/readiness-history.ts'
import { withAudio } from '../../../electron/host/fallback/readiness.ts'
import type { Readiness } from '../../../electron/host/fallback/types.ts'

const UTC = 1_000_000
const READY: Readiness = { state: 'ready', verifiedAtMs: 0 }
const LOST: Readiness = { state: 'failed', cause: 'link-lost' }

function line(from: ReadinessHistory = {}) {
  let history = from
  const written: HistoryEntry[] = []
  return {
    written,
    at(nowMs: number, desk: Readiness) {
      const step = lookAtReadiness(history, { desk }, { nowMs, utcMs: UTC + nowMs })
      history = step.history
      written.push(...step.written)
      return step
    },
    get kept() {
      return history['desk']?.entries ?? []
    },
  }
}

test('opening devices at a start are no changes: what stands after ten seconds is the first entry', () => {
  const desk = line()
  desk.at(0, LOST)
  desk.at(100, { state: 'unknown', cause: 'not-verified' })
  expect(desk.at(200, READY)).toMatchObject({ written: [], nextMs: EVERY_MS })
  expect(desk.at(EVERY_MS, READY).written).toEqual([{ channel: 'desk', state: 'ready', sinceUtcMs: UTC + 200 }])
})

test('a start that ends where the run before did writes nothing', () => {
  const desk = line(withEarlier({}, [{ channel: 'desk', state: 'ready', sinceUtcMs: UTC - 99 }], 0))
  desk.at(0, LOST)
  desk.at(200, READY)
  expect(desk.at(EVERY_MS, READY).written).toEqual([])
  expect(desk.at(90_000, LOST).written).toEqual([{ channel: 'desk', state: 'failed', cause: 'link-lost', sinceUtcMs: UTC + 90_000 }])
})

test('a change after a quiet while is written at once, with its cause', () => {
  const desk = line()
  desk.at(0, READY)
  desk.at(EVERY_MS, READY)
  expect(desk.at(60_000, { state: 'struck-out', dependency: 'c2000' }).written).toEqual([{ channel: 'desk', state: 'struck-out', cause: 'c2000', sinceUtcMs: UTC + 60_000 }])
  expect(desk.at(60_100, { state: 'struck-out', dependency: 'c2000' }).written).toEqual([])
})

test('a channel that chatters for ten minutes is written once each ten seconds, with how many changes lay between', () => {
  const desk = line()
  desk.at(0, READY)
  desk.at(EVERY_MS, READY)
  const before = desk.written.length
  for (let ms = 20_000; ms < 620_000; ms += 500) desk.at(ms, (ms / 500) % 2 === 0 ? LOST : READY)
  const chattered = desk.written.slice(before)
  expect(chattered.length).toBeLessThanOrEqual(61)
  // Nothing is lost: each change is an entry or is counted in one.
  expect(chattered.reduce((sum, { between = 0 }) => sum + 1 + between, 0)).toBeGreaterThan(1_150)
  expect(desk.kept).toHaveLength(MOST_KEPT)
})

test('a dip that is over within ten seconds of the last entry is not forgotten', () => {
  const desk = line()
  desk.at(0, READY)
  desk.at(EVERY_MS, READY)
  desk.at(30_000, LOST)
  desk.at(31_000, READY)
  desk.at(32_000, LOST)
  desk.at(40_000, LOST)
  expect(desk.kept.slice(1)).toEqual([
    { channel: 'desk', state: 'failed', cause: 'link-lost', sinceUtcMs: UTC + 30_000 },
    { channel: 'desk', state: 'failed', cause: 'link-lost', sinceUtcMs: UTC + 32_000, between: 1 },
  ])
})

test('what no audio path is declared for is not ready; what is wrong with the device itself goes before that', () => {
  expect(withAudio(READY, 'declared')).toBe(READY)
  expect(withAudio(READY, 'undeclared')).toEqual({ state: 'failed', cause: 'audio-undeclared' })
  expect(withAudio({ state: 'stale', verifiedAtMs: 0 }, 'undeclared')).toEqual({ state: 'failed', cause: 'audio-undeclared' })
  expect(withAudio(LOST, 'undeclared')).toBe(LOST)
})
