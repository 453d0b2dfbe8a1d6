// The moments a strip must be right in: the nine states of the design with their variants, and what the pictures do not show.
// Gallery, table tests and e2e all draw from here.
import type { AlarmView, ChannelView, ServiceView, SiteView, SwitchView, TimelineEntry, Topics, TraceLevel, TraceView } from '../../electron/contract/topics.ts'
import { ago, BASE, NOW } from './base-scene.ts'

export interface Scene {
  /** As the design numbers them; the others have a word. */
  readonly id: string
  readonly title: string
  readonly topics: Topics
  readonly nowUtcMs: number
}

const onOff = (offsets: readonly number[], unstable: boolean): TraceView => {
  const points: [number, TraceLevel, boolean][] = [[ago(3600), 'ok', false]]
  for (const [at, offset] of offsets.entries()) points.push([ago(offset), at % 2 === 0 ? 'down' : 'ok', unstable])
  return { points }
}
const FLAPPING = onOff([420, 380, 340, 300, 260, 200, 150, 100, 60, 30], true)

const rbs = (change: Partial<ServiceView>): Topics['services'] => withService('rbs', change)
const withService = (id: string, change: Partial<ServiceView>, services = BASE.services): Topics['services'] => {
  const known = services[id]
  return known ? { ...services, [id]: { ...known, ...change } } : services
}
const alarm = (id: string, rest: Pick<AlarmView, 'code'> & Partial<AlarmView>): Topics['alarms'] => ({
  [id]: { id, kind: 'service', severity: 'critical', sinceUtcMs: ago(17), params: { service: 'RBS' }, acknowledged: false, ...rest },
})
const seen = (seconds: number): Pick<AlarmView, 'acknowledged' | 'acknowledgedUtcMs'> => ({ acknowledged: true, acknowledgedUtcMs: ago(seconds) })
const switching = (change: Partial<SwitchView>): Topics['switch'] => ({ switch: { ...(BASE.switch.switch as SwitchView), ...change } })
const fault: Topics['faults'] = { 'S-2026-OB-0007': { number: 'S-2026-OB-0007', openedUtcMs: ago(422), openedBy: 'automatic', service: 'rbs', state: 'open', entries: 14 } }
const verdict = (fails: readonly string[], rest: object = {}): Topics['diagnosis'] =>
  ({ diagnosis: { ...(BASE.diagnosis.diagnosis as NonNullable<Topics['diagnosis']['diagnosis']>), kind: 'console-fault', fails, works: ['c2000'], ...rest } })

const UNSTABLE: Partial<ServiceView> = { now: 'down', unstable: { count: 9, sinceUtcMs: ago(360) }, sinceUtcMs: ago(8), why: { code: 'silent' }, proof: 'reachable', lastHeardOwnUtcMs: ago(19) }
const DOWN: Partial<ServiceView> = { now: 'down', sinceUtcMs: ago(17), why: { code: 'silent' }, lastHeardOwnUtcMs: ago(28), lastReplyUtcMs: ago(21) }
const unstable = { services: rbs(UNSTABLE), diagnosis: verdict(['rbs']), traces: { ...BASE.traces, rbs: FLAPPING } }
const down = { services: rbs(DOWN), diagnosis: verdict(['rbs']), traces: { ...BASE.traces, rbs: onOff([17], false) } }
const thin = { coverage: { coverage: { ...(BASE.coverage.coverage as NonNullable<Topics['coverage']['coverage']>), unheard: ['4037003', '4037004'], sufficiency: 'thin' as const, reasons: [{ code: 'groups-missing' as const, count: 2 }] } } }
const onDesk = { channel: 'desk-radio', group: '4037001', next: 'analogue', undo: 'rbs', advised: false, sinceUtcMs: ago(14) }
const talkingOnDesk: Topics['ptt'] = { ptt: { ...(BASE.ptt.ptt as NonNullable<Topics['ptt']['ptt']>), target: 'channel', phase: 'talking', channel: 'desk-radio', group: '4037001', by: 'pedal:middle', sinceUtcMs: ago(12), endsUtcMs: ago(-108), softPassed: false } }
const idleOnDesk: Topics['ptt'] = { ptt: { ...(BASE.ptt.ptt as NonNullable<Topics['ptt']['ptt']>), target: 'channel' } }
const emergencyAlarm = alarm('emergency:1', { kind: 'emergency', severity: 'emergency', code: 'emergency-call', sinceUtcMs: ago(4), params: { unit: '21-4131', gssi: '4037002', device: 'controleradio', from: '6101629' } })

