import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { createBackupFolder } from '../../../electron/host/backup/backup-folder.ts'
import { backupName, backupTime, beyondKeep, dueInMs } from '../../../electron/host/backup/backup-plan.ts'
import { Backups, createBackups } from '../../../electron/host/backup/backups.ts'
import type { Copied, CopyAsked } from '../../../electron/host/ledger/port.ts'
import type { HostDeps } from '../../../electron/host/parts.ts'
import { failure } from '../../../native/kit/errors.ts'
import { fail, ok, type Result } from '../../../native/kit/result.ts'
import { createManualClock } from '../../support/manual-clock.ts'

const HOUR = 3_600_000
const NOON = Date.UTC(2026, 0, 5, 12)

test('the name of a copy is its time, and only such a name is a copy of ours', () => {
  expect(backupName(NOON)).toBe('record-20260105T120000Z')
  expect(backupTime(backupName(NOON))).toBe(NOON)
  for (const other of ['record-20260230T120000Z', 'record-20260105T120000Z.half-abc', 'set-aside-20260105T120000Z', 'record', '']) expect(backupTime(other), other).toBeUndefined()
})

test.each<[string, readonly string[], number]>([
  ['none there: now', [], 0],
  ['one of five hours ago: in nineteen', [backupName(NOON - 5 * HOUR)], 19 * HOUR],
  ['the newest counts', [backupName(NOON - HOUR), backupName(NOON - 30 * HOUR)], 23 * HOUR],
  ['one of yesterday: now', [backupName(NOON - 25 * HOUR)], 0],
  ['what is not ours is no copy', ['photos', 'record-20260105T110000Z.half-abc'], 0],
  ['one from the future, for the clock was set back: now', [backupName(NOON + HOUR)], 0],
])('when the next copy is due: %s', (_what, names, expected) => {
  expect(dueInMs(names, NOON, 24)).toBe(expected)
})

test('beyond what is kept the oldest go, and never what is not ours', () => {
  const names = [3, 1, 2, 4].map((hours) => backupName(NOON - hours * HOUR))
  expect(beyondKeep([...names, 'photos', 'a'], 2)).toEqual([backupName(NOON - 4 * HOUR), backupName(NOON - 3 * HOUR)])
  expect(beyondKeep(names, 9)).toEqual([])
})

interface Played {
  readonly asked: CopyAsked[]
  readonly noted: [string, object][]
  readonly alarms: string[]
  readonly removed: string[]
  answers: Result<Copied>[]
  names: string[]
  pass(ms: number): Promise<void>
}

const WHOLE: Copied = { folder: 'b', entries: 3, lastSeq: 3, headCode: '3-AAAA', verdict: 'INTACT', code: 0, text: 'INTACT up to 3', ms: 5 }

function play(): Played {
  const clock = createManualClock(NOON)
  const played: Played = {
    asked: [], noted: [], alarms: [], removed: [], answers: [], names: [],
    async pass(ms) {
      clock.advance(ms)
      for (let turn = 0; turn < 20; turn++) await undefined
    },
  }
  const backups = new Backups({
    clock,
    log: { info: () => {}, warn: () => {}, error: () => {} },
    recorder: { note: (kind, payload) => played.noted.push([kind, payload]) },
    alarms: {
      raise: ({ id, code, severity, params }) => played.alarms.push(`${id} ${severity} ${code} ${String(params['detail'])}`),
      clear: (id) => played.alarms.push(`${id} over`),
    },
    settings: { folder: '/copies/OB-07', everyHours: 24, keep: 2 },
    record: '/data/ledger',
    copy: async (asked) => {
      played.asked.push(asked)
      const answer = played.answers.shift() ?? ok(WHOLE)
      if (answer.ok) played.names.push(asked.to.split('/').at(-1) ?? '')
      return answer
    },
    folder: {
      names: async () => ok(played.names),
      remove: async (names) => {
        played.removed.push(...names)
        played.names = played.names.filter((name) => !names.includes(name))
        return ok()
      },
      clearHalf: async () => {},
    },
  })
  backups.start()
  onTestFinished(() => backups.stop())
  return played
}

