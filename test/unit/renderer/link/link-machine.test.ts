// Every state of the page's link against every event, reviewed as a table; and the times by which it must have said so.
import { describe, expect, it } from 'vitest'
import { TAKE_OVER_MS } from '../../../../electron/contract/link.ts'
import { beginLink, LOST_MS, reduceLink, STALE_MS, START_MS, type LinkEffect, type LinkEvent, type LinkState } from '../../../../renderer/link/link-machine.ts'
import { goldenTable, inWords } from '../../../support/golden-table.ts'

const T = 10_000
const live: LinkState = { view: { link: 'live' }, pipe: 'open', attempt: 0, heardMs: T - 400, host: { host: 'running' } }

const STATES: Readonly<Record<string, LinkState>> = {
  opening: beginLink(T - 100).state,
  'open, host not heard yet': { ...beginLink(T - 200).state, pipe: 'open' },
  'still starting after its time': { ...beginLink(T - START_MS).state, pipe: 'open' },
  live,
  'live, silent for 1,5 s': { ...live, heardMs: T - STALE_MS },
  stale: { ...live, view: { link: 'stale', sinceMs: T - 2000 }, heardMs: T - 2000 },
  'stale, silent for 3 s': { ...live, view: { link: 'stale', sinceMs: T - LOST_MS }, heardMs: T - LOST_MS },
  'lost, silent': { ...live, view: { link: 'lost', sinceMs: T - 5000, cause: 'silent' }, heardMs: T - 5000 },
  'lost, pipe closed': { ...live, view: { link: 'lost', sinceMs: T - 5000, cause: 'pipe' }, pipe: 'closed', attempt: 2, heardMs: undefined },
  'lost, opening again': { ...live, view: { link: 'lost', sinceMs: T - 5000, cause: 'pipe' }, pipe: 'opening', attempt: 3, heardMs: undefined },
  'taking over': { ...live, view: { link: 'taking-over', sinceMs: T - 800 }, heardMs: undefined, host: { host: 'taking-over' } },
  'taking over, too long': { ...live, view: { link: 'taking-over', sinceMs: T - TAKE_OVER_MS }, heardMs: undefined, host: { host: 'starting' } },
  'refused by the shell': { ...live, view: { link: 'lost', sinceMs: T - 5000, cause: 'refused' }, heardMs: undefined },
}

const EVENTS: Readonly<Record<string, LinkEvent>> = {
  'pipe opened': { event: 'pipe-opened' },
  'pipe closed': { event: 'pipe-closed' },
  'host heard': { event: 'host-heard' },
  'told: running': { event: 'host-told', state: { host: 'running' } },
  'told: taking over': { event: 'host-told', state: { host: 'taking-over' } },
  'told: starting': { event: 'host-told', state: { host: 'starting' } },
  'told: died': { event: 'host-told', state: { host: 'died', againInMs: 250 } },
  'told: refused': { event: 'host-told', state: { host: 'refused', error: { code: 'SITE_MISSING', detail: '' }, problems: [] } },
  'silence timer': { event: 'timer-expired', timer: 'silence' },
  'open timer': { event: 'timer-expired', timer: 'open' },
}

const inShort = ({ view, pipe, attempt }: LinkState): string => `${view.link}${'cause' in view ? ` ${view.cause}` : ''}${'sinceMs' in view ? ` since ${view.sinceMs - T}` : ''}, pipe ${pipe}${attempt === 0 ? '' : ` try ${attempt}`}`

