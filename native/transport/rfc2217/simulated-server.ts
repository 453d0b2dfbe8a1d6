// A terminal server that is a program: one serial port behind RFC 2217, with the device side in the hands of whoever made it.
// Answers as the RFC says a server does, with switchable faults. Drives demo, rehearsal and tests.
import { createServer, type Server, type Socket } from 'node:net'
import { failure } from '../../kit/errors.ts'
import { fail, ok, type Result } from '../../kit/result.ts'
import type { ModemInputs, ModemOutputs, Unsubscribe } from '../../kit/transport.ts'
import { createListeners } from '../listeners.ts'
import { COM_PORT_OPTION, CONTROL, decodeComPort, encodeComPort, encodeModemState, type ComPortMessage } from './com-port.ts'
import { createTelnetDecoder, encodeData, encodeOption, encodeSubnegotiation } from './telnet.ts'

export interface SimulatedTerminalServer {
  readonly port: number
  /** Modem lines as the device sees them; both low while nobody is connected. */
  readonly outputs: ModemOutputs
  readonly baud: number
  onOutputs(listener: (outputs: ModemOutputs) => void): Unsubscribe
  onData(listener: (bytes: Uint8Array) => void): Unsubscribe
  /** The device sends. */
  say(bytes: Uint8Array): void
  setInputs(inputs: ModemInputs): void
  /** Fault: refuses the option, is a raw TCP port, does not answer settings, or answers that RTS did not move. */
  fault: 'none' | 'refuses' | 'raw' | 'mute' | 'rts-held'
  /** The network breaks, and nobody can connect until `mend`. */
  cut(): Promise<void>
  mend(): Promise<Result<void>>
}

const LOOPBACK = '127.0.0.1'
const LOW: ModemOutputs = { rts: false, dtr: false }

/** @param port  0: any free port, kept over `cut` and `mend`. @returns LINK_BUSY or LINK_DENIED when it cannot be had */
export async function createSimulatedTerminalServer({ port: wanted }: { readonly port: number }): Promise<Result<SimulatedTerminalServer>> {
  const moved = createListeners<ModemOutputs>()
  const data = createListeners<Uint8Array>()
  let server: Server | undefined
  let socket: Socket | undefined
  let port = wanted
  let outputs = LOW
  let inputs: ModemInputs = { cts: false, dsr: false, dcd: false }
  let baud = 9_600
  let fault: SimulatedTerminalServer['fault'] = 'none'

  const tell = (message: Omit<ComPortMessage, 'from'>): void => {
    socket?.write(encodeSubnegotiation(COM_PORT_OPTION, encodeComPort({ ...message, from: 'server' })))
  }
  const move = (next: ModemOutputs): void => {
    if (next.rts === outputs.rts && next.dtr === outputs.dtr) return
    outputs = next
    moved.emit(next)
  }
  const control = (value: number): number => {
    if (value === CONTROL.askDtr) return outputs.dtr ? CONTROL.dtrOn : CONTROL.dtrOff
    if (value === CONTROL.askRts) return outputs.rts ? CONTROL.rtsOn : CONTROL.rtsOff
    if (value === CONTROL.dtrOn || value === CONTROL.dtrOff) move({ ...outputs, dtr: value === CONTROL.dtrOn })
    if (value !== CONTROL.rtsOn && value !== CONTROL.rtsOff) return value
    if (fault === 'rts-held') return outputs.rts ? CONTROL.rtsOn : CONTROL.rtsOff
    move({ ...outputs, rts: value === CONTROL.rtsOn })
    return value
  }
  const obey = ({ command, value }: ComPortMessage): void => {
    if (fault === 'mute') return
    if (command === 'set-baud') baud = value
    tell({ command, value: command === 'set-control' ? control(value) : value })
    if (command === 'set-modem-mask') tell({ command: 'notify-modem', value: encodeModemState(inputs) })
  }
  const accept = (fresh: Socket): void => {
    // One client a port, as terminal servers do.
    if (socket) return void fresh.destroy()
    socket = fresh
    fresh.setNoDelay(true)
    const decoder = createTelnetDecoder()
    fresh.on('data', (bytes) => {
      if (fault === 'raw') return data.emit(new Uint8Array(bytes))
      for (const item of decoder.push(bytes)) {
        if (item.item === 'data') data.emit(item.bytes)
        if (item.item === 'option' && item.verb === 'will') fresh.write(encodeOption(fault === 'refuses' && item.option === COM_PORT_OPTION ? 'dont' : 'do', item.option))
        if (item.item === 'option' && item.verb === 'do') fresh.write(encodeOption('will', item.option))
        const message = item.item === 'subnegotiation' && item.option === COM_PORT_OPTION ? decodeComPort(item.bytes) : undefined
        if (message?.from === 'client') obey(message)
      }
    })
    fresh.on('error', () => fresh.destroy())
    fresh.on('close', () => {
      socket = undefined
      // A terminal server drops the lines with the connection.
      move(LOW)
    })
  }
  const mend = async (): Promise<Result<void>> => {
    if (server) return ok()
    const fresh = createServer(accept)
    const trouble = await new Promise<string | undefined>((resolve) => {
      fresh.once('error', (cause) => resolve('code' in cause ? String(cause.code) : cause.message))
      fresh.listen({ host: LOOPBACK, port }, () => resolve(undefined))
    })
    if (trouble !== undefined) return fail(failure(trouble === 'EADDRINUSE' ? 'LINK_BUSY' : 'LINK_DENIED', `${LOOPBACK}:${port}: ${trouble}`))
    const address = fresh.address()
    if (address && typeof address === 'object') port = address.port
    server = fresh
    return ok()
  }

  const started = await mend()
  if (!started.ok) return started
  return ok({
    get port() {
      return port
    },
    get outputs() {
      return outputs
    },
    get baud() {
      return baud
    },
    get fault() {
      return fault
    },
    set fault(next) {
      fault = next
    },
    onOutputs: moved.add,
    onData: data.add,
    say: (bytes) => void socket?.write(fault === 'raw' ? bytes : encodeData(bytes)),
    setInputs(next) {
      inputs = next
      if (fault !== 'raw') tell({ command: 'notify-modem', value: encodeModemState(next) })
    },
    async cut() {
      const old = server
      server = undefined
      if (!old) return
      const closed = new Promise<void>((resolve) => old.close(() => resolve()))
      socket?.destroy()
      await closed
    },
    mend,
  })
}
