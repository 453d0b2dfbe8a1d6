// achterwacht scenario NAME: writes a scenario as a trace, to be piped into `replay -`; or as the truth behind it.
import { parseArgs } from 'node:util'
import { loadScenario, scenarioNames } from '../../../test/sim/scenarios/load-scenario.ts'
import { localOfUtc, utcOfLocal } from '../../../test/sim/scenarios/local-time.ts'
import type { Scenario, ScenarioRoom } from '../../../test/sim/scenarios/scenario-schema.ts'
import { drawTruth, type Truth } from '../../../test/sim/scenarios/truth.ts'
import { DEFAULT_WATCH_SETTINGS } from '../../host/watch/settings.ts'
import { sampleTruth, type SampleWindow } from './sampler.ts'
import { traceLines } from './trace-lines.ts'
import { SCENARIO_USAGE } from './usage.ts'

const WRONG_USE = 2
export const DEFAULT_SEED = 1
const LOCAL = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/
/** Lines handed on together: fewer turns for the writer, and still little memory. */
const LINES_AT_ONCE = 500

export interface ScenarioPorts {
  /** Resolves when the reader has taken it; false: there is no reader any more. */
  readonly write: (text: string) => Promise<boolean>
  readonly err: (line: string) => void
}

interface Asked {
  readonly scenario: Scenario
  readonly room: ScenarioRoom
  readonly seed: number
  readonly window: Readonly<Partial<Record<'from' | 'until', string>>>
  readonly truth: boolean
}

export async function scenarioCommand(argv: readonly string[], { write, err }: ScenarioPorts): Promise<number> {
  const asked = await readArguments(argv)
  if (asked === 'list') {
    await write(`${(await listScenarios()).join('\n')}\n`)
    return 0
  }
  if (typeof asked === 'string') {
    err(asked)
    return WRONG_USE
  }
  const truth = drawTruth(asked.scenario, asked.room, asked.seed)
  const window = windowOf(truth, asked.window)
  if (window.fromMs >= window.untilMs) {
    err(`nothing between ${localOfUtc(truth.startUtcMs + window.fromMs)} and ${localOfUtc(truth.startUtcMs + window.untilMs)}`)
    return WRONG_USE
  }
  const reports = truth.reports.filter((one) => one.atMs >= window.fromMs && one.atMs < window.untilMs)
  const lines = asked.truth ? truthLines(truth, window) : traceLines(truth, sampleTruth(truth, DEFAULT_WATCH_SETTINGS, window), reports)
  await writeAll(lines, write)
  return 0
}

async function listScenarios(): Promise<readonly string[]> {
  const read = await Promise.all((await scenarioNames()).map(loadScenario))
  return read.map((one) => (one.ok ? `${one.value.id}  ${one.value.title.nl}  (${one.value.rooms.map((room) => room.code).join(', ')})` : one.error.detail))
}

/** Intervals and reports as they are, for whoever wants to hold a watch's findings against them. */
function* truthLines(truth: Truth, { fromMs, untilMs }: SampleWindow): Generator<string> {
  const local = (ms: number): string => localOfUtc(truth.startUtcMs + ms)
  const intervals = truth.intervals
    .filter((one) => one.untilMs > fromMs && one.fromMs < untilMs)
    .map((one) => ({ t: one.fromMs, until: one.untilMs, service: one.service, ...one.is, cause: one.cause, local: local(one.fromMs) }))
  const reports = truth.reports
    .filter((one) => one.atMs >= fromMs && one.atMs < untilMs)
    .map(({ atMs, service, symptom, tap, unit }) => ({ t: atMs, report: symptom, ...(tap && { tap }), service, unit, local: local(atMs) }))
  for (const one of [...intervals, ...reports].toSorted((a, b) => a.t - b.t)) yield JSON.stringify(one)
}

async function writeAll(lines: Iterable<string>, write: ScenarioPorts['write']): Promise<void> {
  let waiting: string[] = []
  for (const line of lines) {
    waiting.push(line)
    if (waiting.length < LINES_AT_ONCE) continue
    if (!(await write(`${waiting.join('\n')}\n`))) return
    waiting = []
  }
  if (waiting.length > 0) await write(`${waiting.join('\n')}\n`)
}

function windowOf({ startUtcMs, lengthMs }: Truth, { from, until }: Asked['window']): SampleWindow {
  const since = (local: string): number => utcOfLocal(local) - startUtcMs
  return {
    fromMs: from === undefined ? 0 : Math.max(0, since(from)),
    untilMs: until === undefined ? lengthMs : Math.min(lengthMs, since(until)),
  }
}

/** @returns a sentence for people when it is used otherwise */
async function readArguments(argv: readonly string[]): Promise<Asked | 'list' | string> {
  const usage = `usage: ${SCENARIO_USAGE}`
  const parsed = parse(argv)
  if (!parsed) return usage
  const { values, positionals: [name, ...more] } = parsed
  if (values.list === true) return name === undefined ? 'list' : usage
  if (name === undefined || more.length > 0 || [values.from, values.until].some((one) => one !== undefined && !LOCAL.test(one))) return usage
  const seed = seedOf(values.seed)
  const scenario = await loadScenario(name)
  if (!scenario.ok) return `${scenario.error.detail}\n${usage}`
  const room = roomOf(scenario.value, values.room)
  if (!room || seed === undefined) return usage
  const { from, until } = values
  const window = { ...(from !== undefined && { from }), ...(until !== undefined && { until }) }
  return { scenario: scenario.value, room, seed, window, truth: values.truth ?? false }
}

function parse(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: { seed: { type: 'string' }, room: { type: 'string' }, from: { type: 'string' }, until: { type: 'string' }, truth: { type: 'boolean' }, list: { type: 'boolean' } },
    })
  } catch {
    return undefined
  }
}

/** The first room when none is asked for. */
export const roomOf = (scenario: Scenario, code: string | undefined): ScenarioRoom | undefined =>
  (code === undefined ? scenario.rooms[0] : scenario.rooms.find((one) => one.code === code))

/** @returns undefined when it is no whole number from 0 */
export function seedOf(text: string | undefined): number | undefined {
  if (text === undefined) return DEFAULT_SEED
  return /^\d{1,9}$/.test(text) ? Number(text) : undefined
}
