// A site file beside the running console: every state with every event, and what the rules of two looks and ten safe seconds mean.
import { describe, expect, test } from 'vitest'
import { beginPending, reducePending, SAFE_MS, type PendingEffect, type PendingEvent, type PendingState } from '../../../electron/host/shift/pending-machine.ts'
import type { Site, SiteLook } from '../../../electron/host/site/types.ts'
import { goldenTable } from '../../support/golden-table.ts'

const good = (mark: string): Extract<SiteLook, { look: 'good' }> => ({ look: 'good', mark, site: {} as Site })
const WRONG: SiteLook = { look: 'wrong', mark: 'broken', problems: ['line 3'] }
const GONE: SiteLook = { look: 'gone', mark: 'gone', detail: '/share/site.yaml' }

const BEGUN = beginPending('A')
const WAITS: PendingState = { ...BEGUN, seen: 'B', pending: { pending: 'waits', look: good('B'), sinceUtcMs: 1 } }
const STATES: Readonly<Record<string, PendingState>> = {
  'nothing else': BEGUN,
  'began with a wrong file': beginPending('A', 'wrong'),
  'B seen once': { ...BEGUN, seen: 'B' },
  'a broken one seen once': { ...BEGUN, seen: 'broken' },
  'B waits, not safe': { ...WAITS, notSafe: ['heard'] },
  'B waits, safe': WAITS,
  'B waits, C seen once': { ...WAITS, seen: 'C' },
  'B is being taken over': { ...WAITS, isTaking: true },
  'broken': { ...BEGUN, seen: 'broken', pending: { pending: 'wrong', look: WRONG, sinceUtcMs: 1 } },
}
const EVENTS: Readonly<Record<string, PendingEvent>> = {
  'A looked': { event: 'looked', look: good('A'), utcMs: 9 },
  'B looked': { event: 'looked', look: good('B'), utcMs: 9 },
  'C looked': { event: 'looked', look: good('C'), utcMs: 9 },
  'broken looked': { event: 'looked', look: WRONG, utcMs: 9 },
  'gone looked': { event: 'looked', look: GONE, utcMs: 9 },
  'safe': { event: 'facts-changed', notSafe: [] },
  'not safe': { event: 'facts-changed', notSafe: ['transmitting'] },
  'safe-expired': { event: 'safe-expired' },
  'adopted': { event: 'adopted' },
  'not-taken': { event: 'not-taken' },
}

const stateWords = ({ inUse, seen, pending, notSafe, isStartWrong, isTaking }: PendingState): string =>
  [`in use ${inUse}`, `seen ${seen}`, ...(pending ? [`${pending.pending} ${pending.look.mark}`] : []), ...notSafe, ...(isStartWrong ? ['began wrong'] : []), ...(isTaking ? ['taking'] : [])].join(', ')
function effectWords(effect: PendingEffect): string {
  switch (effect.effect) {
    case 'say':
      return `say ${effect.pending.pending} ${effect.pending.look.mark}`
    case 'start-timer':
      return `start ${effect.ms}`
    case 'take-over':
      return `take over ${effect.look.mark} by ${effect.by}`
    default:
      return effect.effect
  }
}

test('every state with every event does what the reviewed table says', async () => {
  const table = goldenTable({ states: STATES, events: EVENTS, step: (state, event) => reducePending(state, event), state: stateWords, effect: effectWords })
  await expect(table).toMatchFileSnapshot('./pending-machine.table.txt')
})

/** Plays events in order. @returns every effect, in words */
function play(...events: readonly PendingEvent[]): readonly string[] {
  let state = BEGUN
  return events.flatMap((event) => {
    const step = reducePending(state, event)
    state = step.state
    return step.effects.map(effectWords)
  })
}
const look = (one: SiteLook): PendingEvent => ({ event: 'looked', look: one, utcMs: 5 })

describe('a site file that is put beside the console', () => {
  test('is believed when the same bytes were found twice: what is half written is taken for neither good nor wrong', () => {
    expect(play(look(WRONG), look(good('half')), look(good('B')))).toEqual([])
    expect(play(look(WRONG), look(good('B')), look(good('B')))).toEqual(['say waits B', `start ${SAFE_MS}`])
  })

  test('is not taken over while another one is being written over it', () => {
    expect(play(look(good('B')), look(good('B')), look(good('C')), { event: 'safe-expired' })).toEqual(['say waits B', `start ${SAFE_MS}`, 'stop-timer'])
  })

  test('waits for ten safe seconds together: each thing in the way begins them anew', () => {
    const safe: PendingEvent = { event: 'facts-changed', notSafe: [] }
    const heard: PendingEvent = { event: 'facts-changed', notSafe: ['heard'] }
    expect(play(look(good('B')), look(good('B')), heard, { event: 'safe-expired' }, safe, { event: 'safe-expired' })).toEqual(['say waits B', `start ${SAFE_MS}`, 'stop-timer', `start ${SAFE_MS}`, 'stop-timer', 'take over B by itself'])
  })

  test('is forgotten, and that is said, when what is in use is put back', () => {
    expect(play(look(good('B')), look(good('B')), look(good('A'))).slice(2)).toEqual(['stop-timer', 'say-as-in-use'])
  })

  test('is no news for as long as it is the one in use', () => {
    expect(play(look(good('A')), look(good('B')), look(good('A')), look(good('A')))).toEqual([])
  })

  test('that is wrong is said once, and again when it is otherwise wrong', () => {
    const other: SiteLook = { look: 'wrong', mark: 'worse', problems: ['line 4'] }
    expect(play(look(WRONG), look(WRONG), look(WRONG), look(other), look(other)).filter((said) => said.startsWith('say'))).toEqual(['say wrong broken', 'say wrong worse'])
  })
})
