// What vouches for the head of the chain: checkpoint lines, here or on another path, and head codes from a screen or paper.
import { closeSync, existsSync, openSync, readSync } from 'node:fs'
import { failure } from '../../../native/kit/errors.ts'
import { fail, ok, type Result } from '../../../native/kit/result.ts'
import { decodeCheckpoint, type SignedCheckpoint } from './checkpoint.ts'
import { decodeHeadCode, type HeadCode } from './head-code.ts'

/** Something from outside the folder that is verified. */
export type Anchor =
  | { readonly kind: 'code'; readonly source: string; readonly code: HeadCode }
  /** `mayLag`: the console's own second file, which follows the first and need not know a record that has just begun. */
  | { readonly kind: 'file'; readonly source: string; readonly mayLag?: true }

export type CheckpointLine =
  | { readonly line: number; readonly checkpoint: SignedCheckpoint }
  /** `last`: without a line feed, as a crash leaves it. */
  | { readonly line: number; readonly checkpoint: undefined; readonly last: boolean }

const CHUNK_BYTES = 65_536
const LINE_FEED = 0x0a
/** A line that is longer is no checkpoint; without a bound a file of zeros would be read as one line. */
const MAX_LINE_BYTES = 4096

/** @returns SITE_MISSING when the text is no head code and no such file is there */
export function decodeAnchor(text: string): Result<Anchor> {
  const code = decodeHeadCode(text)
  if (code) return ok({ kind: 'code', source: text, code })
  return existsSync(text) ? ok({ kind: 'file', source: text }) : fail(failure('SITE_MISSING', text))
}

/** Reads line by line, so that a year of checkpoints needs no memory. Stops at `endAt` bytes. Throws what node:fs throws. */
export function* readCheckpointLines(path: string, endAt = Number.POSITIVE_INFINITY): Generator<CheckpointLine> {
  let line = 0
  for (const { text, complete } of readLines(path, endAt)) {
    line++
    const checkpoint = decodeCheckpoint(text)
    if (checkpoint) yield { line, checkpoint }
    else if (text.trim() !== '') yield { line, checkpoint: undefined, last: !complete }
  }
}

function* readLines(path: string, endAt: number): Generator<{ readonly text: string; readonly complete: boolean }> {
  const file = openSync(path, 'r')
  try {
    const chunk = Buffer.alloc(CHUNK_BYTES)
    let rest = Buffer.alloc(0)
    for (let at = 0; at < endAt; ) {
      const got = readSync(file, chunk, 0, Math.min(CHUNK_BYTES, endAt - at), at)
      if (got === 0) break
      at += got
      let bytes = Buffer.concat([rest, chunk.subarray(0, got)])
      for (let end = bytes.indexOf(LINE_FEED); end >= 0; end = bytes.indexOf(LINE_FEED)) {
        yield { text: bytes.toString('utf8', 0, end), complete: true }
        bytes = bytes.subarray(end + 1)
      }
      rest = Buffer.from(bytes.subarray(0, MAX_LINE_BYTES))
    }
    if (rest.length > 0) yield { text: rest.toString('utf8'), complete: false }
  } finally {
    closeSync(file)
  }
}
