// The system's own store for secrets, lent to the host: it seals and opens bytes and knows nothing of what they are.
// Source: Electron's documentation of safeStorage (DPAPI on Windows, Secret Service or KWallet on Linux).
import { safeStorage } from 'electron'
import type { ToHost, ToShell } from '../contract/link.ts'

type Question = Extract<ToShell, { packet: 'vault' }>
type Answer = Extract<ToHost, { packet: 'vault' }>

/**
 * Whether it keeps a secret at all. Ask after `ready`.
 *
 * @remarks On Linux without a keyring Electron offers `basic_text`: a fixed password of its own, which guards nothing.
 */
export function isVaultThere(): boolean {
  if (!safeStorage.isEncryptionAvailable()) return false
  return process.platform !== 'linux' || safeStorage.getSelectedStorageBackend() !== 'basic_text'
}

export function answerVault({ id, say, bytes }: Question): Answer {
  try {
    // Electron's store takes text only: what goes in is the base64 text, what comes out are bytes.
    const answer = say === 'seal' ? safeStorage.encryptString(bytes).toString('base64') : safeStorage.decryptString(Buffer.from(bytes, 'base64'))
    return { packet: 'vault', id, bytes: answer }
  } catch (cause) {
    return { packet: 'vault', id, detail: cause instanceof Error ? cause.message : String(cause) }
  }
}
