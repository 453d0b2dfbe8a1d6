// One entry after the other: what is true at a moment by what had been recorded by then. One arm a kind; the table of kinds is
// the list of what has to be read. Pure, and forgiving: what does not read as ours changes nothing.
import type { StoredEntry } from '../ledger/port.ts'
import type { JsonObject } from '../../contract/words.ts'
import { momentStateSchema, type MomentState } from './moment-state.ts'
import { reduceHost } from './reduce-host.ts'
import { list, object, own, text, whole, without, word } from './words.ts'

export type MomentEntry = Pick<StoredEntry, 'kind' | 'payload' | 'utcMs'>
export type Arm = (state: MomentState, entry: MomentEntry) => MomentState

type Service = MomentState['services'][string]
const CONDITIONS = ['ok', 'degraded', 'down', 'unknown'] as const

const service = (state: MomentState, { payload }: MomentEntry, change: (before: Service | undefined) => Service | undefined): MomentState => {
  const id = text(payload, 'service')
  const next = id === undefined ? undefined : change(own(state.services, id))
  return id === undefined || !next ? state : { ...state, services: { ...state.services, [id]: next } }
}

const known = (before: Service | undefined, utcMs: number): Service => before ?? { now: 'unknown', since: utcMs }

function unlabelled({ unstable: _unstable, ...rest }: Service): Service {
  return rest
}
function outOfWork({ maintenance: _maintenance, ...rest }: Service): Service {
  return rest
}
const withWhy = (payload: JsonObject): { readonly why?: JsonObject } => {
  const why = object(payload, 'why')
  return why ? { why } : {}
}

function serviceChanged(state: MomentState, entry: MomentEntry): MomentState {
  const { payload, utcMs } = entry
  const now = word(payload, 'to', CONDITIONS)
  if (!now) return state
  const since = whole(payload, 'since') ?? whole(payload, 'at') ?? utcMs
  return service(state, entry, (before) => {
    const { why: _why, ...rest } = known(before, utcMs)
    return { ...rest, now, since, ...withWhy(payload) }
  })
}

/** Whatever a report of the switch says, `after` is where it stands then. */
function switched(state: MomentState, { payload, utcMs }: MomentEntry): MomentState {
  const after = object(payload, 'after')
  const id = after && text(after, 'channel')
  if (!after || id === undefined) return state
  const group = text(after, 'group')
  const { channel } = state
  if (channel?.id === id && channel.group === group) return state
  // Another group is no other channel: since when it is spoken through stays.
  return { ...state, channel: { id, ...(group === undefined ? {} : { group }), since: channel?.id === id ? channel.since : utcMs } }
}

const PHASES = ['idle', 'waiting', 'talking', 'refused'] as const

function ptt(state: MomentState, { kind, payload, utcMs }: MomentEntry): MomentState {
  const phase = PHASES.find((one) => kind === `ptt.${one}`)
  if (!phase) return state
  const channel = text(payload, 'channel')
  const group = text(payload, 'group')
  return { ...state, ptt: { phase, ...(channel === undefined ? {} : { channel }), ...(group === undefined ? {} : { group }), since: utcMs } }
}

function device(state: MomentState, { kind, payload, utcMs }: MomentEntry): MomentState {
  const id = text(payload, 'device')
  const link = kind.slice('device.'.length)
  if (id === undefined || own(state.devices, id)?.link === link) return state
  return { ...state, devices: { ...state.devices, [id]: { link, since: utcMs } } }
}

type Alarm = MomentState['alarms'][string]
const ALARM_KINDS = ['service', 'radio', 'pedal', 'relay', 'device', 'site'] as const
const SEVERITIES = ['warning', 'error', 'critical'] as const

function alarmRaised(state: MomentState, { payload, utcMs }: MomentEntry): MomentState {
  const id = text(payload, 'alarm')
  const kind = word(payload, 'kind', ALARM_KINDS)
  const severity = word(payload, 'severity', SEVERITIES)
  const code = text(payload, 'code')
  if (id === undefined || !kind || !severity || code === undefined) return state
  const since = whole(payload, 'since') ?? whole(payload, 'raised') ?? utcMs
  const raised: Alarm = { kind, severity, code, params: object(payload, 'params') ?? {}, acknowledged: payload['acknowledged'] === true, since }
  return { ...state, alarms: { ...state.alarms, [id]: raised } }
}

function alarm(state: MomentState, id: string | undefined, change: Partial<Alarm>): MomentState {
  const standing = id === undefined ? undefined : own(state.alarms, id)
  return id === undefined || !standing ? state : { ...state, alarms: { ...state.alarms, [id]: { ...standing, ...change } } }
}