const siteAs = (change: Partial<SiteView>): Topics['site'] => ({ site: { ...(BASE.site.site as SiteView), ...change } })

const scene = (id: string, title: string, change: Partial<Topics>): Scene => ({ id, title, topics: { ...BASE, ...change }, nowUtcMs: NOW })

export const SCENES: readonly Scene[] = [
  scene('1', 'normaal', {}),
  scene('1d', 'spreekproef van de mobilofoon', { spokenTest: { test: { channel: 'desk-radio', group: '4037001', step: 'speak', endsUtcMs: ago(-43), witness: 'controleradio' } }, ptt: { ptt: { ...(BASE.ptt.ptt as NonNullable<Topics['ptt']['ptt']>), target: 'channel', channel: 'desk-radio', group: '4037001' } } }),
  scene('1a', 'na 60 rustige minuten', { services: rbs({ lately: { count: 9, upSinceUtcMs: ago(3840) }, sinceUtcMs: ago(3780) }) }),
  scene('1b', 'meekijken', { ...unstable, site: { site: { ...(BASE.site.site as NonNullable<Topics['site']['site']>), mode: 'observe' } }, alarms: alarm('service:rbs', { code: 'service-unstable', ...seen(7) }), switch: switching({ next: 'desk-radio' }) }),
  scene('1c', 'aannamewerkplek, geen schakeltoets', { site: { site: { ...(BASE.site.site as NonNullable<Topics['site']['site']>), callTaking: true } } }),
  scene('1d', 'adviseert', { site: siteAs({ mode: 'advise' }) }),
  scene('1e', 'schakelt zelf, onbemand', { site: siteAs({ manned: false }) }),
  scene('2', 'onbekend', { services: rbs({ now: 'unknown', sinceUtcMs: ago(185), lastReplyUtcMs: ago(185), why: { code: 'silent' } }), alarms: alarm('service:rbs', { code: 'service-unknown', severity: 'warning', ...seen(168) }), diagnosis: verdict([], { kind: 'unknown', unknown: ['rbs'] }), traces: { ...BASE.traces, rbs: { points: [[ago(3600), 'ok', false], [ago(185), 'unknown', false]] } } }),
  scene('3', 'beperkt, gezien', { services: rbs({ now: 'degraded', sinceUtcMs: ago(42), why: { code: 'slow' } }), alarms: alarm('service:rbs', { code: 'service-degraded', severity: 'warning', ...seen(40) }), diagnosis: verdict([], { limited: ['rbs'] }), traces: { ...BASE.traces, rbs: { points: [[ago(3600), 'ok', false], [ago(42), 'degraded', false]] } } }),
  scene('3a', 'beperkt, mensen zeggen het', { services: rbs({ now: 'degraded', sinceUtcMs: ago(20), why: { code: 'people', count: 2, symptoms: ['speech-drops'] }, proof: 'reachable', people: { count: 2, sinceUtcMs: ago(80), symptoms: ['speech-drops'], tapped: ['speech-drops'] } }), alarms: alarm('service:rbs', { code: 'service-degraded', severity: 'warning' }), diagnosis: verdict([], { kind: 'unknown', limited: ['rbs'], evidence: ['rbs/people'] }), traces: { ...BASE.traces, rbs: { points: [[ago(3600), 'ok', false], [ago(20), 'degraded', false]] } } }),
  scene('4', 'instabiel, nog niet gezien', { ...unstable, alarms: alarm('service:rbs', { code: 'service-unstable' }), switch: switching({ advised: true }) }),
  scene('4a', 'instabiel, nu rustig', { ...unstable, services: rbs({ ...UNSTABLE, now: 'ok', sinceUtcMs: ago(720), unstable: { count: 11, sinceUtcMs: ago(1400) } }), alarms: alarm('service:rbs', { code: 'service-unstable', ...seen(7) }), faults: fault }),
  scene('4b', 'geschakeld tijdens eigen uitzending', { ...unstable, alarms: alarm('service:rbs', { code: 'service-unstable', ...seen(4) }), switch: switching({ phase: 'deferred', to: 'desk-radio', deferredBy: 'own-transmission' }) }),
  scene('4c', 'schakelt, nog niet bevestigd', { ...unstable, alarms: alarm('service:rbs', { code: 'service-unstable', ...seen(4) }), switch: switching({ phase: 'confirming', to: 'desk-radio' }) }),
  scene('5', 'uitgevallen, nog niet gezien', { ...down, alarms: alarm('service:rbs', { code: 'service-down' }), switch: switching({ advised: true }) }),
  scene('5a', 'uitgevallen, telt af', { ...down, alarms: alarm('service:rbs', { code: 'service-down' }), switch: switching({ advised: true, countdown: { to: 'desk-radio', endsUtcMs: ago(-3) } }) }),
  scene('6', 'RBS uitgevallen en C2000 niet gehoord', {
    ...down,
    services: withService('c2000', { now: 'down', sinceUtcMs: ago(17), why: { code: 'deregistered' }, proof: 'reachable' }, rbs(DOWN)),
    alarms: { ...alarm('service:rbs', { code: 'service-down', ...seen(9) }), ...alarm('service:c2000', { code: 'service-down', params: { service: 'C2000' } }) },
    diagnosis: verdict(['rbs', 'c2000'], { kind: 'network-outage', works: [] }),
    switch: switching({ advised: true, next: 'dmo' }),
    channels: { ...BASE.channels, 'desk-radio': { ...(BASE.channels['desk-radio'] as ChannelView), readiness: 'failed', cause: 'local-site' }, analogue: { ...(BASE.channels['analogue'] as ChannelView), readiness: 'struck-out', cause: 'tel-0900' } },
    ...thin,
  }),
  scene('6a', 'niets meer gereed', { ...down, alarms: alarm('service:rbs', { code: 'service-down' }), switch: { switch: { channel: 'rbs', confirmed: true, sinceUtcMs: ago(26_000), wantedGroup: '4037001', phase: 'settled', advised: true, returnOffered: false } }, coverage: { coverage: { ...(BASE.coverage.coverage as NonNullable<Topics['coverage']['coverage']>), sufficiency: 'insufficient', reasons: [{ code: 'nothing-ready' }] } } }),
  scene('6b', 'niets meer gereed, het plan noemt wie te bellen', { ...down, site: siteAs({ lastResort: 'CaCo, toestel 4100' }), alarms: alarm('service:rbs', { code: 'service-down', ...seen(9) }), switch: { switch: { channel: 'rbs', confirmed: true, sinceUtcMs: ago(26_000), wantedGroup: '4037001', phase: 'settled', advised: true, returnOffered: false } }, coverage: { coverage: { ...(BASE.coverage.coverage as NonNullable<Topics['coverage']['coverage']>), sufficiency: 'insufficient', reasons: [{ code: 'nothing-ready' }] } } }),
  scene('6c', 'alles geprobeerd, niets bevestigde', { ...down, site: siteAs({ lastResort: 'CaCo, toestel 4100' }), alarms: { ...alarm('service:rbs', { code: 'service-down', ...seen(9) }), ...alarm('switch-failed', { kind: 'radio', code: 'switch-failed', severity: 'error', params: { whom: 'CaCo, toestel 4100', channel: 'RBS' } }) }, switch: { switch: { channel: 'rbs', confirmed: true, sinceUtcMs: ago(26_000), wantedGroup: '4037001', phase: 'settled', advised: true, returnOffered: false } } }),
  scene('7', 'geschakeld en in uitzending', { ...unstable, ...thin, alarms: alarm('service:rbs', { code: 'service-unstable', ...seen(14) }), switch: switching({ ...onDesk, sinceUtcMs: ago(2), quietUntilUtcMs: ago(1) }), ptt: talkingOnDesk, faults: fault }),
  scene('7a', 'pedaal nog ingedrukt na het schakelen', { ...unstable, ...thin, alarms: alarm('service:rbs', { code: 'service-unstable', ...seen(14) }), switch: switching({ ...onDesk, sinceUtcMs: ago(1), quietUntilUtcMs: ago(-2) }), ptt: { ptt: { ...(idleOnDesk.ptt as NonNullable<Topics['ptt']['ptt']>), phase: 'refused', cause: 'stuck', by: 'pedal:middle', stuck: ['pedal:middle'] } }, faults: fault }),
  scene('7b', 'op de mobilofoon, terug mag', { services: rbs({ now: 'ok', sinceUtcMs: ago(240) }), ...thin, switch: switching({ ...onDesk, sinceUtcMs: ago(400), hold: { over: true }, returnOffered: true }), ptt: idleOnDesk, faults: fault }),
  scene('7c', 'radio kan nog zenden', { ...down, ...thin, alarms: { ...alarm('service:rbs', { code: 'service-down', ...seen(90) }), ...alarm('radio:desk-radio:may-transmit', { kind: 'radio', code: 'may-transmit', params: { device: 'Mobilofoon' } }) }, switch: switching({ ...onDesk, confirmed: false }), ptt: { ptt: { ...(idleOnDesk.ptt as NonNullable<Topics['ptt']['ptt']>), mayTransmit: ['desk-radio'] } } }),
  scene('8', 'oefening', { ...down, site: { site: { ...(BASE.site.site as NonNullable<Topics['site']['site']>), drill: { number: 'O-2026-OB-0003', sinceUtcMs: ago(300), group: 'OEF-1' } } }, alarms: alarm('service:rbs', { code: 'service-down' }), switch: switching({ advised: true }) }),
  scene('9', 'noodoproep', { ...unstable, ...thin, alarms: { ...alarm('service:rbs', { code: 'service-unstable', ...seen(14) }), ...emergencyAlarm }, switch: switching({ ...onDesk, sinceUtcMs: ago(300) }), ptt: idleOnDesk, faults: fault }),
  scene('schijf', 'logboek schrijft niet', { record: { record: { seq: 214, anchoredSeq: 200, headCode: '9F3C-41D0', failing: { code: 'STORE_FULL', waiting: 12 } } }, alarms: alarm('record', { kind: 'record', code: 'STORE_FULL', params: { detail: '' } }) }),
  scene('netwerk', 'eigen netwerk weg', { services: rbs({ now: 'unknown', sinceUtcMs: ago(6), why: { code: 'own-network-down' } }), diagnosis: verdict([], { kind: 'own-workstation', unknown: ['rbs'], works: [] }), switch: switching({ advised: true, countdown: { to: 'desk-radio', endsUtcMs: ago(-4) } }) }),
]

