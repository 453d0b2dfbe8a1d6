// The demo panel's page part: it offers all there is to break, shows how things stand, and says why something cannot be broken.
import { createElement } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, it } from 'vitest'
import { demoActionSchema, type DemoAction, type DemoView } from '../../../../electron/contract/demo.ts'
import type { Language } from '../../../../electron/contract/words.ts'
import { CHOICE_GROUPS, HEAL, isSo, lightOf, obstacleOf } from '../../../../renderer/demo/choices.ts'
import { DemoPanel } from '../../../../renderer/demo/DemoPanel.tsx'
import { TextProvider } from '../../../../renderer/i18n/TextProvider.tsx'

const view = (state: DemoView['state'], cannot: DemoView['cannot'] = {}): DemoView => ({ state, cannot })

function everyAction(): DemoAction[] {
  return demoActionSchema.options.flatMap(({ shape: { what, to } }) => {
    const words: readonly string[] = 'options' in to ? to.options : [to.value]
    return words.map((word) => demoActionSchema.parse({ what: what.value, to: word }))
  })
}

const name = ({ what, to }: DemoAction): string => `${what} ${to}`

describe('the choices', () => {
  it('hold every action of the contract once', () => {
    const offered = [HEAL, ...CHOICE_GROUPS.flatMap((group) => group.choices)].map(({ action }) => name(action))
    expect(offered.toSorted()).toEqual(everyAction().map(name).toSorted())
  })

  it.each<[DemoView['state'], DemoAction, boolean]>([
    [{ rbs: 'hangs' }, { what: 'rbs', to: 'hangs' }, true],
    [{ rbs: 'hangs' }, { what: 'rbs', to: 'works' }, false],
    [{ emergency: 'at-rest' }, { what: 'emergency', to: 'raised' }, false],
    [{ emergency: 'raised' }, { what: 'emergency', to: 'raised' }, true],
    [{ pedal: 'up' }, { what: 'pedal', to: 'plugged' }, true],
    [{ pedal: 'down' }, { what: 'pedal', to: 'plugged' }, true],
    [{ pedal: 'unplugged' }, { what: 'pedal', to: 'plugged' }, false],
    [{ pedal: 'unplugged' }, { what: 'pedal', to: 'up' }, false],
    [{}, { what: 'pedal', to: 'plugged' }, false],
    [{}, { what: 'disk', to: 'full' }, false],
  ])('%j is so for %j: %s', (state, action, expected) => {
    expect(isSo(view(state), action)).toBe(expected)
  })

  it('say what the light of a panel key shows, and nothing of one that is dark, unplugged or no key', () => {
    const lit: DemoView = { ...view({ panel: 'plugged' }), lights: { switch: 'flash', report: 'on', back: 'off' } }
    const said = (['switch', 'report', 'back', 'acknowledge', 'plugged'] as const).map((to) => lightOf(lit, { what: 'panel', to }))
    expect(said).toEqual(['demo.light.flash', 'demo.light.on', undefined, undefined, undefined])
    expect([lightOf(view({}), { what: 'panel', to: 'switch' }), lightOf(lit, { what: 'pedal', to: 'down' })]).toEqual([undefined, undefined])
  })

  it('know the obstacles of the small disk by their first word and pass any other on', () => {
    const full: DemoAction = { what: 'disk', to: 'full' }
    expect(obstacleOf(view({}, { disk: 'not-linux: win32' }), full)).toEqual({ known: 'demo.cannot.not-linux' })
    expect(obstacleOf(view({}, { disk: 'LINK_BUSY: port 45001' }), full)).toEqual({ words: 'LINK_BUSY: port 45001' })
    expect(obstacleOf(view({}, { rbs: 'LINK_BUSY: port 45001' }), full)).toBeUndefined()
  })
})

function render(demo: DemoView, open: boolean, language: Language = 'nl'): string {
  const props = { demo, open, onBreak: () => {}, onToggle: () => {} }
  return renderToStaticMarkup(createElement(TextProvider, { language, children: createElement(DemoPanel, props) }))
}

const buttons = (html: string, which: RegExp): string[] =>
  [...html.matchAll(/<button([^>]*)>([^<]*)<\/button>/g)].filter(([, attributes = '']) => which.test(attributes)).map(([, , text = '']) => text)

describe('the panel', () => {
  it('is labelled as a simulation in both languages, open or not', () => {
    expect(render(view({}), false)).toContain('SIMULATIE – hier breekt u de nagebootste wereld')
    expect(render(view({}), true, 'en')).toContain('SIMULATION – here you break the imitated world')
  })

  it('marks what is so, and nothing else', () => {
    const html = render(view({ rbs: 'slow', pedal: 'down', network: 'works', 'desk-radio-power': 'cycled', emergency: 'at-rest' }), true)
    expect(buttons(html, /aria-pressed="true"/)).toEqual(['traag', 'spanning even weg', 'kabel vast', 'voet erop', 'werkt'])
  })

  it('says in words what a key of the panel shows', () => {
    const demo: DemoView = { ...view({ panel: 'plugged' }), lights: { switch: 'flash', 'channel-1': 'on' } }
    expect(buttons(render(demo, true), /demo-choice/).filter((text) => /schakel|T1|T2/.test(text))).toEqual(['schakel: knippert', 'T1: brandt', 'T2'])
  })

  it('makes what cannot be broken inert and says why', () => {
    const html = render(view({}, { disk: 'no-right-to-mount: not root' }), true)
    expect(buttons(html, /aria-disabled="true"/)).toEqual(['ruimte', 'vol'])
    const reasonId = /aria-disabled="true" aria-describedby="([^"]+)"/.exec(html)?.[1]
    expect(html).toContain(`id="${reasonId}">kan hier niet: een proefschijf mag alleen root koppelen</p>`)
  })

  it('hides the groups and the healing while it is closed, and says which it is', () => {
    expect(buttons(render(view({}), false), /aria-expanded="false"/)).toEqual(['Breek iets'])
    expect(render(view({}), false)).not.toContain('Alles heel')
    expect(render(view({}), false)).toMatch(/class="demo-groups" id="[^"]+" hidden=""/)
    expect(buttons(render(view({}), true), /aria-expanded="true"/)).toEqual(['Verberg'])
    expect(render(view({}), true)).toContain('Alles heel')
  })

  it('says which outage of the past is being played, how fast, and when it was, also while it is closed', () => {
    const scenario = { id: '2020-09-police-ict', title: { nl: 'Politie-ICT instabiel, 15–17 september 2020', en: 'Unstable police ICT, 15–17 September 2020' }, speed: 60 }
    const said = (demo: DemoView): string => render(demo, false).replace(/<[^>]+>/g, '')
    expect(said({ ...view({}), scenario })).toContain('Scenario Politie-ICT instabiel, 15–17 september 2020, 60×')
    expect(said({ ...view({}), scenario })).not.toContain('het was')
    expect(said({ ...view({}), scenario: { ...scenario, at: '15-09 10:42' } })).toContain('Scenario Politie-ICT instabiel, 15–17 september 2020, 60× – het was 15-09 10:42')
    expect(said(view({}))).not.toContain('Scenario')
  })
})
