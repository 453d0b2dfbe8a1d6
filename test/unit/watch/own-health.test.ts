import { describe, expect, it } from 'vitest'
import { BEAT_EVERY_MS, createOwnHealth, ownHealthDueMs, reduceOwnHealth, type OwnHealthEffect, type OwnHealthEvent, type OwnHealthState } from '../../../electron/host/watch/own-health.ts'
import { DEFAULT_WATCH_SETTINGS } from '../../../electron/host/watch/settings.ts'

const UTC_MS = Date.UTC(2024, 11, 31, 22)
const fresh = (): OwnHealthState => createOwnHealth(DEFAULT_WATCH_SETTINGS, 0, UTC_MS)

function play(state: OwnHealthState, ...events: readonly (readonly [number, OwnHealthEvent])[]): { readonly state: OwnHealthState; readonly effects: readonly OwnHealthEffect[] } {
  let now = state
  const effects: OwnHealthEffect[] = []
  for (const [atMs, event] of events) {
    const step = reduceOwnHealth(now, event, atMs)
    now = step.state
    effects.push(...step.effects)
  }
  return { state: now, effects }
}
const beat = (atMs: number, utcAheadMs = 0): readonly [number, OwnHealthEvent] => [atMs, { kind: 'beat', utcMs: UTC_MS + atMs + utcAheadMs }]

describe('own health', () => {
  it('is well with a beat every 100 ms, and with one late by just 250 ms', () => {
    expect(play(fresh(), beat(BEAT_EVERY_MS), beat(BEAT_EVERY_MS * 2 + 250)).effects).toEqual([])
  })

  it('lagged when a beat is late by more than 250 ms, and is well again 2 s later', () => {
    const late = play(fresh(), beat(100), beat(451))
    expect(late.effects).toEqual([
      { effect: 'void-misses', as: 'lagged', ms: 251 },
      { effect: 'announce-health', atMs: 451, from: 'well', to: 'lagged' },
    ])
    expect(ownHealthDueMs(late.state)).toBe(2_451)
    expect(play(late.state, [2_451, { kind: 'time-passed' }]).effects).toEqual([{ effect: 'announce-health', atMs: 2_451, from: 'lagged', to: 'well' }])
  })

  it('resumed from sleep when UTC ran ahead of monotonic time by more than 2 s', () => {
    expect(play(fresh(), beat(100), beat(200, 2_000)).effects).toEqual([])
    expect(play(fresh(), beat(100), beat(200, 2_001)).effects[0]).toEqual({ effect: 'void-misses', as: 'resumed', ms: 0, sleptMs: 2_001 })
  })

  it('resumed from sleep when a beat is late by more than 5 s', () => {
    expect(play(fresh(), beat(5_100)).effects[0]).toEqual({ effect: 'void-misses', as: 'lagged', ms: 5_000 })
    expect(play(fresh(), beat(5_101)).effects[0]).toEqual({ effect: 'void-misses', as: 'resumed', ms: 5_001 })
  })

  it('takes a standstill that a trace tells by the same measure as one it finds', () => {
    expect(play(fresh(), [100, { kind: 'stood-still', as: 'lagged', ms: 250 }]).effects).toEqual([])
    expect(play(fresh(), [100, { kind: 'stood-still', as: 'lagged', ms: 251 }]).effects[0]).toEqual({ effect: 'void-misses', as: 'lagged', ms: 251 })
    expect(play(fresh(), [100, { kind: 'stood-still', as: 'resumed', ms: 0 }]).effects[0]).toEqual({ effect: 'void-misses', as: 'resumed', ms: 0 })
  })

  it('takes a clock set back, or set in small steps, for what it is', () => {
    expect(play(fresh(), beat(100, -3_600_000), beat(200, -3_600_000)).effects).toEqual([])
    expect(play(fresh(), beat(100, 900), beat(200, 1_800), beat(300, 2_700)).effects).toEqual([])
  })

  it('says once that the network is gone, and once that it is back', () => {
    const lost = play(fresh(), [10, { kind: 'network-lost' }], [20, { kind: 'network-lost' }])
    expect(lost.effects).toEqual([{ effect: 'lose-network' }, { effect: 'announce-health', atMs: 10, from: 'well', to: 'network-down' }])
    expect(play(lost.state, [30, { kind: 'network-found' }], [40, { kind: 'network-found' }]).effects)
      .toEqual([{ effect: 'find-network' }, { effect: 'announce-health', atMs: 30, from: 'network-down', to: 'well' }])
  })

  it('names the lost network before a lag, and the lag when the network is back within it', () => {
    const both = play(fresh(), [10, { kind: 'network-lost' }], [20, { kind: 'stood-still', as: 'lagged', ms: 300 }])
    expect(both.state.health).toBe('network-down')
    expect(play(both.state, [100, { kind: 'network-found' }]).state.health).toBe('lagged')
  })
})
