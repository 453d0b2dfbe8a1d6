// Who keeps the signing key: a file, or the system's store where a shell offers one. Only the latter has to be asked.
import { failure } from '../../../native/kit/errors.ts'
import { fail, ok, type Result } from '../../../native/kit/result.ts'
import type { Stamp } from './entry.ts'
import { keepSealedKey, readKeys, readSealedKey, type KeysFound } from './key-files.ts'
import { encodePrivateKey, type SigningKey } from './signing-key.ts'
import type { VaultLine } from './vault-line.ts'
import type { OpenRequest } from './writer-protocol.ts'

/**
 * Reads the keys of this workstation; at once unless the store has to be asked.
 *
 * @param take  gets STORE_KEY_LOCKED when the store has the key and does not give it: it is not lost, and no other is made
 */
export function findKeys({ keyFolder, hasVault }: OpenRequest, vault: VaultLine, take: (keys: Result<KeysFound>) => void): void {
  const sealed = readSealedKey(keyFolder)
  if (!sealed.ok) return take(sealed)
  if (!sealed.value) return take(readKeys(keyFolder))
  if (hasVault !== true) return take(fail(failure('STORE_KEY_LOCKED', 'no system store is offered here')))
  vault.ask('open', sealed.value, (opened) => take(opened.ok ? readKeys(keyFolder, opened.value) : opened))
}

export interface Sealing {
  readonly key: SigningKey
  readonly keyFolder: string
  /** False when the key was changed or the record closed meanwhile. */
  readonly isWanted: () => boolean
}

/**
 * Hands a key that lies in a file to the store.
 *
 * @param take  gets when it did, undefined when that is not wanted any more, STORE_KEY_UNFIT when the key stays in its file
 */
export function sealKey({ key, keyFolder, isWanted }: Sealing, vault: VaultLine, take: (sealed: Result<Stamp | undefined>) => void): void {
  const plain = Buffer.from(encodePrivateKey(key))
  vault.ask('seal', plain, (sealed) => {
    if (!sealed.ok) return take(stays(sealed.error.detail))
    vault.ask('open', sealed.value, (opened, stamp) => {
      // What cannot be opened again must not take the place of the file.
      if (!opened.ok || !plain.equals(opened.value)) return take(stays('it did not come back as it was'))
      if (!isWanted()) return take(ok(undefined))
      const kept = keepSealedKey(keyFolder, key, sealed.value)
      take(kept.ok ? ok(kept.value ? stamp : undefined) : kept)
    })
  })
}

const stays = (cause: string): Result<never> => fail(failure('STORE_KEY_UNFIT', `the system store did not take the signing key, which stays in its file: ${cause}`))
