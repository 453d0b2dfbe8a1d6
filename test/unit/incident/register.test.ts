// Meldingen and acties over restarts and outages of the record: no number twice, what waits is known again, deleted words are gone.
import { describe, expect, test } from 'vitest'
import type { ReportChange } from '../../../electron/contract/faults.ts'
import { ok } from '../../../native/kit/result.ts'
import { seeded, type Seeded } from '../../support/seeded.ts'
import { keptRecord, runOn, type KeptRecord, type KeptRun } from './kept-record.ts'

const kindsOf = (on: KeptRecord): string[] => on.entries.map(({ kind }) => kind)

describe('a melding', () => {
  test('is filed with what was said beside the chain, waits, is answered, and is known as such', async () => {
    const on = keptRecord()
    const { reports, shownReports } = await runOn(on)
    expect(await reports.file({ from: 'unit', symptom: 'ptt-stuck', unit: '21-4131', place: 'Heikant', text: 'knop blijft hangen', effect: 'delay', danger: 'no', number: 'S-2024-OB-0002' })).toEqual(ok({ seq: 1, number: 'M-2024-OB-0001' }))
    expect(on.entries[0]).toMatchObject({ kind: 'report.filed', payload: { number: 'M-2024-OB-0001', from: 'unit', symptom: 'ptt-stuck', effect: 'delay', danger: 'no', about: 'S-2024-OB-0002' }, content: '21-4131\nHeikant\nknop blijft hangen' })
    expect(JSON.stringify(on.entries[0]?.payload)).not.toMatch(/4131|Heikant|hangen/)
    expect(shownReports()).toEqual([{ number: 'M-2024-OB-0001', seq: 1, utcMs: on.clock.utcMs(), from: 'unit', symptom: 'ptt-stuck', unit: '21-4131', place: 'Heikant', effect: 'delay', danger: 'no', state: 'open', links: ['S-2024-OB-0002'] }])
    await on.clock.advanceAsync(60_000)
    expect(await reports.change({ number: 'M-2024-OB-0001', change: { what: 'answered', text: 'set wordt gewisseld' }, reason: 'gebeld' })).toEqual(ok({ seq: 2 }))
    expect(on.entries[1]).toMatchObject({ kind: 'report.changed', payload: { number: 'M-2024-OB-0001', what: 'answered', from: 'open', to: 'done' }, content: 'set wordt gewisseld\ngebeld' })
    expect(shownReports()).toMatchObject([{ state: 'done', answeredUtcMs: on.clock.utcMs() }])
  })

  test('that a unit told by a key has its number in that one entry, and is withdrawn with it', async () => {
    const on = keptRecord()
    const { tell, add, shownReports } = await runOn(on)
    const told = await tell()
    expect(told.payload).toMatchObject({ filed: 'M-2024-OB-0001' })
    expect(kindsOf(on)).toEqual(['people.told'])
    expect(shownReports()).toMatchObject([{ number: 'M-2024-OB-0001', seq: told.seq, unit: '21-4131', place: 'Heikant', state: 'open' }])
    add('people.retracted', { report: told.seq })
    expect(shownReports()).toMatchObject([{ state: 'withdrawn' }])
  })

  test('that was told and is withdrawn takes its evidence along; one that was filed is only changed', async () => {
    const on = keptRecord()
    const { reports, tell } = await runOn(on)
    const told = await tell()
    await reports.file({ from: 'technician', symptom: 'other' })
    for (const number of ['M-2024-OB-0001', 'M-2024-OB-0002']) expect(await reports.change({ number, change: { what: 'state', state: 'withdrawn' }, reason: 'dubbel' })).toMatchObject({ ok: true })
    expect(on.entries.slice(2)).toMatchObject([{ kind: 'people.retracted', payload: { report: told.seq }, content: 'dubbel' }, { kind: 'report.changed', content: '\ndubbel' }])
    expect(await reports.change({ number: 'M-2024-OB-0001', change: { what: 'state', state: 'withdrawn' } })).toMatchObject({ ok: false, error: { detail: 'nothing-changes' } })
  })

  test('of an earlier run that is taken back is shown as withdrawn, not just gone', async () => {
    const on = keptRecord()
    const told = await (await runOn(on)).tell()
    const { add, shownReports } = await runOn(on)
    add('people.retracted', { report: told.seq })
    expect(shownReports()).toMatchObject([{ number: 'M-2024-OB-0001', state: 'withdrawn' }])
  })

  test('of a drill is counted in the drills own series', async () => {
    const on = keptRecord()
    let drill = true
    const { reports, actions, tell } = await runOn(on, { drill: () => drill })
    expect((await tell()).payload).toMatchObject({ filed: 'OM-2024-OB-0001' })
    expect(await actions.add({ text: 'x', owner: 'technician' })).toMatchObject({ value: { number: 'OA-2024-OB-0001' } })
    drill = false
    expect(await reports.file({ from: 'other', symptom: 'other' })).toMatchObject({ value: { number: 'M-2024-OB-0001' } })
  })

  test('is not tapped: what the dispatcher notices has no number', async () => {
    const on = keptRecord()
    const { add, shownReports } = await runOn(on)
    add('people.told', { from: 'dispatcher', symptom: 'speech-drops', report: 'boot/1' })
    expect(shownReports()).toEqual([])
  })
})

