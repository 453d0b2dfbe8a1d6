// The framing of simulated devices over TCP.
import { createHidFramer, encodeHidFrame, FEATURE_MAX_BYTES, REPORT_MAX_BYTES, type HidFrame } from '../../../../native/transport/hid-frames.ts'
import { recordedReports } from '../corpus.ts'
import type { FuzzRandom } from '../random.ts'
import { obey, same, type FuzzTarget } from '../target.ts'

export const hidFrames: FuzzTarget = {
  name: 'hid-frames',
  reads: 'reports of a simulated device, over TCP',
  corpus: () => recordedReports().map(({ report }) => encodeHidFrame(report)),
  make: (random) => frames(random),
  run: readFrames,
  stream: {
    create: () => {
      let framer = createHidFramer()
      return {
        push: (bytes) => {
          // Whoever hears `broken` gives the line up, and the next one starts afresh.
          if (framer.push(bytes).broken) framer = createHidFramer()
        },
        get held() {
          return framer.held
        },
      }
    },
    heldMaxBytes: REPORT_MAX_BYTES + 1,
    endless: [Uint8Array.of(0), Uint8Array.of(0xff), Uint8Array.of(4, 0), Uint8Array.of(0, 1, 7), Uint8Array.of(0x1f), Uint8Array.of(0x41)],
  },
}

function frames(random: FuzzRandom): Uint8Array {
  const bytes: number[] = []
  for (let left = 1 + random.below(4); left > 0; left--) {
    const length = random.oneIn(20) ? random.pick([FEATURE_MAX_BYTES, FEATURE_MAX_BYTES + 1, REPORT_MAX_BYTES, REPORT_MAX_BYTES + 1, 0x3fff]) : random.below(40)
    bytes.push((random.below(4) << 6) | (length >> 8), length & 0xff)
    for (let at = 0; at < Math.min(length, FEATURE_MAX_BYTES); at++) bytes.push(random.below(256))
  }
  return Uint8Array.from(bytes)
}

function readFrames(bytes: Uint8Array): string {
  const whole = framed(bytes, bytes.length)
  const cutUp = framed(bytes, 1 + ((bytes[1] ?? 0) % 61))
  obey(same(whole, cutUp), 'the reports do not depend on the portions in which the bytes come')
  const written = whole.frames.flatMap((frame) => [...encodeHidFrame(frame.bytes, frame.kind)])
  obey(same(written, [...bytes.subarray(0, written.length)]), 'the reports are what was sent, in order')
  return `${whole.broken ? 'broken' : 'whole'} ${[...new Set(whole.frames.map((frame) => frame.kind))].toSorted().join(' ')}`
}

function framed(bytes: Uint8Array, step: number): { readonly frames: readonly HidFrame[]; readonly broken: boolean } {
  const framer = createHidFramer()
  const found: HidFrame[] = []
  for (let at = 0; at < bytes.length; at += step) {
    const { frames: complete, broken } = framer.push(bytes.subarray(at, at + step))
    found.push(...complete)
    if (broken) return { frames: found, broken }
    obey(framer.held <= REPORT_MAX_BYTES + 1, 'never more than one report is held back')
  }
  return { frames: found, broken: false }
}
