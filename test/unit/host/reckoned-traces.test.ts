// Traces written, and their answers reckoned with pen and paper, from the texts alone: FORMATS `replay` and architecture section 5.
// `1000 rbs unknown>ok`, `1000 =normal` a cause, `1000 !rbs` what sounds.
import { expect, test } from 'vitest'
import { createReplay } from '../../../electron/host/replay.ts'

type Line = Readonly<Record<string, unknown>>

const MIN = 60_000
const RBS: Line = { trace: 1, services: [{ id: 'rbs', role: 'console', probes: ['sip'], dependsOn: [] }], probes: { sip: { weight: 'primary', latencyLimitMs: 300 } }, settings: {} }
/** Each cause named at once: how long it is waited for is a setting. */
const ROOM: Line = {
  trace: 1,
  services: [{ id: 'rbs', probes: ['sip'], dependsOn: ['lan'] }, { id: 'c2000-1', probes: ['radio'] }, { id: 'lan', role: 'network', probes: ['ping'] }, { id: 'gw', role: 'gateway', probes: ['gate'] }, { id: 'gms', probes: ['http'], dependsOn: ['lan'] }],
  settings: { causeWindowMs: 0 },
}
const TWO: Line = { trace: 1, services: [{ id: 'rbs', probes: ['sip', 'tcp'] }] }

const reply = (t: number, probe = 'sip', more: object = {}): Line => ({ t, probe, result: 'reply', latencyMs: 5, ...more })
const miss = (t: number, probe = 'sip', more: object = {}): Line => ({ t, probe, result: 'timeout', ...more })
const refused = (t: number, probe = 'sip'): Line => ({ t, probe, result: 'refused' })
const radio = (t: number, more: object = {}): Line => reply(t, 'radio', { registration: 'home', cell: 'wide', ...more })
const tick = (t: number): Line => ({ t, tick: true })
const each = (fromMs: number, toMs: number, make: (t: number) => Line | readonly Line[], stepMs = 1000): readonly Line[] => {
  const lines: Line[] = []
  for (let t = fromMs; t <= toMs; t += stepMs) lines.push(...[make(t)].flat())
  return lines
}
/** The regular question sent at `sentMs` is lost, the fast one after it is answered. */
const lossy = (sentMs: number): readonly Line[] => [miss(sentMs + 800), reply(sentMs + 810, 'sip', { regular: false })]
/** Down by a refusal, and three replies later back. */
const fall = (t: number): readonly Line[] => [refused(t), reply(t + 100), reply(t + 200), reply(t + 300)]
const falls = (...at: readonly number[]): readonly Line[] => {
  const lines: Line[] = [reply(0)]
  for (const [turn, t] of at.entries()) lines.push(...each((at[turn - 1] ?? 0) + 1000, t - 1000, reply), ...fall(t))
  return lines
}
const allWell = [reply(0), radio(0), reply(0, 'ping'), reply(0, 'gate'), reply(0, 'http')]

function told(lines: readonly Line[]): readonly string[] {
  const replay = createReplay()
  const out: string[] = []
  for (const line of lines) {
    const step = replay.take(JSON.stringify(line))
    if (!step.ok) throw new Error(step.error.detail)
    for (const one of step.value) out.push('alarm' in one ? `${one.t} !${one.alarm}` : 'diagnosis' in one ? `${one.t} =${one.diagnosis}` : `${one.t} ${one.service} ${one.from}>${one.to}`)
  }
  return out
}
const changes = (lines: readonly Line[]): readonly string[] => told(lines).filter((one) => one.includes('>'))
const causes = (lines: readonly Line[]): readonly string[] => told(lines).filter((one) => one.includes('='))
const labels = (lines: readonly Line[]): readonly string[] => told(lines).filter((one) => one.includes('unstable'))
const sounds = (lines: readonly Line[]): readonly string[] => told(lines).filter((one) => one.includes('!'))

