// The judge of the crash soaks can find: each thing it is there to see, done on purpose to a record of the real writer.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { prepareDraft } from '../../../electron/host/ledger/draft.ts'
import type { EntryDraft } from '../../../electron/host/ledger/port.ts'
import { judgeLive, judgeSetAside, type Promised } from '../../soak/record/judge.ts'
import { markOf, NOTED_KIND, padOf, SAMPLED_KIND, textOf, type Acknowledged } from '../../soak/record/marks.ts'
import { directWriter, openRequest, scratchFolder, START_UTC, tamper, type Scratch } from './ledger-folder.ts'

const actor = { role: 'system', position: 'host' } as const
const noted = (n: number, mark = markOf('run', n)): EntryDraft => ({ kind: NOTED_KIND, actor, payload: { mark, pad: padOf(n) }, ...(textOf('run', n) === undefined ? {} : { content: textOf('run', n)! }) })
const sampled = (n: number): EntryDraft => ({ kind: SAMPLED_KIND, actor, payload: { n, run: 'run' } })
const forgot = (seq: number): EntryDraft => ({ kind: 'content.deleted', actor, payload: { mark: markOf('run', 9), pad: padOf(9), seq } })

/** A record with these entries from seq 2 on, closed: nothing is wrong with it. */
function recordOf(drafts: readonly EntryDraft[]): Scratch {
  const scratch = scratchFolder()
  const { send } = directWriter()
  send({ type: 'open', request: openRequest(scratch) })
  drafts.forEach((draft, at) => {
    const prepared = prepareDraft(draft, { stamp: { monoUs: at, utcMs: START_UTC, clock: 'unknown' }, salt: () => new Uint8Array(16) })
    if (!prepared.ok) throw new Error(prepared.error.detail)
    send({ type: 'write', entries: [prepared.value] })
  })
  send({ type: 'close', utcMs: START_UTC })
  return scratch
}

const promised = (acknowledged: readonly Omit<Acknowledged, 'said'>[], more: Partial<Promised> = {}): Promised => (
  { committedSeq: 0, anchoredSeq: 0, acknowledged: new Map(acknowledged.map((one) => [one.mark, { said: 'acknowledged', ...one }])), ...more }
)
const judge = ({ folder, copy }: Scratch, held: Promised) => judgeLive(folder, copy, held)
const GOOD = [noted(0), noted(1), sampled(0), sampled(1)]

test('a record that holds all it promised is neither lost nor broken', () => {
  const held = promised([{ seq: 2, mark: 'run-0' }, { seq: 3, mark: 'run-1' }], { committedSeq: 5, anchoredSeq: 5 })
  expect(judge(recordOf(GOOD), held)).toMatchObject({ lost: [], broken: [], lastSeq: 5 })
})

test.each<[string, Omit<Acknowledged, 'said'>, string]>([
  ['is not there', { seq: 6, mark: 'run-7' }, 'run-7 at 6: is not there'],
  ['stands elsewhere', { seq: 4, mark: 'run-1' }, 'run-1 at 4: stands at 3'],
  ['deleted no text, as it was said to', { seq: 3, mark: 'run-1', forgets: 2 }, 'deletes another text'],
])('an acknowledged entry that %s is lost', (_what, promise, words) => {
  expect(judge(recordOf(GOOD), promised([promise])).lost.join()).toContain(words)
})

test('an entry with other bytes, or without its text, is lost', () => {
  const other = recordOf([{ ...noted(1), payload: { mark: 'run-1', pad: 'other' } }, { ...noted(0), content: 'other' }])
  const { lost } = judge(other, promised([{ seq: 2, mark: 'run-1' }, { seq: 3, mark: 'run-0' }]))
  expect(lost).toEqual(['run-1 at 2: has other bytes', 'run-0 at 3: its text is another or has come back'])
  const bare: EntryDraft = { kind: NOTED_KIND, actor, payload: { mark: 'run-0', pad: padOf(0) } }
  expect(judge(recordOf([bare]), promised([{ seq: 2, mark: 'run-0' }])).lost).toEqual(['run-0 at 2: its text is gone'])
})

test('a text whose deletion is recorded must be gone, and one that is back is found', () => {
  const scratch = recordOf([noted(0), forgot(2)])
  const held = promised([{ seq: 2, mark: 'run-0' }, { seq: 3, mark: 'run-9', forgets: 2 }])
  expect(judge(scratch, held)).toMatchObject({ lost: [], broken: [] })
  tamper(scratch.folder, (db) => db.prepare('INSERT INTO content VALUES (2, ?, ?)').run(new Uint8Array(16), textOf('run', 0) ?? ''))
  expect(judgeSetAside(scratch.folder, held)).toEqual(['run-0 at 2: its text is another or has come back'])
  expect(judge(scratch, held).broken.join()).toContain('ALTERED at 2')
})

test('an entry that stands twice is broken, and so are samples with a gap or twice', () => {
  expect(judge(recordOf([noted(1), noted(1)]), promised([])).broken).toEqual(['run-1 stands twice'])
  for (const samples of [[0, 2], [1], [0, 0, 1]]) {
    expect(judge(recordOf(samples.map(sampled)), promised([])).broken).toEqual(['samples of run run have gaps or stand twice'])
  }
})

test('a record that ends before what was committed, or is signed for less than was said, is broken', () => {
  const scratch = recordOf(GOOD)
  expect(judge(scratch, promised([], { committedSeq: 6 })).broken).toEqual(['ends at 5, committed up to 6'])
  expect(judge(scratch, promised([], { anchoredSeq: 6 })).broken).toEqual(['signed up to 5, said up to 6'])
})

test('a copy that lags is right, except after a close; a line in it that is none, or that the first file has not, is broken', () => {
  const scratch = recordOf(GOOD)
  const [first = '', last = ''] = readFileSync(scratch.copy, 'utf8').split('\n')
  const broken = (lines: string, more: Partial<Promised> = {}) => {
    writeFileSync(scratch.copy, lines)
    return judge(scratch, promised([], { anchoredSeq: 5, ...more })).broken
  }
  expect(broken(`${first}\n${last}\n`, { closed: true })).toEqual([])
  expect(broken(`${first}\n${last.slice(0, 50)}`)).toEqual([])
  expect(broken(`${first}\n`, { closed: true })).toEqual(['copy ends with 1 after a close, signed up to 5'])
  expect(broken(`${first.slice(0, 10)}\n${last}\n`)).toEqual([`copy: no whole line: ${first.slice(0, 10)}`])
  writeFileSync(join(scratch.folder, 'checkpoints.jsonl'), `${last}\n`)
  expect(broken(`${first}\n${last}\n`)).toEqual(['copy: signed for 1, and not in the first file'])
})

test('a record that does not verify is broken, and one that cannot be read has lost everything', () => {
  const scratch = recordOf(GOOD)
  tamper(scratch.folder, (db) => db.exec("UPDATE entries SET payload = '{}' WHERE seq = 3"))
  expect(judge(scratch, promised([])).broken.join()).toContain('ALTERED at 3')
  writeFileSync(`${scratch.folder}/ledger.db`, 'nothing')
  expect(judgeSetAside(scratch.folder, promised([]))).toHaveLength(1)
})
