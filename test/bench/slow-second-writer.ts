// The writer's thread with a second checkpoint file on a share that is slow: 300 ms for each line. Nothing is written: its disk is
// not the record's, and syncs on the same one would be measured instead of the waiting.
import { parentPort } from 'node:worker_threads'
import { Writer } from '../../electron/host/ledger/writer.ts'
import type { ToWriter } from '../../electron/host/ledger/writer-protocol.ts'
import { systemClock } from '../../native/transport/clock.ts'

const LINE_MS = 300

const port = parentPort
const after = (ms: number, run: () => void) => {
  const timer = systemClock.after(ms, run)
  return () => timer.cancel()
}
const writer = new Writer({
  post: (message) => {
    port?.postMessage(message)
    if (message.type === 'closed') port?.close()
  },
  defer: (run) => void setImmediate(run),
  after,
  disk: {
    append: (_path, lines, done) => void after(lines.length * LINE_MS, () => done(undefined)),
    readLast: (_path, _bytes, done) => done([]),
  },
})
port?.on('message', (message: ToWriter) => writer.receive(message))
