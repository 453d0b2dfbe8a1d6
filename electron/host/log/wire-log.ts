// The last lines of each device's wire, in memory: after a fault they are saved in the format of the fixtures, so that
// what happened in the field becomes a test. Nothing of it reaches a disk by itself.
import type { Clock } from '../../../native/kit/clock.ts'
import type { DeviceLine, Mask, WireLine, WireLog } from './port.ts'
import { createPseudonyms } from './pseudonyms.ts'

export type { DeviceLine, WireLine, WireLog, WireMarks } from './port.ts'

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
  const listeners = new Set<(line: DeviceLine) => void>()
  return {
    add(device, dir, line, marks = {}) {
      let ring = rings.get(device)
      if (!ring) rings.set(device, (ring = createRing(linesMax)))
      const added: WireLine = { t: clock.utcMs(), dir, line: line.slice(0, LINE_MAX), ...marks }
      ring.add(added)
      for (const listener of listeners) listener({ ...added, device })
    },
    onLine(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    lines: (device) => rings.get(device)?.all() ?? [],
    get devices() {
      return [...rings.keys()]
    },
    save(device, identities) {
      const mask = identities === 'masked' ? createMask() : (line: WireLine) => line
      return (rings.get(device)?.all() ?? []).map((line) => `${JSON.stringify(mask(line))}\n`).join('')
    },
  }
}

/** @returns a function that takes the people out of a line; one for all lines that belong together */
export function createMask(): Mask {
  const pseudonyms = createPseudonyms()
  // A report is what fingers do, and its hex would read as somebody's message.
  return (line) => (line.bus === 'hid' ? line : { ...line, line: pseudonyms(line.line) })
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
