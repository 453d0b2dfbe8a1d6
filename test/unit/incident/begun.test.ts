// When a trouble began, out of the levels of the last half hour: the whole table, each line a story of one service.
import { expect, test } from 'vitest'
import { FLIGHT_RECORDER_MS, orSaid, QUIET_MS, troubleBegan, type Begun } from '../../../electron/host/incident/begun.ts'
import type { TraceLevel } from '../../../electron/contract/topics.ts'

const FOUND = 1_795_723_200_000
const MIN = 60_000
type Story = readonly (readonly [minutesAgo: number, level: TraceLevel])[]
const asked = (story: Story, lastReplyMinAgo?: number): Begun =>
  troubleBegan({ points: story.map(([ago, level]) => [FOUND - ago * MIN, level, false] as const), foundUtcMs: FOUND, ...(lastReplyMinAgo === undefined ? {} : { lastReplyUtcMs: FOUND - lastReplyMinAgo * MIN }) })
const at = (minutesAgo: number, notBefore?: number): Begun => ({ begun: 'at', utcMs: FOUND - minutesAgo * MIN, ...(notBefore === undefined ? {} : { notBeforeUtcMs: FOUND - notBefore * MIN }) })
const BEFORE: Begun = { begun: 'before', utcMs: FOUND - FLIGHT_RECORDER_MS }
const UNKNOWN: Begun = { begun: 'unknown' }

test.each<readonly [string, Story, number | undefined, Begun]>([
  ['it fell out of order, with its last good reply as the lower bound', [[60, 'ok'], [1, 'unknown'], [0, 'down']], 1.05, at(1, 1.05)],
  ['it is found this very moment', [[60, 'ok'], [0, 'down']], undefined, at(0)],
  ['a reply after its beginning bounds nothing', [[60, 'ok'], [9, 'down'], [8, 'ok'], [1, 'down']], 1.1, at(9)],
  ['it comes and goes, never ten minutes quiet', [[60, 'ok'], [25, 'down'], [24, 'ok'], [15, 'degraded'], [14, 'ok'], [5, 'down']], undefined, at(25)],
  ['ten quiet minutes part it from an earlier one', [[60, 'ok'], [20, 'down'], [19, 'ok'], [9, 'down']], undefined, at(9)],
  ['a moment less than ten quiet minutes does not', [[60, 'ok'], [20, 'down'], [19, 'ok'], [9.1, 'down']], undefined, at(20)],
  ['limited first, then down', [[60, 'ok'], [12, 'degraded'], [3, 'down']], undefined, at(12)],
  ['it goes on for longer than the flight recorder reaches', [[60, 'ok'], [45, 'down']], undefined, BEFORE],
  ['it comes and goes for longer than that', [[60, 'ok'], [45, 'down'], [28, 'ok'], [22, 'down'], [21, 'ok'], [12, 'down']], undefined, BEFORE],
  ['the console started into it', [[5, 'unknown'], [4.9, 'down']], undefined, UNKNOWN],
  ['the console started into it, and it came and went since', [[15, 'unknown'], [14.9, 'down'], [8, 'ok'], [2, 'down']], undefined, UNKNOWN],
  ['the console started, all was well, then not', [[5, 'unknown'], [4.9, 'ok'], [2, 'down']], undefined, at(2)],
  ['nobody measured in between, and nothing says that it was wrong then', [[60, 'ok'], [20, 'unknown'], [19, 'ok'], [10.5, 'ok'], [2, 'down']], undefined, at(2)],
  ['silence of our own between two troubles is no end of them', [[60, 'ok'], [12, 'down'], [8, 'unknown'], [7, 'down']], undefined, at(12)],
  ['it is over for long', [[60, 'ok'], [20, 'down'], [15, 'ok']], undefined, UNKNOWN],
  ['it was over a moment ago', [[60, 'ok'], [9, 'down'], [2, 'ok']], undefined, at(9)],
  ['nothing is wrong', [[60, 'ok']], undefined, UNKNOWN],
  ['nothing was ever measured', [], undefined, UNKNOWN],
  ['only silence, which may be our own', [[60, 'ok'], [1, 'unknown']], undefined, UNKNOWN],
])('%s', (_story, story, lastReply, expected) => {
  expect(asked(story, lastReply)).toEqual(expected)
})

test('the label comes and goes without another level', () => {
  expect(troubleBegan({ foundUtcMs: FOUND, points: [[FOUND - 30 * MIN, 'ok', false], [FOUND - QUIET_MS, 'down', false], [FOUND - MIN, 'down', true]] })).toEqual(at(10))
})

test.each<readonly [string, Begun, number | undefined, Begun]>([
  ['earlier than anything measured is the beginning', at(2), 5, { begun: 'said', utcMs: FOUND - 5 * MIN }],
  ['later than what was measured is not', at(9), 5, at(9)],
  ['where nothing was measured is the beginning', UNKNOWN, 5, { begun: 'said', utcMs: FOUND - 5 * MIN }],
  ['changes nothing of one that is older than the recorder', BEFORE, 5, BEFORE],
  ['that nobody said changes nothing', UNKNOWN, undefined, UNKNOWN],
])('people\'s word %s', (_what, measured, saidMinAgo, expected) => {
  expect(orSaid(measured, saidMinAgo === undefined ? undefined : FOUND - saidMinAgo * MIN)).toEqual(expected)
})
