// Which part of what was not synced reaches the disk: the ways in which a disk may fail a program, drawn by seed. Pure.
import type { FuzzRandom } from '../fuzz/random.ts'
import { unsynced, type DiskOp, type Kept } from './disk-model.ts'

export const WAYS = ['nothing', 'everything', 'a beginning', 'some', 'all but one', 'one alone', 'torn', 'names', 'data'] as const
export type Way = (typeof WAYS)[number]

export interface Choice {
  readonly point: number
  readonly way: Way
  readonly keep: (index: number, op: DiskOp) => Kept
}

/** Half of the images are cut at a sync or at a promise, where most is at stake; the others anywhere. */
export function drawChoice(ops: readonly DiskOp[], edges: readonly number[], random: FuzzRandom): Choice {
  const point = random.oneIn(2) && edges.length > 0 ? (edges[random.below(edges.length)] ?? 0) : random.below(ops.length + 1)
  const way = random.pick(WAYS)
  return { point, way, keep: keeper(way, unsynced(ops, point), random) }
}

/** Points just before and just after each sync and each promise. */
export const edgesOf = (ops: readonly DiskOp[]): readonly number[] => ops.flatMap(({ op }, at) => (op === 'sync' || op === 'mark' ? [at, at + 1] : []))

export function keeper(way: Way, loose: readonly number[], random: FuzzRandom): Choice['keep'] {
  const drawn = loose.length === 0 ? -1 : (loose[random.below(loose.length)] ?? -1)
  const some = new Map(loose.map((index) => [index, random.oneIn(2)]))
  const sectors = Array.from({ length: 64 }, () => random.oneIn(2))
  const isName = (op: DiskOp): boolean => op.op === 'name' || op.op === 'rename' || op.op === 'unname'
  const ways: Readonly<Record<Way, Choice['keep']>> = {
    nothing: () => false,
    everything: () => true,
    'a beginning': (index) => index < drawn,
    some: (index) => some.get(index) ?? false,
    'all but one': (index) => index !== drawn,
    'one alone': (index) => index === drawn,
    torn: (index) => (index === drawn ? (sector) => sectors[sector % sectors.length] ?? false : (some.get(index) ?? false)),
    names: (_index, op) => isName(op),
    data: (_index, op) => !isName(op),
  }
  return ways[way]
}
