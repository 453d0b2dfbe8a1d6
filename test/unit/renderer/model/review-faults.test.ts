// Storingen as the record tells them, what is said of one, and what may be changed of it.
import { describe, expect, it } from 'vitest'
import { CALLS } from '../../../../electron/contract/calls.ts'
import type { FaultView, ServiceView, TimelineEntry } from '../../../../electron/contract/topics.ts'
import { createText } from '../../../../renderer/i18n/texts.ts'
import { faultModel } from '../../../../renderer/model/review-facts.ts'
import { allFaults, besideFault, firstShown, recordedFaults } from '../../../../renderer/model/review-faults.ts'
import { reduceReview, BEGIN_REVIEW } from '../../../../renderer/model/review-state.ts'
import { createWords } from '../../../../renderer/model/words.ts'
import { ago, BASE, NOW } from '../../../../renderer/scenes/base-scene.ts'
import { REVIEW_MANY } from '../../../../renderer/scenes/review-scene.ts'

const words = createWords('nl', createText('nl'))
const view = { topics: BASE, nowUtcMs: NOW, shell: undefined }
const NUMBER = 'S-2026-OB-0007'
const opened = (payload: TimelineEntry['payload'] = {}): TimelineEntry => ({ seq: 10, utcMs: ago(600), kind: 'fault.opened', role: 'system', payload: { number: NUMBER, service: 'rbs', by: 'automatic', ...payload } })
const changed = (seq: number, what: string, to: TimelineEntry['payload'][string]): TimelineEntry => ({ seq, utcMs: ago(600 - seq), kind: 'fault.changed', role: 'supervisor', payload: { number: NUMBER, what, to } })
const told = (...changes: readonly TimelineEntry[]): FaultView | undefined => recordedFaults([...changes.toReversed(), opened()])[0]
const fault = (change: Partial<FaultView> = {}): FaultView => ({ number: NUMBER, openedUtcMs: ago(600), openedBy: 'automatic', service: 'rbs', state: 'open', entries: 1, ...change })

describe('a storing in the record', () => {
  it('is what its opening and its changes say, whatever their order', () => {
    expect(told(changed(11, 'effect', 'none'), changed(12, 'effect', 'delay'), changed(13, 'danger', 'no'), changed(14, 'symptom', 'intermittent'), changed(15, 'owner', 'technician'), changed(16, 'begun', ago(900)), changed(17, 'state', 'closed'))).toMatchObject({
      effect: 'delay', danger: 'no', symptom: { code: 'intermittent', proposed: false }, owner: 'technician', begunUtcMs: ago(900), state: 'closed', closedUtcMs: ago(583), entries: 8,
    })
  })

  it('is found and began when its opening says so', () => {
    expect(recordedFaults([opened({ foundUtcMs: ago(630), begun: 'at', begunUtcMs: ago(700), symptom: 'intermittent' })])[0]).toMatchObject({ openedUtcMs: ago(630), begunUtcMs: ago(700), symptom: { code: 'intermittent', proposed: true } })
  })

  it('is open again after it was reopened, and holds its links once', () => {
    const again = told(changed(11, 'state', 'closed'), changed(12, 'state', 'open'), changed(13, 'link', 'TT-1'), changed(14, 'link', 'TT-1'), changed(15, 'link', 'TT-2'), changed(16, 'unlink', 'TT-1'))
    expect(again).toMatchObject({ state: 'open', links: ['TT-2'] })
    expect(again).not.toHaveProperty('closedUtcMs')
  })

  it('takes nothing from words it does not know, and nothing of one whose opening is not there', () => {
    expect(told(changed(11, 'effect', 'enormous'), changed(12, 'begun', 'once'), changed(13, 'colour', 'red'))).toEqual({ ...fault({ entries: 4 }) })
    expect(recordedFaults([changed(11, 'effect', 'none')])).toEqual([])
  })

  it('stands behind what the console holds of it, in one list with the newest on top', () => {
    const faults = allFaults({ faults: { [NUMBER]: fault({ effect: 'none' }) } }, [fault(), fault({ number: 'S-2025-OB-0001', openedUtcMs: ago(9e6), state: 'closed' })])
    expect(faults.map(({ number, effect }) => [number, effect])).toEqual([[NUMBER, 'none'], ['S-2025-OB-0001', undefined]])
  })
})

