// The SIP answer is untrusted input: whatever bytes come, it is judged, bounded and never believed for another's.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createSipNonce, decodeSipResponse, encodeSipOptions, isAnswerTo, sipMessageLength } from '../../../electron/host/watch/probes/sip-message.ts'
import { bytesToLatin1, latin1ToBytes } from '../../../native/kit/bytes.ts'
import { answerSip, splitSipStream } from '../../sim/rbs-sip.ts'

const nonce = fc.uint8Array({ minLength: 12, maxLength: 12 }).chain((bytes) => fc.integer({ min: 1, max: 2_000_000_000 }).map((sequence) => createSipNonce(bytes, sequence)))
const port = fc.integer({ min: 1, max: 65_535 })
const host = fc.oneof(fc.ipV4(), fc.constantFrom('::1', '2001:db8::7'))
const options = fc.record({ transport: fc.constantFrom('udp' as const, 'tcp' as const), target: fc.record({ host, port }), local: fc.record({ host, port }), nonce })

describe('SIP', () => {
  it('the answer to a question is the answer to that question and to no other', () => {
    fc.assert(fc.property(options, nonce, (asked, other) => {
      const answer = answerSip(bytesToLatin1(encodeSipOptions(asked)), { address: '10.0.0.9', port: 4_000 })
      const response = decodeSipResponse(latin1ToBytes(answer ?? ''))
      expect(response.ok && isAnswerTo(response.value, asked.nonce)).toBe(true)
      if (other.branch !== asked.nonce.branch) expect(response.ok && isAnswerTo(response.value, other)).toBe(false)
    }))
  })

  it('messages are found in a stream however it is cut', () => {
    fc.assert(fc.property(fc.array(options, { minLength: 1, maxLength: 4 }), fc.array(fc.integer({ min: 1, max: 300 }), { minLength: 1 }), (all, cuts) => {
      const stream = latin1ToBytes(all.map((one) => answerSip(bytesToLatin1(encodeSipOptions(one)), { address: '10.0.0.9', port: 4_000 })).join(''))
      let held = new Uint8Array(0)
      const found: string[] = []
      for (let at = 0, turn = 0; at < stream.length; turn++) {
        const size = cuts[turn % cuts.length] ?? 1
        held = Uint8Array.from([...held, ...stream.subarray(at, at + size)])
        at += size
        for (let length = sipMessageLength(held); length !== undefined; length = sipMessageLength(held)) {
          const response = decodeSipResponse(held.subarray(0, length))
          if (response.ok) found.push(response.value.branch)
          held = held.slice(length)
        }
      }
      expect(found).toEqual(all.map((one) => one.nonce.branch))
      expect(held).toHaveLength(0)
    }), { numRuns: 50 })
  })

  it('the simulated RBS finds requests in a stream however it is cut', () => {
    fc.assert(fc.property(fc.array(options, { minLength: 1, maxLength: 4 }), fc.integer({ min: 1, max: 97 }), (all, size) => {
      const stream = all.map((one) => bytesToLatin1(encodeSipOptions(one))).join('\r\n\r\n')
      let held = ''
      const found: string[] = []
      for (let at = 0; at < stream.length; at += size) {
        const split = splitSipStream(held + stream.slice(at, at + size))
        found.push(...split.messages)
        held = split.rest ?? ''
      }
      expect(found).toHaveLength(all.length)
    }), { numRuns: 50 })
  })

  it('no bytes make it throw or take long', () => {
    const mutated = fc.tuple(options, fc.array(fc.tuple(fc.nat(400), fc.integer({ min: 0, max: 255 })), { maxLength: 20 })).map(([asked, changes]) => {
      const bytes = latin1ToBytes(answerSip(bytesToLatin1(encodeSipOptions(asked)), { address: '1.1.1.1', port: 1 }) ?? '')
      for (const [at, value] of changes) bytes[at % bytes.length] = value
      return bytes
    })
    const awkward = fc.constantFrom(';', ' ', '\r\n ', 'Via: ', ';branch', '\t', ',').chain((part) => fc.integer({ min: 1, max: 5_000 }).map((times) => latin1ToBytes(`SIP/2.0 200 OK\r\nVia: ${part.repeat(times)}`)))
    fc.assert(fc.property(fc.oneof(fc.uint8Array({ maxLength: 2_000 }), mutated, awkward), (bytes) => {
      const startMs = performance.now()
      decodeSipResponse(bytes)
      sipMessageLength(bytes)
      // Backtracking would take seconds; a busy machine takes some of the rest.
      expect(performance.now() - startMs).toBeLessThan(500)
    }), { numRuns: 500 })
  })
})
