import { join } from 'node:path'
import { expect, test } from 'vitest'
import { secondFileOf } from '../../../electron/host/ledger/ledger-files.ts'

test.each([
  ['/mnt/share/ob-07.jsonl', '/mnt/share/ob-07.jsonl'],
  ['/mnt/share', join('/mnt/share', 'checkpoints-OB-07.jsonl')],
  ['/mnt/share/', join('/mnt/share', 'checkpoints-OB-07.jsonl')],
])('the second checkpoint file of %s is %s: in a folder each position has its own', (given, expected) => {
  expect(secondFileOf(given, 'OB-07')).toBe(expected)
})
