// Reports of a HID device go past the technician's ring on their way: what came and what was sent, in hex.
import { toHex } from '../../../native/kit/bytes.ts'
import type { HidTransport } from '../../../native/kit/transport.ts'
import type { WireLog } from './port.ts'

/** Longer reports are pictures for keys, hundreds of them at a time: their beginning says which. */
const KEPT_BYTES = 64

/** The same device; the driver hears each report first. */
export function teeHid(transport: HidTransport, device: string, wireLog: Pick<WireLog, 'add'>): HidTransport {
  const keep = (dir: 'rx' | 'tx', report: Uint8Array): void => wireLog.add(device, dir, toHex(report.subarray(0, KEPT_BYTES)), { bus: 'hid' })
  transport.onReport((report) => {
    // A press comes before its line in a ring.
    queueMicrotask(() => keep('rx', report))
  })
  const readDescriptor = transport.readDescriptor?.bind(transport)
  return {
    name: transport.name,
    open: () => transport.open(),
    close: () => transport.close(),
    write: (report) => {
      const written = transport.write(report)
      keep('tx', report)
      return written
    },
    sendFeature: (report) => transport.sendFeature(report),
    getFeature: (...asked) => transport.getFeature(...asked),
    // Of a line that cannot tell, this one cannot either.
    ...(readDescriptor && { readDescriptor }),
    onReport: (listener) => transport.onReport(listener),
    onLost: (listener) => transport.onLost(listener),
  }
}
