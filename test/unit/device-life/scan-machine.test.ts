// When it is looked what is plugged in: the whole table, and what people count on, one sentence each.
import { describe, expect, test } from 'vitest'
import { INITIAL_SCAN, reduceScan, RETRY_MS, type ScanEffect, type ScanEvent, type ScanState, type ScanTimer } from '../../../native/transport/device-scan/scan-machine.ts'
import { goldenTable, inWords } from '../../support/golden-table.ts'

const hearing = { hears: true, settling: false, failures: 0 } as const
const STATES: Readonly<Record<string, ScanState>> = {
  'stopped': INITIAL_SCAN,
  'idle, with events': { scan: 'idle', ...hearing },
  'idle, without events': { scan: 'idle', ...hearing, hears: false },
  'idle, settling': { scan: 'idle', ...hearing, settling: true },
  'running': { scan: 'running', ...hearing },
  'running, without events': { scan: 'running', ...hearing, hears: false },
  'running, settling': { scan: 'running', ...hearing, settling: true },
  'running, one more wanted': { scan: 'again', ...hearing },
  'idle after two failures': { scan: 'idle', ...hearing, failures: 2 },
  'running after many failures': { scan: 'running', ...hearing, failures: 9 },
}
const expired = (timer: ScanTimer): ScanEvent => ({ event: 'timer-expired', timer })
const EVENTS: Readonly<Record<string, ScanEvent>> = {
  'started, with events': { event: 'started', hears: true },
  'started, without events': { event: 'started', hears: false },
  'stopped': { event: 'stopped' },
  'changed': { event: 'changed' },
  'events found': { event: 'events-found' },
  'events lost': { event: 'events-lost' },
  'scanned': { event: 'scanned' },
  'scan failed': { event: 'scan-failed' },
  'settle expired': expired('settle'),
  'second expired': expired('second'),
  'third expired': expired('third'),
  'poll expired': expired('poll'),
  'retry expired': expired('retry'),
}
const inShort = (state: ScanState): string =>
  state.scan === 'stopped' ? 'stopped' : [state.scan, state.hears ? 'hears' : 'polls', ...(state.settling ? ['settling'] : []), ...(state.failures > 0 ? [`failed ${state.failures}`] : [])].join(' ')

test('does with every state and event what its reviewed table says', async () => {
  const table = goldenTable<ScanState, ScanEvent, ScanEffect>({ states: STATES, events: EVENTS, step: reduceScan, state: inShort, effect: inWords })
  await expect(table).toMatchFileSnapshot('../../fixtures/device-life/scan-table.txt')
})

describe('a scan', () => {
  const run = (state: ScanState, ...events: ScanEvent[]): { readonly state: ScanState; readonly scans: number; readonly waits: readonly number[] } =>
    events.reduce((sum, event) => {
      const { state: next, effects } = reduceScan(sum.state, event)
      return {
        state: next,
        scans: sum.scans + effects.filter(({ effect }) => effect === 'scan').length,
        waits: [...sum.waits, ...effects.flatMap((effect) => (effect.effect === 'start-timer' && effect.timer === 'retry' ? [effect.ms] : []))],
      }
    }, { state, scans: 0, waits: [] as readonly number[] })

  test('never runs beside another, and of all that is wanted meanwhile one more follows', () => {
    const during = run({ scan: 'running', ...hearing }, expired('second'), expired('third'), { event: 'changed' }, expired('settle'), expired('retry'))
    expect(during.scans).toBe(0)
    expect(run(during.state, { event: 'scanned' }, { event: 'scanned' })).toMatchObject({ scans: 1, state: { scan: 'idle' } })
  })

  test('is not put off by a device that comes and goes without end', () => {
    const changed: ScanEvent = { event: 'changed' }
    expect(run({ scan: 'idle', ...hearing }, changed, changed, changed, expired('settle')).scans).toBe(1)
    expect(reduceScan({ scan: 'idle', ...hearing, settling: true }, changed).effects).not.toContainEqual(expect.objectContaining({ timer: 'settle' }))
  })

  test('that fails is repeated after longer and longer waits, and one that succeeds begins them anew', () => {
    const failed: ScanEvent[] = Array.from({ length: 7 }, () => [{ event: 'scan-failed' }, expired('retry')] as ScanEvent[]).flat()
    const failing = run({ scan: 'running', ...hearing }, ...failed)
    expect(failing.waits).toEqual([...RETRY_MS, 30_000, 30_000])
    expect(run(failing.state, { event: 'scanned' }, expired('third'), { event: 'scan-failed' }).waits).toEqual([1_000])
  })

  test('that fails is not pressed by the clock either, where no events come', () => {
    const failing = run(INITIAL_SCAN, { event: 'started', hears: false }, { event: 'scan-failed' }, expired('poll'), expired('poll'))
    expect(failing.scans).toBe(1)
    expect(run(failing.state, expired('retry'), { event: 'scanned' }, expired('poll')).scans).toBe(2)
  })

  test('happens by the clock only while no events come', () => {
    const polling = run(INITIAL_SCAN, { event: 'started', hears: false }, { event: 'scanned' }, expired('poll'), { event: 'scanned' }, expired('poll'), { event: 'scanned' })
    expect(polling.scans).toBe(3)
    expect(run(polling.state, { event: 'events-found' }, { event: 'scanned' }, expired('poll'), expired('poll')).scans).toBe(1)
  })
})
