// The terminal screen in the moments of an outage: what a technician reads, word for word.
import { expect, test } from 'vitest'
import type { TimelineEntry, TopicName, Topics } from '../../../electron/contract/topics.ts'
import { hostTrouble } from '../../../electron/cli/run/host-trouble.ts'
import { renderScreen, type ScreenInput } from '../../../electron/cli/terminal/screen.ts'
import { createText } from '../../../electron/cli/terminal/text.ts'

const AT = Date.UTC(2024, 11, 31, 20, 40, 5)
const service = (id: string, role: 'console' | 'witness', now: 'ok' | 'down' | 'degraded', proof: 'proven' | 'reachable' = 'reachable') =>
  ({ id, role, label: id === 'rbs' ? 'RBS' : 'C2000', now, sinceUtcMs: AT - 60_000, why: { code: now === 'down' ? 'silent' : 'first-reply' }, proof, maintenance: false, probes: [] })
const audio = { microphone: 'handmicrofoon mobilofoon', loudspeaker: 'mobilofoon', recorded: false }

const CALM: Topics = {
  site: { site: { room: 'Meldkamer demo', position: 'DEMO-07', label: 'Tafel 7', discipline: 'brandweer', mode: 'act', callTaking: false, manned: true, planVersion: 1, plan: { version: 1, approvedBy: 'supervisor', checkedOn: '2026-11-01', checkIsDue: false, automatic: true }, profile: 'standard', profiles: [{ id: 'standard', label: 'Brandweer', discipline: 'brandweer', callTaking: false, planVersion: 1 }], bounds: { softTimeoutMs: 45_000, hardTimeoutMs: 120_000, settleMs: 3000 }, language: 'nl', simulated: true, groups: [{ key: 1, label: 'INC-1', gssi: '4037001' }], units: [], cards: [{ id: 'portable-radios', label: 'Portofoons', steps: [], dependsOn: [] }], lastGood: false, problems: [] } },
  services: { rbs: service('rbs', 'console', 'ok', 'proven'), c2000: service('c2000', 'witness', 'ok') },
  diagnosis: { diagnosis: { kind: 'normal', sinceUtcMs: AT - 60_000, works: ['rbs', 'c2000'], limited: [], fails: [], unknown: [], witness: 'heard', evidence: [], ownHealth: 'well' } },
  channels: {
    rbs: { id: 'rbs', kind: 'rbs', label: 'RBS', readiness: 'ready', audio, loses: [] },
    'desk-radio': { id: 'desk-radio', kind: 'tetra', label: 'Mobilofoon', readiness: 'ready', verifiedUtcMs: AT - 8000, audio, loses: [] },
  },
  switch: { switch: { channel: 'rbs', confirmed: true, sinceUtcMs: AT, wantedGroup: '4037001', phase: 'settled', next: 'desk-radio', advised: false, returnOffered: false } },
  ptt: { ptt: { phase: 'idle', target: 'rbs', stuck: [], unread: [], mayTransmit: [], localKey: false } },
  devices: {},
  record: { record: { seq: 214, anchoredSeq: 214, headCode: '214-K7QF-3M2P' } },
  alarms: {}, pastAlarms: {}, alarmLoad: {},
  timeline: {},
  traces: {},
  coverage: {},
  faults: {},
  reports: {},
  actions: {},
  emergencies: {},
  spokenTest: {},
  say: {},
  rollCall: {},
}
const DOWN = {
  services: { ...CALM.services, rbs: service('rbs', 'console', 'down') },
  diagnosis: { diagnosis: { ...CALM.diagnosis.diagnosis!, kind: 'console-fault', works: ['c2000'], fails: ['rbs'] } },
} as const satisfies Partial<Topics>

function screen(changed: Partial<Topics>, more: Partial<ScreenInput> = {}): string[] {
  const topics: Topics = { ...CALM, ...changed }
  return renderScreen({ topic: <Name extends TopicName>(name: Name): Topics[Name] => topics[name], text: createText('nl'), nowUtcMs: AT, columns: 110, rows: 40, demo: false, ...more }).map((line) => line.text)
}

