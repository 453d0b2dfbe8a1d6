// Standing alarms: one a cause; an emergency is taken by its own key and by nothing else. And when a cause is over.
import { describe, expect, test } from 'vitest'
import { createAlarms, type AlarmChange, type Alarms } from '../../../electron/host/alarms.ts'
import { Concerns } from '../../../electron/host/concerns.ts'
import type { Parts } from '../../../electron/host/parts.ts'
import { createTopicHub } from '../../../electron/host/topic-hub.ts'
import type { WatchChange } from '../../../electron/host/watch/index.ts'

const TROUBLE = { id: 'device:desk', kind: 'device', severity: 'error', code: 'LINK_LOST', params: {} } as const
const CALL = { id: 'emergency:1', kind: 'emergency', severity: 'emergency', code: 'emergency-call', params: { from: '6101629' } } as const

function stage(): { alarms: Alarms; told: string[]; at: { ms: number } } {
  const told: string[] = []
  const at = { ms: 1000 }
  const alarms = createAlarms(() => at.ms, ({ change, alarm }: AlarmChange, before) => void told.push(`${change} ${alarm.id}${before ? ' again' : ''}`))
  return { alarms, told, at }
}

describe('an alarm', () => {
  test('is raised once, and refreshed without losing its moment or its acknowledgement', () => {
    const { alarms, told, at } = stage()
    alarms.raise(TROUBLE)
    alarms.raise(TROUBLE)
    expect(alarms.acknowledge(TROUBLE.id)).toBe(true)
    at.ms = 9000
    alarms.raise({ ...TROUBLE, code: 'LINK_MISSING' })
    expect(alarms.standing).toEqual([{ ...TROUBLE, code: 'LINK_MISSING', sinceUtcMs: 1000, acknowledged: true }])
    expect(told).toEqual(['raised device:desk', 'acknowledged device:desk again', 'raised device:desk again'])
  })

  test('that was cleared and comes back is a new one', () => {
    const { alarms, at } = stage()
    alarms.raise(TROUBLE)
    alarms.acknowledge(TROUBLE.id)
    alarms.clear(TROUBLE.id)
    at.ms = 9000
    alarms.raise(TROUBLE)
    expect(alarms.standing).toEqual([{ ...TROUBLE, sinceUtcMs: 9000, acknowledged: false }])
  })

  test('is acknowledged once, and only while it stands', () => {
    const { alarms } = stage()
    expect(alarms.acknowledge(TROUBLE.id)).toBe(false)
    alarms.raise(TROUBLE)
    expect([alarms.acknowledge(TROUBLE.id), alarms.acknowledge(TROUBLE.id)]).toEqual([true, false])
  })
})

test('an emergency is neither acknowledged nor cleared, only taken, once', () => {
  const { alarms, told } = stage()
  alarms.raise(CALL)
  expect(alarms.acknowledge(CALL.id)).toBe(false)
  alarms.clear(CALL.id)
  expect(alarms.standing).toHaveLength(1)
  expect([alarms.take(CALL.id), alarms.take(CALL.id)]).toEqual([true, false])
  expect(told).toEqual(['raised emergency:1', 'taken emergency:1'])
})

test('a fault is not taken like an emergency', () => {
  const { alarms } = stage()
  alarms.raise(TROUBLE)
  expect(alarms.take(TROUBLE.id)).toBe(false)
  expect(alarms.standing).toHaveLength(1)
})

describe('a service that is down', () => {
  const change = (from: string, to: string, maintenance: boolean): WatchChange =>
    ({ effect: 'announce-change', service: 'rbs', atMs: 0, utcMs: 0, from, to, why: {}, evidence: [], maintenance }) as unknown as WatchChange
  const concerns = (): { concerns: Concerns; alarms: Alarms } => {
    const { alarms } = stage()
    const deps = { site: { services: [{ id: 'rbs', role: 'console', label: 'RBS' }], devices: [] } }
    return { alarms, concerns: new Concerns({ deps, alarms, topics: createTopicHub() } as unknown as Parts) }
  }

  test('raises nothing in planned maintenance', () => {
    const desk = concerns()
    desk.concerns.watchChanged(change('ok', 'down', true))
    expect(desk.alarms.standing).toEqual([])
  })

  test('is over when it comes back, also when maintenance began meanwhile', () => {
    const desk = concerns()
    desk.concerns.watchChanged(change('ok', 'down', false))
    expect(desk.alarms.standing).toHaveLength(1)
    desk.concerns.watchChanged(change('down', 'degraded', true))
    expect(desk.alarms.standing).toEqual([])
  })
})
