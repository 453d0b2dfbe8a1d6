// What goes into the entry of an opening: a symptom with its reason, a picture that fits, the entry a window begins with, and
// numbers that outlive the record.
import { describe, expect, test } from 'vitest'
import { addMark, seqAt, type Mark } from '../../../electron/host/incident/marks.ts'
import { createNumberMemory, type KeptNumbers } from '../../../electron/host/incident/number-memory.ts'
import { fitPicture } from '../../../electron/host/incident/picture.ts'
import { proposeSymptom, SYMPTOM_ROWS, type SymptomFacts } from '../../../electron/host/incident/symptom.ts'

const QUIET: SymptomFacts = { diagnosis: 'normal', service: { role: 'console', now: 'ok', unstable: false, why: 'good-again' }, said: [], pttStuck: false, alarms: [] }
const rbs = (change: object): SymptomFacts['service'] => ({ role: 'console', now: 'down', unstable: false, why: 'silent', ...change })

describe('the symptom that is proposed', () => {
  test.each<readonly [Partial<SymptomFacts>, string, string]>([
    [{}, 'other', 'nothing-fits'],
    [{ service: rbs({}) }, 'connection-lost', 'down'],
    [{ service: rbs({ unstable: true }) }, 'intermittent', 'unstable'],
    [{ service: rbs({ why: 'unplugged' }) }, 'device-detached', 'unplugged'],
    [{ service: rbs({ now: 'ok', why: 'unplugged' }) }, 'other', 'nothing-fits'],
    [{ service: rbs({ now: 'degraded', why: 'slow' }) }, 'slow-setup', 'slow'],
    [{ service: rbs({ now: 'degraded', why: 'loss' }) }, 'intermittent', 'loss'],
    [{ service: rbs({ now: 'degraded', why: 'part-failed' }) }, 'connection-lost', 'part-failed'],
    [{ diagnosis: 'local-site', service: rbs({}) }, 'local-service', 'local-site'],
    [{ service: { role: 'witness', now: 'ok', unstable: false, why: 'ended', cell: 'local' } }, 'local-service', 'local-site'],
    [{ service: { role: 'witness', now: 'down', unstable: false, why: 'deregistered', registration: 'visited' } }, 'roaming', 'visited'],
    [{ said: ['speech-drops'] }, 'speech-drops', 'people'],
    [{ said: ['ptt-refused', 'speech-drops'] }, 'ptt-refused', 'people'],
    [{ said: ['no-reception'], service: rbs({}) }, 'no-reception', 'people'],
    [{ pttStuck: true }, 'ptt-stuck', 'pedal-stuck'],
    [{ pttStuck: true, service: rbs({}) }, 'connection-lost', 'down'],
    [{ pttRefused: 'no-floor' }, 'ptt-refused', 'floor-refused'],
    [{ pttRefused: 'radio-silent' }, 'no-transmission', 'no-floor-at-all'],
    [{ pttRefused: 'stuck' }, 'other', 'nothing-fits'],
    [{ alarms: [{ kind: 'radio', code: 'transmit-inhibited' }] }, 'no-transmission', 'transmit-inhibited'],
    [{ alarms: [{ kind: 'device', code: 'LINK_LOST' }] }, 'device-detached', 'device-gone'],
  ])('of %j is %s, because %s', (change, symptom, because) => {
    expect(proposeSymptom({ ...QUIET, ...change })).toEqual({ symptom, because })
  })

  test('is other only when no row fits, so that no row proposes it', () => {
    expect(SYMPTOM_ROWS.map((row): string => row.symptom)).not.toContain('other')
  })
})

describe('the picture', () => {
  const services = Array.from({ length: 400 }, (_, at) => ({ id: `service-${at}`, text: 'é'.repeat(100) }))
  test('holds everything while there is room', () => {
    expect(fitPicture([['console', { version: '1' }], ['services', services.slice(0, 3)]])).toEqual({ console: { version: '1' }, services: services.slice(0, 3) })
  })

  test.each([500, 2_000, 57_344])('of %i bytes is within them, keeps what matters most, and counts what found no room', (bytes) => {
    const picture = fitPicture([['console', { version: '1' }], ['services', services], ['alarms', [{ id: 'x'.repeat(600) }]]], bytes)
    expect(Buffer.byteLength(JSON.stringify(picture))).toBeLessThanOrEqual(bytes)
    const kept = picture['services'] as unknown[]
    expect(kept).toEqual(services.slice(0, kept.length))
    expect(picture).toMatchObject({ console: { version: '1' }, leftOut: { services: services.length - kept.length } })
  })
})

test('the entry at the beginning of a window is found, and none is guessed before what is known', () => {
  const marks = Array.from({ length: 100 }, (_, at) => at).reduce<readonly Mark[]>((all, at) => addMark(all, { seq: at * 10 + 1, utcMs: at * 10_000 }), [])
  expect(marks.length).toBeLessThan(40)
  expect(seqAt(marks, 600_000)).toBe(601)
  expect(seqAt(marks, 605_000)).toBe(601)
  expect(seqAt(marks, -1)).toBe(marks[0]?.seq)
  expect(seqAt([], 0)).toBeUndefined()
  expect(addMark(marks, { seq: 3, utcMs: 2_000_000 })).toEqual([{ seq: 3, utcMs: 2_000_000 }])
})

test('numbers beside the record only go up, and those of another room are none of ours', () => {
  let kept: KeptNumbers | undefined
  const writes: KeptNumbers[] = []
  const file = { read: () => (kept ? { found: 'value', value: kept } : { found: 'absent' }), write: (value: KeptNumbers) => void writes.push((kept = value)) }
  const memory = createNumberMemory(file, 'OB')
  expect(memory.read()).toEqual({})
  memory.given({ 'S-2026': 7 })
  memory.given({ 'S-2026': 5, 'O-2026': 1 })
  memory.given({ 'S-2026': 7 })
  expect(memory.read()).toEqual({ 'S-2026': 7, 'O-2026': 1 })
  expect(writes).toHaveLength(2)
  expect(createNumberMemory(file, 'ZH').read()).toEqual({})
})
