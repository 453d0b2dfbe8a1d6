// Runs cases against one parser and judges each: a crash, a broken law, a stall, or memory that only grows.
import { latin1ToBytes } from '../../../native/kit/bytes.ts'
import { defectOf, findingOf, type Finding } from './finding.ts'
import { minimise } from './minimise.ts'
import { mutated, type Material } from './mutate.ts'
import { createFuzzRandom } from './random.ts'
import { CASE_MAX_BYTES, type FuzzTarget, type StreamUnderTest } from './target.ts'

export interface FuzzOptions {
  readonly cases: number
  readonly seed: number
  /** Monotonic, ms: where it stands still, nobody looks closer. */
  readonly now: () => number
  /** Processor time of this process, ms: what other programs do meanwhile is not in it. */
  readonly busyMs: () => number
  /** Bytes in use after everything that can be let go is let go. */
  readonly memoryBytes: () => number
  /** How much of each endless line is fed. */
  readonly endlessBytes: number
  readonly onFinding?: (finding: Finding) => void
  readonly onProgress?: (done: number) => void
}

export interface FuzzReport {
  readonly parser: string
  readonly cases: number
  readonly seed: number
  /** Of processor time, for the cases with making and judging them; the endless lines come on top. */
  readonly seconds: number
  /** The slowest case, best of three: what the parser takes, not a collection of garbage that fell into it. */
  readonly longestMs: number
  /** Different things understood: a run that reaches few has tested little. */
  readonly meanings: number
  /** Most that a stream held back; 0 for what is read at once. */
  readonly heldBytes: number
  /** What the process kept between the first tenth and the end. */
  readonly keptBytes: number
  readonly findings: readonly Finding[]
}

/** A press waits behind whatever the host is reading: longer than this is felt. */
export const STALL_MS = 50
/** What a library may set up lazily; a byte kept a case would be 10 MB in ten million. */
export const KEPT_MAX_BYTES = 6 * 1024 * 1024
/** After so many different defects a parser is broken enough. */
const FINDINGS_MAX = 20
const POOL_MAX = 512
const POOL_CASE_MAX_BYTES = 1024
const MEANINGS_MAX = 10_000
const PROGRESS_EVERY = 65_536
const WARM_SHARE = 10
const STREAM_EVERY = 8
const PIECE_BYTES = 4096
const STALL_TRIES_MAX = 100

export function fuzz(target: FuzzTarget, options: FuzzOptions): FuzzReport {
  const startMs = options.busyMs()
  const judge = createJudge(target, options)
  const living = target.stream?.create()
  const nextCase = createSource(target, options.seed, judge)
  let heldBytes = 0
  let warmBytes = 0
  for (let done = 0; done < options.cases && judge.findings.size < FINDINGS_MAX; done++) {
    const bytes = nextCase(done)
    judge.take(bytes)
    if (living && done % STREAM_EVERY === 0) heldBytes = Math.max(heldBytes, judge.watchHeld(living, bytes))
    if (done === Math.floor(options.cases / WARM_SHARE)) warmBytes = options.memoryBytes()
    if (done % PROGRESS_EVERY === PROGRESS_EVERY - 1) options.onProgress?.(done + 1)
  }
  const seconds = (options.busyMs() - startMs) / 1000
  const keptBytes = options.memoryBytes() - warmBytes
  if (keptBytes > KEPT_MAX_BYTES) judge.find({ parser: target.name, kind: 'buffer', reason: 'memory is kept after the cases are done', bytes: undefined })
  for (const pattern of target.stream?.endless ?? []) heldBytes = Math.max(heldBytes, judge.takeEndless(pattern))
  const { longestMs, meanings } = judge
  return { parser: target.name, cases: options.cases, seed: options.seed, seconds, longestMs, meanings: meanings.size, heldBytes, keptBytes, findings: [...judge.findings.values()] }
}

/** Judges one kept case as a run would, an endless repetition of it included. @returns what is still wrong */
export function replay(target: FuzzTarget, bytes: Uint8Array, options: Pick<FuzzOptions, 'now' | 'busyMs' | 'endlessBytes'>): readonly Finding[] {
  const judge = createJudge(target, { ...options, cases: 1, seed: 0, memoryBytes: () => 0 })
  judge.take(bytes)
  if (bytes.length > 0 && target.stream) judge.takeEndless(bytes)
  return [...judge.findings.values()]
}

