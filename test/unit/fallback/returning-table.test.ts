// The way back, as a table: the hold in each of its moments, and what an offered, an early and a late return do.
import { expect, test } from 'vitest'
import type { SwitchEvent, SwitchFacts } from '../../../electron/host/fallback/types.ts'
import { BY_HAND, confirmed, DOWN, press, SETTINGS, SwitchBench, switchTable, timer } from '../../support/switch-bench.ts'

const HOUR = 3_600_000
const NOW = 20 * HOUR
/** Longer than the longest hold. */
const LONG_AGO_MS = HOUR + 120_000
const RETURN: SwitchEvent = { event: 'return-pressed' }

/** On the desk radio a minute before `backMs`, when the RBS answers again. */
const back = (bench: SwitchBench, backMs: number): SwitchBench =>
  bench.know(backMs - 60_000, DOWN).at(backMs - 59_000, press('desk')).at(backMs - 58_000, confirmed('desk', '1')).know(backMs, { rbs: 'ok', proofs: 0 })

/** Goes back as soon as it is offered, and the RBS fails again ten seconds later; as often as is said, the last time at `lastMs`. */
function relapsed(times: number, lastMs: number): SwitchBench {
  const bench = new SwitchBench(BY_HAND)
  const starts = Array.from({ length: times }, (_one, at) => lastMs - (times - 1 - at) * 2 * HOUR)
  for (const startMs of starts) {
    back(bench, startMs - LONG_AGO_MS)
    bench.at(startMs - 20_000, timer('hold')).at(startMs - 10_000, RETURN).know(startMs, DOWN)
  }
  return bench
}

test('does with every state and event what its reviewed table says', async () => {
  const facts = (changed: Partial<SwitchFacts>) => (bench: SwitchBench): SwitchEvent => ({ event: 'facts-changed', facts: { ...bench.facts, ...changed } })
  const always = (event: SwitchEvent) => (): SwitchEvent => event
  const table = switchTable({
    'hold begun 20 s ago': back(new SwitchBench(BY_HAND), NOW - 20_000),
    'hold over, the RBS limited': back(new SwitchBench(BY_HAND), NOW - 70_000).know(NOW - 70_000, { rbs: 'degraded' }).at(NOW - 10_000, timer('hold')),
    'hold over, somebody speaks': back(new SwitchBench(BY_HAND), NOW - 70_000).know(NOW - 60_000, { heard: true }).at(NOW - 10_000, timer('hold')),
    'hold over, an emergency is open': back(new SwitchBench(BY_HAND), NOW - 70_000).know(NOW - 60_000, { emergencyOpen: true, lastEmergencyMs: NOW - 5000 }).at(NOW - 10_000, timer('hold')),
    'return offered': back(new SwitchBench(BY_HAND), NOW - 70_000).at(NOW - 10_000, timer('hold')),
    'return asked while we transmit': back(new SwitchBench(BY_HAND), NOW - 70_000).at(NOW - 10_000, timer('hold')).know(NOW - 5000, { ownTransmission: true }).at(NOW - 4000, RETURN),
    'on the desk radio, RBS down': new SwitchBench(BY_HAND).know(NOW - 60_000, DOWN).at(NOW - 50_000, press('desk')).at(NOW - 49_000, confirmed('desk', '1')),
    'gone back an hour ago': back(new SwitchBench(BY_HAND), NOW - 2 * HOUR).at(NOW - HOUR, RETURN),
    'gone back 4 h and 1 s ago': back(new SwitchBench(BY_HAND), NOW - 6 * HOUR).at(NOW - SETTINGS.relapseMemoryMs - 1000, RETURN),
    'relapsed once, an hour ago, on the desk radio': relapsed(1, NOW - HOUR).at(NOW - HOUR + 5000, press('desk')).at(NOW - HOUR + 6000, confirmed('desk', '1')),
    'relapsed six times, on the desk radio': relapsed(6, NOW - HOUR).at(NOW - HOUR + 5000, press('desk')).at(NOW - HOUR + 6000, confirmed('desk', '1')),
    'relapsed 4 h ago, on the desk radio': relapsed(1, NOW - SETTINGS.relapseMemoryMs).at(NOW - 5000, press('desk')).at(NOW - 4000, confirmed('desk', '1')),
  }, {
    'RBS ok': facts({ rbs: 'ok', proofs: 0 }),
    'RBS limited': facts({ rbs: 'degraded', proofs: 0 }),
    'RBS unknown': facts({ rbs: 'unknown', proofs: 0 }),
    'RBS down': facts(DOWN),
    'own network down': facts({ ownNetworkDown: true }),
    'somebody speaks': facts({ heard: true }),
    'nobody speaks, no emergency': facts({ heard: false, emergencyOpen: false, ownTransmission: false }),
    'we transmit': facts({ ownTransmission: true }),
    'an emergency comes': facts({ emergencyOpen: true, lastEmergencyMs: NOW }),
    'hold time over': always(timer('hold')),
    'return': always(RETURN),
    'stood still': always({ event: 'stood-still' }),
  }, NOW)
  await expect(table).toMatchFileSnapshot('../../fixtures/fallback/returning-table.txt')
})
