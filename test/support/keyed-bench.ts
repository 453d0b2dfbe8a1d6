// A keyed set on scripted modem lines and one hand-moved clock: driver, key line, and the set that hangs on the wires.
import type { RadioAccess, RadioEvent } from '../../native/kit/driver.ts'
import { KeyedRadio, createSimulatedSet, type KeyMemory, type SimulatedSet } from '../../native/keyed-radio/index.ts'
import { createSerialKeyLine, outputsFor, type KeyWires } from '../../native/serial-key-line/index.ts'
import type { ModemOutputs } from '../../native/kit/transport.ts'
import { createManualClock, type ManualClock } from './manual-clock.ts'
import { createMemory } from './radio-bench.ts'
import { ScriptedSerial } from './scripted-transport.ts'

export interface KeyedBench {
  readonly clock: ManualClock
  readonly line: ScriptedSerial
  readonly set: SimulatedSet
  readonly driver: KeyedRadio
  readonly memory: KeyMemory & { readonly owed: { readonly owed: boolean } }
  readonly events: RadioEvent[]
  /** Names of the events since the last call, without the wire's own. */
  readonly news: () => string[]
  readonly run: (ms: number) => Promise<void>
  /** What the wires say: keyed, or at rest. */
  readonly isWireKeyed: () => boolean
}

export interface KeyedBenchOptions {
  readonly wires?: KeyWires
  readonly access?: RadioAccess
  readonly memory?: ReturnType<typeof createMemory>
  readonly readBack?: boolean
  readonly carrier?: boolean
  readonly ownLimitMs?: number
  readonly group?: string
}

export function createKeyedBench(options: KeyedBenchOptions = {}): KeyedBench {
  const { wires = { by: 'rts-not-dtr', activeLow: false }, access = 'full', memory = createMemory(), group = '4037001' } = options
  const clock = createManualClock()
  const line = new ScriptedSerial()
  const set = createSimulatedSet({
    clock,
    tell: ({ carrier, sending }) => { line.inputs = { cts: sending, dsr: false, dcd: carrier } },
    ...(options.ownLimitMs === undefined ? {} : { ownLimitMs: options.ownLimitMs }),
  })
  const isKeyed = (lines: ModemOutputs | undefined): boolean => JSON.stringify(lines) === JSON.stringify(outputsFor(wires, true))
  line.onOutputs = (lines) => set.key(isKeyed(lines))
  const key = createSerialKeyLine({
    clock,
    transport: line,
    wires,
    ...(options.carrier === false ? {} : { carrier: { input: 'dcd', activeLow: false } as const }),
    ...(options.readBack === true ? { readBack: { input: 'cts', activeLow: false } as const } : {}),
  })
  const driver = new KeyedRadio({ clock, line: key, access, memory, carrier: { onMs: 40, offMs: 150 }, group })
  const events: RadioEvent[] = []
  driver.onEvent((event) => {
    if (event.event !== 'wire') events.push(event)
  })
  let taken = 0
  return {
    clock, line, set, driver, memory, events,
    news: () => {
      const fresh = events.slice(taken).map(inWord)
      taken = events.length
      return fresh
    },
    run: (ms) => clock.advanceAsync(ms),
    isWireKeyed: () => isKeyed(line.outputs.at(-1)),
  }
}

function inWord(event: RadioEvent): string {
  switch (event.event) {
    case 'link':
      return `link-${event.link.link}`
    case 'floor-refused':
    case 'floor-ended':
      return `${event.event} ${event.cause}`
    case 'heard':
      return event.speaking ? 'busy' : 'clear'
    case 'local-key':
      return event.keyed ? 'local-key' : 'local-key-up'
    default:
      return event.event
  }
}
