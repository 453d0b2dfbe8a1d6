import { mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createFileSink, RETRY_MS } from '../../../electron/host/log/file-sink.ts'
import { createFileLog, LOG_FILE, type FileLog } from '../../../electron/host/log/log.ts'
import type { Clock } from '../../../native/kit/clock.ts'
import { systemClock } from '../../../native/transport/clock.ts'
import { eventually } from '../../contract/eventually.ts'

let folder = ''
let skippedMs = 0
/** Real timers, for files are real; the monotonic time can be moved on. */
const clock: Clock = { ...systemClock, monotonicMs: () => systemClock.monotonicMs() + skippedMs, utcMs: () => Date.UTC(2024, 11, 31, 22, 30) }
const logs: FileLog[] = []
const createLog = (stderr?: (line: string) => void): FileLog => {
  const log = createFileLog({ folder, clock, ...(stderr && { stderr }) })
  logs.push(log)
  return log
}
const read = async (): Promise<Record<string, unknown>[]> =>
  (await readFile(join(folder, LOG_FILE), 'utf8')).split('\n').filter(Boolean).map((line) => JSON.parse(line) as Record<string, unknown>)
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

beforeEach(async () => {
  skippedMs = 0
  folder = await mkdtemp(join(tmpdir(), 'achterwacht-log-'))
})
afterEach(async () => {
  for (const log of logs.splice(0)) await log.close()
  await rm(folder, { recursive: true, force: true })
})

describe('the log file', () => {
  test('has one JSON line for each event, in order, with time, level and fields', async () => {
    const log = createLog()
    log.info('host.started', { version: '0.1.0' })
    log.warn('pedal.lost', { device: 'pedal', cause: { code: 'LINK_LOST', detail: 'unplugged' } })
    log.error('bug.found')
    await log.close()
    expect(await read()).toEqual([
      { t: '2024-12-31T22:30:00.000Z', level: 'info', event: 'host.started', version: '0.1.0' },
      { t: '2024-12-31T22:30:00.000Z', level: 'warn', event: 'pedal.lost', device: 'pedal', cause: { code: 'LINK_LOST', detail: 'unplugged' } },
      { t: '2024-12-31T22:30:00.000Z', level: 'error', event: 'bug.found' },
    ])
    expect(log.dropped).toBe(0)
  })

  test('goes on where it stopped at the next start', async () => {
    const first = createLog()
    first.info('host.started')
    await first.close()
    const second = createLog()
    second.info('host.started')
    await second.close()
    expect(await read()).toHaveLength(2)
  })

  test('a field cannot take the name of time, level or event, nor break the line', async () => {
    const log = createLog()
    log.info('device.said', { event: 'other', level: 'error', t: 0, line: 'a\nb' })
    await log.close()
    expect(await read()).toEqual([{ t: '2024-12-31T22:30:00.000Z', level: 'info', event: 'device.said', line: 'a\nb' }])
  })

  test('what cannot be written as JSON is said and does not throw', async () => {
    const log = createLog()
    const round: Record<string, unknown> = {}
    round['self'] = round
    log.info('bug.found', { round, big: 2n, nothing: undefined })
    log.info('bug.found', { get trap(): never { throw new Error('trap') } })
    await log.close()
    const [first, second] = await read()
    expect(first).toMatchObject({ event: 'bug.found', big: '2' })
    expect(second).toMatchObject({ event: 'bug.found', unloggable: 'trap' })
  })

  test('warnings and errors go to stderr too, and a broken stderr harms nobody', async () => {
    const lines: string[] = []
    const log = createLog((line) => lines.push(line))
    log.info('a.b')
    log.warn('c.d')
    log.error('e.f')
    expect(lines.map((line) => (JSON.parse(line) as { event: string }).event)).toEqual(['c.d', 'e.f'])
    const broken = createLog(() => { throw new Error('EPIPE') })
    expect(() => broken.warn('g.h')).not.toThrow()
  })
})

