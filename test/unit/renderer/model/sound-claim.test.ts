// How much a page may be the one that sounds, by what it still hears of the console.
import { expect, it } from 'vitest'
import type { Topics } from '../../../../electron/contract/topics.ts'
import { TOPIC_NAMES } from '../../../../electron/contract/topics.ts'
import type { LinkView } from '../../../../renderer/link/link-machine.ts'
import { soundClaimOf } from '../../../../renderer/model/sound-facts-of.ts'

const NOW = 1_000_000
const TOPICS = Object.fromEntries(TOPIC_NAMES.map((name) => [name, {}])) as unknown as Topics
const LOST: LinkView = { link: 'lost', sinceMs: 0, cause: 'pipe' }

it.each<[LinkView, number, readonly string[], string]>([
  [{ link: 'live' }, 0, [], 'whole'],
  [{ link: 'stale', sinceMs: 0 }, 2, [], 'whole'],
  [{ link: 'connecting', sinceMs: 0 }, 2, [], 'yielding'],
  [LOST, 15, [], 'yielding'],
  [LOST, 16, [], 'none'],
  [LOST, 16, ['a'], 'yielding'],
  [LOST, 61, ['a'], 'none'],
])('%j for %i s with %j open: %s', (link, seconds, openBefore, claim) => {
  expect(soundClaimOf({ topics: TOPICS, link, linkSinceUtcMs: NOW - seconds * 1000, nowUtcMs: NOW, openBefore })).toBe(claim)
})
