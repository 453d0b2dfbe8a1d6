// What people, pages and a site's mode can bring about: observe only asks, advise never acts, a page that hangs lets go,
// nonsense gets a code, and an emergency call stays until somebody takes it.
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import type { CallName } from '../../../electron/contract/calls.ts'
import { systemClock } from '../../../native/transport/clock.ts'
import { alarmsOf, channelOf, type Console, DESK, goToDesk, isUp, noteMade, phaseOf, rbsOf, reaches, readinessOf, restWorks, type Stage, talk, withStage } from '../../support/console-stage.ts'
import { type HostHere, startHostHere } from '../../support/host-here.ts'
import { recordOf } from '../../support/record.ts'

const QUESTION = /^AT(\+[A-Z]+\?)?$/
/** Far past the countdown, the confirmation and the second proof of an automatic switch. */
const LONG_ENOUGH_MS = 2000
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))
const isOn = (console: Console, channel: string): boolean => channelOf(console) === channel

test.concurrent('observe: through a whole outage it asks the radios and tells them nothing, and every press is refused', async () => {
  await withStage({ edits: [[['mode'], 'observe'], [['plan', 'channels', 1, 'verifyEveryS'], 5]] }, async ({ world, bare, folder, verify }) => {
    const host = bare()
    await restWorks(host)
    await reaches('desk radio watched', () => isUp(host, DESK) && readinessOf(host) === 'ready')
    await world.hangRbs()
    await reaches('seen as down', () => rbsOf(host) === 'down')
    await reaches('alarm', () => alarmsOf(host).some((alarm) => alarm.code === 'service-down'))
    await pause(LONG_ENOUGH_MS)
    for (const [name, input] of [['switch.to', {}], ['switch.to', { to: DESK }], ['group.select', { group: '4037002' }], ['switch.stay', {}]] as const) {
      expect(await host.client.call(name, input), name).toMatchObject({ ok: false, error: { code: 'CALL_REFUSED' } })
    }
    world.pedal.buttons.press('middle')
    await host.client.call('ptt.press', { source: 'page' })
    world.pedal.buttons.release('middle')
    await noteMade(host, 'er wordt alleen gekeken')
    // What the radio does by itself is seen, and left alone.
    world.desk.radio.setFault({ fault: 'knob', gssi: 4_037_003 })
    await world.desk.unplug()
    await reaches('cable seen', () => alarmsOf(host).some((alarm) => alarm.id === `device:${DESK}`))
    await world.desk.plug()
    await reaches('back', () => isUp(host, DESK))
    await world.healRbs()
    await reaches('in order again', () => rbsOf(host) === 'ok')
    expect(host.topic('switch').switch).toMatchObject({ channel: 'rbs', phase: 'settled' })
    await host.stop()

    for (const { radio } of [world.desk, world.control]) {
      expect(radio.commands.length).toBeGreaterThan(0)
      expect(radio.commands.map((command) => command.text).filter((text) => !QUESTION.test(text))).toEqual([])
    }
    const kinds = recordOf(folder).map(({ kind }) => kind)
    expect(kinds.filter((kind) => kind === 'switch.switched' || kind.startsWith('ptt.talking') || kind === 'switch.countdown-started')).toEqual([])
    expect(kinds).toContain('service.changed')
    expect(verify()).toMatchObject({ code: 0 })
  })
}, 60_000)

test.concurrent('advise: says that switching is due and does not do it, until somebody presses', async () => {
  await withStage({ edits: [[['mode'], 'advise']] }, async ({ world, bare }) => {
    const host = bare()
    await restWorks(host)
    await reaches('desk radio proven', () => readinessOf(host) === 'ready')
    await world.hangRbs()
    await reaches('advised', () => host.topic('switch').switch?.advised === true)
    await pause(LONG_ENOUGH_MS)
    expect(host.topic('switch').switch).toMatchObject({ channel: 'rbs', phase: 'settled', next: DESK })
    expect(host.topic('switch').switch?.countdown).toBeUndefined()
    expect(isOn(host, DESK)).toBe(false)
    await goToDesk(host)
    await talk(host, world)
    world.pedal.buttons.release('middle')
    await reaches('off the air', () => world.desk.radio.transmitting === undefined && phaseOf(host) === 'idle')
  })
}, 60_000)

