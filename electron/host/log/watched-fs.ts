// Sees what winston hides: its File transport swallows every error of the file (winston 3.19, `_createStream`). Both winston's
// `options` and Node's `createWriteStream({fs})` are public, so the calls to the file system pass through here.
import fs from 'node:fs'

export interface WatchedFsEvents {
  /** So many whole lines are with the system now. */
  readonly onLines: (count: number) => void
  readonly onError: (cause: Error) => void
}

type Written = (cause: NodeJS.ErrnoException | null, bytes: number, what: unknown) => void
/** As Node's write stream calls it. */
type WriteCall = [fd: number, bytes: Buffer, offset: number, length: number, position: number | null, done: Written]

const LINE_END = 0x0a

/** What `createWriteStream` needs of `fs`. */
export function createWatchedFs({ onLines, onError }: WatchedFsEvents) {
  const report = (cause: Error | null): void => {
    if (cause) onError(cause)
  }
  return {
    open(path: string, flags: string, mode: number, done: (cause: NodeJS.ErrnoException | null, fd: number) => void): void {
      fs.open(path, flags, mode, (cause, fd) => {
        report(cause)
        done(cause, fd)
      })
    },
    write(...[fd, bytes, offset, length, position, done]: WriteCall): void {
      fs.write(fd, bytes, offset, length, position, (cause, written, what) => {
        if (!cause) onLines(countLines(bytes.subarray(offset, offset + written)))
        report(cause)
        done(cause, written, what)
      })
    },
    writev(fd: number, parts: readonly Buffer[], position: number | null, done: Written): void {
      fs.writev(fd, parts, position, (cause, written, what) => {
        if (!cause) onLines(countLines(Buffer.concat(parts).subarray(0, written)))
        report(cause)
        done(cause, written, what)
      })
    },
    close: fs.close,
  }
}

function countLines(bytes: Uint8Array): number {
  let count = 0
  for (const byte of bytes) if (byte === LINE_END) count++
  return count
}