describe('the link of a page', () => {
  it('does what the reviewed table says', async () => {
    const table = goldenTable<LinkState, LinkEvent, LinkEffect>({ states: STATES, events: EVENTS, step: (state, event) => reduceLink(state, event, T), state: inShort, effect: inWords })
    await expect(table).toMatchFileSnapshot('../../../fixtures/page/link-table.txt')
  })

  /** Plays events and timers in the order of time, as the edge would. @returns every view with the moment it came */
  function play(events: readonly (readonly [atMs: number, event: LinkEvent])[], untilMs: number): (readonly [number, string])[] {
    let { state, effects } = beginLink(0)
    let timers = new Map<string, number>()
    const seen: [number, string][] = [[0, state.view.link]]
    const arm = (now: number, all: readonly LinkEffect[]): void => {
      for (const effect of all) if (effect.effect === 'start-timer') timers.set(effect.timer, now + effect.ms)
    }
    arm(0, effects)
    const waiting = [...events]
    for (;;) {
      const due = [...timers].toSorted((one, other) => one[1] - other[1])[0]
      const next = waiting[0]
      const now = Math.min(due?.[1] ?? Number.POSITIVE_INFINITY, next?.[0] ?? Number.POSITIVE_INFINITY)
      if (now > untilMs) return seen
      const isTimer = due !== undefined && due[1] === now && (next === undefined || next[0] !== now)
      const event: LinkEvent = isTimer ? { event: 'timer-expired', timer: due[0] as 'silence' | 'open' } : (waiting.shift() as readonly [number, LinkEvent])[1]
      if (isTimer) timers = new Map([...timers].filter(([name]) => name !== due[0]))
      const step = reduceLink(state, event, now)
      if (step.state.view.link !== state.view.link) seen.push([now, step.state.view.link])
      state = step.state
      effects = step.effects
      arm(now, effects)
    }
  }

  it('says after 1.5 s that its data is old, after 3 s that Achterwacht does not work, when the host stands still', () => {
    const pulses = [500, 1000, 1500, 2000].map((at) => [at, { event: 'host-heard' }] as const)
    expect(play([[100, { event: 'pipe-opened' }], ...pulses], 8000)).toEqual([[0, 'connecting'], [500, 'live'], [2000 + STALE_MS, 'stale'], [2000 + LOST_MS, 'lost']])
  })

  it('says at once that it is lost when the pipe closes or the shell says the host died', () => {
    const up: readonly (readonly [number, LinkEvent])[] = [[100, { event: 'pipe-opened' }], [200, { event: 'host-heard' }]]
    expect(play([...up, [900, { event: 'pipe-closed' }]], 1000).at(-1)).toEqual([900, 'lost'])
    expect(play([...up, [900, { event: 'host-told', state: { host: 'died', againInMs: 0 } }]], 1000).at(-1)).toEqual([900, 'lost'])
  })

  it('waits for a host that is starting before it calls it dead', () => {
    expect(play([[100, { event: 'pipe-opened' }]], START_MS + 100)).toEqual([[0, 'connecting'], [START_MS, 'lost']])
  })

  describe('while the console begins anew with another plan', () => {
    const told = (host: 'taking-over' | 'starting' | 'running'): LinkEvent => ({ event: 'host-told', state: { host } })
    const before = [[10, { event: 'pipe-opened' }], [20, { event: 'host-heard' }], [1000, { event: 'host-heard' }], [1100, told('taking-over')]] as const

    it('says so calmly, whatever the pipe does and the old one still says, until the new one is heard', () => {
      const seen = play([...before, [1150, { event: 'host-heard' }], [1300, { event: 'pipe-closed' }], [1310, told('starting')], [1350, { event: 'pipe-opened' }], [1700, told('running')], [1750, { event: 'host-heard' }]], 2000)
      expect(seen.map(([, view]) => view)).toEqual(['connecting', 'live', 'taking-over', 'live'])
    })

    it('is an outage like any other when it is not back in three seconds, or dies', () => {
      expect(play([...before, [1310, told('starting')]], 6000).at(-1)).toEqual([1100 + TAKE_OVER_MS, 'lost'])
      expect(play([...before, [1400, { event: 'host-told', state: { host: 'died', againInMs: 0 } }]], 1500).at(-1)).toEqual([1400, 'lost'])
    })
  })
})
