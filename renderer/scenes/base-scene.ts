// A room at a quiet moment, as the host tells it: what every scene changes a part of. Labels are those of the design's pictures.
import type { ChannelView, ServiceView, Topics, TraceView } from '../../electron/contract/topics.ts'

/** Monday 23 November 2026, 21:47:08 in the Netherlands. */
export const NOW = Date.UTC(2026, 10, 23, 20, 47, 8)
export const ago = (seconds: number): number => NOW - seconds * 1000

const service = (id: string, label: string, rest: Partial<ServiceView> & Pick<ServiceView, 'role'>): ServiceView => ({
  id, label, now: 'ok', sinceUtcMs: ago(40_000), why: { code: 'first-reply' }, proof: 'reachable', lastReplyUtcMs: ago(1), maintenance: false, probes: [], ...rest,
})

const channel = (id: string, label: string, rest: Partial<ChannelView>): ChannelView => ({
  id, label, kind: 'tetra', readiness: 'ready', verifiedUtcMs: ago(650), loses: [],
  audio: { microphone: 'handmicrofoon mobilofoon', loudspeaker: 'mobilofoon', recorded: true }, ...rest,
})

const GROUPS = [
  { key: 1, label: 'INC-1', gssi: '4037001' }, { key: 2, label: 'INC-2', gssi: '4037002' }, { key: 3, label: 'INC-3', gssi: '4037003' },
  { key: 4, label: 'INC-4', gssi: '4037004' }, { key: 5, label: 'ALG', gssi: '4037005' }, { key: 6, label: 'KOP', gssi: '4037006' },
]

export const QUIET_TRACE: TraceView = { points: [[ago(3600), 'ok', false]] }

export const BASE: Topics = {
  site: {
    site: {
      room: 'Oost-Brabant', position: 'OB-02', label: 'BRW 02', discipline: 'brandweer', mode: 'act', callTaking: false, manned: true, planVersion: 14, plan: { version: 14, approvedBy: 'supervisor', checkedOn: '2026-11-01', checkIsDue: false, automatic: true }, profile: 'standard', profiles: [{ id: 'standard', label: 'Brandweer', discipline: 'brandweer', callTaking: false, planVersion: 14 }], language: 'nl',
      bounds: { softTimeoutMs: 45_000, hardTimeoutMs: 120_000, settleMs: 3000, countdownMs: 5000 }, simulated: false, groups: GROUPS,
      units: ['21-4131', '21-4132', '21-4190', '21-4250'],
      cards: [
        { id: 'portable', label: 'Portofoons', steps: ['Pak een portofoon uit kast K', 'Kies de groep van uw incident', 'Meld u bij de eenheden'], dependsOn: ['c2000'] },
        { id: 'conference', label: 'Telefoonconferentie', steps: ['Bel het conferentienummer van de kaart', 'Geef de code', 'Meld de eenheden het nummer'], dependsOn: ['office'] },
        { id: 'mobile', label: 'Mobiele telefoons', steps: ['Pak de nummerkaart piket', 'Bel de eenheden'], dependsOn: [] },
        { id: 'p2000', label: 'P2000', steps: ['Alleen oproep, geen spraak', 'Verstuur via de tweede zender'], dependsOn: [] },
        { id: 'second-rbs', label: 'Tweede RBS-werkplek', steps: ['Loop naar tafel 12'], dependsOn: ['rbs'] },
        { id: 'takeover', label: 'Uitwijk Bergen op Zoom', steps: ['Bel de CaCo van Bergen op Zoom', 'Spreek de groepen af'], dependsOn: [] },
      ],
      lastGood: false, problems: [],
    },
  },
  services: {
    rbs: service('rbs', 'RBS', { role: 'console', proof: 'proven', lastHeardOwnUtcMs: ago(19) }),
    c2000: service('c2000', 'C2000', { role: 'witness', proof: 'proven' }),
    'tel-112': service('tel-112', '112', { role: 'telephony' }),
    'tel-0900': service('tel-0900', '0900/088', { role: 'telephony' }),
    gms: service('gms', 'GMS', { role: 'other' }),
    office: service('office', 'kantoor-ICT', { role: 'other' }),
  },
  diagnosis: { diagnosis: { kind: 'normal', sinceUtcMs: ago(40_000), works: ['rbs', 'c2000', 'tel-112', 'tel-0900', 'gms', 'office'], limited: [], fails: [], unknown: [], witness: 'wide', evidence: [], ownHealth: 'ok' } },
  channels: {
    rbs: channel('rbs', 'RBS', { kind: 'rbs', audio: { microphone: 'eigen voetpedaal', loudspeaker: 'RBS', recorded: true } }),
    'desk-radio': channel('desk-radio', 'Mobilofoon', { spokenTest: { utcMs: ago(650), by: 'control-radio', group: '4037001', old: false } }),
    'room-radio': channel('room-radio', 'Mobilofoon zaal', { readiness: 'unknown', cause: 'not-verified', audio: { microphone: 'handset zaal', loudspeaker: 'zaal', recorded: false } }),
    analogue: channel('analogue', 'Analoge set K3', { spokenTest: { utcMs: ago(1020), by: 'colleague', old: false }, verifiedUtcMs: ago(1020), audio: { microphone: 'zwanenhals K3', loudspeaker: 'K3', recorded: false } }),
    dmo: channel('dmo', 'DMO', { kind: 'dmo', fixedGroup: '4037901', fixedGroupLabel: 'BRW 1', spokenTest: { utcMs: ago(93_600), by: 'colleague', old: true }, readiness: 'stale', verifiedUtcMs: ago(93_600), audio: { microphone: 'handset DMO', loudspeaker: 'DMO', recorded: false } }),
  },
  switch: {
    switch: { channel: 'rbs', confirmed: true, sinceUtcMs: ago(26_000), wantedGroup: '4037001', phase: 'settled', next: 'desk-radio', advised: false, returnOffered: false },
  },
  ptt: { ptt: { phase: 'idle', target: 'rbs', stuck: [], unread: [], mayTransmit: [], localKey: false } },
  devices: {
    'desk-radio': { id: 'desk-radio', label: 'Mobilofoon', driver: 'tetra-pei', link: 'up' },
    'control-radio': { id: 'control-radio', label: 'controleradio', driver: 'tetra-pei', link: 'up' },
    pedal: { id: 'pedal', label: 'voetpedaal', driver: 'hid-buttons', transmits: true, link: 'up' },
  },
  record: { record: { seq: 214, anchoredSeq: 214, headCode: '9F3C-41D0' } },
  alarms: {},
  pastAlarms: {},
  alarmLoad: {},
  timeline: {},
  traces: Object.fromEntries(['rbs', 'c2000', 'tel-112', 'tel-0900', 'gms', 'office'].map((id) => [id, QUIET_TRACE])),
  coverage: {
    coverage: {
      devices: [{ id: 'desk-radio', label: 'mobilofoon' }, { id: 'control-radio', label: 'controleradio' }, { id: 'portable-3', label: 'portofoon 3' }],
      groups: [
        { gssi: '4037001', heardBy: ['desk-radio', 'control-radio'] }, { gssi: '4037002', heardBy: ['control-radio'] }, { gssi: '4037003', heardBy: [] },
        { gssi: '4037004', heardBy: [] }, { gssi: '4037005', heardBy: ['portable-3'] }, { gssi: '4037006', heardBy: ['portable-3'] },
      ],
      unheard: [], sufficiency: 'sufficient', reasons: [],
    },
  },
  faults: {},
  reports: {},
  actions: {},
  emergencies: {},
  spokenTest: {},
  say: {},
  rollCall: {},
}
