// Bytes of the radio to lines. Source: V.250 section 5.7 (verbose answers are `<CR><LF>text<CR><LF>`).
// Every byte comes out as part of a line, as `discarded`, or was CR or LF.
import { bytesToLatin1, toHex } from '../kit/bytes.ts'

/** Longest line taken; the longest real one is SDS user data of 2047 bits, 512 digits. */
export const LINE_LIMIT_BYTES = 2048

export type DiscardReason = 'control-characters' | 'prompt' | 'too-long' | 'unfinished'

export type PeiFrame =
  | { readonly kind: 'line'; readonly text: string }
  | { readonly kind: 'discarded'; readonly bytes: string; readonly why: DiscardReason }

export interface PeiFramer {
  /** Takes what came off the line, in any portions, and gives the frames it completes. */
  push(bytes: Uint8Array): PeiFrame[]
  /** Gives up a half line: for the caller's time-out, and after the line was lost. */
  flush(): PeiFrame[]
  /** Bytes held back, never more than twice LINE_LIMIT_BYTES. */
  readonly held: number
}

const CR = 0x0d
const LF = 0x0a
const FIRST_PRINTABLE = 0x20
const PROMPT = [0x3e, 0x20] // `> `: not known of TETRA radios, but it would glue itself to the next answer

export function createFramer(): PeiFramer {
  let line: number[] = []
  let controls: number[] = []
  let overlong = false

  const discard = (bytes: readonly number[], why: DiscardReason): PeiFrame => ({
    kind: 'discarded',
    bytes: toHex(Uint8Array.from(bytes)),
    why,
  })
  const takeControls = (): PeiFrame[] => {
    const taken = controls
    controls = []
    return taken.length > 0 ? [discard(taken, 'control-characters')] : []
  }
  const takeLine = (why: DiscardReason): PeiFrame[] => {
    const taken = line
    line = []
    return taken.length > 0 ? [discard(taken, why)] : []
  }
  const endLine = (): PeiFrame[] => {
    const frames = takeControls()
    if (overlong) {
      overlong = false
      return [...frames, ...takeLine('too-long')]
    }
    const bytes = Uint8Array.from(line)
    line = []
    if (bytes.length === 0) return frames
    const text = bytesToLatin1(bytes)
    return text === '>' ? [...frames, discard([...bytes], 'prompt')] : [...frames, { kind: 'line', text }]
  }
  const take = (byte: number): PeiFrame[] => {
    if (byte === CR || byte === LF) return endLine()
    if (byte < FIRST_PRINTABLE) {
      controls.push(byte)
      return controls.length >= LINE_LIMIT_BYTES ? takeControls() : []
    }
    line.push(byte)
    if (!overlong && line.length === PROMPT.length && PROMPT.every((expected, at) => line[at] === expected)) return takeLine('prompt')
    if (line.length <= LINE_LIMIT_BYTES && !(overlong && line.length === LINE_LIMIT_BYTES)) return []
    overlong = true
    return takeLine('too-long')
  }

  return {
    push(bytes) {
      const frames: PeiFrame[] = []
      for (const byte of bytes) frames.push(...take(byte))
      return frames
    },
    flush() {
      const why = overlong ? 'too-long' : 'unfinished'
      overlong = false
      return [...takeControls(), ...takeLine(why)]
    },
    get held() {
      return line.length + controls.length
    },
  }
}
