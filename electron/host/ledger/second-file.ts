// The second checkpoint file, on a share or a stick that may be slow or gone: the record must not wait for it, nor for
// anybody else's system. Lines go in order, one operation at a time; how long one lasts is counted by the lines that come meanwhile.
import { failure, type Failure } from '../../../native/kit/errors.ts'
import type { SecondDisk } from './append-lines.ts'

/** Beyond it the oldest go: a newer signature vouches for what they vouched for. A slow share is thus never far behind. */
export const WAITING_LINES = 64
/** More while one operation lasts: it does not answer. Two seconds of the busiest console, five minutes of the quietest. */
export const SILENT_LINES = 32
/** Of one append. When no more than these wait, it keeps up. */
export const APPEND_LINES = 16
/** What a start waits for its end: less than what counts as a disk that does not answer (STALL_MS). */
export const READ_MS = 600
/** Some two hundred checkpoints: the last whole one is among them, whatever a crash left after it. */
const TAIL_BYTES = 65_536

export interface SecondFileDeps {
  readonly path: string
  readonly disk: SecondDisk
  /** Runs it once so much later. @returns takes it back */
  readonly after: (ms: number, run: () => void) => () => void
  /** STORE_SECOND_FILE: it fails or does not answer; undefined: it works again. Told once each. */
  readonly onTrouble: (error: Failure | undefined) => void
}

export interface SecondFile {
  readonly path: string
  /** Takes a line, and waits for nothing. What could not be written is tried again with the next one. */
  add(line: string): void
  /** Hands on its last lines, oldest first; none when it cannot be read, or not within READ_MS. */
  readLast(take: (lines: readonly string[]) => void): void
  /** Calls `done` once the last line is written or refused; never while the disk does not answer. */
  finish(done: () => void): void
}

type Read = (lines: readonly string[]) => void

export function createSecondFile({ path, disk, after, onTrouble }: SecondFileDeps): SecondFile {
  let waiting: readonly string[] = []
  /** So many of them, from the oldest, are being written. */
  let onTheirWay = 0
  let isBusy = false
  let isSilent = false
  let isTold = false
  let reading: Read | undefined
  let finished: (() => void) | undefined

  const tell = (detail: string | undefined): void => {
    if ((detail !== undefined) === isTold) return
    isTold = detail !== undefined
    onTrouble(detail === undefined ? undefined : failure('STORE_SECOND_FILE', detail))
  }
  const silent = (detail: string): void => {
    isSilent = true
    tell(detail)
  }

  const rest = (): void => {
    finished?.()
    finished = undefined
  }
  const proceed = (): void => {
    if (isBusy) return
    if (reading) return read(reading)
    if (waiting.length === 0) return rest()
    isBusy = true
    onTheirWay = Math.min(APPEND_LINES, waiting.length)
    disk.append(path, waiting.slice(0, onTheirWay), appended)
  }
  const appended = (failed: Failure | undefined): void => {
    const isNewer = waiting.length > onTheirWay
    if (!failed) waiting = waiting.slice(onTheirWay)
    onTheirWay = 0
    isBusy = false
    if (failed) tell(failed.detail)
    else if (waiting.length <= APPEND_LINES) worksAgain()
    // What failed waits for a line that it has not been tried with: a disk that refuses is not asked without end.
    if (!failed || isNewer || reading) proceed()
    else rest()
  }
  const worksAgain = (): void => {
    isSilent = false
    tell(undefined)
  }
  const read = (take: Read): void => {
    reading = undefined
    isBusy = true
    disk.readLast(path, TAIL_BYTES, (lines) => {
      isBusy = false
      take(lines)
      proceed()
    })
  }

  return {
    path,
    add(line) {
      waiting = [...waiting, line]
      if (waiting.length > WAITING_LINES) waiting = waiting.toSpliced(onTheirWay, 1)
      if (isBusy && waiting.length > SILENT_LINES) silent(`${waiting.length} signatures wait: it does not answer, or is too slow`)
      proceed()
    },
    readLast(take) {
      let isTaken = false
      let cancel = (): void => undefined
      const takeOnce: Read = (lines) => {
        if (isTaken) return
        isTaken = true
        cancel()
        take(lines)
      }
      reading = takeOnce
      proceed()
      if (isTaken) return
      cancel = after(READ_MS, () => {
        if (reading === takeOnce) reading = undefined
        silent(`no answer within ${READ_MS} ms, opened without it`)
        takeOnce([])
      })
    },
    finish(done) {
      // There is no time for all of them, and the newest vouches for the most.
      if (isSilent) waiting = [...waiting.slice(0, onTheirWay), ...waiting.slice(onTheirWay).slice(-1)]
      finished = done
      proceed()
    },
  }
}
