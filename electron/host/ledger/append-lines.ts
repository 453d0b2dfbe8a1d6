// Appends lines to a file that may be slow or not answer at all, and reads its end: each step waits outside our thread.
// The rules are those of append-file.ts. Node runs each step in a thread of libuv's pool, so that a share that hangs holds
// one of those and nothing else. Source: docs.libuv.org/en/v1.x/threadpool.html.
import { open, type FileHandle } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { Failure } from '../../../native/kit/errors.ts'
import { storeFailure } from './store-failure.ts'

/** Where the second checkpoint file lies. Each of the two answers once, or never when the disk does not. */
export interface SecondDisk {
  /** Durable when `done` is called without a failure; with one the file is as it was, or holds some of the lines. */
  append(path: string, lines: readonly string[], done: (failed: Failure | undefined) => void): void
  /** Whole lines of the last `bytes`, oldest first; none when it cannot be read. */
  readLast(path: string, bytes: number, done: (lines: readonly string[]) => void): void
}

const LINE_FEED = 0x0a
/** Longer than any line of ours. */
const TAIL_BYTES = 4096

export function createSecondDisk(): SecondDisk {
  /** Who made the file may have been killed before its name was durable: once a start is enough. */
  const named = new Set<string>()
  const append = async (path: string, lines: readonly string[]): Promise<Failure | undefined> => {
    try {
      await appendLines(path, lines)
      if (!named.has(path)) await syncFolder(dirname(path))
      named.add(path)
      return undefined
    } catch (error) {
      return storeFailure(error, 'checkpoint copy')
    }
  }
  return {
    append: (path, lines, done) => void answer(append(path, lines), done),
    readLast: (path, bytes, done) => void answer(readLastLines(path, bytes).catch(() => []), done),
  }
}

async function answer<T>(work: Promise<T>, done: (value: T) => void): Promise<void> {
  done(await work)
}

/** @remarks A half line is cut off first, or closed by a line feed where only appending is allowed. Rejects with what node:fs throws. */
async function appendLines(path: string, lines: readonly string[]): Promise<void> {
  const file = await open(path, 'a+', 0o644)
  try {
    const found = (await file.stat()).size
    const size = found - await halfLineLength(file, found)
    const closing = size < found && !(await cutTo(file, size)) ? '\n' : ''
    try {
      // A line's end is written when the line is durable, with the next one or alone: of one write the power may leave any sector.
      for (const [at, line] of lines.entries()) await writeDurably(file, `${at === 0 ? closing : '\n'}${line}`)
      await writeDurably(file, '\n')
    } catch (error) {
      await cutTo(file, size)
      throw error
    }
    if (found === 0) await syncFolder(dirname(path))
  } finally {
    await file.close()
  }
}

async function readLastLines(path: string, bytes: number): Promise<readonly string[]> {
  const file = await open(path, 'r')
  try {
    const { size } = await file.stat()
    const from = Math.max(0, size - bytes)
    const lines = (await readAt(file, from, size - from)).toString('utf8').split('\n')
    lines.pop()
    if (from > 0) lines.shift()
    return lines
  } finally {
    await file.close()
  }
}

async function writeDurably(file: FileHandle, text: string): Promise<void> {
  await file.appendFile(text)
  await file.sync()
}

async function halfLineLength(file: FileHandle, size: number): Promise<number> {
  const from = Math.max(0, size - TAIL_BYTES)
  const tail = await readAt(file, from, size - from)
  return tail.length - (tail.lastIndexOf(LINE_FEED) + 1)
}

async function readAt(file: FileHandle, from: number, length: number): Promise<Buffer> {
  const bytes = Buffer.alloc(length)
  let got = 0
  while (got < length) {
    const { bytesRead } = await file.read(bytes, got, length - got, from + got)
    if (bytesRead === 0) break
    got += bytesRead
  }
  return bytes.subarray(0, got)
}

const cutTo = (file: FileHandle, size: number): Promise<boolean> => file.truncate(size).then(() => true, () => false)

/** Windows cannot open a folder and does not need it; the data itself is synced in any case. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r').catch(() => undefined)
  await folder?.sync().catch(() => undefined)
  await folder?.close()
}
