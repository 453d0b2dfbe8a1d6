// A judge that lets everything pass proves nothing: each law is broken here once, by a console that is only painted.
import { expect, test } from 'vitest'
import type { ActiveChannel, SwitchReport, SwitchState } from '../../../electron/host/fallback/types.ts'
import type { PttState } from '../../../electron/host/ptt/types.ts'
import { Judge } from '../../soak/switch/judge.ts'
import { createModelClock } from '../../soak/switch/model-clock.ts'
import type { ModelConsole, ModelWorld } from '../../soak/switch/model-console.ts'
import { ModelRadio } from '../../soak/switch/model-radio.ts'
import type { ModelSite } from '../../soak/switch/script.ts'

const ON_RBS: ActiveChannel = { channel: 'rbs', sinceMs: 0, confirmed: true }
const ON_DESK: ActiveChannel = { channel: 'desk', group: '4037001', sinceMs: 0, confirmed: true }
const TALKING: PttState['transmission'] = { phase: 'talking', bound: { kind: 'channel', channel: 'desk', group: '4037001' }, sinceMs: 0, warned: false, by: 'pedal' }

type Painted = Partial<Pick<SwitchState, 'active' | 'wantedGroup' | 'step' | 'countdown' | 'undo'>>

class Painting {
  readonly judge: Judge
  readonly world: ModelWorld
  state: Painted
  transmission: PttState['transmission'] = { phase: 'idle' }

  constructor(active: ActiveChannel, site: Partial<ModelSite> = {}) {
    const clock = createModelClock()
    const radios = ['desk', 'second'].map((id) => new ModelRadio({ clock, id, onSent: (radio, what) => this.judge.sent(radio, what) }))
    this.world = { clock, site: { mode: 'act', automatic: true, manned: true, ...site }, radios, rbs: 'ok', proofs: 0, ownNetworkDown: false, networkSilent: false, manned: site.manned ?? true, lastOwnSpeechMs: undefined, entries: [], lastChannel: undefined, boots: 1 }
    this.judge = new Judge(this.world)
    this.state = { active, wantedGroup: '4037001', step: { phase: 'settled' } }
    this.judge.began(this.#console())
  }

  /** Wires both radios and lets them come up. */
  async up(): Promise<this> {
    for (const radio of this.world.radios) radio.start()
    await this.pass(200)
    return this
  }
  async pass(ms: number): Promise<void> {
    await this.world.clock.advance(ms, () => undefined)
  }
  report(report: SwitchReport): void {
    this.judge.reported(report, this.state as SwitchState)
  }
  look(held = false): string | undefined {
    this.judge.look(held)
    return this.judge.broken?.law
  }
  get desk(): ModelRadio {
    return this.world.radios[0] as ModelRadio
  }

  #console(): ModelConsole {
    const state = (): Painted => this.state
    const ptt = (): Pick<PttState, 'transmission'> => ({ transmission: this.transmission })
    return { fallback: { get state() { return state() } }, ptt: { get state() { return ptt() } } } as unknown as ModelConsole
  }
}

const law = (painting: Painting): string | undefined => painting.judge.broken?.law

test('finds nothing wrong with a console that does nothing', async () => {
  const painting = await new Painting(ON_RBS).up()
  expect(painting.look()).toBeUndefined()
})

test('sees two channels keyed', async () => {
  const painting = await new Painting(ON_DESK).up()
  for (const radio of painting.world.radios) radio.floor = 'granted'
  painting.transmission = TALKING
  expect(painting.look(true)).toBe('never keys two channels')
})

test('sees a channel that is still keyed 300 ms after the last key was let go', async () => {
  const painting = await new Painting(ON_DESK).up()
  painting.desk.floor = 'granted'
  painting.transmission = TALKING
  expect(painting.look(true)).toBeUndefined()
  await painting.pass(300)
  expect(painting.look()).toBeUndefined()
  await painting.pass(1)
  expect(painting.look()).toBe('never keyed without a key that is held')
})

