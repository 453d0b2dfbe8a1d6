// The TETRA radio's driver against the suite of every radio driver. The radio is the simulated one, made deaf or slow by hand.
import { expect, test } from 'vitest'
import { latin1ToBytes } from '../../native/kit/bytes.ts'
import type { RadioEvent } from '../../native/kit/driver.ts'
import { failure } from '../../native/kit/errors.ts'
import { fail } from '../../native/kit/result.ts'
import { TetraRadio } from '../../native/tetra-pei/index.ts'
import { createRadioSimulator } from '../../native/tetra-pei/simulator.ts'
import { createManualClock } from '../support/manual-clock.ts'
import { createMemory, GROUPS } from '../support/radio-bench.ts'
import { countTimers, GatedSerial } from './gated-transports.ts'
import type { RadioBench, RadioConformance } from './radio-contract-bench.ts'
import { testRadioDriver } from './radio-driver.ts'

interface TetraBench extends RadioBench {
  /** The radio does not hear these commands. */
  deafTo: RegExp | undefined
  readonly memory: ReturnType<typeof createMemory>
}

function makeTetra(): TetraBench {
  const clock = createManualClock()
  const line = new GatedSerial()
  const memory = createMemory()
  const events: RadioEvent[] = []
  let keyings = 0
  let how = { times: 1, delayMs: 0 }
  const say = (text: string): void => {
    if (line.isOpen) line.say(text)
  }
  const radio = createRadioSimulator({
    clock,
    identity: { mcc: 204, mnc: 1000, ssi: 1_600_001 },
    groups: GROUPS,
    send: (bytes) => {
      const text = String.fromCharCode(...bytes).repeat(how.times)
      if (how.delayMs === 0) say(text)
      else clock.after(how.delayMs, () => say(text))
    },
    onTransmitting: (now) => {
      if (now) keyings++
    },
  })
  const timers = countTimers(clock)
  const driver = new TetraRadio({ clock: timers.clock, transport: line, access: 'full', memory, floor: { grantMs: 5000, queueMs: 10_000 } })
  driver.onEvent((event) => {
    if (event.event !== 'wire') events.push(event)
  })
  const bench: TetraBench = {
    clock, line, driver, events, memory,
    deafTo: undefined,
    timers: timers.running,
    isKeyed: () => radio.transmitting !== undefined,
    keyings: () => keyings,
    heal: () => {
      bench.deafTo = undefined
      how = { times: 1, delayMs: 0 }
    },
    answer: (next) => {
      how = next
    },
  }
  line.onWrite = (text) => {
    if (!bench.deafTo?.test(text)) radio.receive(latin1ToBytes(text))
  }
  return bench
}

const up = async (bench: RadioBench): Promise<void> => {
  bench.driver.start()
  await bench.clock.advanceAsync(4000)
}
const speaking = async (bench: RadioBench): Promise<void> => {
  await up(bench)
  bench.driver.requestFloor()
  await bench.clock.advanceAsync(2000)
}
/** Starts, or goes on from up, with a radio that does not hear some commands. */
const deaf = async (bench: RadioBench, to: RegExp, act: (bench: RadioBench) => void = () => undefined): Promise<void> => {
  const tetra = bench as TetraBench
  tetra.deafTo = to
  act(bench)
  await bench.clock.advanceAsync(300)
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
  'looking for a sign of life': (bench) => deaf(bench, /^AT/, ({ driver }) => driver.start()),
  'hanging up what was left keyed': async (bench) => {
    (bench as TetraBench).memory.remember(3)
    await deaf(bench, /CUTXC|ATH/, ({ driver }) => driver.start())
  },
  initialising: (bench) => deaf(bench, /CMEE/, ({ driver }) => driver.start()),
  up,
  'asking for the floor': async (bench) => {
    await up(bench)
    await deaf(bench, /ATD|CTXD/, ({ driver }) => driver.requestFloor())
  },
  'asking, the set-up under way': async (bench) => {
    await up(bench)
    bench.driver.requestFloor()
    await bench.clock.advanceAsync(60)
  },
  speaking,
  'giving the floor back': async (bench) => {
    await speaking(bench)
    await deaf(bench, /CUTXC/, ({ driver }) => driver.releaseFloor())
  },
  'pressed again while giving back': async (bench) => {
    await speaking(bench)
    await deaf(bench, /CUTXC/, ({ driver }) => {
      driver.releaseFloor()
      driver.requestFloor()
    })
  },
}

testRadioDriver({ make: makeTetra, states: STATES, halfFrame: '\r\n+CTXG: 1,0,', group: String(GROUPS[1].gssi) })

test('a listener that throws is not hidden, and the radio is un-keyed all the same', async () => {
  const bench = makeTetra()
  await up(bench)
  bench.driver.onEvent((event) => {
    if (event.event === 'floor-granted') throw new RangeError('a listener of ours')
  })
  bench.driver.requestFloor()
  await expect(bench.clock.advanceAsync(3000)).rejects.toThrow('a listener of ours')
  expect(bench.isKeyed()).toBe(true)
  await Promise.all([bench.driver.stop(), bench.clock.advanceAsync(3000)])
  expect(bench.isKeyed()).toBe(false)
})