describe('people in the log', () => {
  const identities = ['4037001', '40370', '16777215', '204163800000004', '20416383', '09011638300023404', '0031612345678']
  const words = 'Jan de Vries, Dorpsstraat 5, gewond'

  test('planted identities and words are found nowhere in the file or on stderr', async () => {
    const lines: string[] = []
    const log = createLog((line) => lines.push(line))
    for (const id of identities) {
      log.warn('call.heard', {
        issi: id, gssi: id, calling: id, called: id, talker: id, number: id, group: id, wantedGroup: id, callingSsi: id, ownIdentity: id,
        deep: { list: [{ ISSI: id }, { calling: { ssi: Number(id), again: [id] } }] },
        gssis: undefined, number2: null, text: `${words} ${id}`, note: words, content: { inside: words }, statusText: words, unit: words, place: words,
      })
    }
    await log.close()
    const written = (await readFile(join(folder, LOG_FILE), 'utf8')) + lines.join('\n')
    for (const secret of [...identities, 'Jan', 'Vries', 'Dorpsstraat', 'gewond']) expect(written).not.toContain(secret)
    expect(written).toContain('[7 digits]')
    expect(written).toContain(`[${words.length} characters]`)
  })

  test('what is no identity stays readable', async () => {
    const log = createLog()
    log.info('switch.confirmed', { key: 3, number: 'S-2026-OB-0007', durationMs: 123_456, port: 45_001, called: 12, calling: 'none' })
    await log.close()
    expect(await read()).toMatchObject([{ key: 3, number: 'S-2026-OB-0007', durationMs: 123_456, port: 45_001, called: 12, calling: 'none' }])
  })
})

describe('a disk that takes nothing', () => {
  test('a full disk drops lines, counts them, throws nothing, and the log comes back when there is room', async () => {
    await symlink('/dev/full', join(folder, LOG_FILE))
    const log = createLog()
    for (let line = 0; line < 100; line++) log.info('a.b', { line })
    await eventually(() => log.dropped > 0)
    expect(log.dropped).toBe(100)
    for (let line = 0; line < 100; line++) log.info('a.b', { line })
    expect(log.dropped).toBe(200)
    await rm(join(folder, LOG_FILE))
    log.info('not.yet')
    expect(log.dropped).toBe(201)
    skippedMs = RETRY_MS
    log.info('room.again')
    await log.close()
    expect((await read()).map((line) => line['event'])).toEqual(['room.again'])
  })

  test('a folder that cannot be made drops lines and throws nothing', async () => {
    await writeFile(join(folder, 'file'), '')
    const sink = createFileSink({ folder: join(folder, 'file', 'logs'), file: 'x.jsonl', clock, maxBytes: 1_000, maxFiles: 2 })
    sink.write('one')
    await sink.close()
    expect(sink.dropped).toBe(1)
  })

  test('a file that may not be written drops lines and counts them', async () => {
    const sink = createFileSink({ folder: '/proc', file: 'achterwacht.jsonl', clock, maxBytes: 1_000, maxFiles: 2 })
    sink.write('one')
    sink.write('two')
    await eventually(() => sink.dropped === 2)
    await sink.close()
  })

  test('lines after closing are dropped, not kept', async () => {
    const log = createLog()
    await log.close()
    log.info('too.late')
    expect(log.dropped).toBe(1)
    await log.close()
  })
})

test('files rotate: the present one keeps its name, and there are never more than allowed', async () => {
  const sink = createFileSink({ folder, file: 'x.jsonl', clock, maxBytes: 2_000, maxFiles: 3 })
  for (let line = 0; line < 200; line++) {
    sink.write(JSON.stringify({ line: String(line).padStart(90, '0') }))
    if (line % 10 === 0) await pause(5)
  }
  await sink.close()
  const files = (await readdir(folder)).toSorted()
  expect(files).toEqual(['x.jsonl', 'x1.jsonl', 'x2.jsonl'])
  expect(sink.dropped).toBe(0)
  const kept = (await Promise.all(['x2.jsonl', 'x1.jsonl', 'x.jsonl'].map((name) => readFile(join(folder, name), 'utf8')))).join('')
  const numbers = kept.split('\n').filter(Boolean).map((line) => Number((JSON.parse(line) as { line: string }).line))
  expect(numbers.at(-1)).toBe(199)
  expect(numbers).toEqual(numbers.map((_, index) => (numbers[0] ?? 0) + index))
})
