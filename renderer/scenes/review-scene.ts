// A record to look back on: an RBS that goes on and off for an hour, is worked around and comes back, over a small record that
// answers as the console does.
import type { CallInput } from '../../electron/contract/calls.ts'
import type { MomentView } from '../../electron/contract/record.ts'
import type { FaultView, TimelineEntry, Topics } from '../../electron/contract/topics.ts'
import { ago, BASE } from './base-scene.ts'
import type { SceneAnswer } from './SilentConsole.tsx'

const NUMBER = 'S-2026-OB-0007'
const MINUTE_S = 60
const BEGUN_S = 40 * MINUTE_S
/** Minutes before now. */
const at = (minutes: number, seconds = 0): number => ago(minutes * MINUTE_S - seconds)

type Past = readonly [utcMs: number, kind: string, payload?: TimelineEntry['payload'], rest?: Partial<TimelineEntry>]

const flapping: readonly Past[] = Array.from({ length: 9 }, (_one, turn): readonly Past[] => {
  const from = 40 - turn * 1.2
  return [[at(from), 'service.changed', { service: 'rbs', from: 'ok', to: 'down' }], [at(from, 31), 'service.changed', { service: 'rbs', from: 'down', to: 'degraded' }], [at(from, 52), 'service.changed', { service: 'rbs', from: 'degraded', to: 'ok' }]]
}).flat()

const person = { role: 'dispatcher' } as const
const PAST: readonly Past[] = [
  [at(600), 'host.started', { boot: 'boot-1' }],
  ...flapping,
  [at(36), 'watch.unstable', { service: 'rbs', count: 3 }],
  [at(35.5), 'fault.opened', { number: NUMBER, service: 'rbs', by: 'automatic' }],
  [at(35.2), 'diagnosis.changed', { from: 'normal', to: 'console-fault' }],
  [at(35), 'people.told', { from: 'dispatcher', symptom: 'speech-drops', number: NUMBER }, person],
  [at(34.6), 'press.switch', {}, person],
  [at(34.55), 'switch.switched', { from: 'rbs', to: 'desk-radio', group: '4037001' }],
  [at(33), 'ptt.talking', { channel: 'desk-radio' }],
  [at(32.8), 'ptt.idle', {}],
  [at(31), 'note.added', { number: NUMBER }, { ...person, content: 'Ruis op INC-2' }],
  [at(30), 'note.added', { number: NUMBER }, { ...person, content: 'Leverancier gebeld, nummer volgt' }],
  [at(29), 'note.retracted', { note: 0 }, person],
  [at(28), 'emergency.raised', { device: 'control-radio', gssi: '4037002' }],
  [at(27.8), 'emergency.taken', {}, person],
  [at(26), 'service.changed', { service: 'rbs', from: 'ok', to: 'down' }],
  [at(22.4), 'service.changed', { service: 'rbs', from: 'down', to: 'degraded' }],
  [at(21.4), 'service.changed', { service: 'rbs', from: 'degraded', to: 'ok' }],
  [at(20), 'people.told', { from: 'unit', symptom: 'no-reception', number: NUMBER }, { ...person, content: '21-4131\nA59 km 12' }],
  [at(12), 'switch.return-offered', {}],
  [at(9), 'press.return', {}, person],
  [at(8.9), 'switch.returned', { from: 'desk-radio', to: 'rbs' }],
]

export const REVIEW_ENTRIES: readonly TimelineEntry[] = PAST
  .toSorted((one, other) => one[0] - other[0])
  .map(([utcMs, kind, payload = {}, rest = {}], place): TimelineEntry => ({ seq: place + 2, utcMs, kind, role: 'system', payload, ...rest }))
  .map((entry, _place, all) => (entry.kind === 'note.retracted' ? { ...entry, payload: { note: all.find(({ kind }) => kind === 'note.added')?.seq ?? 0 } } : entry))

