// Telnet as RFC 2217 uses it: data with 255 doubled, options, sub-negotiations. Bytes in, items out; no byte vanishes unsaid.
// Source: RFC 854 (commands), RFC 855 (options), RFC 856 (binary).

export const IAC = 255
const SE = 240
const SB = 250

export const VERBS = { will: 251, wont: 252, do: 253, dont: 254 } as const
export type Verb = keyof typeof VERBS

export type TelnetItem =
  | { readonly item: 'data'; readonly bytes: Uint8Array }
  | { readonly item: 'option'; readonly verb: Verb; readonly option: number }
  | { readonly item: 'subnegotiation'; readonly option: number; readonly bytes: Uint8Array }
  /** A command of one byte (NOP, GA, AYT …), or one inside a sub-negotiation that has no business there. */
  | { readonly item: 'command'; readonly code: number }
  /** A sub-negotiation longer than any that exists, or one without an option: dropped. */
  | { readonly item: 'discarded'; readonly byteCount: number }

/** The longest there is, a signature, is a line of text. */
export const SUBNEGOTIATION_MAX_BYTES = 512

/** Data on the wire: 255 is sent twice. */
export function encodeData(bytes: Uint8Array): Uint8Array {
  let extra = 0
  for (const byte of bytes) if (byte === IAC) extra++
  if (extra === 0) return bytes
  const out = new Uint8Array(bytes.length + extra)
  let at = 0
  for (const byte of bytes) {
    out[at++] = byte
    if (byte === IAC) out[at++] = IAC
  }
  return out
}

export const encodeOption = (verb: Verb, option: number): Uint8Array => Uint8Array.of(IAC, VERBS[verb], option)

export function encodeSubnegotiation(option: number, bytes: Uint8Array): Uint8Array {
  return Uint8Array.of(IAC, SB, option, ...encodeData(bytes), IAC, SE)
}

export interface TelnetDecoder {
  push(bytes: Uint8Array): readonly TelnetItem[]
  /** Bytes held back: at most one sub-negotiation with its option. */
  readonly held: number
}

type Place = 'data' | 'iac' | 'option' | 'sub' | 'sub-iac'

/** Framing does not depend on how the bytes were cut into portions. */
export function createTelnetDecoder(): TelnetDecoder {
  let place: Place = 'data'
  let verb: Verb = 'will'
  let sub: number[] = []
  let overlong = 0

  const endSub = (): TelnetItem => {
    const [option, ...bytes] = sub
    const dropped = overlong
    sub = []
    overlong = 0
    if (option === undefined || dropped > 0) return { item: 'discarded', byteCount: bytes.length + dropped + (option === undefined ? 0 : 1) }
    return { item: 'subnegotiation', option, bytes: Uint8Array.from(bytes) }
  }
  const keep = (byte: number): void => {
    if (sub.length <= SUBNEGOTIATION_MAX_BYTES) sub.push(byte)
    else overlong++
  }
  const afterIac = (byte: number, data: number[]): TelnetItem | undefined => {
    place = 'data'
    if (byte === IAC) {
      data.push(IAC)
      return undefined
    }
    const named = verbOf(byte)
    if (named) {
      verb = named
      place = 'option'
      return undefined
    }
    if (byte !== SB) return { item: 'command', code: byte }
    place = 'sub'
    return undefined
  }
  const step = (byte: number, data: number[]): TelnetItem | undefined => {
    switch (place) {
      case 'data':
        if (byte === IAC) place = 'iac'
        else data.push(byte)
        return undefined
      case 'iac':
        return afterIac(byte, data)
      case 'option':
        place = 'data'
        return { item: 'option', verb, option: byte }
      case 'sub':
        if (byte === IAC) place = 'sub-iac'
        else keep(byte)
        return undefined
      case 'sub-iac':
        place = 'sub'
        if (byte === IAC) keep(IAC)
        else if (byte !== SE) return { item: 'command', code: byte }
        else {
          place = 'data'
          return endSub()
        }
        return undefined
    }
  }

  return {
    push(bytes) {
      const items: TelnetItem[] = []
      let data: number[] = []
      const flush = (): void => {
        if (data.length > 0) items.push({ item: 'data', bytes: Uint8Array.from(data) })
        data = []
      }
      for (const byte of bytes) {
        const item = step(byte, data)
        if (!item) continue
        flush()
        items.push(item)
      }
      flush()
      return items
    },
    get held() {
      return sub.length
    },
  }
}

function verbOf(byte: number): Verb | undefined {
  switch (byte) {
    case VERBS.will:
      return 'will'
    case VERBS.wont:
      return 'wont'
    case VERBS.do:
      return 'do'
    case VERBS.dont:
      return 'dont'
    default:
      return undefined
  }
}
