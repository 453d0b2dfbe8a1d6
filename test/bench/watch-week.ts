// Whether the watch forgets what it need not know: a week in virtual time, and what is held after each of its days.
import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { Clock } from '../../native/kit/clock.ts'
import type { BenchRow } from './row.ts'
import type { WeekDay } from './watch-week-child.ts'

const CHILD = fileURLToPath(new URL('./watch-week-child.ts', import.meta.url))
const HEAP_MIB = 64
const MIB = 1024 * 1024
/** The log of alarms fills its 1 500 places over days; a single byte kept of each answer would be three times as much. */
const GROWTH_LIMIT_MIB = 1

export async function* benchWatchWeek(clock: Clock, weeks: readonly Week[] = WEEKS): AsyncGenerator<BenchRow> {
  for (const week of weeks) yield* rowsOf(week, await runWeek(clock, week))
}

interface Week {
  readonly probes: number
  readonly days: number
  /** What is heard once fills its place before: later days are compared with this one. */
  readonly settledDay: number
}

/** All sixty for long enough to compare two days; a few of them for the whole week. */
const WEEKS: readonly Week[] = [{ probes: 60, days: 2, settledDay: 1 }, { probes: 8, days: 7, settledDay: 2 }]

interface Ran {
  readonly days: readonly WeekDay[]
  readonly tookMs: number
}

function runWeek(clock: Clock, { probes, days }: Week): Promise<Ran> {
  const startMs = clock.monotonicMs()
  const told: WeekDay[] = []
  const child = fork(CHILD, [String(probes), String(days)], { execArgv: ['--expose-gc', `--max-old-space-size=${HEAP_MIB}`] })
  return new Promise((resolve, reject) => {
    child.on('message', (day) => told.push(day as WeekDay))
    child.on('error', reject)
    child.on('exit', (code) => {
      if (code === 0 && told.length === days) resolve({ days: told, tookMs: clock.monotonicMs() - startMs })
      else reject(new Error(`the week ended on day ${told.length} with ${code}`))
    })
  })
}

function* rowsOf({ probes, settledDay }: Week, { days, tookMs }: Ran): Generator<BenchRow> {
  const last = days.at(-1)
  const settled = days.find(({ day }) => day === settledDay)
  if (!last || !settled) return
  const row = (figure: string, unit: string, value: number, against: BenchRow['against']): BenchRow =>
    ({ bench: 'watch-week', figure, unit, value, p50: value, p99: value, n: last.samples, against: { probes, ...against } })
  const heaps = days.map(({ heapBytes }) => Math.round((heapBytes / MIB) * 100) / 100)
  yield row(`memory held, day ${last.day} more than day ${settledDay}`, 'MiB', (last.heapBytes - settled.heapBytes) / MIB, { max: GROWTH_LIMIT_MIB, afterEachDay: heaps.join(' '), changesSeen: last.changes })
  yield row('timers waiting at the end', 'timers', last.timers, { max: probes * 3, settledTimers: settled.timers })
  yield row('questions a second of this machine', 'questions/s', (last.samples / tookMs) * 1000, { simulatedDays: last.day })
}
