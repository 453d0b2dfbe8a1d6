// Reports over a TCP line between a simulator and its transport: two bytes, most significant first, then the report. The
// upper two bits say what the report is, the others how long.

/** The first Stream Deck takes 8 191 bytes at once; longer is not a report. */
export const REPORT_MAX_BYTES = 8_192
/** A feature report goes through the control pipe in one piece. */
export const FEATURE_MAX_BYTES = 1_024
const HEADER_BYTES = 2
const KIND_SHIFT = 14
const LENGTH_MASK = 0x3f_ff

/**
 * `report`: input or output, by its direction · `feature-set` · `feature-ask`: id, then the length wanted, two bytes ·
 * `feature-answer`: empty when the device has no such report.
 */
export type HidFrameKind = 'report' | 'feature-set' | 'feature-ask' | 'feature-answer'
const KINDS: readonly HidFrameKind[] = ['report', 'feature-set', 'feature-ask', 'feature-answer']

export const mostBytes = (kind: HidFrameKind): number => (kind === 'report' ? REPORT_MAX_BYTES : FEATURE_MAX_BYTES)

export interface HidFrame {
  readonly kind: HidFrameKind
  readonly bytes: Uint8Array
}

export function encodeHidFrame(bytes: Uint8Array, kind: HidFrameKind = 'report'): Uint8Array {
  if (bytes.length > mostBytes(kind)) throw new RangeError(`report of ${bytes.length} bytes`)
  const frame = new Uint8Array(HEADER_BYTES + bytes.length)
  const head = (KINDS.indexOf(kind) << KIND_SHIFT) | bytes.length
  frame.set([head >> 8, head & 0xff])
  frame.set(bytes, HEADER_BYTES)
  return frame
}

export interface HidFramer {
  /** @returns the frames that are complete; `broken`: the far end does not speak this, give the line up */
  push(bytes: Uint8Array): { readonly frames: readonly HidFrame[]; readonly broken: boolean }
  /** Bytes held back, always less than one frame with its header. */
  readonly held: number
}

export function createHidFramer(): HidFramer {
  let rest = new Uint8Array(0)
  return {
    push(bytes) {
      const all = new Uint8Array(rest.length + bytes.length)
      all.set(rest)
      all.set(bytes, rest.length)
      const frames: HidFrame[] = []
      let at = 0
      while (all.length - at >= HEADER_BYTES) {
        const head = ((all[at] ?? 0) << 8) | (all[at + 1] ?? 0)
        const length = head & LENGTH_MASK
        const kind = KINDS[head >> KIND_SHIFT] ?? 'report'
        if (length > mostBytes(kind)) return { frames, broken: true }
        if (all.length - at < HEADER_BYTES + length) break
        frames.push({ kind, bytes: all.slice(at + HEADER_BYTES, at + HEADER_BYTES + length) })
        at += HEADER_BYTES + length
      }
      rest = all.slice(at)
      return { frames, broken: false }
    },
    get held() {
      return rest.length
    },
  }
}
