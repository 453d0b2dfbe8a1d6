// What a trace makes the console say, line by line; and what is said of a trace that is wrong.
import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { createReplay } from '../../../electron/host/replay.ts'

const FOLDER = new URL('../../fixtures/watch/traces/', import.meta.url)
const GOLDEN = readdirSync(FOLDER).filter((name) => name.endsWith('.jsonl')).map((name) => name.replace('.jsonl', ''))

/** Every line it prints, the last one included; or the complaint. */
function replay(lines: readonly string[]): readonly string[] {
  const one = createReplay()
  const printed: string[] = []
  for (const line of lines) {
    const told = one.take(line)
    if (!told.ok) return [told.error.detail]
    printed.push(...told.value.map((output) => JSON.stringify(output)))
  }
  const end = one.end()
  return end.ok ? [...printed, JSON.stringify(end.value)] : [end.error.detail]
}

const HEADER = { trace: 1, services: [{ id: 'rbs', role: 'console', probes: ['sip'], dependsOn: [] }], probes: { sip: { weight: 'primary', latencyLimitMs: 300 } }, settings: {} }
const header = (more: object = {}): string => JSON.stringify({ ...HEADER, ...more })
const line = (t: number, more: object): string => JSON.stringify({ t, ...more })
const reply = (t: number, more: object = {}): string => line(t, { probe: 'sip', result: 'reply', latencyMs: 10, ...more })
const timeout = (t: number, more: object = {}): string => line(t, { probe: 'sip', result: 'timeout', ...more })
const tick = (t: number): string => line(t, { tick: true })

test.each(GOLDEN)('the golden trace %s is told as it was reviewed', async (name) => {
  const text = readFileSync(new URL(`${name}.jsonl`, FOLDER), 'utf8')
  await expect(`${replay(text.split('\n')).join('\n')}\n`).toMatchFileSnapshot(new URL(`${name}.expected`, FOLDER).pathname)
})

test('everything in a header but ids has a default: roles by the beginning of the id, probes primary, their limit 300 ms', () => {
  const bare = JSON.stringify({ trace: 1, services: [{ id: 'rbs-oost', probes: ['sip'] }, { id: 'c2000', probes: ['radio'] }, { id: 'gms', probes: ['gms'] }] })
  const told = replay([bare, reply(10), line(20, { probe: 'radio', result: 'reply' }), reply(30, { probe: 'gms' }), timeout(4000, { probe: 'gms' }), line(5000, { host: 'network-down' })])
  expect(told.filter((one) => one.includes('diagnosis'))).toEqual(['{"t":20,"diagnosis":"normal"}', '{"t":2510,"diagnosis":"unknown"}', '{"t":4030,"diagnosis":"network-outage"}', '{"t":5000,"diagnosis":"own-workstation"}'])
  // The console alarms, the control radio does, an office system does not; and the radio is not behind our own network.
  expect(told.filter((one) => one.includes('"alarm"'))).toEqual(['{"t":4010,"alarm":"rbs-oost","kind":"sounds"}', '{"t":4020,"alarm":"c2000","kind":"sounds"}'])
  expect(told.filter((one) => one.includes('own-network-down')).map((one) => one.split(',')[1])).toEqual(['"service":"rbs-oost"', '"service":"gms"'])
})

test('a time-out was sent its 800 ms before, a reply its latency before: what was sent before 2 s after a standstill is void', () => {
  const lag = [header(), reply(10), line(1000, { host: 'lag', ms: 300 })]
  // The first question of nobody who was heard starts the silence when it was sent.
  expect(replay([header(), timeout(800), tick(4000)])).toContain('{"t":4000,"service":"rbs","from":"unknown","to":"down","why":"never-answered"}')
  expect(replay([header(), timeout(800, { sent: 300 }), tick(4300)])).toContain('{"t":4300,"service":"rbs","from":"unknown","to":"down","why":"never-answered"}')
  // Sent at 2999 it is void, at 3000 it is not: a loss score of one miss tells them apart.
  const scored = { cusumDegraded: 300, cusumCap: 400 }
  const told = (t: number): readonly string[] => replay([header({ settings: scored }), ...lag.slice(1), reply(2000), timeout(t)])
  expect(told(3799).join()).not.toContain('loss')
  expect(told(3800).join()).toContain('"why":"loss"')
})

