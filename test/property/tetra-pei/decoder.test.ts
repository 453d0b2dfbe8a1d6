// The line decoder against anything.
import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { decodeLine, giveUpPending, INITIAL_DECODER, noteSent, type DecoderState } from '../../../native/tetra-pei/decoder.ts'
import { line } from './arbitraries.ts'

const lines = fc.array(line, { maxLength: 25 })
const STATE_LIMIT = 1000 // one header with its line, one list, one level

it('every line gives exactly one output, never an exception; what is not understood is said with the line itself', () => {
  fc.assert(
    fc.property(lines, (all) => {
      let state: DecoderState = INITIAL_DECODER
      for (const one of all) {
        const step = decodeLine(state, one)
        if ('error' in step.output) expect(step.output.line).toBe(one)
        state = step.state
      }
    }),
    { numRuns: 500 },
  )
})

it('every header ends as a message, a malformed line or a dropped header: none is lost unsaid', () => {
  fc.assert(
    fc.property(lines, (all) => {
      let state: DecoderState = INITIAL_DECODER
      let opened = 0
      let closed = 0
      for (const one of all) {
        const waiting = state.pending !== undefined
        const step = decodeLine(state, one)
        const isMessage = 'cmd' in step.output && step.output.cmd === '+CTSDSR user data' && !('headerless' in step.output)
        const isMalformed = waiting && 'error' in step.output && step.dropped === undefined
        if (isMessage || isMalformed || step.dropped) closed++
        if (step.state.pending && step.state.pending !== state.pending) opened++
        state = step.state
      }
      if (giveUpPending(state).dropped) closed++
      expect(closed).toBe(opened)
    }),
    { numRuns: 500 },
  )
})

it('the state stays small whatever comes', () => {
  fc.assert(
    fc.property(lines, (all) => {
      let state: DecoderState = noteSent(INITIAL_DECODER, 'AT+CREG=2')
      for (const one of all) {
        state = decodeLine(state, one).state
        expect(JSON.stringify(state).length).toBeLessThan(STATE_LIMIT)
      }
    }),
    { numRuns: 200 },
  )
})

it('decoding changes neither the state it was given nor the answer: the same line twice is the same step', () => {
  fc.assert(
    fc.property(lines, line, (all, last) => {
      const state = all.reduce<DecoderState>((before, one) => decodeLine(before, one).state, INITIAL_DECODER)
      const frozen = JSON.stringify(state)
      expect(decodeLine(state, last)).toEqual(decodeLine(state, last))
      expect(JSON.stringify(state)).toBe(frozen)
    }),
  )
})
