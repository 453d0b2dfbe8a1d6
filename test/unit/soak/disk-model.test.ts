// The disk that loses its power, on programs small enough to count every image by hand.
import { expect, test } from 'vitest'
import { createFuzzRandom } from '../../soak/fuzz/random.ts'
import { edgesOf, keeper, WAYS } from '../../soak/power/choose.ts'
import { imageAt, ROOT, unsynced, type DiskOp, type Kept } from '../../soak/power/disk-model.ts'

const FILE = 1
const FOLDER = 2
const at = (name: string, folder = ROOT) => ({ folder, name })
const bytes = (text: string): Uint8Array => Buffer.from(text)
const made = (name: string, node = FILE, folder = ROOT): DiskOp => ({ op: 'name', place: at(name, folder), node, kind: 'file' })
const write = (text: string, offset = 0, node = FILE): DiskOp => ({ op: 'write', node, at: offset, bytes: bytes(text) })
const sync = (node: number): DiskOp => ({ op: 'sync', node })
const mark: DiskOp = { op: 'mark', text: 'promised' }

/** Everything a disk may hold when the power goes at `point`: each subset of what was not synced. */
function allImages(ops: readonly DiskOp[], point: number): readonly string[] {
  const loose = unsynced(ops, point)
  const images = Array.from({ length: 2 ** loose.length }, (_, set) => {
    const image = imageAt(ops, point, (index) => (set & (1 << loose.indexOf(index))) !== 0)
    return JSON.stringify([...image.folders.map((folder) => `${folder}/`), ...[...image.files].map(([path, held]) => `${path}=${Buffer.from(held).toString()}`)])
  })
  return [...new Set(images)].toSorted()
}

test('what was synced with its name is there in every image, and what was not may be there or not', () => {
  const program = [made('a'), write('one'), sync(FILE), sync(ROOT), mark, write('two', 3)]
  expect(allImages(program, 2)).toEqual(['["a="]', '["a=one"]', '[]'])
  expect(allImages(program, 5)).toEqual(['["a=one"]'])
  expect(allImages(program, 6)).toEqual(['["a=one"]', '["a=onetwo"]'])
})

test('a file that is synced and whose folder is not may have no name', () => {
  expect(allImages([made('a'), write('one'), sync(FILE)], 3)).toEqual(['["a=one"]', '[]'])
})

test('later writes may arrive without earlier ones, and leave zeros where nothing was', () => {
  expect(allImages([made('a'), sync(ROOT), write('11'), write('22', 2)], 4)).toEqual(['["a="]', '["a=11"]', '["a=1122"]', String.raw`["a=\u0000\u000022"]`].toSorted())
})

test('a rename happens at once in both folders, and lasts when both are synced', () => {
  const program: DiskOp[] = [
    { op: 'name', place: at('kept'), node: FOLDER, kind: 'folder' }, made('a'), write('one'), sync(FILE), sync(ROOT),
    { op: 'rename', from: at('a'), to: at('b', FOLDER), node: FILE }, sync(FOLDER), sync(ROOT),
  ]
  const before = '["kept/","a=one"]'
  const after = '["kept/","kept/b=one"]'
  expect(allImages(program, 7)).toEqual([before, after].toSorted())
  expect(allImages(program, 8)).toEqual([after])
})

test('a rename over a file leaves the old one or the new one, never neither', () => {
  const program: DiskOp[] = [
    made('key'), write('old'), sync(FILE), sync(ROOT), made('key.new', FOLDER), write('new', 0, FOLDER), sync(FOLDER),
    { op: 'rename', from: at('key.new'), to: at('key'), node: FOLDER },
  ]
  for (const image of allImages(program, 8)) expect(image).toMatch(/"key=(?:old|new)"/)
})

test('names may come to the disk in any order: a file may be gone before its other name is there', () => {
  const program: DiskOp[] = [made('a.new'), write('one'), sync(FILE), sync(ROOT), made('a'), { op: 'unname', place: at('a.new'), node: FILE }]
  expect(allImages(program, 6)).toContain('[]')
})

test('a cut that was not synced may not have happened', () => {
  expect(allImages([made('a'), write('long'), sync(FILE), sync(ROOT), { op: 'cut', node: FILE, size: 1 }], 5)).toEqual(['["a=l"]', '["a=long"]'])
})

test('a torn write leaves whole sectors, counted from the start of the file', () => {
  const program = [made('a'), sync(ROOT), write('x'.repeat(1200), 500)]
  const held = (kept: Kept): Uint8Array => imageAt(program, 3, () => kept).files.get('a') ?? new Uint8Array()
  const first = held((sector) => sector === 0)
  expect([first.length, first.filter((byte) => byte !== 0).length]).toEqual([512, 12])
  const last = held((sector) => sector === 3)
  expect([last.length, last.filter((byte) => byte !== 0).length]).toEqual([1700, 1700 - 1536])
  expect(held(() => false)).toHaveLength(0)
})

test('a program that promises before it syncs is found out, and one that signs before it syncs too', () => {
  const promisesEarly = [made('a'), sync(ROOT), write('entry'), mark, sync(FILE)]
  expect(allImages(promisesEarly, 4)).toContain('["a="]')
  const signsEarly = [made('entry'), made('signature', FOLDER), sync(ROOT), write('entry'), write('signed', 0, FOLDER), sync(FOLDER), sync(FILE)]
  expect(allImages(signsEarly, 6)).toContain('["entry=","signature=signed"]')
})

test('each way of choosing stays within what was not synced, and together they reach every image of a small program', () => {
  const program = [made('a'), sync(ROOT), write('1'), write('2', 1), write('3', 2), mark]
  const reached = new Set<string>()
  for (let seed = 0; seed < 60; seed++) {
    for (const way of WAYS) {
      const keep = keeper(way, unsynced(program, 6), createFuzzRandom(seed, way))
      reached.add(Buffer.from(imageAt(program, 6, keep).files.get('a') ?? []).toString())
    }
  }
  expect([...reached].toSorted()).toEqual(['', '1', '12', '123', '1\0' + '3', '\0' + '2', '\0' + '23', '\0\0' + '3'].toSorted())
  expect(edgesOf(program)).toEqual([1, 2, 5, 6])
})
