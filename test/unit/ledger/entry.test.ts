import { expect, test } from 'vitest'
import { contentHash, encodeHeader, entryHash, FIRST_PREVIOUS } from '../../../electron/host/ledger/entry.ts'

// The vectors of resources/docs/ledger-format.md, made there with Python's hashlib: a stranger's verifier must find the same.
const HEADER = {
  ledger: '00112233445566778899aabbccddeeff', seq: 1, boot: 'boot-1', monoUs: 1_234_567, utcMs: 1_735_682_400_000, clock: 'unknown',
  role: 'system', position: 'host', kind: 'ledger.opened-first',
}
const SPELLED = '["00112233445566778899aabbccddeeff",1,"boot-1",1234567,1735682400000,"unknown","system","host","ledger.opened-first"]'

test('the header is spelled as the format page says', () => {
  expect(encodeHeader(HEADER)).toBe(SPELLED)
})

test('the hash of an entry is the one of the format page', () => {
  const first = entryHash(FIRST_PREVIOUS, SPELLED, Buffer.from('{"format":1}'))
  expect(Buffer.from(first).toString('hex')).toBe('3cb789f7ac0f44bea4aebb687dc19308a7185e37830e09e997fa0d2aa7d5c977')
  const second = entryHash(first, '["x",2]', Buffer.from('{"naam":"Zoë"}'))
  expect(Buffer.from(second).toString('hex')).toBe('f6d666cd30a695af8e569069f463a54a5eff5df68a9899de9ec1f87f756c645f')
})

test('the hash of a text is the one of the format page', () => {
  const salt = Buffer.from('000102030405060708090a0b0c0d0e0f', 'hex')
  expect(contentHash(salt, Buffer.from('spraak valt weg'))).toBe('7d1e1f2072ffff7a2d9dbbf61cd6d0df468042b8794a5344bfc1b534ccb917d5')
})
