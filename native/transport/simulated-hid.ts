// A HID device that is a program: the console's side. Rides on the TCP line, so that losing and reopening are the real thing.
import type { Clock } from '../kit/clock.ts'
import { failure, type Failure } from '../kit/errors.ts'
import { fail, ok, type Result } from '../kit/result.ts'
import type { HidTransport } from '../kit/transport.ts'
import { bounded } from './bounded.ts'
import { createHidFramer, encodeHidFrame, mostBytes, type HidFrameKind, type HidFramer } from './hid-frames.ts'
import { createListeners } from './listeners.ts'
import { createTcpSerial } from './tcp-serial.ts'

const ANSWER_MS = 1_500 // as long as a real device is waited for

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
  /** Asked, in order: the device answers one after the other. */
  let asked: ((answer: Uint8Array) => void)[] = []

  line.onData((bytes) => {
    const { frames, broken } = framer.push(bytes)
    for (const frame of frames) {
      if (frame.kind === 'feature-answer') asked.shift()?.(frame.bytes)
      else reports.emit(frame.bytes)
    }
    if (!broken) return
    void line.close()
    lost.emit(failure('WIRE_MALFORMED', `${name}: not a simulated HID device`))
  })
  line.onLost((cause) => lost.emit({ ...cause, detail: name }))

  const send = (bytes: Uint8Array, kind: HidFrameKind): Result<void> =>
    bytes.length > mostBytes(kind) ? fail(failure('WIRE_TOO_LONG', `${name}: ${bytes.length} bytes`)) : line.write(encodeHidFrame(bytes, kind))

  return {
    name,
    async open() {
      framer = createHidFramer()
      asked = []
      const opened = await line.open()
      if (opened.ok || opened.error.code !== 'LINK_REFUSED') return opened
      return fail(failure('LINK_MISSING', name))
    },
    write: async (report) => send(report, 'report'),
    sendFeature: async (report) => send(report, 'feature-set'),
    async getFeature(reportId, length) {
      const sent = send(Uint8Array.of(reportId, length >> 8, length & 0xff), 'feature-ask')
      if (!sent.ok) return sent
      const answered = await bounded(clock, ANSWER_MS, new Promise<Uint8Array>((resolve) => asked.push(resolve)))
      if (!answered.done) return fail(failure('LINK_TIMEOUT', `${name}: no answer`))
      return answered.value.length > 0 ? ok(answered.value) : fail(failure('DEVICE_DENIED', `${name}: no feature report ${reportId}`))
    },
    close: () => line.close(),
    onReport: reports.add,
    onLost: lost.add,
  }
}
