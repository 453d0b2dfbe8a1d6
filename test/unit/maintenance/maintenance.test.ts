// Planned work begins and ends by the plan or by a supervisor's word, ends by itself, and outlives a restart.
import { describe, expect, it } from 'vitest'
import type { StoredEntry } from '../../../electron/host/ledger/port.ts'
import { createMaintenance, type Maintenance } from '../../../electron/host/maintenance/maintenance.ts'
import type { PlannedWindow } from '../../../electron/host/maintenance/windows.ts'
import { ok } from '../../../native/kit/result.ts'
import { createManualClock, type ManualClock } from '../../support/manual-clock.ts'

const HOUR_MS = 3_600_000
/** 23:00 on the wall, in the night of 31 December. */
const START_UTC_MS = Date.UTC(2024, 11, 31, 22, 0)
const TONIGHT: PlannedWindow = { kind: 'once', from: '2025-01-01 01:00', until: '2025-01-01 04:00' }

interface Desk {
  readonly clock: ManualClock
  readonly maintenance: Maintenance
  readonly told: string[]
  readonly entries: StoredEntry[]
  /** Another host on the same record. */
  restart(): Desk
}

function desk(windows: readonly PlannedWindow[] = [], clock = createManualClock(START_UTC_MS), entries: StoredEntry[] = []): Desk {
  const told: string[] = []
  const tell = (word: string) => (service: string): void => void told.push(`${word} ${service}@${(clock.utcMs() - START_UTC_MS) / HOUR_MS}h`)
  const add = (role: 'supervisor' | 'system', kind: string, payload: object): number =>
    entries.push({ seq: entries.length + 1, utcMs: clock.utcMs(), kind, actor: { role, position: 'host' }, payload } as StoredEntry)
  const maintenance = createMaintenance({
    clock,
    services: [{ id: 'rbs', maintenance: windows }, { id: 'c2000', maintenance: [] }],
    watch: { beginMaintenance: tell('begin'), endMaintenance: tell('end') },
    recorder: {
      person: async (kind, payload, { role = 'dispatcher' } = {}) => ok({ seq: add(role as 'supervisor', kind, payload) }),
      note: (kind, payload) => void add('system', kind, payload),
    },
    earlier: entries.toReversed(),
  })
  maintenance.start()
  return { clock, maintenance, told, entries, restart: () => (maintenance.stop(), desk(windows, clock, entries)) }
}

describe('by the plan', () => {
  it('begins and ends at its moments, recorded each time by the console itself', () => {
    const at = desk([TONIGHT])
    at.clock.advance(10 * HOUR_MS)
    expect(at.told).toEqual(['begin rbs@2h', 'end rbs@5h'])
    expect(at.entries.map(({ kind, actor, payload }) => [kind, actor.role, payload['planned']])).toEqual([['maintenance.began', 'system', 'plan'], ['maintenance.ended', 'system', undefined]])
  })

  it('is found to be on at a start in the middle of it, and by a clock that was set', () => {
    const at = desk([TONIGHT])
    at.clock.stepUtc(3 * HOUR_MS)
    at.clock.advance(60_000)
    expect(at.told).toEqual([expect.stringMatching(/^begin rbs/)])
    expect(at.restart().told).toEqual([expect.stringMatching(/^begin rbs/)])
  })

  it('is over at a supervisor’s word, and stays so until its window is over', async () => {
    const at = desk([TONIGHT, { kind: 'weekly', day: 'thu', at: '01:00', hours: 1 }])
    at.clock.advance(3 * HOUR_MS)
    expect(await at.maintenance.end('rbs')).toMatchObject({ ok: true })
    expect(at.maintenance.of('rbs')).toBeUndefined()
    const again = at.restart()
    again.clock.advance(24 * HOUR_MS)
    expect(again.told).toEqual([expect.stringMatching(/^begin rbs@26h/), expect.stringMatching(/^end rbs@27h/)])
  })
})

describe('by a supervisor', () => {
  it('begins now, ends by itself, and is in the record under that role', async () => {
    const at = desk()
    expect(await at.maintenance.begin('rbs', 90, { reason: 'nieuwe versie' })).toMatchObject({ ok: true })
    expect(at.maintenance.of('rbs')).toEqual({ untilUtcMs: START_UTC_MS + 1.5 * HOUR_MS, by: 'supervisor' })
    at.clock.advance(2 * HOUR_MS)
    expect(at.told).toEqual(['begin rbs@0h', 'end rbs@1.5h'])
    expect(at.entries.map(({ kind, actor }) => `${kind} ${actor.role}`)).toEqual(['maintenance.began supervisor', 'maintenance.ended system'])
    expect(JSON.stringify(at.entries)).not.toContain('nieuwe versie')
  })

  it('outlives a restart with its end, and not its end', async () => {
    const at = desk()
    await at.maintenance.begin('rbs', 120, {})
    at.clock.advance(HOUR_MS)
    const again = at.restart()
    expect(again.maintenance.of('rbs')).toEqual({ untilUtcMs: START_UTC_MS + 2 * HOUR_MS, by: 'supervisor' })
    again.clock.advance(HOUR_MS)
    expect(again.told).toEqual(['begin rbs@1h', 'end rbs@2h'])
    expect(again.restart().told).toEqual([])
  })

  it('ended by hand does not come back with the next start', async () => {
    const at = desk()
    await at.maintenance.begin('rbs', 120, {})
    await at.maintenance.end('rbs')
    expect(at.told).toEqual(['begin rbs@0h', 'end rbs@0h'])
    expect(at.restart().told).toEqual([])
  })

  it('is refused for a service nobody knows, and where there is nothing to end', async () => {
    const { maintenance } = desk()
    expect(await maintenance.begin('gms', 60, {})).toMatchObject({ ok: false, error: { code: 'CALL_REFUSED', detail: 'no-such-service' } })
    expect(await maintenance.end('rbs')).toMatchObject({ ok: false, error: { detail: 'no-maintenance' } })
  })

  it('lets no timer outlive it', () => {
    const { maintenance, clock } = desk([TONIGHT])
    expect(clock.pending).toBe(1)
    maintenance.stop()
    expect(clock.pending).toBe(0)
  })
})
