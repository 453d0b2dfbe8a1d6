// A desk radio that falls silent, or says more than anybody asked: not ready, told, and the console keeps its pace.
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { systemClock } from '../../../native/transport/clock.ts'
import { createBabblingRadio, type BabblingRadio } from '../../support/babbling-radio.ts'
import { alarmsOf, DESK, goToDesk, GROUP, isUp, noteMade, phaseOf, rbsOf, reaches, readinessOf, restWorks, talk, withStage, type Console } from '../../support/console-stage.ts'
import { editSite } from '../../support/site-edit.ts'

/** A press is worth nothing if a note takes longer than this; some 5 ms are usual, 40 ms at the slowest in a flood. */
const PACE_MS = 1000
/** What the collector may leave lying about; a buffer that grows takes this in a second of babble. */
const GROWTH_MAX_KB = 80_000
const WARM_UP_MS = 800
const BABBLE_MS = 1200
const PROVEN_OFTEN = [['plan', 'channels', 1, 'verifyEveryS'], 5] as const

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))
const residentKb = (pid: number): number => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1])

async function slowestNote(console: Console, forMs: number): Promise<number> {
  const until = systemClock.monotonicMs() + forMs
  let slowest = 0
  while (systemClock.monotonicMs() < until) {
    const fromMs = systemClock.monotonicMs()
    await noteMade(console, 'tempo')
    slowest = Math.max(slowest, systemClock.monotonicMs() - fromMs)
    await pause(50)
  }
  return slowest
}

test.concurrent('a radio that falls silent is said to be silent, is no target any more, and is taken back when it answers', async () => {
  await withStage({ edits: [PROVEN_OFTEN] }, async ({ world, supervised }) => {
    const session = supervised()
    await restWorks(session)
    await reaches('proven', () => readinessOf(session) === 'ready')
    world.desk.radio.setFault({ fault: 'silent' })
    await reaches('not ready', () => readinessOf(session) === 'failed')
    expect(session.topic('channels')[DESK]?.cause).toBe('radio-silent')
    await reaches('told', () => alarmsOf(session).some((alarm) => alarm.id === `device:${DESK}` && alarm.code === 'DEVICE_SILENT'))
    await restWorks(session)
    await noteMade(session, 'mobilofoon zwijgt')
    expect(await session.client.call('switch.to', {})).toMatchObject({ ok: false, error: { detail: 'nothing-ready' } })
    world.desk.radio.clearFault('silent')
    await reaches('ready again', () => readinessOf(session) === 'ready')
    await reaches('no alarm left', () => alarmsOf(session).length === 0)
  })
}, 60_000)

test.concurrent('a radio that falls silent while it is keyed is hung up, although it never answers', async () => {
  await withStage({}, async ({ world, supervised, verify }) => {
    const session = supervised()
    await goToDesk(session)
    await talk(session, world)
    world.desk.radio.setFault({ fault: 'silent' })
    world.pedal.buttons.release('middle')
    await reaches('off the air', () => world.desk.radio.transmitting === undefined)
    await reaches('known as silent', () => readinessOf(session) === 'failed')
    world.pedal.buttons.press('middle')
    await reaches('nobody is told that he is on the air', () => phaseOf(session) === 'refused')
    expect(world.desk.radio.transmitting).toBeUndefined()
    world.pedal.buttons.release('middle')
    world.desk.radio.clearFault('silent')
    await reaches('ready again', () => readinessOf(session) === 'ready' && session.topic('switch').switch?.confirmed === true)
    await talk(session, world)
    world.pedal.buttons.release('middle')
    await reaches('off the air again', () => world.desk.radio.transmitting === undefined)
    await session.stop()
    expect(verify().code).toBe(0)
  })
}, 60_000)

test.concurrent('a press into a radio that has just fallen silent never says "U zendt", and its release un-keys', async () => {
  await withStage({}, async ({ world, supervised }) => {
    const session = supervised()
    await goToDesk(session)
    // A call that stands: the next press asks for its floor instead of setting a new one up.
    await talk(session, world)
    world.pedal.buttons.release('middle')
    await reaches('off the air', () => world.desk.radio.transmitting === undefined && phaseOf(session) === 'idle')
    world.desk.radio.setFault({ fault: 'silent' })
    let saidTalking = false
    world.pedal.buttons.press('middle')
    await reaches('the radio does as it was told', () => world.desk.radio.transmitting !== undefined)
    await reaches('given up', () => {
      saidTalking ||= phaseOf(session) === 'talking'
      return phaseOf(session) === 'refused'
    })
    await reaches('off the air again, although the pedal is down', () => world.desk.radio.transmitting === undefined)
    world.pedal.buttons.release('middle')
    expect(saidTalking).toBe(false)
  })
}, 60_000)

test.concurrent('noise between the lines of a radio changes nothing that is said to people', async () => {
  await withStage({}, async ({ world, supervised }) => {
    const session = supervised()
    world.desk.radio.setFault({ fault: 'garbage', seed: 7 })
    await restWorks(session)
    await goToDesk(session)
    for (let n = 0; n < 3; n++) {
      await talk(session, world)
      expect(session.topic('ptt').ptt).toMatchObject({ channel: DESK, group: GROUP })
      world.pedal.buttons.release('middle')
      await reaches('off the air', () => world.desk.radio.transmitting === undefined && phaseOf(session) === 'idle')
    }
    expect(alarmsOf(session)).toEqual([])
  })
}, 60_000)

const FLOODS = [Buffer.alloc(64 * 1024, 'U'), Buffer.from(Array.from({ length: 64 * 1024 }, (_, at) => (at * 7 + (at >> 8)) % 256))]

test.concurrent('a flood of bytes, without line ends and with, costs no pace and no memory, and is over when it is over', async () => {
  await withStage({}, async (stage) => {
    const desk: BabblingRadio = await createBabblingRadio({ clock: systemClock, identity: { mcc: 204, mnc: 1000, ssi: 1_600_001 }, groups: [1, 2, 3, 4].map((key) => ({ gssi: 4_037_000 + key, name: `INC-${key}` })) })
    stage.finally(() => desk.stop())
    await editSite(stage.site, [[['devices', 0, 'transport', 'port'], desk.port], PROVEN_OFTEN])
    const session = stage.supervised() // with the memory flags of every shell
    await restWorks(session)
    await reaches('proven', () => readinessOf(session) === 'ready')
    const pid = session.supervisor.pid ?? 0
    let beforeKb: number | undefined
    for (const flood of FLOODS) {
      const babbled = desk.babbledBytes
      desk.babble(flood)
      await pause(WARM_UP_MS)
      beforeKb ??= residentKb(pid)
      const slowest = await slowestNote(session, BABBLE_MS)
      expect(slowest).toBeLessThan(PACE_MS)
      expect(residentKb(pid) - beforeKb, 'memory').toBeLessThan(GROWTH_MAX_KB)
      expect(desk.babbledBytes - babbled, 'it did babble').toBeGreaterThan(1_000_000)
    }
    await reaches('not ready', () => readinessOf(session) === 'failed')
    expect(isUp(session, 'control-radio') && isUp(session, 'pedal'), 'the others').toBe(true)
    expect(session.supervisor.pid, 'the same host').toBe(pid)
    desk.quiet()
    await reaches('ready again', () => readinessOf(session) === 'ready' && isUp(session, DESK))
    await reaches('watching went on', () => rbsOf(session) === 'ok')
    await reaches('no alarm left', () => alarmsOf(session).length === 0)
  })
}, 60_000)
