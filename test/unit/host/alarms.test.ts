// Standing alarms: one a cause; an emergency is taken by its own key and by nothing else.
import { describe, expect, test } from 'vitest'
import { CHATTER_COUNT, CHATTER_MS } from '../../../electron/contract/alarm-limits.ts'
import { createAlarms, type AlarmChange, type Alarms } from '../../../electron/host/alarms.ts'

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
    expect(alarms.standing).toEqual([{ ...TROUBLE, code: 'LINK_MISSING', sinceUtcMs: 1000, soundedUtcMs: 1000, acknowledged: true, acknowledgedUtcMs: 1000 }])
    expect(told).toEqual(['raised device:desk', 'acknowledged device:desk again', 'raised device:desk again'])
  })

  test('that was cleared and comes back is a new one', () => {
    const { alarms, at } = stage()
    alarms.raise(TROUBLE)
    alarms.acknowledge(TROUBLE.id)
    alarms.clear(TROUBLE.id)
    at.ms = 9000
    alarms.raise(TROUBLE)
    expect(alarms.standing).toEqual([{ ...TROUBLE, sinceUtcMs: 9000, soundedUtcMs: 9000, acknowledged: false }])
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

describe('an alarm whose code changes', () => {
  const service = (code: string, sinceUtcMs: number): Parameters<Alarms['raise']>[0] => ({ id: 'service:rbs', kind: 'service', severity: 'critical', code, params: {}, sinceUtcMs })

  test('is unseen again when it is worse, and has the moment of what it says now', () => {
    const { alarms, at } = stage()
    alarms.raise(service('service-degraded', 500))
    alarms.acknowledge('service:rbs')
    at.ms = 9000
    alarms.raise(service('service-down', 8000))
    expect(alarms.standing).toEqual([{ ...service('service-down', 8000), raisedUtcMs: 500, soundedUtcMs: 9000, acknowledged: false }])
  })

  test('stays seen when it is better, with the moment it was seen', () => {
    const { alarms, at } = stage()
    alarms.raise(service('service-down', 500))
    alarms.acknowledge('service:rbs')
    at.ms = 9000
    alarms.raise(service('service-unstable', 8000))
    expect(alarms.standing).toEqual([{ ...service('service-unstable', 8000), raisedUtcMs: 500, soundedUtcMs: 1000, acknowledged: true, acknowledgedUtcMs: 1000 }])
  })

  test('keeps its moment while the code stays the same', () => {
    const { alarms, told } = stage()
    alarms.raise(service('service-unstable', 500))
    alarms.raise(service('service-unstable', 700))
    expect(alarms.standing[0]?.sinceUtcMs).toBe(500)
    expect(told).toEqual(['raised service:rbs'])
  })
})

describe('an annunciation', () => {
  function heard(): { alarms: Alarms; sounded: string[]; at: { ms: number } } {
    const sounded: string[] = []
    const at = { ms: 1000 }
    const alarms = createAlarms(() => at.ms, ({ alarm, sounds }) => (sounds ? void sounded.push(`${at.ms} ${alarm.id}`) : undefined))
    return { alarms, sounded, at }
  }

  test('is made of an alarm that is new, not of one that is refreshed, acknowledged, called false or over', () => {
    const { alarms, sounded } = heard()
    alarms.raise(TROUBLE)
    alarms.raise({ ...TROUBLE, params: { detail: 'other' } })
    alarms.acknowledge(TROUBLE.id)
    alarms.callFalse(TROUBLE.id, true)
    alarms.clear(TROUBLE.id)
    expect(sounded).toEqual(['1000 device:desk'])
  })

  test('of a plug that comes and goes is made twice a minute; after that it is shown only, and bears the moment it was last heard', () => {
    const { alarms, sounded, at } = heard()
    for (let turn = 0; turn < 10; turn += 1) {
      at.ms = 1000 + turn * 5000
      alarms.raise(TROUBLE)
      if (turn < 9) alarms.clear(TROUBLE.id)
    }
    expect(sounded).toEqual(['1000 device:desk', '6000 device:desk'])
    expect(alarms.standing[0]).toMatchObject({ sinceUtcMs: 46_000, soundedUtcMs: 6000, acknowledged: false })
    alarms.clear(TROUBLE.id)
    at.ms = 1000 + CHATTER_MS
    alarms.raise(TROUBLE)
    expect(sounded).toHaveLength(CHATTER_COUNT)
  })

  test('is made after the wall clock was set back, however often it was before', () => {
    const { alarms, sounded, at } = heard()
    for (const ms of [7_200_000, 7_210_000, 3_600_000]) {
      at.ms = ms
      alarms.raise(TROUBLE)
      alarms.clear(TROUBLE.id)
    }
    expect(sounded).toHaveLength(3)
  })

  test('of what is critical is always made', () => {
    const { alarms, sounded } = heard()
    for (let turn = 0; turn < 5; turn += 1) {
      alarms.raise({ ...TROUBLE, severity: 'critical' })
      alarms.clear(TROUBLE.id)
    }
    expect(sounded).toHaveLength(5)
  })

  test('that another alarm made for it is not made again, and is acknowledged with it', () => {
    const { alarms, sounded, at } = heard()
    alarms.raise({ ...TROUBLE, id: 'service:rbs', kind: 'service', code: 'service-down' }, { atUtcMs: 1000 })
    at.ms = 1300
    alarms.acknowledge('service:rbs')
    at.ms = 1500
    alarms.raise({ ...TROUBLE, id: 'service:lan', kind: 'service', code: 'service-down' }, { as: 'service:rbs' })
    expect(sounded).toEqual(['1000 service:rbs'])
    expect(alarms.standing[1]).toMatchObject({ id: 'service:lan', soundedUtcMs: 1000, acknowledged: true, acknowledgedUtcMs: 1300 })
  })
})

test('what a person calls false is said beside the alarm until it is taken back, and changes nothing else of it', () => {
  const { alarms } = stage()
  alarms.raise(TROUBLE)
  const before = alarms.standing
  alarms.callFalse(TROUBLE.id, true)
  alarms.raise({ ...TROUBLE, params: { detail: 'other' } })
  expect(alarms.standing).toEqual([{ ...before[0], params: { detail: 'other' }, calledFalse: true }])
  alarms.callFalse(TROUBLE.id, false)
  alarms.raise(TROUBLE)
  expect(alarms.standing).toEqual(before)
})
