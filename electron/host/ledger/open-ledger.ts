// Opens the record. The console works without it, loudly; only a second console on the same record is turned away.
import type { Clock, Random } from '../../../native/kit/clock.ts'
import { fail, ok, type Result } from '../../../native/kit/result.ts'
import type { JsonObject } from '../../contract/words.ts'
import type { ClockQuality } from './entry.ts'
import { HostLedger } from './host-ledger.ts'
import type { KeyVault, Ledger } from './port.ts'
import { createStamper } from './stamper.ts'
import { writerInThread, type StartWriter } from './writer-port.ts'

/** A host starts in a fraction of this; a record that needs longer opens while the console already works. */
const OPEN_MS = 3000

export interface LedgerOptions {
  /** Made when missing. Holds `ledger.db`, `checkpoints.jsonl`, `public-key.pem`, and what was set aside. */
  readonly folder: string
  /** Private key only, apart from the record, so that a copy of the record holds no key. */
  readonly keyFolder: string
  /** Second append-only checkpoint file, on another disk or share. */
  readonly checkpointCopy?: string | undefined
  /** Unique for each start of the host. */
  readonly bootId: string
  readonly clock: Clock
  readonly random: Random
  /** Put into the payload of each entry the ledger makes itself, as `simulated: true`. */
  readonly marks?: JsonObject
  /** What the clock probe says at this moment; absent: unknown. */
  readonly clockQuality?: () => ClockQuality
  /** Where the writer's thread file is, for a host that was bundled. */
  readonly workerUrl?: URL
  /** Runs the writer somewhere else than in a thread of its own: tests. */
  readonly startWriter?: StartWriter
  /** Where the shell offers the system's own store for secrets: the key is kept there instead of in a file. */
  readonly vault?: KeyVault
  /** Entries kept in memory while the disk refuses; 10 000. */
  readonly spoolEntries?: number
}

/**
 * Opens the record in `folder` and checks it from its last checkpoint; the whole is checked in the background.
 *
 * @returns SITE_ALREADY_RUNNING when another host writes here. Any other trouble gives a ledger that keeps its entries in
 *   memory, says so by `failed`, and tries again each second.
 * @remarks Answers within 3 s. A damaged record is set aside and told by `damaged`; the first events wait for a listener.
 */
export async function openLedger(options: LedgerOptions): Promise<Result<Ledger>> {
  const { clock, clockQuality = () => 'unknown', workerUrl, startWriter = writerInThread(workerUrl) } = options
  const ledger = new HostLedger({
    folder: options.folder,
    keyFolder: options.keyFolder,
    checkpointCopy: options.checkpointCopy,
    bootId: options.bootId,
    marks: options.marks ?? {},
    clock,
    random: options.random,
    stamp: createStamper(clock, clockQuality),
    startWriter,
    vault: options.vault,
    spoolEntries: options.spoolEntries,
  })
  const error = await ledger.firstAnswer(OPEN_MS)
  if (error?.code === 'SITE_ALREADY_RUNNING') {
    await ledger.abandon()
    return fail(error)
  }
  return ok(ledger)
}