const entry = (seq: number, seconds: number, kind: string, rest: Partial<TimelineEntry> = {}): TimelineEntry => ({ seq, utcMs: ago(seconds), kind, role: 'system', payload: {}, ...rest })

/** The log of the main view's pictures. */
export const NIGHT_LOG: Topics['timeline'] = Object.fromEntries([
  entry(208, 600, 'service.changed', { payload: { service: 'rbs', from: 'ok', to: 'down' } }),
  entry(209, 590, 'alarm.acknowledged', { role: 'dispatcher', payload: { alarms: ['service:rbs'] } }),
  entry(210, 416, 'switch.switched', { payload: { from: 'rbs', to: 'desk-radio', group: '4037001', trigger: 'person' } }),
  entry(211, 300, 'service.changed', { payload: { service: 'rbs', from: 'down', to: 'degraded' } }),
  entry(212, 155, 'service.changed', { payload: { service: 'rbs', from: 'degraded', to: 'down' } }),
  entry(213, 60, 'service.changed', { payload: { service: 'rbs', from: 'down', to: 'degraded' } }),
  entry(214, 27, 'people.told', { role: 'dispatcher', payload: { symptom: 'speech-drops', from: 'dispatcher', service: 'rbs' } }),
].map((one) => [String(one.seq), one]))
