// One reader of the traffic: its own queue with its own bound, emptied in portions. A reader that is slow loses lines and
// is told how many; it never holds up a radio. Radio comes before whoever looks on.
import type { Clock, Timer } from '../../../native/kit/clock.ts'
import type { DeviceLine, Mask } from '../log/port.ts'
import type { HostLine } from './words.ts'

/** What a reader's socket offers: `waiting` bytes were given to it and not yet taken by the other side. */
export interface ReaderPipe {
  write(text: string): void
  readonly waitingBytes: number
  end(): void
  destroy(): void
}

export interface ReaderOptions {
  readonly clock: Pick<Clock, 'after'>
  readonly pipe: ReaderPipe
  /** What may be read of a line. */
  readonly mask: Mask
}

export interface TrafficReader {
  take(line: DeviceLine): void
  /** Between lines, in their order. */
  say(packet: HostLine): void
  /** Writes what waits, and ends the pipe. */
  finish(): void
  /** The other side is gone. */
  close(): void
}

const EVERY_MS = 20
/** Masking and writing a line takes some 5 µs: a portion holds the event loop up for less than 3 ms. */
const PORTION = 500
/** Every ring of a full site is 64 000 lines; what a reader has waiting beyond this is lost. */
const QUEUE_MAX_CHARACTERS = 4 * 1024 * 1024
const QUEUE_MAX_LINES = 100_000
const PIPE_MAX_BYTES = 1024 * 1024
/** After a reader was cut off its lines are counted this long, and it is told. */
const COUNT_MS = 2_000
/** A reader that slept gets this long to take what was written before, and the last word behind it. */
const LAST_WORD_MS = 60_000

type Stage = 'open' | 'cut' | 'closed'

export function createTrafficReader({ clock, pipe, mask }: ReaderOptions): TrafficReader {
  let queue: HostLine[] = []
  let queued = 0
  let lost = 0
  let stage: Stage = 'open'
  let finishing = false
  let timer: Timer | undefined

  const plan = (): void => {
    timer ??= clock.after(EVERY_MS, empty)
  }
  const cut = (): void => {
    lost += queue.filter((line) => !('packet' in line)).length
    queue = []
    stage = 'cut'
    clock.after(COUNT_MS, () => {
      if (stage === 'closed') return
      pipe.write(`${JSON.stringify({ packet: 'cut', lost } satisfies HostLine)}\n`)
      pipe.end()
      stage = 'closed'
      clock.after(LAST_WORD_MS, () => pipe.destroy())
    })
  }
  const empty = (): void => {
    timer = undefined
    if (stage !== 'open') return
    if (pipe.waitingBytes <= PIPE_MAX_BYTES) {
      const portion = queue.slice(0, PORTION)
      queue = queue.slice(PORTION)
      for (const line of portion) queued -= sizeOf(line)
      if (portion.length > 0) pipe.write(portion.map((line) => `${JSON.stringify('packet' in line ? line : mask(line))}\n`).join(''))
    }
    if (queue.length > 0) return plan()
    if (finishing) {
      stage = 'closed'
      pipe.end()
    }
  }
  const put = (line: HostLine): void => {
    if (stage === 'cut' && !('packet' in line)) lost++
    if (stage !== 'open' || finishing) return
    queue.push(line)
    queued += sizeOf(line)
    if (queue.length > QUEUE_MAX_LINES || queued > QUEUE_MAX_CHARACTERS) cut()
    else plan()
  }

  return {
    take: put,
    say: put,
    finish() {
      finishing = true
      if (stage === 'open') plan()
    },
    close() {
      stage = 'closed'
      timer?.cancel()
      queue = []
    },
  }
}

const sizeOf = (line: HostLine): number => ('line' in line ? line.line.length : 0)
