// The switch card and the roll call in words, in both languages; and which tab is open below.
import { describe, expect, test } from 'vitest'
import type { SwitchCardView } from '../../../../electron/contract/switching.ts'
import type { Topics } from '../../../../electron/contract/topics.ts'
import type { Language } from '../../../../electron/contract/words.ts'
import { createText } from '../../../../renderer/i18n/texts.ts'
import { LOWER_START, reduceLower, type LowerState } from '../../../../renderer/model/lower-tabs.ts'
import { awaitedFirst, inOrder, rollModel } from '../../../../renderer/model/roll-model.ts'
import { sayModel } from '../../../../renderer/model/say-model.ts'
import { stripModel } from '../../../../renderer/model/strip-model.ts'
import { createWords } from '../../../../renderer/model/words.ts'
import { BASE, NOW, ago } from '../../../../renderer/scenes/base-scene.ts'
import { ROLL_SCENES, SAY_SCENES } from '../../../../renderer/scenes/say-scenes.ts'
import { SCENES } from '../../../../renderer/scenes/scenes.ts'

const WORDS = { nl: createWords('nl', createText('nl')), en: createWords('en', createText('en')) }
const saying = (topics: Partial<Topics>, language: Language = 'nl') => sayModel({ topics: { ...BASE, ...topics }, nowUtcMs: NOW }, WORDS[language])
const scene = (name: string): Partial<Topics> => [...SAY_SCENES, ...ROLL_SCENES].find((one) => one.name === name)?.topics ?? {}
const withCard = (change: Partial<SwitchCardView>): Partial<Topics> => {
  const topics = scene('net geschakeld')
  return { ...topics, say: { card: { ...(topics.say?.card as SwitchCardView), ...change } } }
}

describe('the sentence to announce', () => {
  test('names room, position, channel and group, and that statuses are spoken where they are lost', () => {
    expect(saying(scene('net geschakeld'))?.sentence).toBe('Oost-Brabant, BRW 02: wij werken via Mobilofoon, groep INC-1. Blijf op uw groep, spreek statussen.')
    expect(saying(withCard({ loses: [] }))?.sentence).toBe('Oost-Brabant, BRW 02: wij werken via Mobilofoon, groep INC-1. Blijf op uw groep.')
    expect(saying(withCard({ loses: [] }), 'en')?.sentence).toBe('Oost-Brabant, BRW 02: we work via Mobilofoon, group INC-1. Stay in your group.')
  })

  test('names a set that is in no group, or in one that the plan does not name, alone: no number is said on the air', () => {
    expect(saying(withCard({ group: '7001', loses: [] }))?.sentence).toBe('Oost-Brabant, BRW 02: wij werken via Mobilofoon. Blijf op uw groep.')
    expect(saying(withCard({ channel: 'analogue', group: '', loses: [] }))?.sentence).toBe('Oost-Brabant, BRW 02: wij werken via Analoge set K3. Blijf op uw groep.')
  })

  test('is the site’s own where it has one, and says in a drill that it is one', () => {
    expect(saying(withCard({ sentence: 'Hier de meldkamer.' }))?.sentence).toBe('Hier de meldkamer.')
    const drill = SCENES.find(({ id }) => id === '8')?.topics.site
    expect(saying({ ...withCard({ sentence: 'Hier de meldkamer.' }), ...(drill ? { site: drill } : {}) })?.sentence).toBe('Oefening, oefening. Hier de meldkamer.')
  })

  test('of a return says that we are back, once', () => {
    expect(saying(scene('weer op RBS'))).toMatchObject({ sentence: 'Oost-Brabant, BRW 02: wij werken weer via RBS.', losses: [], said: { detail: 'één keer is genoeg' } })
  })
})

describe('the key', () => {
  test('is bright when it is due, says when it is due again, and yields to a call for help and to the way back', () => {
    expect(saying(scene('net geschakeld'))?.said).toMatchObject({ look: 'act', detail: 'nu omroepen' })
    expect(saying(scene('vaste tekst verstuurd'))?.said).toMatchObject({ look: 'plain', detail: 'weer om 21:52' })
    const emergency = SCENES.find(({ id }) => id === '9')?.topics.alarms ?? {}
    expect(saying({ ...scene('net geschakeld'), alarms: emergency })?.said.look).toBe('plain')
    const offered = SCENES.find(({ id }) => id === '7b')?.topics.switch ?? {}
    expect(saying({ ...scene('net geschakeld'), switch: offered })?.said.look).toBe('plain')
    // Back, and the RBS is gone again: the way out is the thing to press, and nobody is told that we are back.
    expect(saying(scene('weer op RBS'))?.said.look).toBe('act')
    const goneAgain = { switch: { ...BASE.switch.switch, advised: true } } as Topics['switch']
    expect(saying({ ...scene('weer op RBS'), switch: goneAgain })?.said.look).toBe('plain')
  })

  test.each([
    ['vaste tekst klaar', 'CaCo', true], ['vaste tekst onderweg', 'wordt verstuurd', false], ['vaste tekst verstuurd', 'verstuurd', false],
    ['vaste tekst niet zeker', 'niet zeker verstuurd', false], ['vaste tekst geweigerd', 'niet verstuurd, CaCo', true],
  ])('of the preset text, %s: %s', (name, detail, mayPress) => {
    const preset = saying(scene(name))?.preset
    expect([preset?.detail, preset?.ask !== undefined]).toEqual([detail, mayPress])
  })

  test('of the preset text may be pressed again in a group that has not got it', () => {
    expect(saying(withCard({ group: '4037002', preset: { text: 'x', sentTo: ['4037001'] } }))?.preset?.ask).toEqual({ call: 'say.preset', input: {} })
  })
})

