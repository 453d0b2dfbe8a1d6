// Reports over a TCP line between a simulator and its transport: two bytes of length, most significant first, then the report.

/** A USB interrupt report has at most 1 024 bytes (high speed); longer is not a report. */
export const REPORT_MAX_BYTES = 1_024
const HEADER_BYTES = 2

export function encodeHidFrame(report: Uint8Array): Uint8Array {
  if (report.length > REPORT_MAX_BYTES) throw new RangeError(`report of ${report.length} bytes`)
  const frame = new Uint8Array(HEADER_BYTES + report.length)
  frame.set([report.length >> 8, report.length & 0xff])
  frame.set(report, HEADER_BYTES)
  return frame
}

export interface HidFramer {
  /** @returns the reports that are complete; `broken`: the far end does not speak this, give the line up */
  push(bytes: Uint8Array): { readonly reports: readonly Uint8Array[]; readonly broken: boolean }
  /** Bytes held back, always less than one report with its header. */
  readonly held: number
}

export function createHidFramer(): HidFramer {
  let rest = new Uint8Array(0)
  return {
    push(bytes) {
      const all = new Uint8Array(rest.length + bytes.length)
      all.set(rest)
      all.set(bytes, rest.length)
      const reports: Uint8Array[] = []
      let at = 0
      while (all.length - at >= HEADER_BYTES) {
        const length = ((all[at] ?? 0) << 8) | (all[at + 1] ?? 0)
        if (length > REPORT_MAX_BYTES) return { reports, broken: true }
        if (all.length - at < HEADER_BYTES + length) break
        reports.push(all.slice(at + HEADER_BYTES, at + HEADER_BYTES + length))
        at += HEADER_BYTES + length
      }
      rest = all.slice(at)
      return { reports, broken: false }
    },
    get held() {
      return rest.length
    },
  }
}