test('is calm when nothing is measured to be wrong, and says no more than that', () => {
  const lines = screen({})
  expect(lines[1]).toBe('geen storing gemeten, 21:40:05')
  expect(lines.join('\n')).toContain('◉ RBS            in orde')
  expect(lines.join('\n')).toContain('○ C2000          bereikbaar')
  expect(lines.join('\n')).toContain('Mobilofoon – INC-1: klaar als het erger wordt')
  expect(lines.join('\n')).not.toContain('Schakel naar')
})

test('says first what works, then what does not, and what to press', () => {
  const lines = screen({ ...DOWN, switch: { switch: { ...CALM.switch.switch!, advised: true } } })
  expect(lines[1]).toBe('C2000 bereikbaar – RBS uitgevallen   (RBS stoort, C2000 werkt, sinds 21:39:05)')
  expect(lines).toContain('[s] Schakel naar Mobilofoon – INC-1')
})

test('calls one silent control radio no outage of the network, in headline, line, log and alarm', () => {
  const lines = screen({
    services: { ...CALM.services, c2000: service('c2000', 'witness', 'down') },
    diagnosis: { diagnosis: { ...CALM.diagnosis.diagnosis!, kind: 'witness-lost', works: ['rbs'], fails: ['c2000'], witness: 'silent' } },
    alarms: { 'service:c2000': { id: 'service:c2000', kind: 'service', severity: 'critical', code: 'service-down', sinceUtcMs: AT, params: { service: 'C2000' }, acknowledged: false } },
    timeline: { 3: { seq: 3, utcMs: AT, kind: 'service.changed', role: 'system', payload: { service: 'c2000', from: 'ok', to: 'down' } } },
  }).join('\n')
  expect(lines.match(/C2000 +(: )?niet gehoord|C2000: niet gehoord/g)).toHaveLength(5)
  expect(lines).not.toContain('uitgevallen')
})

test('says why no cause is named, and never that C2000 works while the mast of the control radio is cut off', () => {
  const because = (more: object) => screen({ ...DOWN, diagnosis: { diagnosis: { ...DOWN.diagnosis.diagnosis, kind: 'unknown', because: 'not-yet', ...more } } })[1]
  expect(because({})).toBe('C2000 bereikbaar – RBS uitgevallen   (oorzaak nog niet vastgesteld, sinds 21:39:05)')
  expect(because({ witness: 'isolated' })).toBe('RBS uitgevallen   (mast van de controleradio staat los van C2000, sinds 21:39:05)')
  const entry = { seq: 3, utcMs: AT, kind: 'diagnosis.changed', role: 'system', payload: { from: 'unknown', to: 'common-dependency', dependency: 'rbs' } } as const
  expect(screen({ timeline: { 3: entry } }).join('\n')).toContain('oordeel: gezamenlijke oorzaak: RBS')
})

test('counts down with the way to stay beside it', () => {
  const lines = screen({ ...DOWN, switch: { switch: { ...CALM.switch.switch!, advised: true, countdown: { to: 'desk-radio', endsUtcMs: AT + 2400 } } } })
  expect(lines).toContain('Schakelt over 3 s naar Mobilofoon – INC-1   [b] Blijf op RBS')
})

test('names channel, group and microphone while on the desk radio, and says "U zendt" only when it is true', () => {
  const onDesk = { switch: { switch: { ...CALM.switch.switch!, channel: 'desk-radio', group: '4037001', undo: 'rbs' } } }
  const waiting = screen({ ...DOWN, ...onDesk, ptt: { ptt: { ...CALM.ptt.ptt!, target: 'channel', phase: 'waiting', queued: false } } })
  expect(waiting).toContain('U werkt via Mobilofoon – INC-1')
  expect(waiting).toContain('wacht op spreekrecht')
  expect(waiting).toContain('Spreek in: handmicrofoon mobilofoon')
  expect(waiting.join('\n')).not.toContain('U zendt')
  expect(screen({ ...onDesk, ptt: { ptt: { ...CALM.ptt.ptt!, target: 'channel', phase: 'talking' } } })).toContain('U zendt')
})

