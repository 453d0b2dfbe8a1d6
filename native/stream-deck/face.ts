// The face of a key: its few letters, and how things stand by shape and colour at once. Pure.
//   bar below = steady blue, in use · bar above = steady red, known trouble or on the air · filled and ring by turns =
//   flashing, asks for a hand, the red ring twice as thick · letters only = nothing there. The small square in the corner is
//   the sign of life.
import type { LightState } from '../kit/buttons.ts'
import { GLYPH_HEIGHT, hasDot, textWidth } from './font.ts'

export interface Face {
  /** Up to 6 letters are readable. */
  readonly caption: string
  readonly blue: LightState
  readonly red: LightState
  /** Which half of flashing. */
  readonly isFilled: boolean
  readonly isAlive: boolean
}

export interface FaceSize {
  readonly width: number
  readonly height: number
}

export type Colour = readonly [red: number, green: number, blue: number]

export const BLACK: Colour = [0, 0, 0]
export const GREY: Colour = [110, 110, 110]
export const WHITE: Colour = [235, 235, 235]
export const BLUE: Colour = [60, 140, 255]
export const RED: Colour = [255, 60, 40]
export const GREEN: Colour = [60, 220, 90]

const BYTES_PER_PIXEL = 3
export const CAPTION_MAX = 6
/** Parts of the height: a ring and the square are this thick, the bar above twice, the bar below three times. */
const THICKNESS = 12

/** @returns red, green and blue of each pixel, row by row from the upper left */
export function drawFace(face: Face, size: FaceSize): Uint8Array {
  const pixels = new Uint8Array(size.width * size.height * BYTES_PER_PIXEL)
  const colourAt = painter(face, size)
  for (let y = 0; y < size.height; y++) {
    for (let x = 0; x < size.width; x++) pixels.set(colourAt(x, y), (y * size.width + x) * BYTES_PER_PIXEL)
  }
  return pixels
}

/** Upper layers first: square, bars, letters, ring, ground. */
function painter({ caption, blue, red, isFilled, isAlive }: Face, { width, height }: FaceSize): (x: number, y: number) => Colour {
  const thick = Math.floor(height / THICKNESS)
  const colour = red === 'flash' ? RED : BLUE
  const isFlashing = red === 'flash' || blue === 'flash'
  const isSolid = isFlashing && isFilled
  const ring = isFlashing && !isFilled ? thick * (red === 'flash' ? 2 : 1) : 0
  const isDark = red === 'off' && blue === 'off'
  const isLetter = letters(caption.slice(0, CAPTION_MAX), { width, height }, thick * 2)
  const letterColour = isSolid ? BLACK : isDark ? GREY : WHITE
  return (x, y) => {
    const edge = Math.min(x, y, width - 1 - x, height - 1 - y)
    if (isAlive && y >= thick * 2 && y < thick * 3 && x >= width - thick * 3 && x < width - thick * 2) return isSolid ? BLACK : GREEN
    if (blue === 'on' && y >= height - thick * 3) return isSolid ? WHITE : BLUE
    if (red === 'on' && y < thick * 2) return RED
    if (isLetter(x, y)) return letterColour
    return isSolid || edge < ring ? colour : BLACK
  }
}

/** Letters as large as fit inside the ring, in the middle. */
function letters(text: string, { width, height }: FaceSize, margin: number): (x: number, y: number) => boolean {
  const dots = textWidth(text)
  if (dots === 0) return () => false
  const scale = Math.max(1, Math.min(4, Math.floor((width - margin * 2 - 2) / dots)))
  const left = Math.floor((width - dots * scale) / 2)
  const top = Math.floor((height - GLYPH_HEIGHT * scale) / 2)
  return (x, y) => x >= left && y >= top && hasDot(text, Math.floor((x - left) / scale), Math.floor((y - top) / scale))
}
