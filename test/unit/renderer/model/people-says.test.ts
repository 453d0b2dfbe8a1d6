// What the screens say of what people said: the chip that is on, the line in the log, the reason of a service, the way back.
import { describe, expect, it } from 'vitest'
import { encodeReportContent, REPORT_STANDS_MS } from '../../../../electron/contract/people.ts'
import type { TimelineEntry, Topics } from '../../../../electron/contract/topics.ts'
import { createText } from '../../../../renderer/i18n/texts.ts'
import { lastAction } from '../../../../renderer/model/last-action.ts'
import { askOfKey } from '../../../../renderer/model/key-asks.ts'
import { peopleSaying, standingTap, whySentence } from '../../../../renderer/model/people-model.ts'
import { serviceDetail } from '../../../../renderer/model/service-detail.ts'
import { stripModel } from '../../../../renderer/model/strip-model.ts'
import { timelineLines } from '../../../../renderer/model/timeline-model.ts'
import { createWords } from '../../../../renderer/model/words.ts'
import { BASE, NOW } from '../../../../renderer/scenes/base-scene.ts'
import { SCENES } from '../../../../renderer/scenes/scenes.ts'

const words = createWords('nl', createText('nl'))
const english = createWords('en', createText('en'))
const entry = (seq: number, kind: string, payload: TimelineEntry['payload'], rest: Partial<TimelineEntry> = {}): TimelineEntry =>
  ({ seq, utcMs: NOW - 1000, kind, role: 'dispatcher', payload, ...rest })
const tap = (seq: number, symptom = 'speech-drops', rest: Partial<TimelineEntry> = {}) => entry(seq, 'people.told', { symptom, from: 'dispatcher', service: 'rbs' }, rest)
const unit = (seq: number, content: Partial<TimelineEntry> = {}) => entry(seq, 'people.told', { symptom: 'no-reception', from: 'unit', service: 'rbs' }, content)
const log = (...entries: readonly TimelineEntry[]): Topics => ({ ...BASE, timeline: Object.fromEntries(entries.map((one) => [String(one.seq), one])) })
const view = (topics: Topics) => ({ topics, nowUtcMs: NOW, shell: undefined })

describe('a tap', () => {
  it('stands for a quarter of an hour, until it is taken back, and only for its own symptom', () => {
    expect(standingTap('speech-drops', log(tap(5)), NOW)?.seq).toBe(5)
    expect(standingTap('speech-drops', log(tap(5)), NOW - 1000 + REPORT_STANDS_MS)).toBeUndefined()
    expect(standingTap('speech-drops', log(tap(5), entry(6, 'people.retracted', { report: 5 })), NOW)).toBeUndefined()
    expect(standingTap('ptt-refused', log(tap(5)), NOW)).toBeUndefined()
  })

  it('of a unit is not one of the dispatcher', () => {
    expect(standingTap('no-reception', log(unit(5)), NOW)).toBeUndefined()
  })

  it('is what was last done, with the way to take it back', () => {
    expect(lastAction(view(log(tap(5))), words)).toMatchObject({ text: 'gemeld: spraak valt weg', undo: { call: 'people.retract', input: { seq: 5 } } })
    const undone = lastAction(view(log(tap(5), entry(6, 'people.retracted', { report: 5 }))), words)
    expect([undone?.text, undone?.undo]).toEqual(['melding ingetrokken: spraak valt weg', undefined])
  })

  it('by a key says it anew, also while it stands', () => {
    const topics = log(tap(5))
    expect(askOfKey('tap-speech-drops', view(topics), stripModel(view(topics), words))).toEqual({ call: 'people.tap', input: { symptom: 'speech-drops' } })
  })
})

describe('the log', () => {
  const lines = (...entries: readonly TimelineEntry[]) => timelineLines(log(...entries), words).map(({ source, text, retracted }) => `${source}: ${text}${retracted ? ' (weg)' : ''}`)

  it('names unit and place where they were given, and neither where they were deleted', () => {
    expect(lines(unit(5, { content: encodeReportContent({ unit: '21-4131', place: 'Heikant' }) }))).toEqual(['u: eenheid 21-4131 meldt, Heikant: geen ontvangst'])
    expect(lines(unit(5, { content: encodeReportContent({ unit: '21-4131', place: '' }) }))).toEqual(['u: eenheid 21-4131 meldt: geen ontvangst'])
    expect(lines(unit(5, { content: encodeReportContent({ unit: '', place: 'Heikant' }) }))).toEqual(['u: een eenheid meldt, Heikant: geen ontvangst'])
    expect(lines(unit(5))).toEqual(['u: een eenheid meldt: geen ontvangst'])
  })

  it('strikes out what was taken back, and says what that was while it is still known', () => {
    expect(lines(tap(5), entry(6, 'people.retracted', { report: 5 }))).toEqual(['u: melding ingetrokken: spraak valt weg', 'u: gemeld: spraak valt weg (weg)'])
    expect(lines(entry(6, 'people.retracted', { report: 5 }))).toEqual(['u: melding van regel 5 ingetrokken'])
  })
})

describe('a service that people say is limited', () => {
  const scene = SCENES.find((one) => one.id === '3a')!

  it('says how many, and what', () => {
    expect(whySentence(scene.topics.services['rbs']!, words)).toBe('2 meldingen van mensen: spraak valt weg')
    expect(whySentence({ why: { code: 'people', count: 1, symptoms: ['ptt-refused', 'no-reception'] } }, english)).toBe('1 report from people: PTT refused, no reception')
    expect(stripModel(view(scene.topics), words).message).toMatchObject({ headline: 'C2000 in orde – RBS beperkt', evidence: '2 meldingen van mensen: spraak valt weg, sinds 21:46:48' })
  })

  it('shows in its detail what people say, also while it is measured well', () => {
    const people = { count: 1, sinceUtcMs: NOW - 5000, symptoms: ['speech-drops'], tapped: ['speech-drops'] } as const
    const topics: Topics = { ...BASE, services: { ...BASE.services, rbs: { ...BASE.services['rbs']!, people } } }
    expect(serviceDetail(view(topics), 'rbs', words)?.facts).toContainEqual({ label: 'Mensen', value: '1 melding van mensen: spraak valt weg, sinds 21:47:03' })
    expect(peopleSaying(BASE.services['rbs']!, words)).toBeUndefined()
  })
})
