// A verifier written from resources/docs/ledger-format.md alone: nothing of the host is imported to check its record.
import { createHash, createPublicKey, verify, type KeyObject } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { expect, test } from 'vitest'
import { buildLedger, scratchFolder, tamper } from './ledger-folder.ts'

interface Row { seq: number; ledger: string; boot: string; mono_us: number; utc_ms: number; clock: string; role: string; position: string; kind: string; payload: Uint8Array; prev: Uint8Array; hash: Uint8Array; salt: Uint8Array | null; text: Uint8Array | null }

const sha256 = (...parts: (Uint8Array | string)[]): Buffer => parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest()

const read = <T>(payload: Uint8Array): T => JSON.parse(new TextDecoder().decode(payload)) as T

function strangersVerdict(folder: string): string {
  const key = createPublicKey(readFileSync(join(folder, 'public-key.pem')))
  const database = new DatabaseSync(join(folder, 'ledger.db'), { readOnly: true })
  const rows = database.prepare(`SELECT e.seq, ledger, boot, mono_us, utc_ms, clock, role, position, kind, CAST(payload AS BLOB) AS payload,
    prev, hash, salt, CAST(text AS BLOB) AS text FROM entries e LEFT JOIN content c ON c.seq = e.seq ORDER BY e.seq`).all() as unknown as Row[]
  database.close()
  return checkEntries(rows, key) ?? checkCheckpoints(folder, rows, key) ?? `INTACT ${rows.length}`
}

function checkEntries(rows: readonly Row[], key: KeyObject): string | undefined {
  const deleted = new Set(rows.filter((row) => row.kind === 'content.deleted').map((row) => read<{ seq: number }>(row.payload).seq))
  let prev: Uint8Array = new Uint8Array(32)
  for (const [at, row] of rows.entries()) {
    if (row.seq !== at + 1) return `GAP ${at + 1}`
    const header = JSON.stringify([row.ledger, row.seq, row.boot, row.mono_us, row.utc_ms, row.clock, row.role, row.position, row.kind])
    const hash = sha256(Uint8Array.of(0), prev, header, '\n', row.payload)
    if (!hash.equals(row.hash) || Buffer.compare(row.prev, prev) !== 0) return `ALTERED ${row.seq}`
    const payload = read<{ content?: string; key?: string }>(row.payload)
    if (row.seq === 1 && payload.key !== sha256(key.export({ type: 'spki', format: 'der' })).toString('hex')) return 'BAD KEY'
    if (payload.content !== undefined && !deleted.has(row.seq) && (!row.salt || !row.text || sha256(row.salt, row.text).toString('hex') !== payload.content)) return `ALTERED ${row.seq}`
    prev = row.hash
  }
  return undefined
}

function checkCheckpoints(folder: string, rows: readonly Row[], key: KeyObject): string | undefined {
  for (const line of readFileSync(join(folder, 'checkpoints.jsonl'), 'utf8').trimEnd().split('\n')) {
    const { boot, head, ledger, seq, signature, utc, v } = JSON.parse(line) as { boot: string; head: string; ledger: string; seq: number; signature: string; utc: number; v: number }
    const signed = JSON.stringify({ boot, head, ledger, seq, utc, v })
    if (!verify(null, Buffer.from(signed), key, Buffer.from(signature, 'base64'))) return 'BAD SIGNATURE'
    const row = rows[seq - 1]
    if (!row) return `TRUNCATED ${rows.length + 1}`
    if (Buffer.from(row.hash).toString('hex') !== head) return `ALTERED ${seq}`
  }
  return undefined
}

test('a stranger with the format page finds an intact record intact', () => {
  const { folder, keyFolder, copy, root } = scratchFolder()
  buildLedger({ folder, keyFolder, copy, root }, { signAfter: 10, content: (at) => (at % 3 === 0 ? `één tekst ✓ ${at}` : undefined) })
  expect(strangersVerdict(folder)).toBe('INTACT 21')
})

test.each([
  ["UPDATE entries SET payload = '{}' WHERE seq = 9", 'ALTERED 9'],
  ['DELETE FROM entries WHERE seq = 9', 'GAP 9'],
  ['DELETE FROM entries WHERE seq > 9', 'TRUNCATED 10'],
  ["UPDATE content SET text = 'x' WHERE seq = 4", 'ALTERED 4'],
])('and finds %s', (sql, expected) => {
  const scratch = scratchFolder()
  buildLedger(scratch, { content: (at) => (at === 3 ? 'tekst' : undefined) })
  tamper(scratch.folder, (database) => database.exec(sql))
  expect(strangersVerdict(scratch.folder)).toBe(expected)
})
