// A strip whose data is getting old: nothing on it stays green, and it says since when. Buttons stay: a press may still arrive.
import type { StripModel } from '../model/strip-model.ts'
import type { Words } from '../model/words.ts'

export function stale(model: StripModel, sinceUtcMs: number, words: Words): StripModel {
  return {
    ...model,
    services: model.services.map((cell) => ({ ...cell, tone: 'unknown' as const, proven: false, mark: 'seen' as const, word: words.text('condition.unknown') })),
    message: { ...model.message, tone: 'unknown', headline: words.text('link.stale', { time: words.clock(sinceUtcMs) }), evidence: '' },
  }
}
