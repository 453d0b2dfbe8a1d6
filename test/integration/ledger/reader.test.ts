// Looking back through its own thread, beside a record that is being written, set aside and deleted from.
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { momentInput, searchInput, type SearchOutput } from '../../../electron/contract/record.ts'
import { searchFile } from '../../../electron/host/ledger/ledger-files.ts'
import { openLedger } from '../../../electron/host/ledger/open-ledger.ts'
import type { EntryDraft, Ledger } from '../../../electron/host/ledger/port.ts'
import type { RecordReader } from '../../../electron/host/ledger/reader/port.ts'
import { readerInThread } from '../../../electron/host/ledger/reader/reader-port.ts'
import { createRecordReader } from '../../../electron/host/ledger/reader/record-reader.ts'
import { PACKED_KINDS } from '../../../electron/host/ledger/reader/rows.ts'
import { toTimeline } from '../../../electron/host/timeline-entry.ts'
import type { Result } from '../../../native/kit/result.ts'
import { systemClock, systemRandom } from '../../../native/transport/clock.ts'

let scratch: string
let folder: string
let ledger: Ledger
let reader: RecordReader

const actor = { role: 'dispatcher', position: 'OB-07' } as const
const draft = (kind: string, payload: EntryDraft['payload'], content?: string): EntryDraft => ({ kind, actor, payload, ...(content === undefined ? {} : { content }) })

async function open(): Promise<void> {
  const opened = await openLedger({ folder, keyFolder: join(scratch, 'keys'), bootId: `boot-${systemClock.utcMs()}`, clock: systemClock, random: systemRandom })
  if (!opened.ok) throw new Error(opened.error.detail)
  ledger = opened.value
  reader = createRecordReader({ clock: systemClock, start: readerInThread(folder), hasIndex: () => existsSync(searchFile(folder)), packedKinds: PACKED_KINDS, toTimeline })
  ledger.onEvent((event) => reader.ledgerEvent(event))
}

const value = <T>(result: Result<T>): T => {
  if (!result.ok) throw new Error(`${result.error.code} ${result.error.detail}`)
  return result.value
}
const search = async (text: string): Promise<SearchOutput> => value(await reader.search(searchInput.parse({ text })))
const record = async (...entry: Parameters<typeof draft>): Promise<number> => value(await ledger.record(draft(...entry))).seq

async function until(what: () => boolean): Promise<void> {
  for (let tries = 0; !what(); tries++) {
    if (tries > 100) throw new Error('did not come')
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

beforeAll(async () => {
  scratch = mkdtempSync(join(tmpdir(), 'reader-'))
  folder = join(scratch, 'ledger')
  await open()
})
afterAll(async () => {
  await reader.close()
  await ledger.close()
  rmSync(scratch, { recursive: true, force: true })
})

test('what was just acknowledged is found, and a moment tells what was recorded by then', async () => {
  await record('host.started', { mode: 'act', plan: 3, channel: 'rbs' })
  const down = await record('service.changed', { service: 'rbs', from: 'ok', to: 'down', why: { code: 'silent' } })
  const note = await record('note.added', { characters: 16 }, 'Spraak valt weg')
  expect((await search('spraak valt')).entries).toMatchObject([{ seq: note, kind: 'note.added', role: 'dispatcher', content: 'Spraak valt weg' }])
  await record('service.changed', { service: 'rbs', from: 'down', to: 'ok', why: { code: 'answers' } })
  expect(value(await reader.moment(momentInput.parse({ seq: down })))).toMatchObject({ host: 'running', mode: 'act', services: [{ id: 'rbs', now: 'down', why: { code: 'silent' } }], next: { seq: note } })
  expect(value(await reader.moment(momentInput.parse({ utcMs: systemClock.utcMs() })))).toMatchObject({ services: [{ id: 'rbs', now: 'ok' }] })
})

test('a deleted text is gone from the index at once, and after a run that ended between the two', async () => {
  const bytes = (): string => readFileSync(searchFile(folder)).toString('latin1')
  const first = await record('note.added', { characters: 8 }, 'xylofoon')
  const second = await record('note.added', { characters: 12 }, 'quetzalcoatl')
  await search('xylofoon')
  expect(bytes()).toContain('xylofoon')
  await record('content.deleted', { seq: first })
  await until(() => !bytes().includes('xylofoon'))
  // Its reader is gone before the deletion.
  await reader.close()
  await record('content.deleted', { seq: second })
  await ledger.close()
  expect(bytes()).toContain('quetzalcoatl')
  await open()
  expect((await search('quetzalcoatl')).entries).toEqual([])
  expect(bytes()).not.toContain('quetzalcoatl')
})

test('a record that was set aside takes its index with it, and the new one is read', async () => {
  await search('spraak')
  await reader.close()
  await ledger.close()
  const database = join(folder, 'ledger.db')
  const bytes = readFileSync(database)
  bytes.fill(0, 4096, 12_288)
  writeFileSync(database, bytes)
  await open()
  expect((await search('spraak')).entries).toEqual([])
  const note = await record('note.added', { characters: 16 }, 'Spraak valt weg')
  expect((await search('spraak')).entries).toMatchObject([{ seq: note }])
})