test('says that a spoken test has the pedal, and no more of it when it is over', () => {
  const channels = { 'desk-radio': { ...CALM.channels['desk-radio']!, label: 'Mobilofoon' } }
  const running = { test: { channel: 'desk-radio', group: '4037001', step: 'speak' } } as const
  const said = (spokenTest: Topics['spokenTest']): boolean => screen({ channels: { ...CALM.channels, ...channels }, spokenTest }).some((one) => one.startsWith('Spreekproef: pedaal gaat naar Mobilofoon'))
  expect([said(running), said({ test: { ...running.test, step: 'failed', end: 'no-press' } }), said({})]).toEqual([true, false, false])
})

const COVERAGE = { devices: [], groups: [], unheard: ['4037001', '4037009'], sufficiency: 'thin', reasons: [{ code: 'groups-missing', count: 2 }, { code: 'one-left' }] } as const

test('says what was said of the open storing, that it is not on disk yet, and which others are open', () => {
  const fault = { number: 'S-2024-DEMO-0001', openedUtcMs: AT - 3_600_000, openedBy: 'automatic', service: 'rbs', state: 'open', entries: 3, effect: 'delay', symptom: { code: 'connection-lost', proposed: true } } as const
  const other = { number: 'S-2024-DEMO-0002', openedUtcMs: AT - 60_000, openedBy: 'automatic', service: 'c2000', state: 'open', entries: 1, standsUntilUtcMs: AT - 1 } as const
  const linesOf = (faults: Topics['faults']): string[] => {
    const lines = screen({ faults }, { columns: 80 })
    const at = lines.findIndex((one) => one.startsWith('Storing'))
    return lines.slice(at, at + 2)
  }
  expect(linesOf({ [fault.number]: fault, [other.number]: other })).toEqual(['Storing S-2024-DEMO-0001 · open 1:00 · ook open: S-2024-DEMO-0002', '  Gevolg vertraging · Gevaar – · verbinding weg (voorgesteld)'])
  expect(linesOf({ [fault.number]: { ...fault, danger: 'no', symptom: { code: 'connection-lost', proposed: false }, late: {} } })).toEqual(['Storing S-2024-DEMO-0001 · nog niet op schijf · open 1:00', '  Gevolg vertraging · Gevaar nee · verbinding weg'])
  expect(linesOf({ [fault.number]: { ...fault, late: { savedUtcMs: AT } } }).join()).not.toMatch(/schijf/)
})

test('says whether the alternatives are enough, on one of them which groups nobody hears, and which storingen are open', () => {
  const faults = { 'S-2024-DEMO-0001': { number: 'S-2024-DEMO-0001', openedUtcMs: AT, openedBy: 'automatic', service: 'rbs', state: 'open', entries: 3 } } as const
  expect(screen({ coverage: { coverage: COVERAGE }, faults })).toEqual(expect.arrayContaining(['Alternatieven: krap, 2 groepen missen', 'Storing S-2024-DEMO-0001 · open 0:00', '  Gevolg – · Gevaar –']))
  const onDesk = { switch: { switch: { ...CALM.switch.switch!, channel: 'desk-radio', group: '4037001' } } }
  expect(screen({ ...onDesk, coverage: { coverage: COVERAGE } })).toContain('Niet afgeluisterd: INC-1, 4037009')
  expect(screen({ ...onDesk, coverage: { coverage: { ...COVERAGE, unheard: [] } } })).toContain('Alle groepen afgeluisterd')
  const struck = { ...COVERAGE, sufficiency: 'insufficient', reasons: [{ code: 'shared-dependency', dependency: 'c2000' }] } as const
  expect(screen({ coverage: { coverage: struck } })).toContain('Alternatieven: onvoldoende, zelfde storing (C2000)')
})

