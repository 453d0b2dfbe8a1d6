// Entry of the worker thread that writes an export, so that neither the console nor the record waits for it.
// Started by export/export-port.ts, never imported.
import { parentPort, workerData } from 'node:worker_threads'
import { systemClock } from '../../native/transport/clock.ts'
import type { ExportAsked } from './export/types.ts'
import { writeExport } from './export-writing.ts'

if (!parentPort) throw new Error('export-thread runs in a worker thread')
parentPort.postMessage(await writeExport(workerData as ExportAsked, systemClock))
