// The main job on real parts: Debian's Kamailio as the RBS's SIP side, the desk radio on a real serial port (socat).
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { startSession, withFolder, type ConsoleSession } from '../../../electron/cli/console-session.ts'
import { systemClock, systemRandom } from '../../../native/transport/clock.ts'
import { startWorld } from '../../sim/world.ts'
import { startKamailio, type Kamailio } from '../../support/kamailio.ts'
import { createPtyRadio, type PtyRadio } from '../../support/pty-radio.ts'
import { editSite } from '../../support/site-edit.ts'

const clock = systemClock
const PATIENCE_MS = 15_000
let kamailio: Kamailio
let desk: PtyRadio

beforeAll(async () => {
  kamailio = await startKamailio()
  desk = await createPtyRadio({ clock, identity: { mcc: 204, mnc: 1000, ssi: 1_600_001 }, groups: [1, 2, 3, 4].map((key) => ({ gssi: 4_037_000 + key, name: `INC-${key}` })) })
}, 120_000)

afterAll(async () => {
  await kamailio?.stop()
  await desk?.end()
})

// A test that fails must not leave the next one a hung RBS.
afterEach(() => kamailio.resume())

async function withConsole(use: (session: ConsoleSession, pedal: { press(): void; release(): void }) => Promise<void>): Promise<void> {
  await withFolder('real-parts', async (folder) => {
    const world = await startWorld(clock, systemRandom)
    const site = join(folder, 'site.yaml')
    await world.writeSite(site, { settleMs: 100, goodMs: 1000, holdMs: 1500, countdownMs: 500 })
    const sip = { id: 'rbs-sip', kind: 'sip', weight: 'primary', transport: 'udp', host: '127.0.0.1', port: kamailio.port }
    await editSite(site, [
      [['services', 0, 'probes'], [sip, { ...sip, id: 'rbs-sip-tcp', transport: 'tcp' }]],
      [['devices', 0, 'transport'], { kind: 'serial', path: desk.path, baud: 38_400 }],
    ])
    const session = startSession({ clock, site, data: folder })
    try {
      await use(session, { press: () => world.pedal.buttons.press('middle'), release: () => world.pedal.buttons.release('middle') })
    } finally {
      await session.stop()
      await world.stop()
    }
  })
}

const channel = (session: ConsoleSession): string | undefined => session.topic('switch').switch?.channel
const phase = (session: ConsoleSession): string | undefined => session.topic('ptt').ptt?.phase
const reaches = async (session: ConsoleSession, what: string, holds: () => boolean): Promise<void> => {
  expect(await session.until(holds, PATIENCE_MS), what).toBeDefined()
}

test('moves to a serial desk radio when Kamailio hangs, speaks by the pedal, and returns when Kamailio is back', async () => {
  await withConsole(async (session, pedal) => {
    await reaches(session, 'RBS answers and desk radio is proven', () => session.topic('services')['rbs']?.now === 'ok' && session.topic('channels')['desk-radio']?.readiness === 'ready' && session.topic('devices')['pedal']?.link === 'up')
    kamailio.hang()
    await reaches(session, 'RBS down', () => session.topic('services')['rbs']?.now === 'down')
    // Topics are told one after the other.
    await reaches(session, 'the cause is named', () => session.topic('diagnosis').diagnosis?.kind === 'console-fault')
    expect(session.topic('diagnosis').diagnosis).toMatchObject({ works: expect.arrayContaining(['c2000']), fails: ['rbs'] })
    await reaches(session, 'on the desk radio', () => channel(session) === 'desk-radio')
    pedal.press()
    await reaches(session, 'on the air', () => phase(session) === 'talking')
    expect(desk.radio.transmitting).toMatchObject({ by: 'console', gssi: 4_037_001 })
    pedal.release()
    await reaches(session, 'off the air', () => desk.radio.transmitting === undefined)
    kamailio.resume()
    await reaches(session, 'return offered', () => session.topic('switch').switch?.returnOffered === true)
    expect((await session.client.call('return.accept', {})).ok).toBe(true)
    await reaches(session, 'back on the RBS', () => channel(session) === 'rbs')
  })
}, 90_000)

test('a serial cable pulled while talking is said out loud, and the radio is hung up before anything is keyed again', async () => {
  await withConsole(async (session, pedal) => {
    await reaches(session, 'desk radio is proven', () => session.topic('channels')['desk-radio']?.readiness === 'ready' && session.topic('devices')['pedal']?.link === 'up')
    expect((await session.client.call('switch.to', { to: 'desk-radio' })).ok).toBe(true)
    await reaches(session, 'on the desk radio', () => channel(session) === 'desk-radio' && session.topic('switch').switch?.confirmed === true)
    pedal.press()
    await reaches(session, 'on the air', () => phase(session) === 'talking')
    await desk.cut()
    await reaches(session, 'press dropped', () => phase(session) === 'refused' && session.topic('ptt').ptt?.cause === 'link-lost')
    await reaches(session, 'alarm', () => Object.values(session.topic('alarms')).some((alarm) => alarm.code === 'may-transmit' && alarm.severity === 'critical'))
    expect(desk.radio.transmitting?.by, 'the radio itself does not know').toBe('console')
    pedal.release()
    pedal.press()
    await reaches(session, 'nothing is keyed meanwhile', () => phase(session) === 'refused')
    pedal.release()
    await desk.mend()
    await reaches(session, 'hung up', () => desk.radio.transmitting === undefined)
    await reaches(session, 'alarm over', () => !Object.values(session.topic('alarms')).some((alarm) => alarm.code === 'may-transmit'))
    await reaches(session, 'confirmed again', () => session.topic('switch').switch?.confirmed === true)
    pedal.press()
    await reaches(session, 'on the air again', () => phase(session) === 'talking')
    pedal.release()
    await reaches(session, 'off the air', () => desk.radio.transmitting === undefined)
  })
}, 90_000)

test('Kamailio killed is down by refusal, and answers count again when it is restarted', async () => {
  await withConsole(async (session) => {
    await reaches(session, 'RBS answers', () => session.topic('services')['rbs']?.now === 'ok')
    await kamailio.kill()
    await reaches(session, 'down', () => session.topic('services')['rbs']?.now === 'down')
    expect(session.topic('services')['rbs']?.why['code']).toBe('refused')
    await kamailio.restart()
    await reaches(session, 'recovering', () => session.topic('services')['rbs']?.now === 'degraded')
    await reaches(session, 'in order', () => session.topic('services')['rbs']?.now === 'ok')
  })
}, 60_000)
