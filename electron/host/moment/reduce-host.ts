// What a start and an end of the host make of what was true before: little outlives a process.
import type { MomentState } from './moment-state.ts'
import { isObject, list, object, own, text, whole, without, word } from './words.ts'
import type { Arm } from './reduce-moment.ts'

const MODES = ['observe', 'advise', 'act'] as const
const SERVICE_ALARM = 'service:'
/** The reason a service has before anything was measured of it. */
const BEGAN = { code: 'watching-began' }

/** A host that starts has measured nothing, opened nothing and keys nothing; emergencies and storingen wait for it. */
const started: Arm = (state, { payload, utcMs }) => {
  const mode = word(payload, 'mode', MODES)
  const plan = whole(payload, 'plan')
  const channel = text(payload, 'channel') ?? text(payload, 'restored')
  const group = text(payload, 'group')
  return {
    host: { word: 'running', since: utcMs },
    ...(mode ? { mode } : {}),
    ...(plan === undefined ? {} : { plan }),
    ...(payload['simulated'] === true ? { simulated: true } : {}),
    services: {},
    ...(channel === undefined ? {} : { channel: { id: channel, ...(group === undefined ? {} : { group }), since: utcMs } }),
    ptt: { phase: 'idle', since: utcMs },
    devices: {},
    // Those of services may go on; watching says which.
    alarms: Object.fromEntries(Object.entries(state.alarms).filter(([, { kind }]) => kind === 'service')),
    emergencies: state.emergencies,
    faults: state.faults,
  }
}

/** Watching begins: with which services, which of them bear the label still, and which alarms stand. */
const began: Arm = (state, { payload, utcMs }) => {
  const remembered = object(object(payload, 'remembered') ?? {}, 'services') ?? {}
  const savedUtcMs = whole(object(payload, 'remembered') ?? {}, 'savedUtcMs') ?? utcMs
  const services = Object.fromEntries(list(payload, 'services').flatMap((one) => {
    const id = isObject(one) ? text(one, 'id') : undefined
    if (id === undefined) return []
    const memory = object(remembered, id) ?? {}
    const ageMs = whole(object(memory, 'unstable') ?? {}, 'ageMs')
    // Of one that was down when the last run ended, the reason is told otherwise.
    const why = object(memory, 'outage') ? {} : { why: BEGAN }
    // Planned work of the plan begins before watching is told.
    const maintenance = own(state.services, id)?.maintenance ? { maintenance: true as const } : {}
    return [[id, { now: 'unknown' as const, since: utcMs, ...why, ...(ageMs === undefined ? {} : { unstable: Math.max(0, Math.min(savedUtcMs, utcMs) - ageMs) }), ...maintenance }]]
  }))
  return { ...state, services, diagnosis: { kind: 'unknown', since: utcMs }, alarms: standing(state.alarms, object(payload, 'standing') ?? {}) }
}

function standing(alarms: MomentState['alarms'], told: NonNullable<ReturnType<typeof object>>): MomentState['alarms'] {
  const gone = Object.keys(alarms).filter((id) => id.startsWith(SERVICE_ALARM) && !object(told, id.slice(SERVICE_ALARM.length)))
  return gone.length === 0 ? alarms : without(alarms, ...gone)
}

export const reduceHost: Readonly<Record<string, Arm>> = {
  'host.started': started,
  'host.stopped': (state, { utcMs }) => ({ ...state, host: { word: 'stopped', since: utcMs } }),
  'watch.began': began,
}
