// Opening one ledger for writing: check what is there, set it aside when it is damaged, begin or resume, show the public key.
import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'
import { failure, type Failure } from '../../../native/kit/errors.ts'
import { ok, type Result } from '../../../native/kit/result.ts'
import type { JsonObject } from '../../contract/words.ts'
import { syncFolder } from './append-file.ts'
import { canonicalJson } from './canonical-json.ts'
import type { SignedCheckpoint } from './checkpoint.ts'
import { FORMAT_VERSION, GENESIS_KIND, MIGRATED_KIND, RESUMED_KIND, type PreparedEntry } from './entry.ts'
import type { LedgerPaths } from './ledger-files.ts'
import { refuseNewer } from './newer-record.ts'
import type { StoredEntry } from './port.ts'
import { setAside } from './set-aside.ts'
import type { SigningKey } from './signing-key.ts'
import { checkAtStart, type KnownLedger } from './start-check.ts'
import { openStore, type Store } from './store.ts'
import { attempt } from './store-failure.ts'
import { describe, type Finding } from './verdict.ts'
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
  /** The ledger's own entries about this opening. */
  readonly own: readonly StoredEntry[]
  readonly anchored: SignedCheckpoint | undefined
  /** Entries of this run after the acknowledged one, written before this opening. */
  readonly already: { readonly firstSeq: number; readonly count: number }
  readonly damage: { readonly error: Failure; readonly setAside: string } | undefined
  readonly warnings: readonly Failure[]
}

/** What the writer adds by itself; all else of a run comes from the host. */
const OWN_KINDS = [GENESIS_KIND, MIGRATED_KIND, RESUMED_KIND]

const NOTHING_YET = { firstSeq: 0, count: 0 }

/** @returns why the record cannot be written now; nothing is half open then */
export function openForWriting(opening: Opening): Result<Opened> {
  const { paths, key, request, condemned } = opening
  const newer = refuseNewer(paths.database)
  if (!newer.ok) return newer
  const found = condemned ? ok({ state: 'damaged' as const, ...condemned }) : checkAtStart({ ...opening, checkpointCopy: request.checkpointCopy })
  if (!found.ok) return found
  const state = found.value
  if (state.state === 'damaged') return replace(opening, state)

  const warnings = showPublicKey(paths.publicKey, key)
  if (!warnings.ok) return warnings
  if (state.state === 'none') return begin(opening, null, { damage: undefined, warnings: warnings.value })
  const resumed = resume(opening, state, warnings.value)
  if (resumed.ok || resumed.error.code !== 'STORE_DAMAGED') return resumed
  // Sound where the check looked, and yet nothing can be written: a page that only writing touches is broken.
  const known = { ledger: state.anchored?.ledger ?? null, seq: state.anchored?.seq ?? null, head: state.anchored?.head ?? null }
  return replace(opening, { finding: { verdict: 'UNREADABLE', detail: resumed.error.detail }, known })
}

function replace(opening: Opening, { finding, known }: { finding: Finding; known: KnownLedger }): Result<Opened> {
  const kept = setAside(opening.paths, opening.request.stamp.utcMs)
  if (!kept.ok) return kept
  const error = failure('STORE_DAMAGED', `${describe(finding)}: ${finding.detail}`)
  const warnings = showPublicKey(opening.paths.publicKey, opening.key)
  if (!warnings.ok) return warnings
  const previous = { ...known, ...kept.value, why: describe(finding) }
  return begin(opening, previous, { damage: { error, setAside: kept.value.folder }, warnings: [] })
}

function begin({ paths, key, request }: Opening, previous: JsonObject | null, told: Pick<Opened, 'damage' | 'warnings'>): Result<Opened> {
  const ledger = request.newLedgerId
  const payload = { ...request.marks, format: FORMAT_VERSION, ledger, key: key.fingerprint, previous }
  return withStore(paths, (store) => {
    const own = ownEntry(GENESIS_KIND, payload, request)
    const appended = store.begin(ledger, request.boot, own)
    return { store, own: [stored(own, appended.firstSeq)], anchored: undefined, already: NOTHING_YET, ...told }
  })
}

function resume(
  { paths, request }: Opening, state: { anchored: SignedCheckpoint | undefined; tail: number }, warnings: readonly Failure[],
): Result<Opened> {
  return withStore(paths, (store) => {
    const { acknowledged, boot } = request
    const known = acknowledged?.ledger === store.ledger ? acknowledged.seq : 0
    // A commit whose answer never came, because the writer died or the disk failed after it, is not written twice.
    const already = store.entriesOfBoot(boot, known, OWN_KINDS)
    const resumed = ownEntry(RESUMED_KIND, { ...request.marks, tail: state.tail, anchored: state.anchored?.seq ?? 0 }, request)
    let own: readonly PreparedEntry[] = []
    const { firstSeq } = store.resume(boot, (migrated) => {
      own = migrated ? [ownEntry(MIGRATED_KIND, { ...request.marks, ...migrated }, request), resumed] : [resumed]
      return own
    })
    const told = own.map((entry, at) => stored(entry, firstSeq + at))
    return { store, own: told, anchored: state.anchored, already, damage: undefined, warnings }
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

const stored = ({ utcMs, kind, role, position, payload }: PreparedEntry, seq: number): StoredEntry => ({
  seq, utcMs, kind, actor: { role, position }, payload: JSON.parse(payload) as JsonObject,
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