test('a copy is made some minutes after the start when none is due later, recorded, and the next one a day after', async () => {
  const played = play()
  await played.pass(60_000)
  expect(played.asked).toEqual([])
  await played.pass(60_000)
  expect(played.asked).toEqual([{ from: '/data/ledger', to: '/copies/OB-07/record-20260105T120200Z' }])
  expect(played.noted).toEqual([['record.copied', { folder: 'b', entries: 3, head: '3-AAAA', verdict: 'INTACT', ms: 5 }]])
  for (let hour = 0; hour < 23; hour++) await played.pass(HOUR)
  expect(played.asked).toHaveLength(1)
  await played.pass(HOUR)
  expect(played.asked).toHaveLength(2)
})

test('old copies go only when the new one is whole', async () => {
  const played = play()
  played.names = [3, 2].map((days) => backupName(NOON - days * 24 * HOUR))
  played.answers = [fail(failure('STORE_FULL', 'no room'))]
  await played.pass(120_000)
  expect(played.removed).toEqual([])
  await played.pass(15 * 60_000)
  expect(played.removed).toEqual([backupName(NOON - 72 * HOUR)])
})

test('a copy that fails is one alarm and one entry however often it is tried, and over when one is made', async () => {
  const played = play()
  played.answers = [fail(failure('STORE_READONLY', 'share gone')), fail(failure('STORE_READONLY', 'share gone'))]
  await played.pass(120_000)
  await played.pass(15 * 60_000)
  expect(played.noted).toEqual([['record.not-copied', { folder: '/copies/OB-07', detail: 'STORE_READONLY share gone' }]])
  expect(new Set(played.alarms)).toEqual(new Set(['record-copy warning STORE_NOT_COPIED STORE_READONLY share gone']))
  await played.pass(15 * 60_000)
  expect(played.alarms.at(-1)).toBe('record-copy over')
})

test('a copy of a record that somebody altered is kept and told, and costs no older one', async () => {
  const played = play()
  played.names = [3, 2].map((days) => backupName(NOON - days * 24 * HOUR))
  played.answers = [ok({ ...WHOLE, verdict: 'ALTERED', code: 22, text: 'ALTERED at 2' })]
  await played.pass(120_000)
  expect(played.noted[0]).toMatchObject(['record.copied', { verdict: 'ALTERED' }])
  expect(played.alarms).toEqual(['record-copy warning STORE_NOT_COPIED b: ALTERED at 2'])
  expect(played.removed).toEqual([])
})

test('in the folder only our own names are ever removed, and what a console that ended left half goes', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'backups-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const [old, half] = [backupName(NOON), `${backupName(NOON)}.half-abcdef`]
  for (const name of [old, half, 'photos', 'photos.half-abcdef']) mkdirSync(join(folder, name))
  writeFileSync(join(folder, half, 'ledger.db'), 'half')
  const there = createBackupFolder(folder, '.half-')
  await there.clearHalf()
  expect(await there.remove([old, 'photos', '../photos'])).toMatchObject({ ok: true })
  expect(readdirSync(folder).toSorted()).toEqual(['photos', 'photos.half-abcdef'])
  expect(await createBackupFolder(join(folder, 'not-there'), '.half-').names()).toEqual(ok([]))
  expect(await there.remove([backupName(NOON + 1000)])).toMatchObject({ ok: false, error: { code: 'STORE_READONLY' } })
})

test('each position has a folder of its own where the site wants copies, and a site that wants none has none', async () => {
  const clock = createManualClock(NOON)
  const asked: CopyAsked[] = []
  const folder = mkdtempSync(join(tmpdir(), 'backups-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const given = (backup: object | undefined) => createBackups({
    clock,
    log: { info: () => {}, warn: () => {}, error: () => {} },
    site: { ledger: { backup }, position: { id: 'OB-07' } } as unknown as HostDeps['site'],
    copying: { record: '/data/ledger', halfMark: '.half-', copy: async (one) => { asked.push(one); return ok(WHOLE) } },
  }, { note: () => {} }, { raise: () => {}, clear: () => {} })
  expect(given(undefined)).toBeUndefined()
  const backups = given({ folder, everyHours: 24, keep: 2 })
  backups?.start()
  clock.advance(120_000)
  await expect.poll(() => asked).toEqual([{ from: '/data/ledger', to: join(folder, 'OB-07', 'record-20260105T120200Z') }])
  backups?.stop()
})
