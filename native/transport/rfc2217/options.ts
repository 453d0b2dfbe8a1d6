// Which Telnet options are agreed on, and what is answered. An option that was dropped is not taken up again in the same
// connection: two ends that change their minds at the same time would answer each other for ever (RFC 1143). Pure.
// Source: RFC 855, RFC 1143; the COM port option is RFC 2217, binary RFC 856, no go-ahead RFC 858.
import { COM_PORT_OPTION } from './com-port.ts'
import { encodeOption, type Verb } from './telnet.ts'

const BINARY = 0
const NO_GO_AHEAD = 3

/** What we do ourselves, and what we let the far end do. */
const OURS: ReadonlySet<number> = new Set([BINARY, NO_GO_AHEAD, COM_PORT_OPTION])
const THEIRS: ReadonlySet<number> = new Set([BINARY, NO_GO_AHEAD])

/** Said by a client at opening, in this order. */
export const OFFERS: readonly (readonly [Verb, number])[] = [
  ['will', COM_PORT_OPTION],
  ['will', BINARY],
  ['do', BINARY],
  ['do', NO_GO_AHEAD],
]

export interface TelnetOptions {
  /** Options we have offered, or agreed to do. */
  readonly ours: ReadonlySet<number>
  /** Options we have asked, or let, the far end do. */
  readonly theirs: ReadonlySet<number>
  readonly dropped: { readonly ours: ReadonlySet<number>; readonly theirs: ReadonlySet<number> }
}

/** As after `OFFERS`. */
export const initialOptions = (): TelnetOptions => ({
  ours: new Set([COM_PORT_OPTION, BINARY]),
  theirs: new Set([BINARY, NO_GO_AHEAD]),
  dropped: { ours: new Set(), theirs: new Set() },
})

interface Told {
  readonly options: TelnetOptions
  readonly replies: readonly Uint8Array[]
}

/** The far end says something of an option. */
export function optionTold(options: TelnetOptions, { verb, option }: { readonly verb: Verb; readonly option: number }): Told {
  const side = verb === 'do' || verb === 'dont' ? 'ours' : 'theirs'
  const wanted = verb === 'do' || verb === 'will'
  const [yes, no] = side === 'ours' ? (['will', 'wont'] as const) : (['do', 'dont'] as const)
  const before = options[side]
  if (before.has(option) === wanted) return { options, replies: [] }
  const allowed = (side === 'ours' ? OURS : THEIRS).has(option) && !options.dropped[side].has(option)
  if (wanted) {
    if (!allowed) return { options, replies: [encodeOption(no, option)] }
    return { options: { ...options, [side]: new Set([...before, option]) }, replies: [encodeOption(yes, option)] }
  }
  const left = new Set([...before].filter((one) => one !== option))
  const dropped = { ...options.dropped, [side]: new Set([...options.dropped[side], option]) }
  return { options: { ...options, [side]: left, dropped }, replies: [encodeOption(no, option)] }
}
