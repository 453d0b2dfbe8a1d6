// Opening one ledger for writing: check what is there, set it aside when it is damaged, begin or resume, show the public key.
import { failure, type Failure } from '../../../native/kit/errors.ts'
import { ok, type Result } from '../../../native/kit/result.ts'
import type { JsonObject } from '../../contract/words.ts'
import type { SignedCheckpoint } from './checkpoint.ts'
import { FORMAT_VERSION, GENESIS_KIND, MIGRATED_KIND, RESUMED_KIND, type PreparedEntry } from './entry.ts'
import { createKey, forgetNextKey, promoteNextKey, type KeysFound } from './key-files.ts'
import type { LedgerPaths } from './ledger-files.ts'
import { refuseNewer } from './newer-record.ts'
import { OWN_KINDS, ownEntry, storedAs } from './own-entry.ts'
import type { StoredEntry } from './port.ts'
import { showPublicKey } from './public-key-file.ts'
import { damageFrom, decideSetAside, moveAside, previousFrom, undoneSetAside, type Reason, type SetAside } from './set-aside.ts'
import type { SigningKey } from './signing-key.ts'
import { checkAtStart, isUnbegun, previousFolder, type KnownLedger, type StartState } from './start-check.ts'
import { openStore, type Store } from './store.ts'
import { attempt } from './store-failure.ts'
import { describe, type Finding } from './verdict.ts'
import type { OpenRequest } from './writer-protocol.ts'

export interface Opening {
  readonly paths: LedgerPaths
  readonly keys: KeysFound
  readonly request: OpenRequest
  /** Last lines of the second checkpoint file. */
  readonly copied: readonly string[]
  /** Damage found while it was open: no further check, it is set aside. */
  readonly condemned: { readonly finding: Finding; readonly known: KnownLedger } | undefined
}

export interface Opened {
  readonly store: Store
  readonly key: SigningKey
  /** The ledger's own entries about this opening. */
  readonly own: readonly StoredEntry[]
  readonly anchored: SignedCheckpoint | undefined
  /** Entries of this run after the acknowledged one, written before this opening. */
  readonly already: { readonly firstSeq: number; readonly count: number }
  readonly damage: { readonly error: Failure; readonly setAside: string } | undefined
  readonly warnings: readonly Failure[]
}

/** `why` of a ledger that is sound and whose key is gone. Source: ledger-format.md, "Another key". */
const KEY_LOST = 'KEY LOST'
const NOTHING_YET = { firstSeq: 0, count: 0 }

/** @returns why the record cannot be written now; nothing is half open then */
export function openForWriting(opening: Opening): Result<Opened> {
  const { paths, condemned } = opening
  const newer = refuseNewer(paths.database)
  if (!newer.ok) return newer
  const undone = undoneSetAside(paths)
  const succeeded = undone !== undefined && previousFolder(paths.database) === undone.folder
  if (undone && !succeeded) {
    const moved = moveAside(paths, undone)
    if (!moved.ok) return moved
    if (isUnbegun(paths.database)) return succeed(opening, undone)
  }
  const found = condemned ? ok({ state: 'damaged' as const, ...condemned }) : checkAtStart(opening)
  if (!found.ok) return found
  const state = found.value
  switch (state.state) {
    case 'none':
      return beginWithKey(opening, null, { damage: undefined })
    case 'damaged':
      return replace(opening, state.known, { why: describe(state.finding), error: damaged(state.finding) })
    case 'key-lost':
      return replace(opening, state.known, { why: KEY_LOST, error: failure('STORE_KEY_LOST', state.detail) })
    case 'sound':
      return resumeWithKey(opening, state, { damage: succeeded ? damageFrom(undone) : undefined })
  }
}

const damaged = (finding: Finding): Failure => failure('STORE_DAMAGED', `${describe(finding)}: ${finding.detail}`)

function replace(opening: Opening, known: KnownLedger, reason: Reason): Result<Opened> {
  const decided = decideSetAside(opening.paths, opening.request.stamp.utcMs, { ...reason, known })
  if (!decided.ok) return decided
  const moved = moveAside(opening.paths, decided.value)
  return moved.ok ? succeed(opening, decided.value) : moved
}

