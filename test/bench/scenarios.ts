// The outages of resources/scenarios, whole: three days of four rooms through generator, watch and alarms in virtual time, and
// the accelerated rehearsals on the simulators.
import { rehearse } from '../../electron/cli/rehearse/rehearse.ts'
import { sampleTruth } from '../../electron/cli/scenario/sampler.ts'
import { DEFAULT_WATCH_SETTINGS } from '../../electron/host/watch/index.ts'
import type { Clock } from '../../native/kit/clock.ts'
import { loadScenario, scenarioNames } from '../sim/scenarios/load-scenario.ts'
import type { Scenario } from '../sim/scenarios/scenario-schema.ts'
import { drawTruth, type Truth } from '../sim/scenarios/truth.ts'
import { detectionOf, outagesOf, settledCauses, watchTruth, type Watched } from '../support/scenario-watch.ts'
import { quantilesOf } from './quantiles.ts'
import type { BenchRow } from './row.ts'

const BENCH = 'scenarios'
const POLICE_ICT = '2020-09-police-ict'
const NEW_YEAR = '2024-12-31-rbs'
const SEED = 1
const REHEARSAL = { goodMs: 3_000, holdMs: 5_000, countdownMs: 1_000 }
const REHEARSAL_MAX_MS = 45_000
const THOUSAND = 1_000

export interface ScenarioBenchDeps {
  readonly clock: Clock
  /** Absent: the whole scenario. */
  readonly hours?: number
  readonly rehearsals?: boolean
}

export async function* benchScenarios(deps: ScenarioBenchDeps): AsyncGenerator<BenchRow> {
  const police = await theScenario(POLICE_ICT)
  yield generatorSpeed(deps, drawTruth(police, police.rooms[0], SEED))
  for (const room of police.rooms) yield* threeDays(deps, drawTruth(police, room, SEED))
  const newYear = await theScenario(NEW_YEAR)
  yield* night(drawTruth(newYear, newYear.rooms[0], SEED))
  if (deps.rehearsals === false) return
  for (const name of await scenarioNames()) yield await rehearsal(deps, name)
}

async function theScenario(name: string): Promise<Scenario> {
  const read = await loadScenario(name)
  if (!read.ok) throw new Error(`BUG_UNEXPECTED: ${read.error.detail}`)
  return read.value
}

const windowOf = ({ lengthMs }: Truth, hours: number | undefined) => ({ fromMs: 0, untilMs: Math.min(lengthMs, hours === undefined ? Infinity : hours * 3_600_000) })

function generatorSpeed({ clock, hours }: ScenarioBenchDeps, truth: Truth): BenchRow {
  const startMs = clock.monotonicMs()
  let samples = 0
  for (const _ of sampleTruth(truth, DEFAULT_WATCH_SETTINGS, windowOf(truth, hours))) samples++
  const tookMs = clock.monotonicMs() - startMs
  return one('three days generated in', 'ms', tookMs, { samples, probes: truth.scenario.services.length, max: 10_000 })
}

function* threeDays({ clock, hours }: ScenarioBenchDeps, truth: Truth): Generator<BenchRow> {
  const window = windowOf(truth, hours)
  const startMs = clock.monotonicMs()
  const watched = watchTruth(truth, window)
  const tookMs = clock.monotonicMs() - startMs
  const about = { room: truth.room.code, seed: SEED, hours: Math.round(window.untilMs / 3_600_000) }
  const found = detectionOf(watched, outagesOf(truth, 'rbs', window, 5 * THOUSAND), 'rbs')
  const { p50, p99 } = quantilesOf(found.delaysMs)
  yield { bench: BENCH, figure: 'RBS outages of 5 s and more seen', unit: '%', value: (100 * found.delaysMs.length) / found.outages, p50: 100, p99: 100, n: found.outages, against: { ...about, min: 100 } }
  yield { bench: BENCH, figure: 'RBS outage → down', unit: 'ms', value: Math.max(...found.delaysMs), p50, p99, n: found.outages, against: { ...about, max: 4_200 } }
  yield one('RBS label-level changes', 'changes', watched.labels.filter((label) => label.service === 'rbs').length, { ...about, max: 12 })
  for (const service of ['rbs', 'tel-0900', 'tel-112', 'c2000']) {
    yield one(`sounds for ${service}`, 'sounds', watched.sounds.filter((sound) => sound.service === service).length, about)
  }
  yield one('RBS sounds under the label', 'sounds', soundsUnderLabel(watched), { ...about, source: 'only an outage of ten minutes may' })
  const causes = settledCauses(truth, watched, window)
  yield { ...one('cause right', '%', (100 * causes.filter((cause) => cause.found === cause.expected).length) / causes.length, { ...about, min: 99 }), n: causes.length }
  yield one('watched in', 'ms', tookMs, { ...about, samples: watched.samples })
}

function soundsUnderLabel({ labels, sounds }: Watched): number {
  return sounds.filter(({ service, atMs }) => service === 'rbs' && labels.findLast((label) => label.service === service && label.atMs < atMs)?.on === true).length
}

function* night(truth: Truth): Generator<BenchRow> {
  const watched = watchTruth(truth, windowOf(truth, undefined))
  const about = { scenario: truth.scenario.id, seed: SEED }
  const count = (to: string, service: string): number => watched.changes.filter((change) => change.service === service && change.to === to).length
  yield one('RBS down', 'downs', count('down', 'rbs'), { ...about, max: 1 })
  yield one('sounds of the night', 'sounds', watched.sounds.filter((sound) => sound.code === 'service-down').length, { ...about, max: 1 })
  yield one('C2000 down', 'downs', count('down', 'c2000'), { ...about, max: 0 })
}

async function rehearsal({ clock }: ScenarioBenchDeps, name: string): Promise<BenchRow> {
  const startMs = clock.monotonicMs()
  const report = await rehearse(REHEARSAL, () => {}, name)
  const failed = report.steps.find((step) => !step.ok)
  return one(`rehearsal of ${name}`, 'ms', clock.monotonicMs() - startMs, { max: REHEARSAL_MAX_MS, steps: report.steps.length, passed: failed ? `no: ${failed.name}` : 'yes' })
}

const one = (figure: string, unit: string, value: number, against: BenchRow['against']): BenchRow => ({ bench: BENCH, figure, unit, value, p50: value, p99: value, n: 1, against })
