// A scenario instead of the tour: what happened then, on the demo's simulators, told line by line as it is played.
import type { PlayedScenario } from '../../contract/demo.ts'
import type { Clock } from '../../../native/kit/clock.ts'
import { LEAD_MS, playlistOf, type PlayStep } from '../../../test/sim/scenarios/playlist.ts'
import { createPlayer, type ScenarioStage } from '../../../test/sim/scenarios/player.ts'
import { localOfUtc } from '../../../test/sim/scenarios/local-time.ts'
import type { Report } from '../../../test/sim/scenarios/reports.ts'
import type { ScenarioFault, Symptom } from '../../../test/sim/scenarios/scenario-schema.ts'
import type { Truth } from '../../../test/sim/scenarios/truth.ts'
import { worldStage } from '../../../test/sim/scenarios/world-stage.ts'
import type { World } from '../../../test/sim/world.ts'
import type { ConsoleSession } from '../console-session.ts'

export interface ScenarioPlay {
  readonly truth: Truth
  readonly speed: number
}

interface PlayDeps extends ScenarioPlay {
  readonly clock: Clock
  readonly world: World
  readonly session: ConsoleSession
  readonly tell: (line: string) => void
  readonly onStep: (step: PlayStep) => void
  readonly onEnd: () => void
}

const SYMPTOMS: Readonly<Record<Symptom, string>> = {
  'connection-lost': 'verbinding valt weg',
  'poor-audio': 'spraak hapert',
  'emergency-button': 'noodknop geeft geen gehoor',
  'position-not-seen': 'positie niet te zien',
  'hand-over': 'verbinding weg bij wisselen van mast',
}

/** As the room's name on screen, so that nobody takes it for today: the site file has 40 characters for it. */
export const scenarioLabel = ({ truth, speed }: ScenarioPlay): string => `Scenario ${truth.scenario.id}, ${speed}×`

/** Begins to play. @returns a function that ends it, and resolves when nothing is under way */
export function playScenario(deps: PlayDeps): () => Promise<void> {
  const { truth, speed, clock, world, tell } = deps
  const stage: ScenarioStage = { ...worldStage(world), report: (report) => record(deps, report) }
  const steps = playlistOf(truth, speed)
  const player = createPlayer(steps, {
    clock,
    stage,
    onStep: (step, done) => {
      deps.onStep(step)
      tell(`${whenOf(truth, step)}  ${whatOf(truth, step)}${done && !done.ok ? ` (${done.error.code})` : ''}`)
    },
    onEnd: () => {
      deps.onEnd()
      tell('Scenario: afgelopen, alles werkt weer.')
    },
  })
  tell(`Scenario: ${truth.scenario.title.nl}. ${truth.room.name}. Over ${LEAD_MS / 1000} s begint het; het duurt ${minutesOf(steps)} min.`)
  player.start()
  return () => player.stop()
}

/** What a unit says on the air a dispatcher takes down: by its key, or in words where there is none. */
async function record({ session }: PlayDeps, { symptom, tap, unit }: Report): Promise<void> {
  if (tap === undefined) await session.client.call('note.add', { text: `${unit} meldt: ${SYMPTOMS[symptom]}` })
  else await session.client.call('people.report', { unit, symptom: tap })
}

const minutesOf = (steps: readonly PlayStep[]): number => Math.ceil((steps.at(-1)?.playMs ?? 0) / 60_000)

/** How the demo panel shows what is being played. */
export function playedScenario({ truth, speed }: ScenarioPlay, last: PlayStep | undefined): PlayedScenario {
  return { id: truth.scenario.id, title: truth.scenario.title, speed, ...(last && { at: whenOf(truth, last).slice(0, -':00'.length) }) }
}

/** `15-09 10:42:07`, as it was then. */
function whenOf(truth: Truth, { realMs }: PlayStep): string {
  const [date = '', time = ''] = localOfUtc(truth.startUtcMs + realMs).split('T')
  const [, month, day] = date.split('-')
  return `${day}-${month} ${time}`
}

function whatOf({ scenario }: Truth, { happens }: PlayStep): string {
  if (happens.kind === 'report') return `${happens.report.unit} meldt: ${SYMPTOMS[happens.report.symptom]}`
  const label = scenario.services.find((one) => one.id === happens.service)?.label ?? happens.service
  return `${label} ${faultText(happens.is)}`
}

function faultText(is: ScenarioFault | undefined): string {
  switch (is?.fault) {
    case undefined: return 'werkt weer'
    case 'hang': return 'hangt'
    case 'refuse': return 'weigert'
    case 'lose': return `verliest ${is.percent} % van de antwoorden`
    case 'slow': return `antwoordt ${is.byMs} ms later`
    case 'searching': return 'zoekt het netwerk'
  }
}
