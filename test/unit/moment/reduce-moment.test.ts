// What each kind of entry makes of a moment: one row a kind at least, and no kind without a row.
import { expect, test } from 'vitest'
import type { JsonObject } from '../../../electron/contract/words.ts'
import { NOTHING_KNOWN, type MomentState } from '../../../electron/host/moment/moment-state.ts'
import { MOMENT_KINDS, reduceMoment } from '../../../electron/host/moment/reduce-moment.ts'
import { viewMoment } from '../../../electron/host/moment/view-moment.ts'

const AT = 1_600_000
const BEFORE: MomentState = {
  host: { word: 'running', since: 1 },
  mode: 'act',
  services: { rbs: { now: 'ok', since: 10, why: { code: 'answers' } }, lan: { now: 'down', since: 20, unstable: 15, maintenance: true } },
  diagnosis: { kind: 'normal', since: 11 },
  channel: { id: 'rbs', since: 1 },
  ptt: { phase: 'idle', since: 1 },
  devices: { desk: { link: 'up', since: 2 } },
  alarms: { 'service:lan': { kind: 'service', severity: 'error', code: 'service-down', params: {}, acknowledged: true, since: 20 }, 'device:desk': { kind: 'device', severity: 'warning', code: 'LINK_LOST', params: {}, acknowledged: false, since: 3 } },
  emergencies: { 'emergency:1': 30 },
  faults: ['S-1'],
}

type Row = readonly [kind: string, payload: JsonObject, change: Partial<MomentState>]
const services = (change: MomentState['services']): Partial<MomentState> => ({ services: { ...BEFORE.services, ...change } })
const alarms = (change: MomentState['alarms']): Partial<MomentState> => ({ alarms: { ...BEFORE.alarms, ...change } })
const lanAlarm = BEFORE.alarms['service:lan']
const deskAlarm = BEFORE.alarms['device:desk']
if (!lanAlarm || !deskAlarm) throw new Error('the table has no alarms')
const desk = { channel: 'desk', group: '4037001', wantedGroup: '4037001', holdMs: 1 }

const ROWS: readonly Row[] = [
  ['service.changed', { service: 'rbs', from: 'ok', to: 'down', at: 1_599_000, why: { code: 'silent' } }, services({ rbs: { now: 'down', since: 1_599_000, why: { code: 'silent' } } })],
  ['service.changed', { service: 'rbs', from: 'ok', to: 'down', at: 1_599_000, since: 1_500_000 }, services({ rbs: { now: 'down', since: 1_500_000 } })],
  ['service.changed', { service: 'lan', from: 'down', to: 'degraded' }, services({ lan: { now: 'degraded', since: AT, unstable: 15, maintenance: true } })],
  ['service.changed', { service: 'rbs', to: 'unstable' }, {}],
  ['watch.reason', { service: 'rbs', why: { code: 'slow' } }, services({ rbs: { now: 'ok', since: 10, why: { code: 'slow' } } })],
  ['watch.unstable', { service: 'rbs', count: 3 }, services({ rbs: { now: 'ok', since: 10, why: { code: 'answers' }, unstable: AT } })],
  ['watch.unstable', { service: 'lan', count: 4 }, {}],
  ['watch.stable', { service: 'lan' }, services({ lan: { now: 'down', since: 20, maintenance: true } })],
  ['unstable.lifted', { service: 'lan', count: 4 }, services({ lan: { now: 'down', since: 20, maintenance: true } })],
  ['maintenance.began', { service: 'new', until: 9 }, services({ new: { now: 'unknown', since: AT, maintenance: true } })],
  ['maintenance.ended', { service: 'lan' }, services({ lan: { now: 'down', since: 20, unstable: 15 } })],
  ['diagnosis.changed', { from: 'normal', to: 'console-fault' }, { diagnosis: { kind: 'console-fault', since: AT } }],
  ['diagnosis.changed', { from: 'normal', to: 'normal' }, {}],
  ['switch.switched', { from: 'rbs', to: 'desk', after: desk }, { channel: { id: 'desk', group: '4037001', since: AT } }],
  ['switch.returned', { after: { channel: 'rbs' } }, {}],
  ['switch.group-changed', { after: { channel: 'rbs', group: '4037002' } }, { channel: { id: 'rbs', group: '4037002', since: 1 } }],
  ['switch.restored', { after: desk }, { channel: { id: 'desk', group: '4037001', since: AT } }],
  ...(['relapsed', 'confirming', 'not-confirmed', 'switch-failed', 'deferred', 'countdown-started', 'countdown-stopped', 'hold-started', 'return-offered', 'return-withdrawn'] as const).map(
    (report): Row => [`switch.${report}`, { after: { channel: 'rbs', wantedGroup: '4037002' } }, {}],
  ),
  ['ptt.waiting', { channel: 'desk', group: '4037001', by: 'pedal' }, { ptt: { phase: 'waiting', channel: 'desk', group: '4037001', since: AT } }],
  ['ptt.talking', { channel: 'desk', group: '4037001' }, { ptt: { phase: 'talking', channel: 'desk', group: '4037001', since: AT } }],
  ['ptt.refused', { cause: 'group-busy' }, { ptt: { phase: 'refused', since: AT } }],
  ['ptt.idle', {}, { ptt: { phase: 'idle', since: AT } }],
  ['device.down', { device: 'desk', code: 'LINK_LOST' }, { devices: { desk: { link: 'down', since: AT } } }],
  ['device.up', { device: 'desk' }, {}],
  ['device.free', { device: 'desk' }, { devices: { desk: { link: 'free', since: AT } } }],
  ['device.up', { device: 'pedal' }, { devices: { desk: { link: 'up', since: 2 }, pedal: { link: 'up', since: AT } } }],
  ['alarm.raised', { alarm: 'switch-failed', kind: 'radio', severity: 'error', code: 'switch-failed', raised: 5, params: { tried: ['desk'] } }, alarms({ 'switch-failed': { kind: 'radio', severity: 'error', code: 'switch-failed', params: { tried: ['desk'] }, acknowledged: false, since: 5 } })],
  ['alarm.raised', { alarm: 'service:lan', kind: 'service', severity: 'error', code: 'service-unstable', raised: 20, since: 40, params: {}, acknowledged: true }, alarms({ 'service:lan': { ...lanAlarm, code: 'service-unstable', since: 40 } })],
  ['alarm.changed', { alarm: 'service:lan', params: { count: 4 } }, alarms({ 'service:lan': { ...lanAlarm, params: { count: 4 } } })],
  ['alarm.sounded', { alarm: 'service:lan', at: 9 }, alarms({ 'service:lan': { ...lanAlarm, acknowledged: false } })],
  ['alarm.acknowledged', { alarms: ['device:desk', 'gone'] }, alarms({ 'device:desk': { ...deskAlarm, acknowledged: true } })],
  ['alarm.cleared', { alarm: 'device:desk' }, { alarms: { 'service:lan': lanAlarm } }],
  ['emergency.raised', { alarm: 'emergency:2', kind: 'call' }, { emergencies: { 'emergency:1': 30, 'emergency:2': AT } }],
  ['emergency.taken', { alarm: 'emergency:1' }, { emergencies: {} }],
  ['fault.opened', { number: 'S-2' }, { faults: ['S-1', 'S-2'] }],
  ['fault.opened', { number: 'S-1' }, {}],
  ['fault.changed', { number: 'S-1', what: 'state', from: 'open', to: 'closed' }, { faults: [] }],
  ['fault.changed', { number: 'S-3', what: 'state', from: 'closed', to: 'open' }, { faults: ['S-1', 'S-3'] }],
  ['fault.changed', { number: 'S-1', what: 'owner', to: 'closed' }, {}],
  ['host.stopped', { boot: 'b' }, { host: { word: 'stopped', since: AT } }],
  ['host.started', { mode: 'observe', plan: 4, channel: 'desk', group: '4037001', simulated: true }, {
    host: { word: 'running', since: AT }, mode: 'observe', plan: 4, simulated: true, services: {}, channel: { id: 'desk', group: '4037001', since: AT }, ptt: { phase: 'idle', since: AT }, devices: {},
    alarms: { 'service:lan': lanAlarm },
  }],
  ['watch.began', { services: [{ id: 'rbs' }, { id: 'lan' }], remembered: { savedUtcMs: 1000, services: { rbs: { unstable: { ageMs: 400 } } } } }, {
    services: { rbs: { now: 'unknown', since: AT, why: { code: 'watching-began' }, unstable: 600 }, lan: { now: 'unknown', since: AT, why: { code: 'watching-began' }, maintenance: true } },
    diagnosis: { kind: 'unknown', since: AT },
    alarms: { 'device:desk': deskAlarm },
  }],
]

