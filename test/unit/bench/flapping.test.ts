// Radio control that comes and goes for days: the position moves a few times and then stays where it is.
import { expect, test } from 'vitest'
import { countOf, deadMs, spendDays, type Span, type Word } from '../../bench/switching/desk-days.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS
/** From the beginning of silence to `down`, and from the end of it to three replies and to a minute that was good. */
const [DOWN_MS, BACK_MS, GOOD_MS] = [4000, 2300, 62_300]

/** What the watch says of a service that works and hangs in turns. */
function turns(upMs: number, gapMs: number, untilMs: number): { readonly words: readonly Word[]; readonly gaps: readonly Span[] } {
  const gaps: Span[] = []
  const words: Word[] = []
  for (let fromMs = upMs; fromMs + gapMs < untilMs; fromMs += upMs + gapMs) {
    const toMs = fromMs + gapMs
    gaps.push({ fromMs, toMs })
    words.push({ atMs: fromMs + DOWN_MS, word: 'down' }, { atMs: toMs + BACK_MS, word: 'degraded' })
    if (upMs + DOWN_MS > GOOD_MS) words.push({ atMs: toMs + GOOD_MS, word: 'ok' })
  }
  return { words, gaps }
}

const byItself = { mover: { by: 'console' }, acceptsAfterMs: 0 } as const

test('moves five times a day at most and speaks into nothing for twelve seconds a day at most, at four minutes up and two down', () => {
  const { words, gaps } = turns(4 * MINUTE_MS, 2 * MINUTE_MS, 3 * DAY_MS)
  const log = spendDays({ words, untilMs: 3 * DAY_MS, ...byItself })
  expect(countOf(log, 'switched')).toBeGreaterThan(1)
  expect(countOf(log, 'switched') / 3).toBeLessThanOrEqual(5)
  expect(deadMs(gaps, log.away) / 3).toBeLessThanOrEqual(12_000)
})

test('forgives four hours after the last failure, not four hours after the last return', () => {
  const trouble = turns(4 * MINUTE_MS, 2 * MINUTE_MS, 6 * HOUR_MS)
  const log = spendDays({ words: trouble.words, untilMs: 12 * HOUR_MS, ...byItself })
  const offers = log.told.filter(({ report }) => report.report === 'return-offered').map(({ atMs }) => atMs)
  const lastGapMs = trouble.gaps.at(-1)?.toMs ?? 0
  // While it goes on nothing more is offered; afterwards the long hold alone is waited for.
  expect(offers.filter((atMs) => atMs > 2 * HOUR_MS && atMs < lastGapMs)).toEqual([])
  expect(offers.at(-1)).toBeGreaterThan(lastGapMs)
  expect(offers.at(-1)).toBeLessThan(lastGapMs + HOUR_MS)
})

test('waits for a person who presses two seconds after the advice, and counts what they spoke into', () => {
  const { words, gaps } = turns(HOUR_MS, 10 * MINUTE_MS, 2 * HOUR_MS)
  const log = spendDays({ words, untilMs: 2 * HOUR_MS, mover: { by: 'person', afterMs: 2000 } })
  expect(countOf(log, 'switched')).toBe(1)
  expect(log.advisedMs).toEqual([HOUR_MS + DOWN_MS])
  expect(deadMs(gaps, log.away)).toBe(DOWN_MS + 2000 + 157)
})