/** The next ledger, whose first entry names the one that was set aside. */
function succeed(opening: Opening, setAside: SetAside): Result<Opened> {
  return beginWithKey(opening, previousFrom(setAside), { damage: damageFrom(setAside) })
}

/** The key of this workstation, or its first; a rotation the old ledger may have begun is not the new one's. */
function beginWithKey(opening: Opening, previous: JsonObject | null, told: Pick<Opened, 'damage'>): Result<Opened> {
  const { keys, request, paths } = opening
  const made = attempt('key', () => {
    forgetNextKey(request.keyFolder)
    return keys.current ? { key: keys.current, warnings: [] } : createKey(request.keyFolder)
  })
  if (!made.ok) return made
  const { key, warnings } = made.value
  const shown = showPublicKey(paths.publicKey, key, () => false)
  if (!shown.ok) return shown
  return begin(opening, previous, { ...told, key, warnings: [...warnings, ...shown.value] })
}

/** Finishes a rotation that was cut off after its entry, forgets one that was cut off before it. */
function resumeWithKey(opening: Opening, state: Extract<StartState, { state: 'sound' }>, told: Pick<Opened, 'damage'>): Result<Opened> {
  const { keys, request, paths } = opening
  const { key, isOfChain, anchored } = state
  const settled = attempt('key', () => (key === keys.next ? promoteNextKey(request.keyFolder) : forgetNextKey(request.keyFolder)))
  if (!settled.ok) return settled
  const shown = showPublicKey(paths.publicKey, key, isOfChain)
  if (!shown.ok) return shown
  const resumed = resume(opening, state, { ...told, key, warnings: shown.value })
  if (resumed.ok || resumed.error.code !== 'STORE_DAMAGED') return resumed
  // Sound where the check looked, and yet nothing can be written: a page that only writing touches is broken.
  const known = { ledger: anchored?.ledger ?? null, seq: anchored?.seq ?? null, head: anchored?.head ?? null }
  const finding: Finding = { verdict: 'UNREADABLE', detail: resumed.error.detail }
  return replace({ ...opening, keys: { ...keys, current: key } }, known, { why: describe(finding), error: damaged(finding) })
}

function begin({ paths, request }: Opening, previous: JsonObject | null, told: Pick<Opened, 'damage' | 'warnings' | 'key'>): Result<Opened> {
  const ledger = request.newLedgerId
  const payload = { ...request.marks, format: FORMAT_VERSION, ledger, key: told.key.fingerprint, previous }
  return withStore(paths, (store) => {
    const own = ownEntry(GENESIS_KIND, payload, request.stamp)
    const appended = store.begin(ledger, request.boot, own)
    return { store, own: [storedAs(own, appended.firstSeq)], anchored: undefined, already: NOTHING_YET, ...told }
  })
}

function resume(
  { paths, request }: Opening, state: { anchored: SignedCheckpoint | undefined; tail: number }, told: Pick<Opened, 'damage' | 'key' | 'warnings'>,
): Result<Opened> {
  return withStore(paths, (store) => {
    const { acknowledged, boot } = request
    const known = acknowledged?.ledger === store.ledger ? acknowledged.seq : 0
    // A commit whose answer never came, because the writer died or the disk failed after it, is not written twice.
    const already = store.entriesOfBoot(boot, known, OWN_KINDS)
    const resumed = ownEntry(RESUMED_KIND, { ...request.marks, tail: state.tail, anchored: state.anchored?.seq ?? 0 }, request.stamp)
    let own: readonly PreparedEntry[] = []
    const { firstSeq } = store.resume(boot, (migrated) => {
      own = migrated ? [ownEntry(MIGRATED_KIND, { ...request.marks, ...migrated }, request.stamp), resumed] : [resumed]
      return own
    })
    const entries = own.map((entry, at) => storedAs(entry, firstSeq + at))
    return { store, own: entries, anchored: state.anchored, already, ...told }
  })
}

function withStore(paths: LedgerPaths, use: (store: Store) => Opened): Result<Opened> {
  const store = attempt('open', () => openStore(paths.database))
  if (!store.ok) return store
  const used = attempt('open', () => use(store.value))
  if (!used.ok) attempt('close', () => store.value.close())
  return used
}
