// What "Ploeg" says of profile, seat, waiting site file and position; and what its keys ask.
import { describe, expect, it } from 'vitest'
import type { SiteView } from '../../../../electron/contract/topics.ts'
import { createText } from '../../../../renderer/i18n/texts.ts'
import { crewModel, type CrewModel } from '../../../../renderer/model/crew-model.ts'
import { refusalSentence } from '../../../../renderer/model/refusal.ts'
import { createWords } from '../../../../renderer/model/words.ts'
import { ago, BASE, NOW } from '../../../../renderer/scenes/base-scene.ts'

const SITE = BASE.site.site as SiteView
const words = createWords('nl', createText('nl'))
const english = createWords('en', createText('en'))
const model = (change: Partial<SiteView> = {}, said = words): CrewModel => crewModel({ topics: { ...BASE, site: { site: { ...SITE, ...change } } }, nowUtcMs: NOW, shell: undefined }, said)!
const INTAKE = { id: 'intake', label: 'Aanname', discipline: 'multi', callTaking: true, planVersion: 2, approvedBy: 'supervisor', checkedOn: '2026-10-14' } as const

describe('the profiles', () => {
  it('are named with version, who approved, and when it was checked; one without a switch key says so', () => {
    const { profiles } = model({ profiles: [...SITE.profiles, INTAKE] })
    expect(profiles.map(({ label, detail, isInUse }) => [label, detail, isInUse])).toEqual([
      ['Brandweer', 'plan 14', true],
      ['Aanname', 'plan 2, akkoord CaCo,\ngecontroleerd wo 14-10-2026; aanname, geen schakeltoets', false],
    ])
    expect(profiles[1]?.begin).toEqual({ call: 'shift.begin', input: { profile: 'intake', manned: true } })
  })

  it('say when the plan must be checked again', () => {
    expect(model().due).toBeUndefined()
    expect(model({ plan: { ...SITE.plan, checkIsDue: true } }).due).toBe('Plan moet opnieuw worden gecontroleerd')
  })
})

describe('the site file', () => {
  it('that waits says why and since when, and can be taken over', () => {
    const { file } = model({ pendingSite: { state: 'waits', planVersion: 15, because: ['on-alternative', 'heard'], sinceUtcMs: ago(0) } })
    expect(file).toMatchObject({ text: 'Plan 15 wacht sinds 21:47: deze werkplek werkt via een alternatief, er wordt gesproken', adopt: { call: 'site.adopt' } })
    expect(model({ pendingSite: { state: 'waits', planVersion: 15, because: [], sinceUtcMs: ago(0) } }, english).file.text).toBe('Plan 15 is taken over in a moment')
  })

  it('that is wrong shows its lines and offers nothing', () => {
    const { file } = model({ pendingSite: { state: 'wrong', problems: ['a', 'b', 'c', 'd', 'e'], sinceUtcMs: ago(0) } })
    expect(file).toEqual({ text: 'Nieuw bestand fout sinds 21:47; plan 14 blijft in gebruik', warns: true, problems: ['a', 'b', 'c', 'd'] })
  })
})

it('a position out of service says since when, and its key takes it back', () => {
  expect(model().position).toMatchObject({ isOut: false, ask: { call: 'position.out-of-service', input: { out: true } } })
  expect(model({ outOfServiceUtcMs: ago(0) }).position).toEqual({ isOut: true, text: 'Buiten gebruik sinds 21:47: pedaal en toetsen zenden niet', ask: { call: 'position.out-of-service', input: { out: false } } })
})

it('an unmanned one says what that means', () => {
  expect(model({ manned: false }).seat).toMatchObject({ isManned: false, note: 'schakelt niet zelf' })
})

it('what is in the way of another plan is told in words', () => {
  expect(refusalSentence({ code: 'CALL_REFUSED', detail: 'console-in-trouble' }, words)).toBe('kan nu niet: het RBS is niet in orde')
})