const ROWS: readonly (readonly [what: string, said: readonly string[], reckoned: readonly string[]])[] = [
  ['silence counts from the last reply: 2.5 s and 4 s, told by a tick and stamped when due', changes([RBS, ...each(1000, 5000, reply), tick(99_000)]), ['1000 rbs unknown>ok', '7500 rbs ok>unknown', '9000 rbs unknown>down']],
  ['a timer due at the t of a line fires before it', changes([RBS, reply(0), reply(2500), reply(5000)]), ['0 rbs unknown>ok', '2500 rbs ok>unknown', '2500 rbs unknown>ok', '5000 rbs ok>unknown', '5000 rbs unknown>ok']],
  ['one ms before it nothing has fired', changes([RBS, reply(0), reply(2499), reply(4998)]), ['0 rbs unknown>ok']],
  ['unreachable is a time-out', changes([RBS, reply(0), { t: 900, probe: 'sip', result: 'unreachable' }, tick(4000)]), ['0 rbs unknown>ok', '2500 rbs ok>unknown', '4000 rbs unknown>down']],
  ['refused is down at once, also as the first word', changes([RBS, refused(700)]), ['700 rbs unknown>down']],
  ['asked and never answered is down 4 s after the first question', changes([RBS, miss(800), miss(1800), tick(4000)]), ['4000 rbs unknown>down']],
  ['nobody asked: unknown for ever', changes([RBS, tick(90_000)]), []],
  ['one hard failure of two primaries is degraded, both are down', changes([TWO, reply(0), reply(1, 'tcp'), refused(500), refused(700, 'tcp')]), ['0 rbs unknown>ok', '500 rbs ok>degraded', '700 rbs degraded>down']],
  ['degraded changes nothing by silence before 4 s', changes([TWO, reply(0), reply(1, 'tcp'), refused(500), reply(1000, 'tcp'), tick(9000)]), ['0 rbs unknown>ok', '500 rbs ok>degraded', '5000 rbs degraded>down']],
  ['three replies within 3 s end down, and not the third after 3001 ms', changes([RBS, refused(0), reply(1000), reply(2500), reply(4001), reply(5500)]), ['0 rbs unknown>down', '5500 rbs down>degraded']],
  ['at exactly 3 s they do', changes([RBS, refused(0), reply(1000), reply(2500), reply(4000)]), ['0 rbs unknown>down', '4000 rbs down>degraded']],
  ['recovering is ok after 60 good s', changes([RBS, ...fall(0), ...each(1000, 61_000, reply)]), ['0 rbs unknown>down', '300 rbs down>degraded', '60300 rbs degraded>ok']],
  ['a missed regular question begins the 60 s anew', changes([RBS, ...fall(0), ...each(1000, 30_000, reply), miss(31_800), reply(31_900, 'sip', { regular: false }), ...each(33_000, 93_000, reply)]), ['0 rbs unknown>down', '300 rbs down>degraded', '91800 rbs degraded>ok']],
  // 4 × 3.40 = 13.60, 5 × 3.40 = 17.00; 17.00 / 0.35 = 48.6, so the 49th reply, at 6005 + 48 s, then 30 s.
  ['loss: the fifth miss, then 49 replies to nothing, then 30 s', changes([RBS, reply(5), ...each(1000, 5000, lossy), ...each(6005, 90_005, reply)]), ['5 rbs unknown>ok', '5800 rbs ok>degraded', '84005 rbs degraded>ok']],
  // The cap: 20.00 / 0.35 = 57.1, the 58th reply, at 9005 + 57 s, then 30 s.
  ['loss: ten misses are capped at 20, 58 replies to nothing', changes([RBS, reply(5), ...each(1000, 10_000, lossy), ...each(11_005, 99_005, reply)]), ['5 rbs unknown>ok', '5800 rbs ok>degraded', '98005 rbs degraded>ok']],
  // 3.40 × 5 − 0.35 × 8 = 14.20; three replies fewer: 15.25.
  ['loss: eight replies between five misses are too many, five are not', changes([RBS, reply(5), ...each(1000, 4000, lossy), ...each(5005, 12_005, reply), ...lossy(13_000), reply(14_005)]), ['5 rbs unknown>ok']],
  ['loss: with five of them it is degraded', changes([RBS, reply(5), ...each(1000, 4000, lossy), ...each(5005, 9005, reply), ...lossy(10_000)]), ['5 rbs unknown>ok', '10800 rbs ok>degraded']],
  // 49 replies and 30 s, then 60 s, then 120 s.
  ['loss: the wait doubles with each relapse within the hour', changes([RBS, reply(5), ...each(1000, 5000, lossy), ...each(6005, 84_005, reply), ...each(85_000, 89_000, lossy), ...each(90_005, 198_005, reply), ...each(199_000, 203_000, lossy), ...each(204_005, 380_005, reply)]).slice(1),
    ['5800 rbs ok>degraded', '84005 rbs degraded>ok', '89800 rbs ok>degraded', '198005 rbs degraded>ok', '203800 rbs ok>degraded', '372005 rbs degraded>ok']],
  ['regular is what was sent 900 ms after the regular one before', changes([RBS, reply(0, 'sip', { regular: false, latencyMs: 0 }), ...each(800, 4400, (t) => [miss(t), reply(t, 'sip', { regular: false })], 900)]), ['0 rbs unknown>ok', '4400 rbs ok>degraded']],
  ['at 899 ms only every second one is', changes([RBS, reply(0, 'sip', { regular: false, latencyMs: 0 }), ...each(800, 8800, (t) => [miss(t), reply(t, 'sip', { regular: false })], 899)]), ['0 rbs unknown>ok', '7992 rbs ok>degraded']],
  ['latency over its limit for 30 s is degraded', changes([RBS, ...each(400, 31_400, (t) => reply(t, 'sip', { latencyMs: 301 }))]), ['400 rbs unknown>ok', '30400 rbs ok>degraded']],
  ['latency at its limit is not', changes([RBS, ...each(400, 61_400, (t) => reply(t, 'sip', { latencyMs: 300 }))]), ['400 rbs unknown>ok']],
  // 1 + 2^(-65/240) + 2^(-130/240) = 2.516; with 70 min 2.484. Cleared 60 min after the last one ended.
  ['three downs 65 min apart are unstable, and 60 min without one not any more', labels([RBS, ...falls(MIN, 66 * MIN, 131 * MIN), ...each(131 * MIN + 1000, 192 * MIN, reply)]), [`${131 * MIN} rbs down>unstable`, `${191 * MIN + 300} rbs unstable>ok`]],
  ['three downs 70 min apart are not', labels([RBS, ...falls(MIN, 71 * MIN, 141 * MIN)]), []],
  ['unstable is told once; then only a down of 10 min sounds, once', told([RBS, ...falls(MIN, 2 * MIN, 3 * MIN, 4 * MIN), ...each(4 * MIN + 1000, 5 * MIN - 1000, reply), refused(5 * MIN), ...each(5 * MIN + 1000, 30 * MIN, refused)]).filter((one) => /unstable|!/.test(one)),
    [`${MIN} !rbs`, `${2 * MIN} !rbs`, `${3 * MIN} rbs down>unstable`, `${3 * MIN} !rbs`, `${15 * MIN} !rbs`]],
  ['misses sent before a lag of more than 250 ms, and less than 2 s after it, are void', changes([RBS, reply(5), ...each(1000, 4000, lossy), { t: 5900, host: 'lag', ms: 251 }, ...each(6000, 8000, lossy)]), ['5 rbs unknown>ok', '8800 rbs ok>degraded']],
  ['a lag of 250 ms is none', changes([RBS, reply(5), ...each(1000, 4000, lossy), { t: 4900, host: 'lag', ms: 250 }, ...lossy(5000)]), ['5 rbs unknown>ok', '5800 rbs ok>degraded']],
  ['nor is a refusal void', changes([RBS, reply(0), { t: 900, host: 'lag', ms: 300 }, refused(1000)]), ['0 rbs unknown>ok', '1000 rbs ok>down']],
  ['our own network: unknown, and the workstation is the cause', told([RBS, reply(0), { t: 1000, host: 'network-down' }, refused(1500), tick(3000), { t: 3500, host: 'network-up' }, reply(5600)]), ['0 rbs unknown>ok', '0 =normal', '1000 rbs ok>unknown', '1000 =own-workstation', '3500 =unknown', '5600 rbs unknown>ok', '5600 =normal']],
  ['planned work: recorded and silent; what is down after it is an alarm', told([RBS, reply(0), { t: 100, maintenance: 'rbs', on: true }, refused(500), tick(9000), { t: 10_000, maintenance: 'rbs', on: false }]).filter((one) => !one.includes('=')), ['0 rbs unknown>ok', '500 rbs ok>down', '10000 !rbs']],
  ['planned work weighs in no label', labels([RBS, { t: 0, maintenance: 'rbs', on: true }, ...falls(MIN, 2 * MIN, 3 * MIN, 4 * MIN)]), []],
  ['console × witness: ok / ok, fail / ok', causes([ROOM, ...allWell, refused(100)]), ['0 =normal', '100 =console-fault']],
  ['console × witness: ok / fail, fail / fail', causes([ROOM, ...allWell, radio(100, { registration: 'none' }), refused(200)]), ['0 =normal', '100 =witness-lost', '200 =network-outage']],
  ['searching and rejected are not registered either', causes([ROOM, ...allWell, radio(100, { registration: 'searching' }), radio(200), radio(300), radio(400), radio(500, { registration: 'rejected' })]), ['0 =normal', '100 =witness-lost', '400 =normal', '500 =witness-lost']],
  ['visited is registered; a cell cut off from the network is not', causes([ROOM, ...allWell, radio(100, { registration: 'visited' }), refused(200), radio(300, { cell: 'local' })]), ['0 =normal', '200 =console-fault', '300 =network-outage']],
  ['fail / fail with the gateway gone too is the site', causes([ROOM, ...allWell, refused(100, 'gate'), refused(200), radio(300, { registration: 'none' })]), ['0 =normal', '200 =console-fault', '300 =local-site']],
  ['two that need one that failed', causes([ROOM, ...allWell, refused(100, 'ping'), refused(200), refused(300, 'http')]), ['0 =normal', '200 =console-fault', '300 =common-dependency']],
  ['one alarm a cause: the first that is seen sounds', sounds([ROOM, ...allWell, refused(100, 'ping'), refused(200), refused(300, 'http')]), ['200 !lan']],
  ['a role that is not said: by the id, else other, which is no alarm', sounds([ROOM, ...allWell, refused(100, 'http'), radio(200, { registration: 'none' })]), ['200 !c2000-1']],
  ['that the control radio hears us speak changes no state', told([ROOM, ...allWell, radio(100, { heardOwn: true })]).slice(-1), ['0 gms unknown>ok']],
  ['two services due at one moment are told in the order of the header, then what sounds', told([{ ...RBS, services: [{ id: 'rbs', probes: ['sip'] }, { id: '112', role: 'telephony', probes: ['tel'] }] }, reply(0, 'tel'), reply(0), tick(4000)]).slice(-4), ['4000 rbs unknown>down', '4000 112 unknown>down', '4000 !rbs', '4000 !112']],
  ['constants are those of the header', changes([{ ...RBS, settings: { silenceUnknownMs: 1500, silenceDownMs: 6000 } }, reply(0), tick(9000)]), ['0 rbs unknown>ok', '1500 rbs ok>unknown', '6000 rbs unknown>down']],
  ['a secondary probe neither begins nor ends anything', changes([{ ...RBS, services: [{ id: 'rbs', probes: ['sip', 'log'] }], probes: { log: { weight: 'secondary' } } }, reply(0, 'log'), reply(500), reply(3000, 'log'), tick(4500)]), ['500 rbs unknown>ok', '3000 rbs ok>unknown', '4500 rbs unknown>down']],
]

test.each(ROWS)('%s', (_what, said, reckoned) => {
  expect(said).toEqual(reckoned)
})

test('the last line counts the samples, the transitions with those of the label, and what sounded', () => {
  const replay = createReplay()
  for (const line of [RBS, ...falls(MIN, 2 * MIN, 3 * MIN)]) replay.take(JSON.stringify(line))
  replay.take('')
  // The first, three times 59 replies and the four of a fall; ok, three times down and degraded, the label.
  expect(replay.end()).toEqual({ ok: true, value: { end: true, samples: 1 + 3 * (59 + 4), transitions: 1 + 6 + 1, alarms: 3 } })
})
