// The whole host in this process, on real lines and a real record: for what only its ports can bring about, such as a
// clock that is set.
import { join } from 'node:path'
import { createHost, type Host } from '../../electron/host/host.ts'
import { createCallMemory } from '../../electron/host/devices/call-memory.ts'
import { createSmallFile } from '../../electron/host/devices/small-file.ts'
import { keptNumbersSchema } from '../../electron/host/incident/number-memory.ts'
import { createHostClient } from '../../electron/contract/host-client.ts'
import { openLedger } from '../../electron/host/ledger/open-ledger.ts'
import { serveLink } from '../../electron/host/link-server.ts'
import type { Log } from '../../electron/host/log/log.ts'
import { createWireLog } from '../../electron/host/log/wire-log.ts'
import { switchAfterSchema } from '../../electron/host/restore.ts'
import { startSite } from '../../electron/host/site/last-good.ts'
import type { Clock } from '../../native/kit/clock.ts'
import { systemRandom } from '../../native/transport/clock.ts'
import { createSimulatedHid } from '../../native/transport/simulated-hid.ts'
import { createTcpSerial } from '../../native/transport/tcp-serial.ts'
import type { Console } from './console-stage.ts'

export interface HostHere {
  readonly host: Host
  /** One more pipe to it, as a page has; `close` is what the pipe says when the page is gone. */
  page(caller: string): Console & { close(): void }
  stop(): Promise<void>
}

const SILENT_LOG: Log = { info() {}, warn() {}, error() {} }

export async function startHostHere(clock: Clock, { site, folder }: { readonly site: string; readonly folder: string }): Promise<HostHere> {
  const started = await startSite({ file: site, dataFolder: folder })
  if (!started.ok) throw new Error(`${started.error.code} ${started.error.detail}`)
  const bootId = Buffer.from(systemRandom.bytes(8)).toString('hex')
  const ledger = await openLedger({ folder: join(folder, 'ledger'), keyFolder: join(folder, 'keys'), bootId, clock, random: systemRandom })
  if (!ledger.ok) throw new Error(`${ledger.error.code} ${ledger.error.detail}`)
  const host = await createHost({
    site: started.site,
    products: started.products,
    siteTrouble: { lastGood: false, problems: [] },
    clock,
    random: systemRandom,
    log: SILENT_LOG,
    wireLog: createWireLog({ clock }),
    ledger: ledger.value,
    bootId,
    lastChannel: createSmallFile(join(folder, 'last-channel.json'), switchAfterSchema, () => {}),
    numbers: createSmallFile(join(folder, 'numbers.json'), keptNumbersSchema, () => {}),
    openLine: (transport) => {
      if (transport.kind !== 'tcp') throw new Error(`no ${transport.kind} line here`)
      return createTcpSerial(transport, { clock })
    },
    openHid: ({ transport }) => {
      if (transport.kind !== 'simulated') throw new Error(`no ${transport.kind} device here`)
      return createSimulatedHid(transport, { clock })
    },
    openKeyLine: (transport) => {
      throw new Error(`no ${transport.kind} key line here`)
    },
    callMemory: (device) => createCallMemory(join(folder, 'calls'), device, () => {}),
  })
  let stopping: Promise<void> | undefined
  return {
    host,
    page(caller) {
      const client = createHostClient(clock, (packet) => link.receive(packet), () => {})
      const link = serveLink({ host, clock, caller, send: (packet) => client.receive(packet) })
      client.receive({ packet: 'ready', bootId, tookMs: 0 })
      return { client, topic: client.topic, close: () => link.close() }
    },
    stop: () => (stopping ??= host.stop()),
  }
}
