// `public-key.pem` beside the record, for whoever verifies it.
import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'
import { failure, type Failure } from '../../../native/kit/errors.ts'
import type { Result } from '../../../native/kit/result.ts'
import { syncFolder } from './append-file.ts'
import { decodePublicKey, fingerprintOf, type SigningKey } from './signing-key.ts'
import { attempt } from './store-failure.ts'

/**
 * Puts the key there. One that was lost is put back in silence, a strange one with a warning.
 *
 * @param isEarlier  says of a fingerprint whether it is of the ledger's own chain: a rotation that was cut off leaves such a one
 */
export function showPublicKey(path: string, key: SigningKey, isEarlier: (fingerprint: string) => boolean): Result<readonly Failure[]> {
  return attempt('public key', () => {
    const there = existsSync(path) ? readFileSync(path, 'utf8') : undefined
    if (there === key.publicPem) return []
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
    const found = there === undefined ? undefined : decodePublicKey(there)
    if (there === undefined || (found && isEarlier(fingerprintOf(found)))) return []
    return [failure('STORE_KEY_UNFIT', 'public-key.pem was not the key of this workstation; it was put back')]
  })
}
