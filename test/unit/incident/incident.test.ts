// Storingen over restarts and outages of the record: numbers go on, open ones stay open, entries are counted once.
import { describe, expect, test } from 'vitest'
import { NOTICED_FIRST_MS } from '../../../electron/host/incident/fault-machine.ts'
import { createIncidents, type Incidents } from '../../../electron/host/incident/incident.ts'
import type { KeptNumbers } from '../../../electron/host/incident/number-memory.ts'
import { createNumberMemory } from '../../../electron/host/incident/number-memory.ts'
import type { FaultView } from '../../../electron/contract/topics.ts'
import type { StoredEntry } from '../../../electron/host/ledger/port.ts'
import { failure } from '../../../native/kit/errors.ts'
import { fail, ok } from '../../../native/kit/result.ts'
import { createManualClock, type ManualClock } from '../../support/manual-clock.ts'

const KINDS = ['fault.opened', 'fault.reported', 'fault.pressed', 'fault.placed', 'fault.changed', 'service.changed', 'note.added']

/** A record that outlives the runs on it. */
interface Record_ { readonly clock: ManualClock; readonly entries: StoredEntry[]; works: boolean; readable: boolean; full: boolean; numbers?: KeptNumbers; runs: number }

interface Run { readonly incidents: Incidents; readonly faults: () => readonly FaultView[]; add(kind: string, payload?: object): StoredEntry; settle(): Promise<void> }

const record = (): Record_ => ({ clock: createManualClock(), entries: [], works: true, readable: true, full: false, runs: 0 })

function run(on: Record_, room = 'OB', series: () => 'S' | 'O' = () => 'S'): Run {
  let shown: readonly FaultView[] = []
  on.runs += 1
  const add = (kind: string, payload: object = {}, role: 'system' | 'dispatcher' | 'supervisor' | 'technician' | 'auditor' = 'system', content?: string): StoredEntry => {
    const entry = { seq: on.entries.length + 1, utcMs: on.clock.utcMs(), kind, actor: { role, position: 'host' }, payload: JSON.parse(JSON.stringify(payload)) as StoredEntry['payload'], ...(content === undefined ? {} : { content }) } as const
    on.entries.push(entry)
    incidents.committed([entry])
    return entry
  }
  const written = (...given: Parameters<typeof add>): ReturnType<Incidents['report']> =>
    Promise.resolve(on.full ? fail(failure('STORE_SPOOL_FULL', 'test')) : on.works ? ok({ seq: add(...given).seq }) : fail(failure('STORE_FULL', 'test')))
  const incidents: Incidents = createIncidents({
    clock: on.clock,
    ledger: {
      latest: async (kinds, limit) => (on.works && on.readable ? ok(on.entries.filter((entry) => kinds.includes(entry.kind)).toReversed().slice(0, limit)) : fail(failure('STORE_UNREADABLE', 'test'))),
      get head() {
        return { seq: on.entries.length, anchoredSeq: 0, headCode: '' }
      },
    },
    recorder: {
      person: (kind, payload, { role = 'dispatcher', content } = {}) => written(kind, payload, role, content),
      system: (kind, payload, content) => written(kind, payload, 'system', content),
      sample: (kind, payload) => void (on.works && add(kind, payload)),
    },
    room,
    bootId: `boot${on.runs}`,
    kinds: KINDS,
    numbers: createNumberMemory({ read: () => (on.numbers ? { found: 'value', value: on.numbers } : { found: 'absent' }), write: (value) => void (on.numbers = value) }, room),
    describe: (service) => ({ begun: { begun: 'at', utcMs: on.clock.utcMs() - 4000 }, proposal: { symptom: 'connection-lost', because: 'down' }, picture: { console: { about: service ?? 'nothing' } }, identities: '{"desk":"1600001"}' }),
    series,
    onChange: (faults) => void (shown = faults),
  })
  return { incidents, faults: () => shown, add, settle: () => on.clock.advanceAsync(0) }
}
const said = (on: Record_, kind: string): StoredEntry['payload'][] => on.entries.filter((entry) => entry.kind === kind).map(({ payload }) => payload)

