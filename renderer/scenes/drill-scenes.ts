// A drill as the host tells it: at the moment it begins, and some minutes on, spoken through the desk radio.
import type { ChannelView, ServiceView, SiteView, SwitchView, Topics, TraceLevel } from '../../electron/contract/topics.ts'
import { ago, BASE } from './base-scene.ts'

export const DRILL_GROUPS: SiteView['groups'] = [1, 2, 3, 4].map((key) => ({ key, label: `OEF-${key}`, gssi: `403790${key}` }))

const NUMBER = 'O-2026-OB-0003'
const [FIRST] = DRILL_GROUPS
const site = BASE.site.site as SiteView
const rbs = BASE.services['rbs'] as ServiceView
const drilledSite = (begun: number): Topics['site'] => ({
  site: {
    ...site,
    outOfServiceUtcMs: ago(begun + 60),
    groups: DRILL_GROUPS,
    otherGroups: site.groups,
    drill: { number: NUMBER, sinceUtcMs: ago(begun), group: 'OEF-1', story: 'rbs-down', service: 'rbs', real: 'ok' },
  },
})
const services = (change: Partial<ServiceView>): Topics['services'] => ({ ...BASE.services, rbs: { ...rbs, proof: 'reachable', why: { code: 'drill' }, pretended: true, ...change } })
const alarm = (code: string, rest: object): Topics['alarms'] => ({ 'drill:rbs': { id: 'drill:rbs', kind: 'service', severity: 'critical', code, params: { service: 'RBS' }, sinceUtcMs: ago(17), acknowledged: false, ...rest } })
const diagnosis: Topics['diagnosis'] = { diagnosis: { ...(BASE.diagnosis.diagnosis as NonNullable<Topics['diagnosis']['diagnosis']>), kind: 'console-fault', fails: ['rbs'], works: ['c2000', 'tel-112', 'tel-0900', 'gms', 'office'] } }
const faults: Topics['faults'] = { [NUMBER]: { number: NUMBER, openedUtcMs: ago(422), openedBy: 'person', state: 'open', entries: 4, effect: 'none', danger: 'no' } }
const coverage = (heard: readonly (readonly string[])[]): Topics['coverage'] => ({
  coverage: {
    ...(BASE.coverage.coverage as NonNullable<Topics['coverage']['coverage']>),
    groups: DRILL_GROUPS.map(({ gssi }, at) => ({ gssi, heardBy: heard[at] ?? [] })),
    unheard: DRILL_GROUPS.filter((_group, at) => (heard[at] ?? []).length === 0).map(({ gssi }) => gssi),
  },
})
const channels: Topics['channels'] = Object.fromEntries(Object.entries(BASE.channels).map(([id, channel]): [string, ChannelView] => [id, ['room-radio', 'analogue', 'dmo'].includes(id) ? { ...channel, readiness: 'unknown', cause: 'not-in-drill' } : channel]))
const switching = (change: Partial<SwitchView>): Topics['switch'] => ({ switch: { channel: 'rbs', confirmed: true, sinceUtcMs: ago(17), wantedGroup: FIRST?.gssi ?? '', phase: 'settled', next: 'desk-radio', advised: true, returnOffered: false, ...change } })
const points = (...moments: readonly (readonly [number, TraceLevel])[]): Topics['traces'] => ({ ...BASE.traces, rbs: { points: [[ago(3600), 'ok', false], ...moments.map(([seconds, level]) => [ago(seconds), level, true] as const)] } })

/** Just begun: the RBS is said to be down, and nobody has seen it. */
export const DRILL_BEGUN: Partial<Topics> = {
  site: drilledSite(17),
  services: services({ now: 'down', sinceUtcMs: ago(17) }),
  diagnosis, faults, channels,
  coverage: coverage([[], [], [], []]),
  alarms: alarm('service-down', {}),
  traces: { ...BASE.traces, rbs: { points: [[ago(3600), 'ok', false], [ago(17), 'down', false]] } },
  switch: switching({}),
  ptt: { ptt: { phase: 'idle', target: 'none', stuck: [], unread: [], mayTransmit: [], localKey: false } },
}

/** Seven minutes on, while somebody else speaks in the group of the drill. */
export const DRILL_ON_DESK: Partial<Topics> = {
  ...DRILL_BEGUN,
  site: drilledSite(422),
  services: services({ now: 'ok', sinceUtcMs: ago(102), unstable: { count: 11, sinceUtcMs: ago(422) } }),
  diagnosis: { diagnosis: { ...(BASE.diagnosis.diagnosis as NonNullable<Topics['diagnosis']['diagnosis']>) } },
  coverage: coverage([['desk-radio'], ['control-radio'], ['portable-3'], ['portable-3']]),
  alarms: alarm('service-unstable', { params: { service: 'RBS', count: 11 }, acknowledged: true, acknowledgedUtcMs: ago(300) }),
  traces: points([422, 'down'], [400, 'ok'], [330, 'down'], [290, 'ok'], [220, 'down'], [180, 'ok'], [140, 'down'], [102, 'ok']),
  switch: switching({ channel: 'desk-radio', group: FIRST?.gssi ?? '', sinceUtcMs: ago(401), advised: false, undo: 'rbs', hold: { over: false, endsUtcMs: ago(-138), holdMs: 240_000 } }),
  ptt: { ptt: { phase: 'idle', target: 'channel', channel: 'desk-radio', group: FIRST?.gssi ?? '', stuck: [], unread: [], mayTransmit: [], localKey: false, heard: '6101629', heardUnit: '21-4131', sinceUtcMs: ago(5) } },
}
