import { expect, it } from 'vitest'
import { createClockQuality } from '../../../electron/host/clock-quality.ts'
import type { ProbeView, WatchView } from '../../../electron/host/watch/index.ts'
import type { Site } from '../../../electron/host/site/schema.ts'
import { createManualClock } from '../../support/manual-clock.ts'

const probe = (kind: 'clock' | 'icmp', id: string): Site['services'][number]['probes'][number] => kind === 'clock'
  ? { kind, id, weight: 'primary', server: '10.0.0.1', port: 123, maxOffsetMs: 1_000, everyS: 64, latencyLimitMs: 300 }
  : { kind, id, weight: 'primary', host: '10.0.0.1', latencyLimitMs: 300 }

function quality(probes: Site['services'][number]['probes'], seen: () => readonly ProbeView[]) {
  const clock = createManualClock()
  let looks = 0
  const view = (): WatchView => {
    looks++
    return { services: [{ probes: seen() }] } as unknown as WatchView
  }
  return { clock, looks: () => looks, of: createClockQuality([{ id: 'time', role: 'other', label: 'Tijd', dependsOn: [], maintenance: [], probes }], { view }, clock) }
}

it('UTC is synchronised while a time server answers and finds our clock within bounds', () => {
  let seen: readonly ProbeView[] = [{ id: 'ntp', state: 'untried' }]
  const at = quality([probe('clock', 'ntp')], () => seen)
  const next = (state: ProbeView): string => {
    seen = [state]
    at.clock.advance(1_000)
    return at.of()
  }
  expect(at.of()).toBe('unknown')
  expect(next({ id: 'ntp', state: 'answering', detail: 'offset +3 ms, stratum 2' })).toBe('synchronised')
  expect(next({ id: 'ntp', state: 'answering', limited: 'offset +9000 ms' })).toBe('unknown')
  expect(next({ id: 'ntp', state: 'silent' })).toBe('unknown')
})

it('of several time servers one is enough, and no other probe speaks for the clock', () => {
  expect(quality([probe('clock', 'a'), probe('clock', 'b')], () => [{ id: 'a', state: 'failed' }, { id: 'b', state: 'answering' }]).of()).toBe('synchronised')
  const without = quality([probe('icmp', 'a')], () => [{ id: 'a', state: 'answering' }])
  expect([without.of(), without.looks()]).toEqual(['unknown', 0])
})

it('a burst of entries looks at the watch once', () => {
  const at = quality([probe('clock', 'ntp')], () => [{ id: 'ntp', state: 'answering' }])
  for (let entry = 0; entry < 100; entry++) at.of()
  expect(at.looks()).toBe(1)
})
