// How long an auditor waits for a record of a million entries, and whether a console that has one starts later than an empty
// one. Held against the least anybody has to do: read the same rows, hash each once, verify each signature once.
import { hash, createPublicKey, sign, generateKeyPairSync, verify } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { ledgerPaths } from '../../electron/host/ledger/ledger-files.ts'
import { openLedger } from '../../electron/host/ledger/open-ledger.ts'
import { verifyLedger } from '../../electron/host/ledger/verify-ledger.ts'
import { systemClock, systemRandom } from '../../native/transport/clock.ts'
import { prepareLedger, type PreparedLedger } from '../support/prepared-ledger.ts'
import { quantilesOf } from './quantiles.ts'
import type { BenchRow } from './row.ts'
import { measureReady } from './start.ts'

const ENTRIES = 1_000_000
/** An entry each second and a checkpoint each ten seconds: what a console leaves that nobody touches. */
const BUSY = 10
const RARE = 10_000
const VERIFY_LIMIT_MS = 4000
const START_LIMIT = 1.3
const VERIFIED = 3
const OPENED = 9
const STARTED = 7

export async function* benchVerify({ entries = ENTRIES, folder = tmpdir() } = {}): AsyncGenerator<BenchRow> {
  const root = mkdtempSync(join(folder, 'bench-verify-'))
  try {
    const full = prepareLedger({ root: join(root, 'full'), entries, entriesPerCheckpoint: BUSY })
    yield* verifying(full, entries)
    yield* starting(root, entries)
  } finally {
    rmSync(root, { recursive: true, force: true })
  }
}

async function* verifying({ folder, checkpointCopy }: PreparedLedger, entries: number): AsyncGenerator<BenchRow> {
  const rows = times(VERIFIED, () => bareLoop(folder, entries))
  const each = bareSignatureMs()
  const bareLoopMs = Math.round(quantilesOf(rows).p50)
  const limit = { limitMs: VERIFY_LIMIT_MS, bareLoopMs }
  const busy = times(1, () => wholeMs(folder))
  const busySignatures = Math.floor(entries / BUSY)
  yield row(`verify, a checkpoint each ${BUSY} entries`, busy, { ...limit, signatures: busySignatures, bareSignaturesMs: Math.round(each * busySignatures) })
  thin(checkpointCopy, ledgerPaths(folder).checkpoints)
  const rare = times(VERIFIED, () => wholeMs(folder))
  yield row(`verify, a checkpoint each ${RARE} entries`, rare, { ...limit, signatures: Math.floor(entries / RARE) })
}

async function* starting(root: string, entries: number): AsyncGenerator<BenchRow> {
  const empty = await timesLater(OPENED, () => openedMs(root, 'empty'))
  const full = await timesLater(OPENED, () => openedMs(root, 'full'))
  yield row(`open a ledger of ${entries} entries → first answer`, full, ratio(full, empty))
  // The built host looks for the record where its data folder has it.
  const ready = { full: await measureReady(join(root, 'full'), STARTED), empty: await measureReady(join(root, 'empty'), STARTED) }
  yield row(`start of the built host over ${entries} entries → ready`, ready.full, ratio(ready.full, ready.empty))
}

function ratio(full: readonly number[], empty: readonly number[]): Record<string, number> {
  const emptyMs = quantilesOf(empty).p50
  return { limitRatio: START_LIMIT, emptyMs: Math.round(emptyMs * 10) / 10, ratio: Math.round((quantilesOf(full).p50 / emptyMs) * 100) / 100 }
}

function row(figure: string, took: readonly number[], against: BenchRow['against']): BenchRow {
  const { p50, p99, n } = quantilesOf(took)
  return { bench: 'verify', figure, unit: 'ms', value: p50, p50, p99, n, against }
}

function wholeMs(folder: string): number {
  const from = systemClock.monotonicMs()
  const report = verifyLedger(folder, [])
  if (report.code !== 0) throw new Error(report.text)
  return systemClock.monotonicMs() - from
}

function bareLoop(folder: string, entries: number): number {
  const from = systemClock.monotonicMs()
  const database = new DatabaseSync(ledgerPaths(folder).database, { readOnly: true })
  let seen = 0
  for (const found of database.prepare('SELECT *, CAST(payload AS BLOB) AS bytes FROM entries ORDER BY seq').iterate()) {
    hash('sha256', found['bytes'] as Uint8Array)
    seen++
  }
  database.close()
  if (seen !== entries) throw new Error(`read ${seen} rows`)
  return systemClock.monotonicMs() - from
}

/** Of one signature over as many bytes as a checkpoint has. */
function bareSignatureMs(): number {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519')
  const key = createPublicKey(publicKey.export({ type: 'spki', format: 'pem' }))
  const bytes = Buffer.alloc(190, 'x')
  const signature = sign(null, bytes, privateKey)
  const count = 2000
  const from = systemClock.monotonicMs()
  for (let at = 0; at < count; at++) verify(null, bytes, key, signature)
  return (systemClock.monotonicMs() - from) / count
}

function thin(from: string, to: string): void {
  const kept = readFileSync(from, 'utf8').trimEnd().split('\n').filter((_, at, all) => (at + 1) % (RARE / BUSY) === 0 || at === all.length - 1)
  writeFileSync(to, `${kept.join('\n')}\n`)
}

async function openedMs(root: string, name: string): Promise<number> {
  const from = systemClock.monotonicMs()
  const ledger = await openLedger({
    folder: join(root, name, 'ledger'), keyFolder: join(root, name, 'keys'), checkpointCopy: undefined,
    bootId: `bench-${from}`, clock: systemClock, random: systemRandom,
  })
  if (!ledger.ok) throw new Error(`${ledger.error.code} ${ledger.error.detail}`)
  const ms = systemClock.monotonicMs() - from
  await ledger.value.close()
  return ms
}

const times = (count: number, run: () => number): number[] => Array.from({ length: count }, run)

async function timesLater(count: number, run: () => Promise<number>): Promise<number[]> {
  const took: number[] = []
  for (let time = 0; time < count; time++) took.push(await run())
  return took
}
