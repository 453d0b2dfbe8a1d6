// The simulated radio against any order of commands, faults and time.
import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { latin1ToBytes } from '../../../native/kit/bytes.ts'
import type { RadioFault } from '../../../native/tetra-pei/simulator.ts'
import { createReadyBench, FIELD_UNIT, INC_1, INC_2 } from '../../unit/tetra-pei/simulated-radio.ts'

type Move =
  | { readonly move: 'write'; readonly text: string }
  | { readonly move: 'bytes'; readonly bytes: Uint8Array }
  | { readonly move: 'fault'; readonly fault: RadioFault }
  | { readonly move: 'clear' }
  | { readonly move: 'wait'; readonly ms: number }

const COMMANDS = [`ATD${INC_1}`, 'AT+CTXD=1,1', 'AT+CTXD=3,1', 'AT+CUTXC=1', 'AT+CUTXC=3', 'ATH', `AT+CTGS=1,${INC_2}`, 'AT+CTOM=1', 'ATZ', 'AT+CTSP=2,0,0', 'AT']
const FAULTS: readonly RadioFault[] = [
  { fault: 'power-cycle', silentMs: 2000 },
  { fault: 'no-grant', how: 'refused' },
  { fault: 'no-grant', how: 'nothing' },
  { fault: 'queue', grantAfterMs: 1500 },
  { fault: 'late-grant', afterMs: 2500 },
  { fault: 'other-talker', ssi: FIELD_UNIT, demands: 'queued' },
  { fault: 'own-identity', ssi: 7, gssi: INC_1, forMs: 1000 },
  { fault: 'emergency', ssi: FIELD_UNIT, as: 'both' },
  { fault: 'hand-microphone', forMs: 1000 },
  { fault: 'knob', gssi: INC_2 },
  { fault: 'refuse-group', how: 'error' },
  { fault: 'local-site' },
  { fault: 'deregistered', stat: 2 },
  { fault: 'garbage', seed: 3 },
  { fault: 'silent' },
  { fault: 'inhibited' },
  { fault: 'refuse', command: 'AT+CUTXC', with: 42, times: 2 },
  { fault: 'mode-knob', aiMode: 1 },
  { fault: 'services-lost' },
  { fault: 'individual-call', ssi: FIELD_UNIT, duplex: true },
  { fault: 'floor-taken', how: 'interrupt', ssi: FIELD_UNIT },
  { fault: 'floor-taken', how: 'wait', ssi: FIELD_UNIT },
  { fault: 'no-asking' },
]
const move: fc.Arbitrary<Move> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ move: fc.constant('write' as const), text: fc.constantFrom(...COMMANDS) }) },
  { weight: 1, arbitrary: fc.record({ move: fc.constant('bytes' as const), bytes: fc.uint8Array({ maxLength: 30 }) }) },
  { weight: 2, arbitrary: fc.record({ move: fc.constant('fault' as const), fault: fc.constantFrom(...FAULTS) }) },
  { weight: 1, arbitrary: fc.record({ move: fc.constant('clear' as const) }) },
  { weight: 4, arbitrary: fc.record({ move: fc.constant('wait' as const), ms: fc.integer({ min: 0, max: 3000 }) }) },
)

function play(bench: ReturnType<typeof createReadyBench>, one: Move): void {
  const { radio, clock } = bench
  if (one.move === 'write') radio.receive(latin1ToBytes(`${one.text}\r`))
  else if (one.move === 'bytes') radio.receive(one.bytes)
  else if (one.move === 'fault') radio.setFault(one.fault)
  else if (one.move === 'clear') radio.clearFault()
  else clock.advance(one.ms)
}

it('never transmits without power or network, tells every change, and can always be un-keyed', () => {
  fc.assert(
    fc.property(fc.array(move, { maxLength: 30 }), (moves) => {
      const bench = createReadyBench()
      const { radio, keyings, clock } = bench
      for (const one of moves) {
        play(bench, one)
        if (!radio.isPowered || radio.faults.includes('deregistered')) expect(radio.transmitting).toBeUndefined()
        expect(keyings.at(-1)).toEqual(radio.transmitting)
      }
      keyings.forEach((now, at) => expect(now !== undefined || keyings[at - 1] !== undefined, 'an off follows an on').toBe(true))
      radio.clearFault()
      clock.advance(10_000)
      radio.receive(latin1ToBytes('\u001b\rATH\r'))
      clock.advance(1000)
      radio.receive(latin1ToBytes('ATH\r'))
      clock.advance(1000)
      expect(radio.transmitting).toBeUndefined()
    }),
    { numRuns: 300 },
  )
})
