// Cuts the power of a recorded disk again and again, each time somewhere else and with another part of what was not synced.
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createFuzzRandom } from '../fuzz/random.ts'
import { drawChoice, edgesOf, type Choice } from './choose.ts'
import { imageAt, type DiskOp } from './disk-model.ts'
import { openImage } from './open-image.ts'
import { promisesAt } from './promises.ts'

export interface PowerTally {
  images: number
  /** Entries that had been promised and were looked for, over all images. */
  promised: number
  setAside: number
  readonly lost: string[]
  readonly falseDamage: string[]
  readonly broken: string[]
}

export interface PowerOptions {
  readonly ops: readonly DiskOp[]
  readonly images: number
  readonly seed: number
  /** Number of the first image, for a run in pieces. */
  readonly from: number
  readonly say: (line: string) => void
}

/** In memory where there is room: thousands of images are laid and synced, and none of them is kept. */
const MEMORY = '/dev/shm'

export const emptyTally = (): PowerTally => ({ images: 0, promised: 0, setAside: 0, lost: [], falseDamage: [], broken: [] })

export function cutAgainAndAgain({ ops, images, seed, from, say }: PowerOptions, tally: PowerTally = emptyTally()): PowerTally {
  const work = mkdtempSync(join(existsSync(MEMORY) ? MEMORY : tmpdir(), 'soak-power-'))
  const edges = edgesOf(ops)
  try {
    for (let image = from; image < from + images; image++) {
      const choice = drawChoice(ops, edges, createFuzzRandom(seed, `image ${image}`))
      cut(ops, choice, { root: join(work, 'disk'), tally, say: (what) => say(`image ${image}, ${choice.way} at ${choice.point} of ${ops.length}: ${what}`) })
    }
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
  return tally
}

interface Cutting {
  readonly root: string
  readonly tally: PowerTally
  readonly say: (what: string) => void
}

function cut(ops: readonly DiskOp[], { point, keep }: Choice, { root, tally, say }: Cutting): void {
  const promises = promisesAt(ops, point)
  const found = openImage(root, imageAt(ops, point, keep), promises)
  tally.images++
  tally.promised += promises.first.acknowledged.size + promises.second.acknowledged.size
  if (found.wasSetAside) tally.setAside++
  for (const kind of ['lost', 'falseDamage', 'broken'] as const) {
    tally[kind].push(...found[kind])
    for (const what of found[kind]) say(`${kind}: ${what}`)
  }
}