test('sees a radio that is keyed without a word of it', async () => {
  const painting = await new Painting(ON_DESK).up()
  painting.desk.floor = 'granted'
  expect(painting.look(true)).toBe('says when it is on the air')
})

test('sees that nobody is heard who is told that they speak', async () => {
  const painting = await new Painting(ON_DESK).up()
  painting.transmission = TALKING
  expect(painting.look(true)).toBe('says that one speaks only when one does')
})

test('sees a floor that nobody pressed for', async () => {
  const painting = await new Painting(ON_DESK).up()
  painting.desk.requestFloor()
  expect(law(painting)).toBe('keys only at a press')
})

test('sees a radio keyed that was not hung up', async () => {
  const painting = await new Painting(ON_DESK).up()
  painting.desk.owes = true
  painting.judge.keying(() => painting.desk.requestFloor())
  expect(law(painting)).toBe('keys no radio that was not hung up')
})

test('sees another channel keyed than the confirmed one', async () => {
  const painting = await new Painting(ON_RBS).up()
  painting.judge.keying(() => painting.desk.requestFloor())
  expect(law(painting)).toBe('keys only the channel it has confirmed')
})

test('sees a group keyed that is not the one on the screen', async () => {
  const painting = await new Painting(ON_DESK).up()
  painting.desk.gssi = '4037003'
  painting.judge.keying(() => painting.desk.requestFloor())
  expect(law(painting)).toBe('keys only in the group it shows')
})

test.each(['request-floor', 'release-floor', 'select'] as const)('sees %s sent while the site observes, and lets questions pass', async (what) => {
  const painting = await new Painting(ON_RBS, { mode: 'observe' }).up()
  painting.judge.sent(painting.desk, 'verify')
  expect(law(painting)).toBeUndefined()
  painting.judge.sent(painting.desk, what)
  expect(law(painting)).toBe('sends nothing but questions while it observes')
})

test('sees a change that nobody recorded', async () => {
  const painting = await new Painting(ON_RBS).up()
  painting.state = { ...painting.state, active: ON_DESK }
  expect(painting.look()).toBe('records every change')
})

test('sees a group on the screen on which the radio does not stand', async () => {
  const painting = await new Painting(ON_DESK).up()
  painting.desk.gssi = '4037003'
  expect(painting.look()).toBe('shows the group its radio stands on')
})

test.each<[string, Painted]>([
  ['wants a group of its plan', { wantedGroup: '4039999' }],
  ['names its channel', { active: { ...ON_RBS, channel: 'nowhere' } }],
  ['names its group', { active: { channel: 'desk', sinceMs: 0, confirmed: true } }],
])('sees that a console no longer %s', async (broken, painted) => {
  const painting = await new Painting(ON_RBS).up()
  painting.state = { ...painting.state, ...painted }
  expect(painting.look()).toBe(broken)
})

test('sees a switch to a channel that has not confirmed', async () => {
  const painting = await new Painting(ON_RBS).up()
  painting.report({ report: 'switched', from: 'rbs', to: 'desk', group: '4037001', trigger: 'person' })
  expect(law(painting)).toBe('makes before it breaks')
})

test('sees a switch under somebody who speaks', async () => {
  const painting = await new Painting(ON_DESK).up()
  painting.transmission = TALKING
  painting.judge.pressing({ event: 'return-pressed' }, () => painting.report({ report: 'returned', from: 'desk', offered: true, rbs: 'ok' }))
  expect(law(painting)).toBe('never switches under somebody who speaks')
})

test('sees a return that nobody asked for, and lets one pass that was', async () => {
  const asked = await new Painting(ON_DESK).up()
  asked.judge.pressing({ event: 'return-pressed' }, () => asked.report({ report: 'returned', from: 'desk', offered: true, rbs: 'ok' }))
  expect(law(asked)).toBeUndefined()
  const painting = await new Painting(ON_DESK).up()
  painting.report({ report: 'returned', from: 'desk', offered: true, rbs: 'ok' })
  expect(law(painting)).toBe('never returns by itself')
})

