// What a line of `ping` says, whichever `ping` and whatever its language. Pure.
//
// iputils (Debian 12) as recorded; BusyBox and Windows from their documentation and sources. Windows translates every word
// except `ms`, and `TTL=` with IPv4, so an answer is a line that ends in one time: `=12ms` or `<1ms`. Its statistics are indented and hold commas.

export type PingLine =
  /** `sequence` is absent on Windows. */
  | { readonly kind: 'answered'; readonly latencyMs: number; readonly sequence?: number }
  /** Somebody on the way says that it goes no further. */
  | { readonly kind: 'unreachable'; readonly detail: string }

/** Longer is no line of `ping`. */
export const PING_LINE_MAX = 512

const FROM_UNIX = /^\d+ bytes from .{1,300}?[: ](?:icmp_)?seq=(\d{1,9}) ttl=\d+ time=(\d{1,9}(?:\.\d+)?) ms/
const FROM_WINDOWS = /^\S[^,]*[=<](\d{1,9}) ?ms(?: TTL=\d+)?\s*$/
const ROAD_CLOSED = /^From \S+ (?:\(\S+\) )?icmp_seq=\d+ (.+)$/
/** Told beside an answer, or instead of a better road. */
const NO_FAULT = /\(DUP!\)|^From .*Redirect/

/** @returns undefined for what says nothing of the target: headings, statistics, duplicates */
export function decodePingLine(line: string): PingLine | undefined {
  if (line.length > PING_LINE_MAX || NO_FAULT.test(line)) return undefined
  const unix = FROM_UNIX.exec(line)
  if (unix) return { kind: 'answered', sequence: Number(unix[1]), latencyMs: Number(unix[2]) }
  const windows = FROM_WINDOWS.exec(line)
  if (windows) return { kind: 'answered', latencyMs: Number(windows[1]) }
  const closed = ROAD_CLOSED.exec(line)?.[1]
  return closed === undefined ? undefined : { kind: 'unreachable', detail: closed }
}

/** Whole lines out of what came so far; `rest` is what has no end yet, cut where it is no line any more. */
export function splitPingLines(text: string): { readonly lines: readonly string[]; readonly rest: string } {
  const lines = text.split(/\r?\n/)
  const rest = lines.pop() ?? ''
  return { lines, rest: rest.slice(0, PING_LINE_MAX + 1) }
}