const KEEP_ALIVE_MS = 100
/** The page is let go after 300 ms; the rest of the bound is for a loaded machine. */
const READ_MS = 1000 // so long the next call cannot be taken: nobody has read it
const RELEASED_MS = 3000
const SENTENCE_MS = 1000

async function here(stage: Stage): Promise<HostHere> {
  const started = await startHostHere(systemClock, stage)
  stage.finally(() => started.stop())
  return started
}

/** A held key on a screen: pressed, and said to be held, until `hang`. */
function holdKey({ client }: Console): { hang(): void } {
  void client.call('ptt.press', { source: 'space' })
  const timer = setInterval(() => void client.call('ptt.keep-alive', { source: 'space' }), KEEP_ALIVE_MS)
  return { hang: () => clearInterval(timer) }
}

test.concurrent('a page that hangs with a key held is off the air, while one that says it holds on is not', async () => {
  await withStage({}, async (stage) => {
    const page = (await here(stage)).page('one')
    const { radio } = stage.world.desk
    await goToDesk(page)
    const key = holdKey(page)
    await reaches('on the air', () => phaseOf(page) === 'talking' && radio.transmitting !== undefined)
    const from = systemClock.monotonicMs()
    await reaches('a sentence later', () => systemClock.monotonicMs() - from > SENTENCE_MS)
    expect(radio.transmitting?.by).toBe('console')
    key.hang()
    await reaches('off the air', () => radio.transmitting === undefined, RELEASED_MS)
    await reaches('told to let go', () => page.topic('ptt').ptt?.cause === 'page-silent')
    await page.client.call('ptt.release', { source: 'space' })
    await reaches('idle', () => phaseOf(page) === 'idle')
    // And the key works again, without being found stuck.
    const again = holdKey(page)
    await reaches('on the air again', () => phaseOf(page) === 'talking')
    again.hang()
    await reaches('off the air again', () => radio.transmitting === undefined, RELEASED_MS)
  })
}, 60_000)

test.concurrent('a page whose pipe closes lets go at once, and takes nobody else off the air', async () => {
  await withStage({}, async (stage) => {
    const host = await here(stage)
    const [one, other] = [host.page('one'), host.page('other')]
    const { radio } = stage.world.desk
    await goToDesk(one)
    const keys = [holdKey(one), holdKey(other)]
    await reaches('on the air', () => phaseOf(one) === 'talking')
    one.close() // its script runs on: what it still says comes from nobody
    const from = systemClock.monotonicMs()
    await reaches('a sentence later', () => systemClock.monotonicMs() - from > SENTENCE_MS)
    expect(radio.transmitting?.by, 'the other page still talks').toBe('console')
    expect(other.topic('ptt').ptt?.by).toBe('other/space')
    other.close()
    await reaches('off the air', () => radio.transmitting === undefined, RELEASED_MS)
    for (const key of keys) key.hang()
  })
}, 60_000)

const NONSENSE: readonly (readonly [name: string, input: unknown, code: string])[] = [
  ['radio.explode', {}, 'CALL_UNKNOWN'],
  ['constructor', {}, 'CALL_UNKNOWN'],
  ['', {}, 'CALL_UNKNOWN'],
  ['note.add', {}, 'CALL_INVALID'],
  ['note.add', { text: '   ' }, 'CALL_INVALID'],
  ['note.add', { text: 'x'.repeat(2001) }, 'CALL_INVALID'],
  ['note.add', { text: 'goed', sneaked: 'in' }, 'CALL_INVALID'],
  ['note.add', null, 'CALL_INVALID'],
  ['switch.to', { to: '' }, 'CALL_INVALID'],
  ['switch.to', { to: 'no-such-channel' }, 'CALL_REFUSED'],
  ['group.select', { group: 'INC-1' }, 'CALL_INVALID'],
  ['group.select', { group: '99999999' }, 'CALL_REFUSED'],
  ['return.accept', {}, 'CALL_REFUSED'],
  ['switch.undo', {}, 'CALL_REFUSED'],
  ['switch.stay', {}, 'CALL_REFUSED'],
  ['alarm.acknowledge', { alarms: ['no-such-alarm'] }, 'CALL_REFUSED'],
  ['alarm.acknowledge', { alarms: [] }, 'CALL_INVALID'],
  ['note.retract', { seq: 0 }, 'CALL_INVALID'],
  ['note.retract', { seq: 1 }, 'CALL_REFUSED'],
  ['emergency.take', { alarm: 'no-such-alarm' }, 'CALL_REFUSED'],
  ['ptt.press', { source: 'x'.repeat(65) }, 'CALL_INVALID'],
]

