// What a keyed set is worth: its readiness, and that hearing by ear is not hearing an emergency call.
import { expect, test } from 'vitest'
import { coverageOf, type CoverageInput } from '../../../electron/host/fallback/coverage.ts'
import { keyedReadiness, type KeyedChannelFacts } from '../../../electron/host/fallback/readiness.ts'

const FACTS: KeyedChannelFacts = { link: { link: 'up' }, wire: 'modem', verifiedAtMs: 1000, carrierUnknown: false, verifyEveryMs: 30_000 }
const down = (cause: 'LINK_LOST' | 'LINK_UNSUPPORTED' | 'LINK_UNGUARDED'): KeyedChannelFacts['link'] => ({ link: 'down', cause, detail: '' })

test.each<[string, Partial<KeyedChannelFacts>, object]>([
  ['a line that took an un-keying lately is ready', {}, { state: 'ready', verifiedAtMs: 1000 }],
  ['one whose proof is old is stale', { verifiedAtMs: -40_000 }, { state: 'stale', verifiedAtMs: -40_000 }],
  ['one that was never proven is unknown', { verifiedAtMs: undefined as never }, { state: 'unknown', cause: 'not-verified' }],
  ['one that is still opening, or is not opened at all, is unknown', { link: { link: 'opening' }, verifiedAtMs: undefined as never }, { state: 'unknown', cause: 'not-verified' }],
  ['one whose carrier is wired and tells nothing is unknown', { carrierUnknown: true }, { state: 'unknown', cause: 'carrier-unknown' }],
  ['a lost line has failed', { link: down('LINK_LOST') }, { state: 'failed', cause: 'link-lost' }],
  ['a port without modem lines has failed, and says why', { link: down('LINK_UNSUPPORTED') }, { state: 'failed', cause: 'no-modem-lines' }],
  ['a pin that nothing can stand guard over has failed, and says why', { link: down('LINK_UNGUARDED'), wire: 'pin' }, { state: 'failed', cause: 'no-guard' }],
  ['a pin without its library is not said to lack modem lines', { link: down('LINK_UNSUPPORTED'), wire: 'pin' }, { state: 'failed', cause: 'link-lost' }],
  ['one that depends on what failed later is struck out', { failedDependency: { id: 'mast', sinceMs: 2000 } }, { state: 'struck-out', dependency: 'mast' }],
])('%s', (_name, facts, readiness) => {
  expect(keyedReadiness({ ...FACTS, ...facts }, 5000)).toEqual(readiness)
})

const READY = { state: 'ready', verifiedAtMs: 0 } as const
const onSet = (more: Partial<CoverageInput> = {}): CoverageInput => ({
  groups: ['1', '2'],
  devices: [{ id: 'set', label: 'Set', hears: '1', byEarOnly: true }, { id: 'control', label: 'Control', hears: '2' }],
  alternatives: [{ channel: 'set', device: 'set', readiness: READY, isFixed: true, spoken: 'lately' }],
  active: { channel: 'set', confirmed: true },
  next: undefined,
  wantedGroup: '1',
  ...more,
})

test('a group that only a keyed set hears is heard by ear, and no emergency call of it', () => {
  expect(coverageOf(onSet())).toMatchObject({ unheard: [], byEarOnly: ['1'], sufficiency: 'thin', reasons: [{ code: 'no-emergency' }, { code: 'one-left' }] })
})

test('a group that a radio hears as well is not by ear only', () => {
  const devices = [{ id: 'set', label: 'Set', hears: '1', byEarOnly: true }, { id: 'control', label: 'Control', hears: '1' }]
  expect(coverageOf(onSet({ devices })).byEarOnly).toBeUndefined()
})

test('switching to a keyed set moves it to no other group', () => {
  const after = coverageOf(onSet({ active: { channel: 'rbs', confirmed: true }, next: 'set', wantedGroup: '2', devices: [{ id: 'set', label: 'Set', hears: '1', byEarOnly: true }] }))
  expect(after.unheard).toEqual(['2'])
})