describe('an actie', () => {
  test('goes from open over done to proven, and is opened again by a measure that does not work', async () => {
    const on = keptRecord()
    const { actions, shownActions } = await runOn(on)
    expect(await actions.add({ text: 'accu wisselen', owner: 'technician', dueUtcMs: 5000, about: 'M-2024-OB-0001' })).toEqual(ok({ seq: 1, number: 'A-2024-OB-0001' }))
    expect(on.entries[0]).toMatchObject({ payload: { number: 'A-2024-OB-0001', owner: 'technician', dueUtcMs: 5000, about: 'M-2024-OB-0001' }, content: 'accu wisselen' })
    const change = (what: Parameters<typeof actions.change>[0]['change']) => actions.change({ number: 'A-2024-OB-0001', change: what })
    expect(await change({ what: 'effect', proven: true })).toMatchObject({ ok: false, error: { code: 'CALL_REFUSED', detail: 'not-done' } })
    await change({ what: 'done' })
    await change({ what: 'effect', proven: false, text: 'zelfde klacht' })
    expect(shownActions()).toMatchObject([{ state: 'open', text: 'accu wisselen' }])
    expect(on.entries.at(-1)).toMatchObject({ payload: { what: 'effect', from: 'done', to: 'open' }, content: 'zelfde klacht' })
    await change({ what: 'done' })
    await change({ what: 'effect', proven: true })
    expect(shownActions()).toMatchObject([{ state: 'proven' }])
    expect(await actions.change({ number: 'A-2024-OB-0009', change: { what: 'done' } })).toMatchObject({ error: { detail: 'no-such-action' } })
  })
})

