// A simulated radio at the far end of a real pseudo-terminal: the console opens it as a serial port.
import { createRadioSimulator, type RadioSimulator, type RadioSimulatorOptions } from '../../native/tetra-pei/simulator.ts'
import { createPty, type Pty } from '../integration/transport/pty.ts'

export interface PtyRadio {
  readonly path: string
  readonly radio: RadioSimulator
  /** Called with each portion of bytes as it comes off the line. */
  onBytes: ((text: string) => void) | undefined
  /** Pulls the cable: the port hangs up and its node goes. */
  cut(): Promise<void>
  mend(): Promise<void>
  end(): Promise<void>
}

export async function createPtyRadio(options: Omit<RadioSimulatorOptions, 'send'>): Promise<PtyRadio> {
  const pty: Pty = await createPty()
  const radio = createRadioSimulator({ ...options, send: (bytes) => pty.say(bytes) })
  const attach = (): void => {
    pty.socat.stdout?.on('data', (bytes: Buffer) => {
      made.onBytes?.(bytes.toString('latin1'))
      radio.receive(bytes)
    })
  }
  const made: PtyRadio = {
    path: pty.path,
    radio,
    onBytes: undefined,
    cut: () => pty.cut(),
    async mend() {
      await pty.mend()
      attach()
    },
    async end() {
      radio.switchOff()
      await pty.end()
    },
  }
  attach()
  return made
}
