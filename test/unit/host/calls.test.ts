// The contract's calls: what comes in is checked, what is refused says why, and what is pressed is in the record.
import { describe, expect, test } from 'vitest'
import { FEEDBACK_MS } from '../../../electron/contract/alarm-limits.ts'
import { createAlarms, type Alarms } from '../../../electron/host/alarms.ts'
import { createAlarmFeedback } from '../../../electron/host/alarm-feedback.ts'
import type { PastAlarmView } from '../../../electron/contract/topics.ts'
import { createCallHandler, type CallDeps } from '../../../electron/host/calls.ts'
import { createPtt, type Ptt } from '../../../electron/host/ptt/ptt.ts'
import { failure } from '../../../native/kit/errors.ts'
import { fail, ok, type Result } from '../../../native/kit/result.ts'
import { createManualClock } from '../../support/manual-clock.ts'

const PTT = { softTimeoutMs: 45_000, hardTimeoutMs: 120_000, rearmMs: 250, pageKeepAliveMs: 300 }

interface Stage {
  readonly call: ReturnType<typeof createCallHandler>
  readonly recorded: { kind: string; payload: object; content?: string }[]
  readonly pressed: object[]
  readonly told: object[]
  readonly ptt: Ptt
  readonly alarms: Alarms
  readonly clock: ReturnType<typeof createManualClock>
  readonly past: Record<string, PastAlarmView>
  refuse: string | undefined
  record: Result<{ seq: number }>
}

function stage(): Stage {
  const clock = createManualClock()
  const play: Pick<Stage, 'refuse' | 'record'> = { refuse: undefined, record: ok({ seq: 7 }) }
  const recorded: Stage['recorded'] = []
  const pressed: object[] = []
  const told: object[] = []
  const ptt = createPtt({ clock, settings: PTT, radioOf: () => undefined, onRbsPress: () => undefined, onChange: () => undefined })
  const alarms = createAlarms(() => 0, () => undefined)
  alarms.raise({ id: 'device:desk', kind: 'device', severity: 'error', code: 'LINK_LOST', params: {} })
  alarms.raise({ id: 'emergency:1', kind: 'emergency', severity: 'emergency', code: 'emergency-call', params: {} })
  const recorder = {
    person: async (kind: string, payload: object, options: { content?: string } = {}) => (recorded.push({ kind, payload, ...options }), play.record),
  }
  const past: Record<string, PastAlarmView> = {}
  const watch = { view: () => ({ diagnosis: { kind: 'console-fault' }, services: [{ id: 'rbs', now: 'down', why: { code: 'silent' }, probes: [{ id: 'sip', state: 'silent', lastReplyAgoMs: 5000 }] }] }) }
  const alarmFeedback = createAlarmFeedback({ clock, alarms, alarmLog: { past }, recorder, watch } as unknown as Parameters<typeof createAlarmFeedback>[0])
  const deps = {
    clock,
    alarmFeedback,
    recorder,
    fallback: { press: (event: object) => (pressed.push(event), play.refuse === undefined ? ok() : fail(failure('CALL_REFUSED', play.refuse))) },
    ptt,
    spoken: {
      interrupt: () => undefined,
      begin: async (channel: string, said: object) => (told.push({ begin: channel, ...said }), ok({ seq: 31 })),
      heard: async (said: object) => (told.push({ heard: true, ...said }), ok({ seq: 32 })),
      stop: async () => fail(failure('CALL_REFUSED', 'spoken-none')),
    },
    alarms,
    notes: {
      add: async (text: string) => (told.push({ add: text }), ok({ seq: 14 })),
      correct: async (seq: number, text: string) => (told.push({ correct: seq, text }), ok({ seq: 15 })),
      retract: async (seq: number) => (seq === 5 ? ok({ seq: 8 }) : fail(failure('CALL_REFUSED', 'not-a-note'))),
    },
    people: {
      tap: async (symptom: string, said: object) => (told.push({ symptom, ...said }), ok({ seq: 11 })),
      report: async (report: object) => (told.push(report), ok({ seq: 12, number: 'S-2024-DEMO-0001' })),
      retract: async (seq: number) => (seq === 11 ? ok({ seq: 13 }) : fail(failure('CALL_REFUSED', 'not-a-report'))),
    },
    reports: { file: async (report: object) => (told.push(report), ok({ seq: 14, number: 'M-2024-DEMO-0001' })), change: async () => fail(failure('CALL_REFUSED', 'no-such-report')) },
    actions: { add: async (action: object) => (told.push(action), ok({ seq: 15, number: 'A-2024-DEMO-0001' })), change: async () => fail(failure('CALL_REFUSED', 'not-done')) },
    incidents: {
      report: async () => ok({ seq: 9, number: 'S-2024-DEMO-0001' }),
      change: async (number: string, change: object, by: object) => (told.push({ number, change, by }), ok({ seq: 16 })),
    },
    reader: { hasText: async (seq: number) => (play.refuse === undefined ? ok(seq === 5) : fail(failure('STORE_BUSY', play.refuse))) },
    exports: { take: async (choice: object, said: object) => (told.push({ ...choice, ...said }), ok({ seq: 17, path: '/x/logboek.csv', entries: 3, bytes: 99 })) },
    recordCheck: { run: async () => ok({ code: 0, verdict: 'INTACT', seq: 14, headCode: '14-AAAA-BBBB', tookMs: 5 }) },
    keys: { rotate: async () => (play.refuse === undefined ? ok({ seq: 14, key: 'ab', headCode: '14-AAAA-BBBB' }) : fail(failure('STORE_BUSY', play.refuse))) },
  } as unknown as CallDeps
  return Object.assign(play, { call: createCallHandler(deps), recorded, pressed, told, ptt, alarms, clock, past })
}

