// Certificates made for one test run by Debian's openssl: an authority, a server it vouches for, and one whose time is over.
import { spawn } from 'node:child_process'
import { X509Certificate } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ensureUnpacked, unpackedPaths, type UnpackedPackage } from './unpacked-debian.ts'

const OPENSSL: UnpackedPackage = { package: 'openssl', program: 'usr/bin/openssl' }
const COMMAND_MS = 20_000
/** So that no configuration of the machine is needed. */
const CONFIG = '[req]\ndistinguished_name = dn\nprompt = no\n[dn]\nCN = rbs.example\n[server]\nsubjectAltName = DNS:rbs.example\n[authority]\nbasicConstraints = critical,CA:TRUE\n'

export interface Certificates {
  /** Paths of PEM files; `key` belongs to `server` and `expired` alike. */
  readonly authority: string
  readonly server: string
  readonly expired: string
  readonly key: string
  readonly fingerprint256: string
}

/** Of `rbs.example`, not of any address. @throws with what openssl said */
export async function makeCertificates(folder: string): Promise<Certificates> {
  await ensureUnpacked(OPENSSL)
  const at = (name: string): string => join(folder, name)
  await writeFile(at('openssl.cnf'), CONFIG)
  const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-config', at('openssl.cnf')]
  await openssl('req', '-x509', ...newKey, '-keyout', at('authority.key'), '-out', at('authority.pem'), '-days', '2', '-subj', '/CN=authority', '-extensions', 'authority')
  await openssl('req', '-new', ...newKey, '-keyout', at('server.key'), '-out', at('server.csr'))
  const sign = (out: string, days: string): Promise<void> =>
    openssl('x509', '-req', '-in', at('server.csr'), '-CA', at('authority.pem'), '-CAkey', at('authority.key'), '-set_serial', '1', '-days', days, '-extfile', at('openssl.cnf'), '-extensions', 'server', '-out', at(out))
  await sign('server.pem', '2')
  await sign('expired.pem', '-1')
  const { fingerprint256 } = new X509Certificate(await readFile(at('server.pem')))
  return { authority: at('authority.pem'), server: at('server.pem'), expired: at('expired.pem'), key: at('server.key'), fingerprint256 }
}

function openssl(...args: readonly string[]): Promise<void> {
  const { binary, libraries } = unpackedPaths(OPENSSL)
  return new Promise((resolve, reject) => {
    const child = spawn(binary, args, { timeout: COMMAND_MS, stdio: ['ignore', 'ignore', 'pipe'], env: { PATH: '/usr/bin:/bin', LD_LIBRARY_PATH: libraries } })
    let said = ''
    child.stderr.setEncoding('utf8').on('data', (text: string) => { said += text })
    child.once('error', reject)
    child.once('close', (code) => (code === 0 ? resolve() : reject(new Error(`openssl ${args[0]}: ${said}`))))
  })
}