test.each(ROWS)('%s %j', (kind, payload, change) => {
  const after = reduceMoment(BEFORE, { kind, payload, utcMs: AT })
  const diagnosisGone = kind === 'host.started'
  const { diagnosis, ...rest } = BEFORE
  expect(after).toEqual({ ...rest, ...(diagnosisGone || !diagnosis ? {} : { diagnosis }), ...change })
})

test('no kind is without a row', () => {
  expect(MOMENT_KINDS.filter((kind) => !ROWS.some(([one]) => one === kind))).toEqual([])
})

test.each(MOMENT_KINDS)('%s that says nothing of ours breaks nothing', (kind) => {
  const payloads: readonly JsonObject[] = [{}, { service: 1, device: [], alarm: {}, alarms: 'x', after: 'desk', number: 7, services: 'none', params: 3 }, { service: 'toString', device: 'toString', alarm: 'toString', to: 'ok', services: [{ id: 'toString' }, 3] }]
  for (const payload of payloads) {
    expect(() => viewMoment(reduceMoment(BEFORE, { kind, payload, utcMs: AT }), { utcMs: AT, seq: 1 })).not.toThrow()
  }
})

test('while no host runs nothing is told but what waits for the next one', () => {
  const place = { utcMs: AT, seq: 7 }
  const gone = viewMoment(BEFORE, { ...place, goneSinceUtcMs: 500 })
  expect(gone).toEqual({ ...place, host: 'gone', hostSinceUtcMs: 500, mode: 'act', services: [{ id: 'rbs', now: 'unknown', sinceUtcMs: 500 }, { id: 'lan', now: 'unknown', sinceUtcMs: 500 }], devices: [], alarms: [], emergencies: [{ id: 'emergency:1', sinceUtcMs: 30 }], faults: ['S-1'] })
  expect(viewMoment(reduceMoment(BEFORE, { kind: 'host.stopped', payload: {}, utcMs: AT }), place)).toMatchObject({ host: 'stopped', hostSinceUtcMs: AT, alarms: [], devices: [] })
  expect(viewMoment(NOTHING_KNOWN, { utcMs: AT, seq: 0 })).toEqual({ utcMs: AT, seq: 0, host: 'unknown', services: [], devices: [], alarms: [], emergencies: [], faults: [] })
})
