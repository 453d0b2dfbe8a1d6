// Letters for key faces: five dots wide, seven high, drawn for this console. One number a row, the highest bit left.

const GLYPHS: Readonly<Record<string, readonly number[]>> = {
  A: [14, 17, 17, 31, 17, 17, 17], B: [30, 17, 17, 30, 17, 17, 30], C: [14, 17, 16, 16, 16, 17, 14], D: [30, 17, 17, 17, 17, 17, 30],
  E: [31, 16, 16, 30, 16, 16, 31], F: [31, 16, 16, 30, 16, 16, 16], G: [14, 17, 16, 23, 17, 17, 14], H: [17, 17, 17, 31, 17, 17, 17],
  I: [14, 4, 4, 4, 4, 4, 14], J: [7, 2, 2, 2, 2, 18, 12], K: [17, 18, 20, 24, 20, 18, 17], L: [16, 16, 16, 16, 16, 16, 31],
  M: [17, 27, 21, 21, 17, 17, 17], N: [17, 25, 25, 21, 19, 19, 17], O: [14, 17, 17, 17, 17, 17, 14], P: [30, 17, 17, 30, 16, 16, 16],
  Q: [14, 17, 17, 17, 21, 18, 13], R: [30, 17, 17, 30, 20, 18, 17], S: [15, 16, 16, 14, 1, 1, 30], T: [31, 4, 4, 4, 4, 4, 4],
  U: [17, 17, 17, 17, 17, 17, 14], V: [17, 17, 17, 17, 10, 10, 4], W: [17, 17, 17, 21, 21, 27, 17], X: [17, 10, 10, 4, 10, 10, 17],
  Y: [17, 17, 10, 4, 4, 4, 4], Z: [31, 1, 2, 4, 8, 16, 31],
  0: [14, 17, 19, 21, 25, 17, 14], 1: [4, 12, 4, 4, 4, 4, 14], 2: [14, 17, 1, 6, 8, 16, 31], 3: [30, 1, 1, 14, 1, 1, 30],
  4: [2, 6, 10, 18, 31, 2, 2], 5: [31, 16, 30, 1, 1, 17, 14], 6: [6, 8, 16, 30, 17, 17, 14], 7: [31, 1, 2, 4, 8, 8, 8],
  8: [14, 17, 17, 14, 17, 17, 14], 9: [14, 17, 17, 15, 1, 2, 12], '-': [0, 0, 0, 31, 0, 0, 0], '.': [0, 0, 0, 0, 0, 12, 12],
  '/': [1, 1, 2, 4, 8, 16, 16], ' ': [0, 0, 0, 0, 0, 0, 0],
}

/** What stands for a letter that was not drawn: seen as missing, not read as another. */
const UNKNOWN: readonly number[] = [31, 17, 17, 17, 17, 17, 31]

const GLYPH_WIDTH = 5
export const GLYPH_HEIGHT = 7
const PITCH = GLYPH_WIDTH + 1

/** Width of a text in dots, without the gap behind the last letter. */
export const textWidth = (text: string): number => Math.max(0, text.length * PITCH - 1)

/** Whether the dot at this place of a text is set; capitals only. */
export function hasDot(text: string, x: number, y: number): boolean {
  const column = x % PITCH
  const letter = text[Math.floor(x / PITCH)]?.toUpperCase()
  if (letter === undefined || column >= GLYPH_WIDTH) return false
  return (((GLYPHS[letter] ?? UNKNOWN)[y] ?? 0) >> (GLYPH_WIDTH - 1 - column) & 1) === 1
}
