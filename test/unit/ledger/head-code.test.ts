import { expect, test } from 'vitest'
import { decodeHeadCode, encodeHeadCode, matchesHead } from '../../../electron/host/ledger/head-code.ts'

// 0x9d5e f1a2 07 = 10011 10101 01111 01111 00011 01000 10000 00111, five bits a letter.
const HEAD = Buffer.from('9d5ef1a207ffffffffff', 'hex')

test('a head code is the number and the first forty bits of the hash in Crockford base 32', () => {
  expect(encodeHeadCode(214, HEAD)).toBe('214-KNFF-38G7')
  expect(encodeHeadCode(214, HEAD, 4)).toBe('214-KNFF-38G7-ZZZZ-ZZZZ')
})

test('a head code is understood as people say and type it', () => {
  const code = decodeHeadCode(' 214-knff-38g7 ')
  expect(code).toEqual({ seq: 214, prefix: 'KNFF38G7' })
  expect(decodeHeadCode('2l4-OIl0-0000')).toEqual({ seq: 214, prefix: '01100000' })
})

test('another hash does not match, not even in its last bit', () => {
  const code = decodeHeadCode('214-KNFF-38G7')!
  expect(matchesHead(code, HEAD)).toBe(true)
  expect(matchesHead(code, Buffer.from('9d5ef1a206', 'hex'))).toBe(false)
})

test.each(['', '214', '214-KNFF', '214-KNFF-38GU', '-KNFF-38G7', '214-KNFF-38G7-', 'checkpoints.jsonl', '214-KNFFF-38G7', '1-0000-0000-0000-0000-0000'])(
  'no head code: %j', (text) => expect(decodeHeadCode(text)).toBeUndefined(),
)
