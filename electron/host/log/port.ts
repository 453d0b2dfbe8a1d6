// What the rest of the host knows of the ring of wire lines.
import type { Unsubscribe } from '../../../native/kit/transport.ts'

export interface WireLine {
  /** Milliseconds since 1970, UTC. */
  readonly t: number
  readonly dir: 'rx' | 'tx'
  /** Without its line end; a report in hex, its id first where the device numbers its reports. */
  readonly line: string
  /** Absent: a line of text. */
  readonly bus?: 'hid'
  /** Nobody understood it; what was understood of it stands as lines of its own. */
  readonly discarded?: true
}

export type WireMarks = Pick<WireLine, 'bus' | 'discarded'>

/** A line with the device it belongs to: the format of the fixtures. */
export interface DeviceLine extends WireLine {
  readonly device: string
}

export interface WireLog {
  add(device: string, dir: WireLine['dir'], line: string, marks?: WireMarks): void
  /** Told of each line as it is added; takes it and is done, for the radio's line waits for nobody. */
  onLine(listener: (line: DeviceLine) => void): Unsubscribe
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

/** The same line without the people in it; one mask for all lines that belong together. */
export type Mask = <Line extends WireLine>(line: Line) => Line
