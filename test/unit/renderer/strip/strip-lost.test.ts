// The strip without its console: what to do, and what the position worked via when it was last heard.
import { createElement } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { expect, it } from 'vitest'
import type { Language } from '../../../../electron/contract/words.ts'
import { createText } from '../../../../renderer/i18n/texts.ts'
import { lastViaOf } from '../../../../renderer/model/last-via.ts'
import { createWords } from '../../../../renderer/model/words.ts'
import { BASE } from '../../../../renderer/scenes/base-scene.ts'
import { StripLost } from '../../../../renderer/strip/StripLost.tsx'

const wordsOf = (language: Language) => createWords(language, createText(language))
const channels = Object.values(BASE.channels)
const RBS = channels.find((channel) => channel.kind === 'rbs')!
const OTHER = channels.find((channel) => channel.kind !== 'rbs')!

function viaOf(channel: string, language: Language): string | undefined {
  const { switch: state } = BASE.switch
  return lastViaOf({ channels: BASE.channels, switch: { switch: { ...state!, channel } } }, wordsOf(language))
}

it('names the alternative, and that one speaks into its own microphone', () => {
  expect(viaOf(OTHER.id, 'nl')).toBe(`U werkte via ${OTHER.label}: spreek met de handmicrofoon`)
  expect(viaOf(OTHER.id, 'en')).toBe(`You worked via ${OTHER.label}: speak with the hand microphone`)
})

it('names the radio control without a word about microphones, and nothing as long as nothing is known', () => {
  expect(viaOf(RBS.id, 'nl')).toBe(`U werkte via ${RBS.label}`)
  expect(lastViaOf({ channels: {}, switch: {} }, wordsOf('nl'))).toBeUndefined()
})

it('stands below the headline, before the cause', () => {
  const words = wordsOf('nl')
  const html = renderToStaticMarkup(createElement(StripLost, { link: { link: 'lost', sinceMs: 0, cause: 'pipe' }, sinceUtcMs: 0, host: undefined, rbs: 'RBS', via: viaOf(OTHER.id, 'nl'), words }))
  expect(html).toContain(words.text('link.lost', { rbs: 'RBS' }))
  expect(html).toMatch(/handmicrofoon; geen verbinding/)
})

it.each([['nl', 'Nieuw plan wordt overgenomen'], ['en', 'Taking over the new plan']] as const)('is calm while a new plan is taken over: no alarm, no word of an outage (%s)', (language, said) => {
  const words = wordsOf(language)
  const html = renderToStaticMarkup(createElement(StripLost, { link: { link: 'taking-over', sinceMs: 0 }, sinceUtcMs: 0, host: { host: 'taking-over' }, rbs: 'RBS', words }))
  expect(html).toContain(said)
  expect(html).toContain('role="status"')
  expect(html).not.toContain(words.text('link.lost', { rbs: 'RBS' }))
})
