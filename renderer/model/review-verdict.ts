// What checking the record came to, in the words of VOCABULARY; and what may be written out of it.
import type { CallInput, CallOutput } from '../../electron/contract/calls.ts'
import type { ReviewWindow } from './review-window.ts'
import type { TextKey, Words } from './words.ts'

/** Codes of `achterwacht verify`. From 20 on the record was touched; below it a crash or a clock explains everything. */
const SENTENCES: Readonly<Record<number, TextKey>> = {
  0: 'review.verdict.0', 10: 'review.verdict.10', 11: 'review.verdict.11', 20: 'review.verdict.20', 21: 'review.verdict.21', 22: 'review.verdict.22', 23: 'review.verdict.23', 30: 'review.verdict.30',
}
const DAMAGE_FROM = 20

export interface VerdictModel {
  readonly whole: boolean
  readonly sentence: string
  /** For who knows the verifier's own words, where something is wrong. */
  readonly verdict: string
  readonly headCode: string
}

export function verdictModel({ code, verdict, seq, headCode, outsideAnchor }: CallOutput<'record.check'>, words: Words): VerdictModel {
  const key = SENTENCES[code]
  const anchored = words.text('review.anchored', { anchor: outsideAnchor ?? words.text('review.no') })
  return {
    whole: code < DAMAGE_FROM,
    sentence: `${key === undefined ? words.text('review.verdict.other', { code }) : words.text(key, { seq })}; ${anchored}`,
    verdict: code < DAMAGE_FROM ? '' : verdict,
    headCode,
  }
}

export const EXPORTS = ['entries-csv', 'entries-json', 'samples'] as const

/** Of a storing everything that bears its number; else of what is on screen. */
export function exportOf(what: (typeof EXPORTS)[number], { number, window, masked }: { readonly number: string | undefined; readonly window: ReviewWindow; readonly masked: boolean }): CallInput<'record.export'> {
  // Samples bear no number, and neither does what was measured around a storing: the window says which.
  return { what, masked, ...(number === undefined ? {} : { number }), fromUtcMs: Math.max(0, Math.round(window.fromUtcMs)), toUtcMs: Math.max(0, Math.round(window.toUtcMs)) }
}

const KILO = 1000

/** "8,4 MB" */
export function sizeText(bytes: number, words: Words): string {
  const [value, unit] = bytes < KILO ? [bytes, 'B'] : bytes < KILO * KILO ? [bytes / KILO, 'kB'] : [bytes / KILO / KILO, 'MB']
  return words.text('review.size', { value: Math.round(value * 10) / 10, unit: unit ?? '' })
}
