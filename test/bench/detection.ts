// How soon a fault is found and how rarely one is invented: Achterwacht, HAProxy and three misses in a row before the same
// faulty server. Writes its tables and its picture into resources/docs.
import { readFile, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import type { Clock, Random } from '../../native/kit/clock.ts'
import { drawCurves } from './detection/curve.ts'
import { measuredTables, withMeasured } from './detection/document.ts'
import { FAULT_MATRIX } from './detection/fault-matrix.ts'
import { rowsOf, type Measured } from './detection/figures.ts'
import { measureLive } from './detection/measure-live.ts'
import { measureDegraded, measureHardOutage, measureSimulated, type SimulatedResult } from './detection/measure-simulated.ts'
import { drawPicture } from './detection/picture.ts'
import { threeDays } from './detection/three-days.ts'
import type { BenchRow } from './row.ts'

const PAGE = fileURLToPath(new URL('../../resources/docs/watching.md', import.meta.url))
const PICTURE = fileURLToPath(new URL('../../resources/docs/watching-detection.svg', import.meta.url))
/** With the simulated days the whole ends within eight minutes on two cores. */
const LIVE_MS = 240_000

export interface DetectionDeps {
  readonly clock: Clock
  readonly random: Random
  readonly onProgress: (text: string) => void
}

export async function* benchDetection(deps: DetectionDeps): AsyncGenerator<BenchRow> {
  // Real time first and alone: simulated days would make the program late for its own questions.
  const live = await measureLive({ ...deps, runMs: LIVE_MS })
  const simulated: SimulatedResult[] = []
  const degradedMs: Record<string, readonly number[]> = {}
  for (const of of [...FAULT_MATRIX, await threeDays()]) {
    deps.onProgress(`simulated time: ${of.label}`)
    simulated.push(measureSimulated(of, 1))
    if (of.kind === 'limited') degradedMs[of.id] = measureDegraded(of)
  }
  deps.onProgress('simulated time: the curves of the picture')
  const measured: Measured = { live, simulated, degradedMs, hardOutageMs: measureHardOutage(), curves: drawCurves(1) }
  await write(measured)
  yield* rowsOf(measured)
}

async function write(measured: Measured): Promise<void> {
  const page = withMeasured(await readFile(PAGE, 'utf8'), measuredTables(measured))
  if (page === undefined) throw new Error('watching.md has lost its markers')
  await writeFile(PAGE, page)
  await writeFile(PICTURE, drawPicture(measured.curves))
}
