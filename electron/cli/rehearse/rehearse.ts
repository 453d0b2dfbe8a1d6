// achterwacht rehearse [--json] [--real-times] [--scenario NAME]: the whole chain on the simulators, without a page. FORMATS.
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { systemClock, systemRandom } from '../../../native/transport/clock.ts'
import { startWorld } from '../../../test/sim/world.ts'
import { startSession, withFolder } from '../console-session.ts'
import { nothingYet, verifyRehearsal } from './evidence.ts'
import { SCENARIO_STEPS } from './scenario-steps.ts'
import { runSteps, type RehearsalSettings, type StepResult } from './steps.ts'

const DEFAULT_SCENARIO = 'outage'
export const REHEARSAL_USAGE = `usage: rehearse [--json] [--real-times] [--scenario ${Object.keys(SCENARIO_STEPS).join(' | ')}]`
const SHORT: RehearsalSettings = { goodMs: 3000, holdMs: 5000, countdownMs: 1000 }
const REAL: RehearsalSettings = { goodMs: 60_000, holdMs: 60_000, countdownMs: 5000 }
const VERIFY_LIMIT_MS = 5000
/** After a crash or a clock step these are right for an untouched record; FORMATS, rehearse. */
const GOOD_VERDICTS: readonly number[] = [0, 10]
const WRONG_USE = 2

export interface RehearsalReport {
  readonly ok: boolean
  readonly simulated: true
  readonly settings: RehearsalSettings
  readonly steps: readonly StepResult[]
  readonly verify: string
}

/**
 * @param onStep  told of each step as it ends, for people who watch
 * @param scenario  a name of SCENARIO_STEPS
 */
export async function rehearse(settings: RehearsalSettings, onStep: (step: StepResult) => void, scenario = DEFAULT_SCENARIO): Promise<RehearsalReport> {
  const clock = systemClock
  return withFolder('rehearsal', async (folder) => {
    const world = await startWorld(clock, systemRandom, scenario === DEFAULT_SCENARIO ? 'demo' : 'scenario')
    const site = join(folder, 'site.yaml')
    await world.writeSite(site, { ...settings })
    const session = startSession({ clock, site, data: folder })
    const acknowledged = nothingYet()
    const steps: StepResult[] = []
    const keep = (step: StepResult): void => {
      steps.push(step)
      onStep(step)
    }
    try {
      for await (const step of runSteps({ clock, world, session, settings, acknowledged }, SCENARIO_STEPS[scenario] ?? [])) keep(step)
    } finally {
      await session.stop()
      await world.stop()
    }
    const startMs = clock.monotonicMs()
    const { report, missing } = verifyRehearsal(folder, acknowledged)
    const ms = Math.round(clock.monotonicMs() - startMs)
    keep({ name: 'verify', ms, limitMs: VERIFY_LIMIT_MS, ok: GOOD_VERDICTS.includes(report.code) && missing.length === 0 })
    return { ok: steps.every((step) => step.ok), simulated: true, settings, steps, verify: report.text }
  })
}

type Line = (line: string) => void

export async function rehearseCommand(argv: readonly string[], out: Line, err: Line): Promise<number> {
  const asked = readArguments(argv)
  if (!asked) {
    err(REHEARSAL_USAGE)
    return WRONG_USE
  }
  const onStep = (step: StepResult): void =>
    err(`${step.ok ? 'ok    ' : 'FAILED'} ${step.name.padEnd(26)} ${String(step.ms).padStart(6)} ms  (limit ${step.limitMs})`)
  const report = await rehearse(asked.realTimes ? REAL : SHORT, onStep, asked.scenario)
  err(`${report.ok ? 'Rehearsal passed' : 'Rehearsal FAILED'}; record: ${report.verify}`)
  if (asked.json) out(JSON.stringify(report))
  return report.ok ? 0 : 1
}

function readArguments(argv: readonly string[]): { json: boolean; realTimes: boolean; scenario: string } | undefined {
  try {
    const { values } = parseArgs({ args: [...argv], options: { json: { type: 'boolean' }, 'real-times': { type: 'boolean' }, scenario: { type: 'string' } } })
    const { scenario = DEFAULT_SCENARIO } = values
    if (!Object.hasOwn(SCENARIO_STEPS, scenario)) return undefined
    return { json: values.json ?? false, realTimes: values['real-times'] ?? false, scenario }
  } catch {
    return undefined
  }
}
