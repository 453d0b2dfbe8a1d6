// What is deleted next: every state and event, and the rules people count on, one sentence each.
import { describe, expect, test } from 'vitest'
import type { Due, Place } from '../../../electron/host/ledger/reader/due-words.ts'
import { CLOCK_UNSEEN, type ClockLook } from '../../../electron/host/retention/clock-trust.ts'
import { laneRules } from '../../../electron/host/retention/lanes.ts'
import { NOTHING_DONE, RETENTION_START, retentionReducer, type Places, type RetentionEffect, type RetentionEvent, type RetentionState } from '../../../electron/host/retention/retention-machine.ts'
import { retentionSchema } from '../../../electron/host/site/retention-fields.ts'
import { goldenTable } from '../../support/golden-table.ts'

const UTC = Date.UTC(2026, 10, 26)
const DAY_MS = 86_400_000
const reduce = retentionReducer(laneRules(retentionSchema.parse({})))
const look = (change: Partial<ClockLook> = {}): ClockLook => ({ utcMs: UTC, monotonicMs: 0, quality: 'synchronised', ...change })
const due = (change: Partial<Due> = {}): Due => ({ kinds: [], ranges: [], texts: 0, through: { seq: 0, utcMs: 0 }, spentMs: 0, isLast: true, ...change })
const place = (seq: number): Place => ({ seq, utcMs: UTC - 100 * DAY_MS })

const clock = { ...CLOCK_UNSEEN, offsetMs: UTC }
const full = { trust: { trust: 'full' }, utcMs: UTC } as const
const limited = { trust: { trust: 'limited', mostMs: 10_800_000 }, utcMs: UTC } as const
const working = { clock, pass: full, lane: 'samples', places: NOTHING_DONE, spentMs: 0, texts: 0 } as const

const STATES: Readonly<Record<string, RetentionState>> = {
  'started': RETENTION_START,
  'an hour later': { phase: 'waiting', clock },
  'reading where it was': { phase: 'reading-places', clock, pass: full },
  'reading where it was, clock unknown': { phase: 'reading-places', clock, pass: limited },
  'asking for measurements': { ...working, phase: 'asking' },
  'asking for measurements, clock unknown, two hours done': { ...working, phase: 'asking', pass: limited, spentMs: 7_200_000, texts: 7200 },
  'asking for the last lane': { ...working, phase: 'asking', lane: 'storing', texts: 12 },
  'deleting measurements': { ...working, phase: 'deleting', texts: 2000 },
  'resting': { ...working, phase: 'resting', texts: 2000 },
}

const EVENTS: Readonly<Record<string, RetentionEvent>> = {
  'hour': { event: 'hour', look: look() },
  'hour, clock unknown': { event: 'hour', look: look({ quality: 'unknown' }) },
  'hour, clock set': { event: 'hour', look: look({ utcMs: UTC + DAY_MS }) },
  'places read': { event: 'places-read', places: { ...NOTHING_DONE, samples: place(900) } },
  'places read of half an hour ago': { event: 'places-read', places: { ...NOTHING_DONE, samples: place(900) }, atUtcMs: UTC - 1_800_000 },
  'nothing is due': { event: 'due-read', due: due() },
  'nothing yet, look on': { event: 'due-read', due: due({ through: place(20_000), isLast: false }) },
  'some are due': { event: 'due-read', due: due({ kinds: ['watch.samples'], ranges: [[1, 2000]], texts: 2000, through: place(2000), spentMs: 3_600_000, isLast: false }) },
  'the last are due': { event: 'due-read', due: due({ kinds: ['watch.samples'], ranges: [[1, 5]], texts: 5, through: place(5) }) },
  'deleted': { event: 'deleted' },
  'rested': { event: 'rested', look: look() },
  'rested, clock unknown now': { event: 'rested', look: look({ quality: 'unknown' }) },
  'rested, clock set': { event: 'rested', look: look({ utcMs: UTC + 400 * DAY_MS }) },
  'failed': { event: 'failed' },
}