describe('a storing', () => {
  test('opens by itself, is shown with its service, and takes the report about it', async () => {
    const on = record()
    const first = run(on)
    await first.settle()
    first.incidents.setTrouble('rbs', true)
    expect(first.faults()).toMatchObject([{ number: 'S-2024-OB-0001', service: 'rbs', openedBy: 'automatic', state: 'open', entries: 1 }])
    expect(await first.incidents.report()).toEqual(ok({ seq: 2, number: 'S-2024-OB-0001', opened: false }))
    expect(on.entries.map(({ kind, payload }) => [kind, payload['number']])).toEqual([['fault.opened', 'S-2024-OB-0001'], ['fault.reported', 'S-2024-OB-0001']])
  })

  test('tells of the last click whether it opened the storing or was attached to it, and when', async () => {
    const on = record()
    const first = run(on)
    await first.settle()
    first.incidents.setTrouble('rbs', true)
    expect(first.faults()[0]?.clicked).toBeUndefined()
    on.clock.advance(5000)
    await first.incidents.report()
    expect(first.faults()[0]?.clicked).toEqual({ utcMs: on.clock.utcMs(), as: 'attached' })
    first.incidents.setTrouble('rbs', false)
    on.clock.advance(31 * 60_000)
    expect(await first.incidents.report()).toMatchObject({ value: { number: 'S-2024-OB-0002', opened: true } })
    expect(first.faults().map(({ clicked }) => clicked?.as)).toEqual(['attached', 'opened'])
  })

  test('says that a click waits in memory while the record fails, and since when all of it is on disk', async () => {
    const on = record()
    const first = run(on)
    await first.settle()
    on.works = false
    expect(await first.incidents.report()).toMatchObject({ ok: false, error: { code: 'STORE_FULL' } })
    expect(first.faults()).toMatchObject([{ number: 'S-2024-OB-0001', clicked: { as: 'opened' }, late: {} }])
    await first.incidents.report()
    await first.incidents.change('S-2024-OB-0001', { what: 'effect', effect: 'delay' }, { role: 'dispatcher' })
    on.works = true
    on.clock.advance(3000)
    first.add('fault.opened', { number: 'S-2024-OB-0001' })
    first.add('note.added', { number: 'S-2024-OB-0001' })
    first.add('fault.reported', { number: 'S-2024-OB-0001' })
    expect(first.faults()[0]?.late).toEqual({})
    first.add('fault.changed', { number: 'S-2024-OB-0001', what: 'effect', from: null, to: 'delay' })
    expect(first.faults()[0]?.late).toEqual({ savedUtcMs: on.clock.utcMs() })
  })

  test('of a click that found no room it is never said that it waits', async () => {
    const on = record()
    const first = run(on)
    await first.settle()
    first.incidents.setTrouble('rbs', true)
    on.full = true
    expect(await first.incidents.report()).toMatchObject({ ok: false, error: { code: 'STORE_SPOOL_FULL' } })
    expect(first.faults().map(({ late }) => late)).toEqual([undefined])
  })

  test('counts what people see from its opening on, and nothing else', async () => {
    const on = record()
    const first = run(on)
    await first.settle()
    first.add('note.added')
    await first.incidents.report()
    first.add('note.added')
    first.add('radio.registration')
    on.clock.advance(NOTICED_FIRST_MS)
    first.incidents.setTrouble('rbs', true)
    expect(first.faults().map(({ entries }) => entries)).toEqual([3, 1])
  })

  test('that was open is open after a restart, its number is not given again, and its entries are counted on', async () => {
    const on = record()
    const first = run(on)
    await first.settle()
    first.incidents.setTrouble('rbs', true)
    first.add('note.added')
    first.incidents.save()
    expect(said(on, 'fault.saved')).toMatchObject([{ seq: 2, faults: [{ number: 'S-2024-OB-0001', entries: 2 }], last: { 'S-2024': 1 } }])
    first.add('service.changed') // after saving, before the crash

    const second = run(on)
    second.add('note.added') // before it has read anything
    await second.settle()
    expect(second.faults()).toMatchObject([{ number: 'S-2024-OB-0001', service: 'rbs', openedBy: 'automatic', entries: 4 }])
    second.incidents.setTrouble('rbs', true)
    second.incidents.setTrouble('c2000', true)
    expect(second.faults().map(({ number, service }) => [number, service])).toEqual([['S-2024-OB-0001', 'rbs'], ['S-2024-OB-0002', 'c2000']])
  })

  test('is known by a summary that waited while its record was set aside, and so is one that was opened in the new record', async () => {
    const on = record()
    const first = run(on)
    await first.settle()
    for (let at = 0; at < 20; at++) first.add('note.added')
    first.incidents.setTrouble('rbs', true)
    first.incidents.save()
    const waited = said(on, 'fault.saved').at(-1)
    on.entries.splice(0)
    first.add('ledger.opened-first')
    first.add('fault.saved', waited)
    first.incidents.setTrouble('c2000', true)
    const second = run(on)
    await second.settle()
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
    const there = run(on, 'ZWB')
    await there.incidents.report()
    there.incidents.save()
    const here = run(on)
    expect(await here.incidents.report()).toMatchObject({ value: { number: 'S-2024-OB-0001' } })
    expect(here.faults()).toHaveLength(1)
  })

  test.each([[{}], [{ number: 7 }], [{ number: 'S-2024-OB' }], [{ number: 'M-2024-OB-0003' }]])('is not believed from an entry that is not one of ours (%j)', async (payload) => {
    const on = record()
    run(on).add('fault.opened', payload)
    const again = run(on)
    await again.settle()
    expect(again.faults()).toEqual([])
    expect(await again.incidents.report()).toMatchObject({ value: { number: 'S-2024-OB-0001' } })
  })
})

