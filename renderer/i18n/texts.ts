// From key and values to a sentence: ICU messages by FormatJS.
import { createIntl, createIntlCache } from 'react-intl'
import type { Language } from '../../electron/contract/words.ts'
import { CATALOGUES, type TextKey } from './catalogue.ts'

/** Times and durations come as text (times.ts); numbers only where a message counts them. */
export type TextValues = Readonly<Record<string, string | number>>

export type Text = (key: TextKey, values?: TextValues) => string

const LOCALES: Readonly<Record<Language, string>> = { nl: 'nl-NL', en: 'en-GB' }

/**
 * @remarks A missing value is a fault of ours: it throws in development and in tests. A dispatcher sees the message
 * with the value's name in its place, which is better than no screen.
 */
export function createText(language: Language): Text {
  const intl = createIntl({ locale: LOCALES[language], messages: CATALOGUES[language], timeZone: 'Europe/Amsterdam', onError: refuse }, createIntlCache())
  return (key, values) => intl.formatMessage({ id: key }, values)
}

function refuse(error: Error): void {
  if (import.meta.env.DEV) throw error
}
