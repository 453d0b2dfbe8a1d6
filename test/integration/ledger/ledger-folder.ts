// Real ledgers in a scratch folder, made by the real writer, and the tools to tamper with them.
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { onTestFinished } from 'vitest'
import { prepareDraft } from '../../../electron/host/ledger/draft.ts'
import type { Stamp } from '../../../electron/host/ledger/entry.ts'
import type { EntryDraft } from '../../../electron/host/ledger/port.ts'
import { Writer } from '../../../electron/host/ledger/writer.ts'
import type { StartWriter } from '../../../electron/host/ledger/writer-port.ts'
import type { FromWriter, OpenRequest } from '../../../electron/host/ledger/writer-protocol.ts'
import type { Random } from '../../../native/kit/clock.ts'
import { AT_ONCE } from '../../support/second-disk-at-once.ts'

export const START_UTC = Date.UTC(2024, 11, 31, 22, 0, 0)
export const DISPATCHER = { role: 'dispatcher', position: 'OB-07' } as const

/** mulberry32: the same seed gives the same attack on every machine. */
export function seededRandom(seed: number): Random & { below(limit: number): number } {
  let state = seed >>> 0
  const fraction = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
  const below = (limit: number): number => Math.floor(fraction() * limit)
  return { fraction, below, bytes: (length) => Uint8Array.from({ length }, () => below(256)) }
}

export interface Scratch {
  readonly root: string
  readonly folder: string
  readonly keyFolder: string
  readonly copy: string
}

export function scratchFolder(): Scratch {
  const root = mkdtempSync(join(tmpdir(), 'ledger-test-'))
  onTestFinished(() => rmSync(root, { recursive: true, force: true }))
  return { root, folder: join(root, 'ledger'), keyFolder: join(root, 'keys'), copy: join(root, 'elsewhere.jsonl') }
}

/** The writer without its thread: every answer is there when `send` returns, background slices run on `settle`. */
export interface DirectWriter {
  readonly writer: Writer
  readonly said: FromWriter[]
  readonly send: Writer['receive']
  /** Runs deferred work: all of it, or so many slices. */
  settle(slices?: number): void
}

export function directWriter(): DirectWriter {
  const said: FromWriter[] = []
  const deferred: (() => void)[] = []
  const writer = new Writer({ post: (message) => said.push(message), defer: (run) => deferred.push(run), ...AT_ONCE })
  return {
    writer,
    said,
    send: (message) => writer.receive(message),
    settle: (slices = Number.POSITIVE_INFINITY) => { for (let done = 0; done < slices && deferred.length > 0; done++) deferred.shift()?.() },
  }
}

export interface BuildOptions {
  readonly entries?: number
  readonly boot?: string
  readonly seed?: number
  /** Time of entry `at`; each a second after the one before when absent. */
  readonly stamp?: (at: number) => Stamp
  readonly content?: (at: number) => string | undefined
  /** Sign after this many entries of this run and at the end; absent: only at the end. */
  readonly signAfter?: number
  /** Leave without the clean close: what a crash leaves. */
  readonly crash?: boolean
}

const everySecond = (at: number): Stamp => ({ monoUs: at * 1_000_000, utcMs: START_UTC + at * 1000, clock: 'unknown' })

export function openRequest(scratch: Scratch, { boot = 'boot-1', seed = 1, stamp = everySecond }: BuildOptions = {}): OpenRequest {
  const newLedgerId = Buffer.from(seededRandom(seed).bytes(16)).toString('hex')
  const { folder, keyFolder, copy } = scratch
  return { folder, keyFolder, checkpointCopy: copy, boot, stamp: stamp(0), newLedgerId, acknowledged: undefined }
}

/** Opens, writes `entries` entries (default 20; the opening adds one before them), closes. Answers what the writer said. */
export function buildLedger(scratch: Scratch, options: BuildOptions = {}): FromWriter[] {
  const { entries = 20, stamp = everySecond, seed = 1 } = options
  const random = seededRandom(seed + 1000)
  const { said, send } = directWriter()
  send({ type: 'open', request: openRequest(scratch, options) })
  for (let at = 1; at <= entries; at++) {
    const content = options.content?.(at)
    const draft: EntryDraft = {
      kind: 'service.changed', actor: DISPATCHER, payload: { n: at, note: `entry number ${at}` }, ...(content === undefined ? {} : { content }),
    }
    const prepared = prepareDraft(draft, { stamp: stamp(at), salt: () => random.bytes(16) })
    if (!prepared.ok) throw new Error(prepared.error.detail)
    send({ type: 'write', entries: [prepared.value] })
    if (at === options.signAfter) send({ type: 'anchor', utcMs: stamp(at).utcMs })
  }
  if (options.crash) return said
  send({ type: 'close', utcMs: stamp(entries).utcMs })
  return said
}

/** What stands on the disk at this moment, as if the machine had stopped. */
export function copyAsFound(from: string, to: string): string {
  cpSync(from, to, { recursive: true })
  return to
}

/** Changes the record the way somebody with the file would: triggers first. */
export function tamper(folder: string, change: (database: DatabaseSync) => void): void {
  const database = new DatabaseSync(join(folder, 'ledger.db'))
  for (const { name } of database.prepare("SELECT name FROM sqlite_schema WHERE type = 'trigger'").all()) database.exec(`DROP TRIGGER ${String(name)}`)
  change(database)
  database.close()
}

/** Runs the writer in this thread, one turn later as a thread would. `onWriter` gets it for what only a test may do. */
export function writerHere(onWriter: (writer: Writer) => void = () => {}): StartWriter {
  return ({ onMessage }) => {
    let ended = false
    const later = (run: () => void): void => void setImmediate(() => { if (!ended) run() })
    const writer = new Writer({ post: (message) => later(() => onMessage(structuredClone(message))), defer: later, ...AT_ONCE })
    onWriter(writer)
    return {
      post: (message) => later(() => writer.receive(structuredClone(message))),
      end: async () => { ended = true },
    }
  }
}
