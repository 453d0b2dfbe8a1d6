// soak watchdog [--times N]: consoles that are killed and frozen while their CM108 is keyed; each must be un-keyed in time.
import { parseArgs } from 'node:util'
import type { Soak, SoakRow } from '../soak.ts'
import { UNKEY_LIMIT_MS, unkeyTimes, type Stage } from './stage.ts'

const DEFAULT_TIMES = 20
const TIMES_MAX = 10_000
const AT_ONCE = 5

const WAYS: Readonly<Record<string, { readonly what: string; readonly act: (stage: Stage) => void }>> = {
  killed: { what: 'a console that is killed while it talks', act: (stage) => void stage.console.kill('SIGKILL') },
  frozen: { what: 'a console that stands still while it talks', act: (stage) => void stage.console.kill('SIGSTOP') },
}

export const watchdogSoak: Soak = {
  what: `a latching key is let go of within ${UNKEY_LIMIT_MS} ms when its console fails`,
  usage: 'watchdog [--times N]',
  rows: Object.entries(WAYS).map(([name, { what }]) => ({ name, what })),
  run: async (argv, tell) => {
    const times = readTimes(argv)
    if (typeof times === 'string') return { outcome: 'wrong-use', why: times }
    let found = 0
    for (const [row, { act }] of Object.entries(WAYS)) {
      const judged = judge(row, await unkeyTimes({ times, atOnce: AT_ONCE, act }))
      found += judged.found
      if (judged.found > 0) tell.say(`${row}: ${judged.found} of ${times} not un-keyed within ${UNKEY_LIMIT_MS} ms`)
      tell.row(judged)
    }
    return found === 0 ? { outcome: 'passed' } : { outcome: 'found' }
  },
}

/** Nothing is drawn by chance here: the seed says so. */
export function judge(row: string, took: readonly number[]): SoakRow {
  const sorted = took.toSorted((one, other) => one - other)
  const figures = { 'median ms': sorted[Math.floor(sorted.length / 2)] ?? 0, 'longest ms': sorted.at(-1) ?? 0 }
  return { soak: 'watchdog', row, n: took.length, found: took.filter((ms) => ms >= UNKEY_LIMIT_MS).length, seed: 0, figures }
}

function readTimes(argv: readonly string[]): number | string {
  try {
    const { values } = parseArgs({ args: [...argv], options: { times: { type: 'string' } } })
    const times = Number(values.times ?? DEFAULT_TIMES)
    return Number.isSafeInteger(times) && times >= 1 && times <= TIMES_MAX ? times : `--times takes 1 to ${TIMES_MAX}`
  } catch (cause) {
    return cause instanceof Error ? cause.message : String(cause)
  }
}
