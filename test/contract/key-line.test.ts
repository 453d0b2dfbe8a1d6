// The key lines on scripted wires keep the contract of a key line.
import { describe } from 'vitest'
import { createCm108KeyLine, createSimulatedCm108 } from '../../native/cm108/index.ts'
import { failure } from '../../native/kit/errors.ts'
import type { KeyGuard } from '../../native/kit/key-line.ts'
import { fail, ok } from '../../native/kit/result.ts'
import { createSerialKeyLine, outputsFor, type KeyBy } from '../../native/serial-key-line/index.ts'
import { systemClock as clock } from '../../native/transport/clock.ts'
import { ScriptedHid, ScriptedSerial } from '../support/scripted-transport.ts'
import { testKeyLine } from './key-line.ts'

const MISSING = fail(failure('LINK_MISSING', 'scripted'))

describe.each<[KeyBy, boolean]>([['rts', false], ['dtr', true], ['rts-not-dtr', false]])('modem lines, %s, active low %s', (by, activeLow) => {
  testKeyLine({
    make: async () => {
      const transport = new ScriptedSerial()
      const wires = { by, activeLow }
      const keyed = JSON.stringify(outputsFor(wires, true))
      return {
        line: createSerialKeyLine({ clock, transport, wires, carrier: { input: 'dcd', activeLow: false } }),
        isKeyed: () => JSON.stringify(transport.outputs.at(-1)) === keyed,
        hear: (dcd) => { transport.inputs = { ...transport.inputs, dcd } },
        isHeld: () => transport.isOpen,
        cut: () => {
          transport.openResult = MISSING
          transport.lose()
        },
        mend: () => { transport.openResult = ok() },
        end: async () => {},
      }
    },
  })
})

const GUARD: KeyGuard = { start: async () => ok(), arm: async () => ok(), disarm: () => {}, stop: async () => {}, onFallen: () => () => {} }

describe('pin of a CM108', () => {
  testKeyLine({
    make: async () => {
      const transport = new ScriptedHid()
      const chip = createSimulatedCm108({ send: (report) => transport.report(...report), onWritten: (listener) => { transport.onWrite = listener; return () => {} } })
      return {
        line: createCm108KeyLine({ clock, transport, guard: GUARD, pin: 3, activeLow: false, carrier: { byte: 0, bit: 1, activeLow: true } }),
        isKeyed: () => chip.isHigh(3),
        hear: (carrier) => chip.setInput({ byte: 0, bit: 1, activeLow: true }, carrier),
        isHeld: () => transport.isOpen,
        cut: () => {
          transport.openResult = MISSING
          transport.lose()
        },
        mend: () => { transport.openResult = ok() },
        end: async () => {},
      }
    },
  })
})
