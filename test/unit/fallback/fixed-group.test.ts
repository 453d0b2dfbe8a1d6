// Switching with a set that stands on a group of its own: named by it, never chosen by itself for another, never turned.
import { describe, expect, test } from 'vitest'
import { initialSwitch, switchReducer, type SavedSwitch } from '../../../electron/host/fallback/switch-machine.ts'
import { nextForPerson } from '../../../electron/host/fallback/automatic.ts'
import type { Readiness, SwitchEvent, SwitchFacts, SwitchPlan, SwitchSettings, SwitchState } from '../../../electron/host/fallback/types.ts'
import { inWords } from '../../support/golden-table.ts'

const SETTINGS: SwitchSettings = {
  confirmMs: 1000, settleMs: 3000, countdownMs: 5000, holdMs: 60_000, holdMaxMs: 3_600_000, relapseMemoryMs: 14_400_000,
  ownSpeechMs: 30_000, forceAfterMs: 1000, cutMs: 2000, emergencyQuietMs: 10_000, hardTimeoutMs: 120_000,
}
const plan = (fixedGroup: string): SwitchPlan => ({
  channels: [{ id: 'rbs', kind: 'rbs' }, { id: 'set', kind: 'keyed', fixedGroup }, { id: 'desk', kind: 'tetra' }],
  groups: ['1', '2'], mode: 'act', automatic: true,
})
const READY: Readiness = { state: 'ready', verifiedAtMs: 0 }
const LOST: Readiness = { state: 'failed', cause: 'link-lost' }
const facts = (readiness: SwitchFacts['readiness'], more: Partial<SwitchFacts> = {}): SwitchEvent => ({
  event: 'facts-changed', facts: { rbs: 'down', proofs: 2, ownNetworkDown: false, networkSilent: false, manned: true, readiness, ownTransmission: false, heard: false, emergencyOpen: false, ...more },
})
const OK: SwitchFacts = { rbs: 'ok', proofs: 0, ownNetworkDown: false, networkSilent: false, manned: true, readiness: {}, ownTransmission: false, heard: false, emergencyOpen: false }

function play(fixedGroup: string, saved: SavedSwitch | undefined, ...events: SwitchEvent[]): { state: SwitchState; said: string[]; selects: string[] } {
  const rules = plan(fixedGroup)
  let state = initialSwitch(rules, SETTINGS, { facts: OK, nowMs: 0, ...(saved ? { saved } : {}) })
  const said: string[] = []
  const selects: string[] = []
  events.forEach((event, index) => {
    const step = switchReducer(rules, SETTINGS)(state, event, 10_000 * (index + 1))
    state = step.state
    for (const effect of step.effects) {
      if (effect.effect === 'report') said.push(inWords(effect.report))
      if (effect.effect === 'select') selects.push(`${effect.channel} ${effect.group}`)
    }
  })
  return { state, said, selects }
}
const press = (to?: string, group?: string): SwitchEvent => ({ event: 'switch-pressed', ...(to === undefined ? {} : { to }), ...(group === undefined ? {} : { group }) })

describe('by itself', () => {
  test('the console goes to a set that stands on the wanted group', () => {
    expect(play('1', undefined, facts({ set: READY, desk: LOST })).said).toContain('countdown-started to=set ms=5000')
  })

  test('the console never goes to a set that stands on another group, and takes the next radio instead', () => {
    expect(play('2', undefined, facts({ set: READY, desk: LOST })).said).toEqual([])
    expect(play('2', undefined, facts({ set: READY, desk: READY })).said).toContain('countdown-started to=desk ms=5000')
    expect(play('', undefined, facts({ set: READY, desk: LOST })).said).toEqual([])
  })

  test('a channel that did not confirm is followed by one of the same group only', () => {
    const refused: SwitchEvent = { event: 'channel-refused', channel: 'desk', cause: 'LINK_TIMEOUT' }
    expect(play('2', undefined, facts({ set: READY, desk: READY }, { proofs: 0 }), press('desk'), refused).selects).toEqual(['desk 1'])
    expect(play('1', undefined, facts({ set: READY, desk: READY }, { proofs: 0 }), press('desk'), refused).selects).toEqual(['desk 1', 'set 1'])
  })

  test('a set that did not confirm is followed by a radio in the group that was wanted, not in the set\'s own', () => {
    const refused: SwitchEvent = { event: 'channel-refused', channel: 'set', cause: 'LINK_TIMEOUT' }
    expect(play('2', undefined, facts({ set: READY, desk: READY }, { proofs: 0 }), press('set'), refused).selects).toEqual(['set 2', 'desk 1'])
  })
})

describe('a person', () => {
  test('is offered a set on another group only when nothing else is ready', () => {
    const { state } = play('2', undefined, facts({ set: READY, desk: LOST }))
    expect(nextForPerson(plan('2'), state)).toBe('set')
    expect(nextForPerson(plan('2'), play('2', undefined, facts({ set: READY, desk: READY })).state)).toBe('desk')
  })

  test('who switches to it works in the group it stands on', () => {
    const { state, selects } = play('2', undefined, facts({ set: READY, desk: LOST }), press('set'), { event: 'channel-confirmed', channel: 'set', group: '2' })
    expect(selects).toEqual(['set 2'])
    expect(state).toMatchObject({ active: { channel: 'set', group: '2', confirmed: true }, wantedGroup: '2' })
  })

  test('a press that names another group than the set\'s is refused', () => {
    expect(play('2', undefined, facts({ set: READY }), press('set', '1')).said.at(-1)).toBe('press-refused cause=fixed-group')
  })

  test('a group key does not turn it, and the group it is on is where one already is', () => {
    const there: SwitchEvent[] = [facts({ set: READY, desk: LOST }), press('set'), { event: 'channel-confirmed', channel: 'set', group: '2' }]
    expect(play('2', undefined, ...there, { event: 'group-pressed', group: '1' }).said.at(-1)).toBe('press-refused cause=fixed-group')
    expect(play('2', undefined, ...there, { event: 'group-pressed', group: '2' }).said.at(-1)).toBe('press-refused cause=already-there')
    expect(play('2', undefined, ...there, press('set')).said.at(-1)).toBe('press-refused cause=already-there')
  })

  test('a set in no group keeps the wanted group for the next switch', () => {
    const { state } = play('', undefined, facts({ set: READY, desk: LOST }), press('set'), { event: 'channel-confirmed', channel: 'set', group: '' })
    expect(state).toMatchObject({ active: { channel: 'set', group: '', confirmed: true }, wantedGroup: '1' })
  })
})

test('a start on the set takes the group of the plan, whatever was saved', () => {
  expect(play('2', { channel: 'set', group: '1' }).state.active).toMatchObject({ channel: 'set', group: '2', confirmed: false })
  expect(play('', { channel: 'set', group: '', wantedGroup: '2' }).state).toMatchObject({ active: { group: '' }, wantedGroup: '2' })
})

test('a set whose carrier cannot be told is confirmed again and can be spoken through; one that is gone is not', () => {
  const saved: SavedSwitch = { channel: 'set', group: '1' }
  expect(play('1', saved, facts({ set: { state: 'unknown', cause: 'carrier-unknown' } })).selects).toEqual(['set 1'])
  expect(play('1', saved, facts({ set: { state: 'unknown', cause: 'not-verified' } })).selects).toEqual([])
  expect(play('1', saved, facts({ set: { state: 'failed', cause: 'no-modem-lines' } })).selects).toEqual([])
})
