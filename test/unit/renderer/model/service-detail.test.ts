// What stands behind the cell of the RBS and of the control radio: how often this position was heard, how soon, and what came back.
import { describe, expect, it } from 'vitest'
import type { ServiceView } from '../../../../electron/contract/topics.ts'
import { createText } from '../../../../renderer/i18n/texts.ts'
import type { ConsoleView } from '../../../../renderer/model/console-view.ts'
import { serviceDetail } from '../../../../renderer/model/service-detail.ts'
import { createWords } from '../../../../renderer/model/words.ts'
import { BASE } from '../../../../renderer/scenes/base-scene.ts'

const UTC = Date.UTC(2026, 10, 26, 20, 39, 50)
const RBS: ServiceView = { id: 'rbs', role: 'console', label: 'RBS', now: 'ok', sinceUtcMs: UTC, why: { code: 'first-reply' }, proof: 'proven', maintenance: false, probes: [{ id: 'sip', state: 'answering' }] }

function facts(language: 'nl' | 'en', more: Partial<ServiceView>): readonly string[] {
  const view = { topics: { ...BASE, services: { rbs: { ...RBS, ...more } } }, nowUtcMs: UTC, shell: undefined } satisfies ConsoleView
  return serviceDetail(view, 'rbs', createWords(language, createText(language)))?.facts.map(({ label, value }) => `${label}: ${value}`) ?? []
}

describe('behind the RBS', () => {
  it('stands how often the control radio heard this position, and how soon after the press', () => {
    const heard = { lastHeardOwnUtcMs: UTC, heardOwnCount: 12, heardAfterPressMs: 412 }
    expect(facts('nl', heard)).toEqual(expect.arrayContaining(['Spraak laatst gehoord: 21:39:50', 'Door controleradio gehoord: 12 keer', 'Gehoord na de druk: na 0,4 s']))
    expect(facts('en', { ...heard, heardOwnCount: 1 })).toEqual(expect.arrayContaining(['Heard by control radio: once', 'Heard after the press: after 0.4 s']))
  })

  it('stands no delay where no press was seen, and nothing where nothing was heard', () => {
    expect(facts('nl', { heardOwnCount: 1 }).filter((one) => /gehoord/i.test(one))).toEqual(['Spraak laatst gehoord: niet gemeten', 'Door controleradio gehoord: 1 keer'])
    expect(facts('nl', {}).filter((one) => one.startsWith('Door controleradio'))).toEqual([])
  })
})

it('behind C2000 stands when the control radio\'s status to itself last came back', () => {
  expect(facts('nl', { role: 'witness', probes: [{ id: 'radio', state: 'answering', exchange: { tookMs: 820, utcMs: UTC } }] })).toContain('Controleradio naar zichzelf: kwam terug in 0,8 s, 21:39:50')
})

it.each([
  ['refused', 'geweigerd, weg of meldt fout'],
  ['unplugged', 'kabel los'],
  ['searching', 'niet aangemeld op het net'],
])('a probe that failed by %s is told as what it is', (cause, said) => {
  const view = { topics: { services: { rbs: { ...RBS, probes: [{ id: 'radio', state: 'failed', cause }] } }, diagnosis: {} }, nowUtcMs: UTC } as unknown as ConsoleView
  expect(serviceDetail(view, 'rbs', createWords('nl', createText('nl')))?.probes.map(({ state }) => state)).toEqual([said])
})
