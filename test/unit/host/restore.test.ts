// What a host knows after a restart: the channel, the hold and its relapses, the open emergencies; and nothing from garbage.
import { describe, expect, test } from 'vitest'
import type { SmallFile } from '../../../electron/host/devices/small-file.ts'
import { initialSwitch } from '../../../electron/host/fallback/switch-machine.ts'
import type { SwitchFacts, SwitchSettings, SwitchState } from '../../../electron/host/fallback/types.ts'
import type { Ledger, StoredEntry } from '../../../electron/host/ledger/port.ts'
import { restore, switchAfter, switchAfterSchema, type SwitchAfter } from '../../../electron/host/restore.ts'
import { earlierSay } from '../../../electron/host/say/earlier.ts'
import { failure } from '../../../native/kit/errors.ts'
import { fail, ok } from '../../../native/kit/result.ts'

const UTC = Date.UTC(2026, 0, 1)
const HOUR = 3_600_000
const FACTS: SwitchFacts = { rbs: 'ok', ownNetworkDown: false, networkSilent: false, manned: true, proofs: 0, readiness: {}, ownTransmission: false, heard: false, emergencyOpen: false }
const PLAN = { channels: [{ id: 'rbs', kind: 'rbs' }, { id: 'desk', kind: 'tetra' }], groups: ['4037001', '4037002'], mode: 'act', automatic: true, manned: true } as const
const SETTINGS = { holdMs: 60_000 } as SwitchSettings

function state(change: Partial<SwitchState>): SwitchState {
  return { ...initialSwitch(PLAN, SETTINGS, { facts: FACTS, nowMs: 0 }), ...change }
}
const onDesk = state({
  active: { channel: 'desk', group: '4037002', sinceMs: 5000.5, confirmed: true },
  wantedGroup: '4037002',
  relapse: { holdMs: 240_000, lastReturnMs: 100_000.25, lastRelapseMs: 400_000 },
})

const file = (read: ReturnType<SmallFile<SwitchAfter>['read']>): SmallFile<SwitchAfter> => ({ read: () => read, write: () => undefined, remove: () => undefined })
const ABSENT = file({ found: 'absent' })
const entry = (seq: number, kind: string, payload: object, content?: string): StoredEntry =>
  ({ seq, utcMs: UTC, kind, actor: { role: 'system', position: 'host' }, payload: payload as StoredEntry['payload'], ...(content === undefined ? {} : { content }) })
const ledger = (...entries: StoredEntry[]): Pick<Ledger, 'latest'> => ({
  latest: async (kinds, limit) => ok(entries.filter((one) => kinds.includes(one.kind)).toReversed().slice(0, limit)),
})

describe('the channel', () => {
  test('comes back through its own schema, with its relapse at the same age on a new clock', async () => {
    const after = switchAfter(onDesk, { nowMs: 500_000, utcMs: UTC })
    expect(switchAfterSchema.parse(JSON.parse(JSON.stringify(after)))).toEqual(after)
    expect(after).toMatchObject({ returnedUtcMs: UTC - 400_000, relapsedUtcMs: UTC - 100_000 })
    const restored = await restore(ledger(), file({ found: 'value', value: after }), { nowMs: 1000, utcMs: UTC + HOUR })
    expect(restored.switch).toEqual({
      channel: 'desk', group: '4037002', wantedGroup: '4037002',
      relapse: { holdMs: 240_000, lastReturnMs: 1000 - 400_000 - HOUR, lastRelapseMs: 1000 - 100_000 - HOUR },
    })
  })

  test('keeps no age below zero when the clock was set back meanwhile', async () => {
    const after = switchAfter(onDesk, { nowMs: 500_000, utcMs: UTC })
    const restored = await restore(ledger(), file({ found: 'value', value: after }), { nowMs: 1000, utcMs: UTC - HOUR })
    expect(restored.switch?.relapse).toMatchObject({ lastReturnMs: 1000, lastRelapseMs: 1000 })
  })

  test('is taken from the record when the file is gone or garbage', async () => {
    const after = switchAfter(onDesk, { nowMs: 500_000, utcMs: UTC })
    const record = ledger(entry(1, 'switch.switched', { after: { ...after, channel: 'old' } }), entry(2, 'switch.group-changed', { after }))
    for (const kept of [ABSENT, file({ found: 'unreadable' })]) {
      expect((await restore(record, kept, { nowMs: 0, utcMs: UTC })).switch).toMatchObject({ channel: 'desk', group: '4037002' })
    }
  })

  test.each([{}, { after: 'desk' }, { after: { channel: 7 } }])('is not believed from an entry that is not one of ours (%j)', async (payload) => {
    expect((await restore(ledger(entry(1, 'switch.switched', payload)), ABSENT, { nowMs: 0, utcMs: UTC })).switch).toBeUndefined()
  })

  test('is the RBS when neither file nor record can be read', async () => {
    const broken: Pick<Ledger, 'latest'> = { latest: async () => fail(failure('STORE_UNREADABLE', 'test')) }
    expect(await restore(broken, file({ found: 'unreadable' }), { nowMs: 0, utcMs: UTC })).toEqual({ emergencies: undefined })
  })
})

test('emergencies that were raised and not taken are open again', async () => {
  const record = ledger(
    entry(1, 'emergency.raised', { alarm: 'a', device: 'desk', kind: 'call' }, '6101629'),
    entry(2, 'emergency.raised', { alarm: 'b', device: 'desk', kind: 'status' }, '6101630'),
    entry(3, 'emergency.taken', { alarm: 'a' }),
  )
  const { emergencies } = await restore(record, ABSENT, { nowMs: 0, utcMs: UTC })
  expect(emergencies?.filter((one) => one.taken === undefined).map((one) => one.id)).toEqual(['b'])
})

describe('what was announced', () => {
  test('is found behind a day of roll calls: a text that a group has is not offered to it again', async () => {
    const answers = Array.from({ length: 1200 }, (_one, at) => entry(at + 10, 'roll-call.answered', { by: 'radio', present: true }, `unit ${at}`))
    const restored = await restore(ledger(entry(1, 'switch.switched', { to: 'desk', group: '4037001' }), entry(2, 'say.preset-asked', { group: '4037001' }), entry(3, 'say.preset-sent', { group: '4037001' }), ...answers), ABSENT, { nowMs: 0, utcMs: UTC })
    expect(earlierSay(restored.announcing, { everyMs: 1 }, { nowMs: 0, utcMs: UTC }).card?.preset.sentTo).toEqual(['4037001'])
    expect(restored.announcing?.map(({ seq }) => seq)).toEqual(restored.announcing?.map(({ seq }) => seq).toSorted((one, other) => other - one))
  })
})
