// Every state of a drill against every event, written down; and the stories, moment by moment.
import { describe, expect, test } from 'vitest'
import { drillReducer, NO_DRILL } from '../../../electron/host/drill/drill-machine.ts'
import { storyAt } from '../../../electron/host/drill/story.ts'
import type { DrillEvent, DrillFacts, DrillState } from '../../../electron/host/drill/types.ts'
import { DRILL_STORIES } from '../../../electron/contract/switching.ts'
import { goldenTable, inWords } from '../../support/golden-table.ts'

const NOW = 1_000_000
const FREE: DrillFacts = { outOfService: true, atRest: true, trouble: false, testing: false, pedalShared: false, emergency: false }
const GROUPS = ['4037901', '4037902']
const reduce = drillReducer({ mode: 'act', groups: GROUPS })
const NUMBER = 'O-2026-OB-0003'

const running = (story: (typeof DRILL_STORIES)[number], sinceMs = NOW): DrillState => ({ drill: 'running', story, number: NUMBER, sinceMs, pretended: storyAt(story, sinceMs, sinceMs).pretended })
const STATES: Readonly<Record<string, DrillState>> = {
  'no drill': NO_DRILL,
  opening: { drill: 'opening', story: 'rbs-down' },
  'running, down': running('rbs-down'),
  'running, on and off, 2 min ago': running('rbs-unstable', NOW - 120_000),
  'running, limited': running('rbs-limited'),
}
const begin = (facts: Partial<DrillFacts> = {}): DrillEvent => ({ event: 'begin-pressed', story: 'rbs-down', facts: { ...FREE, ...facts } })
const EVENTS: Readonly<Record<string, DrillEvent>> = {
  'begin pressed': begin(),
  'begin pressed in service': begin({ outOfService: false }),
  'begin pressed in trouble': begin({ trouble: true }),
  'begin pressed in distress': begin({ emergency: true }),
  'begin pressed beside a shared pedal': begin({ pedalShared: true }),
  'begin pressed in a spoken test': begin({ testing: true }),
  'begin pressed off the RBS': begin({ atRest: false }),
  numbered: { event: 'numbered', number: NUMBER },
  'not numbered': { event: 'not-numbered' },
  'stop pressed': { event: 'end-pressed', end: 'stopped' },
  'this is real': { event: 'end-pressed', end: 'real-said' },
  'nothing real': { event: 'facts-changed', facts: FREE },
  'RBS really in trouble': { event: 'facts-changed', facts: { ...FREE, trouble: true } },
  'back in service': { event: 'facts-changed', facts: { ...FREE, outOfService: false } },
  'call for help stands': { event: 'facts-changed', facts: { ...FREE, trouble: true, emergency: true } },
  'alarm of a service': { event: 'alarm-raised' },
  'emergency heard': { event: 'emergency-heard' },
  'story due': { event: 'story-due' },
}

const say = (state: DrillState): string => {
  if (state.drill === 'none') return 'none'
  if (state.drill === 'opening') return `opening ${state.story}`
  const { now, downs } = state.pretended
  return `${state.number} ${state.story} pretends ${now}${downs === undefined ? '' : ` (${downs} downs)`}`
}

test('the table of a drill is the one that was reviewed', async () => {
  const table = goldenTable({ states: STATES, events: EVENTS, step: (state, event) => reduce(state, event, NOW), state: say, effect: inWords })
  await expect(table).toMatchFileSnapshot('../../fixtures/drill/drill-table.txt')
})

describe('a drill does not begin', () => {
  test('where the site only observes', () => {
    expect(drillReducer({ mode: 'observe', groups: GROUPS })(NO_DRILL, begin(), NOW).effects).toEqual([{ effect: 'refuse', cause: 'observe-mode' }])
  })

  test('where the plan has no group that only drills use', () => {
    expect(drillReducer({ mode: 'act', groups: [] })(NO_DRILL, begin(), NOW).effects).toEqual([{ effect: 'refuse', cause: 'no-drill-group' }])
  })

  test('when something real comes while its number is being written', () => {
    const opening = reduce(NO_DRILL, begin(), NOW).state
    const called = reduce(opening, { event: 'emergency-heard' }, NOW).state
    expect(reduce(called, { event: 'numbered', number: NUMBER }, NOW)).toEqual({ state: NO_DRILL, effects: [] })
  })
})

test('the on-and-off story is down for 2 of every 6 minutes, recovers for one, and counts its downs', () => {
  const course: string[] = []
  let atMs: number | undefined = NOW
  while (atMs !== undefined && atMs <= NOW + 12 * 60_000) {
    const moment = storyAt('rbs-unstable', NOW, atMs)
    course.push(`${(atMs - NOW) / 60_000} ${moment.pretended.now} ${moment.pretended.downs}`)
    atMs = moment.nextMs
  }
  expect(course).toEqual(['0 down 3', '2 degraded 3', '3 ok 3', '6 down 4', '8 degraded 4', '9 ok 4', '12 down 5'])
})

test.each(['rbs-down', 'rbs-limited'] as const)('%s stays as it is until somebody ends it', (story) => {
  expect(storyAt(story, NOW, NOW + 86_400_000)).toEqual({ pretended: storyAt(story, NOW, NOW).pretended })
})

test('only a story that is down gives the two proofs by which the console counts down', () => {
  for (const story of DRILL_STORIES) {
    for (let minute = 0; minute < 12; minute += 1) {
      const { now, proofs } = storyAt(story, NOW, NOW + minute * 60_000).pretended
      expect(proofs).toBe(now === 'down' ? 2 : 0)
    }
  }
})
