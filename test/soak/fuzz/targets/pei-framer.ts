// Bytes of a radio to lines.
import { latin1ToBytes } from '../../../../native/kit/bytes.ts'
import { createFramer, LINE_LIMIT_BYTES, type PeiFrame } from '../../../../native/tetra-pei/framer.ts'
import { asBytes, recordedLines } from '../corpus.ts'
import type { FuzzRandom } from '../random.ts'
import { obey, same, type FuzzTarget } from '../target.ts'

const HELD_MAX_BYTES = 2 * LINE_LIMIT_BYTES
const ENDS = ['\r\n', '\r\n', '\r', '\n', '\n\r', '\r\n\r\n', '', '\u0000', '\r\u0000\n'] as const

export const peiFramer: FuzzTarget = {
  name: 'pei-framer',
  reads: 'bytes of a TETRA radio, into lines',
  corpus: () => asBytes(recordedLines('rx').map((row) => `\r\n${row.line}\r\n`)),
  make: stream,
  words: ['\r\n', '> ', '>', '\u0000', 'OK', '+CTXG: 1,0'],
  run,
  stream: {
    create: () => {
      const framer = createFramer()
      return { push: (bytes) => void framer.push(bytes), get held() { return framer.held } }
    },
    heldMaxBytes: HELD_MAX_BYTES,
    endless: asBytes(['A', '\u0000', '> ', 'A\u0000', '\u0001\u0002A', '\u00ff', '>']),
  },
}

/** Lines of radios with line ends of all habits, and now and then a line longer than any. */
function stream(random: FuzzRandom): Uint8Array {
  const lines = recordedLinesOnce()
  let text = ''
  for (let left = 1 + random.below(4); left > 0; left--) {
    const line = random.oneIn(100) ? 'A'.repeat(LINE_LIMIT_BYTES - 2 + random.below(5)) : (lines[random.below(lines.length)] ?? '')
    text += `${random.pick(ENDS)}${line}${random.pick(ENDS)}`
  }
  return latin1ToBytes(text)
}

let known: readonly string[] | undefined
const recordedLinesOnce = (): readonly string[] => (known ??= recordedLines('rx').map((row) => row.line))

function run(bytes: Uint8Array): string {
  const whole = framed(bytes, bytes.length)
  // The step follows from the case, so that a kept case is cut in the same places.
  const cutUp = framed(bytes, 1 + ((bytes[0] ?? 0) % 7))
  obey(same(whole, cutUp), 'the lines do not depend on the portions in which the bytes come')
  const ends = bytes.reduce((count, byte) => (byte === 0x0d || byte === 0x0a ? count + 1 : count), 0)
  const framedBytes = whole.reduce((sum, frame) => sum + (frame.kind === 'line' ? frame.text.length : frame.bytes.length / 2), 0)
  obey(framedBytes + ends === bytes.length, 'every byte is part of a line, said to be discarded, or was a line end')
  for (const frame of whole) {
    if (frame.kind === 'line') obey(frame.text.length <= LINE_LIMIT_BYTES && !/[\u0000-\u001f]/.test(frame.text), 'a line has no control character and at most the limit')
  }
  return [...new Set(whole.map((frame) => (frame.kind === 'line' ? 'line' : frame.why)))].toSorted().join(' ')
}

function framed(bytes: Uint8Array, step: number): PeiFrame[] {
  const framer = createFramer()
  const frames: PeiFrame[] = []
  for (let at = 0; at < bytes.length; at += step) {
    frames.push(...framer.push(bytes.subarray(at, at + step)))
    obey(framer.held <= HELD_MAX_BYTES, 'never more than twice the limit is held back')
  }
  frames.push(...framer.flush())
  obey(framer.held === 0, 'nothing is held back after giving up')
  return frames
}
