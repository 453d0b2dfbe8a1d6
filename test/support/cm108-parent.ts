// A console as a process of its own, for tests that kill and stop it: one CM108 key line with its watchdog.
// Arguments: host and port of the simulated device. Takes the words key, unkey, close on its standard input.
import { createInterface } from 'node:readline'
import { createCm108KeyLine, encodeKeyReport } from '../../native/cm108/index.ts'
import { systemClock } from '../../native/transport/clock.ts'
import { createPttWatchdog } from '../../native/transport/ptt-watchdog/watchdog.ts'
import { createSimulatedHid } from '../../native/transport/simulated-hid.ts'

const [host = '', port = ''] = process.argv.slice(2)
const device = { host, port: Number(port) }
const clock = systemClock
const wire = { pin: 3, activeLow: false } as const
const guard = createPttWatchdog({ device: { kind: 'simulated', ...device }, unkeyReport: encodeKeyReport(wire, false) }, { clock })
const line = createCm108KeyLine({ clock, transport: createSimulatedHid(device, { clock }), guard, ...wire })

const tell = (word: string): void => void process.stdout.write(`${word}\n`)
line.onLost(({ cause, unkeyed }) => tell(`lost ${cause.code} ${unkeyed ? 'unkeyed' : 'keyed'}`))

createInterface({ input: process.stdin }).on('line', (word) => {
  if (word === 'close') void line.close().then(() => process.exit(0))
  if (word === 'key') void line.setKeyed(true).then((taken) => tell(taken.ok ? 'keyed' : `refused ${taken.error.code}`))
  if (word === 'unkey') void line.setKeyed(false).then((taken) => tell(taken.ok ? 'unkeyed' : `refused ${taken.error.code}`))
})
const opened = await line.open()
tell(opened.ok ? `open ${guard.pid}` : `not open ${opened.error.code} ${opened.error.detail}`)
