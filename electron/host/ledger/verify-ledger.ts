// Verifies one ledger folder from end to end, without changing it. Needs nothing but Node; says nothing it has not checked.
import { existsSync, realpathSync, statSync } from 'node:fs'
import type { KeyObject } from 'node:crypto'
import type { Anchor } from './anchors.ts'
import { encodeHeadCode } from './head-code.ts'
import { ledgerPaths } from './ledger-files.ts'
import { openReadOnly, type ReadOnlyDatabase } from './read-only.ts'
import { createRecordSource } from './record-source.ts'
import { fingerprintOf, readPublicKey } from './signing-key.ts'
import { attempt } from './store-failure.ts'
import { describe, Findings, VERDICTS, type Finding, type Verdict } from './verdict.ts'
import { checkWhole, type OutsideAnchor, type WholeCheckReport } from './whole-check.ts'

export interface VerifyReport {
  readonly verdict: Verdict
  /** Exit code of the verdict. */
  readonly code: number
  /** The verdict as one reads it aloud. */
  readonly text: string
  readonly ledger?: string
  readonly entries: number
  readonly lastSeq: number
  readonly anchoredSeq: number
  /** Of the last entry, 80 bits: compare it with a screen, a printout or a supervisor's list. */
  readonly headCode: string
  readonly outsideAnchor: OutsideAnchor | null
  /** The ledger that was set aside before this one, as its first entry says. */
  readonly previous?: unknown
  readonly findings: readonly Finding[]
  /** Findings beyond the first thousand. */
  readonly findingsLeft: number
}

/**
 * Checks hashes, links, sequence, texts beside the chain, signatures, key, clock, and the anchors given.
 *
 * @param anchors  from outside the folder; `checkpoints.jsonl` of the folder itself is always read and is no outside anchor
 * @source FORMATS, `verify`
 */
export function verifyLedger(folder: string, anchors: readonly Anchor[]): VerifyReport {
  const findings = new Findings()
  const checked = attempt('verify', () => checkFolder(folder, anchors.filter((one) => !isOwnFile(folder, one)), findings))
  if (!checked.ok) findings.add({ verdict: 'UNREADABLE', detail: checked.error.detail })
  return summarise(findings, checked.ok ? checked.value : undefined)
}

function checkFolder(folder: string, anchors: readonly Anchor[], findings: Findings): WholeCheckReport {
  const paths = ledgerPaths(folder)
  // Before the database is opened: a live host may sign on while we read.
  const checkpointBytes = statSync(paths.checkpoints, { throwIfNoEntry: false })?.size
  const key = readKey(paths.publicKey)
  let opened: ReadOnlyDatabase | undefined
  try {
    opened = openReadOnly(folder)
    const source = createRecordSource(opened.database)
    const steps = checkWhole({ source, ...key, checkpointPath: paths.checkpoints, checkpointBytes, anchors }, findings)
    for (let step = steps.next(); ; step = steps.next()) if (step.done) return step.value
  } finally {
    opened?.close()
  }
}

interface Key {
  readonly publicKey: KeyObject | undefined
  readonly fingerprint: string | undefined
  readonly keyFault?: string
}

function readKey(path: string): Key {
  const read = readPublicKey(path)
  const publicKey = read.ok ? read.value : undefined
  if (publicKey) return { publicKey, fingerprint: fingerprintOf(publicKey) }
  const keyFault = read.ok ? 'public-key.pem holds no Ed25519 public key' : `public-key.pem cannot be read: ${read.error.detail}`
  return { publicKey, fingerprint: undefined, keyFault }
}

function isOwnFile(folder: string, anchor: Anchor): boolean {
  const own = ledgerPaths(folder).checkpoints
  return anchor.kind === 'file' && existsSync(own) && realpathSync(own) === realpathSync(anchor.source)
}

function summarise(findings: Findings, report: WholeCheckReport | undefined): VerifyReport {
  const verdict = findings.worst?.verdict ?? 'INTACT'
  const outside = report?.outside
  const { lastSeq = 0, entries = 0, anchoredSeq = 0, lastHash, ledger } = report ?? {}
  const previous = report?.genesis?.['previous']
  const anchored = outside ? `outside anchor ${outside.source} up to ${outside.seq}` : 'no outside anchor'
  const said = findings.worst ? describe(findings.worst) : `INTACT up to ${lastSeq}`
  return {
    verdict,
    code: VERDICTS[verdict],
    text: verdict === 'UNREADABLE' ? `${said}: ${findings.worst?.detail}` : `${said}, ${anchored}`,
    ...(ledger === undefined ? {} : { ledger }),
    entries,
    lastSeq,
    anchoredSeq,
    headCode: lastHash ? encodeHeadCode(lastSeq, lastHash, 4) : '',
    outsideAnchor: outside ?? null,
    ...(previous === undefined || previous === null ? {} : { previous }),
    findings: findings.all,
    findingsLeft: findings.left,
  }
}
