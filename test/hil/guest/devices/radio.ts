// A TETRA radio with a USB connector: the simulator at the far end of a CDC-ACM gadget. It has power of its own, so pulling
// the cable does not switch it off, and switching it off does not pull the cable.
import { spawnSync } from 'node:child_process'
import { systemClock } from '../../../../native/transport/clock.ts'
import { createRadioSimulator, type LoggedCommand, type RadioFault, type RadioSimulator } from '../../../../native/tetra-pei/simulator.ts'
import { createGadget, type Gadget } from './gadget.ts'
import { openRaw, type RawHandle } from './raw-handle.ts'

/** What the kernel's rules for serial ports make of the gadget's strings. */
export const RADIO_PATH = '/dev/serial/by-id/usb-Achterwacht_Mobilofoon_1600001-if00'
export const RADIO_GROUPS = [{ gssi: 4_037_001, name: 'INC-1' }, { gssi: 4_037_002, name: 'INC-2' }] as const

/** A quick radio, so that a scene takes seconds. */
const ANSWER_MS = 10
const GRANT_MS = 100

export interface RadioState {
  readonly transmitting: boolean
  readonly selectedGroup: number | undefined
  readonly services: readonly string[]
  readonly isPowered: boolean
}

interface Radio {
  readonly gadget: Gadget
  readonly simulator: RadioSimulator
  far: RawHandle | undefined
  noise: NodeJS.Timeout | undefined
}

let radio: Radio | undefined

function createRadio(): Radio {
  const gadget = createGadget({ name: 'radio', vendorId: 0x1d6b, productId: 0x0104, manufacturer: 'Achterwacht', product: 'Mobilofoon', serial: '1600001', does: 'serial-line' })
  const made: Radio = {
    gadget,
    far: undefined,
    noise: undefined,
    simulator: createRadioSimulator({
      clock: systemClock,
      identity: { mcc: 204, mnc: 1000, ssi: 1_600_001 },
      groups: RADIO_GROUPS,
      answerMs: ANSWER_MS,
      grantMs: GRANT_MS,
      send: (bytes) => made.far?.write(bytes),
    }),
  }
  return made
}

function openFar(one: Radio): void {
  one.far = openRaw(one.gadget.node, (bytes) => one.simulator.receive(bytes))
  const raw = spawnSync('stty', ['-F', one.gadget.node, 'raw', '-echo'])
  if (raw.status !== 0) throw new Error(`stty: ${raw.stderr}`)
}

function closeFar(one: Radio): void {
  one.far?.close()
  one.far = undefined
}

const existing = (): Radio => {
  if (!radio) throw new Error('there is no radio yet')
  return radio
}

export const radioCalls = {
  'radio.plug': (): void => {
    radio ??= createRadio()
    radio.gadget.plug()
    openFar(radio)
  },
  'radio.unplug': (): void => {
    existing().gadget.unplug()
    closeFar(existing())
  },
  /** Off with its cable in: silent, and back after `silentMs` with everything forgotten. Its end of the line is shut meanwhile. */
  'radio.power-cycle': async (silentMs: number): Promise<void> => {
    const one = existing()
    one.simulator.setFault({ fault: 'power-cycle', silentMs })
    closeFar(one)
    await new Promise<void>((resolve) => void systemClock.after(silentMs, resolve))
    openFar(one)
  },
  'radio.fault': (fault: RadioFault): void => existing().simulator.setFault(fault),
  /** Sends unasked lines without a pause, until it is stopped. */
  'radio.babble': (isOn: 'on' | 'off'): void => {
    const one = existing()
    clearInterval(one.noise)
    const line = Buffer.from(`\r\n+CSQ: 20,99${'0'.repeat(48)}\r\n`)
    if (isOn === 'on') one.noise = setInterval(() => one.far?.write(line), 1)
  },
  'radio.state': (): RadioState => {
    const { simulator } = existing()
    return { transmitting: simulator.transmitting !== undefined, selectedGroup: simulator.selectedGroup, services: simulator.services, isPowered: simulator.isPowered }
  },
  /** The last commands it got. */
  'radio.commands': (newest: number): readonly LoggedCommand[] => existing().simulator.commands.slice(-newest),
  'radio.command-count': (): number => existing().simulator.commands.length,
}
