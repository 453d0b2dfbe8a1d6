// All alarms as the list shows them, and what of them the strip and the last action say.
import { describe, expect, it } from 'vitest'
import { STALE_MS } from '../../../../electron/contract/alarm-limits.ts'
import type { AlarmView, PastAlarmView, Topics } from '../../../../electron/contract/topics.ts'
import { createText } from '../../../../renderer/i18n/texts.ts'
import { alarmCount, alarmList, feedbackOn } from '../../../../renderer/model/alarm-list.ts'
import { lastAction } from '../../../../renderer/model/last-action.ts'
import { soundFactsOf } from '../../../../renderer/model/sound-facts-of.ts'
import { stripModel } from '../../../../renderer/model/strip-model.ts'
import { createWords } from '../../../../renderer/model/words.ts'
import { ago, BASE, NOW } from '../../../../renderer/scenes/base-scene.ts'

const words = createWords('nl', createText('nl'))
const viewOf = (topics: Partial<Topics>) => ({ topics: { ...BASE, ...topics }, nowUtcMs: NOW, shell: undefined })

const service = (id: string, rest: Partial<AlarmView> = {}): AlarmView =>
  ({ id: `service:${id}`, kind: 'service', severity: 'critical', code: 'service-down', sinceUtcMs: ago(60), params: { service: id.toUpperCase() }, acknowledged: false, ...rest })
const standing = (...alarms: readonly AlarmView[]): Pick<Topics, 'alarms'> => ({ alarms: Object.fromEntries(alarms.map((one) => [one.id, one])) })
const over = (rest: Partial<PastAlarmView> = {}): Pick<Topics, 'pastAlarms'> =>
  ({ pastAlarms: { p: { id: 'service:rbs', kind: 'service', severity: 'critical', code: 'service-down', params: { service: 'RBS' }, raisedUtcMs: ago(360), endedUtcMs: ago(300), seen: false, ...rest } } })

const CAUSE = standing(service('tel', { severity: 'error', causedBy: 'service:lan' }), service('lan'), service('rbs', { causedBy: 'service:lan' }))

describe('the list of alarms', () => {
  it('has a cause above what it explains, worst first, and nothing twice', () => {
    const [lan, ...others] = alarmList(viewOf(CAUSE), words).standing
    expect(others).toEqual([])
    expect([lan?.sentence, lan?.under.map(({ sentence }) => sentence)]).toEqual(['LAN uitgevallen', ['RBS uitgevallen', 'TEL uitgevallen']])
  })

  it('has a consequence by itself when its cause stands no more', () => {
    expect(alarmList(viewOf(standing(service('rbs', { causedBy: 'service:lan' }))), words).standing.map(({ sentence }) => sentence)).toEqual(['RBS uitgevallen'])
  })

  it('has every kind that stands, an emergency call first', () => {
    const kinds: readonly AlarmView['kind'][] = ['site', 'device', 'record', 'relay', 'pedal', 'radio', 'service', 'emergency']
    const all = kinds.map((kind, at): AlarmView => service(String(at), { id: `${kind}:${at}`, kind, severity: kind === 'emergency' ? 'emergency' : 'error' }))
    const shown = alarmList(viewOf(standing(...all)), words).standing
    expect(shown.map(({ key }) => key).toSorted()).toEqual(all.map(({ id }) => id).toSorted())
    expect(shown[0]).toMatchObject({ key: 'emergency:7', shape: 'emergency' })
    expect(shown[0]).not.toHaveProperty('feedback')
  })

  it('calls one silent control radio no outage of the network', () => {
    expect(alarmList(viewOf(standing(service('c2000'))), words).standing.map(({ sentence }) => sentence)).toEqual(['C2000 niet gehoord door controleradio'])
  })

  it('says since when, when it was seen, and that it stands for more than a day', () => {
    const [stale] = alarmList(viewOf(standing(service('rbs', { sinceUtcMs: NOW - STALE_MS - 1, acknowledged: true, acknowledgedUtcMs: ago(30) }))), words).standing
    expect(stale).toMatchObject({ stale: true, unseen: false, facts: 'sinds zo 22-11 21:47 · gezien 21:46:38 · al langer dan een dag' })
    expect(alarmList(viewOf(standing(service('rbs', { sinceUtcMs: NOW - STALE_MS }))), words).standing[0]).toMatchObject({ stale: false, unseen: true })
  })

  it('counts a stale alarm from its coming, also when its words have changed since', () => {
    expect(alarmList(viewOf(standing(service('rbs', { raisedUtcMs: NOW - STALE_MS - 1 }))), words).standing[0]?.stale).toBe(true)
  })

  it('acknowledges exactly what it shows unseen, ended ones by their own name, and no emergency', () => {
    const topics = { ...standing(service('rbs'), service('c2000', { acknowledged: true }), service('1', { id: 'emergency:1', kind: 'emergency' })), ...over() }
    expect(alarmList(viewOf(topics), words).acknowledge?.input).toEqual({ alarms: ['service:rbs', `service:rbs@${ago(360)}`] })
    expect(alarmCount(viewOf(topics))).toBe(4)
    expect(alarmList(viewOf(over({ seen: true })), words)).not.toHaveProperty('acknowledge')
  })

  it('says the load against its limits, and a flood as a fact', () => {
    const load = { fromUtcMs: 0, toUtcMs: 1, count: 3, perHour: 0.1, perDay: 3, peak: 2, lately: 12, flood: false, floodPercent: 0, bySeverity: { critical: 1, error: 1, warning: 1 }, top: [], chattering: [], stale: 0, calledFalse: 1, falsePercent: 33 }
    expect(alarmList(viewOf({ alarmLoad: { load } }), words).load).toBe('Laatste 24 uur: 3 alarmen (grens 150). Drukste 10 minuten: 2 (grens 10). Vals gemeld: 1.')
    expect(alarmList(viewOf({ alarmLoad: { load: { ...load, flood: true } } }), words).flood).toBe('Alarmvloed: 12 in 10 minuten')
  })
})

