import { describe, expect, it } from 'vitest'
import { DEFAULT_WATCH_SETTINGS } from '../../../electron/host/watch/settings.ts'
import type { ServiceConfig } from '../../../electron/host/watch/types.ts'
import { createWatchState, reduceWatch, watchDueMs, type WatchEffect, type WatchEvent, type WatchState } from '../../../electron/host/watch/watch-machine.ts'
import { primary } from './scene.ts'

const service = (id: string, role: ServiceConfig['role']): ServiceConfig =>
  ({ id, role, label: id, dependsOn: [], viaOwnNetwork: role !== 'witness', probes: [primary(`${id}-1`)] })
const RBS = service('rbs', 'console')
const C2000 = service('c2000', 'witness')
const LAN = service('lan', 'network')

function play(services: readonly ServiceConfig[], events: readonly (readonly [number, WatchEvent])[]): { readonly state: WatchState; readonly lines: readonly string[]; readonly effects: readonly WatchEffect[] } {
  let state = createWatchState({ services, settings: DEFAULT_WATCH_SETTINGS, nowMs: 0, utcMs: 0 })
  const effects: WatchEffect[] = []
  for (const [atMs, event] of events) {
    const step = reduceWatch(state, event, atMs)
    state = step.state
    effects.push(...step.effects)
  }
  return { state, effects, lines: effects.flatMap(line) }
}

function line(effect: WatchEffect): readonly string[] {
  switch (effect.effect) {
    case 'announce-change': return [`${effect.atMs} ${effect.service} ${effect.from}→${effect.to}`]
    case 'announce-diagnosis': return effect.from.kind === effect.to.kind ? [] : [`${effect.atMs} diagnosis ${effect.to.kind}`]
    case 'announce-health': return [`${effect.atMs} own ${effect.to}`]
    default: return []
  }
}

const reply = (atMs: number, id: string, more = {}): readonly [number, WatchEvent] =>
  [atMs, { kind: 'sampled', sample: { probe: `${id}-1`, sentMs: atMs, atMs, regular: true, result: { kind: 'reply', latencyMs: 1, ...more } } }]
const pass = (atMs: number): readonly [number, WatchEvent] => [atMs, { kind: 'time-passed' }]

describe('the watch as one reducer', () => {
  it('lets time pass through all services in the order of their moments', () => {
    const { lines, state } = play([RBS, C2000], [reply(1_000, 'rbs'), reply(500, 'c2000'), pass(60_000)])
    expect(lines).toEqual([
      '1000 rbs unknown→ok',
      '500 c2000 unknown→ok',
      '500 diagnosis normal',
      '3000 c2000 ok→unknown',
      '3000 diagnosis unknown',
      '3500 rbs ok→unknown',
      '4500 c2000 unknown→down',
      '5000 rbs unknown→down',
      '5000 diagnosis network-outage',
    ])
    expect(watchDueMs(state)).toBe(Infinity)
  })

  it('does at each beat what fell due since the last, at its own moment', () => {
    const beats = Array.from({ length: 600 }, (_, at): readonly [number, WatchEvent] => [(at + 1) * 100, { kind: 'own', event: { kind: 'beat', utcMs: (at + 1) * 100 } }])
    const replies = [reply(500, 'c2000'), reply(1_010, 'rbs')]
    const together = [...replies, ...beats].toSorted(([one], [other]) => one - other)
    const { lines, state } = play([RBS, C2000], together)
    expect(lines).toEqual(play([RBS, C2000], [...replies, pass(60_000)]).lines)
    expect(state.health.lastBeatMs).toBe(60_000)
  })

  it('does what is due before the event that comes at that moment', () => {
    const { lines } = play([RBS], [reply(1_000, 'rbs'), reply(3_500, 'rbs')])
    expect(lines.slice(2)).toEqual(['3500 rbs ok→unknown', '3500 diagnosis unknown', '3500 rbs unknown→ok', '3500 diagnosis normal'])
  })

  it('takes a sample to every service its probe speaks of, and one of no service to nobody', () => {
    const shared = { ...LAN, probes: RBS.probes }
    const { lines } = play([RBS, shared, C2000], [reply(1_000, 'rbs'), reply(1_100, 'nobody')])
    expect(lines).toEqual(['1000 rbs unknown→ok', '1000 lan unknown→ok'])
  })

  it('gives the proof the control radio heard to the console, and to nobody else', () => {
    const { effects } = play([RBS, LAN, C2000], [reply(1_000, 'rbs'), reply(1_000, 'lan'), reply(1_100, 'c2000', { heardOwn: true })])
    expect(effects.filter((one) => one.effect === 'announce-proof')).toEqual([{ effect: 'announce-proof', service: 'rbs', atMs: 1_100, proof: 'proven' }])
  })

  it('a beat that is late makes void what fell due in between', () => {
    const beat = (atMs: number, utcMs = atMs): readonly [number, WatchEvent] => [atMs, { kind: 'own', event: { kind: 'beat', utcMs } }]
    const { lines } = play([RBS], [reply(100, 'rbs'), beat(100), beat(2_300), reply(2_310, 'rbs'), beat(2_400), pass(4_300)])
    expect(lines).toEqual(['100 rbs unknown→ok', '100 diagnosis normal', '2300 own lagged', '4300 own well'])
  })

  it('a machine that slept wakes up to what it does not know, and to no failures', () => {
    const { lines } = play([RBS], [
      reply(1_000, 'rbs'),
      [1_050, { kind: 'own', event: { kind: 'beat', utcMs: 1_050 } }],
      [1_150, { kind: 'own', event: { kind: 'beat', utcMs: 3_601_150 } }],
      [1_900, { kind: 'sampled', sample: { probe: 'rbs-1', sentMs: 1_100, atMs: 1_900, regular: true, result: { kind: 'timeout' } } }],
      reply(3_400, 'rbs'),
    ])
    expect(lines.filter((one) => one.includes('rbs'))).toEqual(['1000 rbs unknown→ok', '1150 rbs ok→unknown', '3400 rbs unknown→ok'])
  })

  it('tells lost and found network to the services that need it', () => {
    const { lines } = play([RBS, C2000], [
      reply(1_000, 'rbs'), reply(1_000, 'c2000'),
      [1_500, { kind: 'own', event: { kind: 'network-lost' } }], reply(2_000, 'c2000'), reply(3_000, 'c2000'),
      [3_500, { kind: 'own', event: { kind: 'network-found' } }], reply(3_600, 'rbs'),
    ])
    expect(lines.slice(3)).toEqual([
      '1500 rbs ok→unknown', '1500 own network-down', '1500 diagnosis own-workstation',
      '3500 own well', '3500 diagnosis unknown', '3600 rbs unknown→ok', '3600 diagnosis normal',
    ])
  })

  it('maintenance and lifting reach the one service they are for', () => {
    const { state } = play([RBS, LAN], [[1, { kind: 'for-service', service: 'lan', event: { kind: 'maintenance-began' } }]])
    expect(state.services.map((one) => one.maintenance)).toEqual([false, true])
  })
})
