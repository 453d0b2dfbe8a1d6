// A simulated radio and a hand to write to it: no driver in between.
import { bytesToLatin1, latin1ToBytes } from '../../../native/kit/bytes.ts'
import { createFramer } from '../../../native/tetra-pei/framer.ts'
import { createRadioSimulator, type RadioSimulator, type RadioSimulatorOptions, type Transmission } from '../../../native/tetra-pei/simulator.ts'
import { createManualClock, type ManualClock } from '../../support/manual-clock.ts'

export const OWN = 1_600_001
export const FIELD_UNIT = 6_101_629
export const INC_1 = 4_037_001
export const INC_2 = 4_037_002

export interface Bench {
  readonly clock: ManualClock
  readonly radio: RadioSimulator
  /** On and off of the transmitter, in order. */
  readonly keyings: (Transmission | undefined)[]
  /** Writes a command and gives the lines of the next `ms`. */
  ask(command: string, ms?: number): string[]
  /** Lines of the next `ms`. */
  run(ms: number): string[]
  /** Characters as they came since the last call of anything here. */
  raw(): string
}

export function createBench(options: Partial<RadioSimulatorOptions> = {}): Bench {
  const clock = createManualClock()
  const keyings: (Transmission | undefined)[] = []
  let text = ''
  const radio = createRadioSimulator({
    clock,
    identity: { mcc: 204, mnc: 1000, ssi: OWN },
    groups: [{ gssi: INC_1, name: 'INC-1' }, { gssi: INC_2, name: 'INC-2' }],
    ...options,
    send: (bytes) => {
      text += bytesToLatin1(bytes)
    },
    onTransmitting: (now) => keyings.push(now),
  })
  const raw = (): string => {
    const taken = text
    text = ''
    return taken
  }
  const lines = (): string[] => {
    const framer = createFramer()
    const frames = [...framer.push(latin1ToBytes(raw())), ...framer.flush()]
    return frames.flatMap((frame) => (frame.kind === 'line' ? [frame.text] : []))
  }
  const run = (ms: number): string[] => {
    clock.advance(ms)
    return lines()
  }
  return {
    clock,
    radio,
    keyings,
    run,
    raw,
    ask(command, ms = 60) {
      radio.receive(latin1ToBytes(`${command}\r`))
      return run(ms)
    },
  }
}

/** A bench whose radio has echo off and tells calls, groups, registration, status and text. */
export function createReadyBench(options: Partial<RadioSimulatorOptions> = {}): Bench {
  const bench = createBench(options)
  for (const command of ['ATE0', 'AT+CTSP=2,0,0', 'AT+CTSP=2,1,11', 'AT+CTSP=2,2,20', 'AT+CTSP=2,3,130', 'AT+CREG=2']) bench.ask(command)
  return bench
}

/** A bench in a call of its own, the floor given back: hang time. */
export function createHangingBench(options: Partial<RadioSimulatorOptions> = {}): Bench {
  const bench = createReadyBench(options)
  bench.ask(`ATD${INC_1}`, 500)
  bench.ask('AT+CUTXC=1')
  return bench
}