const stateInWords = (state: RetentionState): string => {
  if (state.phase === 'waiting') return `waiting${state.clock.steppedMs === undefined ? '' : ', clock was set'}`
  if (state.phase === 'reading-places') return `reading-places, clock ${state.pass.trust.trust}`
  return `${state.phase} ${state.lane}, clock ${state.pass.trust.trust}, ${state.texts} texts, at ${Object.entries(state.places).filter(([, { seq }]) => seq > 0).map(([lane, { seq }]) => `${lane} ${seq}`).join(' ') || 'the beginning'}`
}
const effectInWords = (effect: RetentionEffect): string => {
  if (effect.effect === 'ask') return `ask after ${effect.asked.after.seq} older than ${(UTC - effect.asked.beforeUtcMs) / DAY_MS} days, keeps ${effect.asked.keeps}${effect.asked.mostMs === undefined ? '' : `, at most ${effect.asked.mostMs / 60_000} min`}`
  if (effect.effect === 'delete') return `delete ${effect.lane} ${JSON.stringify(effect.due.ranges)}`
  return effect.effect === 'tell' ? `tell ${effect.texts}` : effect.effect
}

/** Runs one pass on a record where so much is due in each lane. */
function pass(texts: number, look1: ClockLook): { readonly deleted: number; readonly asked: number } {
  let state: RetentionState = RETENTION_START
  let deleted = 0
  let asked = 0
  const left = new Map<number, number>()
  const queue: RetentionEvent[] = [{ event: 'hour', look: look1 }]
  for (let event = queue.shift(); event !== undefined; event = queue.shift()) {
    const step = reduce(state, event)
    state = step.state
    for (const effect of step.effects) {
      if (effect.effect === 'read-places') queue.push({ event: 'places-read', places: NOTHING_DONE })
      if (effect.effect === 'rest') queue.push({ event: 'rested', look: look1 })
      if (effect.effect === 'delete') {
        deleted += effect.due.texts
        queue.push({ event: 'deleted' })
      }
      if (effect.effect !== 'ask') continue
      asked++
      const { after, beforeUtcMs, mostMs = Number.POSITIVE_INFINITY } = effect.asked
      // A text a second.
      const here = Math.min(2000, left.get(beforeUtcMs) ?? texts, Math.floor(mostMs / 1000))
      left.set(beforeUtcMs, (left.get(beforeUtcMs) ?? texts) - here)
      queue.push({ event: 'due-read', due: here === 0 ? due({ through: after }) : due({ kinds: ['a.b'], ranges: [[after.seq + 1, after.seq + here]], texts: here, through: place(after.seq + here), spentMs: here * 1000, isLast: false }) })
    }
  }
  expect(state.phase).toBe('waiting')
  return { deleted, asked }
}

describe('retention', () => {
  test('every state and event does what the reviewed table says', async () => {
    await expect(goldenTable({ states: STATES, events: EVENTS, step: reduce, state: stateInWords, effect: effectInWords })).toMatchFileSnapshot('../../fixtures/retention/retention-table.txt')
  })

  test('with a clock that is vouched for one pass makes up for months of standing still', () => {
    expect(pass(200_000, look()).deleted).toBeGreaterThanOrEqual(3 * 200_000)
  })

  test('a clock that nobody vouches for takes three hours of each lane a pass, however far ahead it is', () => {
    // Samples and frozen windows, traffic, words and words of storingen: each its own three hours.
    expect(pass(20_000_000, look({ quality: 'unknown', utcMs: UTC + 3650 * DAY_MS })).deleted).toBeLessThanOrEqual(5 * 10_800)
  })

  test('where a pass came to is said for every lane, so that the record alone tells where to go on', () => {
    const places: Places = { ...NOTHING_DONE, traffic: place(7) }
    const asking: RetentionState = { ...working, phase: 'asking', places }
    const [effect] = reduce(asking, { event: 'due-read', due: due({ kinds: ['watch.samples'], ranges: [[1, 5]], texts: 5, through: place(5) }) }).effects
    expect(effect).toMatchObject({ effect: 'delete', places: { traffic: place(7), samples: place(5) } })
  })
})
