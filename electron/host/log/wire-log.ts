// The last lines of each device's wire, in memory: after a fault they are saved in the format of the fixtures, so that
// what happened in the field becomes a test. Nothing of it reaches a disk by itself.
import type { Clock } from '../../../native/kit/clock.ts'
import { createPseudonyms } from './pseudonyms.ts'

export interface WireLine {
  /** Milliseconds since 1970, UTC. */
  readonly t: number
  readonly dir: 'rx' | 'tx'
  /** Without its line end. */
  readonly line: string
}

export interface WireLog {
  add(device: string, dir: WireLine['dir'], line: string): void
  /** Oldest first. */
  lines(device: string): readonly WireLine[]
  readonly devices: readonly string[]
  /**
   * The lines of one device as JSON lines `{t, dir, line}`, oldest first.
   *
   * @param identities  `masked`: identities and message contents are replaced by made-up ones of the same length, the
   *   same one by the same one, so that the text still replays; `plain`: only when somebody with the right asked for it
   */
  save(device: string, identities: 'masked' | 'plain'): string
}

export interface WireLogOptions {
  readonly clock: Clock
  /** For each device; default 2 000: some ten minutes of a busy radio. */
  readonly linesMax?: number
}

const LINES_MAX = 2_000
/** The longest line of the PEI is a data message of 2 047 bits in hex; anything far longer is noise. */
const LINE_MAX = 2_000

export function createWireLog({ clock, linesMax = LINES_MAX }: WireLogOptions): WireLog {
  const rings = new Map<string, Ring>()
  return {
    add(device, dir, line) {
      let ring = rings.get(device)
      if (!ring) rings.set(device, (ring = createRing(linesMax)))
      ring.add({ t: clock.utcMs(), dir, line: line.slice(0, LINE_MAX) })
    },
    lines: (device) => rings.get(device)?.all() ?? [],
    get devices() {
      return [...rings.keys()]
    },
    save(device, identities) {
      const mask = identities === 'masked' ? createPseudonyms() : (line: string) => line
      return (rings.get(device)?.all() ?? []).map(({ t, dir, line }) => `${JSON.stringify({ t, dir, line: mask(line) })}\n`).join('')
    },
  }
}

interface Ring {
  add(line: WireLine): void
  all(): WireLine[]
}

/** A fixed number of places written round and round: adding costs the same after a month as at the start. */
function createRing(size: number): Ring {
  const places: WireLine[] = []
  let next = 0
  return {
    add(line) {
      places[next] = line
      next = (next + 1) % size
    },
    all: () => (places.length < size ? [...places] : [...places.slice(next), ...places.slice(0, next)]),
  }
}
