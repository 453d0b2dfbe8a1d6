// The check of the whole record runs while the host writes: it must neither delay a commit nor mistake new entries for damage.
import { expect, test } from 'vitest'
import { buildLedger, directWriter, openRequest, scratchFolder } from './ledger-folder.ts'

test('the background check works in slices: a commit gets in between, and entries made meanwhile are no damage', () => {
  const scratch = scratchFolder()
  buildLedger(scratch, { entries: 700, content: (at) => (at === 650 ? 'later deleted' : undefined) })
  const { send, said, settle } = directWriter()
  send({ type: 'open', request: openRequest(scratch, { boot: 'boot-2' }) })
  expect(said.filter(({ type }) => type === 'checked')).toEqual([])
  const stamp = { monoUs: 1, utcMs: Date.UTC(2025, 0, 1), clock: 'unknown', role: 'system', position: 'host' } as const
  send({ type: 'write', entries: [{ ...stamp, kind: 'content.deleted', payload: '{"seq":651}', deletes: 651 }] })
  settle()
  expect(said.filter(({ type }) => ['checked', 'store-lost'].includes(type))).toEqual([{ type: 'checked', seq: 703 }])
  send({ type: 'close', utcMs: Date.UTC(2025, 0, 1) })
})

test('a checkpoint signed while the background check is at the signatures is no damage', () => {
  const scratch = scratchFolder()
  const stamp = (n: number) => ({ monoUs: n, utcMs: Date.UTC(2025, 0, 1), clock: 'unknown', role: 'system', position: 'host' }) as const
  const host = directWriter()
  const signOne = (n: number, { send }: ReturnType<typeof directWriter>): void => {
    send({ type: 'write', entries: [{ ...stamp(n), kind: 'note.added', payload: '{}' }] })
    send({ type: 'anchor', utcMs: Date.UTC(2025, 0, 1) })
  }
  host.send({ type: 'open', request: openRequest(scratch) })
  for (let n = 1; n <= 40; n++) signOne(n, host)
  host.send({ type: 'close', utcMs: Date.UTC(2025, 0, 1) })

  const next = directWriter()
  next.send({ type: 'open', request: openRequest(scratch, { boot: 'boot-2' }) })
  // One slice for the entries, one for their end and the first 32 signatures.
  next.settle(2)
  signOne(41, next)
  next.settle()
  expect(next.said.filter(({ type }) => ['checked', 'store-lost'].includes(type))).toEqual([{ type: 'checked', seq: 42 }])
  next.send({ type: 'close', utcMs: Date.UTC(2025, 0, 1) })
})