function alarmCleared(state: MomentState, { payload }: MomentEntry): MomentState {
  const id = text(payload, 'alarm')
  return id === undefined || !own(state.alarms, id) ? state : { ...state, alarms: without(state.alarms, id) }
}

function acknowledged(state: MomentState, { payload }: MomentEntry): MomentState {
  return list(payload, 'alarms').reduce<MomentState>((step, id) => alarm(step, typeof id === 'string' ? id : undefined, { acknowledged: true }), state)
}

function emergencyRaised(state: MomentState, { payload, utcMs }: MomentEntry): MomentState {
  const id = text(payload, 'alarm')
  return id === undefined ? state : { ...state, emergencies: { ...state.emergencies, [id]: whole(payload, 'since') ?? utcMs } }
}

function emergencyTaken(state: MomentState, { payload }: MomentEntry): MomentState {
  const id = text(payload, 'alarm')
  return id === undefined ? state : { ...state, emergencies: without(state.emergencies, id) }
}

function fault(state: MomentState, number: string | undefined, is: 'open' | 'closed'): MomentState {
  if (number === undefined || state.faults.includes(number) === (is === 'open')) return state
  return { ...state, faults: is === 'open' ? [...state.faults, number] : state.faults.filter((one) => one !== number) }
}

function faultChanged(state: MomentState, { payload }: MomentEntry): MomentState {
  const to = payload['what'] === 'state' ? word(payload, 'to', ['open', 'closed'] as const) : undefined
  return to ? fault(state, text(payload, 'number'), to) : state
}

const SWITCH_REPORTS = [
  'confirming', 'not-confirmed', 'switched', 'returned', 'restored', 'group-changed', 'relapsed', 'switch-failed', 'deferred', 'countdown-started',
  'countdown-stopped', 'hold-started', 'return-offered', 'return-withdrawn',
] as const

const ARMS: Readonly<Record<string, Arm>> = {
  ...reduceHost,
  'service.changed': serviceChanged,
  'watch.reason': (state, entry) => service(state, entry, (before) => before && { ...before, ...withWhy(entry.payload) }),
  'watch.unstable': (state, entry) => service(state, entry, (before) => ({ ...known(before, entry.utcMs), unstable: before?.unstable ?? entry.utcMs })),
  'watch.stable': (state, entry) => service(state, entry, (before) => before && unlabelled(before)),
  'unstable.lifted': (state, entry) => service(state, entry, (before) => before && unlabelled(before)),
  'maintenance.began': (state, entry) => service(state, entry, (before) => ({ ...known(before, entry.utcMs), maintenance: true })),
  'maintenance.ended': (state, entry) => service(state, entry, (before) => before && outOfWork(before)),
  'diagnosis.changed': (state, { payload, utcMs }) => {
    const kind = momentStateSchema.shape.diagnosis.unwrap().shape.kind.safeParse(payload['to'])
    // Of the same kind: other services are told of.
    return kind.success && kind.data !== state.diagnosis?.kind ? { ...state, diagnosis: { kind: kind.data, since: utcMs } } : state
  },
  ...Object.fromEntries(SWITCH_REPORTS.map((report) => [`switch.${report}`, switched])),
  ...Object.fromEntries(PHASES.map((phase) => [`ptt.${phase}`, ptt])),
  'device.up': device,
  'device.down': device,
  'device.free': device,
  'alarm.raised': alarmRaised,
  // Same alarm, other words.
  'alarm.changed': (state, { payload }) => alarm(state, text(payload, 'alarm'), { params: object(payload, 'params') ?? {} }),
  // New or worse than what a person had seen.
  'alarm.sounded': (state, { payload }) => alarm(state, text(payload, 'alarm'), { acknowledged: false }),
  'alarm.cleared': alarmCleared,
  'alarm.acknowledged': acknowledged,
  'emergency.raised': emergencyRaised,
  'emergency.taken': emergencyTaken,
  'fault.opened': (state, { payload }) => fault(state, text(payload, 'number'), 'open'),
  'fault.changed': faultChanged,
}

/** All kinds that change any of it. */
export const MOMENT_KINDS: readonly string[] = Object.keys(ARMS)

export function reduceMoment(state: MomentState, entry: MomentEntry): MomentState {
  const arm = Object.hasOwn(ARMS, entry.kind) ? ARMS[entry.kind] : undefined
  return arm ? arm(state, entry) : state
}
