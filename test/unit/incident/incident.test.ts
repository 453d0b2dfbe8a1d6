// Storingen over restarts and outages of the record: numbers go on, open ones stay open, entries are counted once.
import { describe, expect, test } from 'vitest'
import { createIncidents, type Incidents } from '../../../electron/host/incident/incident.ts'
import type { SavedCounts } from '../../../electron/host/incident/fault-memory.ts'
import type { FaultView } from '../../../electron/contract/topics.ts'
import type { StoredEntry } from '../../../electron/host/ledger/port.ts'
import { failure } from '../../../native/kit/errors.ts'
import { fail, ok } from '../../../native/kit/result.ts'
import { createManualClock, type ManualClock } from '../../support/manual-clock.ts'

const KINDS = ['fault.opened', 'fault.reported', 'service.changed', 'note.added']

/** A record that outlives the runs on it. */
interface Record_ { readonly clock: ManualClock; readonly entries: StoredEntry[]; works: boolean }

interface Run { readonly incidents: Incidents; readonly faults: () => readonly FaultView[]; add(kind: string, payload?: object): StoredEntry; settle(): Promise<void> }

const record = (): Record_ => ({ clock: createManualClock(), entries: [], works: true })

function run(on: Record_, saved?: SavedCounts, room = 'OB'): Run {
  let shown: readonly FaultView[] = []
  const add = (kind: string, payload: object = {}): StoredEntry => {
    const entry = { seq: on.entries.length + 1, utcMs: on.clock.utcMs(), kind, actor: { role: 'system', position: 'host' }, payload: JSON.parse(JSON.stringify(payload)) as StoredEntry['payload'] } as const
    on.entries.push(entry)
    incidents.committed([entry])
    return entry
  }
  const incidents: Incidents = createIncidents({
    clock: on.clock,
    ledger: {
      latest: async (kinds, limit) => (on.works ? ok(on.entries.filter((entry) => kinds.includes(entry.kind)).toReversed().slice(0, limit)) : fail(failure('STORE_UNREADABLE', 'test'))),
      get head() {
        return { seq: on.entries.length, anchoredSeq: 0, headCode: '' }
      },
    },
    recorder: {
      person: async (kind, payload) => (on.works ? ok({ seq: add(kind, payload).seq }) : fail(failure('STORE_FULL', 'test'))),
      note: (kind, payload) => void add(kind, payload),
    },
    room,
    kinds: KINDS,
    saved,
    onChange: (faults) => void (shown = faults),
  })
  return { incidents, faults: () => shown, add, settle: () => on.clock.advanceAsync(0) }
}

describe('a storing', () => {
  test('opens by itself, is shown with its service, and takes the report about it', async () => {
    const on = record()
    const first = run(on)
    await first.settle()
    first.incidents.setTrouble('rbs', true)
    expect(first.faults()).toMatchObject([{ number: 'S-2024-OB-0001', service: 'rbs', openedBy: 'automatic', state: 'open', entries: 1 }])
    expect(await first.incidents.report()).toEqual(ok({ seq: 2, number: 'S-2024-OB-0001' }))
    expect(on.entries.map(({ kind, payload }) => [kind, payload])).toEqual([
      ['fault.opened', { number: 'S-2024-OB-0001', service: 'rbs', by: 'automatic' }],
      ['fault.reported', { number: 'S-2024-OB-0001' }],
    ])
  })

  test('counts what people see from its opening on, and nothing else', async () => {
    const on = record()
    const first = run(on)
    await first.settle()
    first.add('note.added')
    await first.incidents.report()
    first.add('note.added')
    first.add('radio.registration')
    first.incidents.setTrouble('rbs', true)
    expect(first.faults().map(({ entries }) => entries)).toEqual([3, 1])
  })

  test('that was open is open after a restart, its number is not given again, and its entries are counted on', async () => {
    const on = record()
    const first = run(on)
    await first.settle()
    first.incidents.setTrouble('rbs', true)
    first.add('note.added')
    const saved = first.incidents.save()
    expect(saved).toEqual({ seq: 2, counts: { 'S-2024-OB-0001': 2 } })
    first.add('service.changed') // after saving, before the crash

    const second = run(on, saved)
    second.add('note.added') // before it has read anything
    await second.settle()
    expect(second.faults()).toMatchObject([{ number: 'S-2024-OB-0001', service: 'rbs', openedBy: 'automatic', entries: 4 }])
    second.incidents.setTrouble('rbs', true)
    second.incidents.setTrouble('c2000', true)
    expect(second.faults().map(({ number, service }) => [number, service])).toEqual([['S-2024-OB-0001', 'rbs'], ['S-2024-OB-0002', 'c2000']])
  })

  test('is counted from the record alone when nothing was saved', async () => {
    const on = record()
    const first = run(on)
    await first.settle()
    first.add('note.added')
    await first.incidents.report()
    first.add('note.added')
    const second = run(on)
    await second.settle()
    expect(second.faults()).toMatchObject([{ openedBy: 'person', entries: 2 }])
  })

  test('of another room neither counts nor stays', async () => {
    const on = record()
    await run(on, undefined, 'ZWB').incidents.report()
    const here = run(on)
    expect(await here.incidents.report()).toMatchObject({ value: { number: 'S-2024-OB-0001' } })
    expect(here.faults()).toHaveLength(1)
  })

  test.each([[{}], [{ number: 7 }], [{ number: 'S-2024-OB' }], [{ number: 'O-2024-OB-0003' }]])('is not believed from an entry that is not one of ours (%j)', async (payload) => {
    const on = record()
    run(on).add('fault.opened', payload)
    const again = run(on)
    await again.settle()
    expect(again.faults()).toEqual([])
    expect(await again.incidents.report()).toMatchObject({ value: { number: 'S-2024-OB-0001' } })
  })
})

describe('while the record cannot be read', () => {
  test('no number is given, because it may have been given before', async () => {
    const on = record()
    on.works = false
    const blind = run(on)
    blind.incidents.setTrouble('rbs', true)
    expect(await blind.incidents.report()).toMatchObject({ ok: false, error: { code: 'STORE_UNREADABLE' } })
    expect(on.entries).toEqual([])
  })

  test('trouble is kept, and gets its storing when the record is back', async () => {
    const on = record()
    const first = run(on)
    await first.incidents.report()
    on.works = false
    const blind = run(on)
    blind.incidents.setTrouble('rbs', true)
    await blind.settle()
    expect(blind.faults()).toEqual([])
    on.works = true
    blind.incidents.recordIsBack()
    await blind.settle()
    expect(blind.faults().map(({ number, service }) => [number, service])).toEqual([['S-2024-OB-0001', undefined], ['S-2024-OB-0002', 'rbs']])
  })

  test('trouble that was over meanwhile opens nothing', async () => {
    const on = record()
    on.works = false
    const blind = run(on)
    blind.incidents.setTrouble('rbs', true)
    blind.incidents.setTrouble('rbs', false)
    on.works = true
    await blind.settle()
    blind.incidents.recordIsBack()
    await blind.settle()
    expect(blind.faults()).toEqual([])
  })
})