test('a note that was taken back, a storing and an unstable RBS are lines of the log', () => {
  const entry = (seq: number, kind: string, payload: object): Topics['timeline'] => ({ [seq]: { seq, utcMs: AT, kind, role: 'dispatcher', payload: payload as never } })
  const lines = screen({ timeline: { ...entry(5, 'note.retracted', { note: 3 }), ...entry(6, 'fault.opened', { number: 'S-2024-DEMO-0001', by: 'person' }), ...entry(7, 'watch.unstable', { service: 'rbs', count: 4 }), ...entry(8, 'radio.registration', { device: 'desk-radio' }) } }).join('\n')
  for (const said of ['notitie van regel 3 ingetrokken', 'storing S-2024-DEMO-0001 geopend', 'RBS instabiel, 4× weg']) expect(lines).toContain(said)
  expect(lines).not.toContain('registration')
})

test('what is said of a storing, and a note that was said otherwise, are lines of the log', () => {
  const entry = (seq: number, kind: string, payload: object, content?: string): Topics['timeline'] => ({ [seq]: { seq, utcMs: AT, kind, role: 'supervisor', payload: payload as never, ...(content === undefined ? {} : { content }) } })
  const N = 'S-2024-DEMO-0001'
  const lines = screen({ timeline: {
    ...entry(1, 'note.added', {}, 'Ruis'), ...entry(2, 'note.corrected', { of: 1 }, 'Brom'),
    ...entry(3, 'fault.changed', { number: N, what: 'danger', from: null, to: 'unknown' }), ...entry(4, 'fault.changed', { number: N, what: 'state', from: 'open', to: 'closed' }),
    ...entry(5, 'fault.changed', { number: N, what: 'state', from: 'closed', to: 'open', because: 'relapse', service: 'rbs' }), ...entry(6, 'fault.placed', { number: N, presses: ['b/1'] }),
  } }, { columns: 140 }).join('\n')
  for (const said of ['notitie: Brom (eerst: Ruis)', 'notitie van regel 1 verbeterd: Brom', `storing ${N}, iemand in gevaar: onbekend`, `storing ${N} afgesloten voor deze meldkamer`, `storing ${N} weer open: RBS valt opnieuw uit`, `eerdere druk op Meld storing hoort bij ${N}`]) expect(lines).toContain(said)
})

test('what people say is the reason of a service and lines of the log, with who and where', () => {
  const told = (seq: number, from: string, content?: string): Topics['timeline'] => ({ [seq]: { seq, utcMs: AT, kind: 'people.told', role: 'dispatcher', payload: { symptom: 'speech-drops', from }, ...(content === undefined ? {} : { content }) } })
  const rbs = { ...service('rbs', 'console', 'degraded'), why: { code: 'people', count: 2, symptoms: ['speech-drops', 'no-reception'] } }
  const retracted: Topics['timeline'] = { 9: { seq: 9, utcMs: AT, kind: 'people.retracted', role: 'dispatcher', payload: { report: 5 } } }
  const lines = screen({ services: { ...CALM.services, rbs }, timeline: { ...told(5, 'dispatcher'), ...told(6, 'unit', '21-4131\nHeikant'), ...told(7, 'unit', '21-4131\n'), ...told(8, 'unit'), ...retracted } }, { columns: 140 }).join('\n')
  for (const said of ['2 meldingen van mensen: spraak valt weg, geen ontvangst', 'gemeld: spraak valt weg', 'eenheid 21-4131 meldt, Heikant: spraak valt weg', 'eenheid 21-4131 meldt: spraak', 'een eenheid meldt: spraak', 'melding van regel 5 ingetrokken']) expect(lines).toContain(said)
})

