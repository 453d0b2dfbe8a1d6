// The writer's thread with a second checkpoint file on a share that is slow: 300 ms for each line.
import { parentPort } from 'node:worker_threads'
import { createSecondDisk } from '../../electron/host/ledger/append-lines.ts'
import { Writer } from '../../electron/host/ledger/writer.ts'
import type { ToWriter } from '../../electron/host/ledger/writer-protocol.ts'
import { systemClock } from '../../native/transport/clock.ts'

const LINE_MS = 300

const port = parentPort
const disk = createSecondDisk()
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
  disk: { ...disk, append: (path, lines, done) => void after(lines.length * LINE_MS, () => disk.append(path, lines, done)) },
})
port?.on('message', (message: ToWriter) => writer.receive(message))
