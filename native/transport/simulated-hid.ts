// A HID device that is a program: the console's side. Rides on the TCP line, so that losing and reopening are the real thing.
import type { Clock } from '../kit/clock.ts'
import { failure, type Failure } from '../kit/errors.ts'
import { fail } from '../kit/result.ts'
import type { HidTransport } from '../kit/transport.ts'
import { createHidFramer, encodeHidFrame, REPORT_MAX_BYTES, type HidFramer } from './hid-frames.ts'
import { createListeners } from './listeners.ts'
import { createTcpSerial } from './tcp-serial.ts'

export interface SimulatedHidOptions {
  readonly host: string
  readonly port: number
}

/**
 * Opens a simulated device; its far end is `createSimulatedHidServer`.
 *
 * @remarks LINK_MISSING when nobody listens there: the simulated device is unplugged.
 */
export function createSimulatedHid({ host, port }: SimulatedHidOptions, { clock }: { readonly clock: Clock }): HidTransport {
  const line = createTcpSerial({ host, port }, { clock })
  const name = `sim://${host}:${port}`
  const reports = createListeners<Uint8Array>()
  const lost = createListeners<Failure>()
  let framer: HidFramer = createHidFramer()

  line.onData((bytes) => {
    const { reports: complete, broken } = framer.push(bytes)
    for (const report of complete) reports.emit(report)
    if (!broken) return
    void line.close()
    lost.emit(failure('WIRE_MALFORMED', `${name}: not a simulated HID device`))
  })
  line.onLost((cause) => lost.emit({ ...cause, detail: name }))

  return {
    name,
    async open() {
      framer = createHidFramer()
      const opened = await line.open()
      if (opened.ok || opened.error.code !== 'LINK_REFUSED') return opened
      return fail(failure('LINK_MISSING', name))
    },
    async write(report) {
      if (report.length > REPORT_MAX_BYTES) return fail(failure('WIRE_TOO_LONG', `${name}: ${report.length} bytes`))
      return line.write(encodeHidFrame(report))
    },
    close: () => line.close(),
    onReport: reports.add,
    onLost: lost.add,
  }
}
