// The texts of both languages as the page knows them. A key that is not there does not compile.
import type { Language } from '../../electron/contract/words.ts'
import en from '../../resources/locales/en.json' with { type: 'json' }
import nl from '../../resources/locales/nl.json' with { type: 'json' }

export type TextKey = keyof typeof nl
export type Catalogue = Readonly<Record<TextKey, string>>

export const CATALOGUES: Readonly<Record<Language, Catalogue>> = { nl, en }

/** For keys that are made of a word from outside the page, such as an error's code. */
export const isTextKey = (key: string): key is TextKey => Object.hasOwn(nl, key)
