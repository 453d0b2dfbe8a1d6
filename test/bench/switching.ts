// The outages of resources/scenarios and days of on and off, played through: what the workstation did. Writes the tables of
// resources/docs/switching.md.
import { readFile, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { rehearse, type RehearsalReport } from '../../electron/cli/rehearse/rehearse.ts'
import { loadScenario, scenarioNames } from '../sim/scenarios/load-scenario.ts'
import { drawTruth } from '../sim/scenarios/truth.ts'
import { withMeasured } from './detection/document.ts'
import { DAY_MS } from './detection/told.ts'
import { flap, MOVERS, PATTERNS, watchDays } from './flapping.ts'
import type { BenchRow } from './row.ts'
import { countOf } from './switching/desk-days.ts'
import { switchingTables, type FlappedDays, type PlayedScenario } from './switching/document.ts'
import { playRoom, watchRoom } from './switching/scenario-play.ts'

const PAGE = fileURLToPath(new URL('../../resources/docs/switching.md', import.meta.url))
const SEED = 1
/** Two months of samples would take an hour, and show the same. */
const LONGEST_MS = 7 * DAY_MS
const REHEARSAL = { goodMs: 3_000, holdMs: 5_000, countdownMs: 1_000 }

export interface SwitchingDeps {
  readonly onProgress: (text: string) => void
}

export async function* benchSwitching({ onProgress }: SwitchingDeps): AsyncGenerator<BenchRow> {
  const played: PlayedScenario[] = []
  for (const name of await scenarioNames()) {
    onProgress(`in simulated time: ${name}`)
    played.push(...(await playScenario(name)))
  }
  const flapped: FlappedDays[] = PATTERNS.map((pattern) => {
    onProgress(`in simulated time: ${pattern.label}`)
    const watched = watchDays(pattern, 0)
    return { label: pattern.label, runs: MOVERS.map(({ label, mover }) => ({ mover: label, ...flap(watched, mover) })) }
  })
  const rehearsals: { readonly name: string; readonly report: RehearsalReport }[] = []
  for (const name of await scenarioNames()) {
    onProgress(`the host itself, shortened: ${name}`)
    rehearsals.push({ name, report: await rehearse(REHEARSAL, () => {}, name) })
  }
  const page = withMeasured(await readFile(PAGE, 'utf8'), switchingTables({ played, flapped, rehearsals }))
  if (page === undefined) throw new Error('switching.md has lost its markers')
  await writeFile(PAGE, page)
  for (const { room, scenario, watched, runs } of played) {
    for (const run of runs) {
      const about = { scenario, room, mover: run.mover, outages: watched.gaps.length, seed: SEED }
      yield row('switches', 'switches', countOf(run.log, 'switched'), about)
      yield row('on a dead primary', 's', run.deadMs / 1000, about)
    }
  }
  for (const { name, report } of rehearsals) yield row(`steps of ${name} on the host itself`, 'steps', report.steps.filter(({ ok }) => ok).length, { steps: report.steps.length })
}

async function playScenario(name: string): Promise<readonly PlayedScenario[]> {
  const read = await loadScenario(name)
  if (!read.ok) throw new Error(`BUG_UNEXPECTED: ${read.error.detail}`)
  const scenario = read.value
  return scenario.rooms.map((room) => {
    const truth = drawTruth(scenario, room, SEED)
    const watched = watchRoom(truth, Math.min(truth.lengthMs, LONGEST_MS))
    return { scenario: name, room: room.code, watched, runs: MOVERS.map(({ label, mover }) => ({ mover: label, ...playRoom(watched, mover) })) }
  })
}

const row = (figure: string, unit: string, value: number, against: BenchRow['against']): BenchRow => ({ bench: 'switching', figure, unit, value, p50: value, p99: value, n: 1, against })
