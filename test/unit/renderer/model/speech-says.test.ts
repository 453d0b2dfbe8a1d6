// What is said of speech when something is wrong that no cell shows: headline, channels, transmit block and groups.
import { describe, expect, it } from 'vitest'
import type { ChannelView, PttView, ServiceView, Topics } from '../../../../electron/contract/topics.ts'
import { createText } from '../../../../renderer/i18n/texts.ts'
import { channelRows } from '../../../../renderer/model/channels-model.ts'
import { groupsModel } from '../../../../renderer/model/groups-model.ts'
import { headlineOf } from '../../../../renderer/model/headline.ts'
import { pttFace } from '../../../../renderer/model/ptt-face.ts'
import { stripModel } from '../../../../renderer/model/strip-model.ts'
import { createWords } from '../../../../renderer/model/words.ts'
import { BASE, NOW } from '../../../../renderer/scenes/base-scene.ts'
import { SCENES } from '../../../../renderer/scenes/scenes.ts'

const words = createWords('nl', createText('nl'))
const viewOf = (topics: Topics) => ({ topics, nowUtcMs: NOW, shell: undefined })
const scene = (id: string): Topics => SCENES.find((one) => one.id === id)!.topics
const judged = (kind: string, topics = BASE): Topics => ({ ...topics, diagnosis: { diagnosis: { ...topics.diagnosis.diagnosis!, kind: kind as 'normal' } } })
const withRbs = (change: Partial<ServiceView>, topics = BASE): Topics => ({ ...topics, services: { ...topics.services, rbs: { ...topics.services['rbs']!, ...change } } })
const withPtt = (topics: Topics, change: Partial<PttView>): Topics => ({ ...topics, ptt: { ptt: { ...topics.ptt.ptt!, ...change } } })
const desk = (change: Partial<ChannelView>, topics = scene('7b')): Topics => ({ ...topics, channels: { ...topics.channels, 'desk-radio': { ...topics.channels['desk-radio']!, ...change } } })
const idle = scene('7b')
const pedalGone: Topics = { ...idle, devices: { ...idle.devices, pedal: { ...idle.devices['pedal']!, link: 'down' } } }
const localSite = desk({ readiness: 'failed', cause: 'local-site' })

describe('the headline', () => {
  it.each([
    ['normal', 'Geen storing gemeten, 21:47:08', 'ok'],
    ['witness-lost', 'C2000 niet gehoord door controleradio', 'degraded'],
    ['network-outage', 'RBS en C2000 beide niet gehoord', 'degraded'],
    ['local-site', 'Storing op deze locatie', 'degraded'],
    ['own-workstation', 'Deze werkplek heeft geen netwerk', 'down'],
    ['unknown', 'Oorzaak onbekend', 'unknown'],
  ])('is calm only when the verdict is: %s', (kind, text, tone) => {
    expect(headlineOf(viewOf(judged(kind)), words)).toMatchObject({ text, tone })
  })

  it.each([
    ['network-outage', 'RBS en C2000 beide niet gehoord'],
    ['local-site', 'Storing op deze locatie'],
    ['console-fault', 'C2000 in orde – RBS uitgevallen'],
  ])('does not call C2000 in orde for a control radio that only answers: %s', (kind, text) => {
    expect(headlineOf(viewOf(judged(kind, scene('5'))), words)).toMatchObject({ text, tone: 'down' })
  })

  it('stays calm at a position that watches neither RBS nor control radio', () => {
    const { gms } = BASE.services
    expect(headlineOf(viewOf(judged('unknown', { ...BASE, services: { gms: gms! } })), words).tone).toBe('ok')
  })

  it('says of a service that is down again that it is down now', () => {
    expect(headlineOf(viewOf(scene('4')), words).evidence).toBe('9 keer weg, ook nu, sinds 21:47:00')
  })
})

describe('the channel you work by', () => {
  it.each([
    ['local-site', 'alleen eigen mast: niet iedereen hoort u'],
    ['link-lost', 'verbinding met toestel weg'],
  ])('is not shown as well when it failed: %s', (cause, wordNote) => {
    expect(channelRows(viewOf(desk({ readiness: 'failed', cause })), words)[1]).toMatchObject({ place: 'current', shape: 'down', word: 'niet gereed', wordNote })
  })
})

describe('the transmit block', () => {
  it.each([
    ['on its own site', localSite, { look: 'trouble', word: 'niet iedereen hoort u', detail: 'alleen eigen mast' }],
    ['without a link', desk({ readiness: 'failed', cause: 'link-lost' }), { look: 'trouble', word: 'spreken kan nog niet', detail: 'verbinding met toestel weg' }],
    ['without a pedal', pedalGone, { look: 'trouble', word: 'pedaal weg', detail: 'zend met toets op het scherm' }],
    ['without a floor while a unit speaks', withPtt(idle, { phase: 'refused', cause: 'no-floor', heard: '6101629', heardUnit: '21-4131' }), { look: 'trouble', word: 'groep bezet', detail: '21-4131' }],
    ['without a floor while somebody speaks', withPtt(idle, { phase: 'refused', cause: 'no-floor', heard: '' }), { word: 'groep bezet', detail: 'iemand spreekt' }],
    ['after its own screen stood still under the finger', withPtt(idle, { phase: 'refused', cause: 'page-silent' }), { look: 'trouble', word: 'scherm haperde', detail: 'Laat los en druk opnieuw' }],
    ['without a floor in an empty group', withPtt(idle, { phase: 'refused', cause: 'no-floor' }), { word: 'geen spreekrecht', detail: '' }],
    ['on the air on its own site', withPtt(localSite, { phase: 'talking', by: 'pedal:middle' }), { look: 'live', detail: 'alleen eigen mast: niet iedereen hoort u' }],
  ])('says what is wrong %s', (_, topics, face) => {
    expect(pttFace(viewOf(topics), words)).toMatchObject(face)
  })
})

describe('what you work via, on the strip', () => {
  it('names only the unit that speaks', () => {
    expect(stripModel(viewOf(withPtt(idle, { heard: '6101629', heardUnit: '21-4131' })), words).via.detail).toBe('21-4131')
    expect(stripModel(viewOf(withPtt(idle, { heard: '' })), words).via.detail).toBe('Ontvangst, iemand spreekt')
  })
})

describe('the groups while you work by the RBS', () => {
  it.each([
    ['ok', 'by-rbs', 'RBS hoort zijn eigen groepen'],
    ['degraded', 'by-rbs', 'RBS hoort zijn eigen groepen'],
    ['down', 'uncovered', 'Niet afgeluisterd: INC-3, INC-4'],
    ['unknown', 'uncovered', 'Niet afgeluisterd: INC-3, INC-4'],
  ] as const)('are heard by it only as long as it works: %s', (now, result, text) => {
    const { columns, aside } = groupsModel(viewOf(withRbs({ now })), words)
    expect([columns[2]?.result, aside.text]).toEqual([result, text])
  })
})