describe('calling an alarm false', () => {
  it('names the alarm by the moment it came, and the same key takes it back', () => {
    const rbs = service('rbs', { raisedUtcMs: 500 })
    expect(feedbackOn('service:rbs', viewOf(standing(rbs)), words)).toEqual({ label: 'Vals alarm', called: false, ask: { call: 'alarm.feedback', input: { alarm: 'service:rbs', raised: 500, false: true } } })
    expect(feedbackOn('service:rbs', viewOf(standing({ ...rbs, calledFalse: true })), words)).toMatchObject({ label: 'Maak ongedaan', ask: { input: { raised: 500, false: false } } })
  })

  it('is possible for ten minutes after its end, and then no more', () => {
    expect(feedbackOn('service:rbs', viewOf(over()), words)).toMatchObject({ ask: { input: { raised: ago(360), false: true } } })
    expect(feedbackOn('service:rbs', viewOf(over({ endedUtcMs: ago(600) })), words)).toBeUndefined()
    expect(feedbackOn('service:c2000', viewOf(over()), words)).toBeUndefined()
  })

  it('is the last action, with its undo in the same place', () => {
    const entry = { seq: 9, utcMs: ago(3), kind: 'alarm.false', role: 'dispatcher' as const, payload: { alarm: 'service:rbs', raised: 500 } }
    expect(lastAction(viewOf({ timeline: { 9: entry } }), words)).toEqual({ seq: 9, utcMs: ago(3), text: 'vals alarm gemeld: RBS', undo: { call: 'alarm.feedback', input: { alarm: 'service:rbs', raised: 500, false: false } } })
  })
})

describe('what came and went unseen', () => {
  it('is a line in a calm strip, with a key that says that it was seen', () => {
    const { message, acknowledge } = stripModel(viewOf(over()), words)
    expect(message).toMatchObject({ headline: 'Geen storing gemeten, 21:47:08', evidence: 'RBS uitgevallen 21:41–21:42, voorbij', tone: 'ok' })
    expect(acknowledge).toEqual({ face: 'press', detail: 'was weg', ask: { call: 'alarm.acknowledge', input: { alarms: [`service:rbs@${ago(360)}`] } } })
  })

  it('stands in the list with the second of both ends, for two in one minute are two', () => {
    expect(alarmList(viewOf(over({ raisedUtcMs: ago(20), endedUtcMs: ago(9) })), words).past).toMatchObject([{ sentence: 'RBS uitgevallen', facts: '21:46:48 – 21:46:59 · nog niet gezien' }])
  })

  it('is no line once it was seen', () => {
    const { message, acknowledge } = stripModel(viewOf(over({ seen: true })), words)
    expect(message.evidence).not.toContain('voorbij')
    expect(acknowledge).toEqual({ face: 'none' })
  })
})

describe('what is heard of alarms', () => {
  const heard = (topics: Partial<Topics>) => soundFactsOf({ topics: { ...BASE, ...topics }, link: { link: 'live' }, linkSinceUtcMs: 0, nowUtcMs: NOW, openBefore: [] })

  it('is the cause, with the annunciation that the host made, and not what stands under it', () => {
    const { faults } = heard(standing(service('rbs', { causedBy: 'service:lan', soundedUtcMs: 4 }), service('lan', { soundedUtcMs: 4 })))
    expect(faults).toEqual([{ id: 'service:lan', state: 'down', annunciation: 4, acknowledged: false, over: ['service:rbs'] }])
  })

  it('is a consequence whose cause stands no more, once it was announced itself', () => {
    expect(heard(standing(service('rbs', { causedBy: 'service:lan' }))).faults).toEqual([])
    expect(heard(standing(service('rbs', { causedBy: 'service:lan', soundedUtcMs: 4 }))).faults).toMatchObject([{ id: 'service:rbs', annunciation: 4 }])
  })

  it('is quiet up to a switch to an alternative, and not on the RBS', () => {
    const on = (channel: string): Partial<Topics> => ({ switch: { switch: { ...BASE.switch.switch!, channel, sinceUtcMs: 77 } } })
    expect([heard(on('desk-radio')).quietBefore, heard(on('rbs')).quietBefore, heard(on('gone')).quietBefore]).toEqual([77, undefined, undefined])
  })

  it('of the own network gone is what the RBS down is', () => {
    expect(heard(standing(service('own-network', { code: 'own-network-down' }))).faults).toMatchObject([{ state: 'down' }])
  })
})
