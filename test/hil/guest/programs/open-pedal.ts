// Opens a VEC pedal as whoever runs this: once for each line it gets, and says how it went in a JSON line.
import { createInterface } from 'node:readline'
import { hidDeviceOf } from '../scenes/open-pedal.ts'

for await (const _ of createInterface({ input: process.stdin })) {
  const device = hidDeviceOf({ product: 'vec-footpedal' })
  const opened = await device.open()
  await device.close()
  process.stdout.write(`${JSON.stringify({ uid: process.getuid?.(), opened })}\n`)
}
