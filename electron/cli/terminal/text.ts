// The texts of the terminal, from the same catalogues the page will use. A missing key shows as itself and fails a test.
import { readFileSync } from 'node:fs'
import { IntlMessageFormat } from 'intl-messageformat'
import type { Language } from '../../contract/words.ts'

export interface Text {
  (key: string, values?: Readonly<Record<string, string | number>>): string
}

const LOCALES = new URL('../../../resources/locales/', import.meta.url)
/** People in the centre read local time; the record keeps UTC. */
const ZONE = 'Europe/Amsterdam'

export function createText(language: Language): Text {
  const messages = JSON.parse(readFileSync(new URL(`${language}.json`, LOCALES), 'utf8')) as Readonly<Record<string, string>>
  const compiled = new Map<string, IntlMessageFormat>()
  return (key, values) => {
    const message = messages[key]
    if (message === undefined) return key
    let format = compiled.get(key)
    if (!format) compiled.set(key, (format = new IntlMessageFormat(message, language)))
    return String(format.format(values))
  }
}

/** Dutch unless the system is set to English: whoever types commands in a Dutch centre reads Dutch. */
export function languageOf({ LC_ALL, LC_MESSAGES, LANG }: Readonly<Record<string, string | undefined>>): Language {
  return /^en/i.test(LC_ALL || LC_MESSAGES || LANG || '') ? 'en' : 'nl'
}

const CLOCK = new Intl.DateTimeFormat('nl-NL', { timeZone: ZONE, hour: '2-digit', minute: '2-digit', second: '2-digit' })

export const clockTime = (utcMs: number): string => CLOCK.format(utcMs)

const DAY = new Intl.DateTimeFormat('nl-NL', { timeZone: ZONE, day: '2-digit', month: '2-digit', year: 'numeric' })

/** 23-11-2026 */
export const day = (utcMs: number): string => DAY.format(utcMs)

const MINUTE_MS = 60_000

/** 1:05, hours and minutes; what is shorter than a minute is 0:00. */
export function shortSpan(ms: number): string {
  const minutes = Math.floor(ms / MINUTE_MS)
  return `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}`
}