describe('while the record cannot be read', () => {
  test('a click is recorded at once as it is, and its number follows when the record can be read', async () => {
    const on = record()
    await run(on).incidents.report()
    on.readable = false
    const blind = run(on)
    await blind.settle()
    expect(await blind.incidents.report({ via: 'panel/desk' })).toEqual(ok({ seq: 2 }))
    expect(on.entries[1]).toMatchObject({ kind: 'fault.pressed', actor: { role: 'dispatcher' }, content: '{"desk":"1600001"}', payload: { press: 'boot2/1', series: 'S', via: 'panel/desk', symptom: 'connection-lost', picture: { console: { about: 'nothing' } } } })
    await blind.settle()
    expect(said(on, 'fault.placed')).toEqual([])
    on.readable = true
    blind.add('watch.samples')
    await blind.settle()
    expect(said(on, 'fault.placed')).toEqual([{ number: 'S-2024-OB-0001', presses: ['boot2/1'] }])
  })

  test('nothing is promised that is not durable', async () => {
    const on = record()
    on.works = false
    const blind = run(on)
    blind.incidents.setTrouble('rbs', true)
    const answer = blind.incidents.report()
    await on.clock.advanceAsync(1000)
    expect(await answer).toMatchObject({ ok: false, error: { code: 'STORE_FULL' } })
    const change = blind.incidents.change('S-2024-OB-0001', { what: 'danger', danger: 'yes' }, { role: 'dispatcher' })
    await on.clock.advanceAsync(1000)
    expect(await change).toMatchObject({ ok: false, error: { code: 'CALL_NOT_YET' } })
    expect(on.entries).toEqual([])
  })

  test('a click of a run that ended before it found its storing is not forgotten', async () => {
    const on = record()
    on.entries.push({ seq: 1, utcMs: on.clock.utcMs(), kind: 'fault.pressed', actor: { role: 'dispatcher', position: 'host' }, payload: { press: 'boot0/1', series: 'S' } })
    const again = run(on)
    await again.settle()
    expect(said(on, 'fault.opened')).toMatchObject([{ number: 'S-2024-OB-0001', by: 'person', presses: ['boot0/1'] }])
    const third = run(on)
    await third.settle()
    expect(said(on, 'fault.opened')).toHaveLength(1)
    expect(said(on, 'fault.placed')).toEqual([])
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
    // Clicked a moment before it was measured: the storing of that click.
    expect(blind.faults().map(({ number, service }) => [number, service])).toEqual([['S-2024-OB-0001', 'rbs']])
    const third = run(on)
    await third.settle()
    expect(third.faults().map(({ number, service }) => [number, service])).toEqual([['S-2024-OB-0001', 'rbs']])
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

describe('what is said of a storing', () => {
  const opened = async (on: Record_): Promise<Run> => {
    const first = run(on)
    await first.settle()
    first.incidents.setTrouble('rbs', true)
    first.incidents.setTrouble('rbs', false)
    return first
  }
  const N = 'S-2024-OB-0001'

  test('stands in its one opening entry, complete, with identities beside the chain', async () => {
    const on = record()
    await opened(on)
    const utcMs = on.clock.utcMs()
    expect(on.entries[0]).toMatchObject({
      kind: 'fault.opened', content: '{"desk":"1600001"}',
      payload: { number: N, service: 'rbs', by: 'automatic', foundUtcMs: utcMs, begun: 'at', begunUtcMs: utcMs - 4000, symptom: 'connection-lost', because: 'down', freeze: { fromUtcMs: utcMs - 600_000, toUtcMs: utcMs + 1_800_000, fromSeq: 1 }, picture: { console: { about: 'rbs' } } },
    })
    expect(JSON.stringify(on.entries[0]?.payload)).not.toContain('1600001')
  })

  test('is what was and what is, with the reason beside the chain, and all of it is there after a restart', async () => {
    const on = record()
    const { incidents } = await opened(on)
    expect(await incidents.change(N, { what: 'effect', effect: 'delay' }, { role: 'dispatcher' })).toMatchObject({ ok: true })
    expect(await incidents.change(N, { what: 'effect', effect: 'none' }, { role: 'dispatcher', reason: 'achteraf' })).toMatchObject({ ok: true })
    await incidents.change(N, { what: 'symptom', symptom: 'connection-lost' }, { role: 'dispatcher' })
    await incidents.change(N, { what: 'link', to: 'INC0042' }, { role: 'supervisor' })
    await incidents.change(N, { what: 'state', state: 'closed' }, { role: 'supervisor' })
    expect(said(on, 'fault.changed').slice(0, 3)).toEqual([{ number: N, what: 'effect', from: null, to: 'delay' }, { number: N, what: 'effect', from: 'delay', to: 'none' }, { number: N, what: 'symptom', from: 'connection-lost', to: 'connection-lost', proposed: true }])
    expect(on.entries.find((entry) => entry.content === 'achteraf')).toMatchObject({ kind: 'fault.changed', actor: { role: 'dispatcher' } })
    expect(on.entries.findLast(({ kind }) => kind === 'fault.changed')).toMatchObject({ actor: { role: 'supervisor' } })
    const again = run(on)
    await again.settle()
    expect(again.faults()).toMatchObject([{ number: N, state: 'closed', closedUtcMs: on.clock.utcMs(), effect: 'none', symptom: { code: 'connection-lost', proposed: false }, links: ['INC0042'] }])
  })

  test('is refused by its cause, and then nothing is recorded', async () => {
    const on = record()
    const { incidents } = await opened(on)
    incidents.setTrouble('rbs', true)
    const before = on.entries.length
    expect(await incidents.change(N, { what: 'state', state: 'closed' }, { role: 'supervisor' })).toMatchObject({ error: { code: 'CALL_REFUSED', detail: 'still-in-trouble' } })
    expect(await incidents.change('S-2024-OB-0042', { what: 'danger', danger: 'yes' }, { role: 'dispatcher' })).toMatchObject({ error: { detail: 'no-such-fault' } })
    expect(on.entries).toHaveLength(before)
  })

  test('that found no room is not so', async () => {
    const on = record()
    const { incidents, faults } = await opened(on)
    on.full = true
    expect(await incidents.change(N, { what: 'effect', effect: 'delay' }, { role: 'dispatcher' })).toMatchObject({ error: { code: 'STORE_SPOOL_FULL' } })
    expect(faults()[0]?.effect).toBeUndefined()
  })

  test('closed two days ago is shown no more after a restart, and the next one of its cause names it', async () => {
    const on = record()
    const { incidents } = await opened(on)
    await incidents.change(N, { what: 'state', state: 'closed' }, { role: 'supervisor' })
    await on.clock.advanceAsync(48 * 3_600_000)
    const again = run(on)
    await again.settle()
    expect(again.faults()).toEqual([])
    again.incidents.setTrouble('rbs', true)
    expect(again.faults()).toMatchObject([{ number: 'S-2025-OB-0001', links: [N] }])
  })

  test('opens again by itself within a day, over a restart too', async () => {
    const on = record()
    const { incidents } = await opened(on)
    await incidents.change(N, { what: 'state', state: 'closed' }, { role: 'supervisor' })
    await on.clock.advanceAsync(3_600_000)
    const again = run(on)
    await again.settle()
    again.incidents.setTrouble('rbs', true)
    const third = run(on)
    await third.settle()
    expect(third.faults()).toMatchObject([{ number: N, state: 'open' }])
    expect(said(on, 'fault.changed').at(-1)).toMatchObject({ number: N, what: 'state', from: 'closed', to: 'open', because: 'relapse', service: 'rbs' })
  })
})

describe('a number', () => {
  test('is not given again when the record was set aside, or lost what waited in memory', async () => {
    const on = record()
    await run(on).incidents.report()
    on.entries.length = 0
    expect(await run(on).incidents.report()).toMatchObject({ value: { number: 'S-2024-OB-0002' } })
  })

  test('goes on after hundreds of openings without a summary', async () => {
    const on = record()
    const first = run(on)
    for (let count = 1; count <= 450; count += 1) first.add('fault.opened', { number: `S-2024-OB-${String(count).padStart(4, '0')}`, service: `s${count}` })
    for (let count = 1; count <= 250; count += 1) first.add('fault.opened', { number: `O-2024-OB-${String(count).padStart(4, '0')}` })
    const again = run({ ...on })
    await again.settle()
    again.incidents.setTrouble('rbs', true)
    expect(again.faults().at(-1)?.number).toBe('S-2024-OB-0451')
    expect(again.faults()).toHaveLength(701)
  })

  test('is of the drills while one runs', async () => {
    const on = record()
    expect(await run(on, 'OB', () => 'O').incidents.report()).toMatchObject({ value: { number: 'O-2024-OB-0001' } })
    expect(await run(on).incidents.report()).toMatchObject({ value: { number: 'S-2024-OB-0001' } })
  })
})

test('a click whose picture the record cannot hold is recorded without it', async () => {
  const on = record()
  const written: [string, object][] = []
  const incidents = createIncidents({
    clock: on.clock, ledger: { latest: async () => ok([]), head: { seq: 0, anchoredSeq: 0, headCode: '' } },
    recorder: {
      person: async (kind, payload) => ('broken' in ((payload as { picture?: object }).picture ?? {}) ? fail(failure('CALL_INVALID', 'test')) : (written.push([kind, payload]), ok({ seq: 1 }))),
      system: async () => ok({ seq: 1 }), sample: () => undefined,
    },
    room: 'OB', bootId: 'b', kinds: KINDS, numbers: createNumberMemory({ read: () => ({ found: 'absent' }), write: () => undefined }, 'OB'),
    describe: () => ({ begun: { begun: 'unknown' }, proposal: { symptom: 'other', because: 'nothing-fits' }, picture: { broken: 0.5 } }), series: () => 'S', onChange: () => undefined,
  })
  expect(await incidents.report()).toEqual(ok({ seq: 1, number: 'S-2024-OB-0001', opened: true }))
  expect(written).toMatchObject([['fault.opened', { number: 'S-2024-OB-0001', picture: { invalid: true } }]])
})

test('what is open is written anew into a record that begins while the console runs', async () => {
  const on = record()
  const first = run(on)
  await first.incidents.report()
  first.add('watch.samples')
  first.incidents.save()
  first.incidents.save()
  expect(said(on, 'fault.saved')).toHaveLength(1)
  on.entries.length = 0 // set aside
  first.add('ledger.opened-first')
  first.incidents.save()
  const again = run(on)
  await again.settle()
  expect(again.faults()).toMatchObject([{ number: 'S-2024-OB-0001', state: 'open' }])
})

describe('what stands around a storing', () => {
  test('is frozen half an hour after it was found, by the entries that hold it', async () => {
    const on = record()
    const first = run(on)
    await first.settle()
    for (let minute = 0; minute < 12; minute += 1) {
      first.add('watch.samples')
      await on.clock.advanceAsync(60_000)
    }
    first.incidents.setTrouble('rbs', true)
    const foundUtcMs = on.clock.utcMs()
    for (let minute = 0; minute <= 31; minute += 1) {
      await on.clock.advanceAsync(60_000)
      first.add('watch.samples')
    }
    const [frozen, ...more] = said(on, 'fault.frozen')
    expect(more).toEqual([])
    expect(frozen).toEqual({ number: 'S-2024-OB-0001', fromUtcMs: foundUtcMs - 600_000, toUtcMs: foundUtcMs + 1_800_000, fromSeq: 3, toSeq: 43 })
    const inside = on.entries.filter(({ utcMs }) => utcMs >= foundUtcMs - 600_000 && utcMs <= foundUtcMs + 1_800_000).map(({ seq }) => seq)
    expect([inside[0], inside.at(-1)]).toEqual([3, 43])
  })

  test('is frozen by the next run when it ended meanwhile', async () => {
    const on = record()
    const first = run(on)
    await first.settle()
    first.incidents.setTrouble('rbs', true)
    first.add('watch.samples')
    await on.clock.advanceAsync(3_600_000)
    const again = run(on)
    await again.settle()
    again.add('host.started')
    expect(said(on, 'fault.frozen')).toMatchObject([{ number: 'S-2024-OB-0001', fromSeq: 1, toSeq: 2 }])
    const third = run(on)
    await third.settle()
    third.add('host.started')
    expect(said(on, 'fault.frozen')).toHaveLength(1)
  })
})
