import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync } from 'node:crypto'
import { expect, test } from 'vitest'
import { beginKeyChain, encodeRotation, isOfChain, keyAt, keyInForce, reduceKeyChain, withPublicKey, type RotationKeys } from '../../../electron/host/ledger/key-chain.ts'

const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex')

/** The private key is 32 times this byte: the vectors of ledger-format.md have 01 and 02. */
function keyOf(byte: number): RotationKeys {
  const privateKey = createPrivateKey({ key: Buffer.concat([PKCS8, Buffer.alloc(32, byte)]), format: 'der', type: 'pkcs8' })
  const publicKey = createPublicKey(privateKey)
  return { privateKey, publicKey, fingerprint: createHash('sha256').update(publicKey.export({ type: 'spki', format: 'der' })).digest('hex') }
}
const [one, two, three] = [keyOf(1), keyOf(2), keyOf(3)] as const
const LEDGER = '00112233445566778899aabbccddeeff'
const PREV = Buffer.from('3cb789f7ac0f44bea4aebb687dc19308a7185e37830e09e997fa0d2aa7d5c977', 'hex')
const entry = (from: RotationKeys, to: RotationKeys, seq = 2) => ({ ledger: LEDGER, seq, prev: PREV, payload: encodeRotation({ ledger: LEDGER, seq, prev: PREV, from, to }) })
const begun = beginKeyChain(one.fingerprint)

/** As the page says it, made apart from this code. */
const VECTOR = {
  by: 'gFNcslUtSgrwpXPjIi8GL2w+++DSLf7BOAX0ERQALTXDOVZ1PCUKVlqZnIMmWvgeDLDzWuz4gRGnNntZJWraDg==',
  byPrevious: 'IZBUY9dvtN4aMWzjQ3/sQ3B9XniDqKDIb4NVowHq8iaPF0qJYDhApOtscrZN08j9zDfuiTgq7QyIIqOLnpZOAw==',
  key: '47dea58ea00fae9417ee19d76755bfef690899021132effb04fe1f9e4f0c8059',
  previous: 'fd110d301d2f077de1414b8f99f441b1403fab207b2052fbd2c065e4ee8e7dc2',
  publicKey: 'MCowBQYDK2VwAyEAgTl3Dqh9F19Wo1Rmw0x+zMuNipG07jeiXfYPW4/Js5Q=',
  previousPublicKey: 'MCowBQYDK2VwAyEAiojj3XQJ8ZX9UtstPLpdcspnCb8dlBIb83SIAbQPb1w=',
}

test('the rotation of the format page is written and read byte for byte', () => {
  expect(entry(one, two).payload).toEqual(VECTOR)
  const { chain, fault } = reduceKeyChain(begun, { ledger: LEDGER, seq: 2, prev: PREV, payload: { ...VECTOR, simulated: true } })
  expect(fault).toBeUndefined()
  expect(chain.map(({ fromSeq, fingerprint }) => [fromSeq, fingerprint])).toEqual([[1, one.fingerprint], [2, two.fingerprint]])
})

test.each([
  ['the payload is no object', { payload: 'x' }],
  ['there is no entry before it', { prev: undefined }],
  ['the ledger is another one', { ledger: 'f'.repeat(32) }],
  ['it stands at another seq', { seq: 3 }],
  ['it follows another entry', { prev: Buffer.alloc(32) }],
  ['a signature is missing', { payload: { ...VECTOR, by: undefined } }],
  ['a signature is no text', { payload: { ...VECTOR, by: 7 } }],
  ['the new key did not sign', { payload: { ...VECTOR, by: VECTOR.byPrevious } }],
  ['the old key did not sign', { payload: { ...VECTOR, byPrevious: VECTOR.by } }],
  ['the new key is not the one that is named', { payload: { ...VECTOR, publicKey: VECTOR.previousPublicKey } }],
  ['the old key is not the one that is named', { payload: { ...VECTOR, previousPublicKey: VECTOR.publicKey } }],
  ['half a pair of surrogates stands in the ledger', { ledger: '\ud83d' }],
])('a rotation changes no key when %s', (_what, change) => {
  const step = reduceKeyChain(begun, { ...entry(one, two), ...change })
  expect(step.fault).toEqual(expect.any(String))
  expect(step.chain).toBe(begun)
})

test('a key of another kind is no key, even when its fingerprint fits', () => {
  const rsa = generateKeyPairSync('rsa', { modulusLength: 1024 }).publicKey.export({ type: 'spki', format: 'der' })
  const payload = { ...VECTOR, publicKey: rsa.toString('base64'), key: createHash('sha256').update(rsa).digest('hex') }
  expect(reduceKeyChain(begun, { ...entry(one, two), payload }).fault).toMatch(/fingerprint/)
})

test('each rotation begins where the one before ended, and the key in force is asked by seq', () => {
  const first = reduceKeyChain(begun, entry(one, two, 5)).chain
  expect(reduceKeyChain(first, entry(one, three, 9)).fault).toBe('it replaces a key that was not in force')
  const second = reduceKeyChain(first, entry(two, three, 9))
  expect(second.fault).toBeUndefined()
  expect([1, 4, 5, 8, 9, 400].map((seq) => keyAt(second.chain, seq).fingerprint)).toEqual([one, one, two, two, three, three].map(({ fingerprint }) => fingerprint))
  expect(second.chain.every(({ publicKey }) => publicKey !== undefined)).toBe(true)
  expect([one, two, three].every(({ fingerprint }) => isOfChain(second.chain, fingerprint))).toBe(true)
  expect(isOfChain(second.chain, keyOf(4).fingerprint)).toBe(false)
})

test('without a first entry that can be believed the first rotation says where the chain begins', () => {
  const { chain, fault } = reduceKeyChain(beginKeyChain(undefined), entry(two, three))
  expect(fault).toBeUndefined()
  expect(chain.map(({ fingerprint }) => fingerprint)).toEqual([two.fingerprint, three.fingerprint])
})

test('the only key of a ledger is the one that lies beside it, and one that is none of the chain takes no place in it', () => {
  expect(keyInForce(withPublicKey(begun, one.fingerprint, one.publicKey)).publicKey).toBe(one.publicKey)
  expect(keyInForce(withPublicKey(begun, two.fingerprint, two.publicKey)).publicKey).toBeUndefined()
  expect(keyInForce(withPublicKey(beginKeyChain(undefined), two.fingerprint, two.publicKey)).fingerprint).toBe(two.fingerprint)
})
