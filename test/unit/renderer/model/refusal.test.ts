// What a press that did not simply succeed says.
import { expect, it } from 'vitest'
import { createText } from '../../../../renderer/i18n/texts.ts'
import { refusalSentence } from '../../../../renderer/model/refusal.ts'
import { createWords } from '../../../../renderer/model/words.ts'

it.each([
  ['nl', 'STORE_FULL', 'gedaan, nog niet vastgelegd: schijf vol'],
  ['en', 'STORE_FULL', 'done, not yet recorded: disk full'],
  ['nl', 'STORE_SPOOL_FULL', 'gedaan, nog niet vastgelegd: geheugen vol, regels gaan verloren'],
  ['nl', 'CALL_REFUSED', 'kan nu niet: u werkt daar al'],
] as const)('%s %s: %s', (language, code, sentence) => {
  expect(refusalSentence({ code, detail: 'already-there' }, createWords(language, createText(language)))).toBe(sentence)
})

it('of a click that is nothing but an entry it is not said that it was done when the entry is lost', () => {
  const words = createWords('nl', createText('nl'))
  expect(refusalSentence({ code: 'STORE_SPOOL_FULL', detail: '', ask: { call: 'fault.report' } }, words)).toBe('niet vastgelegd: geheugen vol, regels gaan verloren')
  expect(refusalSentence({ code: 'STORE_FULL', detail: '', ask: { call: 'fault.report' } }, words)).toBe('gedaan, nog niet vastgelegd: schijf vol')
  expect(refusalSentence({ code: 'STORE_SPOOL_FULL', detail: '', ask: { call: 'switch.to' } }, words)).toBe('gedaan, nog niet vastgelegd: geheugen vol, regels gaan verloren')
})
