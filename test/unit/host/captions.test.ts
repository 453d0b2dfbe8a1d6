// Letters for keys that can show them: every meaning has some that fit, in both languages, and no two keys read the same.
import { expect, test } from 'vitest'
import { BUTTON_MEANINGS } from '../../../electron/contract/keys.ts'
import { captionsOf } from '../../../electron/host/devices/captions.ts'
import type { Site } from '../../../electron/host/site/types.ts'

const plan = {
  channels: [1, 2, 3, 4, 5].map((key) => ({ label: `Set ${key}` })),
  groups: [1, 2, 3, 4, 5, 6, 7, 8].map((key) => ({ key, label: `INC-${key}` })),
} as unknown as Site['plan']
const buttons = Object.fromEntries(BUTTON_MEANINGS.map((meaning) => [meaning, meaning]))

test.each(['nl', 'en'] as const)('every key that does something has its own letters in %s', (language) => {
  const captions = captionsOf(buttons, { plan, language })
  expect(Object.keys(captions)).toEqual(BUTTON_MEANINGS.filter((meaning) => meaning !== 'spare'))
  expect(new Set(Object.values(captions)).size).toBe(Object.keys(captions).length)
  for (const caption of Object.values(captions)) expect(caption).toMatch(/^.{1,6}$/)
})
