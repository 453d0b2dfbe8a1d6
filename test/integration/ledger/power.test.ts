// The power goes in the middle of the real record's writes. One recording for all; thousands of images are `npm run soak -- power`.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, expect, onTestFinished, test } from 'vitest'
import { imageAt, ROOT, SECTOR_BYTES, type DiskOp } from '../../soak/power/disk-model.ts'
import { openImage } from '../../soak/power/open-image.ts'
import { SHORT_LIVES } from '../../soak/power/power-soak.ts'
import { cutAgainAndAgain } from '../../soak/power/power.ts'
import { promisesAt } from '../../soak/power/promises.ts'
import { recordLives } from '../../soak/power/recording.ts'

const SEED = 20_241_231
const IMAGES = 30
/** Of a program that is broken, few images are enough to see it. */
const IMAGES_OF_BROKEN = 12
/** Of a first start the sync that makes the name of its key durable; the test looks whether it still is. */
const KEY_NAME_SYNC = 5
const TORN_MOST = 4
const FETCH_MS = 120_000

let ops: readonly DiskOp[] = []
beforeAll(async () => {
  ops = await recordLives(SHORT_LIVES)
}, FETCH_MS)

const firstSector = (at: number): number => Math.floor(at / SECTOR_BYTES)
const cut = (of: readonly DiskOp[], images: number) => cutAgainAndAgain({ ops: of, images, seed: SEED, from: 1, say: () => undefined })
const nodeNamed = (name: string): readonly number[] => ops.flatMap((op) => (op.op === 'name' && op.place.name === name ? [op.node] : []))
const lessSyncs = (of: readonly number[]): readonly DiskOp[] => ops.filter((op) => op.op !== 'sync' || !of.includes(op.node))

test('whatever part of the unsynced writes reached the disk, all that was acknowledged is there, nothing alarms, and it goes on', () => {
  const { images, promised, setAside, lost, falseDamage, broken } = cut(ops, IMAGES)
  expect({ lost, falseDamage, broken }).toEqual({ lost: [], falseDamage: [], broken: [] })
  // Few promises would mean that little was looked for.
  expect({ images, enough: promised > IMAGES * 10, setAside: setAside > 0 }).toEqual({ images: IMAGES, enough: true, setAside: true })
})

test('the recording is complete: with every write on it the disk holds what the recorders left', () => {
  const { files } = imageAt(ops, ops.length, () => true)
  expect([...files.keys()].toSorted()).toEqual(expect.arrayContaining(['copy.jsonl', 'keys/ledger-key.pem', 'ledger/checkpoints.jsonl', 'ledger/ledger.db', 'ledger/public-key.pem']))
  expect(ops.filter(({ op }) => op === 'sync').length).toBeGreaterThan(80)
  expect(Buffer.from(files.get('ledger/ledger.db') ?? []).toString('latin1', 0, 15)).toBe('SQLite format 3')
})

test('a checkpoint of which only the end reached the disk is a line that a crash cut, and accuses nobody', () => {
  const files = nodeNamed('checkpoints.jsonl')
  const torn = ops.flatMap((op, at) => (op.op === 'write' && files.includes(op.node) && firstSector(op.at) < firstSector(op.at + op.bytes.length - 1) ? [at] : []))
  expect(torn.length).toBeGreaterThan(0)
  const root = mkdtempSync(join(tmpdir(), 'power-test-'))
  onTestFinished(() => rmSync(root, { recursive: true, force: true }))
  for (const at of torn.slice(0, TORN_MOST)) {
    const op = ops[at]
    const image = imageAt(ops, at + 1, (index) => (index === at && op?.op === 'write' ? (sector) => sector > firstSector(op.at) : true))
    expect(openImage(join(root, 'disk'), image, promisesAt(ops, at + 1))).toMatchObject({ lost: [], falseDamage: [], broken: [] })
  }
})

test('a key whose maker was killed before its name was durable is still there when the power goes after the next start', async () => {
  const killed = await recordLives([{ notes: 1, lanes: 1, samplesPerSecond: 0, killAtSync: KEY_NAME_SYNC }, { notes: 4, lanes: 1, samplesPerSecond: 0, crash: true }])
  const second = killed.findLastIndex((op) => op.op === 'mark' && op.text.includes('starting'))
  expect(killed.slice(second - 2, second)).toMatchObject([{ op: 'name', place: { name: 'ledger-key.pem' } }, { op: 'unname', place: { name: 'ledger-key.pem.new' } }])
  const { promised, ...found } = cut(killed, IMAGES_OF_BROKEN)
  expect(found).toMatchObject({ lost: [], falseDamage: [], broken: [] })
  expect(promised).toBeGreaterThan(0)
})

test('a record that does not sync its log, as with synchronous=OFF, is found out: entries lost, and signatures for what is not there', () => {
  const { lost, falseDamage } = cut(lessSyncs(nodeNamed('ledger.db-wal')), IMAGES_OF_BROKEN)
  expect(lost.length).toBeGreaterThan(0)
  expect(falseDamage.join()).toContain('TRUNCATED')
})

test('a record that does not sync its folders is found out', () => {
  const folders = ops.flatMap((op) => (op.op === 'name' && op.kind === 'folder' ? [op.node] : []))
  expect(cut(lessSyncs([ROOT, ...folders]), IMAGES_OF_BROKEN).lost.length).toBeGreaterThan(0)
})
