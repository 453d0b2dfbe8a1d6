// Appends one line to a file and waits for the disk. A line is there as a whole or cut at the very end of the file.
import { closeSync, fstatSync, fsyncSync, ftruncateSync, mkdirSync, openSync, readSync, writeSync } from 'node:fs'
import { dirname, resolve } from 'node:path'

const LINE_FEED = 0x0a
const END_OF_LINE = Uint8Array.of(LINE_FEED)
/** Longer than any line of ours. */
const TAIL_BYTES = 4096

/**
 * Appends `line` and a line feed, durable on return. Throws what node:fs throws and then leaves the file as it was.
 *
 * @remarks A half line that a crash left is cut off first. Where only appending is allowed (chattr +a), a line feed closes
 *   it instead; readers skip it.
 */
export function appendLine(path: string, line: string): void {
  const file = openSync(path, 'a+', 0o644)
  try {
    const found = fstatSync(file).size
    const size = found - halfLineLength(file, found)
    const closing = size < found && !cutTo(file, size) ? '\n' : ''
    try {
      writeAll(file, Buffer.from(`${closing}${line}`, 'utf8'))
      fsyncSync(file)
      // Only now: of one write the power may leave the sector with the line's end and not the one with its beginning.
      writeAll(file, END_OF_LINE)
      fsyncSync(file)
    } catch (error) {
      cutTo(file, size)
      throw error
    }
    if (found === 0) syncFolder(dirname(path))
  } finally {
    closeSync(file)
  }
}

/**
 * Makes a folder and what is missing above it, each name durable: a record in a folder whose name is lost is lost.
 *
 * @remarks Its own name is made durable also when it is there: who made it may have been killed before it came to that.
 */
export function makeFolder(path: string, mode = 0o777): void {
  const first = resolve(mkdirSync(path, { recursive: true, mode }) ?? path)
  for (let at = resolve(path); ; at = dirname(at)) {
    syncFolder(dirname(at))
    if (at === first || at === dirname(at)) return
  }
}

/** Makes a new name in a folder durable. Windows cannot open a folder and does not need it. */
export function syncFolder(folder: string): void {
  let handle: number | undefined
  try {
    handle = openSync(folder, 'r')
    fsyncSync(handle)
  } catch {
    // The data itself is synced; only the name could be lost with the power.
  } finally {
    if (handle !== undefined) closeSync(handle)
  }
}

/** Last bytes of a file as text, from a line's start, the half line at the end left out. */
export function readLastLines(path: string, bytes: number): readonly string[] {
  const file = openSync(path, 'r')
  try {
    const size = fstatSync(file).size
    const from = Math.max(0, size - bytes)
    const lines = readAt(file, from, size - from).toString('utf8').split('\n')
    lines.pop()
    if (from > 0) lines.shift()
    return lines
  } finally {
    closeSync(file)
  }
}

function halfLineLength(file: number, size: number): number {
  const from = Math.max(0, size - TAIL_BYTES)
  const tail = readAt(file, from, size - from)
  return tail.length - (tail.lastIndexOf(LINE_FEED) + 1)
}

function readAt(file: number, from: number, length: number): Buffer {
  const bytes = Buffer.alloc(length)
  let got = 0
  while (got < length) {
    const n = readSync(file, bytes, got, length - got, from + got)
    if (n === 0) break
    got += n
  }
  return bytes.subarray(0, got)
}

function writeAll(file: number, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at)
}

function cutTo(file: number, size: number): boolean {
  try {
    ftruncateSync(file, size)
    return true
  } catch {
    return false
  }
}
