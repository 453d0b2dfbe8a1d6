// achterwacht demo: the demo site on simulators. In a page the person breaks things by click; a terminal, `--tour` and
// `--once` play an outage first, `--scenario` a real one of the past. At the end the record is verified.
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { systemClock, systemRandom } from '../../../native/transport/clock.ts'
import { openDemoDisk } from '../../../test/sim/demo-disk.ts'
import { createDemoPanel } from '../../../test/sim/demo-panel.ts'
import type { PlayStep } from '../../../test/sim/scenarios/playlist.ts'
import { startWorld, type World } from '../../../test/sim/world.ts'
import { withFolder } from '../console-session.ts'
import type { ConsoleOptions } from './console.ts'
import { chooseScenario, SCENARIO_ARGUMENTS, type ChosenScenario } from './scenario-choice.ts'
import { playedScenario, playScenario, scenarioLabel } from './scenario-play.ts'
import { verifyLedger } from '../../host/ledger/verify-ledger.ts'
import type { Surroundings } from '../../browser/browser-command.ts'
import type { PlayedScenario } from '../../contract/demo.ts'
import { showConsole } from './show.ts'
import { playTour, type Tour } from './tour.ts'
import { DEMO_LINE } from './demo-usage.ts'
import { VIEW_ARGUMENTS, viewOptions, type ViewOptions } from './view-options.ts'

export const DEMO_USAGE = `usage: ${DEMO_LINE}`
const WRONG_USE = 2
/** Shorter than delivered (60 s each), so that the whole outage plays in about a minute and a half. */
const DEMO_TIMES = { goodMs: 10_000, holdMs: 15_000 } as const
const SPEAK_EVERY_MS = 12_000
const SPEAK_MS = 2500
const OTHER_TALKER_SSI = 6_101_629

type Play = NonNullable<ConsoleOptions['tour']>

interface DemoArguments {
  readonly view: ViewOptions
  /** Plays the outage in the terminal and ends: for a check that reads what is printed. */
  readonly once: boolean
  readonly tour: boolean
  readonly scenario: ChosenScenario | undefined
}

export async function demoCommand(argv: readonly string[], surroundings: Surroundings, err: (line: string) => void): Promise<number> {
  const asked = await readArguments(argv)
  if (typeof asked === 'string') {
    err(asked)
    return WRONG_USE
  }
  return withFolder('demo', async (folder) => {
    const world = await startWorld(systemClock, systemRandom, asked.scenario ? 'scenario' : 'demo')
    // Of its own, so that a full disk can be shown without filling a real one.
    const disk = await openDemoDisk(join(folder, 'disk'))
    const record = join(disk.ok ? disk.value.folder : folder, 'ledger')
    const site = join(folder, 'site.yaml')
    await writeSite(asked, world, site, record)
    const tour: Tour = { isInterrupted: false, isOver: true }
    const played = createPlayed(asked, world, tour)
    const panel = createDemoPanel({ clock: systemClock, world, disk: disk.ok ? disk.value : { cannot: disk.error.detail }, ...played.shown })
    const stopSpeaking = speakNowAndThen(world, tour)
    try {
      const code = await showConsole({
        site,
        data: folder,
        view: asked.view,
        surroundings,
        err,
        demo: panel,
        terminal: { demoKey: (key) => breakThings(key, world, tour), tour: played.play },
        ...(asked.tour || asked.scenario ? { pageTour: played.play } : {}),
      })
      err(verifyLedger(record, []).text)
      return code
    } finally {
      stopSpeaking()
      await played.stop()
      await panel.stop()
      await world.stop()
      if (disk.ok) await disk.value.close()
    }
  })
}

function writeSite({ scenario }: DemoArguments, world: World, site: string, record: string): Promise<void> {
  if (!scenario) return world.writeSite(site, DEMO_TIMES, record)
  return world.writeSite(site, { ...scenario.settings }, record, { code: scenario.truth.room.code, name: scenarioLabel(scenario) })
}

interface Played {
  readonly play: Play
  /** For the demo panel, which says what is being played. */
  readonly shown: { readonly scenario?: () => PlayedScenario }
  stop(): Promise<void>
}

/** What plays by itself: the tour, or an outage of the past. */
function createPlayed({ scenario, once }: DemoArguments, world: World, tour: Tour): Played {
  if (!scenario) {
    return {
      play: (session, tell) => playTour({ clock: systemClock, world, session, tell, tour, once }),
      shown: {},
      // A scene that still waits would keep the process.
      async stop() { tour.isInterrupted = true },
    }
  }
  let last: PlayStep | undefined
  let stop: (() => Promise<void>) | undefined
  return {
    async play(session, tell) {
      tour.isOver = false
      const told = { onStep: (step: PlayStep) => { last = step }, onEnd: () => { tour.isOver = true } }
      stop = playScenario({ ...scenario, ...told, clock: systemClock, world, session, tell })
      return 'stay'
    },
    shown: { scenario: () => playedScenario(scenario, last) },
    async stop() { await stop?.() },
  }
}

/** @returns a sentence for people when it is used otherwise */
async function readArguments(argv: readonly string[]): Promise<DemoArguments | string> {
  const values = parse(argv)
  if (!values) return DEMO_USAGE
  const { once = false, tour = false } = values
  const view = viewOptions(once ? { ...values, terminal: true } : values)
  const scenario = await chooseScenario(values)
  if (!scenario.ok) return `${scenario.error.detail}\n${DEMO_USAGE}`
  if (!view || (scenario.value && (once || tour))) return DEMO_USAGE
  return { view, once, tour, scenario: scenario.value }
}

function parse(argv: readonly string[]) {
  try {
    return parseArgs({ args: [...argv], options: { once: { type: 'boolean' }, tour: { type: 'boolean' }, ...SCENARIO_ARGUMENTS, ...VIEW_ARGUMENTS } }).values
  } catch {
    return undefined
  }
}

/** Not during the tour: speech that got through within 30 s holds the automatic switch back, as it should. */
function speakNowAndThen(world: World, tour: Tour): () => void {
  let stopped = false
  const speak = (): void => {
    if (stopped) return
    if (tour.isOver) world.speakThroughRbs(SPEAK_MS)
    systemClock.after(SPEAK_EVERY_MS, speak)
  }
  systemClock.after(SPEAK_MS, speak)
  return () => {
    stopped = true
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
