// A radio behind a terminal server whose line can go mad: bytes at full speed, in which what the radio says is lost.
import { createServer, type Socket } from 'node:net'
import { createRadioSimulator, type RadioSimulator, type RadioSimulatorOptions } from '../../native/tetra-pei/simulator.ts'

export interface BabblingRadio {
  readonly port: number
  readonly radio: RadioSimulator
  /** Bytes that went out as babble. */
  readonly babbledBytes: number
  /** Says these bytes again and again, as fast as the other side takes them, until `quiet`. */
  babble(bytes: Uint8Array): void
  quiet(): void
  stop(): Promise<void>
}

export async function createBabblingRadio(options: Omit<RadioSimulatorOptions, 'send'>): Promise<BabblingRadio> {
  let socket: Socket | undefined
  let babble: Uint8Array | undefined
  let babbledBytes = 0
  const radio = createRadioSimulator({ ...options, send: (bytes) => void (babble ? undefined : socket?.write(bytes)) })
  const pump = (): void => {
    const to = socket
    if (!to || !babble || to.destroyed) return
    babbledBytes += babble.length
    if (to.write(babble)) setImmediate(pump)
    else to.once('drain', pump)
  }
  const server = createServer((taken) => {
    socket?.destroy()
    socket = taken
    taken.on('data', (bytes) => radio.receive(bytes))
    taken.on('error', () => taken.destroy())
    pump()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  return {
    port: typeof address === 'object' && address ? address.port : 0,
    radio,
    get babbledBytes() {
      return babbledBytes
    },
    babble(bytes) {
      babble = bytes
      pump()
    },
    quiet() {
      babble = undefined
    },
    async stop() {
      babble = undefined
      radio.switchOff()
      socket?.destroy()
      await new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
}
