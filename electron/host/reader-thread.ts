// Entry of the reading thread: ties the reader to its port, and to what a moment is. Started by reader-port.ts, never imported.
import { parentPort, workerData } from 'node:worker_threads'
import { openBeside } from './ledger/reader/open-beside.ts'
import { Reader } from './ledger/reader/reader.ts'
import type { ToReader } from './ledger/reader/reader-protocol.ts'
import { searchFile } from './ledger/ledger-files.ts'
import { MOMENTS } from './moment-reading.ts'

if (!parentPort) throw new Error('reader-thread runs in a worker thread')
const port = parentPort
const { folder } = workerData as { readonly folder: string }
const reader = new Reader({
  post: (message) => port.postMessage(message),
  defer: (run) => void setImmediate(run),
  openRecord: () => openBeside(folder),
  indexPath: searchFile(folder),
  // Its state goes in and out of the reader unseen.
  moments: MOMENTS as ConstructorParameters<typeof Reader>[0]['moments'],
  host: 'asks',
})
port.on('message', (message: ToReader) => reader.receive(message))