test('a melding and an actie are lines of the log, with their numbers', () => {
  const entry = (seq: number, kind: string, payload: object, content: string): Topics['timeline'] => ({ [seq]: { seq, utcMs: AT, kind, role: 'dispatcher', payload: payload as never, content } })
  const lines = screen({ timeline: { ...entry(5, 'people.told', { from: 'unit', symptom: 'speech-drops', filed: 'M-2024-DEMO-0001' }, '21-4131\n'), ...entry(6, 'report.changed', { number: 'M-2024-DEMO-0001', what: 'answered', to: 'done' }, 'gebeld'), ...entry(7, 'action.added', { number: 'A-2024-DEMO-0001', owner: 'technician' }, 'accu') } }, { columns: 140 }).join('\n')
  for (const said of ['melding M-2024-DEMO-0001 van eenheid 21-4131: spraak valt weg', 'melding M-2024-DEMO-0001 beantwoord: gebeld', 'actie A-2024-DEMO-0001 voor technicus: accu']) expect(lines).toContain(said)
})

test('an unconfirmed channel is not called ready to talk', () => {
  const lines = screen({ switch: { switch: { ...CALM.switch.switch!, channel: 'desk-radio', group: '4037001', confirmed: false } }, ptt: { ptt: { ...CALM.ptt.ptt!, target: 'channel' } } })
  expect(lines).toContain('U werkt via Mobilofoon – INC-1  (niet bevestigd)')
  expect(lines).toContain('spreken kan nog niet')
})

test('a radio that may still transmit stands above everything about talking', () => {
  expect(screen({ ptt: { ptt: { ...CALM.ptt.ptt!, target: 'channel', phase: 'idle', mayTransmit: ['desk-radio'] } } })).toContain('radio kan nog zenden')
})

test('an emergency stands first, and a record that is not written is said with who can mend it', () => {
  const alarm = { sinceUtcMs: AT, acknowledged: false }
  const lines = screen({
    alarms: {
      fault: { ...alarm, id: 'fault', kind: 'service', severity: 'critical', code: 'service-down', params: { service: 'RBS' } },
      call: { ...alarm, id: 'call', kind: 'emergency', severity: 'emergency', code: 'emergency-call', params: { gssi: '4037001' } },
      disk: { ...alarm, id: 'disk', kind: 'record', severity: 'critical', code: 'STORE_FULL', params: { detail: 'ledger' } },
    },
    record: { record: { seq: 9, anchoredSeq: 9, headCode: '9-AAAA-BBBB', failing: { code: 'STORE_FULL', waiting: 3 } } },
  })
  expect(lines[1]).toBe('! NOODOPROEP in INC-1  sinds 21:40:05')
  expect(lines.join('\n')).toContain('schijf vol (ledger). Technicus: ruimte maken')
  expect(lines.join('\n')).toContain('LOGBOEK SCHRIJFT NIET')
})

test('says at once that the console itself does not work', () => {
  expect(screen({ services: {}, diagnosis: {}, switch: {}, ptt: {}, record: {} }, { hostTrouble: 'Achterwacht werkt niet – gebruik RBS zelf. Herstart…' })[1]).toContain('gebruik RBS zelf')
})

test('fits the terminal it is drawn in', () => {
  for (const [columns, rows] of [[80, 24], [40, 12], [200, 60]] as const) {
    const lines = screen({ ...DOWN }, { columns, rows })
    expect(lines.length).toBeLessThanOrEqual(rows)
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(columns)
  }
})

