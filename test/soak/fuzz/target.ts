// What is fuzzed: one target a parser. A case is bytes, whatever the parser takes, so that cases can be cut down and kept alike.
import type { FuzzRandom } from './random.ts'

export interface FuzzTarget {
  readonly name: string
  /** What is read, in a few words. */
  readonly reads: string
  /** Recorded and published input; every run begins with it unchanged. */
  readonly corpus: () => readonly Uint8Array[]
  /** Input built as the format builds it, with fields at their edges. */
  readonly make?: (random: FuzzRandom) => Uint8Array
  /** Words of the format, to be put in anywhere. */
  readonly words?: readonly string[]
  /** Longest case; the default is `CASE_MAX_BYTES`. */
  readonly maxBytes?: number
  /**
   * Reads one case from a fresh start.
   *
   * @returns what the parser understood, in a word; a run counts how many different ones it reached
   * @throws whatever the parser throws, and BrokenLaw where it read without obeying
   */
  readonly run: (bytes: Uint8Array) => string
  /** For what is read as a stream: one instance that lives on. */
  readonly stream?: FuzzStream
}

export interface FuzzStream {
  readonly create: () => StreamUnderTest
  /** What an instance may hold back; more is an unbounded buffer. */
  readonly heldMaxBytes: number
  /** What is repeated without end. */
  readonly endless: readonly Uint8Array[]
}

export interface StreamUnderTest {
  push(bytes: Uint8Array): void
  readonly held: number
}

export const CASE_MAX_BYTES = 8192

/** The parser read, and what it gave is not what its contract says. */
export class BrokenLaw extends Error {
  override readonly name = 'BrokenLaw'
}

/** @param law  the sentence that holds for every input; the same text is the same finding */
export function obey(holds: boolean, law: string): void {
  if (!holds) throw new BrokenLaw(law)
}

/** Whether two decoded values say the same. */
export const same = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other)

/** Decoded data may be larger than what it was decoded from, but only by a factor: no declared length or range makes memory. */
export function obeySize(output: unknown, inputBytes: number): void {
  const length = JSON.stringify(output)?.length ?? 0
  obey(length <= OUTPUT_BASE + inputBytes * OUTPUT_FACTOR, 'what is decoded grows no faster than what is read')
}

const OUTPUT_BASE = 4096
/** A byte of text can become `\u0000`, in two fields. */
const OUTPUT_FACTOR = 16
