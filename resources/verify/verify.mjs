// Verifies a copied Achterwacht record without Achterwacht: Node 22.13 or later and this one file.
// Written from resources/docs/ledger-format.md alone. Use: node verify.mjs FOLDER [--anchor FILE|HEADCODE]… [--json]
import { createPublicKey, hash, verify } from 'node:crypto'
import { copyFileSync, existsSync, mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
const CODES = { INTACT: 0, 'TAIL UNANCHORED': 10, 'CLOCK STEP': 11, GAP: 20, TRUNCATED: 21, ALTERED: 22, 'BAD SIGNATURE OR KEY': 23, UNREADABLE: 30 }
const sha256 = (...parts) => hash('sha256', Buffer.concat(parts.map((part) => Buffer.from(part ?? []))), 'hex')
const hex = (bytes) => Buffer.from(bytes).toString('hex')
const isBlob = (value) => value instanceof Uint8Array
const isObject = (value) => typeof value === 'object' && value !== null && !Array.isArray(value)
const isSeq = (value) => Number.isSafeInteger(value) && value > 0
const isText = (value) => typeof value === 'string' && value.isWellFormed()
const attempt = (run) => { try { return run() } catch { return undefined } }
const readJson = (bytes) => attempt(() => JSON.parse(Buffer.from(bytes).toString()))
const readKey = (input) => attempt(() => createPublicKey(input).asymmetricKeyType) === 'ed25519' ? createPublicKey(input) : undefined
const printOf = (key) => sha256(key.export({ type: 'spki', format: 'der' }))
const base32 = (head, letters) => Array.from({ length: letters }, (_, at) => '0123456789ABCDEFGHJKMNPQRSTVWXYZ'[Number((BigInt(`0x${head}`) >> BigInt(251 - 5 * at)) & 31n)]).join('')
// The highest code counts, of several findings with it the earliest entry.
const outranks = (one, other) => CODES[one.verdict] > CODES[other.verdict] || (one.verdict === other.verdict && (one.seq ?? Infinity) < (other.seq ?? Infinity))
/** `214-K7QF-3M2P` as spoken or typed, or undefined. */
export function readHeadCode(text) {
  const [, seq, groups] = /^(\d{1,15})[\s-]+([0-9A-HJKMNP-TV-Z\s-]*[0-9A-HJKMNP-TV-Z])$/.exec(text.toUpperCase().replaceAll('O', '0').replaceAll(/[IL]/g, '1').trim()) ?? []
  const letters = groups?.replaceAll(/[\s-]/g, '')
  return [8, 16].includes(letters?.length) ? { seq: Number(seq), letters } : undefined
}
/** @param anchors  from outside the folder: paths of checkpoint files, and head codes */
export function verifyFolder(folder, anchors = []) {
  const findings = []
  const say = (verdict, seq, count) => void findings.push({ verdict, seq, count })
  const scratch = mkdtempSync(join(process.env.TMPDIR ?? process.env.TEMP ?? '/tmp', 'record-'))
  let own = join(folder, 'checkpoints.jsonl'), database, result
  try {
    const lines = existsSync(own) ? readFileSync(own, 'utf8') : ''
    const files = anchors.filter((one) => !readHeadCode(one) && (!existsSync(own) || realpathSync(one) !== realpathSync(own)))
    const codes = anchors.filter(readHeadCode)
    // SQLite moves a -wal into its database when it opens it: only ever a copy is opened.
    for (const name of ['ledger.db', 'ledger.db-wal']) if (name === 'ledger.db' || existsSync(join(folder, name))) copyFileSync(join(folder, name), join(scratch, name))
    database = new DatabaseSync(join(scratch, 'ledger.db'))
    const query = (sql, ...values) => { const prepared = database.prepare(sql); prepared.setReadBigInts(true); return prepared.iterate(...values) }
    const record = checkEntries(query, say)
    const keyAt = checkKey(join(folder, 'public-key.pem'), record.keys, say)
    const headAt = (seq) => Array.from(query('SELECT hash FROM entries WHERE seq = ?', seq), (row) => isBlob(row.hash) && hex(row.hash))[0]
    result = { ...record, head: headAt(record.lastSeq), ...checkHeads({ ...record, keyAt, headAt, lines, files, codes }, say) }
  } catch (error) {
    findings.push({ verdict: 'UNREADABLE', detail: error.message })
  } finally {
    database?.close()
    rmSync(scratch, { recursive: true, force: true })
  }
  const { verdict, seq, count, detail } = findings.reduce((worst, one) => (outranks(one, worst) ? one : worst), { verdict: 'INTACT' })
  const { lastSeq = 0, head, anchor } = result ?? {}
  const said = { INTACT: ` up to ${lastSeq}`, 'TAIL UNANCHORED': ` ${count} (from ${seq})`, 'BAD SIGNATURE OR KEY': '', UNREADABLE: `: ${detail}` }
  const text = `${verdict}${said[verdict] ?? ` at ${seq}${count ? ` (${count} missing)` : ''}`}, ${anchor ? `outside anchor ${anchor.from} up to ${anchor.seq}` : 'no outside anchor'}`
  return { verdict, code: CODES[verdict], text, findings, lastSeq, headCode: head ? [lastSeq, ...base32(head, 16).match(/.{4}/g)].join('-') : '' }
}

function checkEntries(query, say) { // Not by the index of kinds: an index can say something else than its table.
  const deletions = Array.from(query("SELECT seq, CAST(payload AS BLOB) AS bytes FROM entries NOT INDEXED WHERE kind = 'content.deleted'"), readDeletion)
  const [singles, ranged] = [new Set(deletions.map((one) => one.single)), deletions.filter((one) => one.ranges)]
  const isDeleted = (seq, kind) => singles.has(seq) || ranged.some((one) => one.kinds.includes(kind) && one.ranges.some(([from, to]) => from <= seq && seq <= to))
  for (const { at, malformed } of deletions) if (malformed) say('ALTERED', at)
  let keys = [{ from: 1 }], lastSeq = 0, prev = '00'.repeat(32), ledger, genesis, before
  for (const row of query(`SELECT e.seq, ledger, boot, mono_us, utc_ms, clock, role, position, kind, CAST(payload AS BLOB) AS bytes, prev, hash, c.seq AS beside, salt,
      CAST(text AS BLOB) AS text FROM entries e NOT INDEXED LEFT JOIN content c ON c.seq = e.seq ORDER BY e.seq`)) {
    const [seq, mono, utc] = [row.seq, row.mono_us, row.utc_ms].map((one) => (typeof one === 'bigint' ? Number(one) : NaN))
    if (!isSeq(seq) || seq <= lastSeq) say('ALTERED', seq)
    else if (seq > lastSeq + 1) prev = say('GAP', lastSeq + 1, seq - lastSeq - 1)
    if (isSeq(seq)) lastSeq = Math.max(lastSeq, seq)
    const timed = [mono, utc].every(Number.isSafeInteger)
    const { ledger: id, boot, clock, role, position, kind } = row
    const typed = timed && [row.bytes, row.prev, row.hash].every(isBlob) && [id, boot, clock, role, position, kind].every((one) => typeof one === 'string')
    const linked = typed && sha256([0], row.prev, JSON.stringify([id, seq, boot, mono, utc, clock, role, position, kind]), '\n', row.bytes) === hex(row.hash) && (prev ?? hex(row.prev)) === hex(row.prev)
    const sound = linked && id === (ledger ??= id) && (seq !== 1 || kind === 'ledger.opened-first')
    const payload = readJson(row.bytes)
    if (!sound || !isObject(payload)) say('ALTERED', seq)
    prev = isBlob(row.hash) ? hex(row.hash) : undefined
    if (seq === 1 && sound && isObject(payload)) { genesis = payload; keys[0].print = isText(payload.key) ? payload.key : '' }
    const isRight = row.beside === null ? payload?.content === undefined || isDeleted(seq, kind) : !isDeleted(seq, kind) && sha256(isBlob(row.salt) ? row.salt : [], row.text) === payload?.content
    if (isObject(payload) && !isRight) say('ALTERED', seq)
    if (kind === 'key.rotated' && !rotate(keys, row, seq, isObject(payload) ? payload : {})) say('BAD SIGNATURE OR KEY', seq)
    if (timed && before && (boot === before.boot ? Math.abs(utc - before.utc - (mono - before.mono) / 1000) > 2000 : utc < before.utc)) say('CLOCK STEP', seq)
    if (timed) before = { boot, mono, utc }
  }
  for (const { seq } of query('SELECT seq FROM content WHERE seq NOT IN (SELECT seq FROM entries NOT INDEXED)')) say('ALTERED', Number(seq))
  const [format, id] = ['format', 'ledger'].map((name) => Array.from(query('SELECT value FROM meta WHERE name = ?', name))[0]?.value)
  if (genesis && (![1, 2].includes(genesis.format) || format !== String(genesis.format) || id !== genesis.ledger)) say('ALTERED', 1)
  return { lastSeq, keys, ledger: genesis?.ledger }
}

function readDeletion(row) {
  const [at, { seq, kinds, ranges }] = [Number(row.seq), readJson(row.bytes) ?? {}]
  if (kinds === undefined && ranges === undefined) return { at, single: isSeq(seq) && seq < at ? seq : undefined }
  const isRange = (one, index) => Array.isArray(one) && one.length === 2 && one.every(isSeq) && one[0] <= one[1] && one[1] < at && (index === 0 || one[0] > ranges[index - 1][1])
  const isKinds = Array.isArray(kinds) && kinds.length > 0 && kinds.every((kind) => typeof kind === 'string' && kind !== '')
  return seq === undefined && isKinds && Array.isArray(ranges) && ranges.length > 0 && ranges.length <= 1000 && ranges.every(isRange) ? { at, kinds, ranges } : { at, malformed: true }
}

function rotate(keys, { ledger, prev }, seq, { key, previous, publicKey, previousPublicKey, by, byPrevious }) { // False: the key stays as it was.
  if (![ledger, key, previous, publicKey, previousPublicKey, by, byPrevious].every(isText) || !isBlob(prev)) return false
  const [next, old] = [publicKey, previousPublicKey].map((der) => readKey({ key: Buffer.from(der, 'base64'), format: 'der', type: 'spki' }))
  const statement = Buffer.from(JSON.stringify({ key, ledger, prev: hex(prev), previous, seq, v: 1 }))
  const signed = (one, print, signature) => one && printOf(one) === print && verify(null, statement, one, Buffer.from(signature, 'base64'))
  if (!signed(next, key, by) || !signed(old, previous, byPrevious) || (keys.at(-1).print ?? previous) !== previous) return false
  return keys.push({ ...keys.pop(), print: previous, key: old }, { from: seq, print: key, key: next }) > 0
}

function checkKey(path, keys, say) { // Answers which key signs for an entry, or undefined when there is none to begin with.
  const pem = attempt(() => readFileSync(path, 'utf8')) ?? ''
  const given = pem.includes('PRIVATE') ? undefined : readKey(pem)
  const print = given && printOf(given)
  if (!print || !keys.some((one) => (one.print ?? print) === print)) say('BAD SIGNATURE OR KEY')
  return print && ((seq) => keys.findLast((one) => one.from <= seq).key ?? given)
}

function readCheckpoints(text, from, { ledger, keyAt }, say) {
  const isCheckpoint = (one) => isObject(one) && one.v === 1 && isSeq(one.seq) && Number.isSafeInteger(one.utc) && [one.boot, one.ledger, one.signature, one.head].every(isText) && /^[0-9a-f]{64}$/.test(one.head)
  const isOurs = (one) => isCheckpoint(one) && one.ledger === (ledger ?? one.ledger)
  const lines = text.split('\n').map((line, at, all) => ({ line, one: readJson(line), last: at === all.length - 1 }))
  // A crash leaves half a line; a file on another path may serve several ledgers one after another.
  const judged = lines.filter(({ line, one, last }) => (from ? isOurs(one) : isCheckpoint(one) || (line.trim() !== '' && !last)))
  const good = judged.filter(({ one }) => isOurs(one) && verify(null, Buffer.from(JSON.stringify({ boot: one.boot, head: one.head, ledger: one.ledger, seq: one.seq, utc: one.utc, v: 1 })), keyAt(one.seq), Buffer.from(one.signature, 'base64')))
  if ((from && judged.length === 0) || good.length < judged.length) say('BAD SIGNATURE OR KEY')
  return good.map(({ one }) => ({ seq: one.seq, head: one.head, from }))
}

function checkHeads({ lastSeq, headAt, lines, files, codes, ...record }, say, anchor) {
  const read = (text, from) => (record.keyAt ? readCheckpoints(text, from, record, say) : [])
  const vouched = [...read(lines), ...files.flatMap((from) => read(readFileSync(from, 'utf8'), from)), ...codes.map((from) => ({ ...readHeadCode(from), from }))]
  for (const { seq, head, letters, from } of vouched) {
    const found = seq <= lastSeq && headAt(seq)
    if (found && (head ?? letters) !== (head ? found : base32(found, letters.length))) say('ALTERED', seq)
    else if (found && from && seq >= (anchor?.seq ?? 0)) anchor = { from, seq }
  }
  const highest = vouched.reduce((most, { seq }) => Math.max(most, seq), 0)
  if (highest > lastSeq) say('TRUNCATED', lastSeq + 1, highest - lastSeq)
  else if (highest < lastSeq) say('TAIL UNANCHORED', highest + 1, lastSeq - highest)
  if (highest === 0 && lastSeq === 0) throw new Error('the record holds no entries')
  return { anchor }
}

if (process.argv[1] && realpathSync(process.argv[1]) === realpathSync(import.meta.filename)) {
  const [words, anchors] = [process.argv.slice(2), []]
  for (let at; (at = words.indexOf('--anchor')) >= 0; ) anchors.push(words.splice(at, 2)[1] ?? '')
  const [folder = '-', ...more] = words.filter((one) => one !== '--json')
  const right = !folder.startsWith('-') && more.length === 0 && anchors.every((one) => readHeadCode(one) || existsSync(one))
  const { text, ...report } = right ? verifyFolder(folder, anchors) : { code: 2, text: 'usage: verify PATH [--anchor FILE|HEADCODE]… [--json]' }
  console[right ? 'log' : 'error'](right && words.includes('--json') ? JSON.stringify(report) : text)
  process.exitCode = report.code
}
