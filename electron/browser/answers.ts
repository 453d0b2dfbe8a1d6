// What is said where the page is not: a few lines for a person, Dutch first, and what to do.
import type { Language } from '../contract/words.ts'

/** A text by its key of the locale files, in both languages. */
export type Texts = Readonly<Record<Language, (key: string, values?: Readonly<Record<string, string | number>>) => string>>

const ANSWERS = {
  'no-session': { status: 401, text: 'shell.answer.no-session' },
  'token-unknown': { status: 401, text: 'shell.answer.token-unknown' },
  'token-used': { status: 401, text: 'shell.answer.token-used' },
  'token-expired': { status: 401, text: 'shell.answer.token-expired' },
  'too-many-tries': { status: 429, text: 'shell.answer.too-many-tries' },
  'foreign-host': { status: 421, text: 'shell.answer.foreign-host' },
  'foreign-origin': { status: 403, text: 'shell.answer.foreign-origin' },
  'not-found': { status: 404, text: 'shell.answer.not-found' },
  'not-allowed': { status: 405, text: 'shell.answer.not-allowed' },
} as const

export type AnswerName = keyof typeof ANSWERS
export const ANSWER_NAMES = Object.keys(ANSWERS) as readonly AnswerName[]

export interface Answer {
  readonly status: number
  readonly html: string
}

export function answer(name: AnswerName, texts: Texts): Answer {
  const { status, text } = ANSWERS[name]
  // A dark room: without a style of its own the page follows the browser's night colours.
  const head = '<meta charset="utf-8"><meta name="color-scheme" content="dark light"><title>Achterwacht</title>'
  const html = `<!doctype html>\n<html lang="nl"><head>${head}</head><body><h1>Achterwacht</h1><p>${escape(texts.nl(text))}</p><p lang="en">${escape(texts.en(text))}</p></body></html>\n`
  return { status, html }
}

const escape = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