const fault = (change: Partial<FaultView>): FaultView => ({
  number: NUMBER, openedUtcMs: at(35.5), openedBy: 'automatic', begunUtcMs: ago(BEGUN_S), service: 'rbs', state: 'open', entries: 34,
  symptom: { code: 'intermittent', proposed: true }, ...change,
})

const REPORTS: Topics['reports'] = {
  'M-2026-OB-0123': { number: 'M-2026-OB-0123', utcMs: at(20), from: 'unit', symptom: 'no-reception', seq: 40, unit: '21-4131', place: 'A59 km 12', effect: 'no-contact', state: 'open', links: [NUMBER] },
  'M-2026-OB-0122': { number: 'M-2026-OB-0122', utcMs: at(33), from: 'supervisor', symptom: 'speech-drops', seq: 30, state: 'done', answeredUtcMs: at(25), links: [NUMBER], owner: 'supervisor' },
  'M-2026-OB-0119': { number: 'M-2026-OB-0119', utcMs: at(300), from: 'technician', symptom: 'device-detached', seq: 12, state: 'open', links: [] },
}
const ACTIONS: Topics['actions'] = {
  'A-2026-OB-0004': { number: 'A-2026-OB-0004', utcMs: at(18), seq: 41, text: 'DMO-portofoon van tafel 12 beproeven', owner: 'technician', dueUtcMs: at(5), about: NUMBER, state: 'open', stateUtcMs: at(18) },
  'A-2026-OB-0003': { number: 'A-2026-OB-0003', utcMs: at(19), seq: 39, text: 'Leverancier vragen naar het logbestand van vannacht', owner: 'supervisor', about: NUMBER, state: 'done', stateUtcMs: at(6) },
}

export const REVIEW_OPEN: Topics = { ...BASE, faults: { [NUMBER]: fault({}) }, reports: REPORTS, actions: ACTIONS }
export const REVIEW_CLOSED: Topics = {
  ...REVIEW_OPEN,
  faults: { [NUMBER]: fault({ state: 'closed', closedUtcMs: at(4), symptom: { code: 'intermittent', proposed: false }, effect: 'delay', danger: 'no', owner: 'supervisor', links: ['M-2026-OB-0123', 'TT-88213'] }) },
}
/** Every storing of two years, as a big room has them. */
export const REVIEW_MANY: Topics = {
  ...REVIEW_CLOSED,
  faults: {
    ...REVIEW_CLOSED.faults,
    ...Object.fromEntries(Array.from({ length: 240 }, (_one, place) => {
      const number = `S-2025-OB-${String(1240 - place).padStart(4, '0')}`
      const minutes = 1440 * (place + 1)
      return [number, fault({ number, openedUtcMs: at(minutes), begunUtcMs: at(minutes + 3), state: 'closed', closedUtcMs: at(minutes - 50), service: place % 3 === 0 ? 'c2000' : 'tel-0900' })]
    })),
  },
}

type Search = CallInput<'record.search'>

function search(entries: readonly TimelineEntry[], { text, kinds, number, fromUtcMs = 0, toUtcMs = Infinity, before, after, limit = 100 }: Search): { readonly entries: readonly TimelineEntry[]; readonly more: boolean } {
  const wanted = (text ?? '').toLocaleLowerCase().split(/\s+/).filter((word) => word !== '')
  const fits = (entry: TimelineEntry): boolean =>
    (kinds === undefined || kinds.includes(entry.kind)) && entry.utcMs >= fromUtcMs && entry.utcMs <= toUtcMs && (before === undefined || entry.seq < before) && (after === undefined || entry.seq > after) &&
    (number === undefined || entry.payload['number'] === number) && wanted.every((word) => (entry.content ?? '').toLocaleLowerCase().split(/\W+/).some((one) => one.startsWith(word)))
  const found = entries.filter(fits)
  const inOrder = after === undefined ? found.toReversed() : found
  return { entries: inOrder.slice(0, limit), more: inOrder.length > limit }
}

