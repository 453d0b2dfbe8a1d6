import { expect, test } from 'vitest'
import { suggest } from '../../../electron/host/site/suggest.ts'

const keys = ['host', 'port', 'latencyLimitMs', 'weight']

test.each([
  ['prot', 'port'],
  ['hosts', 'host'],
  ['latency-limit-ms', 'latencyLimitMs'],
  ['latencyLimt', 'latencyLimitMs'],
  ['WEIGHT', 'weight'],
])('%s is taken for %s', (word, meant) => {
  expect(suggest(word, keys)).toBe(meant)
})

test.each(['x', 'timeout', 'baud', ''])('%s resembles nothing here', (word) => {
  expect(suggest(word, keys)).toBeUndefined()
})