describe('input', () => {
  test.each([
    ['switch.to', { to: 'desk', extra: true }],
    ['switch.to', { group: 'INC-1' }],
    ['group.select', {}],
    ['group.select', { group: '123456789' }],
    ['ptt.press', { source: '' }],
    ['ptt.press', { source: 'x'.repeat(65) }],
    ['note.add', { text: '   ' }],
    ['note.add', { text: 'x'.repeat(2001) }],
    ['note.correct', { text: 'x' }],
    ['fault.change', { number: 'S-2024-DEMO-1', change: { what: 'danger', danger: 'yes' } }],
    ['fault.change', { number: 'S-2024-DEMO-0001', change: { what: 'danger', danger: 'perhaps' } }],
    ['fault.change', { number: 'S-2024-DEMO-0001', change: { what: 'link', to: 'two\nlines' } }],
    ['content.delete', { seq: 5 }],
    ['content.delete', { seq: 5, reason: '  ' }],
    ['record.export', { what: 'everything' }],
    ['record.export', { what: 'entries-csv', number: '../../etc' }],
    ['return.accept', { now: true }],
    ['alarm.acknowledge', undefined],
    ['people.tap', { symptom: 'noise' }],
    ['report.file', { from: 'unit' }],
    ['report.file', { from: 'citizen', symptom: 'other' }],
    ['report.file', { from: 'unit', symptom: 'other', number: 'S-26-1' }],
    ['report.file', { from: 'unit', symptom: 'other', text: 'een\ntwee' }],
    ['report.change', { number: 'M-2024-DEMO-0001', change: { what: 'answered' } }],
    ['report.change', { number: 'M-2024-DEMO-0001', change: { what: 'state', state: 'done' } }],
    ['action.add', { text: 'x', owner: 'citizen' }],
    ['action.add', { text: '', owner: 'technician' }],
    ['action.change', { number: 'A-2024-DEMO-0001', change: { what: 'effect' } }],
    ['people.tap', { symptom: 'speech-drops', unit: '21-4131' }],
    ['people.report', { unit: '21-4131' }],
    ['people.report', { symptom: 'speech-drops', unit: 'x'.repeat(33) }],
    ['people.report', { symptom: 'speech-drops', place: 'x'.repeat(81) }],
    ['people.report', { symptom: 'speech-drops', unit: '21-4131\nextra' }],
    ['people.report', { symptom: 'speech-drops', unit: '  ' }],
  ])('of %s that is not what it takes (%j) does nothing and is said to be wrong', async (name, input) => {
    const { call, recorded, pressed, told, ptt } = stage()
    expect(await call(name, input, 'page')).toMatchObject({ ok: false, error: { code: 'CALL_INVALID' } })
    expect([recorded, pressed, told, Object.keys(ptt.state.sources)]).toEqual([[], [], [], []])
  })

  test.each(['', 'switch', 'constructor', '__proto__', 'switch.to '])('of a call that does not exist (%j) is refused as unknown', async (name) => {
    expect(await stage().call(name, {}, 'page')).toMatchObject({ ok: false, error: { code: 'CALL_UNKNOWN' } })
  })
})