test('sees direct mode asked for without its name, and lets it pass by its name', async () => {
  const named = await new Painting(ON_RBS).up()
  named.judge.pressing({ event: 'switch-pressed', to: 'direct' }, () => named.report({ report: 'confirming', to: 'direct', group: '4039001', trigger: 'person' }))
  expect(law(named)).toBeUndefined()
  const painting = await new Painting(ON_RBS).up()
  painting.judge.pressing({ event: 'switch-pressed' }, () => painting.report({ report: 'confirming', to: 'direct', group: '4039001', trigger: 'person' }))
  expect(law(painting)).toBe('goes to direct mode only when a person names it')
})

test('sees that an emergency delays a person, not that it delays the console', async () => {
  const itself = await new Painting(ON_RBS).up()
  itself.report({ report: 'deferred', to: 'desk', cause: 'emergency' })
  expect(law(itself)).toBeUndefined()
  const painting = await new Painting(ON_RBS).up()
  painting.judge.pressing({ event: 'switch-pressed' }, () => painting.report({ report: 'deferred', to: 'desk', cause: 'emergency' }))
  expect(law(painting)).toBe('an emergency never delays a person’s switch')
})

test.each<[string, Partial<ModelSite>, number]>([['advises', { mode: 'advise' }, 2], ['was not set to', { automatic: false }, 2], ['is unmanned', { manned: false }, 2], ['has one proof', {}, 1]])(
  'sees a countdown at a desk that %s', async (_why, site, proofs) => {
    const painting = await new Painting(ON_RBS, site).up()
    Object.assign(painting.world, { rbs: 'down', proofs })
    painting.report({ report: 'countdown-started', to: 'desk', ms: 5000 })
    expect(law(painting)).toBe('counts down only when everything allows it')
  })

test('sees an automatic switch before its countdown is over', async () => {
  const painting = await new Painting(ON_RBS).up()
  Object.assign(painting.world, { rbs: 'down', proofs: 2 })
  painting.state = { ...painting.state, countdown: { to: 'desk', endsAtMs: 5000 } }
  painting.look()
  painting.report({ report: 'confirming', to: 'desk', group: '4037001', trigger: 'automatic' })
  expect(law(painting)).toBe('switches by itself only when everything allows it')
})

test('sees somebody cut off by one press, and lets the second press and two seconds of a dead channel do it', async () => {
  const deferred = (painting: Painting, sinceMs: number): void => {
    painting.transmission = TALKING
    painting.desk.floor = 'granted'
    painting.state = { ...painting.state, step: { phase: 'deferred', to: 'rbs', group: '4037001', cause: 'own-transmission', trigger: 'person', sinceMs } }
  }
  const second = await new Painting(ON_DESK).up()
  deferred(second, 200)
  await second.pass(1000)
  second.judge.pressing({ event: 'return-pressed' }, () => second.judge.released())
  expect(law(second)).toBeUndefined()

  const dead = await new Painting(ON_DESK).up()
  dead.desk.network('searching')
  deferred(dead, 200)
  dead.look(true)
  await dead.pass(2000)
  dead.judge.released()
  expect(law(dead)).toBeUndefined()

  const first = await new Painting(ON_DESK).up()
  deferred(first, 200)
  await first.pass(2000)
  first.look(true)
  first.judge.released()
  expect(law(first)).toBe('cuts nobody off without a second press or two seconds of a dead channel')
})

test('sees a console that comes up somewhere else than it was killed', async () => {
  const painting = await new Painting(ON_DESK).up()
  const other = new Painting(ON_RBS)
  painting.judge.began({ fallback: { state: other.state }, ptt: { state: { transmission: { phase: 'idle' } } } } as unknown as ModelConsole)
  expect(law(painting)).toBe('comes up where it was')
})
