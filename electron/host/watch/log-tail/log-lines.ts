// Bytes of a growing log file into its complete lines. Pure. A half line waits for its end; one without end is cut, so that
// a binary file or a runaway line costs no memory.

export type LogEncoding = 'utf-8' | 'utf-16le'

/** What is looked at of one line; the rest of it is passed over. */
export const LINE_BYTES_MAX = 8_192

export interface LineState {
  readonly encoding: LogEncoding
  /** The beginning of a line whose end has not been written yet. */
  readonly carry: Uint8Array
  /** Until the next line end everything is passed over: we came in halfway a line, or it was cut. */
  readonly passing: boolean
}

const NOTHING = new Uint8Array()
const LF = 0x0a

export const startLines = (encoding: LogEncoding, passing: boolean): LineState => ({ encoding, carry: NOTHING, passing })

/** By its byte order mark, else by the zero that UTF-16 has beside every Latin letter; a file of Windows programs is either. */
export function encodingOf(head: Uint8Array): LogEncoding {
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le'
  return head.length >= 2 && head[0] !== 0 && head[1] === 0 ? 'utf-16le' : 'utf-8'
}

/** @returns the lines that `bytes` completed, each cut at LINE_BYTES_MAX, without its line end */
export function takeBytes(state: LineState, bytes: Uint8Array): { readonly state: LineState; readonly lines: readonly string[] } {
  const all = state.carry.length === 0 ? bytes : joined(state.carry, bytes)
  const lines: string[] = []
  let { passing } = state
  let from = 0
  for (let end = lineEnd(all, from, state.encoding); end >= 0; end = lineEnd(all, from, state.encoding)) {
    if (!passing) lines.push(textOf(all.subarray(from, end), state.encoding))
    passing = false
    from = end + unitOf(state.encoding)
  }
  let rest = passing ? keepHalfUnit(all.subarray(from), state.encoding) : all.subarray(from)
  // Too long to wait for its end: what there is of it is told now, as the one line it is.
  if (!passing && rest.length > LINE_BYTES_MAX) {
    lines.push(textOf(rest, state.encoding))
    rest = keepHalfUnit(rest, state.encoding)
    passing = true
  }
  return { state: { encoding: state.encoding, carry: rest.slice(), passing }, lines }
}

/** What is left of a file that will grow no more: its last line may lack an end. */
export function endLines({ carry, passing, encoding }: LineState): readonly string[] {
  return passing || carry.length === 0 ? [] : [textOf(carry, encoding)]
}

const unitOf = (encoding: LogEncoding): 1 | 2 => (encoding === 'utf-16le' ? 2 : 1)

/** Where the next line end begins, -1 when there is none. */
export function lineEnd(bytes: Uint8Array, from: number, encoding: LogEncoding): number {
  let at = bytes.indexOf(LF, from)
  if (encoding === 'utf-8') return at
  // The unit 0A 00 on an even place: U+010A and U+0A00 hold the same bytes elsewhere.
  while (at >= 0 && ((at - from) % 2 !== 0 || bytes[at + 1] !== 0)) at = bytes.indexOf(LF, at + 1)
  return at
}

/** In UTF-16 a read may end between the two bytes of a letter; passing on must not lose count of them. */
function keepHalfUnit(bytes: Uint8Array, encoding: LogEncoding): Uint8Array {
  return encoding === 'utf-16le' && bytes.length % 2 === 1 ? bytes.subarray(-1) : NOTHING
}

const DECODERS = { 'utf-8': new TextDecoder('utf-8'), 'utf-16le': new TextDecoder('utf-16le') }

function textOf(bytes: Uint8Array, encoding: LogEncoding): string {
  const text = DECODERS[encoding].decode(bytes.subarray(0, LINE_BYTES_MAX))
  // A copy-and-truncate leaves a hole of zeros before whatever the program writes next.
  return text.replace(/^\0+/, '').replace(/\r$/, '')
}

function joined(one: Uint8Array, other: Uint8Array): Uint8Array {
  const both = new Uint8Array(one.length + other.length)
  both.set(one)
  both.set(other, one.length)
  return both
}
