// soak kill [--times N] [--from K] [--seed S]: the record killed with SIGKILL, judged after each kill. Long counts go in pieces.
import { parseArgs } from 'node:util'
import type { Soak, SoakRow } from '../soak.ts'
import { killAgainAndAgain, type KillTally } from './kills.ts'

const DEFAULT_TIMES = 100
const TIMES_MAX = 100_000
const MS = 1000

interface Wanted {
  readonly times: number
  readonly from: number
  readonly seed: number
}

export const killSoak: Soak = {
  what: 'nothing that the record acknowledged is lost by kill -9, and it goes on',
  usage: 'kill [--times N] [--from K] [--seed S]',
  rows: [{ name: 'record', what: 'a record that is killed while it opens, writes, signs, deletes, sets aside and closes' }],
  run: async (argv, tell) => {
    const wanted = readWanted(argv)
    if (typeof wanted === 'string') return { outcome: 'wrong-use', why: wanted }
    const startMs = performance.now()
    const tally = await killAgainAndAgain({ ...wanted, say: tell.say })
    const row = rowOf(tally, wanted, (performance.now() - startMs) / MS)
    tell.row(row)
    return row.found === 0 ? { outcome: 'passed' } : { outcome: 'found' }
  },
}

export function rowOf(tally: KillTally, { from, seed }: Pick<Wanted, 'from' | 'seed'>, seconds: number): SoakRow {
  const { kills, acknowledged, written, anchored, lost, broken, slow, ways, folders, bytes } = tally
  return {
    soak: 'kill', row: 'record', n: kills, found: lost.length + broken.length, seed,
    figures: {
      from, 'while opening': ways.opening, 'while writing': ways.writing, 'while closing': ways.closing, 'while setting aside': ways['setting aside'],
      acknowledged, written, signatures: anchored, lost: lost.length, broken: broken.length, 'slow disk': slow, records: folders, bytes, seconds,
    },
  }
}

function readWanted(argv: readonly string[]): Wanted | string {
  try {
    const { values } = parseArgs({ args: [...argv], options: { times: { type: 'string' }, from: { type: 'string' }, seed: { type: 'string' } } })
    const [times, from, seed] = [Number(values.times ?? DEFAULT_TIMES), Number(values.from ?? 1), Number(values.seed ?? 1)]
    if (!Number.isSafeInteger(times) || times < 1 || times > TIMES_MAX) return `--times takes 1 to ${TIMES_MAX}`
    if (!Number.isSafeInteger(from) || from < 1) return '--from takes a whole number from 1'
    if (!Number.isSafeInteger(seed) || seed < 0) return '--seed takes a whole number from 0'
    return { times, from, seed }
  } catch (cause) {
    return cause instanceof Error ? cause.message : String(cause)
  }
}