describe('the strip', () => {
  const evidence = (topics: Partial<Topics>): string => stripModel({ topics: { ...BASE, ...topics }, nowUtcMs: NOW, shell: undefined }, WORDS.nl).message.evidence
  test('says in the place of the evidence that it is time to announce, once what is wrong was seen', () => {
    const seen = SCENES.find(({ id }) => id === '7')?.topics
    expect(evidence({ ...seen, ...withCard({}) })).toBe('Omroepen in INC-1')
    expect(evidence({ ...seen, ...withCard({ group: '' }) })).toBe('Omroepen')
    expect(evidence({ ...seen, ...withCard({ dueUtcMs: ago(-60) }) })).not.toContain('Omroepen')
    const unseen = SCENES.find(({ id }) => id === '5')?.topics
    expect(evidence({ ...unseen, ...withCard({}) })).not.toContain('Omroepen')
  })
})

describe('the roll call', () => {
  const rolling = (name: string) => rollModel({ topics: { ...BASE, ...scene(name) }, nowUtcMs: NOW }, WORDS.nl)

  test('counts who answered, says by whom a tick was made, and offers what can be done', () => {
    expect(rolling('geen contactronde')).toMatchObject({ note: 'wie antwoordt, telt', key: { label: 'Begin ronde' }, units: [] })
    expect(rolling('contactronde aan de beurt').note).toBe('nu aan de beurt')
    const running = rolling('contactronde loopt')
    expect(running).toMatchObject({ count: '5 van 18', note: 'in INC-1 sinds 21:44', key: { label: 'Beëindig', ask: { call: 'roll.end' } } })
    expect(running.units[0]).toEqual({ unit: '21-4101', isHere: true, label: '21-4101, gehoord 21:46:08', ask: { call: 'roll.tick', input: { unit: '21-4101', present: false } } })
    expect(running.units[1]).toEqual({ unit: '21-4104', isHere: false, label: '21-4104, nog niet gehoord', ask: { call: 'roll.tick', input: { unit: '21-4104', present: true } } })
    const ended = rolling('contactronde klaar')
    expect(ended).toMatchObject({ count: '6 van 18', note: 'volgende 22:46', key: { ask: { call: 'roll.begin' } } })
    expect(ended.units.every(({ ask }) => ask === undefined)).toBe(true)
  })

  test('puts who is awaited first, keeps an order that was taken before, and a newcomer last', () => {
    const { units } = rolling('contactronde loopt')
    const order = awaitedFirst(units)
    expect(order.slice(0, 3)).toEqual(['21-4104', '21-4107', '21-4113'])
    expect(order.at(-1)).toBe('21-4137')
    const heardNow = units.map((unit) => (unit.unit === '21-4104' ? { ...unit, isHere: true } : unit))
    expect(inOrder(heardNow, order).map(({ unit }) => unit)).toEqual(order)
    expect(inOrder([{ unit: 'X', isHere: false, label: 'X' }, ...units], order).at(-1)?.unit).toBe('X')
  })
})

describe('the tab that is open below', () => {
  const at = (ms: number, state: LowerState, ...events: Parameters<typeof reduceLower>[1][]): LowerState => events.reduce((held, event) => reduceLower(held, event, ms), state)
  const card = (switchedUtcMs: number | undefined) => ({ event: 'card', switchedUtcMs }) as const

  test('becomes the announcement at a switch, once for each switch, and goes with its card', () => {
    const opened = at(20_000, LOWER_START, card(1))
    expect(opened.open).toBe('say')
    const chosen = at(60_000, opened, { event: 'chosen', tab: 'log' }, card(1))
    expect(chosen.open).toBe('log')
    expect(at(90_000, chosen, card(2)).open).toBe('say')
    expect(at(90_000, opened, card(undefined)).open).toBe('log')
  })

  test.each([[{ event: 'typed' } as const], [{ event: 'chosen', tab: 'roll' } as const]])('is left alone for ten seconds after %o', (busy) => {
    const held = at(20_000, LOWER_START, busy)
    expect(at(29_999, held, card(1)).open).toBe(held.open)
    expect(at(30_000, held, card(1)).open).toBe('say')
  })

  test('that a person chose stays when the card goes', () => {
    expect(at(50_000, at(20_000, LOWER_START, card(1), { event: 'chosen', tab: 'say' }), card(undefined)).open).toBe('say')
  })
})
