// Entry of the worker thread that copies the record, so that neither the console nor the writer waits for it.
// Started by copy-port.ts, never imported.
import { parentPort, workerData } from 'node:worker_threads'
import { systemClock } from '../../../native/transport/clock.ts'
import { copyLedger } from './copy-ledger.ts'
import type { CopyAsked } from './port.ts'

if (!parentPort) throw new Error('copy-thread runs in a worker thread')
parentPort.postMessage(await copyLedger(workerData as CopyAsked, systemClock))