describe('the record', () => {
  test('that cannot be read at first gives no number, says so, and numbers what a unit told meanwhile once it can', async () => {
    const on = keptRecord()
    const first = await runOn(on)
    await first.reports.file({ from: 'unit', symptom: 'other' })
    on.readable = false
    const again = await runOn(on)
    expect(await again.reports.file({ from: 'unit', symptom: 'other' })).toMatchObject({ ok: false, error: { code: 'CALL_NOT_YET' } })
    expect(await again.actions.add({ text: 'x', owner: 'dispatcher' })).toMatchObject({ ok: false, error: { code: 'CALL_NOT_YET' } })
    expect(await again.reports.change({ number: 'M-2024-OB-0001', change: { what: 'answered', text: 'x' } })).toMatchObject({ ok: false, error: { code: 'CALL_NOT_YET' } })
    const [told, takenBack] = [await again.tell(), await again.tell('no-reception')]
    again.add('people.retracted', { report: takenBack.seq })
    expect(told.payload).toMatchObject({ unnumbered: 'M' })
    expect(again.shownReports()).toEqual([])
    on.readable = true
    await again.recordIsBack()
    expect(on.entries.slice(4)).toMatchObject([{ kind: 'report.filed', payload: { number: 'M-2024-OB-0002', from: 'unit', symptom: 'speech-drops', told: told.seq } }])
    const shown = [{ number: 'M-2024-OB-0001' }, { number: 'M-2024-OB-0002', seq: told.seq, unit: '21-4131', place: 'Heikant', state: 'open' }]
    expect(again.shownReports()).toMatchObject(shown)
    expect((await runOn(on)).shownReports()).toMatchObject(shown)
    expect(kindsOf(on).filter((kind) => kind === 'report.filed')).toHaveLength(2)
  })

  test('that is too busy to answer keeps nobody waiting beyond a second, and is asked again by the next call', async () => {
    const on = keptRecord()
    on.busyMs = 1900
    on.readable = false
    const { reports, tell, shownReports } = await runOn(on)
    const asked = [reports.file({ from: 'unit', symptom: 'other' }), tell()] as const
    await on.clock.advanceAsync(1000)
    expect(await asked[0]).toMatchObject({ ok: false, error: { code: 'CALL_NOT_YET' } })
    expect((await asked[1]).payload).toMatchObject({ unnumbered: 'M' })
    await on.clock.advanceAsync(1000)
    on.readable = true
    on.busyMs = 0
    expect(await reports.file({ from: 'unit', symptom: 'other' })).toMatchObject({ ok: true, value: { number: 'M-2024-OB-0002' } })
    expect(shownReports().map(({ number, seq }) => [number, seq])).toEqual([['M-2024-OB-0001', 1], ['M-2024-OB-0002', 3]])
  })

  test('that has no room leaves a change undone; one that only waits counts it', async () => {
    const on = keptRecord()
    const { reports, shownReports } = await runOn(on)
    await reports.file({ from: 'unit', symptom: 'other' })
    const answer = () => reports.change({ number: 'M-2024-OB-0001', change: { what: 'owner', owner: 'technician' } })
    on.refuses = 'STORE_SPOOL_FULL'
    expect(await answer()).toMatchObject({ error: { code: 'STORE_SPOOL_FULL' } })
    expect(shownReports()[0]).not.toHaveProperty('owner')
    on.refuses = 'STORE_FULL'
    expect(await answer()).toMatchObject({ error: { code: 'STORE_FULL' } })
    expect(await answer()).toMatchObject({ error: { detail: 'nothing-changes' } })
  })

  test('whose words are deleted, one or many at once, takes them off the screens', async () => {
    const on = keptRecord()
    const { reports, actions, tell, add, shownReports, shownActions } = await runOn(on)
    await tell()
    await tell()
    await reports.file({ from: 'unit', symptom: 'other', unit: 'BRW 1' })
    await actions.add({ text: 'accu', owner: 'technician' })
    add('content.deleted', { seq: 1 })
    expect(shownReports().map(({ unit }) => unit)).toEqual([undefined, '21-4131', 'BRW 1'])
    add('content.deleted', { kinds: ['people.told'], ranges: [[1, 3]] })
    expect(shownReports().map(({ unit, place }) => unit ?? place)).toEqual([undefined, undefined, 'BRW 1'])
    expect(shownActions()).toMatchObject([{ text: 'accu' }])
    add('content.deleted', { kinds: ['report.filed', 'action.added'], ranges: [[3, 3], [4, 6]] })
    expect(shownReports().at(-1)).not.toHaveProperty('unit')
    expect(shownActions()[0]).not.toHaveProperty('text')
  })

  test('of another room, or of something that is no melding, is passed over', async () => {
    const on = keptRecord()
    const first = await runOn(on)
    first.add('report.filed', { number: 'M-2024-ZE-0009', from: 'unit', symptom: 'other' })
    first.add('report.filed', { number: 'M-2024-OB-0004', from: 'nobody', symptom: 'other' })
    first.add('report.changed', { number: 'M-2024-ZE-0009', what: 'state', to: 'nonsense' })
    first.add('report.counted', { last: { 'M-2024': 'many' }, items: [] })
    const again = await runOn(on)
    expect(again.shownReports()).toMatchObject([{ number: 'M-2024-ZE-0009', state: 'open' }])
    expect(await again.reports.file({ from: 'unit', symptom: 'other' })).toMatchObject({ value: { number: 'M-2024-OB-0001' } })
  })
})

/** Little is looked back over, so that a history of forty steps runs far beyond it. */
const SMALL = { lookBack: 14, countEvery: 4, countLength: 40_000 }

interface Believed { state: string; owner?: string | undefined; links: string[] }

