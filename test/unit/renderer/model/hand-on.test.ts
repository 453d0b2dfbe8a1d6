// Taken emergency calls that are nobody else's yet, in words.
import { describe, expect, it } from 'vitest'
import type { EmergencyView } from '../../../../electron/contract/switching.ts'
import type { Topics } from '../../../../electron/contract/topics.ts'
import { emergencyOf } from '../../../../renderer/model/emergency.ts'
import { handOnKey, handOnModel } from '../../../../renderer/model/hand-on.ts'
import { stripModel } from '../../../../renderer/model/strip-model.ts'
import { ago, BASE, NOW } from '../../../../renderer/scenes/base-scene.ts'
import { SCENES } from '../../../../renderer/scenes/scenes.ts'
import { createText } from '../../../../renderer/i18n/texts.ts'
import { createWords } from '../../../../renderer/model/words.ts'

const words = createWords('nl', createText('nl'))
const viewOf = (topics: Topics) => ({ topics, nowUtcMs: NOW, shell: undefined })
const scene = (id: string): Topics => SCENES.find((one) => one.id === id)?.topics ?? BASE
const call = (id: string, rest: Partial<EmergencyView>): Topics['emergencies'] => ({ [id]: { id, kind: 'call', raisedUtcMs: ago(300), unit: '21-4131', gssi: '4037002', device: 'Mobilofoon', rbsSaw: 'no', unconfirmed: true, takenUtcMs: ago(290), ...rest } })

describe('a taken call', () => {
  it('on the RBS again says that it is not confirmed there, on an alternative that it is not handed on', () => {
    expect(handOnKey(viewOf({ ...BASE, emergencies: call('1', {}) }), words)?.detail).toMatch(/^aangenomen .*, niet bevestigd in RBS$/)
    expect(handOnKey(viewOf({ ...scene('7b'), emergencies: call('1', {}) }), words)?.detail).toMatch(/nog niet overgedragen$/)
  })

  it('that came while one worked by an answering RBS asks nothing: it is there too', () => {
    expect(handOnKey(viewOf({ ...BASE, emergencies: call('1', { unconfirmed: false }) }), words)).toBeUndefined()
  })

  it('of several names the oldest and how many more, and hides none in the list', () => {
    const emergencies = { ...call('2', { raisedUtcMs: ago(10), unit: '21-4190' }), ...call('1', {}), ...call('3', { raisedUtcMs: ago(5), unit: undefined, gssi: undefined } as never) }
    expect(handOnKey(viewOf({ ...BASE, emergencies }), words)?.label).toBe('Draag over: 21-4131 op INC-2 +2')
    expect(handOnModel({ topics: { ...BASE, emergencies } }, words).waiting.map(({ who }) => who)).toEqual(['21-4131 op INC-2', '21-4190 op INC-2', 'eenheid onbekend'])
  })

  it('can be handed to each of four, and then stands as handed on', () => {
    const [line] = handOnModel({ topics: { ...BASE, emergencies: call('1', {}) } }, words).waiting
    expect(line?.asks.map(({ ask }) => ask.input)).toEqual(['rbs', 'supervisor', 'position', 'room'].map((to) => ({ alarm: '1', to })))
    const done = { ...BASE, emergencies: call('1', { handedOn: { to: 'supervisor', utcMs: ago(1) } }) }
    expect(handOnKey(viewOf(done), words)).toBeUndefined()
    expect(handOnModel({ topics: done }, words)).toMatchObject({ waiting: [], done: [{ text: expect.stringMatching(/: overgedragen .*, aan CaCo$/) }] })
  })

  it('gives way to groups that nobody hears: those keep the permanent line', () => {
    const strip = stripModel(viewOf({ ...scene('7b'), emergencies: call('1', {}) }), words)
    expect(strip.message.permanent.text).toMatch(/^Niet afgeluisterd/)
    expect(strip.message.evidence).toBe('Draag over: 21-4131 op INC-2')
    expect(stripModel(viewOf({ ...BASE, emergencies: call('1', {}) }), words).message.permanent.text).toBe('Draag over: 21-4131 op INC-2')
  })

  it('is counted on the screen of another one that fills it', () => {
    const topics = { ...scene('9'), emergencies: { ...scene('9').emergencies, ...call('0', {}) } }
    expect(emergencyOf(viewOf(topics), words)?.evidence).toMatch(/niet gezien door RBS; 1 over te dragen$/)
  })
})

it('a position that only observes says on strip and groups that a call for help is not heard through it', () => {
  const topics: Topics = { ...BASE, site: { site: { ...BASE.site.site!, mode: 'observe' } } }
  expect(stripModel(viewOf(topics), words).message.permanent).toEqual({ text: 'Noodoproep: niet hoorbaar (meekijken)', warns: true })
})