test('an alarm that stood when watching began does not sound again for the outage that goes on, and does for another', () => {
  const down = { recovering: true, penalty: 1000, penaltyAgeMs: 60_000, downs: 1, outage: { ageMs: 60_000, counted: true, seenAgoMs: 1000 } }
  const standing = { rbs: { code: 'service-down', severity: 'critical', sinceMs: -60_000, acknowledged: true } }
  const start = { t: 0, utcMs: 5000, standing, remembered: { format: 1, savedUtcMs: 5000, services: { rbs: down } } }
  const goesOn = replay([header(start), timeout(900), tick(8000)])
  expect(goesOn).toEqual(['{"t":4100,"service":"rbs","from":"unknown","to":"down","why":"still-down"}', '{"end":true,"samples":1,"transitions":1,"alarms":0}'])
  const another = replay([header(start), reply(500), reply(600), reply(700), timeout(1500), tick(8000)])
  expect(another.filter((one) => one.includes('sounds'))).toEqual(['{"t":4700,"alarm":"rbs","kind":"sounds"}'])
})

test('an alarm that stood under another when watching began stands under it', () => {
  const down = { recovering: true, penalty: 1000, penaltyAgeMs: 60_000, downs: 1, outage: { ageMs: 60_000, counted: true, seenAgoMs: 1000 } }
  const stood = { code: 'service-down', severity: 'critical', sinceMs: -60_000, acknowledged: true }
  const services = [{ id: 'rbs', probes: ['sip'], dependsOn: ['lan'] }, { id: 'lan', role: 'network', probes: ['ping'] }]
  const start = { services, t: 0, utcMs: 5000, standing: { rbs: { ...stood, causedBy: 'lan' }, lan: stood }, remembered: { format: 1, savedUtcMs: 5000, services: { rbs: down, lan: down } } }
  const fails = (t: number, probe: string): string => line(t, { probe, result: 'refused' })
  expect(replay([header(start), fails(500, 'sip'), fails(600, 'ping'), tick(60_000)]).filter((one) => one.includes('sounds'))).toEqual([])
  const lanIsBack = Array.from({ length: 16 }, (_, second) => line(1000 * second, { probe: 'ping', result: 'reply', latencyMs: 0 }))
  expect(replay([header(start), fails(0, 'sip'), ...lanIsBack]).filter((one) => one.includes('sounds'))).toEqual(['{"t":10000,"alarm":"rbs","kind":"sounds"}'])
})

test('refused, unreachable and unplugged were known when they were sent', () => {
  expect(replay([header(), reply(10), line(1000, { probe: 'sip', result: 'refused' }), tick(1000)])).toContain('{"t":1000,"service":"rbs","from":"ok","to":"down","why":"refused"}')
  expect(replay([header(), line(700, { probe: 'sip', result: 'unreachable' }), tick(4700)])).toContain('{"t":4700,"service":"rbs","from":"unknown","to":"down","why":"never-answered"}')
  expect(replay([header(), reply(10), line(1000, { probe: 'sip', result: 'unplugged' })])).toContain('{"t":1000,"service":"rbs","from":"ok","to":"down","why":"unplugged"}')
})

test('a sample is regular when the regular one before it was sent 900 ms before, unless the line says otherwise', () => {
  const settings = { cusumDegraded: 600, cusumCap: 700 }
  const misses = (second: string): string => replay([header({ settings }), reply(10), timeout(1800), second]).join()
  expect(misses(timeout(2700))).toContain('"why":"loss"')
  expect(misses(timeout(2699))).not.toContain('"why":"loss"')
  expect(misses(timeout(2700, { regular: false }))).not.toContain('"why":"loss"')
  expect(misses(timeout(2000, { regular: true }))).toContain('"why":"loss"')
})

test('before each line every timer due at or before it fires, stamped with its due time', () => {
  // The reply at the very millisecond of the deadline comes after it.
  expect(replay([header(), reply(0, { latencyMs: 0 }), reply(2500, { latencyMs: 0 })])).toEqual([
    '{"t":0,"service":"rbs","from":"unknown","to":"ok","why":"first-reply"}', '{"t":0,"diagnosis":"normal"}',
    '{"t":2500,"service":"rbs","from":"ok","to":"unknown","why":"silent"}', '{"t":2500,"diagnosis":"unknown"}',
    '{"t":2500,"service":"rbs","from":"unknown","to":"ok","why":"answers-again"}', '{"t":2500,"diagnosis":"normal"}',
    '{"end":true,"samples":2,"transitions":3,"alarms":0}',
  ])
  expect(replay([header(), reply(0), tick(2499)]).at(-2)).toBe('{"t":0,"diagnosis":"normal"}')
})

test('what happens at one moment is told in one order: conditions and the cause they show, then what sounds', () => {
  const services = [{ id: 'rbs', probes: ['sip'] }, { id: 'c2000', probes: ['radio'] }]
  const told = replay([header({ services }), reply(0, { latencyMs: 0 }), reply(0, { probe: 'radio', latencyMs: 0 }), tick(4000)])
  expect(told.filter((one) => one.startsWith('{"t":4000')).map((one) => /"(service|diagnosis|alarm)":"([^"]+)"/.exec(one)?.slice(1).join(' '))).toEqual(
    ['service rbs', 'service c2000', 'diagnosis network-outage', 'alarm rbs', 'alarm c2000'])
})

