// Random histories of a record, in which every kind that changes a moment comes, hosts start, stop and are killed, and between
// them lies what changes nothing.
import fc from 'fast-check'
import type { JsonObject, Role } from '../../../electron/contract/words.ts'
import type { WrittenEntry } from '../../support/written-record.ts'

const id = fc.constantFrom('rbs', 'c2000', '112', 'constructor')
const device = fc.constantFrom('desk', 'pedal')
const alarm = fc.constantFrom('service:rbs', 'device:desk', 'switch-failed')
const number = fc.constantFrom('S-2024-OB-0001', 'S-2024-OB-0002')
const now = fc.constantFrom('ok', 'degraded', 'down', 'unknown', 'nonsense')

type Happening = fc.Arbitrary<{ readonly kind: string; readonly payload: JsonObject; readonly role?: Role }>
const of = (kind: string, payload: Readonly<Record<string, fc.Arbitrary<JsonObject[string]>>>): Happening =>
  fc.record(payload, { requiredKeys: Object.keys(payload).slice(0, 1) }).map((said) => ({ kind, payload: said as JsonObject }))

const after = fc.record({ channel: fc.constantFrom('rbs', 'desk'), group: fc.constantFrom('4037001', '4037002') }, { requiredKeys: ['channel'] })
const happening: Happening = fc.oneof(
  of('service.changed', { service: id, to: now, at: fc.nat(1e6), why: fc.constant({ code: 'silent' }) }),
  of('watch.reason', { service: id, why: fc.constant({ code: 'slow' }) }),
  of('watch.unstable', { service: id, count: fc.nat(9) }),
  of('watch.stable', { service: id }),
  of('unstable.lifted', { service: id }),
  of('maintenance.began', { service: id }),
  of('maintenance.ended', { service: id }),
  of('diagnosis.changed', { to: fc.constantFrom('normal', 'console-fault', 'unknown') }),
  of('switch.switched', { after }),
  of('switch.hold-started', { after }),
  of('ptt.talking', { channel: fc.constant('desk'), group: fc.constant('4037001') }),
  of('ptt.idle', { cause: fc.constant('x') }),
  of('device.up', { device }),
  of('device.down', { device }),
  of('alarm.raised', { alarm, kind: fc.constantFrom('service', 'device'), severity: fc.constant('error'), code: fc.constant('silent'), params: fc.constant({ device: 'desk' }), acknowledged: fc.boolean() }),
  of('alarm.changed', { alarm, params: fc.constant({ count: 3 }) }),
  of('alarm.sounded', { alarm }),
  of('alarm.cleared', { alarm }),
  of('alarm.acknowledged', { alarms: fc.array(alarm, { maxLength: 2 }) }),
  of('emergency.raised', { alarm: fc.constantFrom('emergency:1', 'emergency:2') }),
  of('emergency.taken', { alarm: fc.constantFrom('emergency:1', 'emergency:2') }),
  of('fault.opened', { number }),
  of('fault.changed', { number, what: fc.constant('state'), to: fc.constantFrom('open', 'closed') }),
  of('watch.began', { services: fc.array(id.map((one) => ({ id: one })), { maxLength: 3 }) }),
  of('watch.samples', { count: fc.nat(9) }),
  of('note.added', { characters: fc.nat(9) }),
)

export interface Life {
  readonly ends: 'stopped' | 'killed'
  readonly happenings: readonly { readonly kind: string; readonly payload: JsonObject; readonly ms: number }[]
}

export const lives: fc.Arbitrary<readonly Life[]> = fc.array(
  fc.record({
    ends: fc.constantFrom('stopped' as const, 'killed' as const),
    happenings: fc.array(fc.tuple(happening, fc.nat(5000)).map(([one, ms]) => ({ ...one, ms })), { maxLength: 60 }),
  }),
  { minLength: 1, maxLength: 4 },
)

/** As hosts write it: opened, started, what happened, and an end that is told or not. */
export function entriesOf(told: readonly Life[], startUtcMs: number): WrittenEntry[] {
  let utcMs = startUtcMs
  return told.flatMap(({ ends, happenings }, run) => {
    const boot = `boot-${run + 1}`
    const entry = (kind: string, payload: JsonObject, ms: number): WrittenEntry => ({ kind, payload, boot, utcMs: (utcMs += ms) })
    return [
      entry(run === 0 ? 'ledger.opened-first' : 'ledger.resumed', {}, 1000),
      entry('host.started', { boot, mode: 'act', plan: 3, channel: 'rbs' }, 10),
      ...happenings.map(({ kind, payload, ms }) => entry(kind, payload, ms)),
      ...(ends === 'stopped' ? [entry('host.stopped', { boot }, 10)] : []),
    ]
  })
}
