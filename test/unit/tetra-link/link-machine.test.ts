// The life of the line to a radio: the whole table, and what plugging in changes.
import { describe, expect, test } from 'vitest'
import { INITIAL_LINK, reduceLink, type LinkEffect, type LinkEvent, type LinkState } from '../../../native/tetra-pei/link-machine.ts'
import { goldenTable, inWords } from '../../support/golden-table.ts'
import { createRadioBench } from '../../support/radio-bench.ts'

const NOW = 10_000
const STATES: Readonly<Record<string, LinkState>> = {
  'closed': INITIAL_LINK,
  'opening': { link: 'opening', attempt: 0 },
  'opening, after vain attempts': { link: 'opening', attempt: 4 },
  'probing': { link: 'probing', attempt: 0, tries: 0 },
  'probing, silent once': { link: 'probing', attempt: 0, tries: 1 },
  'probing, silent long': { link: 'probing', attempt: 1, tries: 7 },
  'hanging up': { link: 'hanging-up', attempt: 1 },
  'initialising': { link: 'initialising', attempt: 1 },
  'up': { link: 'up', sinceMs: 5_000, misses: 0 },
  'up, one miss': { link: 'up', sinceMs: 5_000, misses: 1 },
  'waiting': { link: 'waiting', attempt: 3, cause: 'LINK_MISSING', untilMs: 15_000 },
}
const EVENTS: Readonly<Record<string, LinkEvent>> = {
  'started': { event: 'started' },
  'stopped': { event: 'stopped' },
  'opened': { event: 'opened' },
  'open failed': { event: 'open-failed', cause: 'LINK_DENIED' },
  'lost': { event: 'lost', cause: 'LINK_LOST' },
  'probe answered': { event: 'probe-answered', owesHangUp: false },
  'probe answered, owes hang-up': { event: 'probe-answered', owesHangUp: true },
  'probe unanswered': { event: 'probe-unanswered' },
  'hung up': { event: 'hung-up' },
  'hang-up failed': { event: 'hang-up-failed' },
  'initialised': { event: 'initialised' },
  'initialising failed': { event: 'initialising-failed' },
  'command answered': { event: 'command-answered' },
  'command unanswered': { event: 'command-unanswered' },
  'restart seen': { event: 'restart-seen' },
  'device arrived': { event: 'device-arrived' },
  'timer expired': { event: 'timer-expired' },
}
const inShort = ({ link, ...rest }: LinkState): string => [link, ...Object.entries(rest).map(([name, value]) => `${name}=${value}`)].join(' ')

test('does with every state and event what its reviewed table says', async () => {
  const table = goldenTable<LinkState, LinkEvent, LinkEffect>({ states: STATES, events: EVENTS, step: (state, event) => reduceLink(state, event, NOW), state: inShort, effect: inWords })
  await expect(table).toMatchFileSnapshot('../../fixtures/tetra-link/link-table.txt')
})

describe('a radio that is plugged in', () => {
  test('is opened at once, its absence told once with the words of the line, and the waits begin anew', async () => {
    let arrive = (): void => undefined
    const bench = createRadioBench({ arrivals: { onArrived: (listener) => { arrive = listener; return () => undefined } } })
    bench.line.openResult = { ok: false, error: { code: 'LINK_BUSY', detail: '/dev/ttyUSB0: taken by control-radio' } }
    bench.driver.start()
    await bench.run(60_000)
    expect(bench.events).toEqual([{ event: 'link', link: { link: 'down', cause: 'LINK_BUSY', detail: '/dev/ttyUSB0: taken by control-radio' } }])
    const before = bench.line.opens
    arrive()
    await bench.run(0)
    expect(bench.line.opens).toBe(before + 1)
    bench.line.openResult = { ok: true, value: undefined }
    await bench.run(1_000)
    expect(bench.line.opens).toBe(before + 2)
    await bench.run(5_000)
    expect(bench.driver.link).toEqual({ link: 'up' })
    arrive()
    await bench.run(10_000)
    expect(bench.line.opens).toBe(before + 2)
    await Promise.all([bench.driver.stop(), bench.run(3_000)])
    arrive()
    await bench.run(10_000)
    expect(bench.line.opens).toBe(before + 2)
  })
})
