// The keyed set's driver against the suite of every radio driver, on modem lines, with and without a wire that reads back.
import { describe } from 'vitest'
import type { RadioEvent } from '../../native/kit/driver.ts'
import { failure } from '../../native/kit/errors.ts'
import { fail } from '../../native/kit/result.ts'
import type { ModemInputs, ModemOutputs } from '../../native/kit/transport.ts'
import { createSimulatedSet, KeyedRadio } from '../../native/keyed-radio/index.ts'
import { createSerialKeyLine, outputsFor } from '../../native/serial-key-line/index.ts'
import { createManualClock } from '../support/manual-clock.ts'
import { createMemory } from '../support/radio-bench.ts'
import { countTimers, GatedSerial } from './gated-transports.ts'
import type { RadioBench, RadioConformance } from './radio-contract-bench.ts'
import { testRadioDriver } from './radio-driver.ts'

const GROUP = '4037001'
const WIRES = { by: 'rts-not-dtr', activeLow: false } as const

const isKeying = (lines: ModemOutputs): boolean => JSON.stringify(lines) === JSON.stringify(outputsFor(WIRES, true))

function makeSet(readsBack: boolean): RadioBench {
  const clock = createManualClock()
  const timers = countTimers(clock)
  const line = new GatedSerial()
  const events: RadioEvent[] = []
  let how = { times: 1, delayMs: 0 }
  const tell = (inputs: ModemInputs): void => {
    for (let time = 0; time < how.times; time++) {
      if (how.delayMs === 0) line.inputs = inputs
      else clock.after(how.delayMs, () => void (line.inputs = inputs))
    }
  }
  const set = createSimulatedSet({ clock, tell: ({ carrier, sending }) => tell({ cts: sending, dsr: false, dcd: carrier }) })
  line.onOutputs = (lines) => set.key(isKeying(lines))
  const key = createSerialKeyLine({
    clock: timers.clock, transport: line, wires: WIRES, carrier: { input: 'dcd', activeLow: false },
    ...(readsBack && { readBack: { input: 'cts', activeLow: false } as const }),
  })
  const driver = new KeyedRadio({ clock: timers.clock, line: key, access: 'full', memory: createMemory(), carrier: { onMs: 40, offMs: 150 }, group: GROUP })
  driver.onEvent((event) => {
    if (event.event !== 'wire') events.push(event)
  })
  return {
    clock, line, driver, events,
    timers: timers.running,
    isKeyed: () => set.isSending,
    keyings: () => set.sendings,
    heal: () => {
      how = { times: 1, delayMs: 0 }
    },
    answer: (next) => {
      how = next
    },
  }
}

const up = async (bench: RadioBench): Promise<void> => {
  bench.driver.start()
  await bench.clock.advanceAsync(1000)
}
const speaking = async (bench: RadioBench): Promise<void> => {
  await up(bench)
  bench.driver.requestFloor()
  await bench.clock.advanceAsync(1000)
}

const STATES: RadioConformance['states'] = {
  'not started': async () => undefined,
  opening: async (bench) => {
    bench.line.holdOpen = true
    bench.driver.start()
    await bench.clock.advanceAsync(100)
  },
  'waiting to open again': async (bench) => {
    bench.line.openResult = fail(failure('LINK_MISSING', 'scripted'))
    bench.driver.start()
    await bench.clock.advanceAsync(100)
    bench.line.openResult = { ok: true, value: undefined }
  },
  up,
  'asking for the floor': async (bench) => {
    await up(bench)
    bench.driver.requestFloor()
    await bench.clock.advanceAsync(5)
  },
  speaking,
  'giving the floor back': async (bench) => {
    await speaking(bench)
    bench.driver.releaseFloor()
    // The set falls 30 ms after its wire; without a read-back the driver counts it as off with the wire.
    await bench.clock.advanceAsync(40)
  },
  'pressed again while giving back': async (bench) => {
    await speaking(bench)
    bench.driver.releaseFloor()
    bench.driver.requestFloor()
    await bench.clock.advanceAsync(5)
  },
}

for (const readsBack of [true, false]) {
  describe(readsBack ? 'with a wire that reads back' : 'without a wire that reads back', () => {
    testRadioDriver({ make: () => makeSet(readsBack), states: STATES, halfFrame: 'noise', group: GROUP })
  })
}
