// Entry of the writer's worker thread: ties the writer to its port. Started by writer-port.ts, never imported.
import { parentPort } from 'node:worker_threads'
import { createSecondDisk } from './append-lines.ts'
import { Writer } from './writer.ts'
import type { ToWriter } from './writer-protocol.ts'

if (!parentPort) throw new Error('writer-thread runs in a worker thread')
const port = parentPort
const writer = new Writer({
  post: (message) => {
    port.postMessage(message)
    // Closed means ended: without this the open port would keep the thread alive.
    if (message.type === 'closed') port.close()
  },
  defer: (run) => void setImmediate(run),
  after: (ms, run) => {
    const timer = setTimeout(run, ms)
    return () => clearTimeout(timer)
  },
  disk: createSecondDisk(),
})
port.on('message', (message: ToWriter) => writer.receive(message))