test('a keyed set is named by its own group, or alone, and no more is said of it than is known', () => {
  const set = (fixedGroup: string) => ({ ...CALM.channels, set: { id: 'set', kind: 'keyed' as const, label: 'Portoset', readiness: 'ready' as const, audio, loses: [], fixedGroup, sendingProof: 'line' as const } })
  const offered = (fixedGroup: string): string => screen({ ...DOWN, channels: set(fixedGroup), switch: { switch: { ...CALM.switch.switch!, next: 'set', advised: true, wantedGroup: '4037009' } } }).join('\n')
  expect(offered('4037001')).toContain('Schakel naar Portoset – INC-1')
  expect(offered('')).toContain('Schakel naar Portoset – –')
  const worked = (ptt: object): string => screen({ channels: set(''), switch: { switch: { ...CALM.switch.switch!, channel: 'set' } }, ptt: { ptt: { ...CALM.ptt.ptt!, target: 'channel', channel: 'set', ...ptt } }, coverage: { coverage: { devices: [], groups: [], unheard: [], byEarOnly: ['4037001'], sufficiency: 'thin', reasons: [] } } }).join('\n')
  expect(worked({ phase: 'talking', endsUtcMs: AT + 90_000 })).toContain('U zendt – zendtoets bediend, set meldt niets terug')
  expect(worked({ hearingUnknown: true })).toContain('onbekend of er iemand spreekt')
  expect(worked({})).toContain('Noodoproep niet afgeluisterd: INC-1 (alleen op gehoor)')
})

test('says that it is time to announce, and to which group, and nothing of it before', () => {
  const card = { switchedUtcMs: AT - 60_000, channel: 'desk-radio', group: '4037001', loses: [], occasion: 'alternative', saidCount: 1 } as const
  expect(screen({ say: { card: { ...card, dueUtcMs: AT } } })).toContain('Omroepen in INC-1')
  expect(screen({ say: { card: { ...card, group: '', dueUtcMs: AT } } })).toContain('Omroepen')
  expect(screen({ say: { card: { ...card, dueUtcMs: AT + 1 } } }).join('\n')).not.toContain('Omroepen')
})

test('tells of a roll call how many of how many answered', () => {
  const timeline = { '7': { seq: 7, utcMs: AT, kind: 'roll-call.ended', role: 'dispatcher', payload: { answered: 12, of: 18 } } } as const
  expect(screen({ timeline }).join('\n')).toContain('contactronde klaar: 12 van 18 gehoord')
})

const entry = (kind: string, payload: object): TimelineEntry => ({ seq: 5, utcMs: AT, kind, role: 'dispatcher', payload: payload as TimelineEntry['payload'] })
const logged = (kind: string, payload: object): string | undefined => screen({ timeline: { 5: entry(kind, payload) } }).find((line) => line.includes('    5  '))?.slice(' '.repeat(19).length)

test('says in words to whom a call for help went', () => {
  expect(logged('emergency.handed-on', { alarm: 'x', to: 'supervisor' })).toContain('noodoproep overgedragen: Aan CaCo')
  expect(logged('emergency.handed-on', { alarm: 'x', to: 'rbs' })).toContain('Bevestigd in RBS')
})

test('says of each line of a drill that it is one, and of its beginning only what it is', () => {
  expect(logged('switch.switched', { from: 'rbs', to: 'desk-radio', group: '4037001', drill: 'O-2026-OB-0003' })).toContain('OEFENING: ')
  expect(logged('drill.begun', { number: 'O-2026-OB-0003', drill: 'O-2026-OB-0003' })).not.toContain('OEFENING: ')
  expect(logged('switch.switched', { from: 'rbs', to: 'desk-radio', group: '4037001' })).not.toContain('OEFENING')
})

test('calls a host that begins anew with another plan an outage once it takes longer than a page waits', () => {
  const said = { text: createText('nl'), rbs: 'RBS' }
  const dead = 'Achterwacht werkt niet – gebruik RBS zelf. Herstart…'
  expect(hostTrouble({ host: 'taking-over' }, { ...said, takingMs: 2999 })).toBe('Nieuw plan wordt overgenomen')
  expect(hostTrouble({ host: 'starting', attempt: 0 }, { ...said, takingMs: 500 })).toBe('Nieuw plan wordt overgenomen')
  expect(hostTrouble({ host: 'taking-over' }, { ...said, takingMs: 3000 })).toBe(dead)
  expect(hostTrouble({ host: 'starting', attempt: 0 }, { ...said, takingMs: 3000 })).toBe(dead)
  expect(hostTrouble({ host: 'running', pid: 1, tookMs: 1 }, { ...said, takingMs: 3000 })).toBeUndefined()
})
