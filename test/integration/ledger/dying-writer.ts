// A writer's thread that dies once in the worst moment: after the commit, before the answer. Then it is the real one.
import { existsSync, rmSync } from 'node:fs'
import { parentPort } from 'node:worker_threads'
import { Writer } from '../../../electron/host/ledger/writer.ts'
import type { ToWriter } from '../../../electron/host/ledger/writer-protocol.ts'
import { AT_ONCE } from '../../support/second-disk-at-once.ts'

const port = parentPort
let dieAfter = ''
const writer = new Writer({
  post: (message) => {
    if (message.type === 'written' && existsSync(dieAfter)) {
      rmSync(dieAfter)
      process.exit(3)
    }
    port?.postMessage(message)
  },
  defer: (run) => void setImmediate(run),
  ...AT_ONCE,
})
port?.on('message', (message: ToWriter) => {
  if (message.type === 'open') dieAfter = `${message.request.folder}.die`
  writer.receive(message)
  if (message.type === 'close') port.close()
})
