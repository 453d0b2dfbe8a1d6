// Entry of the worker thread that verifies the whole record, so that neither the console nor the writer waits for it.
// Started by check-port.ts, never imported.
import { existsSync } from 'node:fs'
import { parentPort, workerData } from 'node:worker_threads'
import { ok } from '../../../native/kit/result.ts'
import type { CheckAsked, Checked } from './port.ts'
import { verifyLedger } from './verify-ledger.ts'

if (!parentPort) throw new Error('check-thread runs in a worker thread')
const { folder, secondFile } = workerData as CheckAsked
// A second file that cannot be read is an alarm of its own, and vouches for nothing here.
const report = verifyLedger(folder, secondFile !== undefined && existsSync(secondFile) ? [{ kind: 'file', source: secondFile, mayLag: true }] : [])
const { code, verdict, text, lastSeq, anchoredSeq, outsideAnchor } = report
// Two of the four groups, as everywhere on a screen.
const headCode = report.headCode.split('-').slice(0, 3).join('-')
parentPort.postMessage(ok<Checked>({ code, verdict, text, lastSeq, anchoredSeq, headCode, ...(outsideAnchor && { outsideAnchor: outsideAnchor.source }) }))
