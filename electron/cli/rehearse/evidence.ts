// What the record must still hold after everything: what was acknowledged, and the head codes that were on screen.
import { join } from 'node:path'
import { decodeAnchor } from '../../host/ledger/anchors.ts'
import { verifyLedger, type VerifyReport } from '../../host/ledger/verify-ledger.ts'
import type { ConsoleSession } from '../console-session.ts'

export interface Acknowledged {
  /** Sequence numbers the host answered with. */
  readonly seqs: number[]
  /** Head codes as a person would have written them down. */
  readonly headCodes: Set<string>
}

export const nothingYet = (): Acknowledged => ({ seqs: [], headCodes: new Set() })

export function readAnchors(session: ConsoleSession, acknowledged: Acknowledged): void {
  const { record } = session.topic('record')
  if (record?.headCode) acknowledged.headCodes.add(record.headCode)
}

/** Verifies the record against the head codes seen, and looks for every acknowledged entry. */
export function verifyRehearsal(dataFolder: string, acknowledged: Acknowledged): { readonly report: VerifyReport; readonly missing: readonly number[] } {
  const anchors = [...acknowledged.headCodes].flatMap((code) => {
    const anchor = decodeAnchor(code)
    return anchor.ok ? [anchor.value] : []
  })
  const report = verifyLedger(join(dataFolder, 'ledger'), anchors)
  return { report, missing: acknowledged.seqs.filter((seq) => seq > report.lastSeq) }
}