describe('a press', () => {
  test('acts, is recorded as it was, and answers with its number in the record', async () => {
    const { call, recorded, pressed } = stage()
    expect(await call('switch.to', { to: 'desk', group: '4037001' }, 'page')).toEqual({ ok: true, value: { seq: 7 } })
    expect(pressed).toEqual([{ event: 'switch-pressed', to: 'desk', group: '4037001' }])
    expect(recorded).toEqual([{ kind: 'press.switch', payload: { to: 'desk', group: '4037001' } }])
  })

  test('of a spoken test names its channel and the hand it came from, and is refused in its own words', async () => {
    const { call, told } = stage()
    expect(await call('spoken.begin', { channel: 'desk' }, 'page')).toEqual({ ok: true, value: { seq: 31 } })
    expect(await call('spoken.heard', {}, 'panel/deck')).toEqual({ ok: true, value: { seq: 32 } })
    expect(await call('spoken.stop', {}, 'page')).toMatchObject({ ok: false, error: { code: 'CALL_REFUSED', detail: 'spoken-none' } })
    expect(told).toEqual([{ begin: 'desk' }, { heard: true, via: 'panel/deck' }])
  })

  test('that is refused is recorded with the cause, and answered with it', async () => {
    const desk = stage()
    desk.refuse = 'busy'
    expect(await desk.call('return.accept', {}, 'page')).toMatchObject({ ok: false, error: { code: 'CALL_REFUSED', detail: 'busy' } })
    expect(desk.recorded).toEqual([{ kind: 'press.return', payload: { refused: 'busy' } }])
  })

  test('that cannot be recorded has acted all the same, and says so', async () => {
    const desk = stage()
    desk.record = fail(failure('STORE_FULL', 'disk'))
    expect(await desk.call('switch.undo', {}, 'page')).toMatchObject({ ok: false, error: { code: 'STORE_FULL' } })
    expect(desk.pressed).toHaveLength(1)
  })
})

test('a note is added, and said otherwise, without the space around it', async () => {
  const { call, told } = stage()
  expect(await call('note.add', { text: ' geen spraak ' }, 'page')).toEqual({ ok: true, value: { seq: 14 } })
  expect(await call('note.correct', { seq: 14, text: ' wel spraak ' }, 'page')).toEqual({ ok: true, value: { seq: 15 } })
  expect(told).toEqual([{ add: 'geen spraak' }, { correct: 14, text: 'wel spraak' }])
})

test.each([
  [{ what: 'effect', effect: 'delay' }, 'dispatcher'],
  [{ what: 'danger', danger: 'yes' }, 'dispatcher'],
  [{ what: 'symptom', symptom: 'other' }, 'dispatcher'],
  [{ what: 'begun', utcMs: 5 }, 'dispatcher'],
  [{ what: 'owner', owner: 'technician' }, 'supervisor'],
  [{ what: 'state', state: 'closed' }, 'supervisor'],
  [{ what: 'link', to: 'INC0042' }, 'supervisor'],
  [{ what: 'unlink', to: 'INC0042' }, 'supervisor'],
] as const)('what is said of a storing (%j) is said by the role whose word it is', async (change, role) => {
  const { call, told } = stage()
  expect(await call('fault.change', { number: 'S-2024-DEMO-0001', change, reason: 'x' }, 'page')).toMatchObject({ ok: true })
  expect(told).toEqual([{ number: 'S-2024-DEMO-0001', change, by: { role, reason: 'x' } }])
})

