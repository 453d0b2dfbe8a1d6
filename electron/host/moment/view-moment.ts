// What a person is shown of a moment. While no host ran, nothing was watched: then only what waits for the next one is told.
import type { MomentView } from '../../contract/record.ts'
import type { MomentState } from './moment-state.ts'

/** Where the moment lies in the record. */
export interface MomentPlace {
  readonly utcMs: number
  /** 0 before the first entry. */
  readonly seq: number
  /** The host that ran was killed, or its power went: when it was last heard of. */
  readonly goneSinceUtcMs?: number
  readonly previous?: { readonly seq: number; readonly utcMs: number }
  readonly next?: { readonly seq: number; readonly utcMs: number }
}

export function viewMoment(state: MomentState, { utcMs, seq, goneSinceUtcMs, previous, next }: MomentPlace): MomentView {
  const isGone = goneSinceUtcMs !== undefined && state.host.word === 'running'
  const word: MomentView['host'] = isGone ? 'gone' : state.host.word
  const since = isGone ? goneSinceUtcMs : state.host.since
  const waiting = {
    utcMs,
    seq,
    host: word,
    ...(since === undefined ? {} : { hostSinceUtcMs: since }),
    ...(state.mode ? { mode: state.mode } : {}),
    ...(state.plan === undefined ? {} : { plan: state.plan }),
    ...(state.simulated ? { simulated: state.simulated } : {}),
    emergencies: Object.entries(state.emergencies).map(([id, sinceUtcMs]) => ({ id, sinceUtcMs })),
    faults: state.faults,
    ...(previous ? { previous } : {}),
    ...(next ? { next } : {}),
  }
  const { drill } = state
  if (word !== 'running') {
    const services = Object.keys(state.services).map((id) => ({ id, now: 'unknown' as const, sinceUtcMs: since ?? utcMs }))
    return { ...waiting, services, devices: [], alarms: [] }
  }
  return { ...waiting, ...(drill === undefined ? {} : { drill }), ...seenBy(state) }
}

function seenBy({ services, diagnosis, channel, ptt, devices, alarms }: MomentState): Pick<MomentView, 'services' | 'diagnosis' | 'channel' | 'ptt' | 'devices' | 'alarms'> {
  return {
    services: Object.entries(services).map(([id, { now, since, unstable, maintenance, why }]) => ({
      id, now, sinceUtcMs: since,
      ...(unstable === undefined ? {} : { unstableSinceUtcMs: unstable }),
      ...(maintenance ? { maintenance } : {}),
      ...(why ? { why } : {}),
    })),
    ...(diagnosis ? { diagnosis: { kind: diagnosis.kind, sinceUtcMs: diagnosis.since } } : {}),
    ...(channel ? { channel: { id: channel.id, ...(channel.group === undefined ? {} : { group: channel.group }), sinceUtcMs: channel.since } } : {}),
    ...(ptt ? { ptt: { phase: ptt.phase, ...(ptt.channel === undefined ? {} : { channel: ptt.channel }), ...(ptt.group === undefined ? {} : { group: ptt.group }), sinceUtcMs: ptt.since } } : {}),
    devices: Object.entries(devices).map(([id, { link, since }]) => ({ id, link, sinceUtcMs: since })),
    alarms: Object.entries(alarms).map(([id, { since, ...said }]) => ({ id, ...said, sinceUtcMs: since })),
  }
}
