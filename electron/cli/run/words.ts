// What a run tells at the terminal beside its screen: in both languages where no site file has chosen one yet.
import type { Failure } from '../../../native/kit/errors.ts'
import type { Texts } from '../../browser/answers.ts'
import type { Language } from '../../contract/words.ts'
import { createText, type Text } from '../terminal/text.ts'

const made = new Map<Language, Text>()

export function textOf(language: Language): Text {
  const known = made.get(language)
  if (known) return known
  const fresh = createText(language)
  made.set(language, fresh)
  return fresh
}

export const bothTexts: Texts = { nl: (key, values) => textOf('nl')(key, values), en: (key, values) => textOf('en')(key, values) }

/** Writes to standard error: standard output belongs to programs. */
export type Tell = (line: string) => void

/** One line for a person, Dutch first, as `npm start` says it. */
export const say = (err: Tell, key: string, values?: Parameters<Text>[1]): void => err(`achterwacht: ${bothTexts.nl(key, values)} / ${bothTexts.en(key, values)}`)

/** Why the host cannot run, with every problem of the site file. */
export function tellRefusal(err: Tell, text: Text, { error, problems }: { readonly error: Failure; readonly problems: readonly string[] }): void {
  err(text('host.refused', { cause: text(`error.${error.code}`, { detail: error.detail }) }))
  for (const problem of problems) err(`  ${problem}`)
}