test.concurrent('every call that makes no sense gets its code, and changes nothing', async () => {
  await withStage({}, async (stage) => {
    const { host, page } = await here(stage)
    const console = page('one')
    await restWorks(console)
    for (const [name, input, code] of NONSENSE) {
      expect(await host.call(name, input, 'one'), `${name} ${JSON.stringify(input)}`).toMatchObject({ ok: false, error: { code, detail: expect.any(String) } })
    }
    // Keys nobody pressed: kept alive and released all the same, for a page may be late.
    for (const name of ['ptt.keep-alive', 'ptt.release'] satisfies CallName[]) expect(await host.call(name, { source: 'nobody' }, 'one')).toEqual({ ok: true, value: {} })
    expect(console.topic('switch').switch).toMatchObject({ channel: 'rbs', phase: 'settled' })
    expect(stage.world.desk.radio.transmitting).toBeUndefined()
    await noteMade(console, 'en verder')
    await goToDesk(console)
    expect(console.topic('switch').switch?.channel).toBe(DESK)
  })
}, 60_000)

const CALLER = 1_234_567
const WHOLE = [0, 10]

const codes = (console: Console): readonly string[] => alarmsOf(console).map((alarm) => alarm.code).toSorted()
const BOTH = ['emergency-call', 'emergency-status']

test.concurrent('priority 15 and status 0 stay until they are taken, over acknowledging and over kill -9', async () => {
  await withStage({}, async ({ world, folder, supervised, verify }) => {
    const session = supervised()
    await goToDesk(session)
    world.desk.radio.setFault({ fault: 'emergency', ssi: CALLER, as: 'both' })
    await reaches('both raised', () => codes(session).join() === BOTH.join())
    for (const alarm of alarmsOf(session)) {
      expect(alarm).toMatchObject({ kind: 'emergency', severity: 'emergency', params: { from: String(CALLER) } })
      expect(await session.client.call('alarm.acknowledge', { alarms: [alarm.id] })).toMatchObject({ ok: false, error: { code: 'CALL_REFUSED' } })
    }
    // Speech has ended; the call for help has not.
    world.desk.radio.clearFault('emergency')
    await reaches('recorded', () => Object.values(session.topic('timeline')).filter((entry) => entry.kind === 'emergency.raised').length === BOTH.length)
    expect(codes(session)).toEqual(BOTH)
    const before = alarmsOf(session).map((alarm) => alarm.id).toSorted()

    const { pid } = session.supervisor
    process.kill(pid ?? 0, 'SIGKILL')
    await reaches('restarted', () => session.supervisor.pid !== pid && readinessOf(session) === 'ready')
    expect(alarmsOf(session).map((alarm) => alarm.id).toSorted()).toEqual(before)

    // The same unit calls on: the same emergency, not a second one.
    world.desk.radio.setFault({ fault: 'emergency', ssi: CALLER, as: 'status' })
    world.desk.radio.setFault({ fault: 'emergency', ssi: CALLER + 1, as: 'status' })
    await reaches('another unit is another emergency', () => alarmsOf(session).some((alarm) => alarm.params['from'] === String(CALLER + 1)))
    expect(alarmsOf(session)).toHaveLength(before.length + 1)

    for (const alarm of alarmsOf(session)) {
      expect(await session.client.call('emergency.take', { alarm: alarm.id })).toMatchObject({ ok: true })
      await sleep(READ_MS)
    }
    await reaches('taken', () => alarmsOf(session).length === 0)
    const again = session.supervisor.pid
    process.kill(again ?? 0, 'SIGKILL')
    await reaches('restarted once more', () => session.supervisor.pid !== again && readinessOf(session) === 'ready')
    expect(alarmsOf(session)).toEqual([])

    await session.stop()
    expect(WHOLE).toContain(verify().code)
    const entries = recordOf(folder)
    const holds = (text: string | undefined): boolean => text?.includes(String(CALLER)) === true
    expect(entries.filter(({ payload }) => holds(payload))).toEqual([])
    expect(entries.filter(({ content }) => holds(content)).map(({ kind }) => kind)).toEqual(BOTH.map(() => 'emergency.raised'))
  })
}, 60_000)
