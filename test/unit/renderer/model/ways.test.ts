// The ways out and back: which is the thing to press, and counters that neither run over nor stick when the clock is set back.
import { describe, expect, it } from 'vitest'
import type { ServiceView, SwitchView, Topics } from '../../../../electron/contract/topics.ts'
import { createText } from '../../../../renderer/i18n/texts.ts'
import { pttFace } from '../../../../renderer/model/ptt-face.ts'
import { returnModel } from '../../../../renderer/model/return-model.ts'
import { switchFace } from '../../../../renderer/model/switch-face.ts'
import { createWords } from '../../../../renderer/model/words.ts'
import { ago, NOW } from '../../../../renderer/scenes/base-scene.ts'
import { SCENES } from '../../../../renderer/scenes/scenes.ts'

const words = createWords('nl', createText('nl'))
const viewOf = (topics: Topics) => ({ topics, nowUtcMs: NOW, shell: undefined })
const scene = (id: string): Topics => SCENES.find((one) => one.id === id)!.topics
const withSwitch = (topics: Topics, change: Partial<SwitchView>): Topics => ({ ...topics, switch: { switch: { ...topics.switch.switch!, ...change } } })
const withRbs = (topics: Topics, change: Partial<ServiceView>): Topics => ({ ...topics, services: { ...topics.services, rbs: { ...topics.services['rbs']!, ...change } } })
const withEmergency = (topics: Topics): Topics => ({ ...topics, alarms: { ...topics.alarms, 'emergency:1': scene('9').alarms['emergency:1']! } })

const onDesk = withSwitch(scene('7b'), { returnOffered: false })
const unconfirmed = withSwitch(onDesk, { confirmed: false })

describe('the way back', () => {
  it.each([
    ['while the channel holds', onDesk, 'plain', 'Kan altijd'],
    ['while the channel does not confirm and the RBS works', unconfirmed, 'act', 'Kan altijd'],
    ['also where going on is advised', withSwitch(unconfirmed, { advised: true }), 'act', 'Kan altijd'],
    ['while the RBS is gone', withRbs(unconfirmed, { now: 'down', sinceUtcMs: ago(17) }), 'plain', 'RBS is weg sinds 21:46:51'],
    ['when it is offered', scene('7b'), 'act', 'Het kan nu'],
    ['when it is offered during an emergency call', withEmergency(scene('7b')), 'plain', 'Het kan nu'],
  ])('%s', (_, topics, look, upper) => {
    expect(switchFace(viewOf(topics), words)).toMatchObject({ look, upper })
  })

  it.each([
    ['down', 'RBS is weg sinds 21:46:51'],
    ['unknown', 'RBS: geen meting sinds 21:46:51'],
    ['degraded', 'Terug naar RBS zodra RBS in orde is en niemand spreekt'],
  ] as const)('says that the RBS is away only when it is: %s', (now, reason) => {
    const { hold: _hold, ...state } = onDesk.switch.switch!
    const topics = withRbs({ ...onDesk, switch: { switch: state } }, { now, sinceUtcMs: ago(17), lastReplyUtcMs: ago(17) })
    expect(returnModel(viewOf(topics), words).reasons).toEqual([reason])
  })

  it('is nothing to press now during an emergency call', () => {
    expect([scene('7b'), withEmergency(scene('7b'))].map((topics) => returnModel(viewOf(topics), words).look)).toEqual(['act', 'plain'])
    expect([scene('5'), withEmergency(scene('5'))].map((topics) => switchFace(viewOf(topics), words).look)).toEqual(['act', 'plain'])
  })
})

describe('texts with a number or a state in them', () => {
  it.each([
    ['emergency.more', { count: 1 }, 'nog 1 wacht'],
    ['emergency.more', { count: 2 }, 'nog 2 wachten'],
    ['next.title.away', { rbs: 'RBS' }, 'Verder zonder RBS'],
  ] as const)('%s %j', (key, values, said) => {
    expect(words.text(key, values)).toBe(said)
  })
})

describe('a clock that was set back an hour', () => {
  it.each([
    ['leaves no undo', withSwitch(onDesk, { sinceUtcMs: ago(-3600), undo: 'rbs' }), 'Kan altijd'],
    ['leaves presses counted on an alternative', withSwitch(onDesk, { quietUntilUtcMs: ago(-3600) }), 'Kan altijd'],
    ['leaves presses counted on the RBS', withSwitch(scene('5'), { quietUntilUtcMs: ago(-3600) }), 'Schakel naar'],
  ])('%s', (_, topics, upper) => {
    expect(switchFace(viewOf(topics), words).upper).toBe(upper)
  })
})

describe('what is left', () => {
  // The page's clock shows whole seconds: 400 ms of this second have passed, and it does not know.
  const inTheSecond = 400
  it.each([
    ['of a countdown of 5 s', () => switchFace(viewOf(withSwitch(scene('5a'), { countdown: { to: 'desk-radio', endsUtcMs: NOW + inTheSecond + 5000 } })), words).upper, 'Schakelt over 5 s naar'],
    ['of an undo of 8 s', () => switchFace(viewOf(withSwitch(onDesk, { sinceUtcMs: NOW + inTheSecond, undo: 'rbs' })), words).upper, 'Maak ongedaan, nog 8 s'],
    ['of 2 min on the air', () => words.left(pttFace(viewOf({ ...scene('7'), ptt: { ptt: { ...scene('7').ptt.ptt!, endsUtcMs: NOW + inTheSecond + 120_000 } } }), words).leftMs!), '02:00'],
    ['of an end that is too far ahead', () => words.left(pttFace(viewOf({ ...scene('7'), ptt: { ptt: { ...scene('7').ptt.ptt!, endsUtcMs: NOW + 3_600_000 } } }), words).leftMs!), '02:00'],
    ['of a hold of 60 s', () => words.left(returnModel(viewOf(withSwitch(onDesk, { hold: { over: false, endsUtcMs: NOW + inTheSecond + 60_000, holdMs: 60_000 } })), words).leftMs!), '01:00'],
  ])('%s is never more than the whole', (_, said, wanted) => {
    expect(said()).toBe(wanted)
  })
})