describe('more than two hundred storingen', () => {
  const faults = allFaults(REVIEW_MANY, [])
  it('are walked from end to end, one at a time', () => {
    expect(faults.length).toBeGreaterThan(200)
    let number = faults[0]?.number
    const walked = [number]
    for (let older = besideFault(faults, number, 'older'); older; older = besideFault(faults, number, 'older')) walked.push((number = older.number))
    expect(walked).toEqual(faults.map((one) => one.number))
    expect(besideFault(faults, number, 'newer')?.number).toBe(faults.at(-2)?.number)
    expect([besideFault(faults, faults[0]?.number, 'newer'), besideFault([], undefined, 'older')]).toEqual([undefined, undefined])
  })

  it('open at the one that stands, else at the last', () => {
    expect(firstShown(faults)?.number).toBe(faults[0]?.number)
    expect(firstShown([fault({ number: 'b', state: 'closed' }), fault({ number: 'a' })])?.number).toBe('a')
    expect(firstShown([])).toBeUndefined()
  })

  it('are left where the reader stands: another choice takes its own cursor and the first pages', () => {
    const state = reduceReview({ ...BEGIN_REVIEW, pages: 8, query: { filters: ['people'], text: 'ruis', scope: 'all' } }, { event: 'chosen', subject: { on: 'fault', number: 'a' }, cursor: { utcMs: 5 } })
    expect(state).toMatchObject({ cursor: { utcMs: 5 }, pages: BEGIN_REVIEW.pages, query: { filters: ['people'], text: 'ruis', scope: 'window' } })
  })
})

describe('what is said of a storing', () => {
  it('names its beginning, who found it, and its end for this centre', () => {
    expect(faultModel(fault({ begunUtcMs: ago(900), state: 'closed', closedUtcMs: ago(60) }), NOW, view, words).sentence).toBe('begonnen 21:32:08; gevonden 21:37:08 door meting; afgesloten voor deze meldkamer 21:46:08')
    expect(faultModel(fault({ openedBy: 'person' }), NOW, view, words).sentence).toBe('begin onbekend; gemeld 21:37:08 door mensen; open, 00:10:00')
  })

  it('calls a symptom proposed until a person said so, and never marks it as chosen before', () => {
    const facts = (proposed: boolean) => faultModel(fault({ symptom: { code: 'intermittent', proposed } }), NOW, view, words).facts.find(({ id }) => id === 'symptom')
    expect(facts(true)?.value).toBe(words.text('review.proposed', { symptom: words.text('symptom.intermittent') }))
    expect([facts(true), facts(false)].map((fact) => fact?.choices.filter(({ chosen }) => chosen).length)).toEqual([0, 1])
    expect(facts(false)?.value).toBe(words.text('symptom.intermittent'))
  })

  it('says of what nobody said that nobody said it', () => {
    expect(faultModel(fault(), NOW, view, words).facts.map(({ value }) => value)).toEqual(Array.from({ length: 5 }, () => 'nog niet gezegd'))
  })

  it('asks nothing that the contract would not take', () => {
    const model = faultModel(fault({ links: ['TT-1'] }), ago(800.4), view, words)
    const asks = [...model.facts.flatMap(({ choices }) => choices.map(({ ask }) => ask)), ...model.links.map(({ unlink }) => unlink), ...(model.end.ask ? [model.end.ask] : [])]
    expect(asks.length).toBeGreaterThan(25)
    expect(asks.filter(({ call, input }) => !CALLS[call].input.safeParse(input).success)).toEqual([])
  })

  it('offers the cursor as its beginning, but none after it was found', () => {
    const labels = (cursorUtcMs: number) => faultModel(fault(), cursorUtcMs, view, words).facts.find(({ id }) => id === 'begun')?.choices.map(({ label }) => label)
    expect(labels(ago(900))).toEqual(['Bij de cursor, 21:32:08', 'Toen gevonden, 21:37:08'])
    expect(labels(ago(60))).toEqual(['Toen gevonden, 21:37:08'])
  })

  it('cannot be closed while its service is down, and says so; planned work does not keep it open', () => {
    const rbs = BASE.services['rbs'] as ServiceView
    const down = (maintenance: boolean) => ({ ...view, topics: { ...BASE, services: { rbs: { ...rbs, now: 'down' as const, maintenance } } } })
    expect(faultModel(fault(), NOW, down(false), words).end).toEqual({ label: 'Afsluiten kan nog niet: RBS is uitgevallen' })
    expect(faultModel(fault(), NOW, down(true), words).end.ask).toBeDefined()
    expect(faultModel(fault({ state: 'closed' }), NOW, down(false), words).end.label).toBe('Heropen')
  })
})
