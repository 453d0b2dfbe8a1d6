// soak power [--images N] [--from K] [--seed S]: the power cut at any moment of the real record's writes, with any part of what was not synced.
import { parseArgs } from 'node:util'
import type { Soak, SoakRow } from '../soak.ts'
import { cutAgainAndAgain, emptyTally, type PowerTally } from './power.ts'
import { recordLives, type LifePlan } from './recording.ts'

const DEFAULT_IMAGES = 1000
const IMAGES_MAX = 10_000_000
/** Then another recording: one that is short and cut densely, one of a long log, one with a kill before, in turn. */
const IMAGES_PER_RECORDING = 100
const MS = 1000

/** A first start, a crash, a clean close, a crash, and a record that is found damaged and set aside. */
export const SHORT_LIVES: readonly LifePlan[] = [
  { notes: 24, lanes: 2, samplesPerSecond: 500, crash: true },
  { notes: 20, lanes: 1, samplesPerSecond: 0 },
  { notes: 9, lanes: 1, samplesPerSecond: 0, crash: true },
  { notes: 9, lanes: 1, samplesPerSecond: 0, spoil: true },
]
/** Over a thousand pages of log, after which SQLite moves it into the database while the record goes on. */
const LONG_LIVES: readonly LifePlan[] = [
  { notes: 320, lanes: 1, samplesPerSecond: 500, keepTexts: true, crash: true },
  { notes: 40, lanes: 4, samplesPerSecond: 2000, crash: true },
  { notes: 20, lanes: 1, samplesPerSecond: 0 },
]

/** A first start that is killed as it asks for a sync, and one that goes on from what that had written and the disk had not. */
const killedLives = (killAtSync: number): readonly LifePlan[] => [
  { notes: 5, lanes: 1, samplesPerSecond: 0, killAtSync },
  { notes: 6, lanes: 1, samplesPerSecond: 0, crash: true },
]
/** A first start has asked for as many when it writes its first notes. */
const FIRST_SYNCS = 24

/** Each third recording is of a kill at another sync. */
function livesOf(recording: number): readonly LifePlan[] {
  if (recording % 3 === 2) return killedLives(1 + (Math.floor(recording / 3) % FIRST_SYNCS))
  return recording % 3 === 0 ? SHORT_LIVES : LONG_LIVES
}

interface Wanted {
  readonly images: number
  readonly from: number
  readonly seed: number
}

interface Recorded {
  recordings: number
  ops: number
  syncs: number
}

export const powerSoak: Soak = {
  what: 'nothing that the record acknowledged is lost when the power goes, and no checkpoint vouches for more than there is',
  usage: 'power [--images N] [--from K] [--seed S]',
  rows: [{ name: 'record', what: 'disks as the power may leave them, opened by the real record' }],
  run: async (argv, tell) => {
    const wanted = readWanted(argv)
    if (typeof wanted === 'string') return { outcome: 'wrong-use', why: wanted }
    const { images, from, seed } = wanted
    const startMs = performance.now()
    const tally = emptyTally()
    const recorded: Recorded = { recordings: 0, ops: 0, syncs: 0 }
    for (let done = 0; done < images; done += IMAGES_PER_RECORDING) {
      const ops = await recordLives(livesOf(Math.floor((from + done) / IMAGES_PER_RECORDING)))
      recorded.recordings++
      recorded.ops += ops.length
      recorded.syncs += ops.filter(({ op }) => op === 'sync').length
      cutAgainAndAgain({ ops, images: Math.min(IMAGES_PER_RECORDING, images - done), seed, from: from + done, say: tell.say }, tally)
    }
    const row = rowOf(tally, { ...wanted, ...recorded, seconds: (performance.now() - startMs) / MS })
    tell.row(row)
    return row.found === 0 ? { outcome: 'passed' } : { outcome: 'found' }
  },
}

export function rowOf(tally: PowerTally, { from, seed, recordings, ops, syncs, seconds }: Omit<Wanted, 'images'> & Recorded & { readonly seconds: number }): SoakRow {
  const { images, promised, setAside, lost, falseDamage, broken } = tally
  return {
    soak: 'power', row: 'record', n: images, found: lost.length + falseDamage.length + broken.length, seed,
    figures: {
      from, promised, lost: lost.length, 'false damage': falseDamage.length, broken: broken.length, 'damaged and set aside': setAside,
      recordings, 'recorded operations': ops, syncs, seconds,
    },
  }
}

function readWanted(argv: readonly string[]): Wanted | string {
  try {
    const { values } = parseArgs({ args: [...argv], options: { images: { type: 'string' }, from: { type: 'string' }, seed: { type: 'string' } } })
    const [images, from, seed] = [Number(values.images ?? DEFAULT_IMAGES), Number(values.from ?? 1), Number(values.seed ?? 1)]
    if (!Number.isSafeInteger(images) || images < 1 || images > IMAGES_MAX) return `--images takes 1 to ${IMAGES_MAX}`
    if (!Number.isSafeInteger(from) || from < 1) return '--from takes a whole number from 1'
    if (!Number.isSafeInteger(seed) || seed < 0) return '--seed takes a whole number from 0'
    return { images, from, seed }
  } catch (cause) {
    return cause instanceof Error ? cause.message : String(cause)
  }
}
