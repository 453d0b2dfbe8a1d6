// kill -9 of the host at every step of the rehearsal: restarted, hung up, on the last confirmed channel, record whole.
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { startSession, withFolder } from '../../../electron/cli/console-session.ts'
import { nothingYet, readAnchors, verifyRehearsal } from '../../../electron/cli/rehearse/evidence.ts'
import { STEPS, type Rehearsal } from '../../../electron/cli/rehearse/steps.ts'
import { systemClock, systemRandom } from '../../../native/transport/clock.ts'
import { startWorld } from '../../sim/world.ts'

/** Short, but in the order of the real ones. */
const SETTINGS = { goodMs: 600, holdMs: 900, countdownMs: 300, settleMs: 200 }
const AT_ONCE = 8 // worlds beside each other: they mostly wait
const PATIENCE = 10 // the machine is shared: what is checked here is not how fast
/** Eight processes that start at once, beside whatever else runs. */
const RESTARTED_MS = 25_000
const HUNG_UP_MS = 8000

async function killAfter(stepName: string): Promise<void> {
  await withFolder('kill', async (folder) => {
    const clock = systemClock
    const world = await startWorld(clock, systemRandom)
    const site = join(folder, 'site.yaml')
    await world.writeSite(site, SETTINGS)
    const session = startSession({ clock, site, data: folder })
    const rehearsal: Rehearsal = { clock, world, session, settings: SETTINGS, acknowledged: nothingYet() }
    try {
      for (const step of STEPS) {
        const took = await step.act(rehearsal, step.limitMs(SETTINGS) * PATIENCE)
        expect(took, `${stepName}: ${step.name} is reached`).toBeDefined()
        readAnchors(session, rehearsal.acknowledged)
        if (step.name === stepName) break
      }
      await killAndCheck(rehearsal, stepName)
    } finally {
      await session.stop()
      await world.stop()
    }
    const { report, missing } = verifyRehearsal(folder, rehearsal.acknowledged)
    expect([0, 10], `${stepName}: ${report.text}`).toContain(report.code)
    expect(missing, `${stepName}: acknowledged entries`).toEqual([])
  })
}

async function killAndCheck({ world, session }: Rehearsal, stepName: string): Promise<void> {
  const { pid } = session.supervisor
  const active = session.topic('switch').switch
  // Number 0 would be this test itself.
  expect(pid, `${stepName}: a host is running`).toBeGreaterThan(0)
  process.kill(Number(pid), 'SIGKILL')
  const restarted = await session.until(() => session.state.host === 'running' && session.supervisor.pid !== pid && session.topic('switch').switch !== undefined, RESTARTED_MS)
  expect(restarted, `${stepName}: restarted`).toBeDefined()
  const hungUp = await session.until(() => world.desk.radio.transmitting === undefined, HUNG_UP_MS)
  expect(hungUp, `${stepName}: hung up`).toBeDefined()
  const restored = session.topic('switch').switch
  expect(restored?.channel, `${stepName}: last confirmed channel`).toBe(active?.channel)
  expect(restored?.group, `${stepName}: its group`).toBe(active?.group)
  // A pedal that is still down from before keys nothing: it must be released and pressed anew.
  const settled = await session.until(() => session.topic('devices')['pedal']?.link === 'up' && session.topic('devices')['desk-radio']?.link === 'up', HUNG_UP_MS)
  expect(settled, `${stepName}: devices are back`).toBeDefined()
  expect(world.desk.radio.transmitting, `${stepName}: nothing keyed by itself`).toBeUndefined()
}

test('survives kill -9 at every step of the rehearsal', async () => {
  const waiting = STEPS.map((step) => step.name)
  const worker = async (): Promise<void> => {
    for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) await killAfter(name)
  }
  await Promise.all(Array.from({ length: AT_ONCE }, worker))
}, 180_000)
