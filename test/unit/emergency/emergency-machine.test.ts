// Which events are one call for help, and when a taken one is spoken of again.
import { describe, expect, test } from 'vitest'
import { NO_EMERGENCIES, reduceEmergencies, REPEAT_MS, SETTLED_MS, type Emergency, type EmergencyEffect, type EmergencyEvent, type EmergencyState, type HeardEmergency } from '../../../electron/host/emergency/emergency-machine.ts'

const HAND_ON_MS = 300_000
const UTC = 1_700_000_000_000

/** A desk whose calls are numbered in the order they could be new. */
class Desk {
  state: EmergencyState = NO_EMERGENCIES
  effects: EmergencyEffect[] = []
  #count = 0

  at(nowMs: number, event: EmergencyEvent): this {
    const step = reduceEmergencies({ handOnMs: HAND_ON_MS })(this.state, event, nowMs)
    this.state = step.state
    this.effects.push(...step.effects)
    return this
  }

  hear(nowMs: number, heard: Partial<HeardEmergency> = {}): this {
    this.#count += 1
    return this.at(nowMs, { event: 'heard', id: `e${this.#count}`, utcMs: UTC + nowMs, device: 'desk', kind: 'call', from: '1', gssi: '10', ...heard })
  }

  take = (nowMs: number, id = 'e1'): this => this.at(nowMs, { event: 'taken', id, utcMs: UTC + nowMs })
  handOn = (nowMs: number, id = 'e1'): this => this.at(nowMs, { event: 'handed-on', id, to: 'rbs', utcMs: UTC + nowMs })
  get ids(): readonly string[] {
    return this.state.all.map(({ id }) => id)
  }
  rang(): readonly string[] {
    return this.effects.flatMap((one) => (one.effect === 'raise' && one.because === 'new' ? [one.emergency.id] : []))
  }
  reminded(): readonly string[] {
    return this.effects.flatMap((one) => (one.effect === 'remind' && !one.again ? [one.emergency.id] : []))
  }
}

describe('one call for help', () => {
  test('of a unit that goes on calling for minutes rings once until it is taken', () => {
    const desk = new Desk()
    for (let at = 0; at < 300_000; at += 5000) desk.hear(at)
    expect(desk.rang()).toEqual(['e1'])
  })

  test('heard by two devices is one emergency that names both', () => {
    const desk = new Desk().hear(0).hear(400, { device: 'control' }).hear(800, { device: 'control' })
    expect(desk.rang()).toEqual(['e1'])
    expect(desk.state.all[0]?.devices).toEqual(['desk', 'control'])
    expect(desk.effects.filter((one) => one.effect === 'raise' && one.because === 'another-device')).toHaveLength(1)
  })

  test('of which the second device does not know the group is the same within ten seconds, and another after', () => {
    expect(new Desk().hear(0).hear(REPEAT_MS - 1, { device: 'control', gssi: undefined }).ids).toEqual(['e1'])
    expect(new Desk().hear(0).hear(REPEAT_MS, { device: 'control', gssi: undefined }).ids).toEqual(['e1', 'e2'])
    const learned = new Desk().hear(0, { gssi: undefined }).hear(10, { device: 'control' })
    expect(learned.state.all).toMatchObject([{ gssi: '10', devices: ['desk', 'control'] }])
  })

  test.each<[string, Partial<HeardEmergency>]>([
    ['of another unit', { from: '2' }],
    ['of another unit on a second device', { from: '2', device: 'control' }],
    ['in another group', { gssi: '11' }],
    ['of another kind', { kind: 'status' }],
    ['of a unit that is not named', { from: undefined }],
    ['on the same device, where the group is missing', { gssi: undefined }],
  ])('%s is another one: two rings cost a press, one ring for two costs somebody his help', (_how, other) => {
    expect(new Desk().hear(0).hear(100, other).rang()).toEqual(['e1', 'e2'])
  })

  test('of a unit nobody names is the same for ten seconds only, on a second radio too where the group is known', () => {
    const nobody = { from: undefined }
    expect(new Desk().hear(0, nobody).hear(REPEAT_MS - 1, nobody).ids).toEqual(['e1'])
    expect(new Desk().hear(0, nobody).hear(REPEAT_MS, nobody).ids).toEqual(['e1', 'e2'])
    expect(new Desk().hear(0, nobody).hear(500, { ...nobody, device: 'control' }).ids).toEqual(['e1'])
    const status = { ...nobody, kind: 'status' as const, gssi: undefined }
    expect(new Desk().hear(0, status).hear(500, { ...status, device: 'control' }).ids).toEqual(['e1', 'e2'])
  })

  test('that repeats right after it was taken does not ring anew; ten seconds after the taking it does', () => {
    const desk = new Desk().hear(0).take(1000).hear(5000).hear(10_999)
    expect(desk.rang()).toEqual(['e1'])
    expect(desk.hear(11_000).rang()).toHaveLength(2)
  })

  test('that never stops repeating is not kept silent by its own repeating', () => {
    const desk = new Desk().hear(0).take(1000)
    for (let at = 2000; at <= 30_000; at += 1000) desk.hear(at)
    expect(desk.rang().length).toBeGreaterThan(1)
  })

  test('that was handed on and comes again is a new one at once', () => {
    expect(new Desk().hear(0).take(100).handOn(200).hear(300).rang()).toHaveLength(2)
  })
})