/** The corpus as it is, then damaged cases, built ones, and built ones damaged. What said something new is damaged further. */
function createSource(target: FuzzTarget, seed: number, judge: Judge): (index: number) => Uint8Array {
  const random = createFuzzRandom(seed, target.name)
  const corpus = target.corpus()
  const pool: [Uint8Array, ...Uint8Array[]] = [new Uint8Array(), ...corpus]
  const material: Material = { pool, words: (target.words ?? []).map(latin1ToBytes), maxBytes: target.maxBytes ?? CASE_MAX_BYTES }
  judge.onMeaning = (bytes) => {
    if (pool.length < POOL_MAX && bytes.length <= POOL_CASE_MAX_BYTES) pool.push(bytes)
  }
  return (index) => {
    const recorded = corpus[index]
    if (recorded) return recorded
    if (!target.make || random.oneIn(2)) return mutated(random, material)
    const made = target.make(random)
    return random.oneIn(2) ? made : mutated(random, { ...material, pool: [made] })
  }
}

interface Judge {
  readonly findings: ReadonlyMap<string, Finding>
  readonly meanings: ReadonlySet<string>
  readonly longestMs: number
  onMeaning: (bytes: Uint8Array) => void
  take(bytes: Uint8Array): void
  /** @returns bytes held back */
  watchHeld(stream: StreamUnderTest, bytes: Uint8Array): number
  takeEndless(pattern: Uint8Array): number
  find(finding: Finding): void
}

function createJudge(target: FuzzTarget, options: FuzzOptions): Judge {
  const { now, busyMs } = options
  const findings = new Map<string, Finding>()
  const meanings = new Set<string>()
  let longestMs = 0

  const attempt = (bytes: Uint8Array): Finding | undefined => {
    try {
      const meaning = target.run(bytes)
      if (!meanings.has(meaning) && meanings.size < MEANINGS_MAX) {
        meanings.add(meaning)
        judge.onMeaning(bytes)
      }
      return undefined
    } catch (thrown) {
      return findingOf(target.name, thrown, bytes)
    }
  }
  const measure = (bytes: Uint8Array): number => Math.min(...[1, 2, 3].map(() => {
    const startMs = busyMs()
    attempt(bytes)
    return busyMs() - startMs
  }))
  const find = (finding: Finding): void => {
    const defect = defectOf(finding)
    if (findings.has(defect)) return
    findings.set(defect, finding)
    options.onFinding?.(finding)
  }
  const findSmall = (finding: Finding, bytes: Uint8Array): void => {
    const defect = defectOf(finding)
    if (findings.has(defect)) return
    const small = finding.kind === 'stall'
      ? minimise(bytes, (one) => measure(one) > STALL_MS, STALL_TRIES_MAX)
      : minimise(bytes, (one) => defectOf(attempt(one) ?? { kind: 'stall', reason: '' }) === defect)
    find({ ...finding, bytes: small })
  }
  const overHeld = (held: number, bytes: Uint8Array): void => {
    const limit = target.stream?.heldMaxBytes ?? 0
    if (held > limit) find({ parser: target.name, kind: 'buffer', reason: `holds back more than ${limit} bytes`, bytes })
  }
  const judge: Judge = {
    findings,
    meanings,
    get longestMs() {
      return longestMs
    },
    onMeaning: () => undefined,
    find,
    take(bytes) {
      const startMs = now()
      const finding = attempt(bytes)
      const tookMs = now() - startMs
      if (finding) findSmall(finding, bytes)
      if (tookMs <= longestMs) return
      longestMs = Math.max(longestMs, measure(bytes))
      if (longestMs > STALL_MS && measure(bytes) > STALL_MS) findSmall({ parser: target.name, kind: 'stall', reason: `one case takes over ${STALL_MS} ms`, bytes }, bytes)
    },
    watchHeld(stream, bytes) {
      stream.push(bytes)
      overHeld(stream.held, bytes)
      return stream.held
    },
    takeEndless(pattern) {
      const stream = target.stream?.create()
      if (!stream) return 0
      const piece = new Uint8Array(PIECE_BYTES + pattern.length)
      for (let at = 0; at < piece.length; at++) piece[at] = pattern[at % pattern.length] ?? 0
      // Whole repetitions only, so that the pieces join to one line.
      const whole = piece.subarray(0, piece.length - (piece.length % pattern.length))
      let heldBytes = 0
      for (let fed = 0; fed < options.endlessBytes; fed += whole.length) {
        stream.push(whole)
        heldBytes = Math.max(heldBytes, stream.held)
      }
      overHeld(heldBytes, pattern)
      return heldBytes
    },
  }
  return judge
}
