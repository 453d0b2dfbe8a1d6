// How a signing key lies there, and what to do about it.
import { expect, test } from 'vitest'
import { judgeKeyFits, judgeKeyPlace, type KeyFacts } from '../../../electron/cli/key/key-report.ts'
import type { KeyPlace } from '../../../electron/host/ledger/key-files.ts'

test.each<[string, KeyPlace, readonly [state: string, detail: string, cure?: string]]>([
  ['no key yet', { kept: 'none' }, ['ok', 'key.kept.none']],
  ['the system keeps it', { kept: 'system' }, ['ok', 'key.kept.system']],
  ['a folder that is closed to who asks', { kept: 'unknown', cause: 'EACCES' }, ['unknown', 'key.kept.unknown']],
  ['a file of its owner alone', { kept: 'file', path: '/k', mode: 0o600, isOpenToOthers: false }, ['ok', 'key.kept.file']],
  ['a file whose folder guards it', { kept: 'file', path: '/k', mode: undefined, isOpenToOthers: false }, ['ok', 'key.kept.folder']],
  ['a file that others can read', { kept: 'file', path: '/k', mode: 0o644, isOpenToOthers: true }, ['warning', 'key.kept.open', 'key.kept.cure']],
])('%s', (_what, place, [state, detail, cure]) => {
  const judged = judgeKeyPlace(place)
  expect([judged.state, judged.detail.key, judged.cure?.key]).toEqual([state, detail, cure])
})

const inForce = { fingerprint: 'aa', sinceSeq: 1, earlier: 0, isSimulated: false }
const file: KeyPlace = { kept: 'file', path: '/k', mode: 0o600, isOpenToOthers: false }
test.each<[string, KeyFacts, string | undefined]>([
  ['the key of the record', { place: file, inFile: 'aa', inForce }, undefined],
  ['another key', { place: file, inFile: 'bb', inForce }, 'key.strange'],
  ['a key this user may not read', { place: file, inFile: undefined, inForce }, undefined],
  ['none, and a record that was signed', { place: { kept: 'none' }, inFile: undefined, inForce }, 'key.lost'],
  ['none, and no record', { place: { kept: 'none' }, inFile: undefined, inForce: undefined }, undefined],
  ['one in the system store', { place: { kept: 'system' }, inFile: undefined, inForce }, undefined],
])('beside the record: %s', (_what, facts, detail) => {
  expect(judgeKeyFits(facts)?.detail.key).toBe(detail)
})
