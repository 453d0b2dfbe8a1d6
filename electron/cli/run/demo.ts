// achterwacht demo [--once]: the demo site on simulators. First it plays an outage by itself, then the keys break things.
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { systemClock, systemRandom } from '../../../native/transport/clock.ts'
import { startWorld, type World } from '../../../test/sim/world.ts'
import { withFolder } from '../console-session.ts'
import { verifyLedger } from '../../host/ledger/verify-ledger.ts'
import { runConsole } from './console.ts'
import { playTour, type Tour } from './tour.ts'

export const DEMO_USAGE = 'usage: demo [--once]'
const WRONG_USE = 2
/** Shorter than delivered (60 s each), so that the whole outage plays in about a minute and a half. */
const DEMO_TIMES = { goodMs: 10_000, holdMs: 15_000 } as const
const SPEAK_EVERY_MS = 12_000
const SPEAK_MS = 2500
const OTHER_TALKER_SSI = 6_101_629

export async function demoCommand(argv: readonly string[], err: (line: string) => void): Promise<number> {
  const once = readOnce(argv)
  if (once === undefined) {
    err(DEMO_USAGE)
    return WRONG_USE
  }
  return withFolder('demo', async (folder) => {
    const clock = systemClock
    const world = await startWorld(clock, systemRandom)
    const site = join(folder, 'site.yaml')
    await world.writeSite(site, DEMO_TIMES)
    const tour: Tour = { isInterrupted: false, isOver: false }
    let stopped = false
    // Not during the tour: speech that got through within 30 s holds the automatic switch back, as it should.
    const speak = (): void => {
      if (stopped) return
      if (tour.isOver) world.speakThroughRbs(SPEAK_MS)
      clock.after(SPEAK_EVERY_MS, speak)
    }
    clock.after(SPEAK_MS, speak)
    try {
      const code = await runConsole({
        site,
        data: folder,
        demoKey: (key) => breakThings(key, world, tour),
        tour: (session, tell) => playTour({ clock, world, session, tell, tour, once }),
      })
      const report = verifyLedger(join(folder, 'ledger'), [])
      err(`${report.text}`)
      return code
    } finally {
      stopped = true
      await world.stop()
    }
  })
}

function readOnce(argv: readonly string[]): boolean | undefined {
  try {
    return parseArgs({ args: [...argv], options: { once: { type: 'boolean' } } }).values.once ?? false
  } catch {
    return undefined
  }
}

/** Any key of the demo ends the tour: from then on the person breaks things. */
function breakThings(key: string, world: World, tour: Tour): boolean {
  const { desk, pedal } = world
  const actions: Readonly<Record<string, () => void>> = {
    r: () => void (world.rbs.isWorking ? world.hangRbs() : world.healRbs()),
    x: () => void (desk.isPlugged ? desk.unplug() : desk.plug()),
    o: () => {
      if (desk.radio.faults.includes('other-talker')) desk.radio.clearFault('other-talker')
      else desk.radio.setFault({ fault: 'other-talker', ssi: OTHER_TALKER_SSI, demands: 'refused' })
    },
    e: () => desk.radio.setFault({ fault: 'emergency', ssi: OTHER_TALKER_SSI, as: 'both' }),
    v: () => void (pedal.wire.isPlugged ? pedal.wire.unplug() : pedal.wire.replug()),
  }
  const action = actions[key]
  if (!action) return false
  tour.isInterrupted = true
  action()
  return true
}
