// A process that opens one serial port, for tests of rights and of a clean end: node one-port.ts PATH open|open-close|lost
import { systemClock } from '../../../native/transport/clock.ts'
import { createSerialPort } from '../../../native/transport/serial-port.ts'

const [path = '', act] = process.argv.slice(2)
const port = createSerialPort({ path, baud: 38_400 }, { clock: systemClock })
const lost = new Promise<void>((resolve) => port.onLost(() => resolve()))
const opened = await port.open()
if (opened.ok) {
  if (act === 'lost') {
    port.write(Buffer.from('open'))
    await lost
  } else await port.close()
}
process.stdout.write(`${JSON.stringify(opened)}\n`)
