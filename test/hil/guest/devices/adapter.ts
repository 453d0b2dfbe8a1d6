// An FTDI serial adapter whose modem inputs are set by hand, and which keeps what the host did with its outputs, and when.
import { nowMs, pause } from '../time.ts'
import { decodeFtdiRequest, encodeFtdiStatus, ftdiAnswer, type FtdiRequest, type ModemLines } from './ftdi.ts'
import { plugUsbip, type Transfer, type UsbipDevice } from './usbip.ts'

export type SeenRequest = FtdiRequest & { readonly atMs: number }

/** A packet of 64 bytes less the two of the status. */
const PAYLOAD_BYTES = 62
const SEEN_MAX = 500
/** Who asks for the modem lines all the time does so each 20 ms. */
const ASKED_OFTEN_MS = 100
const ANSWER_TAKEN_MS = 5

class Adapter {
  readonly seen: SeenRequest[] = []
  /** What came out of its transmit pin. */
  readonly received: number[] = []
  readonly #serial: string
  #lines: ModemLines = {}
  #device: UsbipDevice | undefined
  /** Reads of the host that wait for something to be said. */
  #reads: Transfer[] = []
  #toSay: Uint8Array[] = []
  #babble: NodeJS.Timeout | undefined
  #isWedged = false
  #answeredMs = Number.NEGATIVE_INFINITY

  constructor(serial: string) {
    this.#serial = serial
  }

  async plug(): Promise<void> {
    this.#reads = []
    this.#toSay = []
    this.#lines = {}
    this.#device = await plugUsbip({
      onTransfer: (transfer) => this.#onTransfer(transfer),
      onCancelled: (id) => {
        this.#reads = this.#reads.filter((read) => read.id !== id)
      },
    })
  }

  /**
   * A question under way would hang in the virtual controller until its time-out of 5 s; a real one fails it at once. So it
   * is pulled just after an answer.
   */
  async unplug(): Promise<void> {
    this.#isWedged = false
    this.babble('off')
    if (nowMs() - this.#answeredMs < ASKED_OFTEN_MS) {
      const before = this.#answeredMs
      for (let waited = 0; this.#answeredMs === before && waited < ASKED_OFTEN_MS; waited++) await pause(1)
      await pause(ANSWER_TAKEN_MS)
    }
    this.#device?.unplug()
    this.#device = undefined
  }

  setLines(lines: ModemLines): void {
    this.#lines = lines
    // The chip tells a change by an empty packet: its status alone.
    this.say(new Uint8Array())
  }

  say(bytes: Uint8Array): void {
    for (let at = 0; at === 0 || at < bytes.length; at += PAYLOAD_BYTES) this.#toSay.push(bytes.slice(at, at + PAYLOAD_BYTES))
    this.#deliver()
  }

  babble(isOn: 'on' | 'off'): void {
    clearInterval(this.#babble)
    const bytes = new Uint8Array(64).fill(0x55)
    if (isOn === 'on') this.#babble = setInterval(() => this.#toSay.length < 64 && this.say(bytes), 1)
  }

  /** Answers nothing any more, until it is pulled. */
  wedge(): void {
    this.#isWedged = true
  }

  #onTransfer(transfer: Transfer): void {
    if (this.#isWedged) return
    if (transfer.endpoint === 0) return this.#onControl(transfer)
    if (transfer.direction === 'in') {
      this.#reads.push(transfer)
      return this.#deliver()
    }
    this.received.push(...transfer.data)
    this.#device?.finish(transfer, transfer.data.length)
  }

  #onControl(transfer: Transfer): void {
    const { setup } = transfer
    if (setup[0] === 0x40) {
      const value = (setup[2] ?? 0) | ((setup[3] ?? 0) << 8)
      this.seen.push({ ...decodeFtdiRequest(setup[1] ?? 0, value, (setup[4] ?? 0) | ((setup[5] ?? 0) << 8)), atMs: nowMs() })
      if (this.seen.length > SEEN_MAX) this.seen.shift()
    }
    const answer = ftdiAnswer(setup, this.#serial, this.#lines)
    this.#answeredMs = nowMs()
    this.#device?.finish(transfer, answer === undefined ? 'stall' : transfer.direction === 'in' ? answer.subarray(0, transfer.wantedBytes) : 0)
  }

  #deliver(): void {
    for (let read = this.#reads[0]; read !== undefined && this.#toSay.length > 0 && this.#device; read = this.#reads[0]) {
      this.#reads.shift()
      this.#device.finish(read, Uint8Array.of(...encodeFtdiStatus(this.#lines), ...(this.#toSay.shift() ?? [])))
    }
  }
}

/** What the kernel's rules for serial ports make of it. */
export const adapterPath = (serial: string): string => `/dev/serial/by-id/usb-FTDI_FT232R_USB_UART_${serial}-if00-port0`

const adapters = new Map<string, Adapter>()

function adapter(serial: string): Adapter {
  const one = adapters.get(serial) ?? new Adapter(serial)
  adapters.set(serial, one)
  return one
}

export const adapterCalls = {
  'adapter.plug': (serial: string): Promise<void> => adapter(serial).plug(),
  'adapter.unplug': (serial: string): Promise<void> => adapter(serial).unplug(),
  'adapter.lines': (serial: string, lines: ModemLines): void => adapter(serial).setLines(lines),
  'adapter.say': (serial: string, text: string): void => adapter(serial).say(Buffer.from(text, 'latin1')),
  'adapter.wedge': (serial: string): void => adapter(serial).wedge(),
  'adapter.babble': (serial: string, isOn: 'on' | 'off'): void => adapter(serial).babble(isOn),
  /** What the host asked since the last time. */
  'adapter.seen': (serial: string): readonly SeenRequest[] => adapter(serial).seen.splice(0),
  'adapter.received': (serial: string): string => Buffer.from(adapter(serial).received.splice(0)).toString('latin1'),
}
