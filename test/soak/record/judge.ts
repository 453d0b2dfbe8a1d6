// Holds a record to what its recorder was told. Reads like an auditor: through the verifier and the tables, never through the writer.
import { existsSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { SQLOutputValue } from 'node:sqlite'
import { decodeCheckpoint } from '../../../electron/host/ledger/checkpoint.ts'
import { CONTENT_DELETED_KIND, GENESIS_KIND } from '../../../electron/host/ledger/entry.ts'
import { ledgerPaths } from '../../../electron/host/ledger/ledger-files.ts'
import { openReadOnly } from '../../../electron/host/ledger/read-only.ts'
import { verifyLedger } from '../../../electron/host/ledger/verify-ledger.ts'
import { NOTED_KIND, numberOf, padOf, SAMPLED_KIND, textOf, type Acknowledged } from './marks.ts'

/** What was promised so far about one ledger. */
export interface Promised {
  readonly acknowledged: ReadonlyMap<string, Acknowledged>
  readonly committedSeq: number
  readonly anchoredSeq: number
  /** It ended by a clean close. */
  readonly closed?: boolean
}

export interface Judgement {
  /** Acknowledged, and not there as it was. */
  readonly lost: readonly string[]
  /** Anything else that must hold and does not. */
  readonly broken: readonly string[]
  readonly ledger: string
  readonly lastSeq: number
  readonly bytes: number
}

/** After a crash: intact, a tail without signature, or a clock that was set. */
const SOUND = [0, 10, 11]
/** Of a line that should not be there, enough to know it by. */
const SHOWN = 40

/** The record is sound, holds all that was promised, each once, and its signatures vouch as far as was said; the copy may lag. */
export function judgeLive(folder: string, copy: string, promised: Promised): Judgement {
  const report = verifyLedger(folder, existsSync(copy) ? [{ kind: 'file', source: copy, mayLag: true }] : [])
  if (!SOUND.includes(report.code)) {
    return { lost: [], broken: [`verify: ${report.text}: ${report.findings.at(0)?.detail ?? ''}`], ledger: report.ledger ?? '', lastSeq: report.lastSeq, bytes: 0 }
  }
  const found = readRecord(folder)
  const broken = [...found.faults]
  if (report.lastSeq < promised.committedSeq) broken.push(`ends at ${report.lastSeq}, committed up to ${promised.committedSeq}`)
  if (report.anchoredSeq < promised.anchoredSeq) broken.push(`signed up to ${report.anchoredSeq}, said up to ${promised.anchoredSeq}`)
  broken.push(...faultsOfCopy(linesOf(copy), linesOf(ledgerPaths(folder).checkpoints), { ledger: report.ledger, closed: promised.closed === true }))
  return { lost: findLost(found, promised), broken, ledger: report.ledger ?? '', lastSeq: report.lastSeq, bytes: found.bytes }
}

/** Each line of the copy is whole and stood in the first file before; after a clean close it ends with the same one. */
function faultsOfCopy(copied: readonly string[], signed: readonly string[], { ledger, closed }: { readonly ledger: string | undefined; readonly closed: boolean }): readonly string[] {
  const known = new Set(signed)
  const faults = copied.flatMap((line) => {
    const one = decodeCheckpoint(line)
    if (!one) return [`copy: no whole line: ${line.slice(0, SHOWN)}`]
    return one.ledger === ledger && !known.has(line) ? [`copy: signed for ${one.seq}, and not in the first file`] : []
  })
  const [last, lastCopied] = [signed.at(-1), copied.at(-1)]
  if (closed && last !== lastCopied) faults.push(`copy ends with ${decodeCheckpoint(lastCopied ?? '')?.seq ?? 0} after a close, signed up to ${decodeCheckpoint(last ?? '')?.seq ?? 0}`)
  return faults
}

/** Whole ones: what follows the last line feed is being written. */
const linesOf = (path: string): readonly string[] => (existsSync(path) ? readFileSync(path, 'utf8').split('\n').slice(0, -1) : [])

/** Of a record that was set aside only its entries are judged: it is damaged, that is why it stands there. */
export function judgeSetAside(folder: string, promised: Promised): readonly string[] {
  try {
    return findLost(readRecord(folder), promised)
  } catch (cause) {
    return [`all that was set aside in ${basename(folder)}: ${String(cause)}`]
  }
}

/** Folder of the ledger before this one, as its first entry names it. `undefined`: it names none. */
export function previousFolder(folder: string): string | undefined {
  const view = openReadOnly(folder)
  try {
    const row = view.database.prepare("SELECT kind, payload ->> '$.previous.folder' AS folder FROM entries WHERE seq = 1").get()
    const named = row?.['kind'] === GENESIS_KIND ? row['folder'] : undefined
    return typeof named === 'string' && named === basename(named) && named !== '' ? join(folder, named) : undefined
  } finally {
    view.close()
  }
}

interface Stored {
  readonly seq: number
  readonly mark: string
  readonly pad: string
  readonly deletes: number | undefined
  readonly text: string | undefined
}

interface Found {
  readonly byMark: ReadonlyMap<string, Stored>
  readonly deleted: ReadonlySet<number>
  readonly faults: readonly string[]
  readonly bytes: number
}

function readRecord(folder: string): Found {
  const view = openReadOnly(folder)
  try {
    const rows = view.database.prepare(`
      SELECT e.seq, e.payload ->> '$.mark' AS mark, e.payload ->> '$.pad' AS pad, e.payload ->> '$.seq' AS deletes, c.text
      FROM entries e LEFT JOIN content c ON c.seq = e.seq WHERE e.kind IN (?, ?)`).all(NOTED_KIND, CONTENT_DELETED_KIND).map(decodeStored)
    const runs = view.database.prepare(`
      SELECT payload ->> '$.run' AS run, count(*) AS n, count(DISTINCT payload ->> '$.n') AS different, max(payload ->> '$.n') AS last
      FROM entries WHERE kind = ? GROUP BY 1`).all(SAMPLED_KIND)
    const size = view.database.prepare('SELECT sum(length(payload)) AS bytes FROM entries').get()
    const byMark = new Map(rows.map((row) => [row.mark, row]))
    return {
      byMark,
      deleted: new Set(rows.flatMap(({ deletes }) => (deletes === undefined ? [] : [deletes]))),
      faults: [...findTwice(rows), ...runs.filter(isNoPrefix).map((run) => `samples of run ${String(run['run'])} have gaps or stand twice`)],
      bytes: Number(size?.['bytes'] ?? 0),
    }
  } finally {
    view.close()
  }
}

const decodeStored = (row: Record<string, SQLOutputValue>): Stored => ({
  seq: Number(row['seq']),
  mark: String(row['mark']),
  pad: String(row['pad']),
  deletes: row['deletes'] === null ? undefined : Number(row['deletes']),
  text: typeof row['text'] === 'string' ? row['text'] : undefined,
})

/** Samples of one run are written in order: what stands is its beginning, whole. */
const isNoPrefix = ({ n, different, last }: Record<string, SQLOutputValue>): boolean => n !== different || Number(last) !== Number(n) - 1

function findTwice(rows: readonly Stored[]): readonly string[] {
  const seen = new Set<string>()
  const twice: string[] = []
  for (const { mark } of rows) {
    if (seen.has(mark)) twice.push(`${mark} stands twice`)
    seen.add(mark)
  }
  return twice
}

function findLost(found: Found, { acknowledged }: Promised): readonly string[] {
  return [...acknowledged.values()].flatMap((promise) => {
    const why = lostBecause(promise, found)
    return why === undefined ? [] : [`${promise.mark} at ${promise.seq}: ${why}`]
  })
}

function lostBecause({ mark, seq, forgets }: Acknowledged, { byMark, deleted }: Found): string | undefined {
  const stored = byMark.get(mark)
  if (!stored) return 'is not there'
  if (stored.seq !== seq) return `stands at ${stored.seq}`
  const { run, n } = numberOf(mark)
  if (stored.pad !== padOf(n)) return 'has other bytes'
  if (stored.deletes !== forgets) return 'deletes another text'
  const text = forgets === undefined && !deleted.has(seq) ? textOf(run, n) : undefined
  return stored.text === text ? undefined : `its text is ${stored.text === undefined ? 'gone' : 'another or has come back'}`
}
