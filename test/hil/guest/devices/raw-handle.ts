// A character device without a driver of ours: read when something is there, written when there is room.
import { closeSync, constants, openSync, writeSync } from 'node:fs'
import { tryRead } from '../channel.ts'

export interface RawHandle {
  write(bytes: Uint8Array): void
  close(): void
}

/** No signal tells that bytes are there, and a blocking read would hold a thread for ever. */
const POLL_MS = 2
const READ_BYTES = 4096

/** @param onBytes  what one read gave; not called any more once the device is gone */
export function openRaw(path: string, onBytes: (bytes: Uint8Array) => void): RawHandle {
  const handle = openSync(path, constants.O_RDWR | constants.O_NONBLOCK | constants.O_NOCTTY)
  const buffer = Buffer.alloc(READ_BYTES)
  const waiting: Uint8Array[] = []
  const poll = setInterval(() => {
    flush()
    for (let length = read(); length > 0; length = read()) onBytes(Uint8Array.from(buffer.subarray(0, length)))
  }, POLL_MS)
  const read = (): number => {
    try {
      return tryRead(handle, buffer)
    } catch {
      return 0 // hung up: whoever pulled it also closes this
    }
  }
  const flush = (): void => {
    for (let next = waiting[0]; next !== undefined; next = waiting[0]) {
      const written = tryWrite(handle, next)
      if (written < next.length) {
        waiting[0] = next.subarray(written)
        return
      }
      waiting.shift()
    }
  }
  return {
    write(bytes) {
      waiting.push(bytes.slice())
      flush()
    },
    close() {
      clearInterval(poll)
      closeSync(handle)
    },
  }
}

function tryWrite(handle: number, bytes: Uint8Array): number {
  try {
    return writeSync(handle, bytes)
  } catch {
    return 0 // full, or nobody at the other end yet
  }
}