describe('whatever happens', () => {
  test.each(Array.from({ length: 60 }, (_, seed) => [seed]))('no number is given twice and what waits is known after every restart (seed %i)', async (seed) => {
    const random = seeded(seed)
    const on = keptRecord()
    const believed = new Map<string, Believed>()
    const unnumbered = new Set<number>()
    let run = await runOn(on, { bounds: SMALL })
    for (let step = 0; step < 80; step += 1) {
      await on.clock.advanceAsync(random.between(0, 40) * 86_400_000)
      if (random.hits(0.15)) run = await restarted(on, random, { believed, unnumbered })
      else await happen(run, random, believed)
      learnNumbers(on, believed, unnumbered)
      const waiting = [...believed].filter(([, { state }]) => state === 'open').map(([number, rest]) => ({ number, ...rest }))
      const shown = run.shownReports().filter(({ state }) => state === 'open').map(({ number, state, owner, links }) => ({ number, state, ...(owner === undefined ? {} : { owner }), links: [...links] }))
      expect(shown.toSorted(byNumber), `step ${step}`).toEqual(waiting.toSorted(byNumber))
    }
    const numbers = on.entries.flatMap(({ kind, payload }) => (kind === 'report.filed' ? [payload['number']] : kind === 'people.told' && payload['filed'] !== undefined ? [payload['filed']] : []))
    expect(new Set(numbers).size).toBe(numbers.length)
    const years = Object.groupBy(numbers.map(String), (number) => number.slice(0, 6))
    for (const given of Object.values(years)) expect(given?.map((number) => Number(number.slice(-4))).toSorted((one, other) => one - other)).toEqual(given?.map((_, at) => at + 1))
  })
})

const byNumber = (one: { number: string }, other: { number: string }): number => one.number.localeCompare(other.number)

async function restarted(on: KeptRecord, random: Seeded, { unnumbered }: { believed: Map<string, Believed>; unnumbered: Set<number> }): Promise<KeptRun> {
  on.readable = random.hits(0.6)
  const run = await runOn(on, { bounds: SMALL })
  if (on.readable) return run
  for (let told = random.between(0, 3); told > 0; told -= 1) unnumbered.add((await run.tell()).seq)
  expect(await run.reports.file({ from: 'unit', symptom: 'other' })).toMatchObject({ ok: false })
  on.readable = true
  await run.recordIsBack()
  return run
}

/** What got its number late. */
function learnNumbers(on: KeptRecord, believed: Map<string, Believed>, unnumbered: Set<number>): void {
  for (const { kind, payload } of on.entries) {
    if (kind !== 'report.filed' || typeof payload['told'] !== 'number' || !unnumbered.delete(payload['told'])) continue
    believed.set(String(payload['number']), { state: 'open', links: [] })
  }
}

async function happen(run: KeptRun, random: Seeded, believed: Map<string, Believed>): Promise<void> {
  const known = [...believed.keys()]
  const choice = random.between(0, 9)
  if (choice <= 1) return void run.add('people.told', { from: 'dispatcher', symptom: 'speech-drops', report: 'boot/1' })
  if (choice === 2) return void believed.set(String((await run.tell()).payload['filed']), { state: 'open', links: [] })
  if (choice === 3 || known.length === 0) {
    const filed = await run.reports.file({ from: 'unit', symptom: 'other' })
    if (filed.ok) believed.set(filed.value.number, { state: 'open', links: [] })
    return
  }
  const number = random.pick(known)
  const one = believed.get(number)!
  const change = random.pick<ReportChange>([
    { what: 'answered', text: 'x' }, { what: 'state', state: 'open' }, { what: 'state', state: 'withdrawn' },
    { what: 'owner', owner: random.pick(['technician', 'supervisor'] as const) }, { what: 'link', to: `S-2024-OB-000${random.between(1, 3)}` }, { what: 'unlink', to: 'S-2024-OB-0001' },
  ])
  const changed = await run.reports.change({ number, change })
  if (!changed.ok) return
  if (change.what === 'answered') one.state = one.state === 'withdrawn' ? 'withdrawn' : 'done'
  if (change.what === 'state') one.state = change.state
  if (change.what === 'owner') one.owner = change.owner
  if (change.what === 'link') one.links = [...one.links, change.to]
  if (change.what === 'unlink') one.links = one.links.filter((to) => to !== change.to)
}
