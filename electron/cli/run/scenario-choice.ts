// Which scenario is to be played, how fast, and with which memory: the arguments of demo.
import { failure } from '../../../native/kit/errors.ts'
import { fail, ok, type Result } from '../../../native/kit/result.ts'
import { loadScenario } from '../../../test/sim/scenarios/load-scenario.ts'
import { pacedSettings, type PacedSettings } from '../../../test/sim/scenarios/playlist.ts'
import { drawTruth } from '../../../test/sim/scenarios/truth.ts'
import { settingsSchema } from '../../host/site/settings.ts'
import { roomOf, seedOf } from '../scenario/scenario.ts'
import type { ScenarioPlay } from './scenario-play.ts'

export const SCENARIO_ARGUMENTS = { scenario: { type: 'string' }, speed: { type: 'string' }, seed: { type: 'string' }, room: { type: 'string' } } as const

/** An hour in a minute. */
const DEFAULT_SPEED = 60
const HIGHEST_SPEED = 10_000

export interface ChosenScenario extends ScenarioPlay {
  readonly settings: PacedSettings
}

type Values = Readonly<Partial<Record<keyof typeof SCENARIO_ARGUMENTS, string | undefined>>>

/** @returns undefined when none is asked for; SITE_INVALID when it cannot be had */
export async function chooseScenario({ scenario: name, speed, seed, room }: Values): Promise<Result<ChosenScenario | undefined>> {
  if (name === undefined) return [speed, seed, room].every((one) => one === undefined) ? ok(undefined) : refuse('--speed, --seed and --room belong to --scenario')
  const read = await loadScenario(name)
  if (!read.ok) return read
  const chosenRoom = roomOf(read.value, room)
  const chosenSeed = seedOf(seed)
  const chosenSpeed = speedOf(speed)
  if (!chosenRoom) return refuse(`no room ${room}: ${read.value.rooms.map((one) => one.code).join(', ')}`)
  if (chosenSeed === undefined) return refuse(`--seed is a whole number, not ${seed}`)
  if (chosenSpeed === undefined) return refuse(`--speed is a whole number from 1 to ${HIGHEST_SPEED}, not ${speed}`)
  const truth = drawTruth(read.value, chosenRoom, chosenSeed)
  return ok({ truth, speed: chosenSpeed, settings: pacedSettings(settingsSchema.parse({}), chosenSpeed) })
}

const refuse = (detail: string): Result<never> => fail(failure('SITE_INVALID', detail))

function speedOf(text: string | undefined): number | undefined {
  if (text === undefined) return DEFAULT_SPEED
  const speed = /^\d{1,5}$/.test(text) ? Number(text) : 0
  return speed >= 1 && speed <= HIGHEST_SPEED ? speed : undefined
}
