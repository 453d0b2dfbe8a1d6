// What the switch says when nothing is left, in direct mode, and of what the position does by itself.
import { describe, expect, it } from 'vitest'
import type { ChannelView, SiteView, SwitchView, Topics } from '../../../../electron/contract/topics.ts'
import { createText } from '../../../../renderer/i18n/texts.ts'
import { alternativeLabel } from '../../../../renderer/model/console-view.ts'
import { alarmSentence } from '../../../../renderer/model/alarm-sentence.ts'
import { refusalSentence } from '../../../../renderer/model/refusal.ts'
import { modeSentence, shortMode } from '../../../../renderer/model/site-mode.ts'
import { switchFace } from '../../../../renderer/model/switch-face.ts'
import { timelineLines } from '../../../../renderer/model/timeline-model.ts'
import { createWords } from '../../../../renderer/model/words.ts'
import { ago, BASE, NOW } from '../../../../renderer/scenes/base-scene.ts'

const dutch = createWords('nl', createText('nl'))
const english = createWords('en', createText('en'))
const SITE = BASE.site.site as SiteView
const CACO = { ...SITE, lastResort: 'CaCo, toestel 4100' }

const topicsOf = (site: SiteView, state: Partial<SwitchView>, desk: Partial<ChannelView> = {}): Topics => ({
  ...BASE,
  site: { site },
  services: { ...BASE.services, rbs: { ...BASE.services['rbs']!, now: 'down', sinceUtcMs: ago(60) } },
  switch: { switch: { channel: 'rbs', confirmed: true, sinceUtcMs: ago(400), wantedGroup: '4037001', phase: 'settled', advised: true, returnOffered: false, ...state } },
  channels: { ...BASE.channels, 'desk-radio': { ...BASE.channels['desk-radio']!, ...desk } },
})
const faceOf = (topics: Topics, words = dutch) => switchFace({ topics, nowUtcMs: NOW, shell: undefined }, words)

describe('when nothing is ready', () => {
  it('the switch names whom the plan says to call, and else the piket', () => {
    expect(faceOf(topicsOf(CACO, {}))).toMatchObject({ look: 'inert', shape: 'down', upper: 'Niets gereed', main: 'bel CaCo, toestel 4100' })
    expect(faceOf(topicsOf(SITE, {}))).toMatchObject({ main: 'bel piket LMS' })
    expect(faceOf(topicsOf(CACO, {}), english)).toMatchObject({ upper: 'Nothing ready', main: 'call CaCo, toestel 4100' })
  })

  it('that stands there also for who works by an alternative that is lost', () => {
    const onDesk = { channel: 'desk-radio', group: '4037001' }
    expect(faceOf(topicsOf(CACO, { ...onDesk, confirmed: false }))).toMatchObject({ look: 'inert', main: 'bel CaCo, toestel 4100' })
    expect(faceOf(topicsOf(CACO, onDesk, { readiness: 'failed', cause: 'link-lost' }))).toMatchObject({ look: 'inert', main: 'bel CaCo, toestel 4100' })
    expect(faceOf(topicsOf(CACO, onDesk))).toMatchObject({ main: 'Terug naar RBS', ask: { call: 'return.accept' } })
  })

  it('a press that is refused says it too, and so does a switch that failed', () => {
    expect(refusalSentence({ code: 'CALL_REFUSED', detail: 'nothing-ready' }, dutch, CACO)).toBe('kan nu niet: niets gereed – bel CaCo, toestel 4100')
    expect(refusalSentence({ code: 'CALL_REFUSED', detail: 'nothing-ready' }, dutch)).toBe('kan nu niet: niets gereed – bel piket LMS')
    const failed = (params: object) => alarmSentence({ id: 'switch-failed', kind: 'radio', code: 'switch-failed', params: { ...params } }, { topics: BASE }, dutch)
    expect(failed({ whom: 'CaCo, toestel 4100' })).toBe('schakelen mislukt – bel CaCo, toestel 4100')
    expect([failed({ whom: 'none' }), failed({})]).toEqual(['schakelen mislukt – bel piket LMS', 'schakelen mislukt – bel piket LMS'])
  })

  it('of a group that the radio in use did not take nobody is called for', () => {
    expect(alarmSentence({ id: 'switch-failed', kind: 'radio', code: 'group-failed', params: { channel: 'Mobilofoon' } }, { topics: BASE }, dutch)).toBe('groep niet gekozen – Mobilofoon bleef op de oude groep')
  })
})

