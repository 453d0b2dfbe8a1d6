// Opening one ledger for writing: check what is there, set it aside when it is damaged, begin or resume, show the public key.
import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'
import { failure, type Failure } from '../../../native/kit/errors.ts'
import { ok, type Result } from '../../../native/kit/result.ts'
import type { JsonObject } from '../../contract/words.ts'
import { syncFolder } from './append-file.ts'
import { canonicalJson } from './canonical-json.ts'
import type { SignedCheckpoint } from './checkpoint.ts'
import { FORMAT_VERSION, GENESIS_KIND, RESUMED_KIND, type PreparedEntry } from './entry.ts'
import type { LedgerPaths } from './ledger-files.ts'
import type { StoredEntry } from './port.ts'
import { damageFrom, decideSetAside, moveAside, previousFrom, undoneSetAside, type SetAside } from './set-aside.ts'
import type { SigningKey } from './signing-key.ts'
import { checkAtStart, isUnbegun, previousFolder, type KnownLedger, type StartState } from './start-check.ts'
import { openStore, type Appended, type Store } from './store.ts'
import { attempt } from './store-failure.ts'
import type { Finding } from './verdict.ts'
import type { OpenRequest } from './writer-protocol.ts'

export interface Opening {
  readonly paths: LedgerPaths
  readonly key: SigningKey
  readonly request: OpenRequest
  /** Damage found while it was open: no further check, it is set aside. */
  readonly condemned: { readonly finding: Finding; readonly known: KnownLedger } | undefined
}

export interface Opened {
  readonly store: Store
  readonly own: StoredEntry
  readonly anchored: SignedCheckpoint | undefined
  /** Entries of this run after the acknowledged one, written before this opening. */
  readonly already: { readonly firstSeq: number; readonly count: number }
  readonly damage: { readonly error: Failure; readonly setAside: string } | undefined
  readonly warnings: readonly Failure[]
}

const NOTHING_YET = { firstSeq: 0, count: 0 }

/** @returns why the record cannot be written now; nothing is half open then */
export function openForWriting(opening: Opening): Result<Opened> {
  const { paths, request, condemned } = opening
  const undone = undoneSetAside(paths)
  const succeeded = undone !== undefined && previousFolder(paths.database) === undone.folder
  if (undone && !succeeded) {
    const moved = moveAside(paths, undone)
    if (!moved.ok) return moved
    if (isUnbegun(paths.database)) return succeed(opening, undone)
  }
  const found = condemned ? ok({ state: 'damaged' as const, ...condemned }) : checkAtStart({ ...opening, checkpointCopy: request.checkpointCopy })
  if (!found.ok) return found
  if (found.value.state === 'damaged') return replace(opening, found.value)
  return goOn(opening, found.value, succeeded ? damageFrom(undone) : undefined)
}

function goOn(opening: Opening, state: Exclude<StartState, { state: 'damaged' }>, damage: Opened['damage']): Result<Opened> {
  const warnings = showPublicKey(opening.paths.publicKey, opening.key)
  if (!warnings.ok) return warnings
  const told = { damage, warnings: warnings.value }
  return state.state === 'none' ? begin(opening, null, told) : resume(opening, state, told)
}

function replace(opening: Opening, damaged: { finding: Finding; known: KnownLedger }): Result<Opened> {
  const decided = decideSetAside(opening.paths, opening.request.stamp.utcMs, damaged)
  if (!decided.ok) return decided
  const moved = moveAside(opening.paths, decided.value)
  return moved.ok ? succeed(opening, decided.value) : moved
}

/** The next ledger, whose first entry names the one that was set aside. */
function succeed(opening: Opening, setAside: SetAside): Result<Opened> {
  const warnings = showPublicKey(opening.paths.publicKey, opening.key)
  return warnings.ok ? begin(opening, previousFrom(setAside), { damage: damageFrom(setAside), warnings: [] }) : warnings
}

function begin({ paths, key, request }: Opening, previous: JsonObject | null, told: Pick<Opened, 'damage' | 'warnings'>): Result<Opened> {
  const ledger = request.newLedgerId
  const payload = { ...request.marks, format: FORMAT_VERSION, ledger, key: key.fingerprint, previous }
  return withStore(paths, (store) => {
    const own = ownEntry(GENESIS_KIND, payload, request)
    const appended = store.begin(ledger, request.boot, own)
    return { store, own: stored(own, payload, appended), anchored: undefined, already: NOTHING_YET, ...told }
  })
}

function resume(
  { paths, request }: Opening, state: { anchored: SignedCheckpoint | undefined; tail: number }, told: Pick<Opened, 'damage' | 'warnings'>,
): Result<Opened> {
  return withStore(paths, (store) => {
    const { acknowledged, boot } = request
    const known = acknowledged?.ledger === store.ledger ? acknowledged.seq : 0
    // A commit whose answer never came, because the writer died or the disk failed after it, is not written twice.
    const already = store.entriesOfBoot(boot, known, [GENESIS_KIND, RESUMED_KIND])
    const payload = { ...request.marks, tail: state.tail, anchored: state.anchored?.seq ?? 0 }
    const own = ownEntry(RESUMED_KIND, payload, request)
    const appended = store.append(boot, [own])
    return { store, own: stored(own, payload, appended), anchored: state.anchored, already, ...told }
  })
}

function withStore(paths: LedgerPaths, use: (store: Store) => Opened): Result<Opened> {
  const store = attempt('open', () => openStore(paths.database))
  if (!store.ok) return store
  const used = attempt('open', () => use(store.value))
  if (!used.ok) attempt('close', () => store.value.close())
  return used
}

function ownEntry(kind: string, payload: JsonObject, { stamp }: OpenRequest): PreparedEntry {
  const text = canonicalJson(payload)
  if (!text.ok) throw new Error(text.error.detail)
  return { ...stamp, role: 'system', position: 'host', kind, payload: text.value }
}

const stored = (entry: PreparedEntry, payload: JsonObject, { firstSeq }: Appended): StoredEntry => ({
  seq: firstSeq, utcMs: entry.utcMs, kind: entry.kind, actor: { role: entry.role, position: entry.position }, payload,
})

/** `public-key.pem` beside the record, for whoever verifies it. Put back with a warning when it was lost or changed. */
function showPublicKey(path: string, key: SigningKey): Result<readonly Failure[]> {
  return attempt('public key', () => {
    const there = existsSync(path)
    if (there && readFileSync(path, 'utf8') === key.publicPem) return []
    const half = `${path}.new`
    const file = openSync(half, 'w', 0o644)
    try {
      writeSync(file, key.publicPem)
      fsyncSync(file)
    } finally {
      closeSync(file)
    }
    renameSync(half, path)
    syncFolder(dirname(path))
    return there ? [failure('SITE_INVALID', 'public-key.pem was not the key of this workstation; it was put back')] : []
  })
}