test('an emergency is taken, not acknowledged; a fault is acknowledged, not taken', async () => {
  const { call, recorded } = stage()
  expect(await call('alarm.acknowledge', { alarms: ['emergency:1'] }, 'page')).toMatchObject({ ok: false, error: { code: 'CALL_REFUSED' } })
  expect(await call('emergency.take', { alarm: 'device:desk' }, 'page')).toMatchObject({ ok: false, error: { code: 'CALL_REFUSED' } })
  expect(recorded).toEqual([])
  expect(await call('alarm.acknowledge', { alarms: ['device:desk'] }, 'page')).toMatchObject({ ok: true })
  expect(await call('emergency.take', { alarm: 'emergency:1' }, 'page')).toMatchObject({ ok: true })
  expect(recorded.map((one) => one.kind)).toEqual(['alarm.acknowledged', 'emergency.taken'])
})

test('one press acknowledges every fault it names that stands, in one entry, and no emergency', async () => {
  const { call, recorded, alarms } = stage()
  alarms.raise({ id: 'pedal:stuck', kind: 'pedal', severity: 'warning', code: 'DEVICE_STUCK_PEDAL', params: {} })
  alarms.raise({ id: 'came-meanwhile', kind: 'service', severity: 'critical', code: 'service-down', params: {} })
  expect(await call('alarm.acknowledge', { alarms: ['device:desk', 'pedal:stuck', 'emergency:1', 'gone'] }, 'page')).toEqual({ ok: true, value: { seq: 7 } })
  expect(recorded).toEqual([{ kind: 'alarm.acknowledged', payload: { alarms: ['device:desk', 'pedal:stuck'] } }])
  expect(alarms.standing.filter((alarm) => alarm.acknowledged).map((alarm) => alarm.id)).toEqual(['device:desk', 'pedal:stuck'])
  expect(await call('alarm.acknowledge', { alarms: ['gone'] }, 'page')).toMatchObject({ ok: false, error: { code: 'CALL_REFUSED', detail: 'no-such-alarm' } })
})

test('a double click takes one emergency, not the one that comes to stand in its place', async () => {
  const { call, alarms, clock, recorded } = stage()
  alarms.raise({ id: 'emergency:2', kind: 'emergency', severity: 'emergency', code: 'emergency-call', params: {} })
  expect(await call('emergency.take', { alarm: 'emergency:1' }, 'page')).toMatchObject({ ok: true })
  clock.advance(999)
  expect(await call('emergency.take', { alarm: 'emergency:2' }, 'page')).toMatchObject({ ok: false, error: { code: 'CALL_REFUSED', detail: 'emergency-just-taken' } })
  expect(recorded).toHaveLength(1)
  clock.advance(1)
  expect(await call('emergency.take', { alarm: 'emergency:2' }, 'page')).toMatchObject({ ok: true })
})

test('a page has at most four keys that transmit', async () => {
  const { call, ptt } = stage()
  for (const source of ['a', 'b', 'c', 'd']) expect(await call('ptt.press', { source }, 'page')).toMatchObject({ ok: true })
  expect(await call('ptt.press', { source: 'e' }, 'page')).toMatchObject({ ok: false, error: { code: 'CALL_REFUSED', detail: 'too-many-keys' } })
  expect(await call('ptt.press', { source: 'a' }, 'page')).toMatchObject({ ok: true })
  expect(await call('ptt.press', { source: 'e' }, 'other')).toMatchObject({ ok: true })
  expect(Object.keys(ptt.state.sources)).toHaveLength(5)
})

test('two pages that acknowledge the same alarm are both told yes', async () => {
  const { call } = stage()
  expect(await call('alarm.acknowledge', { alarms: ['device:desk'] }, 'one')).toMatchObject({ ok: true })
  expect(await call('alarm.acknowledge', { alarms: ['device:desk'] }, 'other')).toMatchObject({ ok: true })
})

test('a note is taken back by its number, and a report answers with the number of its storing', async () => {
  const { call } = stage()
  expect(await call('note.retract', { seq: 5 }, 'page')).toEqual({ ok: true, value: { seq: 8 } })
  expect(await call('note.retract', { seq: 6 }, 'page')).toMatchObject({ ok: false, error: { code: 'CALL_REFUSED', detail: 'not-a-note' } })
  expect(await call('note.retract', { seq: 1.5 }, 'page')).toMatchObject({ ok: false, error: { code: 'CALL_INVALID' } })
  expect(await call('fault.report', {}, 'page')).toEqual({ ok: true, value: { seq: 9, number: 'S-2024-DEMO-0001' } })
})