test('nothing but the header is a trace in which nothing happened', () => {
  expect(replay([header(), '', '  '])).toEqual(['{"end":true,"samples":0,"transitions":0,"alarms":0}'])
})

test('a byte order mark, carriage returns and keys it does not know change nothing', () => {
  const plain = [header(), reply(10), tick(5000)]
  const dressed = [`\uFEFF${header({ by: 'somebody' })}\r`, `${reply(10, { colour: 'blue' })}\r`, `${tick(5000)}\r`]
  expect(replay(dressed)).toEqual(replay(plain))
})

test.each([
  ['an empty file', [], 'it is empty: the first line is the header'],
  ['no header', [reply(10)], 'line 1: the first line is the header'],
  ['no JSON', [header(), '{"t":1'], 'line 2: it is no JSON'],
  ['no object', [header(), '[1]'], 'line 2: it is no JSON object'],
  ['another version', ['{"trace":2,"services":[]}'], 'line 1: trace:'],
  ['no services', ['{"trace":1}'], 'line 1: services:'],
  ['a role nobody knows', [header({ services: [{ id: 'rbs', role: 'radio', probes: [] }] })], 'line 1: services.0.role:'],
  ['one service twice', [header({ services: [{ id: 'rbs' }, { id: 'rbs' }] })], 'line 1: services: rbs stands in it twice'],
  ['a weight nobody knows', [header({ probes: { sip: { weight: 'heavy' } } })], 'line 1: probes.sip.weight:'],
  ['a setting that no site file has', [header({ settings: { goodS: 3 } })], 'line 1: settings.goodS: goodS is not a key of this block; did you mean goodMs?'],
  ['a setting out of its range', [header({ settings: { goodMs: 0 } })], 'line 1: settings.goodMs: 0 does not fit here. Right: a whole number 10–3600000 ms.'],
  ['settings that exclude each other', [header({ settings: { silenceUnknownMs: 4000 } })], 'line 1: settings.silenceUnknownMs:'],
  ['settings under which down never ends', [header({ settings: { recoverReplies: 20 } })], 'line 1: settings.recoverReplies:'],
  ['a line without a time', [header(), '{"tick":true}'], 'line 2: t:'],
  ['a line that says nothing', [header(), line(1, { colour: 'blue' })], 'line 2: it has none of the keys'],
  ['a line that says two things', [header(), line(1, { tick: true, host: 'lag', ms: 1 })], 'line 2: it has host and tick: a line says one thing'],
  ['a result nobody knows', [header(), line(1, { probe: 'sip', result: 'maybe' })], 'line 2: result:'],
  ['a result of no probe', [header(), line(1, { result: 'reply' })], 'line 2: probe:'],
  ['a probe the header does not name', [header(), reply(1, { probe: 'sjp' })], 'line 2: the header names no probe sjp'],
  ['a service the header does not name', [header(), line(1, { maintenance: 'gms', on: true })], 'line 2: the header names no service gms'],
  ['a latency below nothing', [header(), reply(1, { latencyMs: -1 })], 'line 2: latencyMs:'],
  ['a standstill without its span', [header(), line(1, { host: 'lag' })], 'line 2: ms:'],
  ['a registration nobody knows', [header(), reply(1, { registration: 'lost' })], 'line 2: registration:'],
  ['maintenance that is neither on nor off', [header(), line(1, { maintenance: 'rbs' })], 'line 2: on:'],
  ['a symptom nobody knows', [header(), line(1, { tap: 'noise', service: 'rbs' })], 'line 2: tap:'],
  ['a tap about no service', [header(), line(1, { tap: 'speech-drops' })], 'line 2: service:'],
  ['time that runs backwards, blank lines counted', [header(), '', reply(20), reply(10)], 'line 4: t 10 is before 20'],
])('%s is told with its line', (_what, lines, complaint) => {
  const [said, ...more] = replay(lines)
  expect(said).toContain(complaint)
  expect(more).toEqual([])
})

test('a further header is another start of the console: its services are unknown again, and time goes on', () => {
  const told = replay([header(), reply(10), header({ t: 5000 }), reply(6000), header(), reply(7000)])
  expect(told.filter((one) => one.includes('first-reply')).map((one) => JSON.parse(one).t)).toEqual([10, 6000, 7000])
  expect(replay([header(), reply(6000), header({ t: 5000 })])[0]).toContain('line 3: t 5000 is before 6000')
})
