// A driver and a simulated radio on one scripted line and one hand-moved clock.
import type { Arrivals } from '../../native/kit/arrivals.ts'
import { latin1ToBytes } from '../../native/kit/bytes.ts'
import type { RadioAccess, RadioEvent } from '../../native/kit/driver.ts'
import { TetraRadio, type CallMemory } from '../../native/tetra-pei/index.ts'
import { createRadioSimulator, type RadioSimulator, type RadioSimulatorOptions } from '../../native/tetra-pei/simulator.ts'
import { createManualClock, type ManualClock } from './manual-clock.ts'
import { ScriptedSerial } from './scripted-transport.ts'

export const RBS_ISSI = 1_500_007
export const GROUPS = [{ gssi: 4_037_001, name: 'INC-1' }, { gssi: 4_037_002, name: 'INC-2' }] as const

export interface RadioBench {
  readonly clock: ManualClock
  readonly line: ScriptedSerial
  readonly radio: RadioSimulator
  readonly driver: TetraRadio
  readonly memory: CallMemory
  /** Everything but the wire log, newest last. */
  readonly events: RadioEvent[]
  readonly names: () => string[]
  /** Commands the radio took since the last call. */
  readonly commands: () => string[]
  /** Lets everything settle for this long. */
  readonly run: (ms: number) => Promise<void>
}

export function createMemory(): CallMemory & { owed: { owed: boolean; cc?: number } } {
  const memory = {
    owed: { owed: false } as { owed: boolean; cc?: number },
    read: () => memory.owed,
    remember: (cc?: number) => void (memory.owed = cc === undefined ? { owed: true } : { owed: true, cc }),
    forget: () => void (memory.owed = { owed: false }),
  }
  return memory
}

export function createRadioBench(options: Partial<RadioSimulatorOptions> & { readonly access?: RadioAccess; readonly memory?: CallMemory; readonly arrivals?: Arrivals } = {}): RadioBench {
  const { access = 'full', memory = createMemory(), arrivals, ...simulated } = options
  const clock = createManualClock()
  const line = new ScriptedSerial()
  const radio = createRadioSimulator({
    clock,
    identity: { mcc: 204, mnc: 1000, ssi: 1_600_001 },
    groups: GROUPS,
    ...simulated,
    send: (bytes) => {
      if (line.isOpen) line.say(String.fromCharCode(...bytes))
    },
  })
  line.onWrite = (text) => radio.receive(latin1ToBytes(text))
  const driver = new TetraRadio({ clock, transport: line, access, memory, floor: { grantMs: 5000, queueMs: 10_000 }, arrivals })
  const events: RadioEvent[] = []
  driver.onEvent((event) => {
    if (event.event !== 'wire') events.push(event)
  })
  let taken = 0
  return {
    clock,
    line,
    radio,
    driver,
    memory,
    events,
    names: () => events.map((event) => (event.event === 'link' ? `link-${event.link.link}` : event.event)),
    commands: () => {
      const fresh = radio.commands.slice(taken).map((command) => command.text)
      taken = radio.commands.length
      return fresh
    },
    run: (ms) => clock.advanceAsync(ms),
  }
}

/** A radio that is up, with nothing told and nothing said since. */
export async function up(bench: RadioBench = createRadioBench()): Promise<RadioBench> {
  bench.driver.start()
  await bench.run(4000)
  if (bench.driver.link.link !== 'up') throw new Error(`the radio is ${bench.driver.link.link}`)
  bench.events.length = 0
  bench.commands()
  return bench
}