test('what people say is passed on as they said it, with the panel it came from, and taken back by its number', async () => {
  const { call, told } = stage()
  expect(await call('people.tap', { symptom: 'ptt-refused' }, 'panel/keys')).toEqual({ ok: true, value: { seq: 11 } })
  expect(await call('people.report', { unit: ' 21-4131 ', place: 'Heikant', symptom: 'no-reception' }, 'page')).toEqual({ ok: true, value: { seq: 12, number: 'S-2024-DEMO-0001' } })
  expect(told).toEqual([{ symptom: 'ptt-refused', via: 'panel/keys' }, { unit: '21-4131', place: 'Heikant', symptom: 'no-reception' }])
  expect(await call('people.retract', { seq: 11 }, 'page')).toEqual({ ok: true, value: { seq: 13 } })
  expect(await call('people.retract', { seq: 12 }, 'page')).toMatchObject({ ok: false, error: { code: 'CALL_REFUSED', detail: 'not-a-report' } })
})

test('a melding and an actie answer with their number, and a change that cannot be made says why', async () => {
  const { call, told } = stage()
  const report = { from: 'unit', symptom: 'roaming', unit: '21-4131', effect: 'delay', danger: 'unknown' }
  const action = { text: 'accu wisselen', owner: 'technician', dueUtcMs: 5000, about: 'M-2024-DEMO-0001' }
  expect(await call('report.file', report, 'page')).toEqual({ ok: true, value: { seq: 14, number: 'M-2024-DEMO-0001' } })
  expect(await call('action.add', action, 'page')).toEqual({ ok: true, value: { seq: 15, number: 'A-2024-DEMO-0001' } })
  expect(told).toEqual([report, action])
  expect(await call('report.change', { number: 'M-2024-DEMO-0009', change: { what: 'answered', text: 'x' } }, 'page')).toMatchObject({ ok: false, error: { code: 'CALL_REFUSED', detail: 'no-such-report' } })
  expect(await call('action.change', { number: 'A-2024-DEMO-0001', change: { what: 'effect', proven: true } }, 'page')).toMatchObject({ ok: false, error: { code: 'CALL_REFUSED', detail: 'not-done' } })
})

test('a key of one page is not that of another, and is let go when the page says nothing for 300 ms', async () => {
  const { call, ptt, clock } = stage()
  await call('ptt.press', { source: 'space' }, 'one')
  await call('ptt.press', { source: 'space' }, 'other')
  await call('ptt.release', { source: 'space' }, 'other')
  expect(ptt.state.sources).toMatchObject({ 'one/space': { position: 'down' }, 'other/space': { position: 'up' } })
  clock.advance(200)
  await call('ptt.keep-alive', { source: 'space' }, 'one')
  clock.advance(299)
  expect(ptt.state.sources['one/space']?.position).toBe('down')
  clock.advance(1)
  expect(ptt.state.sources['one/space']?.position).toBe('up')
})

describe('an alarm that is called false', () => {
  const RBS = { id: 'service:rbs', kind: 'service', severity: 'critical', code: 'service-down', params: {}, sinceUtcMs: 500 } as const
  const feedback = (isFalse: boolean, more: object = {}): object => ({ alarm: 'service:rbs', raised: 500, false: isFalse, ...more })

  test('is recorded with what the watch knew, says so where it stands, and can be taken back', async () => {
    const { call, recorded, alarms } = stage()
    alarms.raise(RBS)
    expect(await call('alarm.feedback', feedback(true), 'page')).toEqual({ ok: true, value: { seq: 7 } })
    expect(recorded).toMatchObject([{
      kind: 'alarm.false',
      payload: { alarm: 'service:rbs', code: 'service-down', raised: 500, evidence: { diagnosis: 'console-fault', now: 'down', why: { code: 'silent' }, probes: [{ id: 'sip', state: 'silent', lastReplyAgoMs: 5000 }] } },
    }])
    expect(alarms.standing.at(-1)).toMatchObject({ id: 'service:rbs', calledFalse: true, acknowledged: false })
    expect(await call('alarm.feedback', feedback(false), 'page')).toMatchObject({ ok: true })
    expect(alarms.standing.at(-1)).not.toHaveProperty('calledFalse')
    expect(recorded.at(-1)).toEqual({ kind: 'alarm.false-retracted', payload: { alarm: 'service:rbs', raised: 500 } })
  })

  test('is named by the moment it came, so that the next one is not meant', async () => {
    const { call, recorded, alarms } = stage()
    alarms.raise({ ...RBS, sinceUtcMs: 900 })
    expect(await call('alarm.feedback', feedback(true), 'page')).toMatchObject({ ok: false, error: { detail: 'no-such-alarm' } })
    expect(await call('alarm.feedback', feedback(true, { alarm: 'emergency:1', raised: 0 }), 'page')).toMatchObject({ ok: false })
    expect(recorded).toEqual([])
  })

  test('may have ended, for ten minutes', async () => {
    const { call, recorded, past, clock } = stage()
    const { sinceUtcMs: raisedUtcMs, ...rbs } = RBS
    past['service:rbs@500'] = { ...rbs, raisedUtcMs, endedUtcMs: clock.utcMs(), seen: true }
    clock.advance(FEEDBACK_MS - 1)
    expect(await call('alarm.feedback', feedback(true), 'page')).toMatchObject({ ok: true })
    expect(recorded[0]?.payload).toMatchObject({ raised: 500, ended: expect.any(Number) })
    clock.advance(1)
    expect(await call('alarm.feedback', feedback(true), 'page')).toMatchObject({ ok: false })
  })
})

