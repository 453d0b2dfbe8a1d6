// Faces of keys: each state by a shape of its own, so that nobody needs the colour.
import { expect, test } from 'vitest'
import { BLACK, BLUE, drawFace, GREEN, GREY, RED, WHITE, type Colour, type Face } from '../../../native/stream-deck/face.ts'

const SIZE = { width: 24, height: 24 }
const NAMES: readonly (readonly [Colour, string])[] = [[BLACK, ' '], [BLUE, 'b'], [RED, 'r'], [GREEN, 'g'], [WHITE, '#'], [GREY, '.']]

/** A face as text, one letter a dot. */
function seen(face: Partial<Face>): string {
  const pixels = drawFace({ caption: 'T1', blue: 'off', red: 'off', isFilled: false, isAlive: false, ...face }, SIZE)
  const rows = Array.from({ length: SIZE.height }, (_, y) => Array.from({ length: SIZE.width }, (_one, x) => {
    const at = (y * SIZE.width + x) * 3
    return NAMES.find(([colour]) => colour.every((value, channel) => pixels[at + channel] === value))?.[1] ?? '?'
  }).join('').trimEnd())
  return rows.join('\n')
}

test('the faces look as their reviewed pictures', async () => {
  const scenes: Readonly<Record<string, Partial<Face>>> = {
    'nothing there': {},
    'in use': { blue: 'on' },
    'asks for a hand, open': { blue: 'flash' },
    'asks for a hand, filled': { blue: 'flash', isFilled: true },
    'known trouble, or on the air': { red: 'on' },
    'emergency in the group in use, open': { blue: 'on', red: 'flash' },
    'emergency in the group in use, filled': { blue: 'on', red: 'flash', isFilled: true },
    'the sign of life': { blue: 'on', isAlive: true },
    'blank': { caption: '' },
  }
  await expect(Object.entries(scenes).map(([name, face]) => `${name}\n${seen(face)}\n`).join('\n')).toMatchFileSnapshot('../../fixtures/panel/faces.txt')
})

test('every look is told from every other by its shape alone', () => {
  const shape = (face: Partial<Face>): string => seen(face).replaceAll(/[br]/g, 'x')
  const looks: readonly Partial<Face>[] = [{}, { blue: 'on' }, { red: 'on' }, { blue: 'on', red: 'on' }, { blue: 'flash' }, { red: 'flash' }, { blue: 'on', red: 'flash' }, { blue: 'flash', isFilled: true }]
  expect(new Set(looks.map(shape)).size).toBe(looks.length)
})

test('a flashing face has two halves, whatever else is on it', () => {
  for (const other of ['off', 'on', 'flash'] as const) {
    for (const face of [{ blue: 'flash', red: other }, { blue: other, red: 'flash' }] as const) {
      expect(seen(face)).not.toBe(seen({ ...face, isFilled: true }))
    }
  }
})

test.each(['A', 'INC-1', 'WWWWWW', 'é', 'too long for any key', ''])('any caption (%j) stays on its key', (caption) => {
  for (const side of [72, 80, 96, 120]) expect(drawFace({ caption, blue: 'on', red: 'off', isFilled: false, isAlive: true }, { width: side, height: side })).toHaveLength(side * side * 3)
})