describe('direct mode', () => {
  it('is named with its own group, whichever is wanted, and with another one that it was turned to', () => {
    const label = (group: string | undefined): string => alternativeLabel(BASE, 'dmo', group, dutch)
    expect([label(undefined), label('4037001'), label('4037901'), label('4037902')]).toEqual(['DMO – BRW 1', 'DMO – BRW 1', 'DMO – BRW 1', 'DMO – 4037902'])
  })

  it('is asked for by its name where the button proposes it', () => {
    expect(faceOf(topicsOf(SITE, { next: 'dmo' }))).toMatchObject({ look: 'act', main: 'DMO – BRW 1', ask: { call: 'switch.to', input: { to: 'dmo' } } })
  })
})

it.each<[string, Partial<SiteView>, string, string]>([
  ['observe', { mode: 'observe' }, 'kijkt mee', 'kijkt mee, schakelt niet'],
  ['a call-taking position', { callTaking: true }, 'kijkt mee', 'kijkt mee, schakelt niet'],
  ['advise', { mode: 'advise' }, 'adviseert', 'adviseert, schakelt als u drukt'],
  ['act without leave', { plan: { ...SITE.plan, automatic: false } }, 'adviseert', 'adviseert, schakelt als u drukt'],
  ['act', {}, 'schakelt zelf', 'schakelt zelf na 5 s'],
  ['act, told by an older host', { bounds: { softTimeoutMs: 1, hardTimeoutMs: 2, settleMs: 3 } }, 'schakelt zelf', 'schakelt zelf'],
  ['act, out of service', { outOfServiceUtcMs: 1 }, 'zendt niet', 'buiten gebruik: schakelt niet zelf'],
  ['act, nobody here', { manned: false }, 'onbemand', 'onbemand: schakelt niet zelf'],
])('in %s the screen says what the position does by itself', (_mode, change, short, sentence) => {
  const site = { ...SITE, ...change }
  expect([shortMode(site, dutch), modeSentence(site, dutch)]).toEqual([short, sentence])
})

it('the log says why a countdown stopped, and to what one went back', () => {
  const entry = (seq: number, kind: string, payload: object) => [String(seq), { seq, utcMs: ago(10), kind, role: 'system' as const, payload: { ...payload } }]
  const timeline = Object.fromEntries([
    entry(1, 'switch.countdown-stopped', { cause: 'unmanned' }),
    entry(2, 'switch.countdown-stopped', { cause: 'stood-still' }),
    entry(3, 'switch.countdown-stopped', { cause: 'stayed' }),
    entry(4, 'switch.returned', { from: 'desk-radio', rbs: 'down' }),
    entry(5, 'switch.returned', { from: 'desk-radio', rbs: 'ok' }),
    entry(6, 'switch.returned', { from: 'desk-radio' }),
    entry(7, 'switch.confirming', { to: 'dmo', group: '4037901' }),
  ])
  expect(timelineLines({ ...BASE, timeline }, dutch).map(({ text }) => text).toReversed()).toEqual([
    'aftelling gestopt: werkplek onbemand', 'aftelling gestopt: werkplek stond stil', 'aftelling gestopt',
    'terug van Mobilofoon; RBS is uitgevallen', 'terug van Mobilofoon', 'terug van Mobilofoon', 'vraagt DMO om groep BRW 1',
  ])
})
