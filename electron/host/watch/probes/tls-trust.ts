// Whom a TLS probe believes: the roots this program brings, a certificate authority of the site, or one certificate by its fingerprint.
import { X509Certificate } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import type * as Tls from 'node:tls'
import { failure } from '../../../../native/kit/errors.ts'
import { fail, ok, type Result } from '../../../../native/kit/result.ts'

export interface TlsConfig {
  /** Path of a PEM file with the authorities that sign for this target. */
  readonly ca?: string
  /** SHA-256 of the one certificate that is right: `AB:CD:…`. Then no authority is asked. */
  readonly fingerprint256?: string
  /** Name the certificate is for, when the target is written as another. */
  readonly servername?: string
}

export interface Trust {
  readonly tls: typeof Tls
  readonly secureContext: Tls.SecureContext
  readonly fingerprint256?: string
  readonly servername?: string
}

/** A share that hangs must not hold the probe for ever. */
const READ_MS = 2_000

/** @returns SITE_INVALID when the file cannot be read or holds no certificate */
export async function loadTrust({ ca, fingerprint256, servername }: TlsConfig): Promise<Result<Trust>> {
  const tls = await import('node:tls')
  try {
    const authorities = ca === undefined ? undefined : certificatesIn(await readFile(ca, { encoding: 'latin1', signal: AbortSignal.timeout(READ_MS) }))
    const secureContext = tls.createSecureContext(authorities && { ca: authorities })
    return ok({ tls, secureContext, ...(fingerprint256 && { fingerprint256 }), ...(servername && { servername }) })
  } catch (cause) {
    return fail(failure('SITE_INVALID', `ca ${ca ?? ''}: ${cause instanceof Error ? cause.message : String(cause)}`))
  }
}

const PEM_CERTIFICATE = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g

/** OpenSSL takes a file without any for a list of nobody, and every target would then look untrusted. */
function certificatesIn(text: string): string[] {
  const found = text.match(PEM_CERTIFICATE) ?? []
  if (found.length === 0) throw new Error('no certificate in it')
  for (const one of found) void new X509Certificate(one)
  return found
}

export interface SeenCertificate {
  /** Why the authorities do not vouch for it; undefined when they do. */
  readonly error: string | undefined
  readonly fingerprint256: string | undefined
  /** As OpenSSL writes a date: `Nov 26 09:00:00 2026 GMT`. */
  readonly from: string | undefined
  readonly to: string | undefined
}

/**
 * Why a certificate is not believed, undefined when it is. Pure.
 *
 * @remarks A pin stands in for authority and name, not for the dates: who pinned it did so until it ends.
 */
export function distrust(seen: SeenCertificate, pin: string | undefined, utcMs: number): string | undefined {
  if (pin === undefined) return seen.error
  if (seen.fingerprint256 === undefined) return 'no certificate'
  if (bare(seen.fingerprint256) !== bare(pin)) return `not the pinned certificate: ${seen.fingerprint256}`
  if (!(Date.parse(seen.from ?? '') <= utcMs)) return 'CERT_NOT_YET_VALID'
  return utcMs <= Date.parse(seen.to ?? '') ? undefined : 'CERT_HAS_EXPIRED'
}

const bare = (fingerprint: string): string => fingerprint.replaceAll(':', '').toLowerCase()