describe('taking and handing on', () => {
  test('only what was taken can be handed on, and only once', () => {
    const open = new Desk().hear(0).handOn(100)
    expect(open.state.all[0]?.handedOn).toBeUndefined()
    const done = open.take(200).handOn(300).handOn(400)
    expect(done.state.all[0]?.handedOn).toEqual({ to: 'rbs', utcMs: UTC + 300 })
  })

  test('taking a second time changes nothing', () => {
    expect(new Desk().hear(0).take(100).take(900).state.all[0]?.taken).toEqual({ utcMs: UTC + 100, atMs: 100 })
  })

  test('of those handed on the newest are kept, of the others all', () => {
    const desk = new Desk()
    for (let at = 1; at <= 60; at++) desk.hear(at, { from: String(at) })
    for (let at = 1; at <= 50; at++) desk.take(1000 + at, `e${at}`).handOn(2000 + at, `e${at}`)
    expect(desk.state.all.filter(({ handedOn }) => handedOn)).toHaveLength(32)
    expect(desk.state.all.filter(({ handedOn }) => !handedOn)).toHaveLength(10)
  })
})

describe('a taken call that is not handed on', () => {
  const away = (): Desk => new Desk().at(0, { event: 'rbs-changed', rbs: 'down' }).hear(1000).take(2000)

  test('is spoken of once, five minutes after the position is back at an RBS that answers', () => {
    const desk = away().at(3_600_000, { event: 'time-passed' })
    expect(desk.reminded()).toEqual([])
    desk.at(4_000_000, { event: 'rbs-changed', rbs: 'at' })
    expect(desk.effects.at(-1)).toEqual({ effect: 'wake', ms: HAND_ON_MS })
    expect(desk.at(4_000_000 + HAND_ON_MS - 1, { event: 'time-passed' }).reminded()).toEqual([])
    expect(desk.at(4_000_000 + HAND_ON_MS, { event: 'time-passed' }).at(9_000_000, { event: 'time-passed' }).reminded()).toEqual(['e1'])
  })

  test('is not spoken of when it was handed on in time, and its reminder ends when it is handed on later', () => {
    expect(away().at(10_000, { event: 'rbs-changed', rbs: 'at' }).handOn(20_000).at(999_999, { event: 'time-passed' }).reminded()).toEqual([])
    const late = away().at(10_000, { event: 'rbs-changed', rbs: 'at' }).at(400_000, { event: 'time-passed' }).handOn(500_000)
    expect(late.effects).toContainEqual({ effect: 'end-reminder', id: 'e1' })
  })

  test('counts anew when the RBS is gone again', () => {
    const desk = away().at(10_000, { event: 'rbs-changed', rbs: 'at' }).at(200_000, { event: 'rbs-changed', rbs: 'down' }).at(400_000, { event: 'rbs-changed', rbs: 'at' })
    expect(desk.at(699_999, { event: 'time-passed' }).reminded()).toEqual([])
    expect(desk.at(700_000, { event: 'time-passed' }).reminded()).toEqual(['e1'])
  })

  test('that came while the position worked by an RBS that answers is never spoken of', () => {
    expect(new Desk().hear(0).take(100).at(9_000_000, { event: 'time-passed' }).reminded()).toEqual([])
  })
})

describe('after a restart', () => {
  const kept: Emergency = { id: 'old', kind: 'call', from: '1', gssi: '10', devices: ['desk'], raisedUtcMs: UTC, rbs: 'down' }

  test('an open one is raised again, and the same unit calling on is the same emergency', () => {
    const desk = new Desk().at(0, { event: 'restored', all: [kept] })
    expect(desk.effects).toContainEqual({ effect: 'raise', emergency: kept, because: 'restored' })
    expect(desk.hear(60_000).hear(61_000, { device: 'control' }).rang()).toEqual([])
  })

  test('a taken one is no repeat of itself: calling again rings', () => {
    expect(new Desk().at(0, { event: 'restored', all: [{ ...kept, taken: { utcMs: UTC } }] }).hear(10).rang()).toEqual(['e1'])
  })

  test('one that was spoken of is shown again and not spoken of again', () => {
    const desk = new Desk().at(0, { event: 'restored', all: [{ ...kept, taken: { utcMs: UTC }, reminded: true }] }).at(999_999, { event: 'time-passed' })
    expect(desk.effects.filter(({ effect }) => effect === 'remind')).toMatchObject([{ again: true }])
  })

  test('read a second time nothing comes twice, and the oldest stands first', () => {
    const desk = new Desk().hear(5).at(10, { event: 'restored', all: [kept] }).at(11, { event: 'restored', all: [kept] })
    expect(desk.ids).toEqual(['old', 'e1'])
  })
})

describe('a taken call that nobody hands on', () => {
  test('makes room after an hour where one worked by an answering RBS, and stands for good where not', () => {
    const there = new Desk().hear(0).take(1000).at(1000 + SETTLED_MS - 1, { event: 'time-passed' })
    expect(there.ids).toEqual(['e1'])
    expect(there.at(1000 + SETTLED_MS, { event: 'time-passed' }).ids).toEqual([])
    const away = new Desk().at(0, { event: 'rbs-changed', rbs: 'away' }).hear(0).take(1000)
    expect(away.at(100 * SETTLED_MS, { event: 'time-passed' }).ids).toEqual(['e1'])
  })

  test('never makes room before somebody took it', () => {
    expect(new Desk().hear(0).at(100 * SETTLED_MS, { event: 'time-passed' }).ids).toEqual(['e1'])
  })
})