/** The state at a moment, as the small record tells it. */
export function momentAt(entries: readonly TimelineEntry[], asked: { readonly utcMs?: number; readonly seq?: number }): MomentView {
  const before = entries.filter((entry) => (asked.seq === undefined ? entry.utcMs <= (asked.utcMs ?? 0) : entry.seq <= asked.seq))
  const last = before.at(-1)
  const utcMs = asked.utcMs ?? last?.utcMs ?? 0
  const changes = before.filter(({ kind, payload }) => kind === 'service.changed' && payload['service'] === 'rbs')
  const rbs = changes.at(-1)
  const started = before.find(({ kind }) => kind === 'host.started')
  const switched = before.findLast(({ kind }) => kind === 'switch.switched' || kind === 'switch.returned')
  const label = before.find(({ kind }) => kind === 'watch.unstable')
  const next = entries.find((entry) => entry.seq > (last?.seq ?? 0))
  const previous = before.at(-2)
  return {
    utcMs, seq: last?.seq ?? 0, host: started ? 'running' : 'unknown', ...(started ? { hostSinceUtcMs: started.utcMs } : {}), mode: 'act', plan: 14,
    services: started ? Object.keys(BASE.services).map((id) => (id === 'rbs' ? { id, now: (rbs?.payload['to'] ?? 'ok') as 'ok', sinceUtcMs: rbs?.utcMs ?? started.utcMs, ...(label ? { unstableSinceUtcMs: label.utcMs } : {}) } : { id, now: 'ok' as const, sinceUtcMs: started.utcMs })) : [],
    ...(started ? { diagnosis: { kind: rbs?.payload['to'] === 'down' ? 'console-fault' as const : 'normal' as const, sinceUtcMs: rbs?.utcMs ?? started.utcMs } } : {}),
    ...(started ? { channel: switched?.kind === 'switch.switched' ? { id: 'desk-radio', group: '4037001', sinceUtcMs: switched.utcMs } : { id: 'rbs', sinceUtcMs: switched?.utcMs ?? started.utcMs } } : {}),
    ptt: { phase: before.findLast(({ kind }) => kind.startsWith('ptt.'))?.kind === 'ptt.talking' ? 'talking' : 'idle', group: '4037001', sinceUtcMs: last?.utcMs ?? utcMs },
    devices: Object.keys(BASE.devices).map((id) => ({ id, link: 'up', sinceUtcMs: at(600) })),
    alarms: rbs?.payload['to'] === 'down' ? [{ id: 'service:rbs', kind: 'service', severity: 'critical', code: 'service-down', params: { service: 'RBS' }, acknowledged: false, sinceUtcMs: rbs.utcMs }] : [],
    emergencies: [], faults: started && utcMs >= at(35.5) ? [NUMBER] : [],
    ...(next ? { next: { seq: next.seq, utcMs: next.utcMs } } : {}), ...(previous ? { previous: { seq: previous.seq, utcMs: previous.utcMs } } : {}),
  }
}

/** Answers of a record that holds these entries. */
export const recordOf = (entries: readonly TimelineEntry[]): SceneAnswer => (name, input) => {
  if (name === 'record.search') return { ok: true, value: search(entries, input as Search) }
  if (name === 'record.at') return { ok: true, value: momentAt(entries, input as { readonly utcMs?: number; readonly seq?: number }) }
  if (name === 'record.check') return { ok: true, value: { code: 0, verdict: 'INTACT', seq: 214, headCode: '214-9F3C-41D0', tookMs: 12 } }
  if (name === 'record.export') return { ok: true, value: { seq: 215, path: '/var/lib/achterwacht/export/S-2026-OB-0007-20261123-214708.csv', entries: entries.length, bytes: 8_400_000 } }
  return undefined
}

export const UNREADABLE: SceneAnswer = (name) => (name.startsWith('record.') ? { ok: false, error: { code: 'STORE_UNREADABLE', detail: 'ledger.db' } } : undefined)
