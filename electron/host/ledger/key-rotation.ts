// Gives the workstation another key while the record is open. Every step is durable before the next one; a cut after any of
// them is finished or forgotten by the next opening, as the record says. Source: resources/docs/ledger-format.md, "Another key".
import { ok, type Result } from '../../../native/kit/result.ts'
import type { JsonObject } from '../../contract/words.ts'
import type { Anchoring } from './anchoring.ts'
import { KEY_ROTATED_KIND, type PreparedEntry, type Stamp } from './entry.ts'
import { encodeRotation } from './key-chain.ts'
import { keepNextKey, promoteNextKey } from './key-files.ts'
import type { LedgerPaths } from './ledger-files.ts'
import { ownEntry } from './own-entry.ts'
import type { EntryActor } from './port.ts'
import { showPublicKey } from './public-key-file.ts'
import type { SigningKey } from './signing-key.ts'
import type { Store } from './store.ts'
import { attempt } from './store-failure.ts'

export interface Rotation {
  readonly store: Store
  readonly paths: LedgerPaths
  readonly keyFolder: string
  readonly boot: string
  readonly anchoring: Anchoring
  readonly from: SigningKey
  readonly actor: EntryActor
  readonly stamp: Stamp
  readonly marks: JsonObject | undefined
}

export interface Rotated {
  readonly key: SigningKey
  readonly entry: PreparedEntry
  readonly seq: number
}

/** Yields after each step that is on the disk. @returns the first failure; what was begun is then left to the next opening */
export function* rotationSteps(rotation: Rotation): Generator<string, Result<Rotated>> {
  const { store, keyFolder, anchoring, stamp } = rotation
  // The old key vouches for everything up to here.
  const last = anchoring.sign(stamp.utcMs)
  if (!last.ok) return last
  yield 'last checkpoint of the old key'
  const drawn = attempt('new key', () => keepNextKey(keyFolder))
  if (!drawn.ok) return drawn
  const key = drawn.value
  yield 'new key beside'
  const entry = rotationEntry(rotation, key)
  const appended = attempt('rotate', () => store.append(rotation.boot, [entry]))
  // The new key stays beside: a commit that failed may have reached the disk all the same, and then nobody else has it.
  if (!appended.ok) return appended
  yield 'entry committed'
  const promoted = attempt('new key', () => promoteNextKey(keyFolder))
  if (!promoted.ok) return promoted
  yield 'new key in its place'
  const shown = showPublicKey(rotation.paths.publicKey, key, () => true)
  if (!shown.ok) return shown
  yield 'public key shown'
  anchoring.use(key)
  const first = anchoring.sign(stamp.utcMs)
  if (!first.ok) return first
  yield 'first checkpoint of the new key'
  return ok({ key, entry, seq: appended.value.firstSeq })
}

function rotationEntry({ store, from, actor, stamp, marks }: Rotation, to: SigningKey): PreparedEntry {
  const { ledger, head } = store
  const payload = encodeRotation({ ledger, seq: head.seq + 1, prev: head.hash, from, to })
  return ownEntry(KEY_ROTATED_KIND, { ...marks, ...payload }, stamp, actor)
}

/** All steps at once. */
export function rotateKey(rotation: Rotation): Result<Rotated> {
  const steps = rotationSteps(rotation)
  for (let step = steps.next(); ; step = steps.next()) if (step.done) return step.value
}