test('what came and went unseen is acknowledged by its own name, once', async () => {
  const { call, recorded, past } = stage()
  past['service:rbs@500'] = { id: 'service:rbs', kind: 'service', severity: 'critical', code: 'service-down', params: {}, raisedUtcMs: 500, endedUtcMs: 900, seen: false }
  expect(await call('alarm.acknowledge', { alarms: ['service:rbs@500'] }, 'page')).toMatchObject({ ok: true })
  expect(recorded).toEqual([{ kind: 'alarm.acknowledged', payload: { alarms: [], past: ['service:rbs@500'] } }])
  past['service:rbs@500'] = { ...past['service:rbs@500'], seen: true } as PastAlarmView
  expect(await call('alarm.acknowledge', { alarms: ['service:rbs@500'] }, 'page')).toMatchObject({ ok: false })
})

test('a new signing key answers with the entry that says so and the key it is; what the record refuses is told', async () => {
  const world = stage()
  expect(await world.call('key.rotate', {}, 'page')).toEqual({ ok: true, value: { seq: 14, key: 'ab' } })
  world.refuse = 'x'
  expect(await world.call('key.rotate', {}, 'page')).toEqual({ ok: false, error: { code: 'STORE_BUSY', detail: 'x' } })
  expect(await world.call('key.rotate', { key: 'mine' }, 'page')).toMatchObject({ ok: false, error: { code: 'CALL_INVALID' } })
})

describe('a text that is to be deleted', () => {
  const deletion = { seq: 5, reason: 'naam stond erin' }

  test('goes by the word of a supervisor, whose reason stands beside the chain', async () => {
    const { call, recorded } = stage()
    expect(await call('content.delete', deletion, 'page')).toEqual({ ok: true, value: { seq: 7 } })
    expect(recorded).toEqual([{ kind: 'content.deleted', payload: { seq: 5, why: 'person' }, role: 'supervisor', content: 'naam stond erin' }])
  })

  test('and is not there, or cannot be looked for now, deletes nothing', async () => {
    const world = stage()
    expect(await world.call('content.delete', { ...deletion, seq: 6 }, 'page')).toMatchObject({ ok: false, error: { code: 'CALL_REFUSED', detail: 'no-such-text' } })
    world.refuse = 'the record does not answer'
    expect(await world.call('content.delete', deletion, 'page')).toMatchObject({ ok: false, error: { code: 'STORE_BUSY' } })
    expect(world.recorded).toEqual([])
  })
})

test('what is taken out of the record is masked unless somebody asks for the words', async () => {
  const { call, told } = stage()
  expect(await call('record.export', { what: 'entries-csv' }, 'page')).toEqual({ ok: true, value: { seq: 17, path: '/x/logboek.csv', entries: 3, bytes: 99 } })
  await call('record.export', { what: 'samples', masked: false }, 'page')
  expect(told).toMatchObject([{ what: 'entries-csv', masked: true }, { what: 'samples', masked: false }])
})
