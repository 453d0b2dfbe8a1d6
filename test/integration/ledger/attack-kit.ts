// What the attack tests share: a ledger to attack, the verdict as one line, and a forger's tool.
import { readFileSync } from 'node:fs'
import { decodeAnchor, type Anchor } from '../../../electron/host/ledger/anchors.ts'
import { encodeHeader, entryHash, FIRST_PREVIOUS } from '../../../electron/host/ledger/entry.ts'
import { encodeHeadCode } from '../../../electron/host/ledger/head-code.ts'
import { verifyLedger } from '../../../electron/host/ledger/verify-ledger.ts'
import { buildLedger, scratchFolder, tamper, type Scratch } from './ledger-folder.ts'

/** Genesis and twenty entries. */
export const LAST = 21

export const anchor = (text: string): Anchor => {
  const decoded = decodeAnchor(text)
  if (!decoded.ok) throw new Error(`no anchor: ${text}`)
  return decoded.value
}
export const verdict = (folder: string, ...anchors: string[]): string => {
  const { code, text } = verifyLedger(folder, anchors.map(anchor))
  return `${code} ${text.split(',')[0]}`
}
export const built = (seed = 1): Scratch => {
  const scratch = scratchFolder()
  buildLedger(scratch, { seed, signAfter: 10, content: (at) => (at % 5 === 0 ? `vrije tekst ${at}` : undefined) })
  return scratch
}
export const headCodeAt = ({ folder }: Scratch, seq: number): string => {
  let code = ''
  tamper(folder, (database) => {
    const row = database.prepare('SELECT hash FROM entries WHERE seq = ?').get(seq)
    code = encodeHeadCode(seq, row?.['hash'] as Uint8Array)
  })
  return code
}
export const lines = (file: string): string[] => readFileSync(file, 'utf8').trimEnd().split('\n')

/** What somebody does who knows the format: change one entry and make every hash after it anew. */
export function rewriteChain(folder: string, from: number, key?: string): void {
  tamper(folder, (database) => {
    let prev: Uint8Array = FIRST_PREVIOUS
    for (const row of database.prepare('SELECT * FROM entries ORDER BY seq').all()) {
      const { seq, ledger, boot, mono_us: monoUs, utc_ms: utcMs, clock, role, position, kind } = row
      let payload = String(row['payload'])
      if (seq === from) payload = key ? payload.replace(/"key":"[0-9a-f]{64}"/, `"key":"${key}"`) : '{"n":0}'
      const hash = entryHash(prev, encodeHeader({ ledger, seq, boot, monoUs, utcMs, clock, role, position, kind }), Buffer.from(payload))
      if (Number(seq) >= from) database.prepare('UPDATE entries SET payload = ?, prev = ?, hash = ? WHERE seq = ?').run(payload, prev, hash, seq!)
      prev = hash
    }
  })
}
